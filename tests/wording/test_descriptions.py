"""Charts in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.methods.rate import level_rate
from analysis.wording.descriptions import describe_levels, describe_months, describe_ranking
from tests.tallies import BREAKOUTS, counted

if TYPE_CHECKING:
    pass
from tests.wording.subjects import ACNE, DEPTH, PRODUCT


def test_describe_levels() -> None:
    result = examine(DEPTH, counted({0.5: (2, 98), 1.5: (0, 0, 7)}))
    assert describe_levels(result, BREAKOUTS) == (
        "Needle depth, breakout rates: 0.5 mm 2 of 100 (2.0%); 1.5 mm no known outcome."
    )
    assert describe_levels(examine(DEPTH, counted({})), BREAKOUTS) == (
        "Needle depth, breakout rates: no group has any treatment."
    )


def test_describe_months() -> None:
    months = tuple(level_rate(dt.date(2026, month, 1), 90, month, 0) for month in (1, 2))
    assert describe_months(months, BREAKOUTS) == (
        "Breakout rate by month, January 2026 to February 2026; highest in February 2026 with 2 of 92 (2.2%)."
    )
    assert describe_months((), BREAKOUTS) == "No month has a known outcome."


def test_describe_ranking() -> None:
    results = ranked([(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)})), (ACNE, counted({}))])
    assert describe_ranking(results, BREAKOUTS) == (
        "Differences in breakouts per 100 treatments, strongest link first: New product, yes vs no: 6.0 "
        "more per 100 (95% CI 1.6 to 10.8), linked."
    )
    assert describe_ranking((), BREAKOUTS) == "No factor has two groups that can be compared."
