"""What a sheet hides is read and said; what was a real date stays known; a duration is a number of hours."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
import xlwt

from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.identifiers.screening import screen
from tests.files.workbooks import ods_of

pytestmark = pytest.mark.usefixtures("parsed_here")

ROWS = [["id", "clinic", "breakout"], ["a", "Hill", "no"], ["b", "Hill", "yes"], ["c", "Quay", "no"]]


def xlsx_with(
    change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None], rows: list[list[object]] | None = None
) -> TextTable:
    book = openpyxl.Workbook()
    for row in rows or ROWS:
        book.active.append(row)
    change(book.active)
    target = io.BytesIO()
    book.save(target)
    return read(target.getvalue(), "log.xlsx")


# Hidden ----


def test_hidden_rows_and_columns_are_read_and_counted() -> None:
    def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["F"].hidden = True

    table = xlsx_with(hide)
    assert len(table.frame) == 3
    (note,) = table.notes
    assert note.startswith("In the sheet “Sheet” 2 rows are hidden and the column “clinic” is hidden; hidden rows")


def test_rows_hidden_by_a_filter_are_called_so() -> None:
    def filtered(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.sheet_properties.filterMode = True
        sheet.auto_filter.ref = "A1:C4"
        sheet.row_dimensions[2].hidden = True

    assert "1 row is hidden by a filter" in xlsx_with(filtered).notes[0]


def test_hidden_rows_of_the_old_format_and_of_open_document() -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("Log")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    target = io.BytesIO()
    old.save(target)
    (note,) = read(target.getvalue(), "log.xls").notes
    assert "1 row is hidden and the column “clinic” is hidden" in note

    rows = ""
    for number, row in enumerate(ROWS):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        filtered = ' table:visibility="filter"' if number > 1 else ""
        rows += f"<table:table-row{filtered}>{cells}</table:table-row>"
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    (note,) = read(ods_of(f'<table:table table:name="Log">{columns}{rows}</table:table>'), "log.ods").notes
    assert "2 rows are hidden by a filter and the column “breakout” is hidden" in note


# Dates among texts ----


def mixed() -> TextTable:
    rows: list[list[object]] = [
        ["id", "date", "breakout"],
        ["a", dt.date(2026, 5, 1), "no"],
        ["b", "1/13/2026", "yes"],
        ["c", dt.date(2026, 8, 1), "no"],
    ]
    return xlsx_with(lambda _: None, rows)


def test_a_column_of_dates_and_texts_keeps_which_was_which() -> None:
    """A spreadsheet of the other order made dates of the days up to 12, day and month swapped, and left the others."""
    table = mixed()
    assert table.frame["date"].tolist() == ["2026-05-01", "1/13/2026", "2026-08-01"]
    assert table.date_cells == {"date": frozenset({"2026-05-01", "2026-08-01"})}


@pytest.mark.parametrize("other", [dt.date(2026, 8, 1), "not known", 7])
def test_where_all_dates_are_real_nothing_is_kept(other: object) -> None:
    rows: list[list[object]] = [["id", "date", "breakout"], ["a", dt.date(2026, 5, 1), "no"], ["b", other, "yes"]]
    assert xlsx_with(lambda _: None, rows).date_cells == {}


def test_what_was_a_date_goes_with_its_column() -> None:
    """Under another name, and out of the table with what points to a person."""
    table = mixed()
    assert table.renamed(["id", "day", "breakout"]).date_cells == {"day": table.date_cells["date"]}
    assert screen(table).table.date_cells == table.date_cells
    births: list[list[object]] = [
        ["id", "date of birth", "breakout"],
        ["a", dt.date(1986, 5, 1), "no"],
        ["b", "1/13/1986", "yes"],
    ]
    screened = screen(xlsx_with(lambda _: None, births))
    assert screened.findings
    assert screened.table.date_cells == {}


# Durations ----


@pytest.mark.parametrize(("hours", "text"), [(36, "36"), (0.5, "0.5"), (1 / 3, "0.3333")])
def test_a_duration_is_a_number_of_hours(hours: float, text: str) -> None:
    rows: list[list[object]] = [
        ["id", "onset", "breakout"],
        ["a", dt.timedelta(hours=hours), "no"],
        ["b", dt.timedelta(hours=48), "yes"],
    ]
    table = xlsx_with(lambda _: None, rows)
    assert table.frame["onset"].tolist() == [text, "48"]
    assert table.notes == ("The durations in “onset” were read as numbers of hours.",)


@pytest.mark.parametrize(
    ("second", "texts"), [("PT48H00M00S", ["9.5", "48"]), ("PT10H05M00S", ["09:30:00", "10:05:00"])]
)
def test_times_of_open_document_are_durations_where_one_lasts_a_day(second: str, texts: list[str]) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    time = '<table:table-cell office:value-type="time" office:time-value="{}"><text:p>x</text:p></table:table-cell>'
    rows = f"<table:table-row>{text.format('id')}{text.format('time')}</table:table-row>"
    rows += "".join(
        f"<table:table-row>{text.format('a')}{time.format(each)}</table:table-row>" for each in ("PT09H30M00S", second)
    )
    assert (
        read(ods_of(f'<table:table table:name="Log">{rows}</table:table>'), "log.ods").frame["time"].tolist() == texts
    )
