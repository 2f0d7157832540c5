"""What the sentences in these tests are about."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from analysis.methods.control_chart.p_chart import control_chart
from analysis.methods.control_chart.reading import chart_by
from analysis.methods.one_factor import examine
from analysis.methods.rate import level_rate
from analysis.methods.unusual import judged
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.periods import month_start
from analysis.questions.over_time import OverTime
from analysis.questions.trend import Trend
from analysis.results import INDEPENDENT, Clustering, Estimate, Interval
from analysis.wording.one_factor import finding
from tests.tallies import BREAKOUTS, counted, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import OneWay
    from analysis.methods.over_time import FullMonths, PeriodChange
    from analysis.outcome_log.chart_settings import ChartSettings
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
    charted = Trend(chart=control_chart(months, "month"), settings=NOTHING_SET, chosen=chosen) if months else None
    return OverTime(
        chosen=chosen,
        full_months=full_months,
        month_change=change,
        year_change=change,
        trend=charted,
        judged_lots=None if lots is None else judged(lots),
    )


def trend_with(
    counts: Sequence[tuple[int, int]],
    settings: ChartSettings = NOTHING_SET,
    chosen: Period | None = None,
    first: dt.date = dt.date(2026, 1, 1),
) -> Trend:
    """Return the trend of months in a row with so many breakouts of so many treatments."""
    months = [level_rate(month_start(first, place), of - yes, yes, 0) for place, (yes, of) in enumerate(counts)]
    return Trend(chart=control_chart(months, "month", settings), settings=settings, chosen=chosen)


def trend_of_days(by_day: OneWay) -> Trend:
    """Return the trend by month of treatments counted by day."""
    return Trend(chart=chart_by(by_day, "month"), settings=NOTHING_SET, chosen=None)


def found(of: Factor, counts: Counts, clustering: Clustering = INDEPENDENT) -> str:
    return finding(examine(of, counted(counts), clustering), BREAKOUTS)
