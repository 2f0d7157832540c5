"""The log as of a version: what all imports in effect say of each treatment, later ones over earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.outcome_log.reading import BLANK
from analysis.saved_log.history import imports_in_effect
from analysis.saved_log.texts import TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.saved_log.contents import Contents
    from analysis.saved_log.history import Version


@dataclass(frozen=True, slots=True, eq=False)
class Treatments:
    """The treatments of the log as of a version, in the order in which they came.

    Attributes
    ----------
    columns : dict of str to TextColumn
    key : ndarray of int
        Whose row each is: its position in `Contents.keys`.
    latest : ndarray of int
        The position in `Contents` of the row that an import in effect gave last.
    """

    columns: dict[str, TextColumn]
    key: np.ndarray
    latest: np.ndarray

    def __len__(self) -> int:
        """Return the number of treatments."""
        return len(self.key)

    def positions(self, keys: int) -> np.ndarray:
        """Return where each of so many `Contents.keys` is among the treatments, -1 where it is not; so is key -1."""
        positions = np.full(keys + 1, BLANK, dtype=np.int64)
        positions[self.key] = np.arange(len(self))
        return positions


def treatments_of(contents: Contents, versions: Iterable[Version]) -> Treatments:
    """Return the treatments that the imports in effect among `versions` make.

    A value that a later import gives takes the place of an earlier one; a blank takes the place of nothing.
    """
    position, _ = rows_given(contents, imports_in_effect(versions))
    treatment, key = pd.factorize(contents.key[position])
    latest = np.empty(len(key), dtype=np.int64)
    # Of several values for one place numpy keeps the last.
    latest[treatment] = position
    columns = {}
    for name, column in contents.columns.items():
        if len(key) == len(position):
            codes = column.codes[position]
        else:
            codes = np.full(len(key), BLANK, dtype=column.codes.dtype)
            given = column.codes[position]
            codes[treatment[given >= 0]] = given[given >= 0]
        columns[name] = TextColumn(column.texts, codes)
    return Treatments(columns, key, latest)


def rows_given(contents: Contents, imports: set[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the rows that these imports gave, in their order, and the import of each."""
    positions = np.concatenate([np.arange(len(contents.row)), contents.again_row])
    versions = np.concatenate([contents.version, contents.again_version])
    if len(imports) < len(contents.versions):
        among = np.isin(versions, sorted(imports))
        positions, versions = positions[among], versions[among]
    order = np.lexsort((positions, versions))
    return positions[order], versions[order]
