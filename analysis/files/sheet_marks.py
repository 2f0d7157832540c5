"""What a sheet says of its cells beside their values: hidden rows and columns, formulas never calculated, merged cells.

The parser of workbooks does not tell. Runs apart from the dashboard, on files that `safe_workbook` has looked through.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from analysis.files import limits
from analysis.files.cell_styles import (
    CellStyles,
    StyledCells,
    ods_coloured,
    ods_has_struck_text,
    ods_struck,
    ods_style,
    rows_by_column,
    struck_texts,
    xlsx_cells_of,
    xlsx_struck_cells,
    xlsx_styles,
)
from analysis.files.formats import OLE
from analysis.files.header import Area
from analysis.files.sheet_columns import column_number
from analysis.files.sheet_texts import SheetMarks
from analysis.files.xls_marks import marks_in_xls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ODS_CONTENT = "content.xml"
_PIECE = 4_000_000
# What `safe_workbook` writes beside a part in which it saw nothing of all this.
PLAIN = b"plain"
_XLSX_SIGNS = (b"hidden", b"f>", b"/><c ", b"/></row>", b'"></c>', b"strike")
_ODS_SIGNS = (b"table:visibility", b"-spanned", b"table:formula", b"text-line-through", b"background-color")
_TRUE = rb"[\"'](?:1|true)[\"']"

# Excel's XML: ECMA-376, part 1, 18.3.1.
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^<>]*)")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})")
_HIDDEN = re.compile(rb"\shidden\s*=\s*" + _TRUE)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)")
_FROM_TO = (re.compile(rb"\bmin\s*=\s*[\"'](\d{1,5})"), re.compile(rb"\bmax\s*=\s*[\"'](\d{1,5})"))
_BLANK_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})\d{1,7}\" s=\"(\d{1,5})\"[^<>]{0,40}(?:/>|></c>)")
_FILTERED = re.compile(rb"\sfilterMode\s*=\s*" + _TRUE)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f\s*>)"
    rb"(?:\s*<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<)?"
)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_ZERO = re.compile(rb"\s*0(\.0*)?\s*")
# What programs that do not calculate ask of the spreadsheet that opens the file; what calculates does not.
_TO_CALCULATE = re.compile(rb"<(?:\w+:)?calcPr\s[^<>]*fullCalcOnLoad\s*=\s*" + _TRUE)
_NEVER_CALCULATES = b"Apache POI"

# OpenDocument 1.3, part 3, 9.1.
_ODS_START = re.compile(rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)")
_ODS_ROW_START = re.compile(rb"<table:(table|table-row)(?=[\s/>])([^<>]*)")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d{1,7})")
_ODS_HIDDEN = re.compile(rb"table:visibility\s*=\s*[\"'](collapse|filter)")
_ODS_SPANS = tuple(re.compile(rb"number-%s-spanned\s*=\s*[\"'](\d{1,7})" % what) for what in (b"rows", b"columns"))
_ODS_MARKED = re.compile(rb"table:visibility|-spanned|table:formula")
_MOST_HIDDEN_IN_A_ROW = 100_000


def is_marked(piece: bytes, *, is_ods: bool) -> bool:
    """Tell whether a piece of a sheet could say any of this; only then it is looked through for it."""
    return any(sign in piece for sign in (_ODS_SIGNS if is_ods else _XLSX_SIGNS))


def marks_in(content: bytes, place: int, merged: Sequence[Area]) -> SheetMarks:
    """Return what the sheet in place `place` (from 0) of a workbook says; `merged` is what the parser gave."""
    if content.startswith(OLE):
        return marks_in_xls(content, place, tuple(merged))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _in_ods(archive, place) if is_open_document(content) else _in_xlsx(archive, place, tuple(merged))


def is_open_document(content: bytes) -> bool:
    """Tell whether a workbook is OpenDocument's."""
    if content.startswith(OLE):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ODS_CONTENT in archive.namelist()


def _pieces(archive: zipfile.ZipFile, part: str, boundary: bytes) -> Iterator[bytes]:
    """Yield a part in pieces that begin at `boundary`."""
    rest = b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            piece = rest + piece
            cut = piece.rfind(boundary)
            if cut > 0:
                yield piece[:cut]
                rest = piece[cut:]
            else:
                rest = piece
    yield rest


# .xlsx ----


def _in_xlsx(archive: zipfile.ZipFile, place: int, merged: tuple[Area, ...]) -> SheetMarks:
    part = _part_of_sheet(archive, place)
    styles, struck = xlsx_styles(archive), struck_texts(archive)
    is_plain = part is not None and archive.getinfo(part).comment == PLAIN
    if part is None or (is_plain and not (styles.struck or styles.worded or struck)):
        return SheetMarks(merged=merged)
    found = _Xlsx(may_be_left=_is_left_to_calculate(archive), styles=styles, struck=struck)
    for piece in _pieces(archive, part, found.boundary(archive, part)):
        found.look_through(piece)
    without_result = found.without_result + (found.with_zero if found.has_no_result else [])
    return SheetMarks(
        tuple(sorted(found.hidden_rows)), tuple(sorted(found.hidden_columns)), found.is_filtered,
        rows_by_column(without_result), merged, coloured=tuple(sorted(map(column_number, found.coloured))),
        **found.styled.rows,
    )  # fmt: skip


class _Xlsx:
    """What was found in the XML of a sheet so far."""

    def __init__(self, *, may_be_left: bool, styles: CellStyles, struck: frozenset[bytes]) -> None:
        # Whether a result of zero may be none, as long as there is no other result.
        self.has_no_result = may_be_left
        self.row = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.is_filtered = False
        self.without_result: list[tuple[int, int]] = []
        self.with_zero: list[tuple[int, int]] = []
        self._colours = styles.coloured
        self.coloured: set[bytes] = set()
        self.styled = StyledCells(styles)
        self._struck_texts = struck

    @staticmethod
    def boundary(archive: zipfile.ZipFile, part: str) -> bytes:
        """Return how a row begins in this file."""
        with archive.open(part) as file:
            row = _ROW.search(file.read(_PIECE))
        return row[0].partition(b"row")[0] + b"row" if row else b"<row"

    def look_through(self, piece: bytes) -> None:
        if self._colours:
            self.coloured |= {column for column, style in _BLANK_CELL.findall(piece) if style in self._colours}
        has_hidden = b"hidden" in piece
        if self.row == 0:
            self.is_filtered = _FILTERED.search(piece) is not None
            self._columns(piece)
        if has_hidden:
            for match in _ROW.finditer(piece):
                number = _ROW_NUMBER.search(match[1])
                self.row = int(number[1]) if number else self.row + 1
                if _HIDDEN.search(match[1]):
                    self.hidden_rows.add(self.row - 1)
        else:
            self._skip(piece)
        if (b"<f" in piece or b":f" in piece) and (self.has_no_result or not _all_have_results(piece)):
            self._formulas(piece)
        if self.styled.with_meaning:
            self.styled.add(xlsx_cells_of(piece, self.styled.with_meaning))
        self.styled.add_struck(xlsx_struck_cells(piece, self._struck_texts))

    def _skip(self, piece: bytes) -> None:
        last = None
        start = piece.rfind(b"row ")
        if start > 0:
            last = _ROW_NUMBER.search(piece[start : piece.find(b">", start)])
        self.row = int(last[1]) if last else self.row + len(_ROW.findall(piece))

    def _columns(self, piece: bytes) -> None:
        for match in _COLUMN.finditer(piece):
            first, last = (edge.search(match[1]) for edge in _FROM_TO)
            if first and last and _HIDDEN.search(b" " + match[1]):
                self.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), limits.MOST_COLUMNS)))

    def _formulas(self, piece: bytes) -> None:
        for match in _FORMULA.finditer(piece):
            place = _PLACE.search(match[1])
            if place is None:
                continue
            cell = int(place[2]) - 1, column_number(place[1])
            if match[2] is not None and match[2].strip():
                is_zero = _ZERO.fullmatch(match[2]) is not None
                self.has_no_result &= is_zero
                if is_zero:
                    self.with_zero.append(cell)
            elif _TEXT_RESULT.search(match[1]) is None:
                self.without_result.append(cell)


def _all_have_results(piece: bytes) -> bool:
    """Tell whether each formula is followed by a result, as Excel and LibreOffice write them."""
    formulas = piece.count(b"<f>") + piece.count(b"<f ") + piece.count(b":f")
    results = piece.count(b"</f><v>") + piece.count(b"/><v>") - piece.count(b"><v></v>")
    return formulas == results


def _is_left_to_calculate(archive: zipfile.ZipFile) -> bool:
    names = {name.casefold(): name for name in archive.namelist()}
    book, app = (names.get(part) for part in ("xl/workbook.xml", "docprops/app.xml"))
    asks = book is not None and _TO_CALCULATE.search(archive.read(book)) is not None
    return asks or (app is not None and _NEVER_CALCULATES in archive.read(app))


def _part_of_sheet(archive: zipfile.ZipFile, place: int) -> str | None:
    """Return the part with a sheet, None where the workbook is written in a way that is not known."""
    names = {name.casefold(): name for name in archive.namelist()}
    try:
        book = ET.fromstring(archive.read(names["xl/workbook.xml"]))  # noqa: S314 it defines no entities
        relations = ET.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))  # noqa: S314
        sheet = [each for each in book.iter() if each.tag.rpartition("}")[2] == "sheet"][place]
    except (KeyError, IndexError, ET.ParseError):
        return None
    name = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    target = targets.get(name, "")
    path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    return names.get(path.casefold())


# .ods ----


def _in_ods(archive: zipfile.ZipFile, place: int) -> SheetMarks:
    if archive.getinfo(ODS_CONTENT).comment == PLAIN:
        return SheetMarks()
    found = _Ods(place)
    for piece in _pieces(archive, ODS_CONTENT, b"<table:table-row"):
        found.look_through(piece)
    return SheetMarks(
        tuple(sorted(found.hidden_rows)), tuple(sorted(found.hidden_columns)), found.is_filtered,
        rows_by_column(found.without_result), tuple(found.merged), coloured=tuple(sorted(found.coloured)),
        struck=rows_by_column(found.struck),
    )  # fmt: skip


class _Ods:
    """What was found in the XML of an OpenDocument sheet so far."""

    def __init__(self, place: int) -> None:
        self._place = place
        self._table = -1
        self._next_row = self._row = self._column = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.is_filtered = False
        self.without_result: list[tuple[int, int]] = []
        self.merged: list[Area] = []
        self._struck_styles: frozenset[bytes] = frozenset()
        self._colours: frozenset[bytes] = frozenset()
        self.struck: list[tuple[int, int]] = []
        self.coloured: set[int] = set()

    def look_through(self, piece: bytes) -> None:
        self._struck_styles |= ods_struck(piece)
        self._colours |= ods_coloured(piece)
        is_marked = bool(self._struck_styles or self._colours) or _ODS_MARKED.search(piece) is not None
        for match in (_ODS_START if is_marked else _ODS_ROW_START).finditer(piece):
            kind, attributes = match.groups()
            if kind == b"table":
                self._table += 1
                self._next_row = self._column = 0
            elif self._table == self._place:
                if kind == b"table-row":
                    self._begin_row(attributes)
                else:
                    self._begin_cell(attributes, is_column=kind == b"table-column")
                    if self._struck_styles and ods_has_struck_text(piece, match.end() + 1, self._struck_styles):
                        self.struck.append((self._row, self._column - 1))

    def _begin_row(self, attributes: bytes) -> None:
        repeated = _ODS_REPEATED.search(attributes)
        times = int(repeated[1]) if repeated else 1
        self._row, self._column = self._next_row, 0
        self._next_row += times
        hidden = _ODS_HIDDEN.search(attributes)
        if hidden:
            self.hidden_rows.update(range(self._row, self._row + min(times, _MOST_HIDDEN_IN_A_ROW)))
            self.is_filtered |= hidden[1] == b"filter"

    def _begin_cell(self, attributes: bytes, *, is_column: bool) -> None:
        repeated = _ODS_REPEATED.search(attributes)
        start, times = self._column, int(repeated[1]) if repeated else 1
        self._column += times
        if is_column:
            if _ODS_HIDDEN.search(attributes):
                self.hidden_columns.update(range(start, start + min(times, _MOST_HIDDEN_IN_A_ROW)))
            return
        if b"table:formula" in attributes and b"value-type" not in attributes:
            self.without_result.append((self._row, start))
        if self._struck_styles and ods_style(attributes) in self._struck_styles:
            self.struck += ((self._row, column) for column in range(start, start + min(times, limits.MOST_COLUMNS)))
        if self._colours and attributes.endswith(b"/") and ods_style(attributes) in self._colours:
            self.coloured.update(range(start, start + min(times, limits.MOST_COLUMNS)))
        rows, columns = (int(match[1]) if (match := span.search(attributes)) else 1 for span in _ODS_SPANS)
        if rows > 1 or columns > 1:
            self.merged.append(Area(self._row, start, self._row + rows - 1, start + columns - 1))
