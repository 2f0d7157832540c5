"""Rows of another width: whole where only trailing blanks are at issue, set aside where a value may have moved."""

from __future__ import annotations

import pytest

from analysis.files.reading import read
from analysis.files.text_table import TextTable

HEADER = ["client", "date", "product", "breakout", "severity", "comments"]


def row(number: int) -> list[str]:
    breakout = number % 3 == 0
    return [f"C{number:03}", f"2026-01-{number + 1:02}", "yes" if number % 2 else "no", "yes" if breakout else "no",
            "mild" if breakout else "", "red and sore" if number % 6 == 0 else ""]  # fmt: skip


ROWS = [row(number) for number in range(24)]


def table(lines: list[str]) -> TextTable:
    return read("".join(f"{line}\n" for line in lines).encode(), "log.csv")


def cells(read_table: TextTable) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in read_table.frame.itertuples(index=False)]


def trimmed(cells: list[str]) -> str:
    return ",".join(cells).rstrip(",")


def as_lines(rows: list[list[str]]) -> list[str]:
    return [",".join(row) for row in [HEADER, *rows]]


def test_rows_without_their_trailing_blanks_are_whole() -> None:
    """Many programs leave them out of every row."""
    read_table = table([",".join(HEADER), *map(trimmed, ROWS)])
    assert cells(read_table) == ROWS
    assert read_table.frame.index.tolist() == list(range(2, 26))
    assert read_table.set_aside == ()
    assert any("end before the last column: 20" in note for note in read_table.notes)


@pytest.mark.parametrize("block", range(0, 24, 4))
def test_a_block_of_rows_without_trailing_delimiters_is_whole(block: int) -> None:
    """A spreadsheet looks at 16 rows at a time."""
    lines = [
        ",".join(HEADER),
        *(trimmed(row) if block <= n < block + 8 else ",".join(row) for n, row in enumerate(ROWS)),
    ]
    assert cells(table(lines)) == ROWS


def test_a_log_of_which_few_rows_have_a_remark_is_whole() -> None:
    lines = ["client,breakout,remark", *(f"C{n:03},{'yes' if n % 3 else 'no'}" for n in range(40))]
    lines[7] += ",red"
    lines[30] += ",sore since Monday"
    read_table = table(lines)
    assert len(read_table.frame) == 40
    assert read_table.set_aside == ()


def test_a_row_with_more_delimiters_than_columns_is_whole_where_nothing_stands_behind_them() -> None:
    lines = as_lines(ROWS)
    lines[5] += ",,"
    read_table = table(lines)
    assert cells(read_table) == ROWS
    assert any("more cells than the header has names: 1" in note for note in read_table.notes)


def test_a_row_shifted_by_a_delimiter_too_many_is_set_aside() -> None:
    lines = as_lines(ROWS)
    lines[5] = lines[5].replace(",2026", ",,2026")
    lines[6] = lines[6].replace(",yes,", ",yes,x,", 1)
    assert [problem.rows for problem in table(lines).set_aside] == [(6,), (7,)]


@pytest.mark.parametrize("torn_at", ["and", " and", "and "])
def test_a_row_torn_by_a_line_break_is_set_aside_in_all_its_pieces(torn_at: str) -> None:
    header = ["client", "date", "comments", "product", "breakout"]
    rows = [[row[0], row[1], row[5], row[2], row[3]] for row in ROWS]
    lines = [",".join(each) for each in [header, *rows]]
    assert "red and sore" in lines[7]
    lines[7] = lines[7].replace(torn_at, "\n")
    lines[13] = lines[13].replace(torn_at, "\nvery\n\n")
    read_table = table(lines)
    assert len(read_table.frame) == 22
    assert "C006" not in read_table.frame["client"].tolist()
    assert "C012" not in read_table.frame["client"].tolist()


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_row_that_lost_a_cell_in_its_middle_is_set_aside(lost: int) -> None:
    """“Yes” for a product would be read as a breakout, or the other way round."""
    lines = as_lines(ROWS)
    lines[4] = ",".join(cell for position, cell in enumerate(ROWS[3]) if position != lost)
    read_table = table(lines)
    assert [problem.rows for problem in read_table.set_aside] == [(5,)]
    assert len(read_table.frame) == 23


def test_a_line_of_one_text_is_no_treatment() -> None:
    lines = [*as_lines(ROWS[:12]), "the machine was serviced", *as_lines(ROWS[12:])[1:]]
    read_table = table(lines)
    assert cells(read_table) == ROWS
    assert [problem.rows for problem in read_table.set_aside] == [(14,)]


def test_one_row_that_ends_before_a_column_which_no_row_leaves_blank_is_set_aside() -> None:
    """It may be half a row, such as the last one of a file that was cut off; three alike are how a program writes."""
    assert [problem.rows for problem in table([*as_lines(ROWS), "C024,2026-01-25,no"]).set_aside] == [(26,)]
    ends = [f"C{number:03},2026-01-{number + 1:02},no" for number in range(24, 28)]
    assert len(table([*as_lines(ROWS), *ends]).frame) == 28


def test_a_row_within_the_file_that_ends_in_a_value_has_lost_blanks_only() -> None:
    """A spreadsheet leaves the outcome out of the one row where it is not known."""
    lines = ["client,date,product,breakout", *(",".join(row[:4]) for row in ROWS)]
    lines[9] = lines[9].rpartition(",")[0]
    assert cells(table(lines))[8] == [*ROWS[8][:3], ""]
    lines[9] += "\nand more"
    assert {row for problem in table(lines).set_aside for row in problem.rows} == {10, 11}


def test_rows_with_a_delimiter_more_than_the_header_are_whole_above_more_prefilled_ones_without() -> None:
    """The rows that wait for treatments do not show what a treatment looks like."""
    visits = [",".join([*row[:2], "TRUE" if row[2] == "yes" else "FALSE", row[3]]) + "," for row in ROWS[:14]]
    read_table = table(["client,date,product,breakout", *visits, *[",,FALSE,"] * 30])
    assert read_table.frame["client"].tolist() == [row[0] for row in ROWS[:14]]


def test_rows_with_many_delimiters_behind_them_are_whole_whatever_is_rare_in_them() -> None:
    lines = as_lines(ROWS)
    lines[1:] = [line + "," * (number % 4) for number, line in enumerate(lines[1:])]
    lines[7] = lines[7].replace("no", "unknown", 1)
    assert len(table(lines).frame) == 24


def test_a_header_with_nothing_but_rows_of_blanks_has_no_rows() -> None:
    assert len(table(["client,date,breakout", ",,,,", ","]).frame) == 0


def test_a_number_and_an_answer_are_no_two_halves_of_one_value() -> None:
    """Read so, “9,TRUE” moved the outcome that few rows have into the column before it: the row was set aside."""
    lines = ["client,onset,seen,breakout", *(f"C{n:03},,TRUE,{'FALSE' if n % 2 else ''}" for n in range(12))]
    lines[5:5] = ["C012,9,TRUE,TRUE,", "C013,2,FALSE,FALSE", "C014,,TRUE,FALSE,", "C015,,TRUE,FALSE,"]
    assert table(lines).set_aside == ()
