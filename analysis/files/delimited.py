"""A text file as a table: its layout found on the beginning, all of it split by pyarrow."""

from __future__ import annotations

import csv
import re
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.cores import CORES, on_cores
from analysis.files.decoding import decode
from analysis.files.dialect import dialect_of
from analysis.files.header import Header, find_header
from analysis.files.header_fit import fitted, misfit
from analysis.files.layout import Layout
from analysis.files.many_texts import Coded, categorical, in_one, index_of, listed_if_few
from analysis.files.plain_csv import as_plain_csv, quoted_values
from analysis.files.plain_utf8 import HEAD_CHARACTERS, Bytes, Source, as_it_stands
from analysis.files.problems import ANOTHER_WIDTH, Problem
from analysis.files.quoted_lines import without_quotes_around_lines
from analysis.files.ragged_rows import RaggedRow, lines_between, whole_rows
from analysis.files.raw_table import RawTable
from analysis.files.records import Dialect, beginning, lines_of
from analysis.files.row_cells import blank_column
from analysis.files.spaced_text import without_spaces_between
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analysis.files.layout import LayoutChoices

SAMPLE_CHARACTERS = HEAD_CHARACTERS - 1
SAMPLE_RECORDS = 200
LONGEST_QUOTE = 120
# Blocks of so many bytes stay in the caches of the processor.
BLOCK = 1 << 20
# So many bytes are split by one core at a time.
PIECE = 4 * BLOCK
# As often as long as putting the columns of its blocks together.
SPLIT_TAKES = 2
# More torn rows than one in twenty are no slips of a hand: the file is written in a way that is not known.
MOST_TORN = 0.05


def read_delimited(content: bytes, name: str, choices: LayoutChoices) -> RawTable:
    """Read a text file.

    Raises
    ------
    DashboardError
        Where the file holds no table, or a choice does not fit it.
    """
    if choices.sheet:
        raise DashboardError(f"“{name}” is a text file and has no sheet called “{choices.sheet}”.")
    source = as_it_stands(content, choices, name)
    if source is not None:
        _refuse_too_many_lines(source.text, name)
    else:
        source = _rewritten(content, choices, name)
    text, dialect, encoding, notes, unsure = source
    sample = beginning(text.head, dialect, SAMPLE_CHARACTERS, SAMPLE_RECORDS)
    if not sample.records and text.head:
        raise DashboardError(
            f"The first row of “{name}” does not end within {SAMPLE_CHARACTERS:,} characters, so there is no header to "
            "go by: save the log again as CSV and upload that file."
        )
    if dialect.quote and any("\n" in cell or "\r" in cell for record in sample.records for cell in record):
        _refuse_swallowed_rows(text.text(), dialect, name)
    header = find_header(sample.records, choices, name)
    header = fitted(header, sample.records[header.last_row :], name)
    if len(header.names) > limits.MOST_COLUMNS:
        raise DashboardError(
            f"“{name}” has {len(header.names):,} columns, and up to {limits.MOST_COLUMNS:,} can be read: export fewer "
            "columns."
        )
    layout = Layout(encoding, dialect.delimiter, dialect.quote, header.first_row, len(header.lines), "")
    below = text.behind(sample.ends[header.last_row - 1] if header.last_row else 0)
    frame, ragged, mended = _parse(below, dialect, header, name)
    return RawTable(layout, header, frame, ragged, (*notes, *mended), unsure_encodings=unsure)


def _rewritten(content: bytes, choices: LayoutChoices, name: str) -> Source:
    """Return a file as text that every parser splits alike."""
    text, encoding, notes, unsure = decode(content, name, choices.encoding)
    _refuse_too_many_lines(text, name)
    _refuse_long_lines(text, name)
    text, unwrapped = without_quotes_around_lines(text)
    text, spaced = (text, ()) if choices.delimiter else without_spaces_between(text, name)
    dialect = dialect_of(text, choices, name)
    text, rewritten = as_plain_csv(text, dialect)
    notes = (*notes, *unwrapped, *spaced, *rewritten)
    return Source(Bytes.of(text), Dialect(dialect.delimiter, dialect.quote), encoding, notes, unsure)


def _refuse_too_many_lines(text: str | Bytes, name: str) -> None:
    lines = max(text.count("\n"), text.count("\r"))
    if lines > limits.MOST_LINES:
        raise DashboardError(
            f"“{name}” has {lines:,} lines, and up to {limits.MOST_LINES:,} can be read: export a shorter period."
        )


def _refuse_long_lines(text: str, name: str) -> None:
    """Refuse a text with a line that is longer than any row, before it is copied as a whole."""
    start = 0
    while start + limits.LONGEST_LINE < len(text):
        end = start + limits.LONGEST_LINE + len("\r\n")
        start = max(text.rfind("\n", start, end), text.rfind("\r", start, end)) + 1
        if start == 0:
            raise DashboardError(
                f"A line of “{name}” holds more than {limits.LONGEST_LINE:,} characters, which is the most that can be "
                "read: export the log again as CSV, one row for each treatment, and upload that file."
            )


def _refuse_many_ragged_rows(ragged: Sequence[pa_csv.InvalidRow], header: Header, name: str) -> None:
    if len(ragged) > limits.MOST_RAGGED_ROWS:
        raise DashboardError(
            f"More than {limits.MOST_RAGGED_ROWS:,} rows of “{name}” have more or fewer values than the header, which "
            f"has {len(header.names):,} names: save the log again as CSV or .xlsx with a cell for every column, "
            "blank or not, and upload that file."
        )


def _parse(
    data: Bytes, dialect: Dialect, header: Header, name: str
) -> tuple[pd.DataFrame, tuple[Problem, ...], tuple[str, ...]]:
    """Return the rows below the header as categoricals, those with more or fewer values, and what to say of these."""
    width = len(header.names) - header.names_without_values
    if not data.buffer.size:
        return pd.DataFrame(dict.fromkeys(range(width), blank_column(0))), (), ()
    # Where no value is quoted, every line break ends a row.
    quote = dialect.quote if dialect.quote and data.holds(dialect.quote) else ""
    ragged: list[pa_csv.InvalidRow] = []
    parts = _split_in_blocks(data, Dialect(dialect.delimiter, quote), width)
    if parts is None:
        parts = _split_as_a_whole(data, dialect, header, ragged, name)
    rows = sum(len(part.codes) for part in parts[0]) + len(ragged)
    _refuse_too_many_rows(rows, name)
    _refuse_torn_rows(ragged, rows, dialect, header, name)
    if quote and rows < data.count("\n") + data.count("\r") - data.count("\r\n"):
        _refuse_swallowed_rows(data.text(), dialect, name, header.last_row)
    numbers = np.arange(1, rows + 1)
    if ragged:
        numbers = numbers[~np.isin(numbers, [row.number for row in ragged])]
    numbers += header.last_row
    columns: dict[int, pd.Categorical] = {}
    for position, (column, longest) in enumerate(on_cores(_column, parts, rows)):
        report_progress("reading", SPLIT_TAKES * width + position, (1 + SPLIT_TAKES) * width)
        _refuse_long_cells(longest, position, header, name)
        columns[position] = column
    if header.names_without_values:
        if ragged:
            raise misfit(header, width, name)
        columns |= dict.fromkeys(range(width, len(header.names)), blank_column(len(numbers)))
    frame = pd.DataFrame(columns, index=numbers, copy=False)
    return _with_ragged_rows(frame, ragged, dialect, header) if ragged else (frame, (), ())


def _column(parts: Sequence[Coded]) -> tuple[pd.Categorical, int]:
    """Return a column and the length of its longest text."""
    codes, texts = in_one(parts)
    return categorical(codes, index_of(listed_if_few(texts))), pc.max(pc.utf8_length(texts)).as_py() or 0


def _split_in_blocks(data: Bytes, dialect: Dialect, width: int) -> list[list[Coded]] | None:
    """Return the parts of each column, where all rows are of one width and shorter than a block; None of others."""
    columns: list[list[Coded]] = [[] for _ in range(width)]
    try:
        for block in _blocks(data, dialect, width):
            report_progress("reading", SPLIT_TAKES * BLOCK * len(columns[0]), (1 + SPLIT_TAKES) * data.buffer.size)
            for column, part in zip(columns, block, strict=True):
                column.append(part)
    except pa.ArrowInvalid:
        return None
    return columns


def _blocks(data: Bytes, dialect: Dialect, width: int) -> Iterator[list[Coded]]:
    """Yield the columns of each block of rows."""

    def split(rows: pa.Buffer) -> Iterator[list[Coded]]:
        for block in pa_csv.open_csv(*_how_to_read(rows, dialect, width, lambda _: "error", block=BLOCK)):
            yield [Coded.of(column) for column in block.columns]

    if dialect.quote:
        # A line may end within a value.
        yield from split(data.buffer)
    else:
        for blocks in CORES.map(lambda rows: list(split(rows)), _pieces(data)):
            yield from blocks


def _pieces(data: Bytes) -> Iterator[pa.Buffer]:
    """Yield a text in pieces that end where a line does."""
    whole, start = data.buffer, 0
    while start < whole.size:
        end = data.end_of_line(start, start + PIECE)
        yield whole.slice(start, end - start)
        start = end


def _split_as_a_whole(
    data: Bytes, dialect: Dialect, header: Header, ragged: list[pa_csv.InvalidRow], name: str
) -> list[list[Coded]]:
    """Return each column as one part, of the rows as wide as the header, and put the others in `ragged`."""

    def note(row: pa_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip" if len(ragged) <= limits.MOST_RAGGED_ROWS else "error"

    width = len(header.names) - header.names_without_values
    try:
        # One block: a row may be as long as the file.
        how = _how_to_read(data.buffer, dialect, width, note, block=data.buffer.size + 1)
        return [[Coded.of(column.combine_chunks())] for column in pa_csv.read_csv(*how).columns]
    except pa.ArrowInvalid as error:
        _refuse_many_ragged_rows(ragged, header, name)
        raise DashboardError(
            f"“{name}” could not be split into rows and columns: save it again as CSV (comma delimited) and upload "
            "that file."
        ) from error


def _how_to_read(
    rows: pa.Buffer, dialect: Dialect, width: int, handler: Callable[[pa_csv.InvalidRow], str], *, block: int
) -> tuple[pa.BufferReader, pa_csv.ReadOptions, pa_csv.ParseOptions, pa_csv.ConvertOptions]:
    """Return rows and how pyarrow splits them: each column as codes and its texts, with nothing else made of them."""
    positions = [str(position) for position in range(width)]
    return (
        pa.BufferReader(rows),
        # Ragged rows come with their numbers from one thread alone.
        pa_csv.ReadOptions(column_names=positions, use_threads=False, block_size=block),
        pa_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=bool(dialect.quote),
            ignore_empty_lines=False,
            invalid_row_handler=handler,
        ),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(positions, pa.dictionary(pa.int32(), pa.string())),
            strings_can_be_null=False,
            # All of it was decoded, or written by us.
            check_utf8=False,
        ),
    )


def _with_ragged_rows(
    frame: pd.DataFrame, invalid: Sequence[pa_csv.InvalidRow], dialect: Dialect, header: Header
) -> tuple[pd.DataFrame, tuple[Problem, ...], tuple[str, ...]]:
    """Return the frame with the rows of another width that are whole, and with those of one text; see `RawTable`."""
    ragged = [RaggedRow(row.number, tuple(next(dialect.records(lines_of(row.text)), ())), row.text) for row in invalid]
    width = len(header.names)
    whole = whole_rows(ragged, frame)
    frame = _with_rows(frame, {**whole, **lines_between(ragged, width)}, header.last_row)
    problems = tuple(
        Problem(
            (row.number + header.last_row,),
            "",
            row.text[:LONGEST_QUOTE],
            f"the row has {len(row.cells)} {ANOTHER_WIDTH} {width} names",
            row_kept=False,
        )
        for row in ragged
        if row.number not in whole and row.text.strip(f"{dialect.delimiter}{dialect.quote} \t\r\n")
    )
    short = sum(len(row.cells) < width for row in ragged if row.number in whole)
    long = len(whole) - short
    notes = (
        f"Rows that end before the last column: {short:,}; the cells that they leave out were read as blank.",
        f"Rows with more cells than the header has names: {long:,}; what is more in them is blank and was left out.",
    )
    return frame, problems, tuple(note for note, rows in zip(notes, (short, long), strict=True) if rows)


def _with_rows(frame: pd.DataFrame, rows: Mapping[int, Sequence[str]], rows_above: int) -> pd.DataFrame:
    """Return the frame with more rows in their places."""
    if not rows:
        return frame
    numbers = np.concatenate([frame.index.to_numpy(), np.array(list(rows)) + rows_above])
    order = np.argsort(numbers, kind="stable")
    columns = zip(frame.columns, zip(*rows.values(), strict=True), strict=True)
    joined = {position: _joined(frame[position], texts)[order] for position, texts in columns}
    return pd.DataFrame(joined, index=numbers[order], copy=False)


def _joined(column: pd.Series, texts: Sequence[str]) -> pd.Categorical:
    """Return a column of texts with more of them behind."""
    codes = {text: code for code, text in enumerate(dict.fromkeys((*column.cat.categories, *texts)))}
    more = np.fromiter(map(codes.__getitem__, texts), dtype=np.int32, count=len(texts))
    return categorical(np.concatenate([column.cat.codes.to_numpy(), more]), index_of(list(codes)))


def _refuse_too_many_rows(rows: int, name: str) -> None:
    if rows > limits.MOST_ROWS:
        raise DashboardError(
            f"“{name}” has more than {limits.MOST_ROWS:,} rows, which is the most that can be read: export a shorter "
            "period."
        )


def _refuse_torn_rows(
    ragged: Sequence[pa_csv.InvalidRow], rows: int, dialect: Dialect, header: Header, name: str
) -> None:
    """Refuse a file in many of whose rows a mark at the edge of a value has torn it, or has joined it to the next."""
    most = max(1.0, MOST_TORN * rows)
    if len(ragged) <= most:
        return
    edge = re.escape(dialect.delimiter)
    at_an_edge = re.compile(rf"""(?:^|{edge}) *["'\\]|["'\\] *(?:{edge}|$)""")
    in_full = quoted_values(dialect) if dialect.quote else re.compile(r"\Z")
    torn = [
        row.number + header.last_row for row in ragged if at_an_edge.search(in_full.sub("", row.text.strip("\r\n")))
    ]
    if len(torn) > most:
        raise DashboardError(
            f"In {len(torn):,} of the {rows:,} rows of “{name}”, the first of them row {torn[0]:,}, it is not clear at "
            "which quotation mark or backslash a value ends: save the log again as CSV, with double quotation marks "
            "around every value, and upload that file."
        )


def _refuse_long_cells(longest: int, position: int, header: Header, name: str) -> None:
    if longest > limits.LONGEST_CELL:
        raise DashboardError(
            f"A cell in column {position + 1} (“{header.names[position]}”) of “{name}” holds {longest:,} "
            f"characters, and up to {limits.LONGEST_CELL:,} can be read: shorten it and upload the file again."
        )


def _refuse_swallowed_rows(text: str, dialect: Dialect, name: str, rows_above: int = 0) -> None:
    """Refuse a file in which a quotation mark that is not closed has turned several rows into one value."""
    reader = dialect.records(lines_of(text), is_strict=True)
    for row in count(rows_above + 1):
        line = reader.line_num
        try:
            next(reader)
        except StopIteration:
            return
        except csv.Error:
            if reader.line_num > line + 1:
                raise DashboardError(
                    f"A quotation mark in row {row} of “{name}” is never closed, so the rows after it cannot be "
                    "separated: remove it and upload the file again."
                ) from None
