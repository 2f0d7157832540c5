"""A text file as a table: its layout found on the beginning, all of it split by pyarrow."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from analysis.files import limits
from analysis.files.decoding import decode
from analysis.files.dialect import dialect_of, records, without_spaces_before_quotes
from analysis.files.header import Header, find_header, is_filled
from analysis.files.layout import Layout
from analysis.files.problems import FileError, Problem
from analysis.files.raw_table import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.files.layout import LayoutChoices

SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
LONGEST_QUOTE = 120


def read_delimited(content: bytes, name: str, choices: LayoutChoices) -> RawTable:
    """Read a text file.

    Raises
    ------
    FileError
        Where the file holds no table, or a choice does not fit it.
    """
    if choices.sheet:
        raise FileError(f"“{name}” is a text file and has no sheet called “{choices.sheet}”.")
    text, encoding, notes = decode(content, name, choices.encoding)
    _refuse_too_many_lines(text, name)
    delimiter, quote = dialect_of(text, choices, name)
    text = without_spaces_before_quotes(text, delimiter, quote)
    sample = _sample_records(text, delimiter, quote)
    if not sample and text:
        raise FileError(
            f"The first row of “{name}” does not end within {SAMPLE_CHARACTERS:,} characters, so there is no header to "
            "go by: save the log again as CSV and upload that file."
        )
    if quote and any("\n" in cell or "\r" in cell for record in sample for cell in record):
        _refuse_swallowed_rows(text, delimiter, quote, name)
    header = find_header(sample, choices, name)
    header = _fitted(header, sample[header.last_row :], name)
    if len(header.names) > limits.MOST_COLUMNS:
        raise FileError(
            f"“{name}” has {len(header.names):,} columns, and up to {limits.MOST_COLUMNS:,} can be read: export fewer "
            "columns."
        )
    layout = Layout(encoding, delimiter, quote, header.first_row, len(header.lines), "")
    frame, ragged = _parse(text, layout, header, name)
    return RawTable(layout, header, frame, ragged, notes)


def _refuse_too_many_lines(text: str, name: str) -> None:
    lines = max(text.count("\n"), text.count("\r"))
    if lines > limits.MOST_LINES:
        raise FileError(
            f"“{name}” has {lines:,} lines, and up to {limits.MOST_LINES:,} can be read: export a shorter period."
        )


def _sample_records(text: str, delimiter: str, quote: str) -> list[list[str]]:
    """Return the first records that are whole, blank ones included."""
    sample = text[:SAMPLE_CHARACTERS]
    found = []
    for record in records(sample, delimiter, quote):
        found.append(record)
        if len(found) == SAMPLE_RECORDS:
            return found
    return found[:-1] if len(sample) < len(text) else found


def _fitted(header: Header, below: Sequence[Sequence[str]], name: str) -> Header:
    """Return the header with as many names as its rows have values; refuse one that does not fit them."""
    names = header.names
    widths = Counter(len(record) for record in below if is_filled(record))
    usual = max(widths, key=lambda width: (widths[width], width == len(names)), default=len(names))
    spare = {cell.strip() for record in below if len(record) == usual for cell in record[len(names) :]}
    if {*names[usual:], *spare} <= {""}:
        return Header(header.first_row, header.lines, (*names[:usual], *[""] * (usual - len(names))), header.notes)
    raise FileError(
        f"The header of “{name}” has {len(names)} names but its rows have {usual} values, so it is not clear which "
        "value belongs to which column: name every column in one row above the first treatment, and upload the file "
        "again."
    )


def _parse(text: str, layout: Layout, header: Header, name: str) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the rows below the header as categoricals, and those with more or fewer values."""
    ragged: list[pa_csv.InvalidRow] = []
    width = len(header.names)

    def note(row: pa_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip" if len(ragged) <= limits.MOST_ROWS else "error"

    text = text[_end_of(text, layout, header.last_row) :]
    data = text.encode("utf-8", "replace")
    positions = [str(position) for position in range(width)]
    if not data:
        empty = pd.Categorical([], categories=pd.Index([], dtype=object))
        return pd.DataFrame(dict.fromkeys(range(width), empty)), ()
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            # One block and one thread: a row may be as long as the file, and ragged rows come with their numbers.
            read_options=pa_csv.ReadOptions(column_names=positions, use_threads=False, block_size=len(data) + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=layout.delimiter,
                quote_char=layout.quote or False,
                newlines_in_values=bool(layout.quote),
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.dictionary(pa.int32(), pa.string())), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        _refuse_too_many_rows(len(ragged), name)
        raise FileError(
            f"“{name}” could not be split into rows and columns: save it again as CSV (comma delimited) and upload "
            "that file."
        ) from error
    numbers = np.arange(1, table.num_rows + len(ragged) + 1)
    _refuse_too_many_rows(len(numbers), name)
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if layout.quote and len(numbers) < lines:
        _refuse_swallowed_rows(text, layout.delimiter, layout.quote, name, header.last_row)
    numbers = numbers[~np.isin(numbers, [row.number for row in ragged])] + header.last_row
    _refuse_long_cells(table, header, name)
    frame = pd.DataFrame(
        {position: _categorical(column) for position, column in enumerate(table.columns)}, index=numbers, copy=False
    )
    return frame, tuple(
        Problem(
            (row.number + header.last_row,),
            "",
            row.text[:LONGEST_QUOTE],
            f"the row has {row.actual_columns} values where the header has {width} names",
            row_kept=False,
        )
        for row in ragged
        if row.text.strip(f"{layout.delimiter}{layout.quote} \t\r\n")
    )


def _end_of(text: str, layout: Layout, row: int) -> int:
    """Return where a row of the beginning ends, counted in characters."""
    ends = [0]
    lines = io.StringIO(text[:SAMPLE_CHARACTERS], newline="")

    def counted() -> Iterator[str]:
        for line in lines:
            ends[0] += len(line)
            yield line

    reader = csv.reader(
        counted(),
        delimiter=layout.delimiter,
        quotechar=layout.quote or None,
        quoting=csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE,
    )
    for _ in range(row):
        next(reader)
    return ends[0]


def _refuse_too_many_rows(rows: int, name: str) -> None:
    if rows > limits.MOST_ROWS:
        raise FileError(
            f"“{name}” has more than {limits.MOST_ROWS:,} rows, which is the most that can be read: export a shorter "
            "period."
        )


def _refuse_long_cells(table: pa.Table, header: Header, name: str) -> None:
    for position, column in enumerate(table.columns):
        texts = column.combine_chunks().dictionary
        longest = pc.max(pc.utf8_length(texts)).as_py() or 0
        if longest > limits.LONGEST_CELL:
            raise FileError(
                f"A cell in column {position + 1} (“{header.names[position]}”) of “{name}” holds {longest:,} "
                f"characters, and up to {limits.LONGEST_CELL:,} can be read: shorten it and upload the file again."
            )


def _categorical(column: pa.ChunkedArray) -> pd.Categorical:
    """Return a column with its texts as Python strings, which every later step goes through one by one."""
    encoded = column.combine_chunks()
    texts = pd.Index(encoded.dictionary.to_pylist(), dtype=object)
    return pd.Categorical.from_codes(encoded.indices.to_numpy(), categories=texts)


def _refuse_swallowed_rows(text: str, delimiter: str, quote: str, name: str, rows_above: int = 0) -> None:
    """Refuse a file in which a quotation mark that is not closed has turned several rows into one value."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)
    for row in count(rows_above + 1):
        line = reader.line_num
        try:
            next(reader)
        except StopIteration:
            return
        except csv.Error:
            if reader.line_num > line + 1:
                raise FileError(
                    f"A quotation mark in row {row} of “{name}” is never closed, so the rows behind it cannot be told "
                    "apart: remove it and upload the file again."
                ) from None
