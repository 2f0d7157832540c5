"""Sheets as texts: which of them is read, and the distinct texts of its columns, whatever wrote the file."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import DashboardError
from analysis.files.beside import MOST_CELLS_OF_A_LEGEND, line_of
from analysis.files.cell_texts import text_of
from analysis.files.header import Area, find_header
from analysis.files.header_words import is_like_header, is_same_header
from analysis.files.layout import ALL_SHEETS, LayoutChoices
from analysis.files.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# A list of choices beside the log is no table; a header with one row and two columns is.
LEAST_ROWS, LEAST_COLUMNS = 2, 2
# The header is looked for in so many rows.
SAMPLE_ROWS = 200
_LOOKS_LIKE_A_DATE = re.compile(r"\s*\d{1,4}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*\d{1,4}\b")


@dataclass(frozen=True)
class SheetMarks:
    """What a sheet says of its cells beside their values; rows and columns are counted from 0.

    Attributes
    ----------
    hidden_rows, hidden_columns : tuple of int
    is_filtered : bool
        Whether a filter hides the rows.
    uncalculated : mapping of int to tuple of int
        For each column the rows whose formula was never calculated.
    merged : tuple of Area
    header : (int, int), optional
        The first row of the header and how many it takes, where the file says so.
    coloured : tuple of int
        The columns with blank cells that are filled with a colour.
    struck : mapping of int to tuple of int
        For each column the rows whose text is struck through.
    worded : mapping of str to mapping of int to tuple of int
        For each number format that shows words, the rows of each column that have it.
    """

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_filtered: bool = False
    uncalculated: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    header: tuple[int, int] | None = None
    coloured: tuple[int, ...] = ()
    struck: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    worded: Mapping[str, Mapping[int, tuple[int, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class SheetTexts:
    """One sheet, beginning with the first row and column of the spreadsheet, blank or not.

    Attributes
    ----------
    name : str
    is_visible : bool
    sheets : tuple of str
        The names of all sheets of the workbook.
    hidden : int
        How many of them are hidden.
    texts : tuple of tuple of str
        The distinct texts of each column.
    codes : ndarray of int32, shape (columns, rows)
        Which of them stands in each cell.
    date_cells : tuple of tuple of str
        For each column that holds both dates and texts that look like dates, the texts written for its dates.
    durations : tuple of int
        The columns with durations, which are written as hours.
    marks : SheetMarks
    same_header : tuple of str
        The other visible sheets that have the same header, in any order and wording of the same words.
    like_header : tuple of str
        The other visible sheets whose header has many of the same names, and others.
    labels : tuple of str
        What the file says of each column beside its name; none where it says nothing.
    notes : tuple of str
    beside : tuple of str
        The lines of other, small sheets, such as a legend.
    others : tuple of SheetTexts
        The sheets that are read together with this one.
    """

    name: str
    is_visible: bool
    sheets: tuple[str, ...]
    hidden: int
    texts: tuple[tuple[str, ...], ...]
    codes: np.ndarray
    date_cells: tuple[tuple[str, ...], ...] = ()
    durations: tuple[int, ...] = ()
    marks: SheetMarks = field(default_factory=SheetMarks)
    same_header: tuple[str, ...] = ()
    like_header: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    others: tuple[SheetTexts, ...] = ()

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged cells."""
        return self.marks.merged

    @property
    def header(self) -> tuple[int, int] | None:
        """The first row of the header and how many it takes, where the file says so."""
        return self.marks.header

    def first_rows(self, number: int) -> list[list[str]]:
        """Return the texts of the first rows."""
        columns = [
            [texts[code] for code in codes[:number]] for texts, codes in zip(self.texts, self.codes, strict=True)
        ]
        return [list(row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class ParsedSheet:
    """A sheet as it was parsed: its cells as Python values, "" where they are blank, all rows of one length."""

    name: str
    is_visible: bool
    rows: list[list[Any]]
    merged: tuple[Area, ...]
    filled: int

    @property
    def is_table(self) -> bool:
        """Whether it holds a table."""
        return len(self.rows) >= LEAST_ROWS and len(self.rows[0]) >= LEAST_COLUMNS and self.filled > 0

    @property
    def worth(self) -> tuple[bool, bool, int]:
        """What a sheet is chosen by: it holds a table and is visible, holds a table, holds most."""
        return self.is_table and self.is_visible, self.is_table, self.filled


@dataclass(frozen=True)
class Book:
    """All sheets of a file.

    Attributes
    ----------
    file_name : str
    names : tuple of str
    visible : frozenset of str
        The names of those that are not hidden.
    sheets : iterable of ParsedSheet
        In the order of `names`; gone through once.
    marks : callable
        Returns what a parsed sheet says beside its values.
    cells : callable
        Returns a column as its cells are meant.
    """

    file_name: str
    names: tuple[str, ...]
    visible: frozenset[str]
    sheets: Iterable[ParsedSheet]
    marks: Callable[[ParsedSheet], SheetMarks]
    cells: Callable[[Sequence[Any]], Sequence[Any]] = tuple


def filled_cells(rows: Iterable[list[Any]]) -> int:
    """Return how many cells are not blank."""
    return sum(len(row) - row.count("") for row in rows)


def chosen_texts(book: Book, chosen: str | None) -> SheetTexts:
    """Return one sheet of a workbook: the one chosen, else the visible one that holds most, and those read with it.

    Raises
    ------
    DashboardError
        Where the workbook is without a table, or has no sheet of that name.
    """
    if chosen not in {None, ALL_SHEETS, *book.names}:
        raise DashboardError(f"“{book.file_name}” has no sheet called “{chosen}”: choose one of {quoted(book.names)}.")
    best: ParsedSheet | None = None
    kept: list[ParsedSheet] = []
    headers: dict[str, tuple[str, ...]] = {}
    small: dict[str, list[str]] = {}
    for sheet in book.sheets:
        if sheet.is_table and len(book.visible) > 1:
            headers[sheet.name] = _header_of(sheet)
        if 0 < sheet.filled <= MOST_CELLS_OF_A_LEGEND:
            small[sheet.name] = list(filter(None, (line_of(map(text_of, row)) for row in sheet.rows)))
        if chosen == ALL_SHEETS:
            kept.append(sheet)
        if chosen in {None, ALL_SHEETS, sheet.name} and (best is None or sheet.worth > best.worth):
            best = sheet
    if best is None or best.filled == 0:
        is_named = chosen not in {None, ALL_SHEETS}
        what = f"The sheet “{chosen}” of “{book.file_name}”" if is_named else f"“{book.file_name}”"
        raise DashboardError(f"{what} has no header and no rows: export the log again and upload that file.")
    header = headers.get(best.name, ())
    seen = {name: each for name, each in headers.items() if name in book.visible and header}
    same = tuple(name for name, each in seen.items() if is_same_header(each, header))
    like = tuple(name for name, each in seen.items() if name not in same and is_like_header(each, header))
    together = [each for each in kept if each.name in same] or [best]
    first, *others = (_texts(book, sheet, same) for sheet in together)
    read = {each.name for each in together}
    beside = tuple(line for name, lines in small.items() if name not in read for line in lines)
    return replace(first, others=tuple(others), like_header=like, beside=beside)


def _texts(book: Book, sheet: ParsedSheet, same: Sequence[str]) -> SheetTexts:
    columns = [book.cells(column) for column in zip(*sheet.rows, strict=True)]
    kinds = [set(map(type, column)) for column in columns]
    coded = list(map(texts_and_codes, columns, kinds))
    return SheetTexts(
        sheet.name,
        sheet.is_visible,
        book.names,
        len(book.names) - len(book.visible),
        tuple(texts for texts, _ in coded),
        np.stack([codes for _, codes in coded]),
        tuple(map(_texts_of_date_cells, columns, kinds)),
        tuple(place for place, of_column in enumerate(kinds) if timedelta in of_column),
        book.marks(sheet),
        tuple(name for name in same if name != sheet.name),
    )


def _header_of(sheet: ParsedSheet) -> tuple[str, ...]:
    """Return the names of the columns, to compare with those of other sheets; none where they are unclear."""
    rows = [list(map(text_of, row)) for row in sheet.rows[:SAMPLE_ROWS]]
    with suppress(DashboardError):
        return find_header(rows, LayoutChoices(), sheet.name, sheet.merged).names
    return ()


def texts_and_codes(column: Sequence[Any], kinds: set[type]) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the distinct texts of a column of cells, each made once, and which of them stands in each cell.

    Parameters
    ----------
    column : sequence
    kinds : set of type
        Of its cells.
    """
    if kinds <= {str}:
        cells: Sequence[Any] = column
        texts = {cell: text_of(cell) for cell in dict.fromkeys(column)}
    else:
        # True, 1 and 1.0 are equal, and no two of them the same text.
        cells = list(zip(map(type, column), column, strict=True))
        texts = {cell: text_of(cell[1]) for cell in dict.fromkeys(cells)}
    codes_of_texts = {text: code for code, text in enumerate(dict.fromkeys(texts.values()))}
    codes_of_cells = {cell: codes_of_texts[text] for cell, text in texts.items()}
    codes = np.fromiter(map(codes_of_cells.__getitem__, cells), dtype=np.int32, count=len(cells))
    return tuple(codes_of_texts), codes


def _texts_of_date_cells(column: Sequence[Any], kinds: set[type]) -> tuple[str, ...]:
    """Return the texts of the dates in a column that also holds texts that look like dates."""
    if str not in kinds or not any(issubclass(kind, date) for kind in kinds):
        return ()
    if not any(isinstance(cell, str) and _LOOKS_LIKE_A_DATE.match(cell) for cell in set(column)):
        return ()
    return tuple(dict.fromkeys(text_of(cell) for cell in set(column) if isinstance(cell, date)))
