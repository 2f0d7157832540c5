"""What counting gives: treatments by outcome, not split, by one factor, by two, or by every combination and client."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Level

NO, YES, UNKNOWN = 0, 1, 2
OUTCOMES = 3
# Clients are followed for three months: a breakout that lasts longer is seldom one, and its day seldom written down.
LONGEST_DURATION = 90


class Tally:
    """Counts of treatments by outcome, whatever else they are split by.

    Attributes
    ----------
    counts : ndarray of int, shape (..., 3)
        Treatments without a breakout, with one, and with an unknown outcome.
    """

    counts: np.ndarray

    @property
    def no_breakouts(self) -> np.ndarray:
        """Treatments known to be without a breakout."""
        return self.counts[..., NO]

    @property
    def breakouts(self) -> np.ndarray:
        """Treatments with a breakout."""
        return self.counts[..., YES]

    @property
    def unknown(self) -> np.ndarray:
        """Treatments whose outcome is not known."""
        return self.counts[..., UNKNOWN]

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
    def total(self) -> Total:
        """The same treatments, not split."""
        return Total(self.counts.reshape(-1, OUTCOMES).sum(axis=0))


@dataclass(frozen=True, eq=False)
class Total(Tally):
    """Counts of treatments by outcome alone, shape (3,)."""

    counts: np.ndarray


@dataclass(frozen=True, eq=False)
class OneWay(Tally):
    """Counts of treatments by the levels of one factor and by outcome.

    Attributes
    ----------
    factor : str
        Name of the column counted by.
    levels : tuple
        What the column holds: texts, numbers or dates. Where the log was counted the last is None and stands for "not
        known".
    counts : ndarray of int, shape (levels, 3)
    """

    factor: str
    levels: tuple[Any, ...]
    counts: np.ndarray

    def where(self, keep: Sequence[bool] | np.ndarray) -> OneWay:
        """Return only the levels that `keep` marks."""
        kept = np.asarray(keep, dtype=bool)
        if kept.all():
            return self
        return OneWay(self.factor, tuple(compress(self.levels, kept.tolist())), self.counts[kept])

    @cached_property
    def named(self) -> OneWay:
        """All levels, also those that no treatment has, without "not known"."""
        return self.where([level is not None for level in self.levels]) if None in self.levels else self

    @cached_property
    def answered(self) -> OneWay:
        """The levels that any treatment has, without "not known"."""
        named = self.named
        return named.where(named.treatments > 0)

    @property
    def not_answered(self) -> Total:
        """The treatments whose level is not known."""
        return self.where([level is None for level in self.levels]).total

    def followed_by(self, other: OneWay) -> OneWay:
        """Add the levels of `other`, none of which this tally has, behind its own."""
        return OneWay(self.factor, (*self.levels, *other.levels), np.concatenate([self.counts, other.counts]))

    def grouped(self, groups: Sequence[Level], names: Sequence[Level]) -> OneWay:
        """Merge levels.

        Parameters
        ----------
        groups : sequence, one for each level
            The name of the group each level goes into; it must stand in `names`.
        names : sequence
            The new levels in their order; a name that no level goes into gets counts of zero.
        """
        position = {name: place for place, name in enumerate(names)}
        counts = np.zeros((len(names), OUTCOMES), dtype=np.int64)
        np.add.at(counts, [position[group] for group in groups], self.counts)
        return OneWay(self.factor, tuple(names), counts)


@dataclass(frozen=True, eq=False)
class TwoWay(Tally):
    """Counts of treatments by every combination of the levels of two factors and by outcome.

    Attributes
    ----------
    factors : pair of str
        Names of the columns counted by.
    levels : pair of tuple
        For each factor its levels; None, the last of each, stands for "not known".
    counts : ndarray of int, shape (levels of the first factor, levels of the second, 3)
    """

    factors: tuple[str, str]
    levels: tuple[tuple[Level, ...], tuple[Level, ...]]
    counts: np.ndarray


@dataclass(frozen=True, eq=False)
class ClientPairs:
    """Counts of ordered pairs of different treatments of one client, by level and outcome of both.

    They are the sums of squares and products of the clients' counts less the treatments themselves: what the variance
    of a rate, a difference or a test is made of where clients came back.

    Attributes
    ----------
    levels : tuple
        Levels of a factor, or combinations of those of several; "not known" has a place among them.
    counts : ndarray of int, shape (levels, answers, levels, answers)
        The answers are the outcomes, or the grades of an outcome.
    treatments : ndarray of int, shape (levels, answers)
        Those that the pairs are of: the treatments of clients who came back.
    clients : int
        How many clients were counted, those who came once included.
    """

    levels: tuple[Any, ...]
    counts: np.ndarray
    treatments: np.ndarray
    clients: int


@dataclass(frozen=True, eq=False)
class ByDay:
    """Counts of units by the levels of a factor and by the day until which they were observed.

    Attributes
    ----------
    levels : tuple
        As in `OneWay`; one level, None, where the units are not split.
    events : ndarray of int, shape (levels, days)
        Units to which it happened by the day on which it did, from 0.
    censored : ndarray of int, shape (levels, days)
        The others by the last day of which it is known that it had not happened; on the last day of all stand those
        that were observed until then, or longer.
    """

    levels: tuple[Any, ...]
    events: np.ndarray
    censored: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Units of each level that were observed at all."""
        known: np.ndarray = (self.events + self.censored).sum(axis=1)
        return known

    @property
    def last_day(self) -> int:
        """The last day that is looked at."""
        return int(self.events.shape[1]) - 1

    def grouped(self, places: Sequence[int], levels: Sequence[Level]) -> Self:
        """Merge levels.

        Parameters
        ----------
        places : sequence of int, one for each level
            Where in `levels` each goes; -1 where it is left out.
        levels : sequence
            The new levels in their order.
        """
        goes_into = (np.arange(len(levels))[:, np.newaxis] == np.asarray(places)).astype(np.int64)
        return type(self)(tuple(levels), goes_into @ self.events, goes_into @ self.censored)


@dataclass(frozen=True, eq=False)
class Times(ByDay):
    """Counts of treatments by the day on which a breakout began, from 0, the day of treatment.

    The last day is that of the breakout window; those without a breakout stand on the last day of which that is known.
    """

    @property
    def early(self) -> np.ndarray:
        """Treatments of each level without a breakout that were not observed to the end of the window."""
        early: np.ndarray = self.censored[:, :-1].sum(axis=1)
        return early


@dataclass(frozen=True, eq=False)
class Durations(ByDay):
    """Counts of breakouts by how many days they lasted; those not gone yet stand on the last day they were seen on."""


@dataclass(frozen=True)
class Merging:
    """Which levels of a factor are counted as one.

    Attributes
    ----------
    factor : str
    levels : tuple
        The new levels in their order, without "not known".
    places : tuple of int, one for each level of the factor but "not known"
        Where in `levels` it goes; -1 where it is counted as not known.
    """

    factor: str
    levels: tuple[Level, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class AlikeClients:
    """Clients by how many treatments they have with each answer; those who are alike may stand on one line.

    Attributes
    ----------
    counts : ndarray of int, shape (lines, answers)
        Of each client on a line.
    clients : ndarray of int, shape (lines,)
        How many clients it stands for.
    """

    counts: np.ndarray
    clients: np.ndarray

    @classmethod
    def each(cls, counts: np.ndarray) -> AlikeClients:
        """Return clients of whom each has a line."""
        return cls(counts, np.broadcast_to(np.int64(1), len(counts)))

    def __len__(self) -> int:
        """Return how many clients there are."""
        return int(self.clients.sum())

    @property
    def treatments(self) -> int:
        """How many treatments they have."""
        return int(self.answered.sum())

    @property
    def answered(self) -> np.ndarray:
        """How many treatments they have with each answer, shape (answers,)."""
        total: np.ndarray = self.clients @ self.counts
        return total

    def where(self, marked: np.ndarray) -> AlikeClients:
        """Return the clients on the lines that are marked."""
        return AlikeClients(self.counts[marked], self.clients[marked])

    def counted(self, counts: np.ndarray) -> AlikeClients:
        """Return the same clients with other counts."""
        return AlikeClients(counts, self.clients)


@dataclass(frozen=True, eq=False)
class Patterns:
    """Counts of treatments by every combination of the levels of some factors that occurs, and by client.

    Attributes
    ----------
    factors : tuple of str
    levels : tuple of tuple
        For each factor its levels; None, the last of each, stands for "not known".
    codes : ndarray of int, shape (patterns, factors)
        Positions in `levels`.
    client : ndarray of int, shape (patterns,), or None
        A number for the client that the treatments are of; a client who is not known has a number for each treatment.
        None where the log has no client IDs.
    counts : ndarray of int, shape (patterns, 3)
        Treatments without a breakout, with one, and with an unknown outcome; never all zero.
    """

    factors: tuple[str, ...]
    levels: tuple[tuple[Any, ...], ...]
    codes: np.ndarray
    client: np.ndarray | None
    counts: np.ndarray

    def with_two_levels(self, factor: str, level: Level, levels: tuple[Level, Level]) -> Patterns:
        """Return the same counts with a factor that has two `levels`: the second is `level`, the first all others."""
        place = self.factors.index(factor)
        of_factor, codes = self.levels[place], self.codes.copy()
        known = codes[:, place] < len(of_factor) - 1
        codes[:, place] = np.where(known, codes[:, place] == of_factor.index(level), len(levels))
        of_all = tuple((*levels, None) if at == place else each for at, each in enumerate(self.levels))
        return Patterns(self.factors, of_all, codes, self.client, self.counts)

    def of(self, *factors: str) -> Patterns:
        """Return the same counts by fewer factors, in the order named; patterns may then occur more than once."""
        if factors == self.factors:
            return self
        places = [self.factors.index(name) for name in factors]
        return Patterns(
            factors, tuple(self.levels[place] for place in places), self.codes[:, places], self.client, self.counts
        )
