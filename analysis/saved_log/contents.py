"""The rows of the table understood: the history, the treatments of every version, and which file held which again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import DashboardError
from analysis.outcome_log.reading import BLANK
from analysis.saved_log.folder import TREATMENTS, damaged
from analysis.saved_log.history import Version, read_version
from analysis.saved_log.migration import migrated, newer_release
from analysis.saved_log.stored_names import (
    ABOUT,
    EVENT,
    KEY,
    OWN_COLUMNS,
    REPEATS,
    ROW,
    TREATMENT,
    VERSION,
    name_of,
    type_of,
)
from analysis.saved_log.texts import TextColumn, stored_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from analysis.saved_log.stored_rows import Stored


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Everything the log holds.

    Attributes
    ----------
    versions : tuple of Version
        1, 2, 3, … without a gap.
    columns : dict of str to TextColumn
        One row for each treatment row of any version, in the order of their numbers.
    row, version : ndarray of int
        The number of each of these rows, ascending, and the version it came with.
    key, keys : ndarray of int, Index of str
        Whose row each is: its position in `keys`.
    again_row, again_version : ndarray of int
        The positions of rows that a file held again, and the versions that its import made.
    """

    versions: tuple[Version, ...]
    columns: dict[str, TextColumn]
    row: np.ndarray
    version: np.ndarray
    key: np.ndarray
    keys: pd.Index[str]
    again_row: np.ndarray
    again_version: np.ndarray

    def positions(self, keys: Iterable[str]) -> np.ndarray:
        """Return where each of some keys is in `keys`; -1 where the log never had it."""
        positions: np.ndarray = self.keys.get_indexer(pd.Index(list(keys), dtype=object))
        return positions


_NONE = np.empty(0, dtype=np.int64)
NOTHING = Contents((), {}, _NONE, _NONE, _NONE, pd.Index([], dtype=object), _NONE, _NONE)


def contents(stored: Stored | None, folder: Path) -> Contents:
    """Return what the table holds.

    Raises
    ------
    DashboardError
        Where a version is missing or twice there, or a newer release wrote it.
    """
    if stored is None:
        return NOTHING
    try:
        return _contents(stored, folder)
    except DashboardError:
        raise
    except (pa.ArrowException, ValueError, LookupError, TypeError, ArithmeticError) as error:
        # Files of an earlier release have no digest that would have shown it before.
        raise damaged(folder / TREATMENTS, "cannot be read") from error


def _contents(stored: Stored, folder: Path) -> Contents:
    is_treatment = pc.equal(stored.rows[EVENT], TREATMENT).to_numpy()
    events = stored.rows.take(np.flatnonzero(~is_treatment)).sort_by(VERSION)
    versions = _versions(events, folder)
    at = np.flatnonzero(is_treatment)
    row = stored.rows[ROW].to_numpy()[at].astype(np.int64)
    order = np.argsort(row, kind="stable")
    at, row = at[order], row[order]
    version = stored.rows[VERSION].to_numpy()[at]
    if (np.diff(row) == 0).any() or not _made_by(versions, version):
        raise damaged(folder, "does not have every version exactly once")
    columns = {
        name_of(name): _column(stored.rows[name]).rows(at)
        for name in stored.rows.column_names
        if name not in OWN_COLUMNS.names
    }
    codebooks = tuple(dict.fromkeys(each.codebook for each in versions))
    by_version = np.array([0, *(codebooks.index(each.codebook) for each in versions)])
    key, keys = pd.factorize(stored.rows[KEY].take(at).to_pandas())
    again = events[REPEATS].combine_chunks()
    again_row = np.searchsorted(row, pc.list_flatten(again).to_numpy())
    again_version = events[VERSION].to_numpy()[pc.list_parent_indices(again).to_numpy()]
    return Contents(
        versions, migrated(columns, codebooks, by_version[version]), row, version, key, keys, again_row, again_version
    )


def _versions(events: pa.Table, folder: Path) -> tuple[Version, ...]:
    numbers = events[VERSION].to_pylist()
    if numbers != list(range(1, len(numbers) + 1)):
        raise damaged(folder, "does not have every version exactly once")
    try:
        return tuple(map(read_version, numbers, events[EVENT].to_pylist(), events[ABOUT].to_pylist()))
    except ValueError as error:
        raise newer_release() from error


def _made_by(versions: tuple[Version, ...], row_versions: np.ndarray) -> bool:
    imports = {each.number for each in versions if each.kind == "import"}
    return set(np.unique(row_versions).tolist()) <= imports


def _column(stored: pa.ChunkedArray) -> TextColumn:
    if not pa.types.is_dictionary(stored.type):
        stored = pa.chunked_array([stored.combine_chunks().dictionary_encode()])
    positions: dict[str | float | dt.date, int] = {}
    codes = [np.empty(0, dtype=np.int32)]
    # Each file has a dictionary of its own.
    for chunk in stored.chunks:
        position = [positions.setdefault(value, len(positions)) for value in chunk.dictionary.to_pylist()]
        by_index = np.array([*position, BLANK], dtype=np.int32)
        codes.append(by_index[chunk.indices.fill_null(BLANK).to_numpy(zero_copy_only=False)])
    return TextColumn(tuple(map(stored_text, positions)), np.concatenate(codes))


def stored_values(column: TextColumn, name: str) -> pa.Array:
    """Return the values of a column in the type in which `name` is stored."""
    kind = type_of(name)
    codes = pa.array(column.codes, pa.int32(), mask=column.codes < 0)
    if kind == pa.string():
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.texts, kind))
    read: Callable[[str], object] = dt.date.fromisoformat if kind == pa.date32() else float
    return pa.array([read(text) for text in column.texts], kind).take(codes)
