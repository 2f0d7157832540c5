"""Reading: every cell comes back as it was written, no row is lost or shifted, and rubbish is refused in a sentence."""

from __future__ import annotations

import gzip
import random

import pytest

from analysis.errors import DashboardError
from analysis.files.header_fit import UnnamedEnd
from analysis.files.reading import read
from analysis.files.text_table import TextTable

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
DELIMITERS = [",", ";", "\t", "|"]


def table(text: str, encoding: str = "utf-8") -> TextTable:
    return read(text.encode(encoding), "log.csv")


def cells(read_table: TextTable) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in read_table.frame.itertuples(index=False)]


def refusal(content: bytes) -> str:
    with pytest.raises(DashboardError) as caught:
        read(content, "march.csv")
    return str(caught.value)


def assert_one_plain_sentence(message: str) -> None:
    assert "“march.csv”" in message
    without_name = message.replace("“march.csv”", "it")
    assert without_name.endswith(".")
    assert ". " not in without_name
    assert "\n" not in message


# Characters ----


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_encoding_and_delimiter_gives_the_same_cells(encoding: str, delimiter: str) -> None:
    rows = [["clinic", "breakout", "note"], ["Café Zoë", "yes", "£5 – naïve"], ["Ærø", "no", "“quoted”"]]
    read_table = table("\r\n".join(delimiter.join(row) for row in rows) + "\r\n", encoding)
    assert list(read_table.frame.columns) == rows[0]
    assert cells(read_table) == rows[1:]
    assert read_table.layout.delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_found_is_reported(encoding: str, reported: str) -> None:
    assert table("clinic,breakout\nCafé,yes\n", encoding).layout.encoding == reported


def test_a_byte_order_mark_is_not_part_of_the_first_column_name() -> None:
    assert table("﻿breakout,room\nyes,a\n").frame.columns[0] == "breakout"


def test_nul_bytes_do_not_hide_values() -> None:
    assert cells(read(b"breakout,room\ny\x00es,a\n", "log.csv")) == [["yes", "a"]]


def test_a_damaged_character_in_utf8_costs_only_itself() -> None:
    """Decoding the whole file as Windows text instead would garble every other accent in silence."""
    damaged = read("clinic,room\nCafé,a\nZoë,b\n".encode() + b"Nor\xe9,c\n", "log.csv")
    assert damaged.frame["clinic"].tolist() == ["Café", "Zoë", "Nor�"]
    assert any("could not be read" in note for note in damaged.notes)


# Files that are not tables ----


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"\r\n\r\n  \n\t\n", "empty"),
        (b",,,\n,,,\n", "no header"),
        (b"\x00" * 50, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture (PNG)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture (JPEG)"),
        (b"GIF89a\x01\x00", "picture (GIF)"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged or incomplete Office document"),
        (gzip.compress(b"breakout\nyes\n", mtime=0)[:-9], "damaged"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b"BZh91AY&SY", "bzip2"),
        (b"<\x00h\x00t\x00m\x00l\x00>\x00<\x00b\x00>\x00", "web page"),
        ("\ufeff[{}]".encode("utf-16-le"), "JSON"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\n  <html><table><tr><td>breakout</td></tr></table></html>", "web page"),
        (b"<table border=1><tr><td>breakout</td></tr></table>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><log/>', "XML"),
        (b'[\n  {"breakout": "yes"}\n]', "JSON"),
        (b'{"rows": []}', "JSON"),
        (random.Random(7).randbytes(4000), "march.csv"),
        (bytes(range(1, 32)) * 40, "not a text file"),
    ],
)
def test_what_is_no_table_is_refused_in_one_plain_sentence(content: bytes, what: str) -> None:
    message = refusal(content)
    assert what in message
    assert_one_plain_sentence(message)


@pytest.mark.parametrize("content", [random.Random(7).randbytes(4000), bytes(range(1, 32)) * 40])
def test_a_workbook_that_is_none_is_not_called_a_text_of_unclear_encoding(content: bytes) -> None:
    with pytest.raises(DashboardError, match=r"^“March\.XLSX” is not a workbook, or it is damaged: open it in"):
        read(content, "March.XLSX")


def test_the_name_in_a_message_is_the_file_name_without_its_folder() -> None:
    with pytest.raises(DashboardError, match=r"^“march.csv” is empty"):
        read(b"", r"C:\Users\clinic\march.csv")


# Header ----


def test_a_header_shorter_than_its_rows_is_refused_not_shifted() -> None:
    message = refusal(b"breakout,room\nyes,a,oily\nno,b,dry\nno,a,dry\n")
    assert "have 3 values" in message
    assert_one_plain_sentence(message)


def test_a_header_that_ends_in_a_delimiter_and_lacks_a_name_is_refused_not_shifted() -> None:
    """The last value of a row stands behind the last name, though the header has a place for it."""
    message = refusal(b"id,breakout,\n1,yes,no,\n2,no,no,\n")
    assert "2 names but its rows have 4 values" in message
    assert_one_plain_sentence(message)


@pytest.mark.parametrize(
    ("last", "columns"), [("", ["age", "notes"]), ("C4,yes,34\n", None), ("C4,yes,34,dry\n", None)]
)
def test_names_that_no_row_has_a_value_for_are_blank_columns(last: str, columns: list[str] | None) -> None:
    """Programs leave the last answers out of every row; where one row has them, a delimiter is missing in the rest."""
    content = f"client,breakout,age,notes\nC1,yes\nC2,no\nC3,no\n{last}".encode()
    if columns is None:
        assert "names but its rows have 2 values" in refusal(content)
        return
    table = read(content, "log.csv")
    assert list(table.names_without_values) == columns
    assert table.frame.to_numpy().tolist() == [["C1", "yes", "", ""], ["C2", "no", "", ""], ["C3", "no", "", ""]]


def test_a_title_above_treatments_without_a_header_is_refused() -> None:
    """The first treatment would be taken for the names of the columns."""
    message = refusal(b"Breakouts in March 2026\nyes,a,oily\nno,b,dry\nno,a,dry\n")
    assert "row 2 looks like a treatment" in message
    assert_one_plain_sentence(message)


def test_a_header_longer_than_its_rows_is_refused_not_shifted() -> None:
    assert_one_plain_sentence(refusal(b"clinic,breakout,room,skin\nHarbour,yes\nHill,no\n"))


def test_a_title_line_does_not_hide_the_delimiter() -> None:
    """Otherwise a semicolon file with a title would be called a file of one column."""
    assert list(table("Outcome log\na;b;c;d\n1;2;3;4\n1;2;3;4\n").frame.columns) == ["a", "b", "c", "d"]


def test_a_doubled_header_is_reported_and_both_columns_are_kept() -> None:
    read_table = table("breakout,room,room,room\nyes,a,b,c\n")
    assert list(read_table.frame.columns) == ["breakout", "room", "room (2)", "room (3)"]
    assert sum("“room” more than once" in note for note in read_table.notes) == 2


def test_a_doubled_header_never_takes_a_name_that_is_in_use() -> None:
    read_table = table("room (3),room,room,room (2)\n1,2,3,4\n")
    assert len(set(read_table.frame.columns)) == 4


def test_a_header_that_comes_again_further_down_is_not_a_treatment() -> None:
    """Exports pasted together: "Breakout" in such a row would read as a breakout."""
    read_table = table("Clinic,Breakout\nHarbour,yes\nClinic,Breakout\nHill,no\n")
    assert cells(read_table) == [["Harbour", "yes"], ["Hill", "no"]]
    assert [(problem.rows, problem.reason) for problem in read_table.set_aside] == [
        ((3,), "the header is repeated here")
    ]
    assert read_table.rows_read == 3


def test_unnamed_columns_with_values_are_kept_and_named() -> None:
    read_table = table("breakout,,room\nyes,oily,a\nno,dry,b\n")
    assert list(read_table.frame.columns) == ["breakout", "column 2", "room"]
    assert any("without a name in the header: 2" in note for note in read_table.notes)


def test_a_value_in_an_unnamed_column_is_not_lost_however_far_down_it_stands() -> None:
    rows = ["yes,a,"] * 500
    rows[450] = "no,b,late note"
    read_table = table("breakout,room\n" + "\n".join(rows) + "\n")
    assert read_table.frame.iloc[450].tolist() == ["no", "b", "late note"]


def test_trailing_delimiters_make_no_columns() -> None:
    read_table = table("breakout,room,,\nyes,a,,\nno,b,,\n")
    assert list(read_table.frame.columns) == ["breakout", "room"]
    assert len(read_table.frame) == 2


def test_delimiters_behind_the_rows_only_or_the_header_only_make_no_columns() -> None:
    assert cells(table("breakout,room\nyes,a,\nno,b,\n")) == [["yes", "a"], ["no", "b"]]
    assert cells(table("breakout,room,,\nyes,a\nno,b\n")) == [["yes", "a"], ["no", "b"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", UnnamedEnd(0, shows_a_shift=False)),
        ("a,b,,\n1,2,,\n", UnnamedEnd(2, shows_a_shift=False)),
        ("a,b\n1,2,\n", UnnamedEnd(1, shows_a_shift=True)),
        ("a,b,\n1,2,3\n", UnnamedEnd(1, shows_a_shift=True)),
        ("a,,b\n1,2,3\n", UnnamedEnd(0, shows_a_shift=False)),
    ],
)
def test_columns_behind_the_last_name_are_reported(text: str, expected: UnnamedEnd) -> None:
    """A name may have been left out before them, which only what the columns hold can tell."""
    assert table(text).unnamed_end == expected


def test_blank_lines_above_the_header_are_passed_over_and_counted() -> None:
    read_table = table("\n,,\nbreakout,room,skin\nyes,a,oily\n")
    assert read_table.frame.index.tolist() == [4]
    assert any("row 3" in note for note in read_table.notes)


def test_a_header_without_rows_is_an_empty_table() -> None:
    for text in ("breakout,room\n", "breakout,room"):
        assert list(table(text).frame.columns) == ["breakout", "room"]
        assert table(text).rows_read == 0


def test_a_first_row_without_an_end_is_refused() -> None:
    assert_one_plain_sentence(refusal(b"breakout " * 40_000))


# Rows ----


def test_row_numbers_are_the_files_own() -> None:
    """Blank lines count and a quoted line break does not, as a spreadsheet shows the file."""
    read_table = table('breakout,note\nyes,"two\nlines"\n\n,\nno,b\n')
    assert read_table.frame.index.tolist() == [2, 5]
    assert read_table.rows_read == 2


def test_ragged_rows_are_named_with_their_row_numbers_and_nothing_else_moves() -> None:
    read_table = table("breakout,room,skin\nyes,a,oily\nno,b\n\nno,c,dry,extra\nyes,d,dry\n")
    assert cells(read_table) == [["yes", "a", "oily"], ["yes", "d", "dry"]]
    assert [problem.rows for problem in read_table.set_aside] == [(3,), (5,)]
    assert [problem.value for problem in read_table.set_aside] == ["no,b", "no,c,dry,extra"]
    assert all(not problem.row_kept for problem in read_table.set_aside)
    assert read_table.frame.index.tolist() == [2, 6]
    assert read_table.rows_read == 4


def test_lines_of_blanks_are_blank_lines_however_many_delimiters_they_have() -> None:
    read_table = table("breakout,room,skin\n   \n,,,,,\nyes,a,oily\n\t\n")
    assert read_table.rows_read == 1
    assert read_table.set_aside == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(end: str) -> None:
    assert cells(table(end.join(["breakout,room", "yes,a", "no,b"]))) == [["yes", "a"], ["no", "b"]]


def test_quoted_delimiters_quotes_and_line_breaks_are_part_of_their_value() -> None:
    read_table = table('breakout,note\nyes,"Harbour, ""the"" first\r\nand second"\nno,6" pen\n')
    assert read_table.frame["note"].tolist() == ['Harbour, "the" first\r\nand second', '6" pen']


def test_texts_stay_as_they_are() -> None:
    """No type is guessed: 007, NA, 1e5 and TRUE are texts like any other."""
    texts = ["007", "NA", "None", "1e5", "TRUE", "1.50", " 12 ", "nan"]
    assert table("breakout,code\n" + "".join(f"yes,{text}\n" for text in texts)).frame["code"].tolist() == texts


@pytest.mark.parametrize(
    "text",
    [
        'a,b,c\n1,"x,y\n2,3,4\n5,6,7\n',
        'a,b,c\n1,x,"y\n2,3,4\n5,6,7\n',
        'a,b,c\n1,"x,y\n2,"z",w\n3,4,5\n',
        'a,b,c\n1,6" pen,"y\n2,3,4\n5,6,7\n',
        '"a,b,c\n1,2,3\n4,5,6\n',
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused(text: str) -> None:
    message = refusal(text.encode())
    assert "quotation mark in row" in message
    assert_one_plain_sentence(message)


@pytest.mark.parametrize("text", ['a,b\n1,6" pen\n2,8" pen\n3,"x\n', 'a,b\n1,"6" pen"\n2,"two\nlines"\n'])
def test_a_stray_quotation_mark_within_its_row_costs_no_row(text: str) -> None:
    assert table(text).rows_read == text.count("\n") - 1 - text.count("lines")


def test_a_cell_as_long_as_the_file_is_read() -> None:
    long = "x" * 150_000
    assert table(f'breakout,note\nyes,"{long}"\nno,b\n').frame["note"].tolist() == [long, "b"]


# Totals ----


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAL:", "Grand total", "Totals", "Sub-total", "Subtotal May", "Harbour Total", "Sum", " total "],
)
def test_a_row_of_totals_at_the_end_never_counts(label: str) -> None:
    read_table = table(f"clinic,skin,breakout,cost\nHarbour,oily,yes,10\nHill,dry,no,20\n{label},,1,30\n")
    assert cells(read_table) == [["Harbour", "oily", "yes", "10"], ["Hill", "dry", "no", "20"]]
    assert [(problem.rows, problem.column) for problem in read_table.set_aside] == [((4,), "clinic")]
    assert read_table.rows_read == 3


@pytest.mark.parametrize(
    "last",
    ["Total,40 rows,1", "40,Total,1", "30 June 2026,Total,yes", "Total,1,2026-06-01", "Total,dry,Yes"],
)
def test_a_last_row_that_says_total_never_counts_whatever_else_it_holds(last: str) -> None:
    read_table = table("clinic,skin,breakout\n" + "Harbour,oily,yes\nHill,dry,no\n" * 20 + f"{last}\n")
    assert len(read_table.frame) == 40
    assert [problem.rows for problem in read_table.set_aside] == [(42,)]


@pytest.mark.parametrize("level", ["average", "Total Skin", "Sum Yung", "mean", "Count"])
def test_a_level_that_sounds_like_a_sum_is_not_lost_among_numbers(level: str) -> None:
    read_table = table("skin,depth,breakout\n" + "oily,1.5,1\n" * 40 + f"{level},1,0\n" * 10)
    assert (len(read_table.frame), read_table.set_aside) == (50, ())


def test_sub_totals_in_the_middle_never_count() -> None:
    read_table = table(
        "skin,clinic,breakout\n"
        + "oily,Harbour,yes\ndry,Harbour,no\noily,Harbour,no\n,Harbour Total,1\n" * 3
        + "Total,,3\n"
    )
    assert len(read_table.frame) == 9
    assert [problem.rows for problem in read_table.set_aside] == [(14,), (5, 9, 13)]


def test_a_level_called_total_is_not_lost() -> None:
    """A treatment says more than numbers: its other cells hold words."""
    rows = ["Total,oily,yes", *["Partial,dry,no"] * 30, "Total,oily,no", "Total,oily,yes"]
    read_table = table("coverage,skin,breakout\n" + "\n".join(rows) + "\n")
    assert read_table.set_aside == ()
    assert read_table.frame["coverage"].tolist().count("Total") == 3


def test_a_common_level_called_total_is_not_lost_among_numbers() -> None:
    read_table = table("coverage,breakout\n" + "Total,1\nPartial,0\n" * 10)
    assert len(read_table.frame) == 20


def test_total_in_another_column_is_a_value() -> None:
    assert len(table("clinic,coverage,breakout\nHarbour,Total,1\nHill,Partial,0\n").frame) == 2
