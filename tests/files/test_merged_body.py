"""Cells merged below the header: whoever merges a clinic over its eight rows means each of the eight."""

from __future__ import annotations

import pytest

from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import ods_of, xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

HEADER = ["clinic", "client", "breakout"]


def book(rows: list[list[object]], *merged: str) -> TextTable:
    return read(xlsx({"Log": [list(HEADER), *rows]}, merged=merged), "log.xlsx")


def test_each_row_under_a_merged_cell_has_its_text_and_a_note_says_so() -> None:
    rows: list[list[object]] = [
        ["Hill", "a", "no"],
        ["", "b", "yes"],
        ["", "c", "no"],
        ["Quay", "d", "no"],
        ["", "e", "no"],
    ]
    table = book(rows, "A2:A4", "A5:A6")
    assert table.frame["clinic"].tolist() == ["Hill"] * 3 + ["Quay"] * 2
    assert "“clinic” (2 merged cells, 3 more rows)" in table.notes[0]


def test_a_cell_merged_to_the_side_gives_its_text_to_each_column() -> None:
    table = book([["Hill", "a", "no"], ["Quay", "cancelled", ""], ["Quay", "b", "yes"]], "B3:C3")
    assert table.frame.loc[3].tolist() == ["Quay", "cancelled", "cancelled"]


def test_a_merged_cell_makes_no_treatment_of_a_row_without_one() -> None:
    """Merged beyond the last treatment, or over the whole width as a line between two groups."""
    rows: list[list[object]] = [
        ["Hill", "a", "no"],
        ["", "b", "yes"],
        ["", "", ""],
        ["Quay, since May", "", ""],
        ["Quay", "c", "no"],
    ]
    table = book(rows, "A2:A4", "A5:C5")
    assert table.frame.index.tolist() == [2, 3, 5, 6]
    assert table.frame.loc[5].tolist() == ["Quay, since May", "", ""]


def test_what_a_program_left_in_a_covered_cell_stays() -> None:
    """No value that is in the file gives way to another one."""
    content = xlsx({"Log": [HEADER, ["Hill", "a", "no"], ["", "b", "no"], ["", "c", "no"]]}, merged=["A2:A4"])
    assert read(content, "log.xlsx").frame["clinic"].tolist() == ["Hill"] * 3


def test_totals_stay_totals_among_merged_cells() -> None:
    """One within the area of its clinic, one whose label goes on over several columns."""
    rows: list[list[object]] = [
        ["Hill", "a", "no", 10],
        ["", "b", "yes", 20],
        ["", "Total", "", 30],
        ["Quay", "c", "no", 10],
        ["Total", "", "", 40],
    ]
    content = xlsx({"Log": [[*HEADER, "cost"], *rows]}, merged=["A2:A4", "A6:C6"])
    table = read(content, "log.xlsx")
    assert table.frame["clinic"].tolist() == ["Hill", "Hill", "Quay"]
    assert sorted(row for problem in table.set_aside for row in problem.rows) == [4, 6]


def test_merged_header_cells_stay_header() -> None:
    rows = [["Visit", "", "after"], ["clinic", "client", "breakout"], ["Hill", "a", "no"], ["Quay", "b", "yes"]]
    table = read(xlsx({"Log": rows}, merged=["A1:B1"]), "log.xlsx")
    assert len(table.frame) == 2
    assert not any("merged" in note for note in table.notes)


@pytest.mark.parametrize(
    "covered", ["<table:covered-table-cell/>", '<table:covered-table-cell table:number-columns-repeated="1"/>']
)
def test_merged_cells_of_open_document(covered: str) -> None:
    """Its parser does not tell of them."""

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell {more} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = [
        row(*map(cell, HEADER)),
        row(cell("Hill", 'table:number-columns-spanned="1" table:number-rows-spanned="2"'), cell("a"), cell("no")),
        row(covered, cell("b"), cell("yes")),
    ]
    table = read(ods_of(f'<table:table table:name="Log">{"".join(rows)}</table:table>'), "log.ods")
    assert table.frame["clinic"].tolist() == ["Hill", "Hill"]
