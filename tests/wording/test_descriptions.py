"""Charts in words."""

from __future__ import annotations

from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.wording.descriptions import describe_levels, describe_ranking
from tests.tallies import BREAKOUTS, counted
from tests.wording.subjects import ACNE, DEPTH, PRODUCT


def test_describe_levels() -> None:
    result = examine(DEPTH, counted({0.5: (2, 98), 1.5: (0, 0, 7)}))
    assert describe_levels(result, BREAKOUTS) == (
        "Needle depth, breakout rates: 0.5 mm 2 of 100 (2.0%); 1.5 mm no known outcome."
    )
    assert describe_levels(examine(DEPTH, counted({})), BREAKOUTS) == (
        "Needle depth, breakout rates: no group has any treatment."
    )


def test_describe_ranking() -> None:
    results = ranked([(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)})), (ACNE, counted({}))])
    assert describe_ranking(results, BREAKOUTS) == (
        "Differences in breakouts per 100 treatments, strongest link first: New product, yes vs no: 6.0 "
        "more per 100 (95% CI 1.6 to 10.8), linked."
    )
    assert describe_ranking((), BREAKOUTS) == "No factor has two groups that can be compared."
