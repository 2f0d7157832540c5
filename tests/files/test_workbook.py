"""Workbooks: the right sheet, cells as the spreadsheet shows them, row numbers as it counts them."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import ODS_STYLES, changed, ods, ods_of, packed, sheet_xml, xls, xlsx

LOG = [["id", "breakout"], ["001", "yes"], ["002", "no"]]
LOCKED = "is locked with a password: open it, save a copy without one, and upload the copy"


def book(content: bytes, choices: LayoutChoices = LayoutChoices()) -> TextTable:  # noqa: B008 frozen
    return read(content, "march.xlsx", choices)


def refusal(content: bytes, choices: LayoutChoices = LayoutChoices()) -> str:  # noqa: B008 frozen
    with pytest.raises(DashboardError) as caught:
        book(content, choices)
    message = str(caught.value)
    assert "“march.xlsx”" in message
    assert message.endswith(".")
    assert ". " not in message.replace("“march.xlsx”", "")
    return message


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_every_kind_of_workbook_is_known_by_what_it_holds(make: Callable[..., bytes]) -> None:
    table = read(make({"Log": LOG}), "log.csv")
    assert table.frame.astype(str).to_numpy().tolist() == LOG[1:]
    assert table.frame.index.tolist() == [2, 3]
    assert (table.layout.sheet, table.layout.encoding, table.layout.delimiter) == ("Log", "", "")
    assert table.sheets == ("Log",)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (dt.datetime(2026, 5, 14), "2026-05-14"),  # noqa: DTZ001 spreadsheets know no time zones
        (dt.datetime(2026, 5, 14, 9, 30), "2026-05-14 09:30:00"),  # noqa: DTZ001
        (dt.date(1999, 12, 31), "1999-12-31"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(hours=30, minutes=5), "30.0833"),
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("TRUE", "TRUE"),
        ("007", "007"),
        (" padded ", " padded "),
        ("two\nlines", "two\nlines"),
        ("#N/A", ""),
        (None, ""),
    ],
)
def test_a_cell_reads_as_the_spreadsheet_shows_it(cell: object, text: str) -> None:
    table = book(xlsx({"Log": [["id", "cell"], ["a", cell], ["b", "end"]]}))
    assert table.frame["cell"].tolist() == [text, "end"]


def test_equal_cells_of_different_kinds_stay_apart() -> None:
    """In Python 1 and True are the same key."""
    table = book(xlsx({"Log": [["id", "cell"], ["a", True], ["b", 1], ["c", 0], ["d", False], ["e", "1"]]}))
    assert table.frame["cell"].tolist() == ["TRUE", "1", "0", "FALSE", "1"]


def test_row_numbers_are_those_of_the_spreadsheet() -> None:
    """Where the table starts further down and to the right, and blank rows stand in it."""
    rows = [[], [], ["", "", *LOG[0]], ["", "", *LOG[1]], [], ["", "", *LOG[2]]]
    table = book(xlsx({"Log": rows}))
    assert list(table.frame.columns) == LOG[0]
    assert table.frame.index.tolist() == [4, 6]
    assert table.layout.header_row == 3


def test_the_fullest_visible_sheet_is_read_and_the_others_are_named() -> None:
    sheets = {"Cover": [["March"]], "Log": LOG, "Old": [*LOG * 5], "Lists": [["yes"], ["no"]]}
    table = book(xlsx(sheets, hidden=["Old"]))
    assert table.layout.sheet == "Log"
    assert table.sheets == ("Cover", "Log", "Old", "Lists")
    (note,) = table.notes
    assert "sheet “Log”" in note
    assert all(f"“{name}”" in note for name in ("Cover", "Old", "Lists"))
    assert "1 of the 4 sheets are hidden" in note


def test_the_sheet_the_manager_chose_wins() -> None:
    table = book(xlsx({"Log": LOG, "April": LOG[:2]}), LayoutChoices(sheet="April"))
    assert (table.layout.sheet, len(table.frame)) == ("April", 1)


def test_choices_that_do_not_fit_a_workbook_are_refused() -> None:
    content = xlsx({"Log": LOG})
    assert "no sheet called “May”: choose one of “Log”" in refusal(content, LayoutChoices(sheet="May"))
    assert "no encoding" in refusal(content, LayoutChoices(encoding="utf-8"))
    assert "no delimiter" in refusal(content, LayoutChoices(delimiter=","))
    assert "row 9" in refusal(content, LayoutChoices(header_row=9))


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_a_workbook_without_a_row_is_refused(make: Callable[..., bytes]) -> None:
    assert "no header and no row" in refusal(make({"Log": []}))


def test_totals_and_the_header_again_are_set_aside_in_workbooks_too() -> None:
    rows: list[list[object]] = [
        ["clinic", "breakout", "cost"],
        ["Hill", "yes", 3],
        ["clinic", "breakout", "cost"],
        ["Total", None, 3],
    ]
    table = book(xlsx({"Log": rows}))
    assert table.frame.index.tolist() == [2]
    assert sorted(row for problem in table.set_aside for row in problem.rows) == [3, 4]


# Locked ----


def test_a_locked_xlsx_is_named_as_such() -> None:
    """Excel puts an encrypted workbook into a container of the old kind."""
    assert LOCKED in refusal(ole_container("EncryptedPackage", b"\x00" * 4096))


def test_a_locked_xls_is_named_as_such() -> None:
    content = xls({"Log": LOG})
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    end = start + 20
    filepass = struct.pack("<HH", 0x2F, 6) + b"\x00" * 6
    # What follows the first record of the stream gives way to the mark of encryption.
    assert LOCKED in refusal(content[:end] + filepass + content[end + len(filepass) :])


def test_a_locked_ods_is_named_as_such() -> None:
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    assert LOCKED in refusal(changed(ods({"Log": LOG}), {"META-INF/manifest.xml": manifest}))
    assert LOCKED in refusal(packed({"mimetype": "", "encrypted-package": b"\x01", "META-INF/manifest.xml": manifest}))


def test_a_locked_zip_is_named_as_such() -> None:
    content = bytearray(packed({"log.csv": "a,b\n1,2\n"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refusal(bytes(content))


# Not workbooks, and no longer workbooks ----


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "a Word document"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "a presentation"),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "binary Excel workbook"),
        ({"Index/Document.iwa": "", "Index/Tables/DataList.iwa": ""}, "an Apple document"),
        ({"a.csv": "x", "b.csv": "y"}, "an archive of 2 files"),
        ({"folder/": ""}, "an archive of 0 files"),
    ],
)
def test_other_archives_are_refused_by_name(parts: dict[str, str], what: str) -> None:
    assert what in refusal(packed(parts))


def test_an_old_word_document_is_refused_by_name() -> None:
    assert "an old Word document" in refusal(ole_container("WordDocument", b"\x00" * 4096))


@pytest.mark.parametrize("make", [xlsx, xls, ods])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_workbook_cut_short_is_refused(make: Callable[..., bytes], share: float) -> None:
    content = make({"Log": LOG})
    assert "damaged" in refusal(content[: max(int(share * len(content)), 16)])


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_a_workbook_with_any_damage_is_read_or_refused(make: Callable[..., bytes]) -> None:
    """Whatever the parsers raise, panics of compiled code included, becomes one sentence."""
    content = make({"Log": LOG})
    for start in range(0, len(content), len(content) // 12):
        damaged = bytearray(content)
        damaged[start : start + 8] = bytes(255 - byte for byte in damaged[start : start + 8])
        with suppress(DashboardError):
            assert book(bytes(damaged)).rows_read >= 0


def test_a_workbook_that_says_nothing_where_its_cells_stand_is_read() -> None:
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c></row>'
    table = book(changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": sheet_xml(rows)}))
    assert table.frame.iloc[0].tolist() == ["2", "3"]


def test_what_repeats_to_the_end_of_an_ods_sheet_is_no_row() -> None:
    """LibreOffice writes its million blank rows as one."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    table = '<table:table table:name="Log">'
    for row in LOG:
        cells = "".join(map(cell.format, row)) + '<table:table-cell table:number-columns-repeated="16382"/>'
        table += f"<table:table-row>{cells}</table:table-row>"
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    table += f'<table:table-row table:number-rows-repeated="1048573">{blank}</table:table-row></table:table>'
    read_table = book(ods_of(table))
    assert read_table.frame.astype(str).to_numpy().tolist() == LOG[1:]


def test_a_zipped_workbook_and_clutter_beside_it() -> None:
    table = book(packed({"march/log.xlsx": xlsx({"Log": LOG}), "__MACOSX/march/._log.xlsx": b"x", ".DS_Store": b"x"}))
    assert table.layout.sheet == "Log"
    assert table.notes == ("“log.xlsx” was unpacked from the archive “march.xlsx”.",)


def test_a_workbook_of_excel_95_is_read() -> None:
    """Its stream is called “Book”; it was taken for another document of Office."""
    content = bytearray(xls({"Log": [["id", "breakout"], ["1", "yes"]]}))
    place = content.index("Workbook".encode("utf-16-le"))
    content[place : place + 66] = "Book".encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 10)
    assert read(bytes(content), "log.xls").rows_read == 1


def ole_container(stream: str, content: bytes) -> bytes:
    """Return the smallest compound file with one stream: [MS-CFB], sectors of 512 bytes."""
    sectors = -(-len(content) // 512)
    free, end, fat_sector, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *[free] * 108)
    chain = [fat_sector, end, *range(3, sectors + 2), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\x00\x00"
        return struct.pack(
            "<64sHBBIII16xI16xIII", text, len(text), kind, 1, none, none, child, 0, start, size, 0
        )  # fmt: skip

    blank = struct.pack("<64sHBBIII16xI16xIII", b"", 0, 0, 0, none, none, none, 0, 0, 0, 0)
    folder = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, none, 2, len(content)) + blank * 2
    target = io.BytesIO()
    target.write(header + fat + folder + content.ljust(sectors * 512, b"\x00"))
    return target.getvalue()


@pytest.mark.parametrize("other", [None, "FF00FF00"])
def test_a_column_of_colours_is_reported_to_hold_no_text(other: str | None) -> None:
    """A blank column that means something to whoever coloured it was passed over without a word."""
    book = openpyxl.Workbook()
    book.active.append(["client", "breakout", "skin type", "room"])
    for row in range(2, 12):
        book.active.append([f"C{row:02}", None, "oily" if row % 2 else None, None])
        for column, colour in ((2, "FFFF0000" if row % 3 else other), (3, "FFFFFF00")):
            if colour is not None:
                book.active.cell(row, column).fill = PatternFill("solid", fgColor=colour)
    content = io.BytesIO()
    book.save(content)
    notes = read(content.getvalue(), "log.xlsx").notes
    assert [note for note in notes if "colour" in note] == [
        "“breakout” holds no text but coloured cells, and colours are not read: write their meaning into the cells."
    ]


def test_a_column_of_colours_in_an_open_document_is_reported_to_hold_no_text() -> None:
    style = (
        '<office:automatic-styles><style:style style:name="ce1" style:family="table-cell"><style:table-cell-properties '
        'fo:background-color="#ff0000"/></style:style></office:automatic-styles><office:body>'
    )
    rows = [["client", "breakout", "room"], *([f"C{row:02}", "", "blue"] for row in range(2, 12))]
    with zipfile.ZipFile(io.BytesIO(ods({"Log": rows}))) as archive:
        content = archive.read("content.xml").decode()
    coloured = content.replace("<office:body>", style).replace("xmlns:text=", f"{ODS_STYLES} xmlns:text=", 1)
    coloured = coloured.replace("<table:table-cell/>", '<table:table-cell table:style-name="ce1"/>')
    said = "“breakout” holds no text but coloured cells, and colours are not read: write their meaning into the cells."
    for workbook, is_said in ((coloured, True), (coloured.replace("#ff0000", "transparent"), False)):
        notes = read(changed(ods({"Log": rows}), {"content.xml": workbook}), "log.ods").notes
        assert (said in notes) is is_said
