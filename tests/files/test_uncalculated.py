"""Formulas that were never calculated: their column is not blank, and nobody may count it as such."""

from __future__ import annotations

import io

import pytest
import xlwt

from analysis.errors import DashboardError
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import changed, ods_of, sheet_xml, xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

ROWS = 12
PREFIX = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ASKS_TO_CALCULATE = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Log" '
    'sheetId="1" r:id="rId1"/></sheets><calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
)


def book(formula: str, parts: dict[str, str] | None = None, typed: int = 0) -> bytes:
    """Return a workbook with a column of `ROWS` formulas, of which the first `typed` are texts."""
    names = [
        f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>' for cell, text in (("A1", "id"), ("B1", "breakout"))
    ]
    rows = f'<row r="1">{"".join(names)}</row>'
    for number in range(2, ROWS + 2):
        text = f'<c r="B{number}" t="inlineStr"><is><t>no</t></is></c>'
        outcome = text if number < typed + 2 else formula.format(cell=f"B{number}")
        rows += f'<row r="{number}"><c r="A{number}"><v>{number}</v></c>{outcome}</row>'
    plain = xlsx({"Log": [["x"]]})
    own = {"xl/workbook.xml": ASKS_TO_CALCULATE.replace(' fullCalcOnLoad="1"', "")}
    return changed(plain, {"xl/worksheets/sheet1.xml": sheet_xml(rows), **own, **(parts or {})})


def refusal(content: bytes) -> str:
    with pytest.raises(DashboardError) as caught:
        read(content, "log.xlsx")
    message = str(caught.value)
    assert ". " not in message.replace("“log.xlsx”", "")
    assert message.endswith("open the file in Excel or LibreOffice, save it there, and upload it again.")
    return message


def taken(content: bytes) -> TextTable:
    return read(content, "log.xlsx")


@pytest.mark.parametrize(
    "formula",
    [
        '<c r="{cell}"><f>IF(1&gt;0,"yes","no")</f><v></v></c>',
        '<c r="{cell}"><f>IF(1&gt;0,"yes","no")</f><v/></c>',
        '<c r="{cell}"><f>IF(1&gt;0,"yes","no")</f></c>',
        '<c r="{cell}" s="1"><f t="shared" si="0"/></c><c><f t="shared" si="0">A1</f></c>',
        f'<x:c {PREFIX} r="{{cell}}"><x:f>A1</x:f></x:c>',
    ],
)
def test_a_column_of_formulas_without_a_result_is_named_and_the_file_refused(formula: str) -> None:
    assert "The column “breakout” of “log.xlsx” holds formulas without a result" in refusal(book(formula))


def test_zeros_that_a_program_wrote_in_place_of_results_are_none() -> None:
    """XlsxWriter and others write 0 and have the spreadsheet calculate: each row would say “no”."""
    formula = '<c r="{cell}"><f>IF(1&gt;0,1,0)</f><v>0</v></c>'
    assert "“breakout”" in refusal(book(formula, {"xl/workbook.xml": ASKS_TO_CALCULATE}))
    app = "<Properties><Application>Apache POI</Application></Properties>"
    assert "“breakout”" in refusal(book(formula.replace(">0<", ">0.0<"), {"docProps/app.xml": app}))


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('<c r="{cell}" t="str"><f>IF(1&gt;0,"yes","no")</f><v>yes</v></c>', "yes"),
        ('<c r="{cell}" t="str"><f>IF(1&gt;0,"","no")</f><v></v></c>', ""),
        ('<c r="{cell}"><f>0+0</f><v>0</v></c>', "0"),
        ('<c r="{cell}" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ""),
    ],
)
def test_results_are_read_also_those_that_show_nothing(formula: str, text: str) -> None:
    table = taken(book(formula))
    assert table.frame["breakout"].tolist() == [text] * ROWS
    assert not table.notes


def test_zeros_beside_other_results_were_calculated() -> None:
    content = book(
        '<c r="{cell}"><f>0+0</f><v>0</v></c><c r="C{cell}"><f>1</f><v>2</v></c>'.replace("C{cell}", "C2"),
        {"xl/workbook.xml": ASKS_TO_CALCULATE},
    )
    assert taken(content).frame["breakout"].tolist() == ["0"] * ROWS


def test_a_formula_in_the_last_row_alone_is_named_and_the_column_read() -> None:
    """A total below the treatments concerns none of them."""
    table = taken(book('<c r="{cell}"><f>SUM(B2:B9)</f></c>', typed=ROWS - 1))
    assert table.frame["breakout"].tolist() == ["no"] * (ROWS - 1) + [""]
    assert "The formula in B13 has no result and was read as blank" in table.notes[0]


def test_a_few_formulas_among_texts_are_too_many() -> None:
    assert "“breakout”" in refusal(book('<c r="{cell}"><f>A1</f></c>', typed=ROWS - 3))


def test_open_document_and_the_old_format() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = f"<table:table-row>{cell.format('id')}{cell.format('breakout')}</table:table-row>"
    formula = '<table:table-cell table:formula="of:=IF([.A1];1;0)"/>'
    rows += "".join(f"<table:table-row>{cell.format(number)}{formula}</table:table-row>" for number in range(5))
    assert "“breakout”" in refusal(ods_of(f'<table:table table:name="Log">{rows}</table:table>'))

    old = xlwt.Workbook()
    sheet = old.add_sheet("Log")
    for column, text in enumerate(["id", "breakout"]):
        sheet.write(0, column, text)
    for number in range(1, 6):
        sheet.write(number, 0, number)
        sheet.write(number, 1, xlwt.Formula('IF(1>0;"yes";"no")'))
    target = io.BytesIO()
    old.save(target)
    assert "“breakout”" in refusal(target.getvalue())
