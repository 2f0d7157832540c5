"""What a workbook says of its own size is held against its bytes: the parser would make room for all of it at once."""

from __future__ import annotations

import io
import struct

import olefile
import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.reading import read
from tests.files.workbooks import changed, ods_of, shared_texts, sheet_xml, xls, xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

LOG = [["id", "breakout"], ["1", "yes"], ["2", "no"]]
IMPOSSIBLE = "“log” is larger inside than its size allows"
HUGE = [limits.MOST_CELLS + 1, 2**31 - 1, 2**31, 2**32 - 1]


def refused(content: bytes, message: str) -> None:
    with pytest.raises(DashboardError, match=message):
        read(content, "log")


def rows_read(content: bytes) -> int:
    return read(content, "log").rows_read


# .xlsx ----


@pytest.mark.parametrize("count", [*HUGE, 10**30, int("9" * 4000)])
@pytest.mark.parametrize("attribute", ["uniqueCount='{}'", 'count="{}"', 'count="9"\n uniqueCount = " +{}"'])
def test_shared_texts(count: int, attribute: str) -> None:
    texts = shared_texts("<si><t>a</t></si>", attribute.format(count))
    refused(changed(xlsx({"Log": LOG}), {"xl/sharedStrings.xml": texts}), IMPOSSIBLE)


@pytest.mark.parametrize(
    ("part", "element"),
    [
        ("xl/styles.xml", '<cellXfs count="{}"><xf/></cellXfs>'),
        ("xl/workbook.xml", '<sheets count="{}"/>'),
        ("xl/worksheets/sheet2.xml", '<mergeCells count="{}"><mergeCell ref="A1:B1"/></mergeCells>'),
    ],
)
def test_every_list_of_a_workbook(part: str, element: str) -> None:
    refused(changed(xlsx({"Log": LOG}), {part: element.format(2**31)}), IMPOSSIBLE)


@pytest.mark.parametrize("before", [2**20 - 40, 10**6 - 12, 10**6 - 3])
def test_a_count_is_seen_where_the_pieces_of_a_part_are_cut(before: int) -> None:
    texts = f"<!-- {'x' * before} -->" + shared_texts("<si/>", 'uniqueCount="2147483648"')
    refused(changed(xlsx({"Log": LOG}), {"xl/sharedStrings.xml": texts}), IMPOSSIBLE)


def test_a_program_that_counts_every_use_of_a_text_is_no_attacker() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}" t="s"><v>1</v></c></row>' for row in range(1, 4)
    )
    texts = shared_texts(
        "<si><t>breakout</t></si><si><t>yes</t></si>", f'count="{limits.MOST_CELLS}" uniqueCount="900"'
    )
    parts = {"xl/worksheets/sheet1.xml": sheet_xml(rows), "xl/sharedStrings.xml": texts}
    assert rows_read(changed(xlsx({"Log": LOG}), parts)) == 2


def test_a_reference_of_many_letters_is_refused_at_once() -> None:
    """Worked out in full, a million letters would take an hour."""
    row = f'<row r="1"><c r="{"A" * 900_000}1"><v>1</v></c></row>'
    refused(changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": sheet_xml(row)}), "columns can be read")


def test_a_cell_may_say_what_it_likes_of_a_count() -> None:
    rows = [["breakout", "remark"], ["yes", 'the cell count="12345678901" in the lab']]
    assert rows_read(xlsx({"Log": rows})) == 1


# .xls ----


def xls_with(kind: int, layout: str, position: int, value: int) -> bytes:
    """Return an old workbook with a number in its first record of a kind replaced."""
    content = bytearray(xls({"Log": LOG}))
    stream = olefile.OleFileIO(io.BytesIO(bytes(content))).openstream("Workbook").read()
    at = 0
    while struct.unpack_from("<H", stream, at)[0] != kind:
        at += 4 + struct.unpack_from("<H", stream, at + 2)[0]
    start = content.find(stream[at : at + 16])
    assert start >= 0
    struct.pack_into(layout, content, start + 4 + position, value)
    return bytes(content)


@pytest.mark.parametrize("count", HUGE)
@pytest.mark.parametrize("position", [0, 4], ids=["all texts", "distinct texts"])
def test_the_string_table_of_an_old_workbook(position: int, count: int) -> None:
    refused(xls_with(0x00FC, "<I", position, count), IMPOSSIBLE)


def test_the_used_area_that_an_old_sheet_declares() -> None:
    refused(xls_with(0x0200, "<I", 4, 2**31 - 1), IMPOSSIBLE)
    refused(xls_with(0x0200, "<I", 0, 4096), IMPOSSIBLE)  # begins behind its end: found by tests/fuzz
    assert rows_read(xls_with(0x0200, "<I", 4, 65_536)) == 2


@pytest.mark.parametrize("position", [40, 44, 64], ids=["folder", "table of sectors", "table of small sectors"])
def test_the_sectors_that_a_container_declares(position: int) -> None:
    content = bytearray(xls({"Log": LOG}))
    struct.pack_into("<I", content, position, 2**31 - 1)
    refused(bytes(content), IMPOSSIBLE)


@pytest.mark.parametrize("entry", [0, 1], ids=["root", "workbook"])
def test_the_size_that_a_container_declares_of_a_stream(entry: int) -> None:
    content = bytearray(xls({"Log": LOG}))
    (folder,) = struct.unpack_from("<I", content, 48)
    struct.pack_into("<I", content, 512 * (folder + 1) + 128 * entry + 120, 2**31 - 1)
    refused(bytes(content), IMPOSSIBLE)


# .ods ----


def ods_cells(cells: str) -> bytes:
    return ods_of(
        f'<table:table table:name="a"><table:table-row>{ods_cell("breakout")}</table:table-row>'
        f"<table:table-row>{cells}</table:table-row></table:table>"
    )


def ods_cell(text: str, times: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize("blanks", [limits.LONGEST_CELL + 1, 2_000_000_000, 2**63, 10**30])
def test_blanks_that_are_written_as_their_number(blanks: int) -> None:
    refused(ods_cells(ods_cell(f'yes<text:s text:c="{blanks}"/>')), "holds more than 1,000,000 characters")


def test_many_runs_of_blanks_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    run = '<text:s text:c="400"/>'
    refused(ods_cells(ods_cell(3000 * run)), "holds more than 1,000,000 characters")
    monkeypatch.setattr(limits, "MOST_SHEET_TEXT", 5_000)
    refused(ods_cells(ods_cell(run, times=20)), "characters together")


def test_a_few_blanks_are_blanks() -> None:
    table = read(ods_cells(ods_cell('yes<text:s text:c="3"/>please')), "log")
    assert table.frame["breakout"].tolist() == ["yes   please"]
