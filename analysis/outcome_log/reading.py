"""Bytes and a file name in, a table of texts out: no type is guessed, no row is shifted, none is lost unsaid."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from analysis.outcome_log.import_report import FileError, Problem

if TYPE_CHECKING:
    import pandas as pd

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
# More than this share of control characters, and a file is not text: real logs have none.
MOST_CONTROL_CHARACTERS = 0.01
# UTF-16 without a mark: in mostly Latin text every second byte is zero.
UTF16_ZERO_BYTES = 0.3
LONGEST_QUOTE = 120

_SIGNATURES = (
    (b"PK\x03\x04", "a workbook or ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
)


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """A file as texts.

    Attributes
    ----------
    frame : DataFrame
        One categorical column of texts for each column of the file; the index holds the row numbers of the file.
    ragged : tuple of Problem
        Rows with more or fewer values than the header has names; they are not in `frame`.
    notes : tuple of str
        What the manager should know about the header.
    """

    file_name: str
    encoding: str
    delimiter: str
    frame: pd.DataFrame
    ragged: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows of the file below its header, blank lines aside."""
        return len(self.frame) + sum(len(problem.rows) for problem in self.ragged)


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
    _refuse_other_formats(content, name)
    text, encoding = _decode(content, name)
    delimiter = _delimiter(text)
    records = _sample_records(text, delimiter)
    if not records:
        raise FileError(
            f"“{name}” is empty: there is no header and no row in it. Export the log again and upload that file."
        )
    width = _width(records, name)
    frame, ragged, header_row = _parse(text, delimiter, width, name)
    names, notes = _column_names(records[0], width)
    frame.columns = names
    frame, dropped = _without_unnamed_blank_columns(frame, len(records[0]))
    notes += (f"{dropped} columns without a name and without a value were passed over.",) if dropped else ()
    if header_row > 1:
        notes += (f"The header stands in row {header_row}; the blank lines above it were passed over.",)
    return TextTable(name, encoding, delimiter, frame, ragged, notes)


def _refuse_other_formats(content: bytes, name: str) -> None:
    if not content.strip(b"\x00\t\r\n\x0b\x0c \xef\xbb\xbf\xff\xfe"):
        raise FileError(f"“{name}” is empty. Export the log again and upload that file.")
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise FileError(f"“{name}” is {what}, not a CSV file. Open it where it was made and save the log as CSV.")
    start = content[:2000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise FileError(
            f"“{name}” is a web page or XML file, not a CSV file. Export the log as CSV and upload that file."
        )


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    for encoding in _possible_encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    sample = text[:SAMPLE_CHARACTERS]
    controls = sum(1 for character in sample if character < " " and character not in "\t\r\n\x0b\x0c\x00")
    if controls > MOST_CONTROL_CHARACTERS * len(sample) or sample.count("\x00") > len(sample) / 2:
        raise FileError(f"“{name}” is not a text file. Export the log as CSV and upload that file.")
    return text.removeprefix("\ufeff").replace("\x00", ""), encoding


def _possible_encodings(content: bytes) -> tuple[str, ...]:
    """Return encodings to try in turn; the last one always succeeds."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", "cp1252", "latin-1"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", "latin-1"
    sample = np.frombuffer(content[:SAMPLE_CHARACTERS], dtype=np.uint8)
    if (sample[1::2] == 0).mean() > UTF16_ZERO_BYTES:
        return "utf-16-le", "latin-1"
    if (sample[::2] == 0).mean() > UTF16_ZERO_BYTES:
        return "utf-16-be", "latin-1"
    return "utf-8", "cp1252", "latin-1"


def _delimiter(text: str) -> str:
    """Return the delimiter whose rows agree best with the width of the first one."""

    def agreement(delimiter: str) -> tuple[float, int]:
        widths = [len(record) for record in _sample_records(text, delimiter)]
        if not widths or widths[0] < 2:  # noqa: PLR2004 - one column is what a wrong delimiter gives
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=agreement)


def _sample_records(text: str, delimiter: str) -> list[list[str]]:
    """Return the first records that are not blank."""
    sample = text[:SAMPLE_CHARACTERS]
    csv.field_size_limit(SAMPLE_CHARACTERS)
    records = []
    for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
        if any(cell.strip() for cell in record):
            records.append(record)
        if len(records) == SAMPLE_RECORDS:
            return records
    cut_short = len(sample) < len(text) and len(records) > 1
    return records[:-1] if cut_short else records


def _width(records: list[list[str]], name: str) -> int:
    """Return the number of columns; refuse a header that is shorter than most of its rows."""
    names = len(records[0])
    widths = Counter(len(record) for record in records[1:])
    usual = widths.most_common(1)[0][0] if widths else names
    if usual <= names:
        return names
    spare = {cell.strip() for record in records[1:] if len(record) == usual for cell in record[names:]}
    if spare <= {""}:
        return usual
    raise FileError(
        f"The header of “{name}” names {names} columns but its rows have {usual} values, so it is not clear which value "
        "belongs to which column. Add the missing column names to the first row and upload the file again."
    )


def _parse(text: str, delimiter: str, width: int, name: str) -> tuple[pd.DataFrame, tuple[Problem, ...], int]:
    """Return the rows below the header as categoricals, the ragged rows, and the row number of the header."""
    invalid: list[tuple[int, int, str]] = []

    def note(row: Any) -> str:
        invalid.append((row.number, row.actual_columns, row.text))
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
            f"“{name}” could not be split into rows and columns. Save it again as CSV (comma delimited) and upload that file."
        ) from error
    frame = table.to_pandas()
    numbers = np.arange(1, len(frame) + len(invalid) + 1)
    frame.index = numbers[~np.isin(numbers, [number for number, _, _ in invalid])]
    _refuse_open_quote(text, frame, name)
    frame = frame[~_blank_rows(frame)]
    ragged = tuple(
        Problem(
            (number,),
            "",
            cells[:LONGEST_QUOTE],
            f"the row has {count} values where the header has {width} names",
            row_kept=False,
        )
        for number, count, cells in invalid
    )
    # A header that names fewer columns than the (blank) ones its rows end in is itself a ragged row.
    if ragged and (frame.empty or ragged[0].rows[0] < frame.index[0]):
        return frame, ragged[1:], ragged[0].rows[0]
    return frame.iloc[1:], ragged, int(frame.index[0])


def _blank_rows(frame: pd.DataFrame) -> np.ndarray:
    """Mark the rows that hold nothing at all, not even a delimiter's worth of text."""
    blank = np.ones(len(frame), dtype=bool)
    for name in frame.columns:
        column = frame[name].cat
        is_blank = np.array([not text.strip() for text in column.categories], dtype=bool)
        blank &= is_blank[column.codes]
        if not blank.any():
            break
    return blank


def _refuse_open_quote(text: str, frame: pd.DataFrame, name: str) -> None:
    if text.count('"') % 2 == 0 or frame.empty:
        return
    if any("\n" in str(cell) or "\r" in str(cell) for cell in frame.iloc[-1]):
        raise FileError(
            f"A quotation mark opened in row {frame.index[-1]} of “{name}” is never closed, so the rows behind it cannot be "
            "told apart. Remove it and upload the file again."
        )


def _column_names(header: list[str], width: int) -> tuple[list[str], tuple[str, ...]]:
    """Return one distinct name for each column, and what had to be done for that."""
    names: list[str] = []
    notes: list[str] = []
    for position in range(width):
        given = " ".join(header[position].split()) if position < len(header) else ""
        name = given or f"column {position + 1}"
        if name in names:
            copies = sum(other == name or other.startswith(f"{name} (") for other in names)
            notes.append(
                f"The header has “{name}” more than once; the one in column {position + 1} is called “{name} ({copies + 1})”."
            )
            name = f"{name} ({copies + 1})"
        elif not given and position < len(header):
            notes.append(f"Column {position + 1} has no name in the header.")
        names.append(name)
    return names, tuple(notes)


def _without_unnamed_blank_columns(frame: pd.DataFrame, named: int) -> tuple[pd.DataFrame, int]:
    """Drop the trailing columns that stand behind the header's names; `_width` made sure that they are blank."""
    return frame.iloc[:, :named], max(frame.shape[1] - named, 0)
