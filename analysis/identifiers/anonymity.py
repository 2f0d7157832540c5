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


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How far the clients of a log can be told apart by their quasi-identifiers.

    A client's group are the clients that share one of the client's own combinations of values, in the smallest such
    combination. What is not known counts as a value of its own.

    Attributes
    ----------
    quasi_identifiers : tuple of str
        The columns looked at, as the log calls them; of the treatment date the month.
    counts_clients : bool
        Whether clients were counted; treatments where the log does not tell clients apart.
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
    # Whoever differs in nothing is looked at once, with the number of treatments that no longer matter.
    clients, columns = _distinct(_clients(log, rows), [_codes(log, name)[rows] for name in names])
    sizes = _group_sizes(clients, columns)
    alone = int((sizes == 1).sum())
    without = {
        name: int((_group_sizes(clients, [*columns[:place], *columns[place + 1 :]]) == 1).sum())
        for place, name in enumerate(names)
    }
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
        return np.unique(months, return_inverse=True)[1][codes]
    return codes + 1


def _distinct(clients: np.ndarray, columns: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return each client once with each combination of values, ordered by client."""
    groups = _combined(columns, len(clients))
    pairs = clients * (groups.max(initial=0) + 1) + groups
    first = np.unique(pairs, return_index=True)[1]
    return clients[first], [column[first] for column in columns]


def _group_sizes(clients: np.ndarray, columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return for each client how many clients are in the smallest group that the client is in."""
    if not len(clients):
        return np.zeros(0, dtype=np.int64)
    groups = _combined(columns, len(clients))
    width = int(groups.max()) + 1
    pairs = np.unique(clients * width + groups)
    members = np.bincount(pairs % width)[pairs % width]
    starts = np.flatnonzero(np.diff(pairs // width, prepend=-1))
    smallest: np.ndarray = np.minimum.reduceat(members, starts)
    return smallest


def _combined(columns: Sequence[np.ndarray], length: int) -> np.ndarray:
    """Return one number for each combination of values, small enough to count by."""
    combined = np.zeros(length, dtype=np.int64)
    for column in columns:
        combined = combined * (column.max(initial=0) + 1) + column
    return np.unique(combined, return_inverse=True)[1]
