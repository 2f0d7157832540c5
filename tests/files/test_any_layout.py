"""Any table written in any layout is read back as the same table: cells, row numbers and account of rows.

`BREAKOUT_EXAMPLES=2000 pytest tests/files/test_any_layout.py` runs the full number of cases.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.layout import DELIMITERS, LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import ods, packed, xls, xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

EXAMPLES = int(os.environ.get("BREAKOUT_EXAMPLES", "25"))
TOLD_APART = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
# Which of these a file has, its bytes do not say for certain: the manager chooses.
CHOSEN = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859-2", "iso8859-7", "koi8-r", "cp932", "gb18030",
          "big5", "cp949", "mac-roman", "cp850"]  # fmt: skip
WORDS = ["Café Zoë", "£5", "peau sèche", "Łódź ošetření", "Straße", "кожа сухая", "Κλινική", "İstanbul", "東京", "診所",
         "北京 皮肤", "피부", "עור", "👩‍⚕️"]  # fmt: skip
AWKWARD = ["", "none", "N/A", "007", "1e5", "TRUE", "12,5", "1,234.50", "50 %", "<5", "2026-05-14", "01/02/2026",
           "12:30", 'a "b" c', '6" pen', '"', "it's", "x,y;z|w\t.", "two\nlines", "two\r\nlines", "=1+1", "# no", "\\",
           "a\\"]  # fmt: skip
TITLES = ["Outcome log", "Exported on 14 May 2026", "Clinic: Harbour"]


@dataclass(frozen=True)
class Case:
    """A table and what stands around it."""

    header: list[str]
    rows: list[list[str]]
    above: list[str]
    below: int


@dataclass(frozen=True)
class Dialect:
    """How a text file is written."""

    delimiter: str
    quote: str
    quoting: int
    end: str


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    # Python's writer leaves a line feed bare where rows end in a carriage return.
    quoting = csv.QUOTE_ALL if end == "\r" else draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    return Dialect(draw(st.sampled_from(list(DELIMITERS))), draw(st.sampled_from("\"'")), quoting, end)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a table whose first columns are those of any log: a code and an outcome."""
    names = st.text(st.characters(codec="ascii", categories=("L",)), min_size=2, max_size=8).map(
        lambda text: f"c{text}"
    )
    header = ["treatment id", "breakout", *draw(st.lists(names, max_size=4, unique_by=str.casefold))]
    text = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=8)
    cell = st.one_of(st.sampled_from(AWKWARD), st.sampled_from(WORDS), text.map(str.strip))
    outcome = st.sampled_from(["yes", "no"])
    width = len(header) - 2
    drawn = draw(st.lists(st.tuples(outcome, st.lists(cell, min_size=width, max_size=width)), min_size=1, max_size=12))
    rows = [[f"T-{number:03}", breakout, *cells] for number, (breakout, cells) in enumerate(drawn)]
    above = draw(st.lists(st.sampled_from([*TITLES, ""]), max_size=4))
    return Case(header, rows, above, draw(st.integers(0, 3)))


def assert_same(case: Case, table: TextTable, rows: list[list[str]], first_row: int) -> None:
    assert list(table.frame.columns) == case.header
    assert [[str(cell) for cell in row] for row in table.frame.itertuples(index=False)] == rows
    assert table.frame.index.tolist() == list(range(first_row + 1, first_row + len(rows) + 1))
    assert table.layout.header_row == first_row
    assert table.rows_read == len(rows)
    assert table.set_aside == ()


def written(case: Case, rows: list[list[str]], dialect: Dialect) -> str:
    file = io.StringIO(newline="")
    file.write("".join(line + dialect.end for line in case.above))
    writer = csv.writer(
        file,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=dialect.quoting,
        lineterminator=dialect.end,
    )
    writer.writerow(case.header)
    writer.writerows(rows)
    file.write((dialect.end + dialect.delimiter * (len(case.header) - 1)) * case.below)
    return file.getvalue()


def with_what_an_encoding_has(rows: list[list[str]], encoding: str) -> list[list[str]]:
    return [[cell.encode(encoding, "ignore").decode(encoding).strip(" ") for cell in row] for row in rows]


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(
    case=cases(),
    encoding=st.sampled_from(TOLD_APART),
    dialect=dialects(),
    packing=st.sampled_from(["none", "none", "none", "gzip", "zip"]),
)
def test_a_unicode_text_file_in_any_layout(case: Case, encoding: str, dialect: Dialect, packing: str) -> None:
    dialect = replace(dialect, quote='"')
    content = written(case, case.rows, dialect).encode(encoding)
    if packing == "gzip":
        content = gzip.compress(content, mtime=0)
    if packing == "zip":
        content = packed({"march/log.csv": content})
    table = read(content, "log.csv")
    assert_same(case, table, case.rows, len(case.above) + 1)
    assert (table.layout.encoding, table.layout.delimiter) == (encoding, dialect.delimiter)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(case=cases(), encoding=st.sampled_from(CHOSEN), dialect=dialects())
def test_a_text_file_whose_layout_the_manager_chose(case: Case, encoding: str, dialect: Dialect) -> None:
    rows = with_what_an_encoding_has(case.rows, encoding)
    content = written(case, rows, dialect).encode(encoding)
    row = len(case.above) + 1
    table = read(content, "log.csv", LayoutChoices(encoding, dialect.delimiter, dialect.quote, row, 1))
    assert_same(case, table, rows, row)
    assert (table.layout.encoding, table.layout.quote) == (encoding, dialect.quote)


@settings(max_examples=max(EXAMPLES // 4, 12), deadline=None, derandomize=True)
@given(case=cases(), write=st.sampled_from([xlsx, xls, ods]), blank_columns=st.integers(0, 2))
def test_a_workbook_of_texts(case: Case, write: object, blank_columns: int) -> None:
    # A workbook writes a line break as one character, and an empty text as none.
    rows = [[cell.replace("\r\n", "\n") for cell in row] for row in case.rows]
    if write is xlsx:  # openpyxl makes formulas of texts that begin like one
        rows = [[cell if not cell.startswith("=") else "'" + cell for cell in row] for row in rows]
    if write is ods:  # a paragraph holds no line break and no run of blanks
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    gap = [""] * blank_columns
    lines = [[title] for title in case.above] + [[*gap, *row] for row in [case.header, *rows]] + [[""]] * case.below
    assert callable(write)
    table = read(write({"Log": lines, "Lists": [["yes"], ["no"]]}), "log.xlsx")
    assert_same(case, table, rows, len(case.above) + 1)
    assert table.sheets == ("Log", "Lists")
