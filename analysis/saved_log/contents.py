"""The rows of the table understood: the history, the treatments of every version, and which file held which again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import DashboardError
from analysis.files.cores import on_cores
from analysis.files.many_texts import MOST_LISTED, ManyTexts, as_many
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
from analysis.saved_log.texts import TextColumn, narrowed, one_below_other, stored_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from analysis.saved_log.stored_rows import Stored


@dataclass(frozen=True, eq=False)
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
    key : ndarray of int
        Whose row each is: its position in `keys`.
    keys : ManyTexts
    again_row, again_version : ndarray of int
        The positions of rows that a file held again, and the versions that its import made.
    """

    versions: tuple[Version, ...]
    columns: dict[str, TextColumn]
    row: np.ndarray
    version: np.ndarray
    key: np.ndarray
    keys: ManyTexts
    again_row: np.ndarray
    again_version: np.ndarray

    def positions(self, keys: Iterable[str]) -> np.ndarray:
        """Return where each of some keys is in `keys`; -1 where the log never had it."""
        sought, of_keys = as_many([*keys]).distinct()
        places: np.ndarray = self.keys.positions(sought)[of_keys]
        return places


_NONE = np.empty(0, dtype=np.int64)
NOTHING = Contents((), {}, _NONE, _NONE, _NONE, as_many([]), _NONE, _NONE)


def contents(
    stored: Stored | None, folder: Path, before: Contents = NOTHING, names_before: Collection[str] = ()
) -> Contents:
    """Return what the table holds.

    Parameters
    ----------
    stored : Stored or None
    folder : Path
    before : Contents
        What some of its files hold, where that is known.
    names_before : collection of str
        The names of these files.

    Raises
    ------
    DashboardError
        Where a version is missing or twice there, or a newer release wrote it.
    """
    if stored is None:
        return NOTHING
    try:
        names = [name for name in stored.files if name not in names_before]
        if not names:
            return before
        found = _in_turn(before, stored, names, folder)
        if (np.diff(found.row) < 0).any():
            # Rows of other files come between: all of them are put in order together.
            found = _contents(NOTHING, stored.rows, folder)
    except DashboardError:
        raise
    except (pa.ArrowException, ValueError, LookupError, TypeError, ArithmeticError) as error:
        # Files of an earlier release have no digest that would have shown it before.
        raise damaged(folder / TREATMENTS, "cannot be read") from error
    return found


def _in_turn(before: Contents, stored: Stored, names: Iterable[str], folder: Path) -> Contents:
    """Return `before` and the rows of some files behind it, of which a part is decoded at a time."""
    for together in stored.in_turn(names):
        before = _contents(before, stored.rows_in(together), folder)
        # Else what is decoded next would take memory besides.
        pa.default_memory_pool().release_unused()
    return before


def _contents(before: Contents, rows: pa.Table, folder: Path) -> Contents:
    """Return `before` and the rows behind it."""
    is_treatment = pc.equal(rows[EVENT], TREATMENT).to_numpy()
    events = rows.take(np.flatnonzero(~is_treatment)).sort_by(VERSION)
    versions = _versions(before.versions, events, folder)
    at = np.flatnonzero(is_treatment)
    row = rows[ROW].to_numpy()[at].astype(np.int64)
    order = np.argsort(row, kind="stable")
    at, row = at[order], row[order]
    version = rows[VERSION].to_numpy()[at]
    every_row = _behind(before.row, row)
    if (np.diff(every_row) == 0).any() or not _made_by(versions, version):
        raise damaged(folder, "does not have every version exactly once")
    stored = [name for name in rows.column_names if name not in OWN_COLUMNS.names]
    decoded = on_cores(lambda name: _column(rows[name]).rows(at), stored, len(at))
    columns = {name_of(name): column for name, column in zip(stored, decoded, strict=True)}
    codebooks = tuple(dict.fromkeys(each.codebook for each in versions))
    by_version = np.array([0, *(codebooks.index(each.codebook) for each in versions)])
    columns = migrated(columns, codebooks, by_version[version])
    nothing = TextColumn((), narrowed(np.full(len(before.row), BLANK), 0))
    of_key = rows[KEY].combine_chunks().dictionary_encode()
    key = TextColumn(_many(of_key.dictionary), of_key.indices.to_numpy(zero_copy_only=False)[at].astype(np.int32))
    key = one_below_other(TextColumn(before.keys, before.key), key)
    again = events[REPEATS].combine_chunks()
    again_row = np.searchsorted(every_row, pc.list_flatten(again).to_numpy())
    again_version = events[VERSION].to_numpy()[pc.list_parent_indices(again).to_numpy()]
    return Contents(
        versions=versions,
        columns={name: one_below_other(before.columns.get(name, nothing), each) for name, each in columns.items()},
        row=every_row,
        version=_behind(before.version, narrowed(version, len(versions) + 1)),
        key=key.codes,
        keys=as_many(key.texts),
        again_row=_behind(before.again_row, again_row),
        again_version=_behind(before.again_version, again_version),
    )


def _behind(before: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return np.concatenate([before, numbers]) if len(before) and len(numbers) else numbers if len(numbers) else before


def _many(texts: pa.Array) -> ManyTexts:
    return ManyTexts(texts.cast(pa.large_string()))


def _versions(before: Sequence[Version], events: pa.Table, folder: Path) -> tuple[Version, ...]:
    numbers = events[VERSION].to_pylist()
    if numbers != list(range(len(before) + 1, len(before) + len(numbers) + 1)):
        raise damaged(folder, "does not have every version exactly once")
    try:
        return (*before, *map(read_version, numbers, events[EVENT].to_pylist(), events[ABOUT].to_pylist()))
    except ValueError as error:
        raise newer_release() from error


def _made_by(versions: tuple[Version, ...], row_versions: np.ndarray) -> bool:
    imports = {each.number for each in versions if each.kind == "import"}
    return set(np.unique(row_versions).tolist()) <= imports


def _column(stored: pa.ChunkedArray) -> TextColumn:
    if not pa.types.is_dictionary(stored.type):
        stored = pa.chunked_array([stored.combine_chunks().dictionary_encode()])
    # Each file has a dictionary of its own: Arrow makes one of them.
    together = stored.combine_chunks()
    found = together.dictionary
    indices = together.indices.fill_null(BLANK).to_numpy(zero_copy_only=False)
    if len(found) > MOST_LISTED and pa.types.is_string(found.type):
        return TextColumn(_many(found), indices)
    # Two zeros are one number.
    positions: dict[str | float | dt.date, int] = {}
    by_index = [positions.setdefault(value, len(positions)) for value in found.to_pylist()]
    codes = narrowed(np.array([*by_index, BLANK]), len(positions))[indices]
    return TextColumn(tuple(map(stored_text, positions)), codes)


def stored_values(column: TextColumn, name: str) -> pa.Array:
    """Return the values of a column in the type in which `name` is stored: of its texts those that a row has."""
    kind = type_of(name)
    column = column.with_texts_in_use()
    texts, codes = column.texts, pa.array(column.codes, pa.int32(), mask=column.codes < 0)
    if kind == pa.string():
        values = texts.array.cast(kind) if isinstance(texts, ManyTexts) else pa.array(texts, kind)
        return pa.DictionaryArray.from_arrays(codes, values)
    read: Callable[[str], object] = dt.date.fromisoformat if kind == pa.date32() else float
    return pa.array([read(text) for text in texts], kind).take(codes)
