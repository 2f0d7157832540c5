"""Lines below a table never count as treatments, and sparse treatments are not taken for such lines."""

from __future__ import annotations

import pytest

from analysis.files.reading import read
from tests.files.workbooks import xlsx

ROWS = "clinic,skin,age,breakout\nHarbour,oily,34,yes\nHill,dry,41,no\n"


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        (",,,\nPrinted,,,\n", (5,)),
        ("Source: practice software,,,\n", (4,)),
        ("Exported on 14 May,,,\n,,,\n,,Jane,\n", (4, 6)),
    ],
)
def test_lines_below_the_table_are_set_aside(below: str, rows: tuple[int, ...]) -> None:
    table = read((ROWS + below).encode(), "log.csv")
    assert table.frame.index.tolist() == [2, 3]
    assert sorted(row for problem in table.set_aside for row in problem.rows) == list(rows)
    assert all("below the table" in problem.reason for problem in table.set_aside)


def test_lines_below_the_table_of_a_workbook_are_set_aside() -> None:
    rows = [line.split(",") for line in ROWS.splitlines()]
    table = read(xlsx({"Log": [*rows, [], ["Signed"]]}), "log.xlsx")
    assert table.frame.index.tolist() == [2, 3]
    assert [problem.rows for problem in table.set_aside] == [(5,)]


def test_a_line_without_delimiters_is_a_row_of_the_wrong_width() -> None:
    table = read((ROWS + "\nExported on 14 May\n").encode(), "log.csv")
    assert [problem.rows for problem in table.set_aside] == [(5,)]


@pytest.mark.parametrize("last", ["T-17,,,", "Harbour Clinic,,,", ",,,yes"])
def test_a_treatment_with_one_value_only_is_kept(last: str) -> None:
    table = read(f"{ROWS}{last}\n".encode(), "log.csv")
    assert table.frame.index.tolist() == [2, 3, 4]


def test_a_table_of_two_columns_keeps_its_sparse_rows() -> None:
    table = read(b"breakout,note\nyes,\n\nno: she said so,\n", "log.csv")
    assert table.frame.index.tolist() == [2, 4]


def test_each_row_of_a_header_of_several_rows_is_no_treatment_when_it_comes_again() -> None:
    page = "Client,,Outcome\nid,age,breakout\nC1,34,yes\nC2,35,no\n"
    table = read((page + page.replace("C", "D", 0)).encode(), "log.csv")
    assert len(table.frame) == 4
    assert sorted(row for problem in table.set_aside for row in problem.rows) == [5, 6]
