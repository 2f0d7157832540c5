"""Web pages called .xls: read where they hold one table of rows, named where they do not, run never."""

from __future__ import annotations

import base64

import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.files.web_page import web_page_texts

pytestmark = pytest.mark.usefixtures("parsed_here")

HEADER = "<tr><th>client</th><th>clinic</th><th>breakout</th></tr>"
ROWS = "<tr><td>a</td><td>Hill</td><td>yes</td></tr><tr><td>b</td><td>Quay</td><td>no</td></tr>"
LOG = f"<table>{HEADER}{ROWS}</table>"
CELLS = [["a", "Hill", "yes"], ["b", "Quay", "no"]]


def page(body: str) -> TextTable:
    return read(f"<html><body>{body}</body></html>".encode(), "log.xls")


def cells(table: TextTable) -> list[list[str]]:
    texts: list[list[str]] = table.frame.astype(str).to_numpy().tolist()
    return texts


def refusal(content: str) -> str:
    with pytest.raises(DashboardError) as caught:
        read(content.encode(), "log.xls")
    message = str(caught.value)
    assert message.endswith(".")
    assert ". " not in message.replace("“log.xls”", "")
    return message


BODIES = {
    "plain": LOG,
    "capitals": LOG.replace("table", "TABLE").replace("tr>", "TR>").replace("td>", "TD>").replace("th>", "TH>"),
    "no ends": LOG.replace("</td>", "").replace("</th>", "").replace("</tr>", ""),
    "cut": LOG.replace("</table>", ""),
    "layout": f"<table><tr><td>menu</td><td>{LOG}</td></tr></table>",
    "particulars": f"<table><tr><td>Report</td><td>March</td></tr><tr><td>By</td><td>us</td></tr></table>{LOG}",
    "title": f"<table><tr><td>a title</td></tr></table><h1>March</h1>{LOG}",
    "script": f"<script>document.write('<table><tr><td>x')</script><style>td {{ color: red }}</style>{LOG}",
    "remark": f"<!-- <table> --><div><center>{LOG}</center></div>",
    "two pages": LOG.replace("</tr><tr><td>b", f"</tr></table><p>Page 2</p><table>{HEADER}<tr><td>b"),
    "header apart": f"<table>{HEADER.replace('th>', 'td>')}</table><div><table>{ROWS}</table></div>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_one_table_of_rows_is_read(body: str) -> None:
    table = page(body)
    assert list(table.frame.columns) == ["client", "clinic", "breakout"]
    assert cells(table) == CELLS
    assert table.sheets == ("Table",)


def test_cells_read_as_the_page_shows_them() -> None:
    table = page(
        f"<table>{HEADER}<tr><td>&nbsp;M&uuml;ller<br>\n Co&#46;</td><td><b>H</b>ill <script>x</script></td>"
        '<td><img src="http://nowhere.invalid/tick.png" alt="yes"></td></tr>'
        '<tr><td>b</td><td><input type="checkbox" checked></td><td><input type=checkbox></td></tr></table>'
    )
    assert cells(table) == [["Müller Co.", "Hill", "yes"], ["b", "TRUE", "FALSE"]]


def test_cells_over_several_rows_fill_each_and_those_to_the_side_group_the_header() -> None:
    table = page(
        "<table><tr><th rowspan=2>clinic<th colspan=2>visit<tr><th>client<th>breakout"
        "<tr><td rowspan=2>Hill<td>a<td>no<tr><td>b<td>yes<tr><td>Quay<td>c<td>no</table>"
    )
    assert list(table.frame.columns) == ["clinic", "visit / client", "visit / breakout"]
    assert table.frame["clinic"].tolist() == ["Hill", "Hill", "Quay"]
    assert any("merged cell" in note for note in table.notes)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""), ("utf-8", '<meta charset="utf-8">'), ("utf-16", ""), ("utf-8-sig", ""),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("cp1251", "<meta charset=windows-1251>"), ("cp1252", '<meta charset="no-such-thing">'),
        ("cp932", "<META CHARSET=Shift_JIS>"),
    ],
)  # fmt: skip
def test_the_page_says_how_its_characters_are_written(encoding: str, head: str) -> None:
    clinic = {"cp1251": "Клиника", "cp932": "クリニック"}.get(encoding, "Hôpital é è ü ö ä")
    content = f"<html><head>{head}</head><body>{LOG.replace('Hill', clinic)}</body></html>".encode(encoding)
    assert read(content, "log.xls").frame["clinic"].tolist() == [clinic, "Quay"]


@pytest.mark.parametrize("how", ["quoted-printable", "base64"])
def test_a_page_in_one_file_with_its_parts_is_read(how: str) -> None:
    html = f"<html><body>{LOG}</body></html>".encode()
    body = base64.encodebytes(html) if how == "base64" else html.replace(b"=", b"=3D")
    content = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        b'charset="utf-8"\r\nContent-Transfer-Encoding: ' + how.encode() + b"\r\n\r\n" + body
        + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )  # fmt: skip
    assert cells(read(content, "log.mht")) == CELLS


def test_two_different_tables_are_no_choice_for_a_program() -> None:
    other = LOG.replace("breakout", "payment")
    assert "a web page with 2 different tables: open it in Excel" in refusal(f"<html>{LOG}{other}</html>")


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>Please log in</body></html>",
        "<!DOCTYPE html><html><table><tr><td>one line</td></tr></table></html>",
        '<?xml version="1.0"?><records><record>1</record></records>',
    ],
)
def test_a_page_without_a_table_of_rows_is_named(text: str) -> None:
    assert "web page" in refusal(text)


def test_a_page_has_no_encoding_to_choose_and_one_sheet() -> None:
    content = f"<html>{LOG}</html>".encode()
    assert read(content, "x", LayoutChoices(sheet="Table")).rows_read == 2
    with pytest.raises(DashboardError, match="no sheet called “May”"):
        read(content, "x", LayoutChoices(sheet="May"))


# Made to do harm ----


@pytest.mark.parametrize(
    "row",
    [
        '<tr><td colspan="65000">x</td></tr>',
        "<tr>" + '<td colspan="1000">x</td>' * 3 + "</tr>",
        '<tr><td rowspan="65000" colspan="1500">x</td></tr>' + "<tr><td>y</td></tr>" * 10,
    ],
)
def test_cells_that_say_they_are_large_take_no_memory(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 12_000)
    with pytest.raises(DashboardError, match="cells or more"):
        web_page_texts(f"<table>{HEADER}{row}</table>".encode(), "log.xls", None)


@pytest.mark.parametrize("tag", ["<table><tr><td>", "<div>", "<script>", "<td>", "<!--", "<!DOCTYPE [", "&" * 9])
def test_tags_that_never_end_are_read_or_refused(tag: str) -> None:
    with pytest.raises(DashboardError):
        read(("<html><table>" + tag * 3000).encode(), "log.xls")


def test_numbers_of_a_span_that_are_none_are_one() -> None:
    assert cells(page(LOG.replace("<td>a", '<td colspan="-3" rowspan="x">a'))) == CELLS


# What the page itself says of its rows and texts ----


def test_rows_of_headings_are_the_header_and_no_treatment_is() -> None:
    """A heading over two columns would have the first treatment taken for the names below it."""
    table = page(
        "<table><thead><tr><th colspan=3>March</th></tr><tr><th>client<th colspan=2>result</tr></thead>"
        "<tr><td>a<td>no<td>x<tr><td>b<td>yes<td>y</table>"
    )
    assert list(table.frame.columns) == ["client", "result", "result (2)"]
    assert table.frame["client"].tolist() == ["a", "b"]
    chosen = read(f"<html>{LOG}</html>".encode(), "log.xls", LayoutChoices(header_row=2))
    assert list(chosen.frame.columns) == ["a", "Hill", "yes"]


def test_what_a_cell_does_not_show_is_no_part_of_its_text() -> None:
    """Programs put what they sort by before what they show."""
    hidden = '<span style="display:none">20260105<span>0</span></span>'
    assert cells(page(LOG.replace("Hill", f'{hidden}<b>Hill</b><i hidden>x</i><img hidden alt="y">'))) == CELLS


def test_hidden_rows_are_read_and_counted() -> None:
    table = page(LOG.replace("<tr><td>b", '<tr style="mso-x:y; DISPLAY: none"><td>b'))
    assert cells(table) == CELLS
    assert "1 row is hidden" in table.notes[0]
