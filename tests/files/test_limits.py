"""No file takes the machine's memory: every limit holds at one less, at itself and at one more."""

from __future__ import annotations

import gzip
import io
import resource
import time
import zipfile

import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.archive import Archive
from analysis.files.layout import LayoutChoices
from analysis.files.limits import limits_in_words
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import changed, ods_of, packed, sheet_xml, xls, xlsx

LOG = [["id", "breakout"], ["1", "yes"]]
NEAR = [-1, 0, 1]


def assert_limit(content: bytes, over: int, message: str) -> None:
    """Assert that a file up to its limit is read, and one over it refused in a sentence."""
    if over <= 0:
        assert isinstance(read(content, "log.xlsx"), TextTable)
        return
    with pytest.raises(DashboardError, match=message) as caught:
        read(content, "log.xlsx")
    assert str(caught.value).endswith(".")


def with_sheet(rows: str, **parts: str) -> bytes:
    return changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": sheet_xml(rows), **parts})


def cell(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


# Text files ----


@pytest.mark.parametrize("over", NEAR)
def test_the_size_of_a_file(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"id,breakout\n1,yes\n"
    monkeypatch.setattr(limits, "MOST_BYTES", len(content) - over)
    assert_limit(content, over, "MB, which is the most")


@pytest.mark.parametrize("over", NEAR)
def test_the_rows_of_a_text_file(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 50)
    assert_limit(b"id,breakout\n" + b"1,yes\n" * (50 + over), over, "more than 50 rows")


@pytest.mark.parametrize("over", NEAR)
def test_ragged_rows_are_rows(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is kept for the account, so they must end somewhere as well."""
    monkeypatch.setattr(limits, "MOST_ROWS", 50)
    assert_limit(b"id,breakout\n" + b"1,yes\n" * 30 + b"1\n" * (20 + over), over, "more than 50 rows")


@pytest.mark.parametrize("over", NEAR)
def test_the_lines_of_a_text_file(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LINES", 60)
    assert_limit(b"id,breakout\n1,yes\n" + b"\n" * (58 + over), over, "lines, and up to 60")


@pytest.mark.parametrize("over", NEAR)
def test_the_columns_of_a_text_file(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_COLUMNS", 200)
    width = 200 + over
    header = ",".join(f"c{position}" for position in range(width))
    assert_limit(f"{header}\n{'1,' * (width - 1)}1\n".encode(), over, "columns, and up to 200")


@pytest.mark.parametrize("over", NEAR)
def test_the_characters_of_a_cell_of_a_text_file(over: int) -> None:
    long = "é" * (limits.LONGEST_CELL + over)
    assert_limit(f'id,note\n1,"{long}"\n'.encode(), over, "column 2 .“note”. .* holds 1,000,001 characters")


def test_a_cell_of_five_megabytes_and_ten_thousand_columns_are_refused_in_no_time() -> None:
    start = time.perf_counter()
    assert_limit(b'id,note\n1,"' + b"x" * 5_000_000 + b'"\n', 1, "5,000,000 characters")
    assert_limit(b"c," * 9_999 + b"c\n" + b"1," * 9_999 + b"1\n", 1, "10,000 columns, and up to 2,000")
    assert_limit(with_sheet(f'<row r="1">{cell("A1", "x" * 5_000_000)}</row>'), 1, "1,000,000 characters")
    assert_limit(with_sheet(f'<row r="1">{cell("A1")}{cell("NTP1")}</row>'), 1, "column 10,000, and up to 2,000")
    assert time.perf_counter() - start < 5


# Workbooks ----


@pytest.mark.parametrize("over", NEAR)
def test_the_rows_of_a_sheet(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 1000)
    row = 1000 + over
    assert_limit(with_sheet(f'<row r="1">{cell("A1")}</row><row r="{row}">{cell(f"A{row}")}</row>'), over, "row 1,001")


@pytest.mark.parametrize("over", NEAR)
def test_the_rows_of_a_sheet_that_does_not_number_them(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    assert_limit(with_sheet("<row><c><v>1</v></c></row>" * (100 + over)), over, "row 101")


@pytest.mark.parametrize("over", NEAR)
@pytest.mark.parametrize("numbered", [True, False])
def test_the_columns_of_a_sheet(
    over: int,
    numbered: bool,  # noqa: FBT001 parameter of a test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_COLUMNS", 200)
    letters = {-1: "GQ", 0: "GR", 1: "GS"}[over]
    far = f'<row r="1">{cell("A1")}{cell(f"{letters}1")}</row>'
    many = f"<row>{'<c><v>1</v></c>' * (200 + over)}</row>"
    assert_limit(with_sheet(far if numbered else many), over, "column 201")


@pytest.mark.parametrize("over", NEAR)
def test_the_area_of_a_sheet(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cells in far corners make a parser hold all between them."""
    monkeypatch.setattr(limits, "MOST_CELLS", 1000 - over)
    assert_limit(with_sheet(f'<row r="1">{cell("A1")}</row><row r="100">{cell("J100")}</row>'), over, "100 rows and 10")


@pytest.mark.parametrize("over", NEAR)
def test_the_area_of_a_sheet_in_the_old_format(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000 - over)
    rows: list[list[object]] = [["id"], *[[]] * 98, [*[""] * 9, "x"]]
    assert_limit(xls({"Log": rows}), over, "100 rows and 10")


@pytest.mark.parametrize("over", NEAR)
def test_the_area_of_an_ods_sheet(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000 - over)
    filled = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rows = (
        f'<table:table table:name="Log"><table:table-row>{filled}</table:table-row>'
        '<table:table-row table:number-rows-repeated="98"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="9"/>{filled}</table:table-row>'
        "</table:table>"
    )
    assert_limit(ods_of(rows), over, "100 rows and 10")


@pytest.mark.parametrize("over", NEAR)
def test_the_characters_of_a_cell_of_a_sheet(over: int) -> None:
    long = "x" * (limits.LONGEST_CELL + over)
    assert_limit(
        with_sheet(f'<row r="1">{cell("A1")}</row><row r="2">{cell("A2", long)}</row>'), over, "1,000,000 char"
    )


@pytest.mark.parametrize("over", NEAR)
def test_the_text_that_many_cells_show(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook keeps a text once: a small file may show it a million times, each a copy in memory."""
    text = f"<si><t>{'x' * 984}</t></si>"
    monkeypatch.setattr(limits, "MOST_SHEET_TEXT", 20 * len(f"{text}</sst>") - over)
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 21))
    shared = f'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'
    content = with_sheet(rows, **{"xl/sharedStrings.xml": shared})
    assert_limit(content, over, "characters together")


@pytest.mark.parametrize("row", ['<table:table-row table:number-rows-repeated="1000000">', "<table:table-row>"])
def test_what_an_ods_sheet_repeats_counts_each_time(row: str) -> None:
    repeated = '<table:table-cell table:number-columns-repeated="1500" office:value-type="string">'
    cells = f"{repeated}<text:p>{'x' * 900_000}</text:p></table:table-cell>"
    content = ods_of(f'<table:table table:name="a">{row}{cells}</table:table-row></table:table>')
    assert_limit(content, 1, "characters together|cells can be read")


# Archives ----


@pytest.mark.parametrize("over", NEAR)
def test_the_parts_of_a_workbook(over: int) -> None:
    content = changed(xlsx({"Log": LOG}), {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        more = limits.MOST_PARTS - len(archive.namelist()) + over
    assert_limit(changed(content, {f"xl/media/{n}.png": b"" for n in range(more)}), over, "2,001 parts")


@pytest.mark.parametrize("over", NEAR)
def test_the_unpacked_size_of_an_archive(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"id,breakout\n1,yes\n"
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", len(content) - over)
    assert_limit(packed({"log.csv": content}), over, "unpacks to more")
    assert_limit(gzip.compress(content, mtime=0), over, "unpacks to more")


@pytest.mark.parametrize("over", NEAR)
def test_the_ratio_of_an_archive(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"id,breakout\n" + b"1,yes\n" * 2000
    archive = packed({"log.csv": content})
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        size = opened.infolist()[0].compress_size
    monkeypatch.setattr(limits, "LEAST_BYTES_FOR_RATIO", len(content) - 1)
    monkeypatch.setattr(limits, "MOST_UNPACKED_RATIO", (len(content) - over) / size)
    assert_limit(archive, over, "times its size, as files made to do harm")
    zipped = gzip.compress(content, mtime=0)
    monkeypatch.setattr(limits, "LEAST_BYTES_FOR_RATIO", len(content) - over)
    monkeypatch.setattr(limits, "MOST_UNPACKED_RATIO", 0)
    assert_limit(zipped, over, "unpacks to more")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Two billion zeros in two megabytes, in a sheet, in an archive and in gzip."""
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("log.csv", "w") as part:
        for _ in range(200):
            part.write(b"0" * 1_000_000)
    assert_limit(target.getvalue(), 1, "unpacks to more than 100 times")
    assert_limit(gzip.compress(b"0" * 200_000_000, mtime=0), 1, "unpacks to more")
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert_limit(target.getvalue(), 1, "unpacks to more than 100 times")
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000


def test_a_part_that_is_larger_than_it_says_is_not_unpacked_further() -> None:
    content = bytearray(packed({"log.csv": b"id,breakout\n" + b"1,yes\n" * 50_000}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert_limit(bytes(content), 1, "damaged")
    with pytest.raises(DashboardError):
        Archive(bytes(content), "log.zip").part("log.csv")


def test_one_name_for_two_parts_is_refused() -> None:
    """Two programs would read two different files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("log.csv", "a,b\n1,2\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("log.csv", "a,b\n3,4\n")
    assert_limit(target.getvalue(), 1, "damaged")


def test_an_archive_whose_file_has_no_name() -> None:
    """Found by tests/fuzz: the standard library stumbles over it."""
    content = bytearray(packed({"x": "breakout\nyes\n"}))
    name_length = 28
    content[content.rfind(b"PK\x01\x02") + name_length] = 0
    assert_limit(bytes(content), 1, "damaged")


# Entities ----

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/x.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_part_of_a_workbook_may_define_entities(part: str, encoding: str) -> None:
    xml = f"<?xml version='1.0'?>{BOMB}<x>&c;&f;</x>".encode(encoding)
    assert_limit(changed(xlsx({"Log": LOG}), {part: xml}), 1, "definitions that no spreadsheet program writes")


def test_no_ods_may_define_entities() -> None:
    content = changed(ods_of(""), {"content.xml": f"<?xml version='1.0'?>{BOMB}<x>&c;</x>"})
    assert_limit(content, 1, "definitions that no spreadsheet program writes")


# Names ----


@pytest.mark.parametrize(
    "name", ["../../etc/passwd/log.csv", r"C:\Users\clinic\log.csv", "/log.csv", r"..\log.csv", "a/b\\log.csv"]
)
def test_a_path_in_a_file_name_is_no_path(name: str) -> None:
    assert read(b"id,breakout\n1,yes\n", name).file_name == "log.csv"


@pytest.mark.parametrize("name", ["../../evil.csv", "/tmp/evil.csv", r"..\evil.csv"])  # noqa: S108 a hostile name
def test_a_path_in_an_archive_is_no_path(name: str) -> None:
    table = read(packed({name: b"id,breakout\n1,yes\n"}), "log.zip")
    assert table.notes == ("“evil.csv” was unpacked from the archive “log.zip”.",)


# Words ----


def test_every_limit_is_given_in_words() -> None:
    said = " ".join(limits_in_words())
    for name, limit in vars(limits).items():
        if name.startswith(("MOST", "LONGEST", "LEAST")):
            shown = limit // limits.MEGABYTE if name.endswith(("BYTES", "TEXT", "RATIO")) and limit > 1000 else limit
            assert f"{shown:,}" in said, name
    assert all(sentence.endswith(".") for sentence in limits_in_words())


def test_the_choice_of_a_sheet_does_not_lift_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 3)
    with pytest.raises(DashboardError, match="cells can be read"):
        read(xlsx({"Log": LOG, "Other": [["a"]]}), "log.xlsx", LayoutChoices(sheet="Other"))
