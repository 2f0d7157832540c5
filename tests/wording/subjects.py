"""What the sentences in these tests are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.methods.one_factor import examine
from analysis.methods.unusual import judged
from analysis.questions.over_time import OverTime
from analysis.results import INDEPENDENT, Clustering, Estimate, Interval
from analysis.wording.one_factor import finding
from tests.tallies import BREAKOUTS, counted, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.over_time import FullMonths, PeriodChange
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.periods import Period
    from analysis.results import LevelRate
    from tests.tallies import Counts


ACNE = factor("ordered", ("none", "past", "current"), name="acne_history", title="Acne history")
PRODUCT = factor(name="new_product", title="New product", reference="no")
DEPTH = factor("number", name="needle_depth_mm", title="Needle depth", unit="mm", caution_above=3)
ADHERENCE = factor("number", title="Aftercare adherence", unit="%")
HOURS = factor("number", title="Hours until make-up", unit="hours")


def estimated(value: float | None, low: float | None, high: float | None, level: float = 0.95) -> Estimate:
    return Estimate(value, Interval(low=low, high=high, level=level, method="made up"))


def no_numbers_in(text: str) -> set[str]:
    """Return the words of a text that stand where a number should."""
    return {"nan", "inf", "None"} & set(re.findall(r"\w+", text))


def over_time_with(
    *,
    change: PeriodChange | None = None,
    full_months: FullMonths | None = None,
    months: Sequence[LevelRate] = (),
    lots: Sequence[LevelRate] | None = None,
    chosen: Period | None = None,
) -> OverTime:
    """Return what is found over time: the same change for the month and the year, and these months and lots, judged."""
    return OverTime(
        chosen=chosen,
        full_months=full_months,
        months=tuple(months),
        month_change=change,
        year_change=change,
        judged_months=judged(months),
        judged_lots=None if lots is None else judged(lots),
    )


def found(of: Factor, counts: Counts, clustering: Clustering = INDEPENDENT) -> str:
    return finding(examine(of, counted(counts), clustering), BREAKOUTS)
