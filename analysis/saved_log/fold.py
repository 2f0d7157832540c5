"""The log as of a version: what all imports in effect say of each treatment, later ones over earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.outcome_log.reading import BLANK
from analysis.saved_log.history import imports_in_effect
from analysis.saved_log.texts import TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.saved_log.contents import Contents
    from analysis.saved_log.history import Version


_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Treatments:
    """The treatments of the log as of a version, in the order in which they came.

    Attributes
    ----------
    columns : mapping of str to TextColumn
        Each is made when it is asked for, so that nothing of the log is in memory twice.
    key : ndarray of int
        Whose row each is: its position in `Contents.keys`.
    latest : ndarray of int
        The position in `Contents` of the row that an import in effect gave last.
    """

    columns: Mapping[str, TextColumn]
    key: np.ndarray
    latest: np.ndarray

    def __len__(self) -> int:
        """Return the number of treatments."""
        return len(self.key)

    def positions(self, keys: int) -> np.ndarray:
        """Return where each of so many `Contents.keys` is among the treatments, -1 where it is not; so is key -1."""
        positions = np.full(keys + 1, BLANK, dtype=np.int32)
        positions[self.key] = np.arange(len(self), dtype=np.int32)
        return positions

    def part(self, first: int, last: int) -> Treatments:
        """Return the treatments from one place up to another: no more of a column is made than theirs."""
        given = self.columns
        if isinstance(given, _Folded):
            columns = given.part(first, last)
        else:
            columns = _Folded(given, np.arange(first, min(last, len(self))), _NONE, _NONE)
        return Treatments(columns, self.key[first:last], self.latest[first:last])

    def column(self, name: str) -> TextColumn:
        """Return the column `name`; of one that no import has, nothing is known."""
        return self.columns.get(name) or TextColumn((), np.full(len(self), BLANK))


def treatments_of(contents: Contents, versions: Iterable[Version]) -> Treatments:
    """Return the treatments that the imports in effect among `versions` make.

    A value that a later import gives takes the place of an earlier one; a blank takes the place of nothing.
    """
    position, _ = rows_given(contents, imports_in_effect(versions))
    treatment, key = pd.factorize(contents.key[position])
    if len(key) == len(position) and np.array_equal(position, np.arange(len(contents.row))):
        # Keys are numbered as they come: that of a row is then its position, too.
        is_position = np.array_equal(contents.key, position)
        return Treatments(contents.columns, contents.key, contents.key if is_position else position)
    latest = np.empty(len(key), dtype=np.int32)
    # Of several values for one place numpy keeps the last.
    latest[treatment] = position
    several = np.flatnonzero((np.bincount(treatment) > 1)[treatment])
    return Treatments(_Folded(contents.columns, latest, treatment[several], position[several]), key, latest)


class _Folded(Mapping[str, TextColumn]):
    """The columns of treatments, each put together of the rows that gave its values.

    Parameters
    ----------
    given : mapping of str to TextColumn
        Of all rows.
    latest : ndarray of int
        The row that gave each treatment last.
    treatment, row : ndarray of int
        Of each treatment that several rows gave: these rows, in the order of their imports.
    """

    def __init__(
        self, given: Mapping[str, TextColumn], latest: np.ndarray, treatment: np.ndarray, row: np.ndarray
    ) -> None:
        self._given, self._latest, self._treatment, self._row = given, latest, treatment, row

    def __getitem__(self, name: str) -> TextColumn:
        column = self._given[name]
        codes, given = column.codes[self._latest], column.codes[self._row]
        codes[self._treatment[given >= 0]] = given[given >= 0]
        return TextColumn(column.texts, codes)

    def part(self, first: int, last: int) -> _Folded:
        """Return the columns of the treatments from one place up to another."""
        among = (self._treatment >= first) & (self._treatment < last)
        return _Folded(self._given, self._latest[first:last], self._treatment[among] - first, self._row[among])

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


def rows_given(contents: Contents, imports: set[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the rows that these imports gave, in their order, and the import of each."""
    if not len(contents.again_row) and _are_all_in_turn(contents, imports):
        return np.arange(len(contents.row)), contents.version
    positions = np.concatenate([np.arange(len(contents.row)), contents.again_row])
    versions = np.concatenate([contents.version, contents.again_version])
    if len(imports) < len(contents.versions):
        among = np.isin(versions, sorted(imports))
        positions, versions = positions[among], versions[among]
    order = np.lexsort((positions, versions))
    return positions[order], versions[order]


def _are_all_in_turn(contents: Contents, imports: set[int]) -> bool:
    """Tell whether these are all imports, and their rows stand in their order."""
    are_all = imports >= {each.number for each in contents.versions if each.kind == "import"}
    return are_all and bool((contents.version[1:] >= contents.version[:-1]).all())
