"""Rates over time: by month, and a period against the one before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import OUTCOMES, Merging, OneWay
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.likeness import Likeness
from analysis.methods.rate import level_rates
from analysis.methods.two_levels import compare
from analysis.outcome_log.log import DATE
from analysis.results import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import ClientPairs
    from analysis.results import Clustering, Comparison, LevelRate


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


def calendar_months(by_day: OneWay) -> Merging:
    """Return every month from that of the first treatment to that of the last, those without treatments included."""
    named = by_day.named
    # Counted from the year 0.
    numbers = np.array([day.year * 12 + day.month - 1 for day in named.levels], dtype=int)
    occurring = numbers[named.treatments > 0]
    if not len(occurring):
        return Merging(DATE, (), (-1,) * len(numbers))
    first, last = int(occurring.min()), int(occurring.max())
    months = tuple(dt.date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))
    places = np.where((numbers >= first) & (numbers <= last), numbers - first, -1)
    return Merging(DATE, months, tuple(places.tolist()))


def by_month(
    by_day: OneWay,
    months: Merging | None = None,
    pairs: ClientPairs | None = None,
    clustering: Clustering = INDEPENDENT,
) -> tuple[LevelRate, ...]:
    """Return the rate of every month from the first to the last, those without treatments included.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment.
    months : Merging, optional
        The `calendar_months` of these days, where they are at hand.
    pairs : ClientPairs, optional
        Of treatments of one client by these months.
    clustering : Clustering
        Of all treatments that were counted.

    Returns
    -------
    tuple of LevelRate
        The level is the first day of the month.
    """
    months = months or calendar_months(by_day)
    places = np.array(months.places, dtype=int)
    counts = np.zeros((len(months.levels), OUTCOMES), dtype=np.int64)
    np.add.at(counts, places[places >= 0], by_day.named.counts[places >= 0])
    counted = OneWay(DATE, months.levels, counts)
    return level_rates(counted, Likeness.of(counted, pairs, clustering).rates())


def previous_period(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the equally long period before the one from `start` to `end`."""
    return start - (end - start) - dt.timedelta(days=1), start - dt.timedelta(days=1)


def two_periods(days: Sequence[dt.date], start: dt.date, end: dt.date) -> Merging:
    """Return the period from `start` to `end` and the one before it, each named by its first day."""
    before, _ = previous_period(start, end)
    places = [(1 if day >= start else 0) if before <= day <= end else -1 for day in days]
    return Merging(DATE, (before, start), tuple(places))


def change_against_previous(
    by_day: OneWay,
    start: dt.date,
    end: dt.date,
    pairs: ClientPairs | None = None,
    clustering: Clustering = INDEPENDENT,
) -> PeriodChange | None:
    """Compare the treatments from `start` to `end` with those of the equally long period before.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment over both periods.
    start, end : date
        First and last day, both included.
    pairs : ClientPairs, optional
        Of treatments of one client by the `two_periods`.
    clustering : Clustering
        Of all treatments that were counted.

    Returns
    -------
    PeriodChange or None
        None where the log holds no treatment in the previous period.
    """
    previous_start, previous_end = previous_period(start, end)
    counts = [
        by_day.where([first <= day <= last for day in by_day.levels]).total.counts
        for first, last in ((previous_start, previous_end), (start, end))
    ]
    both = OneWay(DATE, (previous_start, start), np.array(counts))
    alike = Likeness.of(both, pairs, clustering)
    previous, current = level_rates(both, alike.rates())
    if previous.treatments == 0:
        return None
    now, before = current.rate, previous.rate
    comparison = None
    if now is not None and before is not None and min(now.known, before.known) >= SMALLEST_LEVEL:
        effects = alike.difference(start, previous_start)
        comparison = compare(now, before, effects=effects)
    return PeriodChange(
        start=start,
        end=end,
        previous_start=previous_start,
        previous_end=previous_end,
        current=current,
        previous=previous,
        comparison=comparison,
    )
