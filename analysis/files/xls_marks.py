"""What a sheet of a workbook in Excel's binary format says of its cells beside their values; see `sheet_marks`."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

import olefile

from analysis.files.cell_styles import CellStyles, StyledCells, rows_by_column
from analysis.files.sheet_texts import SheetMarks
from analysis.files.worded_formats import shows_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.files.header import Area

# Excel's binary format: [MS-XLS] 2.4.
_BOUND_SHEET, _SHEET_BEGINS, _SHEET_ENDS = 0x0085, 0x0809, 0x000A
_ROW, _COLUMNS, _FILTERED = 0x0208, 0x007D, 0x009B
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x1
_FORMULA = struct.Struct("<HHH8s")
# A text that is blank, and the number zero: what is written where nothing was worked out.
_NO_RESULT = re.compile(rb"\x03.{5}\xff\xff|\x00{8}", re.DOTALL)
_FONT, _FORMAT, _STYLE, _NUMBERS = 0x0031, 0x041E, 0x00E0, 0x00BD
# Numbers, whole and broken, texts and formulas.
_CELLS = _FORMULAS | {0x0203, 0x027E, 0x00FD, 0x0204}
_STRUCK = 0x08
_PAIR, _CELL = struct.Struct("<HH"), struct.Struct("<HHH")
# Behind the number of a format stand the length of its text and how that is written.
_TEXT_AT = 5


def marks_in_xls(content: bytes, place: int, merged: tuple[Area, ...]) -> SheetMarks:
    """Return what the sheet in place `place` (from 0) of a workbook says; `merged` is what the parser gave."""
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        streams = {entry[0] for entry in file.listdir()}
        stream = file.openstream("Workbook" if "Workbook" in streams else "Book").read()
    styles, starts = _Styles(), []
    for kind, record in _records(stream, 0):
        styles.look_at(kind, record)
        if kind == _BOUND_SHEET:
            starts.append(struct.unpack_from("<I", record)[0])
    if place >= len(starts):
        return SheetMarks(merged=merged)
    hidden_rows, hidden_columns, is_filtered = set[int](), set[int](), False
    formulas: dict[tuple[int, int], bool] = {}
    styled = StyledCells(styles.found)
    for kind, record in _records(stream, starts[place]):
        if styled.with_meaning:
            styled.add(_cells_of(kind, record))
        if kind == _ROW and len(record) >= 14 and record[12] & _HIDDEN_ROW:  # noqa: PLR2004
            hidden_rows.add(struct.unpack_from("<H", record)[0])
        elif kind == _COLUMNS and len(record) >= 10 and record[8] & _HIDDEN_COLUMN:  # noqa: PLR2004
            first, last = struct.unpack_from("<HH", record)
            hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _FILTERED:
            is_filtered = True
        elif kind in _FORMULAS and len(record) >= _FORMULA.size:
            row, column, _, result = _FORMULA.unpack_from(record)
            formulas[row, column] = _NO_RESULT.fullmatch(result) is not None
    never = list(formulas) if all(formulas.values()) else []
    return SheetMarks(
        tuple(sorted(hidden_rows)), tuple(sorted(hidden_columns)), is_filtered, rows_by_column(never), merged,
        **styled.rows,
    )  # fmt: skip


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the part of a workbook that begins at `position`, to its end."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        depth += (kind == _SHEET_BEGINS) - (kind == _SHEET_ENDS)
        if depth <= 0 and kind == _SHEET_ENDS:
            return
        position += 4 + length


class _Styles:
    """The styles of a workbook, put together record by record."""

    def __init__(self) -> None:
        self._struck: set[bytes | int] = set()
        self._worded: dict[bytes | int, str] = {}
        self._styles = 0
        self._fonts: list[bool] = []
        self._formats: dict[int, str] = {}

    @property
    def found(self) -> CellStyles:
        """What they say of the cells that have them."""
        return CellStyles(frozenset(self._struck), self._worded)

    def look_at(self, kind: int, record: bytes) -> None:
        """Take note of a record of the part that is about the whole workbook."""
        if kind == _FONT and len(record) >= _PAIR.size:
            self._fonts.append(bool(_PAIR.unpack_from(record)[1] & _STRUCK))
        elif kind == _FORMAT and len(record) > _TEXT_AT:
            is_wide = record[_TEXT_AT - 1] & 1
            code = record[_TEXT_AT:].decode("utf-16-le" if is_wide else "latin-1", "replace")
            if shows_words(code):
                self._formats[_PAIR.unpack_from(record)[0]] = code
        elif kind == _STYLE and len(record) >= _PAIR.size:
            font, number_format = _PAIR.unpack_from(record)
            # No font is number 4.
            place = font - (font > 4)  # noqa: PLR2004
            if place < len(self._fonts) and self._fonts[place]:
                self._struck.add(self._styles)
            if number_format in self._formats:
                self._worded[self._styles] = self._formats[number_format]
            self._styles += 1


def _cells_of(kind: int, record: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the style, and the row and column, from 0, of the filled cells in a record."""
    if kind in _CELLS and len(record) >= _CELL.size:
        row, column, style = _CELL.unpack_from(record)
        yield style, (row, column)
    elif kind == _NUMBERS and len(record) >= _CELL.size:
        row, first, _ = _CELL.unpack_from(record)
        for place, start in enumerate(range(_PAIR.size, len(record) - 6, 6)):
            yield int.from_bytes(record[start : start + 2], "little"), (row, first + place)
