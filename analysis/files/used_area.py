"""How large the sheets of a workbook are, read before any parser makes room for them.

A sheet is held in memory from its first to its last filled cell: two cells in far corners would take all of it.
"""

from __future__ import annotations

import re
import string
import struct
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.declared_counts import refuse_impossible_count, refuse_impossible_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL_OR_ROW = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*[\"']([A-Za-z]*)(\d{1,20}))?")
# How Excel, LibreOffice and the known libraries write a cell; any other way takes longer to look through.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_PLAIN_ROW = re.compile(rb'<row[^<>]*? r="([0-9]{1,7})"')
_LETTERS, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
_SHARED = re.compile(rb"<(?:\w+:)?c(?=\s)[^<>]*\st\s*=\s*[\"']s[\"'][^<>]*>(?:\s*<(?:\w+:)?v>\s*(\d{1,20}))?")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
# Columns end at "XFD"; more letters are as wide as these, and take the square of their number to count.
_MOST_LETTERS = 9
_TAG = b"<"
_BYTES_PER_CHARACTER = 4  # the most that UTF-8 takes
_ODS_ROW = b"<table:table-row"
_ODS_TABLE = re.compile(rb"<table:table[\s>]")
_ODS_REPEATED_ROW = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,20})")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])([^<>]*)")
_ODS_REPEATED_CELL = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,20})")
_ODS_SPACES = re.compile(rb"<text:s\s[^<>]*?text:c\s*=\s*[\"']\s*\+?(\d{1,20})")
# A number written in a way that only a parser can read.
_ODS_VEILED = re.compile(rb"(?:-repeated|text:c)\s*=\s*(?:\"[^\"<>]*&|'[^'<>]*&)")
_ODS_PLAIN_CELL, _ODS_COVERED_CELL = b"<table:table-cell", b"<table:covered-table-cell"
_ODS_UNLIKE_OTHERS = re.compile(rb"-repeated|<text:s\s|<table:table[\s>]")
_ODS_TAG = re.compile(rb"<[^<>]*>")
_ODS_FILLED = re.compile(rb"office:value-type|<text:p|calcext:value-type|office:[a-z]*-?value")

# Records of a cell in Excel's binary format: [MS-XLS] 2.4, blank ones aside.
_XLS_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x0207, 0x027E, 0x0406})
_XLS_SHEET_BEGINS = 0x0809
# Records that say how much there is: all texts, [MS-XLS] 2.4.265; the used area of a sheet, 2.4.90.
_XLS_TEXTS, _XLS_DIMENSIONS = 0x00FC, 0x0200
_XLS_COUNTS = {_XLS_TEXTS: struct.Struct("<II"), _XLS_DIMENSIONS: struct.Struct("<IIHH")}
_XLS_MOST_CELLS = 65_536 * 256


@dataclass(slots=True)
class BookSize:
    """How many cells all sheets of a workbook span, and how many they may in a file of its size."""

    name: str
    most_cells: int
    cells: int = 0

    def refuse_too_many_cells(self, rows: int, columns: int) -> None:
        """Refuse the workbook once its sheets are too large, the last of them with so many rows and columns."""
        if self.cells > self.most_cells:
            others = "" if self.cells == rows * columns else f", {self.cells:,} cells together with its other sheets"
            raise DashboardError(
                f"A sheet of “{self.name}” spans {rows:,} rows and {columns:,} columns{others}, and up to "
                f"{self.most_cells:,} cells can be read in a workbook of this size: delete what stands far below or "
                "beside the log, or save it as CSV."
            )


@dataclass(slots=True)
class _Area:
    """The area that the cells of one sheet span, its first row and column taken for filled."""

    book: BookSize
    rows: int = 0
    columns: int = 0

    @property
    def name(self) -> str:
        return self.book.name

    def grow(self, rows: int, columns: int) -> None:
        if rows <= self.rows and columns <= self.columns:
            return
        self.book.cells -= self.rows * self.columns
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        self.book.cells += self.rows * self.columns
        if self.rows > limits.MOST_ROWS:
            raise DashboardError(
                f"A sheet of “{self.name}” reaches down to row {self.rows:,}, and up to {limits.MOST_ROWS:,} rows can "
                "be read: delete the rows below the log, or save it as CSV."
            )
        if self.columns > limits.MOST_COLUMNS:
            raise DashboardError(
                f"A sheet of “{self.name}” reaches out to column {self.columns:,}, and up to {limits.MOST_COLUMNS:,} "
                "columns can be read: delete the columns beside the log, or save it as CSV."
            )
        self.book.refuse_too_many_cells(self.rows, self.columns)


@dataclass(slots=True)
class SharedTexts:
    """How long the texts are that a workbook keeps once, and how many cells show one of them."""

    lengths: list[int] = field(default_factory=list)
    cells: int = 0

    def may_be_too_much(self) -> bool:
        """Tell whether the cells could show more than memory holds, if each showed the longest text."""
        return self.cells * max(self.lengths, default=0) > limits.MOST_SHEET_TEXT


def checked_part(pieces: Iterable[bytes], shared: SharedTexts, size: int, book: BookSize) -> Iterator[bytes]:
    """Pass on the pieces of an XML part of an Excel workbook of `size` bytes; refuse what no clinic's program writes.

    Raises
    ------
    DashboardError
        Where a part defines entities or says that it holds more than it can, or a sheet or a cell is larger than the
        limits allow.
    """
    area, name = _Area(book), book.name
    rows_seen = column = 0
    for piece in _whole(pieces, _TAG, name):
        _refuse_definitions(piece, name)
        refuse_impossible_counts(piece, size, name)
        shared.cells += piece.count(b't="s"')
        references = _PLAIN_CELL.findall(piece)
        if len(references) == _cells(piece):
            rows_seen += piece.count(b"<row")
            joined = b" ".join(references)
            rows = map(int, {*joined.translate(None, _LETTERS).split(), *_PLAIN_ROW.findall(piece)})
            columns = map(_column_number, set(joined.translate(None, _DIGITS).split()))
            column = max(columns, default=0)
            area.grow(max(rows_seen, *rows, 0), column)
        else:
            for tag, letters, digits in _CELL_OR_ROW.findall(piece):
                is_row = tag == b"row"
                rows_seen += is_row
                # A cell that does not say where it stands, stands behind the last one.
                column = 0 if is_row else _column_number(letters) or column + 1
                area.grow(max(rows_seen, int(digits or 0)), column)
        yield piece


def refuse_too_much_shared_text(parts: Iterable[Iterable[bytes]], shared: SharedTexts, name: str) -> None:
    """Refuse a workbook whose cells show more text than memory holds, counted cell by cell.

    Parameters
    ----------
    parts : iterable of iterables of bytes
        The pieces of each of its parts.
    """
    longest = max(shared.lengths, default=0)
    shown = 0
    for pieces in parts:
        for piece in _whole(pieces, _TAG, name):
            for number in _SHARED.findall(piece):
                is_known = number and int(number) < len(shared.lengths)
                shown += shared.lengths[int(number)] if is_known else longest
            _refuse_too_much_text(shown, name)


def checked_texts(pieces: Iterable[bytes], shared: SharedTexts, size: int, name: str) -> Iterator[bytes]:
    """Pass on the pieces of the part with the texts of an Excel workbook, and note how long they are."""
    length = 0
    for piece in _whole(pieces, _TAG, name):
        _refuse_definitions(piece, name)
        refuse_impossible_counts(piece, size, name)
        starts = [match.start() for match in _SHARED_TEXT.finditer(piece)]
        if starts:
            shared.lengths.append(length + starts[0])
            shared.lengths += np.diff(starts).tolist()
            length = len(piece) - starts[-1]
        else:
            length += len(piece)
        if length > limits.LONGEST_CELL or (starts and max(shared.lengths[-len(starts) :]) > limits.LONGEST_CELL):
            raise _long_cell(name)
        yield piece
    shared.lengths.append(length)
    # What stands before the first text is none.
    del shared.lengths[0]


def checked_ods(pieces: Iterable[bytes], book: BookSize) -> Iterator[bytes]:
    """Pass on the pieces of the content of an OpenDocument workbook, cut between its rows.

    Raises
    ------
    DashboardError
        Where it defines entities, or a sheet or a cell is larger than the limits allow.
    """
    area, name = _Area(book), book.name
    rows = blank_rows = shown = 0
    for piece in _whole(pieces, _ODS_ROW, name):
        _refuse_definitions(piece, name)
        if _ODS_VEILED.search(piece):
            raise _made_to_harm(name)
        between, *of_piece = piece.split(_ODS_ROW)
        if _ODS_TABLE.search(between):
            area, rows, blank_rows = _Area(book), 0, 0
        if of_piece and not _ODS_UNLIKE_OTHERS.search(piece, len(between)):
            # How a million rows are written: none of them has to be looked into.
            rows, blank_rows = rows + blank_rows + len(of_piece), 0
            area.grow(rows, max(row.count(_ODS_PLAIN_CELL) + row.count(_ODS_COVERED_CELL) for row in of_piece))
            shown += len(_ODS_TAG.sub(b"", piece))
            _refuse_too_much_text(shown, name)
            yield piece
            continue
        for row in of_piece:
            repeated = _ODS_REPEATED_ROW.search(row, 0, max(row.find(b">"), 0))
            times = int(repeated[1]) if repeated else 1
            columns, text = _ods_columns(row, name)
            if columns:
                rows, blank_rows = rows + blank_rows + times, 0
                area.grow(rows, columns)
                shown += times * text
                _refuse_too_much_text(shown, name)
            else:
                blank_rows += times
            if _ODS_TABLE.search(row):
                area, rows, blank_rows = _Area(book), 0, 0
        yield piece


def check_xls(stream: bytes, book: BookSize) -> None:
    """Refuse an old Excel workbook whose sheets are larger than the limits allow."""
    area, name = _Area(book), book.name
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == _XLS_SHEET_BEGINS:
            area = _Area(book)
        elif kind in _XLS_CELLS and position + 8 <= len(stream):
            row, column = struct.unpack_from("<HH", stream, position + 4)
            area.grow(row + 1, column + 1)
        elif kind in _XLS_COUNTS:
            _refuse_xls_counts(kind, stream[position + 4 : position + 4 + length], len(stream), name)
        position += 4 + length


def _refuse_xls_counts(kind: int, record: bytes, size: int, name: str) -> None:
    counts = _XLS_COUNTS[kind]
    if len(record) >= counts.size and kind == _XLS_TEXTS:
        refuse_impossible_count(max(counts.unpack_from(record)), size, name)
    elif len(record) >= counts.size:
        first_row, end_row, first_column, end_column = counts.unpack_from(record)
        # Where the end stands before the beginning, the parser's numbers without a sign make billions of it.
        rows, columns = (end_row - first_row) % 2**32, (end_column - first_column) % 2**32
        refuse_impossible_count(rows * columns, _XLS_MOST_CELLS, name)


def _ods_columns(row: bytes, name: str) -> tuple[int, int]:
    """Return the number of columns up to the last filled cell of a row, and how much its cells show together."""
    columns = filled = text = 0
    if _ODS_FILLED.search(row):
        cells = list(_ODS_CELL.finditer(row))
        for cell, following in zip_longest(cells, cells[1:]):
            end = following.start() if following else len(row)
            repeated = _ODS_REPEATED_CELL.search(cell[1])
            times = int(repeated[1]) if repeated else 1
            columns += times
            if _ODS_FILLED.search(row, cell.start(), end):
                filled = columns
                # Blanks in a row are written as their number.
                blanks = sum(map(int, _ODS_SPACES.findall(row, cell.start(), end)))
                if blanks > limits.LONGEST_CELL:
                    raise _long_cell(name)
                text += times * (len(_ODS_TAG.sub(b"", row[cell.end() + 1 : end])) + blanks)
    return filled, text


def _whole(pieces: Iterable[bytes], boundary: bytes, name: str) -> Iterator[bytes]:
    """Cut pieces anew so that none ends within what starts with `boundary`."""
    rest: list[bytes] = []
    waiting = 0
    for piece in pieces:
        cut = piece.rfind(boundary)
        if cut < 0:
            rest.append(piece)
            waiting += len(piece)
            if waiting > limits.LONGEST_CELL * _BYTES_PER_CHARACTER:
                raise _long_cell(name)
            continue
        yield b"".join([*rest, piece[:cut]])
        rest, waiting = [piece[cut:]], len(piece) - cut
    yield b"".join(rest)


def _refuse_too_much_text(characters: int, name: str) -> None:
    if characters > limits.MOST_SHEET_TEXT:
        raise DashboardError(
            f"The cells of “{name}” hold {characters:,} characters together, and up to {limits.MOST_SHEET_TEXT:,} can "
            "be read: save the log as CSV, or export a shorter period."
        )


def _refuse_definitions(piece: bytes, name: str) -> None:
    if _DOCTYPE.search(piece) or b"\x00" in piece:
        raise _made_to_harm(name)


def _made_to_harm(name: str) -> DashboardError:
    return DashboardError(
        f"“{name}” has definitions that no spreadsheet program writes, only harmful files: save the "
        "log as CSV and upload that file."
    )


def _cells(piece: bytes) -> int:
    """Return how many cells begin in a piece, under any prefix."""
    return sum(piece.count(tag) for tag in (b"<c ", b"<c>", b"<c/>", b"<c\n", b"<c\t", b"<c\r")) + piece.count(b":c")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:_MOST_LETTERS].upper():
        number = number * 26 + letter - 64
    return number


def _long_cell(name: str) -> DashboardError:
    return DashboardError(
        f"A cell of “{name}” holds more than {limits.LONGEST_CELL:,} characters, which is the most that can be read: "
        "shorten it and upload the file again."
    )
