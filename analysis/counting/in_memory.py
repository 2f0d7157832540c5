"""Counting: log and filters and factors in, counts out. Every number of the product comes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.outcome_log.log import CLIENT, DATE, ONSET, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log

_NO, _YES, _UNKNOWN = 0, 1, 2
# Room for the codes of a combination of levels in a 64-bit integer.
_LARGEST_CELL = 2**62


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
    def named(self) -> Tally:
        """All levels of the (one) factor, also those that no treatment has, without "not known"."""
        return self.where([level is not None for level in self.levels[0]])

    @property
    def answered(self) -> Tally:
        """The levels of the (one) factor that any treatment has, without "not known"."""
        named = self.named
        return named.where(named.treatments > 0)

    @property
    def not_answered(self) -> Tally:
        """The treatments whose level of the (one) factor is not known."""
        return self.where([level is None for level in self.levels[0]]).total

    def followed_by(self, other: Tally) -> Tally:
        """Add the levels of the (one) factor of `other`, none of which this tally has, behind its own."""
        levels = (*self.levels[0], *other.levels[0])
        return Tally(self.factors, (levels,), np.concatenate([self.counts, other.counts]))

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


@dataclass(frozen=True, slots=True, eq=False)
class Merging:
    """Which levels of a factor are counted as one.

    Attributes
    ----------
    levels : tuple
        The new levels in their order, without "not known".
    places : ndarray of int, one for each level of the factor but "not known"
        Where in `levels` it goes.
    """

    levels: tuple[Any, ...]
    places: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Counts of treatments by every combination of the levels of some factors that occurs, and by client.

    Attributes
    ----------
    factors : tuple of str
    levels : tuple of tuple
        For each factor its levels, as a `Tally` has them; None, the last of each, stands for "not known".
    codes : ndarray of int, shape (patterns, factors)
        Positions in `levels`.
    client : ndarray of int, shape (patterns,), or None
        A number for the client that the treatments are of; a client who is not known has a number for each treatment.
        None where the log does not tell clients apart.
    counts : ndarray of int, shape (patterns, 3)
        Treatments without a breakout, with one, and with an unknown outcome; never all zero.
    """

    factors: tuple[str, ...]
    levels: tuple[tuple[Any, ...], ...]
    codes: np.ndarray
    client: np.ndarray | None
    counts: np.ndarray

    def of(self, *factors: str) -> Patterns:
        """Return the same counts by fewer factors, in the order named; patterns may then occur more than once."""
        places = [self.factors.index(name) for name in factors]
        return Patterns(
            factors, tuple(self.levels[place] for place in places), self.codes[:, places], self.client, self.counts
        )


def tally(log: Log, filters: Filters, *factors: str) -> Tally:
    """Count what passes `filters` in `log` by every combination of the levels of `factors`.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    return _count(log, _units(log, filters), factors)


def tally_each(log: Log, filters: Filters, factors: Iterable[str]) -> dict[str, Tally]:
    """Count by each of `factors` on its own, finding the treatments that pass only once."""
    units = _units(log, filters)
    return {name: _count(log, units, (name,)) for name in factors}


def tally_pairs(
    log: Log, filters: Filters, factor: str, others: Iterable[str], merged: Mapping[str, Merging] | None = None
) -> dict[str, Tally]:
    """Count by `factor` and each of `others` together, finding the treatments that pass only once.

    Parameters
    ----------
    log : Log
    filters : Filters
    factor : str
    others : iterable of str
    merged : mapping of str to Merging, optional
        Factors whose levels are merged before they are counted: two columns of numbers have more pairs of values than
        could be held.
    """
    units = _units(log, filters)
    return {name: _count(log, units, (factor, name), merged) for name in others}


def tally_patterns(log: Log, filters: Filters, *factors: str) -> Patterns:
    """Count by every combination of the levels of `factors` that occurs, and by client.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    units = _units(log, filters)
    placed = [_placed(log, units.rows, name) for name in factors]
    levels = tuple(each for each, _ in placed)
    codes = np.zeros((len(units.rows), len(factors)), dtype=np.int64)
    for place, (_, places) in enumerate(placed):
        codes[:, place] = places
    client = _clients(log, units.rows) if CLIENT in log else None
    # One number for each combination, made anew where it could grow too large to hold.
    cell: np.ndarray = np.zeros(len(units.rows), dtype=np.int64) if client is None else client
    for place, each in enumerate(levels):
        if cell.max(initial=0) > _LARGEST_CELL // len(each):
            cell = np.unique(cell, return_inverse=True)[1]
        cell = cell * len(each) + codes[:, place]
    _, first, pattern = np.unique(cell, return_index=True, return_inverse=True)
    counts = np.bincount(pattern * 3 + units.outcomes, minlength=3 * len(first)).reshape(-1, 3)
    return Patterns(factors, levels, codes[first], None if client is None else client[first], counts)


def tally_grades(log: Log, filters: Filters, factor: str) -> tuple[tuple[Any, ...], np.ndarray]:
    """Count by `factor` and by each level of an ordered outcome.

    Returns
    -------
    grades : tuple
        As `grades_of` has them.
    counts : ndarray of int, shape (levels of the factor with "not known", grades)
        Treatments whose grade is known; where clients are counted, each by the highest grade after any treatment.
    """
    grades = grades_of(log, filters)
    rows, grade = _graded_units(log, filters)
    levels, places = _placed(log, rows, factor)
    cell = places * len(grades) + grade
    return grades, np.bincount(cell[grade >= 0], minlength=len(levels) * len(grades)).reshape(len(levels), len(grades))


def tally_grades_by_client(log: Log, filters: Filters) -> np.ndarray | None:
    """Count for each client, in no order, the treatments of each grade.

    Returns
    -------
    ndarray of int, shape (clients, grades), or None
        Treatments whose grade is known. None where the log does not tell clients apart, and where each is counted once.
        A client who is not known is one for each treatment.
    """
    if CLIENT not in log or filters.unit != "treatments":
        return None
    grades = len(grades_of(log, filters))
    rows, grade = _graded_units(log, filters)
    clients, client = np.unique(_clients(log, rows), return_inverse=True)
    cell = client * grades + grade
    return np.bincount(cell[grade >= 0], minlength=len(clients) * grades).reshape(len(clients), grades)


def grades_of(log: Log, filters: Filters) -> tuple[Any, ...]:
    """Return the levels of an ordered outcome; where it says what a breakout was like, None, for no breakout, first."""
    return (*((None,) if filters.outcome.is_course else ()), *log.values(filters.outcome.name))


def tally_by_client(log: Log, filters: Filters) -> np.ndarray | None:
    """Count for each client, in no order, the treatments without a breakout, with one, and with an unknown outcome.

    Returns
    -------
    ndarray of int, shape (clients, 3), or None
        None where the log does not tell clients apart, and where each is counted once. A client who is not known is one
        for each treatment.
    """
    if CLIENT not in log or filters.unit != "treatments":
        return None
    units = _units(log, filters)
    clients, client = np.unique(_clients(log, units.rows), return_inverse=True)
    return np.bincount(client * 3 + units.outcomes, minlength=3 * len(clients)).reshape(-1, 3)


def tally_visits(log: Log, filters: Filters, factors: Iterable[str]) -> dict[str, np.ndarray]:
    """Count, for each level of each of `factors`, all treatments that pass of the clients who are counted there.

    Returns
    -------
    dict of ndarray of int, shape (levels of the factor with "not known",)
        Nothing where something else than clients is counted.
    """
    if filters.unit != "clients" or CLIENT not in log:
        return {}
    rows = _units(log, filters).rows
    visits = np.bincount(_passing(log, filters)[1], minlength=len(rows))
    found = {}
    for name in factors:
        levels, places = _placed(log, rows, name)
        found[name] = np.zeros(len(levels), dtype=np.int64)
        np.add.at(found[name], places, visits)
    return found


def tally_by_day(log: Log, filters: Filters) -> Tally:
    """Count by day of treatment; no levels where the log has no dates."""
    if DATE not in log:
        return Tally((DATE,), ((),), np.zeros((0, 3), dtype=np.int64))
    return tally(log, filters, DATE).answered


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """What is counted: a row of the log for each unit, and its outcome: 0 no, 1 yes, 2 unknown."""

    rows: np.ndarray
    outcomes: np.ndarray


def _units(log: Log, filters: Filters) -> _Units:
    passing = filters.rows(log)
    rows = np.flatnonzero(passing)
    outcomes = _outcomes(log, filters)[passing]
    if filters.unit == "treatments" or CLIENT not in log:
        return _Units(rows, outcomes)
    client = _clients(log, rows)
    # The earliest treatment of each client; those without a date after the others, in the order of the file.
    days = log.codes(DATE)[rows].astype(np.int64) if DATE in log else np.zeros(len(rows), dtype=np.int64)
    order = np.lexsort((np.where(days < 0, len(log), days), client))
    _, first, of_client = np.unique(client[order], return_index=True, return_inverse=True)
    firsts = order[first]
    if filters.unit == "first treatments":
        return _Units(rows[firsts], outcomes[firsts])
    has = np.bincount(of_client * 3 + outcomes[order], minlength=3 * len(firsts)).reshape(-1, 3) > 0
    of_clients = np.where(has[:, _YES], _YES, np.where(has[:, _NO], _NO, _UNKNOWN))
    return _Units(rows[firsts], of_clients)


def _clients(log: Log, rows: np.ndarray) -> np.ndarray:
    """Return a number for the client of each of `rows`; who is not known is a client of their own each time."""
    codes = log.codes(CLIENT)[rows].astype(np.int64)
    return np.where(codes < 0, len(log.values(CLIENT)) + np.arange(len(rows)), codes)


def _outcomes(log: Log, filters: Filters) -> np.ndarray:
    """Return 0, 1 or 2 for each treatment: no, yes, unknown."""
    outcome = filters.outcome
    if outcome.is_breakout:
        return _breakouts(log, filters.window_days)
    # The last place answers for -1, not known.
    answers = np.array([*(_YES if level in outcome.levels else _NO for level in grades_of(log, filters)), _UNKNOWN])
    answered: np.ndarray = answers[_grades(log, filters)]
    return answered


def _graded_units(log: Log, filters: Filters) -> tuple[np.ndarray, np.ndarray]:
    """Return a row of the log for each unit, and the place of its grade; -1 is not known."""
    rows, grades = _units(log, filters).rows, _grades(log, filters)
    if filters.unit != "clients" or CLIENT not in log:
        return rows, grades[rows]
    passing, of_client = _passing(log, filters)
    highest = np.full(len(rows), -1, dtype=np.int64)
    np.maximum.at(highest, of_client, grades[passing])
    return rows, highest


def _passing(log: Log, filters: Filters) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that pass, and for each the place of its client among the units, where these are clients."""
    rows = np.flatnonzero(filters.rows(log))
    # In the order of the clients' numbers, as the units are.
    return rows, np.unique(_clients(log, rows), return_inverse=True)[1]


def _grades(log: Log, filters: Filters) -> np.ndarray:
    """Return the level of the outcome of each treatment as a position; -1 is not known.

    Where the outcome says what a breakout was like, 0 is for the treatments without one.
    """
    codes = log.codes(filters.outcome.name).astype(np.int64)
    if not filters.outcome.is_course:
        return codes
    breakouts = _breakouts(log, filters.window_days)
    graded: np.ndarray = np.select([breakouts == _NO, (breakouts == _YES) & (codes >= 0)], [0, codes + 1], -1)
    return graded


def _breakouts(log: Log, window_days: int) -> np.ndarray:
    """Return 0, 1 or 2 for each treatment: no breakout, breakout, unknown."""
    outcomes = np.where(log.codes(OUTCOME) < 0, _UNKNOWN, log.codes(OUTCOME))
    if ONSET in log:
        too_late = np.array([*(day > window_days for day in log.values(ONSET)), False])[log.codes(ONSET)]
        outcomes = np.where(too_late & (outcomes == _YES), _NO, outcomes)
    return outcomes


def _count(log: Log, units: _Units, factors: tuple[str, ...], merged: Mapping[str, Merging] | None = None) -> Tally:
    placed = [_placed(log, units.rows, name, (merged or {}).get(name)) for name in factors]
    levels = tuple(each for each, _ in placed)
    shape = (*(len(each) for each in levels), 3)
    cell = np.zeros(len(units.rows), dtype=np.int64)
    for each, places in placed:
        cell = cell * len(each) + places
    counts = np.bincount(cell * 3 + units.outcomes, minlength=int(np.prod(shape))).reshape(shape)
    counts.flags.writeable = False
    return Tally(factors, levels, counts)


def _placed(
    log: Log, rows: np.ndarray, name: str, merging: Merging | None = None
) -> tuple[tuple[Any, ...], np.ndarray]:
    """Return the levels of a factor and where in them each of `rows` stands; code -1, not known, is the last.

    The log keeps its codes as narrow as they go; cells are worked out from places, which are wide.
    """
    codes = log.codes(name)[rows].astype(np.int64)
    if merging is None:
        levels = (*log.values(name), None)
        return levels, codes % len(levels)
    return (*merging.levels, None), np.append(merging.places, len(merging.levels))[codes]
