"""Counting: log and filters and factors in, counts out. Every number of the product comes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.outcome_log.log import CLIENT, DATE, ONSET, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log

_NO, _YES, _UNKNOWN = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts of treatments by the levels of some factors and by outcome.

    Attributes
    ----------
    factors : tuple of str
        Names of the columns counted by.
    levels : tuple of tuple
        For each factor its levels; None, the last of each, stands for "not known".
    counts : ndarray of int, shape (levels of the first factor, ..., 3)
        Treatments without a breakout, with one, and with an unknown outcome.
    """

    factors: tuple[str, ...]
    levels: tuple[tuple[Any, ...], ...]
    counts: np.ndarray

    @property
    def no_breakouts(self) -> np.ndarray:
        """Treatments known to be without a breakout."""
        return self.counts[..., _NO]

    @property
    def breakouts(self) -> np.ndarray:
        """Treatments with a breakout."""
        return self.counts[..., _YES]

    @property
    def unknown(self) -> np.ndarray:
        """Treatments whose outcome is not known."""
        return self.counts[..., _UNKNOWN]

    @property
    def known(self) -> np.ndarray:
        """Treatments whose outcome is known: what a rate divides by."""
        summed: np.ndarray = self.no_breakouts + self.breakouts
        return summed

    @property
    def treatments(self) -> np.ndarray:
        """All treatments."""
        summed: np.ndarray = self.counts.sum(axis=-1)
        return summed

    @property
    def total(self) -> Tally:
        """The same treatments, not split."""
        return Tally((), (), self.counts.reshape(-1, 3).sum(axis=0))

    def where(self, keep: Sequence[bool] | np.ndarray) -> Tally:
        """Return only the levels of the (one) factor that `keep` marks."""
        kept = np.asarray(keep, dtype=bool)
        return Tally(
            self.factors,
            (tuple(level for level, keeps in zip(self.levels[0], kept, strict=True) if keeps),),
            self.counts[kept],
        )

    @property
    def answered(self) -> Tally:
        """The levels of the (one) factor that any treatment has, without "not known"."""
        named = np.array([level is not None for level in self.levels[0]], dtype=bool)
        return self.where(named & (self.treatments > 0))

    @property
    def not_answered(self) -> Tally:
        """The treatments whose level of the (one) factor is not known."""
        return self.where([level is None for level in self.levels[0]]).total

    def grouped(self, groups: Sequence[Hashable], names: Sequence[Any]) -> Tally:
        """Merge the levels of the (one) factor.

        Parameters
        ----------
        groups : sequence, one for each level
            The name of the group each level goes into; it must stand in `names`.
        names : sequence
            The new levels in their order; a name that no level goes into gets counts of zero.
        """
        position = {name: place for place, name in enumerate(names)}
        counts = np.zeros((len(names), 3), dtype=np.int64)
        np.add.at(counts, [position[group] for group in groups], self.counts)
        return Tally(self.factors, (tuple(names),), counts)


def tally(log: Log, filters: Filters, *factors: str) -> Tally:
    """Count the treatments of `log` that pass `filters` by every combination of the levels of `factors`.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    return _count(log, filters.rows(log), _outcomes(log, filters.window_days), factors)


def tally_each(log: Log, filters: Filters, factors: Iterable[str]) -> dict[str, Tally]:
    """Count by each of `factors` on its own, finding the treatments that pass only once."""
    rows = filters.rows(log)
    outcomes = _outcomes(log, filters.window_days)
    return {name: _count(log, rows, outcomes, (name,)) for name in factors}


def repeat_treatments(log: Log, filters: Filters) -> int:
    """Count the treatments beyond the first of each client; 0 where the log does not tell clients apart."""
    if CLIENT not in log:
        return 0
    per_client = tally(log, filters, CLIENT).answered.treatments
    return int(per_client.sum() - len(per_client))


def tally_by_day(log: Log, filters: Filters) -> Tally:
    """Count by day of treatment; no levels where the log has no dates."""
    if DATE not in log:
        return Tally((DATE,), ((),), np.zeros((0, 3), dtype=np.int64))
    return tally(log, filters, DATE).answered


def _outcomes(log: Log, window_days: int) -> np.ndarray:
    """Return 0, 1 or 2 for each treatment: no breakout, breakout, unknown."""
    outcomes = np.where(log.codes(OUTCOME) < 0, _UNKNOWN, log.codes(OUTCOME))
    if ONSET in log:
        too_late = np.array([*(day > window_days for day in log.values(ONSET)), False])[log.codes(ONSET)]
        outcomes = np.where(too_late & (outcomes == _YES), _NO, outcomes)
    return outcomes


def _count(log: Log, rows: np.ndarray, outcomes: np.ndarray, factors: tuple[str, ...]) -> Tally:
    levels = tuple((*log.values(name), None) for name in factors)
    shape = (*(len(each) for each in levels), 3)
    cell = np.zeros(len(log), dtype=np.int64)
    for name, each in zip(factors, levels, strict=True):
        # Code -1, not known, becomes the last level.
        cell = cell * len(each) + log.codes(name) % len(each)
    counts = np.bincount((cell * 3 + outcomes)[rows], minlength=int(np.prod(shape))).reshape(shape)
    counts.flags.writeable = False
    return Tally(factors, levels, counts)
