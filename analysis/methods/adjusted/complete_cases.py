"""The treatments a model is fitted to: those whose outcome and whose every factor is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from analysis.counting.tallies import AlikeClients, ClientPairs
from analysis.counting.within_clients import products_of_counts
from analysis.methods.design_effect import clustering
from analysis.progress import report_progress
from analysis.results import INDEPENDENT

if TYPE_CHECKING:
    from analysis.counting.tallies import Patterns
    from analysis.outcome_log.log import Level
    from analysis.results import Clustering


# Room for the codes of a pattern in a 64-bit integer.
LARGEST_PATTERN = 2**62
# Patterns that are possible, for each row: of more the rows are sorted, which takes longer otherwise.
MOST_POSSIBLE = 4
# For as long as the patterns are there.
_of_patterns: WeakKeyDictionary[Patterns, CompleteCases] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Once:
    """Counts of the treatments of clients with one of them each, by pattern."""

    breakouts: np.ndarray
    known: np.ndarray


@dataclass(frozen=True, eq=False, kw_only=True)
class ByClient:
    """Counts of complete treatments by client and pattern, ordered by client.

    Attributes
    ----------
    client : ndarray of int, shape (cells,)
        Counted from 0 without a gap.
    pattern : ndarray of int, shape (cells,)
        Its place among the patterns.
    breakouts, known : ndarray of int, shape (cells,)
    patterns : int
    """

    client: np.ndarray
    pattern: np.ndarray
    breakouts: np.ndarray
    known: np.ndarray
    patterns: int

    @property
    def clients(self) -> int:
        """How many there are."""
        return int(self.client[-1]) + 1 if len(self.client) else 0

    @cached_property
    def most(self) -> int:
        """The treatments of the client with most of them."""
        return int(np.bincount(self.client, self.known).max(initial=0))

    @cached_property
    def by_outcome(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Their clients, patterns, outcomes (0 no, 1 yes) and counts, a row for each outcome that occurs in a cell."""
        counts = np.column_stack([self.known - self.breakouts, self.breakouts])
        cell, outcome = np.nonzero(counts)
        return self.client[cell], self.pattern[cell], outcome, counts[cell, outcome]

    @cached_property
    def once(self) -> Once:
        """Of the clients with one treatment, whose number does not matter."""
        of = self._is_once
        return Once(
            breakouts=np.bincount(self.pattern[of], self.breakouts[of], self.patterns),
            known=np.bincount(self.pattern[of], minlength=self.patterns),
        )

    @cached_property
    def more(self) -> ByClient:
        """Of the clients with more treatments alone, counted anew from 0."""
        of = ~self._is_once
        return ByClient(
            client=np.cumsum(np.diff(self.client[of], prepend=-1) > 0) - 1,
            pattern=self.pattern[of],
            breakouts=self.breakouts[of],
            known=self.known[of],
            patterns=self.patterns,
        )

    @cached_property
    def _is_once(self) -> np.ndarray:
        once: np.ndarray = (np.bincount(self.client, self.known) == 1)[self.client]
        return once


@dataclass(frozen=True, eq=False, kw_only=True)
class CompleteCases:
    """Counts of complete treatments by pattern, and by client where clients repeat.

    Everything a model is fitted to are the patterns, as many as there are combinations of levels, whatever the number
    of treatments; only its robust covariance asks for the clients.

    Attributes
    ----------
    codes : ndarray of int, shape (patterns, factors)
        Positions in the levels of each factor.
    breakouts, known : ndarray of int, shape (patterns,)
    by_client : ByClient or None
        None where no client has more than one of these treatments, or the log has no client IDs.
    clients : int or None
        How many there are; None where the log does not tell them apart.
    clustering : Clustering
    left_out : int
        Treatments with a known outcome but with a factor not known.
    """

    codes: np.ndarray
    breakouts: np.ndarray
    known: np.ndarray
    by_client: ByClient | None
    clients: int | None
    clustering: Clustering
    left_out: int

    @property
    def repeating(self) -> int | None:
        """How many clients there are where some of them repeat, else None."""
        return None if self.by_client is None else self.clients

    @property
    def events(self) -> int:
        """Treatments with the rarer outcome."""
        breakouts = int(self.breakouts.sum())
        return min(breakouts, int(self.known.sum()) - breakouts)

    @property
    def yes_is_rarer(self) -> bool:
        """Whether `events` counts those with a breakout."""
        return 2 * int(self.breakouts.sum()) <= int(self.known.sum())

    def by_rows_of(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the different rows of a design matrix, with the breakouts and the known outcomes of each."""
        rows, place = np.unique(matrix, axis=0, return_inverse=True)
        counts = np.zeros((len(rows), 2), dtype=np.int64)
        np.add.at(counts, place.ravel(), np.column_stack([self.breakouts, self.known]))
        return rows, counts[:, 0], counts[:, 1]


def pairs_within(cases: CompleteCases, group: np.ndarray, groups: tuple[Level, ...]) -> ClientPairs | None:
    """Return the ordered pairs of different treatments of one client by group; None where no client has two.

    Parameters
    ----------
    cases : CompleteCases
    group : ndarray of int, shape (patterns,)
    groups : tuple
        What `group` stands for.
    """
    if cases.by_client is None or cases.clients is None:
        return None
    of = cases.by_client.more
    shape = len(groups), 2
    client, pattern, outcome, counts = of.by_outcome
    cell = 2 * group[pattern] + outcome
    treatments = np.bincount(cell, counts, prod(shape))
    pairs = products_of_counts(client, cell, counts, prod(shape)) - np.diag(treatments)
    pairs, treatments = (np.rint(each).astype(np.int64) for each in (pairs, treatments))
    return ClientPairs(groups, pairs.reshape(shape * 2), treatments.reshape(shape), cases.clients)


def complete_cases(patterns: Patterns) -> CompleteCases:
    """Return the treatments in `patterns` whose outcome and whose every factor is known, found once."""
    cases = _of_patterns.get(patterns)
    if cases is None:
        cases = _of_patterns[patterns] = _complete(patterns)
    return cases


def _complete(patterns: Patterns) -> CompleteCases:
    report_progress("counting")
    known = patterns.counts[:, :2].sum(axis=1)
    not_known = np.array([len(levels) - 1 for levels in patterns.levels], dtype=np.int64)
    used = (known > 0) & (patterns.codes < not_known).all(axis=1)
    left_out = int(known.sum() - known[used].sum())
    rows = np.flatnonzero(used)
    if patterns.client is not None:
        # Where they are in order already this takes no time.
        rows = rows[np.argsort(patterns.client[rows], kind="stable")]
    codes, pattern = _distinct(patterns.codes.T.take(rows, axis=1).T, not_known)
    counts = patterns.counts[rows, :2]
    by_client, clients, clustered = None, None, INDEPENDENT
    if patterns.client is not None:
        numbers = patterns.client[rows]
        client = np.cumsum(np.diff(numbers, prepend=numbers[:1] - 1) != 0) - 1
        clients = int(client[-1]) + 1 if len(client) else 0
        of_clients = np.column_stack([_summed(client, of, clients) for of in (*counts.T, np.zeros_like(client))])
        clustered = clustering(AlikeClients.each(of_clients))
        if clustered.repeats:
            by_client = ByClient(
                client=client,
                pattern=pattern,
                breakouts=counts[:, 1],
                known=counts.sum(axis=1),
                patterns=len(codes),
            )
    return CompleteCases(
        codes=codes,
        breakouts=_summed(pattern, counts[:, 1], len(codes)),
        known=_summed(pattern, counts.sum(axis=1), len(codes)),
        by_client=by_client,
        clients=clients,
        clustering=clustered,
        left_out=left_out,
    )


def _distinct(codes: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the different rows of some codes, each column below its size, and which of them each row is."""
    number = np.zeros(len(codes), dtype=np.int64)
    for each, size in zip(codes.T, sizes.tolist(), strict=True):
        if number.max(initial=0) > LARGEST_PATTERN // max(size, 1):
            number = np.unique(number, return_inverse=True)[1]
        number *= size
        number += each
    possible = prod(sizes.tolist())
    if possible <= MOST_POSSIBLE * len(codes):
        row = np.full(possible, -1)
        row[number] = np.arange(len(codes))
        occurs = row >= 0
        one, place = row[occurs], (np.cumsum(occurs) - 1)[number]
    else:
        _, one, place = np.unique(number, return_index=True, return_inverse=True)
    return codes.T.take(one, axis=1).T, place


def _summed(place: np.ndarray, counts: np.ndarray, places: int) -> np.ndarray:
    """Return the sum of the counts at each place."""
    return np.bincount(place, weights=counts, minlength=places).astype(np.int64)
