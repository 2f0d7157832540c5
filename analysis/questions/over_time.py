"""How the rate changes over time, and which cartridge lots are unusual; asked as part of `at_a_glance`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.methods.early import followed_apart
from analysis.methods.over_time import FullMonths, PeriodChange, change_between, full_months
from analysis.methods.rate import level_rates
from analysis.methods.unusual import Judged, judged
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.log import DATE
from analysis.questions.early import early_times
from analysis.questions.trend import Trend, chosen_period, trend_of

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.counting.tallies import OneWay
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.periods import Period

LOT = "cartridge_lot"


@dataclass(frozen=True, kw_only=True)
class OverTime:
    """The rate over time, of the whole log even where a period is chosen.

    Attributes
    ----------
    chosen : pair of date or None
        The period that the filters choose, within the log; None where it is all of the log.
    full_months : FullMonths or None
        Up to the end of the chosen period; None without dates.
    month_change : PeriodChange or None
        The last full month compared with the twelve months before it.
    year_change : PeriodChange or None
        The last twelve full months compared with the twelve before them.
    trend : Trend or None
        The control chart of the months, or of longer periods where these are too small; None where there are none.
    judged_lots : tuple of Judged or None
        Each cartridge lot used in the chosen period compared with all the others of the log; None where lots are not
        recorded, and where clients are counted once each.
    """

    chosen: Period | None
    full_months: FullMonths | None
    month_change: PeriodChange | None
    year_change: PeriodChange | None
    trend: Trend | None
    judged_lots: tuple[Judged, ...] | None


def over_time(counts: Counts, whole: Counts, design_effect: float, settings: ChartSettings = NOTHING_SET) -> OverTime:
    """Return the rate over time.

    Parameters
    ----------
    counts : Counts
        What passes the filters.
    whole : Counts
        The same without the period of the filters.
    design_effect : float
        Of the treatments of `whole`.
    settings : ChartSettings
        What the manager set on the chart.
    """
    chosen = chosen_period(counts)
    once_each = counts.counted.unit == "clients"
    full = _full_months(whole, chosen)
    month_change, year_change = _changes(whole, full, design_effect)
    return OverTime(
        chosen=chosen,
        full_months=full,
        month_change=month_change,
        year_change=year_change,
        trend=trend_of(counts, whole, design_effect, settings=settings),
        judged_lots=_judged_lots(counts, whole, design_effect) if whole.has(LOT) and not once_each else None,
    )


def _full_months(whole: Counts, chosen: Period | None) -> FullMonths | None:
    if whole.period is None:
        return None
    first, last = whole.period
    return full_months(first, chosen[1] if chosen else last)


def _changes(
    whole: Counts, full: FullMonths | None, design_effect: float
) -> tuple[PeriodChange | None, PeriodChange | None]:
    # Periods longer than months may begin in another one than the years compared.
    if full is None or whole.shortest_period != "month" or not whole.by_day().levels:
        return None, None
    once_each = whole.counted.unit == "clients"
    # Of clients counted once each, more break out in twelve months than in one, whatever happened.
    month, year = None if once_each else full.month_and_year_before(), full.year_and_year_before()
    return _change(whole, month, design_effect), _change(whole, year, design_effect)


def _change(whole: Counts, periods: tuple[Period, Period] | None, design_effect: float) -> PeriodChange | None:
    if periods is None:
        return None
    change = change_between(_by_day(whole, *periods), *periods, design_effect)
    # A client counted once is followed for as long as after one of the treatments, whichever period that is in.
    times = None if whole.counted.unit == "clients" else early_times(whole, DATE)
    return change if times is None else replace(change, followed=followed_apart(times, *periods))


def _by_day(whole: Counts, now: Period, before: Period) -> OneWay:
    if whole.counted.unit != "clients":
        return whole.by_day()
    # Each period on its own: a client counted once in each is not left out of the later one.
    return whole.by_day(*before).followed_by(whole.by_day(*now))


def _judged_lots(counts: Counts, whole: Counts, design_effect: float) -> tuple[Judged, ...]:
    used = set(counts.by(LOT).answered.levels)
    every = judged(level_rates(whole.by(LOT).answered, design_effect), design_effect)
    return tuple(each for each in every if each.observed.level in used)
