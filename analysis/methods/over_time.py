"""Rates over time: by month, and a period against the one before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.rate import level_rates, total_rate
from analysis.methods.two_levels import compare

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay
    from analysis.results import Comparison, LevelRate


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChange:
    """A period against the equally long one before it; `comparison` is None where either is too small."""

    start: dt.date
    end: dt.date
    previous_start: dt.date
    previous_end: dt.date
    current: LevelRate
    previous: LevelRate
    comparison: Comparison | None


def by_month(by_day: OneWay, design_effect: float = 1.0) -> tuple[LevelRate, ...]:
    """Return the rate of every month from the first to the last, those without treatments included.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment, without "not known".

    Returns
    -------
    tuple of LevelRate
        The level is the first day of the month.
    """
    days = by_day.levels
    if not days:
        return ()
    first, last = min(days), max(days)
    months = [
        dt.date(index // 12, index % 12 + 1, 1)
        for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    return level_rates(by_day.grouped([day.replace(day=1) for day in days], months), design_effect)


def change_against_previous(
    by_day: OneWay, start: dt.date, end: dt.date, design_effect: float = 1.0
) -> PeriodChange | None:
    """Compare the treatments from `start` to `end` with those of the equally long period before.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment over both periods.
    start, end : date
        First and last day, both included.
    design_effect : float
        At least 1.

    Returns
    -------
    PeriodChange or None
        None where the log holds no treatment in the previous period.
    """
    length = end - start
    previous_end = start - dt.timedelta(days=1)
    previous_start = previous_end - length
    current = total_rate(by_day.where([start <= day <= end for day in by_day.levels]), design_effect)
    previous = total_rate(by_day.where([previous_start <= day <= previous_end for day in by_day.levels]), design_effect)
    if previous.treatments == 0:
        return None
    now, before = current.rate, previous.rate
    comparison = None
    if now is not None and before is not None and min(now.known, before.known) >= SMALLEST_LEVEL:
        comparison = compare(now, before)
    return PeriodChange(
        start=start,
        end=end,
        previous_start=previous_start,
        previous_end=previous_end,
        current=current,
        previous=previous,
        comparison=comparison,
    )
