"""Rates over time: by month, the last full month compared with the year before it, and year on year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.rate import level_rates, total_rate
from analysis.methods.two_levels import compare
from analysis.outcome_log.periods import (
    MONTHS_A_YEAR,
    first_full_month,
    last_full_month,
    month_end,
    month_start,
    next_period,
    period_start,
)

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay
    from analysis.methods.early import Followed
    from analysis.outcome_log.periods import By, Period
    from analysis.results import Comparison, LevelRate

# The last full month and the twelve before it; twelve full months and the twelve before them.
MONTHS_FOR_A_MONTH, MONTHS_FOR_A_YEAR = 1 + MONTHS_A_YEAR, 2 * MONTHS_A_YEAR


@dataclass(frozen=True, kw_only=True)
class PeriodChange:
    """A period compared with an earlier one.

    `comparison` is None where either has too few known outcomes, `followed` where both were followed for as long.
    """

    start: dt.date
    end: dt.date
    previous_start: dt.date
    previous_end: dt.date
    current: LevelRate
    previous: LevelRate
    comparison: Comparison | None
    followed: Followed | None = None


@dataclass(frozen=True, kw_only=True)
class FullMonths:
    """The months of a log that it has from their first day to their last.

    Attributes
    ----------
    first, last : date
        The first day of the first and of the last full month.
    """

    first: dt.date
    last: dt.date

    @property
    def number(self) -> int:
        """How many full months there are; none where the last would come before the first."""
        months = (self.last.year - self.first.year) * MONTHS_A_YEAR + self.last.month - self.first.month + 1
        return max(months, 0)

    def month_and_year_before(self) -> tuple[Period, Period] | None:
        """Return the last full month and the twelve months before it; None where the log is too short."""
        if self.number < MONTHS_FOR_A_MONTH:
            return None
        day_before = self.last - dt.timedelta(days=1)
        return (self.last, month_end(self.last)), (month_start(self.last, -MONTHS_A_YEAR), day_before)

    def year_and_year_before(self) -> tuple[Period, Period] | None:
        """Return the last twelve full months and the twelve before them; None where the log is too short."""
        if self.number < MONTHS_FOR_A_YEAR:
            return None
        start = month_start(self.last, 1 - MONTHS_A_YEAR)
        day_before = start - dt.timedelta(days=1)
        return (start, month_end(self.last)), (month_start(start, -MONTHS_A_YEAR), day_before)


def full_months(first_day: dt.date, last_day: dt.date) -> FullMonths:
    """Return the full months of a log by its first and last day of treatment."""
    return FullMonths(first=first_full_month(first_day), last=last_full_month(last_day))


def by_period(by_day: OneWay, by: By, design_effect: float = 1.0) -> tuple[LevelRate, ...]:
    """Return the rate of every period from the first to the last, those without treatments included.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment, without "not known".
    by : By
    design_effect : float
        At least 1.

    Returns
    -------
    tuple of LevelRate
        The level is the first day of the period.
    """
    days = by_day.levels
    if not days:
        return ()
    starts, latest = [period_start(min(days), by)], period_start(max(days), by)
    while starts[-1] < latest:
        starts.append(next_period(starts[-1], by))
    counted = by_day.grouped([period_start(day, by) for day in days], starts)
    return level_rates(counted, design_effect)


def change_between(by_day: OneWay, now: Period, before: Period, design_effect: float = 1.0) -> PeriodChange:
    """Compare the treatments of one period with those of an earlier one.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment over both periods.
    now, before : pair of date
        First and last day of each, both included.
    design_effect : float
        At least 1.

    References
    ----------
    Newcombe RG (1998) Interval estimation for the difference between independent proportions. Stat Med 17:873-890.
    """
    current, previous = (
        total_rate(by_day.where([start <= day <= end for day in by_day.levels]), design_effect)
        for start, end in (now, before)
    )
    enough = all(each.rate is not None and each.rate.known >= SMALLEST_LEVEL for each in (current, previous))
    return PeriodChange(
        start=now[0],
        end=now[1],
        previous_start=before[0],
        previous_end=before[1],
        current=current,
        previous=previous,
        comparison=compare(current.rate, previous.rate) if enough and current.rate and previous.rate else None,
    )
