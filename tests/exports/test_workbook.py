"""The report as a workbook has every number in full, opens again whatever a file wrote, and is the same to the byte."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from analysis.exhibits.document import Document, Placed
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.office_files import NO_DAY
from analysis.exports.workbook import LONGEST_SHEET_NAME, as_workbook, cell_format, sheet_name
from analysis.wording.numbers import cell
from analysis.wording.rates import RED_FLAGS
from tests.exports.documents import HOSTILE, hostile, sample


def opened(of: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_workbook(of)))


def texts_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_number_of_every_exhibit_is_a_number_in_its_sheet() -> None:
    of = sample()
    book = opened(of)
    sheets = book.worksheets[1 : 1 + len(of.placed)]
    assert len(of.placed) > 8
    for placed, sheet in zip(of.placed, sheets, strict=True):
        exhibit = placed.exhibit
        assert sheet["A1"].value == exhibit.heading
        assert {exhibit.finding, *exhibit.cautions, *exhibit.how, *of.caption, of.source} <= set(texts_of(sheet))
        if exhibit.numbers is not None:
            wanted = [[None if pd.isna(each) else each for each in row] for row in exhibit.numbers.to_numpy(object)]
            names, *rows = sheet.iter_rows(2, 2 + len(wanted), max_col=len(exhibit.numbers.columns), values_only=True)
            assert list(names) == list(exhibit.numbers.columns)
            for row, of_row in zip(rows, wanted, strict=True):
                # A workbook has 16 digits of a number.
                assert list(row) == [
                    pytest.approx(each, rel=1e-15) if isinstance(each, float) else (None if each == "" else each)
                    for each in of_row
                ]
            assert sheet.freeze_panes == "B3"


@pytest.mark.parametrize(
    ("value", "column", "decimals", "shown"),
    [
        (9.1428, "Rate, %", 1, "#,##0.0"),
        (100.0, "Rate, %", 1, "#,##0"),
        (0.0312, "Rate, %", 1, "#,##0.00"),
        (-8.25, "Difference per 100", 1, "#,##0.0"),
        (2381, "Treatments", 1, "#,##0"),
        (4.7361, "Odds ratio", 2, "#,##0.00"),
        (0.0312, "p", 1, "#,##0.000"),
        (0.00001, "p", 1, '"< 0.001"'),
    ],
)
def test_a_cell_shows_its_number_as_the_page_does(value: float, column: str, decimals: int, shown: str) -> None:
    assert cell_format(cell(value, column, decimals)) == shown


def test_the_first_sheet_has_the_summary_and_leads_to_the_others() -> None:
    of = sample()
    book = opened(of)
    first = book.worksheets[0]
    summary = of.summary
    said = {of.title, summary.answer, summary.links_finding, *summary.next_steps, RED_FLAGS, *of.about.values()}
    said |= {text for each in summary.key_numbers for text in (each.name, each.value, each.note)}
    assert said - {""} <= set(texts_of(first))
    places = {
        cell.hyperlink.location.rpartition("!")[0].strip("'")
        for row in first.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert places == set(book.sheetnames[1:])
    fields = texts_of(book["Codebook"])
    assert {"breakout", "acne_history", "yes, no"} <= set(fields)
    assert set(of.provenance) <= set(texts_of(book["Provenance"]))


def test_texts_of_a_file_are_texts_whatever_they_begin_with() -> None:
    of = hostile()
    book = opened(of)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    written = [str(cell.value) for cell in cells]
    for text in HOSTILE:
        assert any(each.strip() == text.replace("\x00", "").replace("\x0b", "").strip() for each in written), text
    for name in book.sheetnames:
        assert len(name) <= LONGEST_SHEET_NAME
        assert name[0] not in "=+-@'"
    archive = zipfile.ZipFile(io.BytesIO(as_workbook(of)))
    assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_sheets_have_names_that_excel_takes_each_once() -> None:
    taken: set[str] = set()
    names = [sheet_name(text, taken) for text in ("a/b:c", "A B C", "=1+1", "'", "History", "x" * 40, "x" * 50)]
    assert names == ["a b c", "A B C 2", "1+1", "Sheet", "History 2", "x" * 31, f"{'x' * 29} 2"]


def test_an_empty_table_and_one_without_a_summary_are_sheets() -> None:
    empty = Exhibit(stem="empty", heading="Empty", finding="None.", numbers=pd.DataFrame({"Month": [], "Rate, %": []}))
    of = replace(sample(), summary=None, over_time=None, codebook=None, parts=(Placed(empty, "empty", ()),))
    assert opened(of).sheetnames == ["Summary", "Empty", "Provenance"]


def test_the_same_document_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    once = as_workbook(sample())
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert as_workbook(sample()) == once
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(once)).infolist()} == {NO_DAY}


def test_nothing_of_a_table_of_two_pages_runs_out_of_the_column_that_both_have() -> None:
    wide = pd.DataFrame({f"A column with a name {k}": ["治" * 60] for k in range(12)})
    found = Exhibit(stem="wide", heading="On its own and after adjusting", finding="Linked.", numbers=wide)
    of = replace(sample(), summary=None, over_time=None, codebook=None, parts=(Placed(found, "wide", ()),))
    sheet = opened(of).worksheets[1]
    assert sheet.page_setup.fitToWidth > 1
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height >= 20
    assert all(each.min_col > 1 for each in sheet.merged_cells.ranges)
    # 60 signs as wide as two letters each.
    assert sheet.row_dimensions[3].height >= 3 * 15
