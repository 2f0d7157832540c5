"""The treatments a model is fitted to: those whose outcome and whose every factor is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from analysis.counting.tallies import ClientPairs
from analysis.methods.design_effect import clustering
from analysis.results import INDEPENDENT

if TYPE_CHECKING:
    from analysis.counting.tallies import Patterns
    from analysis.outcome_log.log import Level
    from analysis.results import Clustering


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CompleteCases:
    """Counts of complete treatments by pattern and client, ordered by client.

    Attributes
    ----------
    codes : ndarray of int, shape (patterns, factors)
        Positions in the levels of each factor.
    breakouts, known : ndarray of int, shape (patterns,)
    client : ndarray of int, shape (patterns,), or None
        None where no client has more than one of these treatments, or the log does not tell clients apart.
    clients : int or None
        How many there are; None where the log does not tell them apart.
    clustering : Clustering
    left_out : int
        Treatments with a known outcome but with a factor not known.
    """

    codes: np.ndarray
    breakouts: np.ndarray
    known: np.ndarray
    client: np.ndarray | None
    clients: int | None
    clustering: Clustering
    left_out: int

    @property
    def repeating(self) -> int | None:
        """How many clients there are where some of them repeat, else None."""
        return None if self.client is None else self.clients

    @property
    def events(self) -> int:
        """Treatments with the rarer outcome."""
        breakouts = int(self.breakouts.sum())
        return min(breakouts, int(self.known.sum()) - breakouts)

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
    if cases.client is None or cases.clients is None:
        return None
    width = 2 * len(groups)
    cells = np.concatenate([2 * group, 2 * group + 1])
    counts = np.concatenate([cases.known - cases.breakouts, cases.breakouts])
    by_client = csr_array((counts, (np.tile(cases.client, 2), cells)), shape=(cases.clients, width))
    pairs = (by_client.T @ by_client).toarray() - np.diag(by_client.sum(axis=0))
    return ClientPairs(groups, pairs.reshape(len(groups), 2, len(groups), 2), cases.clients)


def complete_cases(patterns: Patterns) -> CompleteCases:
    """Return the treatments in `patterns` whose outcome and whose every factor is known."""
    known = patterns.counts[:, :2].sum(axis=1)
    not_known = np.array([len(levels) - 1 for levels in patterns.levels], dtype=np.int64)
    used = (known > 0) & (patterns.codes < not_known).all(axis=1)
    left_out = int(known.sum() - known[used].sum())
    rows = np.flatnonzero(used)
    client, clients, clustered = None, None, INDEPENDENT
    if patterns.client is not None:
        each, client = np.unique(patterns.client[rows], return_inverse=True)
        rows, client = rows[np.argsort(client, kind="stable")], np.sort(client)
        clients = len(each)
        by_client = np.zeros((clients, 3), dtype=np.int64)
        np.add.at(by_client[:, :2], client, patterns.counts[rows, :2])
        clustered = clustering(by_client)
    return CompleteCases(
        codes=patterns.codes[rows],
        breakouts=patterns.counts[rows, 1],
        known=known[rows],
        client=client if clustered.repeats else None,
        clients=clients,
        clustering=clustered,
        left_out=left_out,
    )
