"""Filters: the choices that narrow the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from operator import contains
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.outcome_log.log import DATE, ONSET
from analysis.results import ValueRange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from analysis.outcome_log.log import Log

# A breakout that begins later than two weeks after a treatment is not put down to it.
WINDOW_DAYS = 14


@dataclass(frozen=True)
class Filters:
    """Which treatments count, and until when a breakout is put down to them.

    Attributes
    ----------
    start, end : date or None
        First and last day of treatment, both included; treatments without a date fall out where either is set.
    levels : tuple of (factor name, tuple of levels)
        Treatments must have one of the levels in every factor named.
    ranges : tuple of (factor name, low, high)
        Treatments must lie in the range, ends included, in every numeric factor named.
    window_days : int
        A breakout with a later onset day counts as no breakout.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    levels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranges: tuple[tuple[str, float, float], ...] = ()
    window_days: int = WINDOW_DAYS

    def between(self, start: dt.date | None, end: dt.date | None) -> Filters:
        """Return the same filters for another period."""
        return replace(self, start=start, end=end)

    def _is_within(self, day: dt.date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    def covers(self, start: dt.date, end: dt.date) -> bool:
        """Tell whether no day of a period falls out."""
        return (self.start is None or self.start <= start) and (self.end is None or end <= self.end)

    @property
    def conditions(self) -> Iterator[tuple[str, Callable[[Any], bool]]]:
        """The columns that narrow the log, each with what must be so of its value; one that is not known falls out."""
        if self.start is not None or self.end is not None:
            yield DATE, self._is_within
        for name, levels in self.levels:
            yield name, partial(contains, levels)
        for name, low, high in self.ranges:
            yield name, partial(contains, ValueRange(low, high))

    def rows(self, log: Log) -> np.ndarray:
        """Mark the treatments of `log` that pass; KeyError where it lacks a factor named here."""
        passing = np.ones(len(log), dtype=bool)
        for name, is_so in self.conditions:
            # In a log without dates no treatment lies in a period.
            passing &= False if name == DATE and DATE not in log else log.rows_where(name, is_so)
        return passing


def begins_too_late(log: Log, window_days: int) -> np.ndarray:
    """Mark the onset days of a log after the window, in the order of their codes; the last place is for not known."""
    return np.array([*(day > window_days for day in log.values(ONSET)), False])
