"""Numbers that a workbook shows as words are read as the words: whoever looks at the sheet sees nothing else."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlwt

from analysis.files.reading import read
from analysis.files.worded_formats import shown_by, shows_words

pytestmark = pytest.mark.usefixtures("parsed_here")


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ('"yes";;"no"', 1, "yes"),
        ('"yes";;"no"', -1, ""),
        ('"yes";;"no"', 0, "no"),
        ('[=1]"Yes";[=0]"No"', 1, "Yes"),
        ('[=1]"Yes";[=0]"No"', 0, "No"),
        ('[=1]"Yes";[=0]"No"', 2, None),
        ('[=1]"clear";[>1]"breakout";General', 2, "breakout"),
        ('[=1]"clear";[>1]"breakout";General', 0, None),
        (r"[Green]\y\e\s;;[Red]\n\o", 1, "yes"),
        ('"yes";"yes";"no"', -1, "yes"),
        ('0;-0;"none seen"', 0, "none seen"),
        ('0;-0;"none seen"', 3, None),
        ("✓;;✗", 0, "✗"),
    ],
)
def test_a_format_shows_the_word_of_its_section(code: str, number: float, shown: str | None) -> None:
    assert shows_words(code)
    assert shown_by(code, number) == shown


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        '0" ml"',
        '0.0"%"',
        "@",
        "yyyy\\-mm\\-dd",
        '0;-0;"-"',
        '_-* #,##0_-;_-* "-"??_-;_-@_-',
        "[$-409]d",
    ],
)
def test_a_format_of_numbers_and_days_shows_no_word(code: str) -> None:
    assert not shows_words(code)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@pytest.mark.parametrize(("code", "words"), [('"yes";;"no"', ("yes", "no")), ('"No";"No";"Yes"', ("No", "Yes"))])
def test_words_shown_are_read_and_reported(kind: str, code: str, words: tuple[str, str]) -> None:
    """Under the second format 1 means no: read as a number it turned the rate round."""
    rows = [("client", "visits", "breakout"), ("A", 0, 1), ("B", 1, 0), ("C", 3, 1), ("D", 1, "unclear")]
    file = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
            book.active.cell(book.active.max_row, 3).number_format = code
        book.save(file)
    else:
        old = xlwt.Workbook()
        sheet, style = old.add_sheet("log"), xlwt.easyxf(num_format_str=code)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell, *([style] if column == 2 else []))
        old.save(file)
    table = read(file.getvalue(), f"clinic.{kind}")
    one, zero = words
    assert list(table.frame["breakout"]) == [one, zero, one, "unclear"]
    assert list(table.frame["visits"]) == ["0", "1", "3", "1"]
    assert table.notes[-1] == (
        f"The workbook shows numbers in “breakout” as words, and the words were read: 0 as “{zero}”, 1 as “{one}”."
    )


def test_a_sum_that_is_shown_as_a_tick_is_left_a_number() -> None:
    book = openpyxl.Workbook()
    cells = [1, 0, 2, 1, 0, 1]
    for row in [("client", "date", "breakout"), *((f"C{n}", f"2026-01-{n + 1:02}", n) for n in cells), ("", "", 4)]:
        book.active.append(row)
        book.active.cell(book.active.max_row, 3).number_format = "✓;;✗"
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue(), "clinic.xlsx")
    assert list(table.frame["breakout"]) == ["✓", "✗", "✓", "✓", "✗", "✓"]
    assert [problem.rows for problem in table.set_aside] == [(8,)]
