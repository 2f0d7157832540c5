"""Which treatment a row is about: its own ID, else the client and the day, else everything the row says."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.outcome_log.codebook import fold
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE
from analysis.saved_log.texts import TextColumn, in_order, same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IdentityKind = Literal["treatment ID", "client and date", "whole row"]
KINDS: tuple[IdentityKind, ...] = ("treatment ID", "client and date", "whole row")
_BY_ID, _BY_CLIENT, _BY_ROW = range(3)

# What is settled on the day and seldom corrected: an outcome that is filled in later makes no second treatment.
SETTLED = (CLIENT, DATE, "clinic", "treatment")


@dataclass(frozen=True, eq=False)
class Identities:
    """Who the rows of a file are.

    Attributes
    ----------
    kind : ndarray of int
        The position in `KINDS` of how each row is distinguished from others.
    base : ndarray of int, list of str
        What rows that only a number distinguishes share: each row's position in `bases`.
    number : ndarray of int
        1, 2, … among the rows with the same base, whatever order the rows have.
    """

    kind: np.ndarray
    base: np.ndarray
    bases: tuple[str, ...]
    number: np.ndarray

    @property
    def by_whole_row(self) -> np.ndarray:
        """Mark the rows that only their whole content distinguishes."""
        marked: np.ndarray = self.kind == _BY_ROW
        return marked

    def counts(self) -> dict[IdentityKind, int]:
        """Return how many rows are distinguished in which way."""
        return dict(zip(KINDS, np.bincount(self.kind, minlength=len(KINDS)).tolist(), strict=True))

    def keys(self, numbers_in_use: Mapping[str, int] | None = None, rows: np.ndarray | None = None) -> list[str]:
        """Return one key for each row, no two alike; with `numbers_in_use` a base goes on behind its number there.

        With `rows`, only for those at these positions.
        """
        used = numbers_in_use or {}
        start = np.array([used.get(base, 0) for base in self.bases], dtype=np.int64)
        base, number = (self.base, self.number) if rows is None else (self.base[rows], self.number[rows])
        numbers = (start[base] + number).tolist()
        return [f"{self.bases[each]}{number}" for each, number in zip(base.tolist(), numbers, strict=True)]


def base_and_number(key: str) -> tuple[str, int]:
    """Return the two parts that `Identities.keys` put together."""
    base, mark, number = key.rpartition("#")
    return base + mark, int(number)


def identities(columns: Mapping[str, TextColumn], rows: int) -> Identities:
    """Return who the `rows` rows of a file are."""
    known = {name: columns[name].codes >= 0 for name in columns}
    nowhere = np.zeros(rows, dtype=bool)
    has_id = known.get(TREATMENT_ID, nowhere)
    has_client = known.get(CLIENT, nowhere) & known.get(DATE, nowhere)
    kind = np.where(has_id, _BY_ID, np.where(has_client, _BY_CLIENT, _BY_ROW))
    texts = np.empty(rows, dtype=object)
    for each, names in ((_BY_ID, (TREATMENT_ID,)), (_BY_CLIENT, SETTLED), (_BY_ROW, columns)):
        positions = np.flatnonzero(kind == each)
        contents = _contents(columns, names, positions, hashed=each != _BY_ID)
        texts[positions] = [f"{KINDS[each]}:{text}#" for text in contents]
    base, bases = pd.factorize(texts)
    return Identities(kind, base, tuple(bases), _numbered(base, columns))


def _contents(
    columns: Mapping[str, TextColumn], names: Iterable[str], positions: np.ndarray, *, hashed: bool
) -> list[str]:
    """Return what each of the rows at `positions` says in these columns, blanks and spellings aside."""
    if not len(positions):
        return []
    cells = []
    for name in sorted(set(names) & columns.keys(), key=fold):
        same = same_text(name)
        # With their lengths, no two rows that differ read alike.
        texts = [same(text) for text in columns[name].texts]
        label = fold(name)
        labelled = [f"{len(label)}:{label}{len(text)}:{text}" for text in texts] if hashed else texts
        cells.append(columns[name].rows(positions).spread(labelled, "").tolist())
    together = map("".join, zip(*cells, strict=True))
    return [sha256(text.encode()).hexdigest() if hashed else text for text in together]


def _numbered(base: np.ndarray, columns: Mapping[str, TextColumn]) -> np.ndarray:
    """Return a number for each row of a base, by what the rows say; fields settled on the day come first."""
    number = np.ones(len(base), dtype=np.int64)
    repeated = np.flatnonzero((np.bincount(base) > 1)[base]) if len(base) else np.empty(0, dtype=np.int64)
    if not len(repeated):
        return number
    ranks = []
    for name in in_order(sorted(columns)):
        texts = columns[name].texts
        rank = np.empty(len(texts) + 1, dtype=np.int64)
        rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        rank[-1] = -1
        ranks.append(rank[columns[name].codes[repeated]])
    order = repeated[np.lexsort((*reversed(ranks), base[repeated]))]
    number[order] = pd.Series(base[order]).groupby(base[order]).cumcount().to_numpy() + 1
    return number
