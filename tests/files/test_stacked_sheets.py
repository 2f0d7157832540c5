"""A sheet a month: the others with the same header are known, and all are read as one where somebody says so."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
from analysis.files.layout import ALL_SHEETS, LayoutChoices
from analysis.files.reading import read
from analysis.outcome_log.column_texts import distinct_texts
from tests.files.workbooks import ods, xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

HEADER = ["client", "breakout", "cost"]
JANUARY = [HEADER, ["a", "yes", "1"], ["b", "no", "2"], ["Total", "", "3"]]
FEBRUARY = [["Client", "Breakout ", "cost"], ["a", "no", "4"], [], ["c", "no", "5"], ["d", "yes", "5"]]
LISTS = [["yes", "x"], ["no", "y"]]
ALL = LayoutChoices(sheet=ALL_SHEETS)


def test_the_sheets_with_the_same_header_are_known() -> None:
    table = read(xlsx({"Jan": JANUARY, "Feb": FEBRUARY, "Lists": LISTS, "Old": JANUARY}, hidden=["Old"]), "log.xlsx")
    assert (table.layout.sheet, table.same_header_sheets) == ("Feb", ("Jan",))
    assert "“Jan” has the same header and could be read together with it." in table.notes
    chosen = read(xlsx({"Jan": JANUARY, "Feb": FEBRUARY}), "log.xlsx", LayoutChoices(sheet="Jan"))
    assert (chosen.layout.sheet, chosen.same_header_sheets) == ("Jan", ("Feb",))


@pytest.mark.parametrize("other", [[["client", "breakout", "price"], *JANUARY[1:]], [HEADER], LISTS])
def test_another_header_or_no_row_is_no_further_month(other: list[list[str]]) -> None:
    assert read(xlsx({"Jan": JANUARY, "Other": other}), "log.xlsx").same_header_sheets == ()


@pytest.mark.parametrize("write", [xlsx, ods])
def test_all_of_them_are_one_table_that_says_which_sheet_a_row_is_of(write: object) -> None:
    assert callable(write)
    table = read(write({"Jan": JANUARY, "Lists": LISTS, "Feb": FEBRUARY}), "log.xlsx", ALL)
    assert table.frame["Sheet"].tolist() == ["Jan", "Jan", "Feb", "Feb", "Feb"]
    assert table.frame["client"].tolist() == ["a", "b", "a", "c", "d"]
    assert table.frame.index.tolist() == [1002, 1003, 2002, 2004, 2005]
    assert [(problem.rows, problem.value) for problem in table.set_aside] == [((1004,), "Total")]
    assert table.rows_read == 6
    assert (table.layout.sheet, table.same_header_sheets) == (ALL_SHEETS, ("Jan", "Feb"))
    assert "row 2 of “Feb” is called row 2,002" in table.notes[0]
    assert distinct_texts(table, "breakout").texts == ("no", "yes")


def test_a_column_that_one_month_has_beside_the_named_ones_is_kept() -> None:
    table = read(xlsx({"Jan": JANUARY, "Feb": [*FEBRUARY[:2], ["e", "no", "6", "late"]]}), "log.xlsx", ALL)
    assert table.frame["column 4"].tolist() == ["", "", "", "late"]
    assert table.unnamed_end.shows_a_shift


def test_a_log_with_a_column_of_that_name_has_two() -> None:
    rows = [["client", "Sheet", "breakout"], ["a", "7", "no"], ["b", "8", "yes"]]
    table = read(xlsx({"Jan": rows, "Feb": rows}), "log.xlsx", ALL)
    assert table.frame["Sheet (2)"].tolist() == ["Jan", "Jan", "Feb", "Feb"]


def test_long_sheets_have_numbers_of_their_own() -> None:
    rows = [HEADER, *([str(number), "no", "1"] for number in range(1200))]
    index = read(xlsx({"Jan": rows, "Feb": rows}), "log.xlsx", ALL).frame.index
    assert index.is_unique
    assert (index[0], index[-1]) == (10_002, 21_201)


def test_where_there_is_one_sheet_all_are_that_one() -> None:
    table = read(xlsx({"Jan": JANUARY}), "log.xlsx", ALL)
    assert (table.layout.sheet, table.frame.index.tolist()) == ("Jan", [2, 3])
    with pytest.raises(DashboardError, match="is a text file and has no sheet"):
        read(b"client,breakout\na,no\n", "log.csv", ALL)
