"""Workbooks in one XML file: Excel 2003's, mostly called .xls, and OpenDocument's .fods."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.layout import ALL_SHEETS, LayoutChoices
from analysis.files.reading import read
from analysis.files.spreadsheet_xml import spreadsheet_xml_texts

pytestmark = pytest.mark.usefixtures("parsed_here")

OPENING = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{definitions}<Workbook '
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">{sheets}</Workbook>'
)


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<Row {more}>{''.join(cells)}</Row>"


def sheet(*rows: str, name: str = "Log", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{more}</Worksheet>'


def book(*sheets: str, definitions: str = "") -> bytes:
    return OPENING.format(sheets="".join(sheets), definitions=definitions).encode()


HEADER = row(cell("clinic"), cell("seen"), cell("breakout"))
FIRST = row(cell("Hill"), cell("2026-01-05T00:00:00.000", "DateTime"), cell("yes"))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (("1.5", "Number"), "1.5"),
        (("3", "Number"), "3"),
        (("1", "Boolean"), "TRUE"),
        (("2026-01-05T09:30:00.000", "DateTime"), "2026-01-05 09:30:00"),
        (("1899-12-31T09:30:00.000", "DateTime"), "09:30:00"),
        (("1900-01-01T12:00:00.000", "DateTime"), "36"),
        (("#N/A", "Error"), ""),
        (("no number", "Number"), "no number"),
        (("<B xmlns='http://www.w3.org/TR/REC-html40'>b</B>old", "String"), "bold"),
    ],
)
def test_a_cell_reads_as_the_spreadsheet_shows_it(written: tuple[str, str], text: str) -> None:
    table = read(book(sheet(HEADER, FIRST, row(cell("Hill"), cell(*written), cell("no")))), "log.xls")
    assert table.frame["seen"].tolist() == ["2026-01-05", text]
    assert table.layout.sheet == "Log"


def test_cells_stand_where_they_say() -> None:
    rows = (
        row(cell("Hill"), cell("no", more='ss:Index="3"'), more='ss:Index="4"'),
        row(cell("Quay"), cell("x"), more='ss:Index="7"'),
    )
    table = read(book(sheet(HEADER, *rows)), "log.xls")
    assert table.frame.index.tolist() == [4, 7]
    assert table.frame.loc[4].tolist() == ["Hill", "", "no"]


def test_merged_hidden_and_uncalculated_cells_are_known() -> None:
    merged = row(cell("Hill", more='ss:MergeDown="1"'), cell("x"), cell("yes"), more='ss:Hidden="1"')
    covered = row(cell("y", more='ss:Index="2"'), '<Cell ss:Formula="=1+1"/>')
    table = read(book(sheet('<Column ss:Index="2" ss:Hidden="1"/>', HEADER, merged, covered)), "log.xls")
    assert table.frame["clinic"].tolist() == ["Hill", "Hill"]
    assert "1 row is hidden and the column “seen” is hidden" in table.notes[0]
    assert "The formula in C3 has no result" in table.notes[1]
    never = row(cell("Hill"), cell("x"), '<Cell ss:Formula="=1+1"/>')
    with pytest.raises(DashboardError, match=r"“breakout” of “log\.xls” holds formulas without a result"):
        read(book(sheet(HEADER, *[never] * 4)), "log.xls")


def test_a_remark_is_no_value() -> None:
    remark = '<Cell><Data ss:Type="String">Hill</Data><Comment><ss:Data>call her</ss:Data></Comment></Cell>'
    assert read(book(sheet(HEADER, row(remark, cell("x"), cell("no")))), "log.xls").frame["clinic"].tolist() == ["Hill"]


def test_its_sheets_are_those_of_a_workbook() -> None:
    options = "<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'>{}</WorksheetOptions>"
    hidden = options.format("<Visible>SheetHidden</Visible>")
    content = book(
        sheet(HEADER, FIRST, name="Jan"),
        sheet(HEADER, FIRST, name="Feb"),
        sheet(HEADER, *[FIRST] * 5, name="Old", more=hidden),
    )
    table = read(content, "log.xls")
    assert (table.layout.sheet, table.sheets, table.same_header_sheets) == ("Jan", ("Jan", "Feb", "Old"), ("Feb",))
    assert read(content, "log.xls", LayoutChoices(sheet="Old")).rows_read == 5
    assert read(content, "log.xls", LayoutChoices(sheet=ALL_SHEETS)).frame["Sheet"].tolist() == ["Jan", "Feb"]


@pytest.mark.parametrize(
    "content",
    [
        book(sheet(HEADER, FIRST))[:-40],
        book(sheet(HEADER, "<Row><Cell>&nbsp;</Cell></Row>")),
        book(sheet()),
        book(),
        book(sheet(HEADER, FIRST), definitions='<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
        book(sheet(HEADER, FIRST), definitions='<!DOCTYPE x SYSTEM "http://nowhere.invalid/x.dtd">'),
        book(sheet(HEADER, row(cell("x"), more='ss:Index="999999999"'))),
        book(sheet(HEADER, row(cell("x", more='ss:Index="999999999"')))),
    ],
    ids=["cut", "entity", "blank", "no sheet", "entities", "fetches", "far down", "far out"],
)
def test_what_is_damaged_or_made_to_do_harm_costs_one_sentence(content: bytes) -> None:
    with pytest.raises(DashboardError) as caught:
        read(content, "log.xls")
    assert str(caught.value).endswith(".")


def test_two_cells_in_far_corners_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000)
    far = row(cell("x", more='ss:Index="50"'), more='ss:Index="500"')
    with pytest.raises(DashboardError, match="spans 500 rows and 50 columns"):
        spreadsheet_xml_texts(book(sheet(HEADER, far)), "log.xls", None)


def fods(definitions: str = "") -> bytes:
    def texts(*cells: str) -> str:
        one = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        return f"<table:table-row>{''.join(map(one.format, cells))}</table:table-row>"

    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{definitions}<office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="Log">{texts("clinic", "breakout")}{texts("Hill", "no")}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    ).encode()


def test_a_flat_open_document_workbook_is_read() -> None:
    table = read(fods(), "log.fods")
    assert table.frame.astype(str).to_numpy().tolist() == [["Hill", "no"]]
    with pytest.raises(DashboardError, match="definitions"):
        read(fods('<!DOCTYPE x [<!ENTITY a "b">]>'), "log.fods")
