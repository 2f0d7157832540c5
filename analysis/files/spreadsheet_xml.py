"""Workbooks as one XML file, as Excel 2003 and programs after it write them, mostly called .xls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.header import Area
from analysis.files.sheet_texts import Book, ParsedSheet, SheetMarks, chosen_texts, filled_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.files.sheet_texts import SheetTexts

# Times stand as moments of this day, durations as moments behind it.
_DAY_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 spreadsheets know no time zones
_A_DAY = timedelta(days=1)
_LONGEST_DURATION = timedelta(days=366)
_BETWEEN = " "


def spreadsheet_xml_texts(content: bytes, name: str, chosen: str | None) -> SheetTexts:
    """Return one sheet of such a workbook: the one chosen, else the visible one that holds most.

    Raises
    ------
    DashboardError
        Where it is damaged, defines entities, is too large or without a table, or has no sheet of that name.
    """
    reader = _Reader(name)
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_definitions
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)  # noqa: FBT003 expat's own way to say that this is all
    except DashboardError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DashboardError(
            f"“{name}” is a damaged or incomplete XML workbook: open it in Excel, save it as .xlsx or CSV, and upload "
            "that file."
        ) from error
    sheets = {sheet.name: sheet for sheet in reader.sheets}
    visible = frozenset(sheet.name for sheet in reader.sheets if sheet.is_visible)
    most = limits.most_cells(len(content))
    if sum(sheet.rows * sheet.columns for sheet in reader.sheets) > most:
        largest = max(reader.sheets, key=lambda sheet: sheet.rows * sheet.columns)
        raise _too_large(largest.rows, largest.columns, most, name)
    parsed = (sheet.parsed() for sheet in reader.sheets)
    book = Book(name, tuple(sheets), visible, parsed, lambda sheet: sheets[sheet.name].marks())
    return chosen_texts(book, chosen)


@dataclass(slots=True, eq=False)
class _Sheet:
    name: str
    is_visible: bool = True
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    is_filtered: bool = False
    uncalculated: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def parsed(self) -> ParsedSheet:
        rows: list[list[Any]] = [[""] * self.columns for _ in range(self.rows)]
        for (row, column), cell in self.cells.items():
            rows[row][column] = cell
        return ParsedSheet(self.name, self.is_visible, rows, tuple(self.merged), filled_cells(rows))

    def marks(self) -> SheetMarks:
        return SheetMarks(
            tuple(self.hidden_rows), tuple(sorted(self.hidden_columns)), self.is_filtered,
            {column: tuple(rows) for column, rows in self.uncalculated.items()}, tuple(self.merged),
        )  # fmt: skip


class _Reader:
    """Listens to the parser; a cell is put down where its row and its number say."""

    def __init__(self, name: str) -> None:
        self.sheets: list[_Sheet] = []
        self._name = name
        self._row = self._column = self._of_columns = 0
        self._cell: Mapping[str, str] = {}
        self._kind = ""
        self._is_comment = False
        self._text_parts: list[str] | None = None
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "Worksheet": self._start_sheet,
            "Column": self._start_column,
            "Row": self._start_row,
            "Cell": self._start_cell,
            "Data": self._start_data,
            "Visible": self._start_data,
        }

    def refuse_definitions(self, *_: object) -> None:
        raise DashboardError(
            f"“{self._name}” has definitions that no spreadsheet program writes, only harmful files: "
            "save the log as CSV and upload that file."
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = tag.rpartition(_BETWEEN)[2]
        details = {key.rpartition(_BETWEEN)[2]: value for key, value in attributes.items()}
        if kind == "Comment":
            self._is_comment = True
        elif kind in self._starts and (self.sheets or kind == "Worksheet"):
            self._starts[kind](details)
        elif kind == "FilterOn" and self.sheets:
            self.sheets[-1].is_filtered = True

    def text(self, text: str) -> None:
        if self._text_parts is not None:
            self._text_parts.append(text)

    def end(self, tag: str) -> None:
        kind = tag.rpartition(_BETWEEN)[2]
        if kind == "Comment":
            self._is_comment = False
        elif kind == "Visible" and self._text_parts is not None:
            self.sheets[-1].is_visible = "".join(self._text_parts).strip() not in {"SheetHidden", "SheetVeryHidden"}
            self._text_parts = None
        elif kind == "Data" and self._text_parts is not None:
            self._put("".join(self._text_parts))
            self._text_parts = None
        elif kind == "Cell" and self.sheets:
            self._end_cell()

    def _start_sheet(self, details: Mapping[str, str]) -> None:
        taken = {sheet.name for sheet in self.sheets}
        name = details.get("Name", "")
        if not name or name in taken:
            name = f"{name or 'Sheet'} ({len(self.sheets) + 1})"
        self.sheets.append(_Sheet(name))
        self._row = self._of_columns = 0

    def _start_column(self, details: Mapping[str, str]) -> None:
        self._of_columns = number(details.get("Index"), self._of_columns + 1) + number(details.get("Span"), 0)
        if details.get("Hidden") == "1":
            first = self._of_columns - number(details.get("Span"), 0)
            refuse_too_large(1, first, self._name)
            self.sheets[-1].hidden_columns.update(range(first - 1, min(self._of_columns, limits.MOST_COLUMNS)))

    def _start_row(self, details: Mapping[str, str]) -> None:
        self._row = number(details.get("Index"), self._row + 1)
        self._column = 0
        if details.get("Hidden") == "1":
            self.sheets[-1].hidden_rows.append(self._row - 1)

    def _start_cell(self, details: Mapping[str, str]) -> None:
        self._cell, self._is_comment, self._kind = details, False, ""
        self._column = number(details.get("Index"), self._column + 1)
        across, down = number(details.get("MergeAcross"), 0), number(details.get("MergeDown"), 0)
        if across or down:
            top, left = self._row - 1, self._column - 1
            self.sheets[-1].merged.append(Area(top, left, top + down, left + across))

    def _start_data(self, details: Mapping[str, str]) -> None:
        if not self._is_comment:
            self._kind, self._text_parts = details.get("Type", "String"), []

    def _put(self, text: str) -> None:
        cell = _value(text, self._kind)
        if cell == "":
            return
        sheet = self.sheets[-1]
        sheet.rows, sheet.columns = max(sheet.rows, self._row), max(sheet.columns, self._column)
        refuse_too_large(sheet.rows, sheet.columns, self._name)
        if self._row > 0 and self._column > 0:
            sheet.cells[self._row - 1, self._column - 1] = cell

    def _end_cell(self) -> None:
        if "Formula" in self._cell and not self._kind:
            self.sheets[-1].uncalculated[self._column - 1].append(self._row - 1)
        self._column += number(self._cell.get("MergeAcross"), 0)
        self._cell = {}


def number(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute says."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004 more digits than any sheet has rows


def refuse_too_large(rows: int, columns: int, name: str) -> None:
    """Refuse a sheet that spans more than can be read."""
    if rows > limits.MOST_ROWS or columns > limits.MOST_COLUMNS or rows * columns > limits.MOST_CELLS:
        raise _too_large(rows, columns, limits.MOST_CELLS, name)


def _too_large(rows: int, columns: int, most: int, name: str) -> DashboardError:
    return DashboardError(
        f"A sheet of “{name}” spans {rows:,} rows and {columns:,} columns, and up to {most:,} cells in "
        f"{limits.MOST_COLUMNS:,} columns can be read in a workbook of this size: save the log as CSV, or export a "
        "shorter period."
    )


def _value(text: str, kind: str) -> Any:  # noqa: ANN401 cells are of any kind
    """Return a cell as its kind says; a text where it does not fit, and blank for an error."""
    if kind == "Error":
        return ""
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return bool(int(text))
        if kind == "DateTime":
            return _moment(datetime.fromisoformat(text))
    except ValueError:
        return text
    return text


def _moment(moment: datetime) -> Any:  # noqa: ANN401
    since = moment.replace(tzinfo=None) - _DAY_ZERO
    if timedelta() <= since < _A_DAY:
        return moment.time()
    return since if timedelta() < since < _LONGEST_DURATION else moment.replace(tzinfo=None)
