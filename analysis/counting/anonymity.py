"""How many clients stand alone with what a log says of them: k-anonymity of its quasi-identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.outcome_log.log import CLIENT, DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log

# What others may know of a client; of the date only the month is looked at.
QUASI_IDENTIFIERS = ("age_band", "fitzpatrick", "clinic", DATE)
# Groups below five are what health statistics commonly hide (NHS England, Office for National Statistics).
SMALL_GROUP = 5
# A byte for each number up to here is fast and small; beyond, sorting is slower but needs no more memory than rows.
MOST_MARKS = 50_000_000


@dataclass(frozen=True)
class Anonymity:
    """How far the clients of a log can be distinguished by their quasi-identifiers.

    A client's group are the clients that share one of the client's own combinations of values, in the smallest such
    combination. What is not known counts as a value of its own.

    Attributes
    ----------
    quasi_identifiers : tuple of str
        The columns looked at, as the log calls them; of the treatment date the month.
    counts_clients : bool
        Whether clients were counted; treatments where the log has no client IDs.
    clients : int
        How many there are.
    alone : int
        How many stand alone (k = 1).
    in_small_groups : int
        How many are in a group of fewer than `SMALL_GROUP`, those alone included.
    smallest_group : int
        The k of k-anonymity; 0 without clients.
    best_left_out : str or None
        The quasi-identifier that, left out, leaves the fewest alone; None where none would help.
    alone_without : int
        How many would still stand alone without it.
    """

    quasi_identifiers: tuple[str, ...]
    counts_clients: bool
    clients: int
    alone: int
    in_small_groups: int
    smallest_group: int
    best_left_out: str | None
    alone_without: int


def anonymity(log: Log, filters: Filters) -> Anonymity:
    """Count the clients of `log` among those that pass `filters` who share their quasi-identifiers with few others.

    L. Sweeney, "k-anonymity: a model for protecting privacy", Int. J. Uncertainty, Fuzziness and Knowledge-Based
    Systems 10(5), 2002.
    """
    rows = filters.rows(log)
    names = tuple(name for name in QUASI_IDENTIFIERS if name in log)
    clients = _clients(log, rows)
    groups, values = _groups([_codes(log, name)[rows] for name in names], len(clients))
    # Whoever comes back and differs in nothing is looked at once.
    clients, groups = _distinct(clients, groups)
    sizes = _smallest_groups(clients, groups)
    alone = int((sizes == 1).sum())
    without = {}
    for place, name in enumerate(names):
        merged, _ = _groups([*values[:place], *values[place + 1 :]], len(values[place]))
        without[name] = int((_smallest_groups(*_distinct(clients, merged[groups])) == 1).sum())
    best = min(without, key=lambda name: without[name], default=None)
    helps = best is not None and without[best] < alone
    return Anonymity(
        quasi_identifiers=names,
        counts_clients=CLIENT in log,
        clients=len(sizes),
        alone=alone,
        in_small_groups=int((sizes < SMALL_GROUP).sum()),
        smallest_group=int(sizes.min(initial=len(sizes))),
        best_left_out=best if helps else None,
        alone_without=without[best] if helps and best is not None else alone,
    )


def _clients(log: Log, rows: np.ndarray) -> np.ndarray:
    """Return the client of each treatment as a number; a treatment of an unknown client is one of its own."""
    known = log.codes(CLIENT)[rows].astype(np.int64) if CLIENT in log else np.full(int(rows.sum()), -1)
    own = np.arange(len(known)) + known.max(initial=-1) + 1
    return np.where(known >= 0, known, own)


def _codes(log: Log, name: str) -> np.ndarray:
    """Return the code of each treatment in a quasi-identifier, 0 where it is not known."""
    codes = log.codes(name).astype(np.int64)
    if name == DATE:
        months = np.array([*(day.year * 12 + day.month for day in log.values(DATE)), 0], dtype=np.int64)
        return _counted_from_0(months)[codes]
    return codes + 1


def _groups(columns: Sequence[np.ndarray], length: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the group of each row, counted from 0, and what the columns say of each group."""
    groups = np.zeros(length, dtype=np.int64)
    for column in columns:
        groups = _counted_from_0(groups * (column.max(initial=0) + 1) + column)
    values = []
    for column in columns:
        of_group = np.zeros(len(np.bincount(groups)), dtype=np.int64)
        of_group[groups] = column
        values.append(of_group)
    return groups, values


def _counted_from_0(numbers: np.ndarray) -> np.ndarray:
    """Return `numbers` without gaps between them, in the same order."""
    highest = numbers.max(initial=-1)
    if highest > MOST_MARKS:
        return np.unique(numbers, return_inverse=True)[1]
    occurs = np.zeros(highest + 1, dtype=bool)
    occurs[numbers] = True
    counted: np.ndarray = (np.cumsum(occurs) - 1)[numbers]
    return counted


def _distinct(clients: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each client once with each group that the client is in, ordered by client."""
    width = groups.max(initial=0) + 1
    # Sorting is some fifty times as fast here as numpy's unique.
    pairs = np.sort(clients * width + groups)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return np.divmod(pairs, width)


def _smallest_groups(clients: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return for each client how many clients are in the smallest group that the client is in."""
    if not len(clients):
        return np.zeros(0, dtype=np.int64)
    members = np.bincount(groups)[groups]
    smallest: np.ndarray = np.minimum.reduceat(members, np.flatnonzero(np.diff(clients, prepend=-1)))
    return smallest
