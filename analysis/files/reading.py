"""Bytes and a file name in, a table of texts out: no type is guessed, no row is shifted, none is lost unsaid."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import count, islice
from pathlib import PurePath

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from analysis.files.decoding import decode
from analysis.files.extra_rows import set_extra_rows_aside
from analysis.files.layout import Layout
from analysis.files.problems import FileError, Problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
LONGEST_QUOTE = 120
# The largest that every platform takes: a cell may be as long as the file.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """A file as texts.

    Attributes
    ----------
    frame : DataFrame
        One categorical column of texts for each column of the file; the index holds the row numbers of the file.
    set_aside : tuple of Problem
        Rows that are not in `frame`: the wrong number of values, the header again, totals.
    notes : tuple of str
        What the manager should know about the file as a whole.
    """

    file_name: str
    layout: Layout
    frame: pd.DataFrame
    set_aside: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows of the file below its header, blank lines aside."""
        return len(self.frame) + sum(len(problem.rows) for problem in self.set_aside)


def read(content: bytes, file_name: str) -> TextTable:
    """Read a delimited text file.

    Parameters
    ----------
    content : bytes
        The whole file.
    file_name : str
        Its name, for messages only.

    Raises
    ------
    FileError
        Where the file holds no table of texts: one sentence says what it is and what to do.
    """
    name = PurePath(file_name.replace("\\", "/")).name or "the file"
    text, encoding = decode(content, name)
    delimiter = _delimiter(text)
    sample = _sample_records(text, delimiter)
    if len(sample) == 1 and len(text) > SAMPLE_CHARACTERS:
        raise FileError(
            f"The first row of “{name}” does not end within {SAMPLE_CHARACTERS:,} characters, so there is no header to "
            "go by: save the log again as CSV and upload that file."
        )
    if not any(map(_is_filled, sample)):
        raise FileError(f"“{name}” holds no header and no row: export the log again and upload that file.")
    header_row = next(row for row, record in enumerate(sample, start=1) if _is_filled(record))
    if any("\n" in cell or "\r" in cell for record in sample for cell in record):
        _refuse_swallowed_rows(text, delimiter, name)
    header = _header(list(filter(_is_filled, sample)), name)
    frame, ragged = _parse(text, delimiter, len(header), header_row, name)
    frame, extra = set_extra_rows_aside(frame, header)
    frame, notes = _with_names(frame, header)
    if header_row > 1:
        notes += (f"The header stands in row {header_row}; the blank lines above it were passed over.",)
    if "\ufffd" in text:
        notes += ("Some characters could not be read and are shown as �; saving the log as “CSV UTF-8” keeps them.",)
    layout = Layout(encoding, delimiter, '"', header_row, 1, "")
    return TextTable(name, layout, frame, (*ragged, *extra), notes)


def _delimiter(text: str) -> str:
    """Return the delimiter whose rows agree best with the width of the first one, else with one another."""

    def agreement(delimiter: str) -> tuple[float, float, int]:
        widths = [len(record) for record in _sample_records(text, delimiter) if _is_filled(record)]
        counts = Counter(width for width in widths if width > 1)  # one column is what a wrong delimiter gives
        usual, often = counts.most_common(1)[0] if counts else (0, 0)
        return counts[widths[0]] / len(widths) if counts else 0.0, often / max(len(widths), 1), usual

    return max(DELIMITERS, key=agreement)


def _sample_records(text: str, delimiter: str) -> list[list[str]]:
    """Return the first records, blank ones included."""
    sample = text[:SAMPLE_CHARACTERS]
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    records = list(islice(reader, SAMPLE_RECORDS))
    is_cut_short = len(sample) < len(text) and len(records) < SAMPLE_RECORDS and len(records) > 1
    return records[:-1] if is_cut_short else records


def _is_filled(record: list[str]) -> bool:
    return any(cell.strip() for cell in record)


def _header(records: list[list[str]], name: str) -> list[str]:
    """Return one text for each column, blank where it has no name; refuse a header that does not fit its rows."""
    header = [" ".join(cell.split()) for cell in records[0]]
    widths = Counter(len(record) for record in records[1:])
    usual = max(widths, key=lambda width: (widths[width], width == len(header)), default=len(header))
    spare = {cell.strip() for record in records[1:] if len(record) == usual for cell in record[len(header) :]}
    if {*header[usual:], *spare} <= {""}:
        return [*header[:usual], *[""] * (usual - len(header))]
    raise FileError(
        f"The header of “{name}” has {len(header)} names but its rows have {usual} values, so it is not clear which "
        "value belongs to which column: name every column in the first row, delete any title above it, and upload the "
        "file again."
    )


def _parse(
    text: str, delimiter: str, width: int, header_row: int, name: str
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the rows below the header as categoricals, and those with more or fewer values."""
    ragged: list[pa_csv.InvalidRow] = []

    def note(row: pa_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    data = text.encode("utf-8", "replace")
    positions = [str(position) for position in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            # One block and one thread: a row may be as long as the file, and ragged rows come with their numbers.
            read_options=pa_csv.ReadOptions(column_names=positions, use_threads=False, block_size=len(data) + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.dictionary(pa.int32(), pa.string())), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileError(
            f"“{name}” could not be split into rows and columns: save it again as CSV (comma delimited) and upload "
            "that file."
        ) from error
    numbers = np.arange(1, table.num_rows + len(ragged) + 1)
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if len(numbers) < lines:
        _refuse_swallowed_rows(text, delimiter, name)
    numbers = numbers[~np.isin(numbers, [row.number for row in ragged])]
    frame = pd.DataFrame(
        {position: _categorical(column) for position, column in enumerate(table.columns)}, index=numbers, copy=False
    )
    return frame.loc[header_row + 1 :], tuple(
        Problem(
            (row.number,),
            "",
            row.text[:LONGEST_QUOTE],
            f"the row has {row.actual_columns} values where the header has {width} names",
            row_kept=False,
        )
        for row in ragged
        if row.number > header_row and row.text.strip(f'{delimiter}" \t\r\n')
    )


def _categorical(column: pa.ChunkedArray) -> pd.Categorical:
    """Return a column with its texts as Python strings, which every later step goes through one by one."""
    encoded = column.combine_chunks()
    texts = pd.Index(encoded.dictionary.to_pylist(), dtype=object)
    return pd.Categorical.from_codes(encoded.indices.to_numpy(), categories=texts)


def _refuse_swallowed_rows(text: str, delimiter: str, name: str) -> None:
    """Refuse a file in which a quotation mark that is not closed has turned several rows into one value."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for row in count(1):
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


def _with_names(frame: pd.DataFrame, header: list[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table with one distinct name for each column, and what had to be done for that."""
    unnamed = [position for position, given in enumerate(header) if not given]
    blank = {position for position in unnamed if not any(map(str.strip, frame[position].cat.categories))}
    taken = set(header)
    used: set[str] = set()
    names: dict[int, str] = {}
    notes = [
        f"Columns {what}: {', '.join(str(position + 1) for position in positions)}."
        for what, positions in (
            ("without a name in the header", sorted({*unnamed} - blank)),
            ("without a name and without a value, passed over", sorted(blank)),
        )
        if positions
    ]
    for position, given in enumerate(header):
        if position in blank:
            continue
        name = given or f"column {position + 1}"
        if name in used:
            name = next(copy for number in count(2) if (copy := f"{name} ({number})") not in taken | used)
            notes.append(
                f"The header has “{given or name}” more than once; the one in column {position + 1} is called “{name}”."
            )
        used.add(name)
        names[position] = name
    return frame[list(names)].set_axis(list(names.values()), axis="columns"), tuple(notes)
