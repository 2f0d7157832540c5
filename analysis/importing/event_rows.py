"""What stands where in an export with one row an event: records, events, and which of them fill a column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import are_blank, rows_with_each, texts_in
from analysis.identifiers.headers import words_of
from analysis.importing.event_words import (
    INSTANCE_KEYS,
    INSTRUMENT_KEYS,
    RECORD_KEYS,
    REDCAP_EVENT_KEYS,
    VISIT_KEYS,
)
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.header_spellings import field_called
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import CLIENT, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analysis.files.text_table import TextTable

# More different texts than these are no visits.
MOST_EVENTS = 60
MOST_DIFFERENT = 0.75
# Where the outcome is blank in fewer rows no others were written beside it.
LEAST_WITHOUT_OUTCOME = 0.1
# Of the records with an outcome, how many must have another row with columns of its own.
MOST_RECORDS = 0.5
# REDCap writes these in every row of some exports, whatever the event.
_TICK_BOX = re.compile(r"___\w+$|\(choice=", re.IGNORECASE)
_NOT_TICKED = frozenset({"0", "unchecked"})


@dataclass(frozen=True, eq=False)
class ColumnCells:
    """One column: the code of each row, and which rows are filled, with more than an empty tick box."""

    codes: np.ndarray
    filled: np.ndarray
    content: np.ndarray


@dataclass(frozen=True, eq=False)
class EventRows:
    """A table whose ids come again, and of which event each row is.

    Attributes
    ----------
    table : TextTable
    id_column, event_column : str
    ids, events : ndarray of int, one for each row
    names : tuple of str
        Of each event.
    instances : ndarray of bool or None
        Which rows are repetitions, where the export says so.
    is_named : bool
        Whether the name of a column says that it holds events.
    event_columns : frozenset of str
    """

    table: TextTable
    id_column: str
    event_column: str
    ids: np.ndarray
    events: np.ndarray
    names: tuple[str, ...]
    instances: np.ndarray | None
    is_named: bool
    event_columns: frozenset[str]

    @cached_property
    def cells(self) -> dict[str, ColumnCells]:
        """Every column, by its name."""
        return {name: cells_of(self.table.frame[name], name) for name in self.table.frame.columns}

    @cached_property
    def data(self) -> tuple[str, ...]:
        """The columns that say something of a treatment."""
        own = {self.id_column, *self.event_columns}
        return tuple(
            name
            for name, cells in self.cells.items()
            if name not in own and cells.content.any() and not _is_note_of(self.table.frame[name], name)
        )

    @property
    def bare(self) -> np.ndarray:
        """Which rows hold nothing but their record and event, where the record has another row that does."""
        content = np.any([self.cells[name].content for name in self.data], axis=0)
        marked: np.ndarray = ~content & np.isin(self.ids, self.ids[content])
        return marked

    @cached_property
    def filled_in(self) -> dict[str, np.ndarray]:
        """For each of the data, in which events it is filled."""
        return {
            name: np.bincount(self.events[self.cells[name].content], minlength=len(self.names)) > 0
            for name in self.data
        }

    @cached_property
    def outcome(self) -> str | None:
        """The column that tells what came of a treatment, None where the header does not say which."""
        name = outcome_column(self.table)
        return name if name in self.data else None

    @cached_property
    def apart(self) -> list[str]:
        """The data that stand only in events without an outcome, where most records have both."""
        if self.outcome is None:
            return []
        found = [name for name in self.data if not (self.filled_in[name] & self.filled_in[self.outcome]).any()]
        beside = (
            np.any([self.cells[name].content for name in found], axis=0) if found else np.zeros(len(self.ids), bool)
        )
        with_outcome = np.unique(self.ids[self.cells[self.outcome].content])
        with_both = np.intersect1d(with_outcome, self.ids[beside])
        return found if len(with_both) >= MOST_RECORDS * len(with_outcome) else []

    @cached_property
    def is_once(self) -> bool:
        """Whether no record has two rows of one event."""
        pairs = self.ids.astype(np.int64) * len(self.names) + self.events
        return len(np.unique(pairs)) == len(pairs)

    @cached_property
    def varying(self) -> list[str]:
        """The data of which a record has several values."""
        return [name for name in self.data if merged_codes(self.cells[name], self.ids, self.cells[name].content)[1]]

    def varying_beside(self, column: str) -> list[str]:
        """Return the data of which a record has several values, in events with and without `column`."""
        here = self.filled_in[column]
        return [
            name
            for name in self.varying
            if (self.filled_in[name] & here).any() and (self.filled_in[name] & ~here).any()
        ]


def cells_of(column: pd.Series, name: str) -> ColumnCells:
    """Return what is filled in a column of texts that is called `name`."""
    codes = column.array.codes
    by_text = _are_filled(column)
    filled = content = by_text[codes]
    if _TICK_BOX.search(name):
        ticked = [text.strip().casefold() not in _NOT_TICKED for text in column.cat.categories]
        content = (by_text & np.array(ticked, dtype=bool))[codes]
    return ColumnCells(codes, filled, content)


def _are_filled(column: pd.Series) -> np.ndarray:
    """Tell which of the texts of a column are not blank."""
    return ~are_blank(texts_in(column.array.categories))


def _is_note_of(column: pd.Series, name: str) -> bool:
    return is_bookkeeping(name, list(column.cat.categories[:MOST_EVENTS])) is not None


def rows_of_events(table: TextTable) -> EventRows | None:
    """Return which event each row is of; None where no id comes again, or no row was written beside the outcome's."""
    keys = {name: "".join(words_of(name)) for name in table.frame.columns}
    named = [name for name, key in keys.items() if _holds_events(table.frame[name], key)]
    instance = next((name for name, key in keys.items() if key in INSTANCE_KEYS), None)
    id_column = _id_column(table, keys, named)
    if id_column is None:
        return None
    named = [name for name in named if name != id_column]
    if named:
        events, names = _events(table.frame, named)
    elif (has_outcome := _with_outcome(table)) is not None:
        events, names = has_outcome.astype(np.int64), ("", "with an outcome")
    else:
        return None
    return EventRows(
        table,
        id_column,
        named[0] if named else id_column,
        table.frame[id_column].cat.codes.to_numpy(),
        events,
        names,
        None if instance is None else cells_of(table.frame[instance], instance).filled,
        is_named=bool(named),
        event_columns=frozenset({*named, *(name for name, key in keys.items() if key in VISIT_KEYS | INSTANCE_KEYS)}),
    )


def _holds_events(column: pd.Series, key: str) -> bool:
    if key not in VISIT_KEYS | REDCAP_EVENT_KEYS | INSTRUMENT_KEYS:
        return False
    texts = _filled_texts(column)
    return texts > (key not in INSTRUMENT_KEYS) and texts <= min(MOST_EVENTS, MOST_DIFFERENT * len(column))


def _filled_texts(column: pd.Series) -> int:
    counts = rows_with_each(column.array)
    return int(np.count_nonzero(_are_filled(column) & (counts > 0)))


def _id_column(table: TextTable, keys: Mapping[str, str], named: list[str]) -> str | None:
    """Return the column whose ids tell records, each in several rows."""
    if table.frame.empty:
        return None
    first = table.frame.columns[0]
    is_redcap = any(key in REDCAP_EVENT_KEYS | INSTRUMENT_KEYS for key in keys.values())
    if is_redcap and first not in named:
        return first if _comes_again(table.frame[first]) else None
    called = [name for name, key in keys.items() if key in RECORD_KEYS or field_called(name) in {CLIENT, TREATMENT_ID}]
    if not called and named and first not in named:
        called = [first]
    return next((name for name in called if name not in named and _comes_again(table.frame[name])), None)


def _comes_again(column: pd.Series) -> bool:
    """Tell whether a column is filled throughout and several of its texts stand in several rows."""
    counts = rows_with_each(column.array)
    return not counts[~_are_filled(column)].any() and int((counts > 1).sum()) > 1


def _with_outcome(table: TextTable) -> np.ndarray | None:
    """Mark the rows with an outcome; None where it is blank in too few to have been written beside others."""
    outcome = outcome_column(table)
    if outcome is None:
        return None
    has = cells_of(table.frame[outcome], outcome).content
    return has if 0 < has.mean() <= 1 - LEAST_WITHOUT_OUTCOME else None


def outcome_column(table: TextTable) -> str | None:
    """Return the first column that is called the outcome and is not blank."""
    named = (name for name in table.frame.columns if field_of_header(name) == OUTCOME)
    return next((name for name in named if _filled_texts(table.frame[name])), None)


def _events(frame: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return of which event each row is, and what each is called."""
    codes = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        codes = codes * (len(frame[name].array.categories) + 1) + frame[name].array.codes
    _, first, events = np.unique(codes, return_index=True, return_inverse=True)
    texts = [[str(frame[name].iloc[row]).strip() for name in columns] for row in first]
    return events, tuple(", ".join(filter(None, each)) for each in texts)


def merged_codes(cells: ColumnCells, groups: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the code of each group, -1 where it has none, and whether a group has several."""
    codes = np.full(int(groups.max(initial=-1)) + 1, -1, dtype=np.int64)
    empty = cells.filled & of & ~cells.content
    codes[groups[empty]] = cells.codes[empty]
    content = cells.content & of
    codes[groups[content]] = cells.codes[content]
    return codes, bool((codes[groups[content]] != cells.codes[content]).any())
