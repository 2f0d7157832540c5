"""Lines below a table never count as treatments, and sparse treatments are not taken for such lines."""

from __future__ import annotations

import re

import pytest

from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import xlsx

pytestmark = pytest.mark.usefixtures("parsed_here")

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


# Between the rows ----

VISITS = [f"C{n:03},2026-01-{n + 1:02},{'yes' if n % 2 else 'no'},{'yes' if n % 3 else 'no'}" for n in range(12)]
NAMES = "client,date,product,breakout"


def log(*lines: str) -> TextTable:
    return read("".join(f"{line}\n" for line in (NAMES, *lines)).encode(), "log.csv")


@pytest.mark.parametrize(
    "mark",
    ["Page 2 of 3", "page 2", "Seite 2 von 3", "Pagina 2 di 3", "Página 2 de 3", "Page 2/3", "- 2 -", "第 2 页",
     "Printed 3 May 2026 Page 2 of 3"],
)  # fmt: skip
@pytest.mark.parametrize("ends", [",,,", ""])
def test_page_marks_are_no_treatments(mark: str, ends: str) -> None:
    read_table = log(*VISITS[:6], mark + ends, *VISITS[6:])
    assert len(read_table.frame) == 12
    assert [(problem.rows, problem.reason) for problem in read_table.set_aside] == [
        ((8,), "a page mark is not a treatment")
    ]


@pytest.mark.parametrize("before", ["Location: ", "Location:,", "location = "])
@pytest.mark.parametrize("ends", [",,,", ""])
def test_headings_over_all_rows_become_a_column(before: str, ends: str) -> None:
    ends = ends.removesuffix(",") if "," in before else ends
    read_table = log(f"{before}Hill{ends}", *VISITS[:6], "Page 1 of 2,,,", f"{before}Mill{ends}", *VISITS[6:])
    assert read_table.frame.columns[-1].casefold() == "location"
    assert read_table.frame.iloc[:, -1].tolist() == ["Hill"] * 6 + ["Mill"] * 6
    assert read_table.frame["client"].tolist()[0] == "C000"
    assert read_table.rows_read == 15


def test_headings_of_two_kinds_become_two_columns() -> None:
    read_table = log("Site: Hill,,,", "Room: 1,,,", *VISITS[:4], "Room: 2,,,", *VISITS[4:8], "Site: Mill,,,",
                     "Room: 1,,,", *VISITS[8:])  # fmt: skip
    assert read_table.frame["Site"].tolist() == ["Hill"] * 8 + ["Mill"] * 4
    assert read_table.frame["Room"].tolist() == ["1"] * 4 + ["2"] * 4 + ["1"] * 4


def test_names_alone_above_rows_are_headings() -> None:
    read_table = log("Hill,,,", *VISITS[:6], "Dr A,,,", *VISITS[6:])
    assert read_table.frame["Group"].tolist() == ["Hill"] * 6 + ["Dr A"] * 6


def test_names_above_names_make_no_column_that_could_be_wrong() -> None:
    read_table = log("Hill,,,", "Dr A,,,", *VISITS[:6], "Dr B,,,", *VISITS[6:])
    assert list(read_table.frame.columns) == NAMES.split(",")
    assert len(read_table.frame) == 12


def test_headings_that_not_every_row_lies_under_make_no_column() -> None:
    read_table = log(*VISITS[:6], "Location: Mill,,,", *VISITS[6:])
    assert list(read_table.frame.columns) == NAMES.split(",")
    assert [problem.rows for problem in read_table.set_aside] == [(8,)]


def test_a_client_of_whom_nothing_else_is_known_is_no_heading() -> None:
    assert len(log("C100,,,", *VISITS[:6], "C101,,,", *VISITS[6:]).frame) == 14
    assert len(read(b"clinic,skin,breakout\nHill,,\nHill,oily,yes\nMill,,\nMill,dry,no\n", "log.csv").frame) == 4


@pytest.mark.parametrize(
    "total",
    ["Total: 6,,,", "Subtotal,,,4", "Total Hill: 6,,,", "Count: 6,,,", "6 records,,,", "Hill Total,,3,4", "n = 6,,,",
     "Zwischensumme: 6,,,", "Sous-total,,3,4", "合计,,3,4", "Number of treatments: 6,,,", "Total for Hill,,,4",
     "Total: 6"],
)  # fmt: skip
def test_totals_between_the_rows_are_no_treatments(total: str) -> None:
    read_table = log("Location: Hill,,,", *VISITS[:6], total, "Location: Mill,,,", *VISITS[6:])
    assert len(read_table.frame) == 12
    assert read_table.frame["Location"].tolist() == ["Hill"] * 6 + ["Mill"] * 6
    assert [p.rows for p in read_table.set_aside if "totals" in p.reason] == [(9,)]


def test_totals_that_a_number_format_shows_as_an_answer_are_no_treatments() -> None:
    """A sum of 0 reads “no” under a format that shows words, and every fourth row is one."""
    blocks = [line for place in range(0, 12, 3) for line in (*VISITS[place : place + 3], "Итого,,,no")]
    assert len(log(*blocks).frame) == 12


def test_a_total_that_shows_as_an_answer_in_a_log_of_three_columns_is_no_treatment() -> None:
    rows = [f"C{n:03},2026-01-{n + 1:02},{'yes' if n % 3 else 'no'}" for n in range(12)]
    lines = [line for place in range(0, 12, 4) for line in (*rows[place : place + 4], "Total,,no")]
    assert len(read("\n".join(["client,date,breakout", *lines]).encode(), "log.csv").frame) == 12
    kinds = [re.sub(r"C\d+", "Part", line) for line in lines]
    assert len(read("\n".join(["kind,date,breakout", *kinds]).encode(), "log.csv").frame) == 15


def test_a_total_behind_its_amount_is_no_treatment_and_a_level_of_that_name_is_kept() -> None:
    """Somebody put the columns in another order: the sum of the first now stands before the word."""
    names = "spots,kind,date,client,depth"
    visits = [f"{n % 2},{'Part' if n % 3 else 'Total'},2026-01-{n + 1:02},C{n:03},0.5" for n in range(12)]
    words = [visit.replace("Total", "Half") for visit in visits]
    for rows in (visits, words):
        text = "\n".join([names, *rows[:6], "3,Total général,,,", *rows[6:], "2,Total général,,,"])
        read_table = read(text.encode(), "log.csv")
        assert len(read_table.frame) == 12
        assert [p.rows for p in read_table.set_aside if "totals" in p.reason] == [(8, 15)]
    little_known = read("\n".join([names, *visits, "1,Total,,C090,0.5"]).encode(), "log.csv")
    assert len(little_known.frame) == 13


def test_an_amount_broken_over_two_lines_is_a_number() -> None:
    """The file was not read at all."""
    rows = "".join(f"C{number},{number},yes\n" for number in range(20))
    assert read(f'id,cost,breakout\n{rows},"$\n190",\n'.encode(), "log.csv").rows_read == 21


@pytest.mark.parametrize(
    "line",
    ["text,dd/mm/yyyy,yes/no,yes/no", ",yyyy-mm-dd,(yes/no),", "(text),(date),(text),(text)",
     "varchar(20),date,bool,bool",
     ",TT.MM.JJJJ,ja/nein,ja/nein", '"{""ImportId"":""QID1""}",,"{""ImportId"":""QID2""}",'],
)  # fmt: skip
def test_a_row_of_units_or_types_below_the_header_is_no_treatment(line: str) -> None:
    read_table = log(line, *VISITS)
    assert len(read_table.frame) == 12
    assert [problem.rows[0] for problem in read_table.set_aside] == [2] * len(read_table.set_aside)


def test_units_over_numbers_are_no_treatment_and_words_are() -> None:
    text = "duration,depth,breakout\n{}\n30,1.5,yes\n20,0.5,no\n25,1,no\n"
    assert len(read(text.format("min,mm,").encode(), "log.csv").frame) == 3
    assert len(read(text.format("30,1,no").encode(), "log.csv").frame) == 4
    assert len(read(b"skin,sex,breakout\noily,m,y\ndry,m,n\noily,f,n\n", "log.csv").frame) == 3


# Filled in before a treatment is ----


@pytest.mark.parametrize(
    "line",
    [",,FALSE,FALSE", ",,FALSCH,FALSCH", ",,0,0", ",,no,no", ",,☐,☐", ",,unchecked,unchecked", ",,-,-", ",,,FALSE"],
)
@pytest.mark.parametrize("rows", [1, 5, 76])
def test_rows_of_defaults_below_the_last_treatment_are_no_treatments(line: str, rows: int) -> None:
    read_table = log(*VISITS, *[line] * rows)
    assert len(read_table.frame) == 12
    assert sum(len(problem.rows) for problem in read_table.set_aside) == rows
    assert {problem.reason for problem in read_table.set_aside} <= {
        "the row was only prepared for a later treatment",
        "nothing is filled in",
        "nothing else is filled in",
    }


def test_rows_numbered_in_advance_and_a_remark_among_them() -> None:
    lines = [f"{n},{line}," for n, line in enumerate([*VISITS, *[",,FALSE,FALSE"] * 20])]
    lines[20] += "order gel"
    read_table = read("\n".join(["no,client,date,product,breakout,note", *lines]).encode(), "log.csv")
    assert read_table.frame["no"].tolist() == [*map(str, range(12)), "20"]


@pytest.mark.parametrize("line", [",,no,yes", "C012,,no,no", ",2026-01-20,no,no", ",,,yes"])
def test_a_treatment_of_which_something_is_known_is_no_row_of_defaults(line: str) -> None:
    assert len(log(*VISITS, line).frame) == 13


def test_a_log_of_yes_and_no_only_loses_no_row() -> None:
    text = "product,breakout\n" + "yes,yes\nno,no\n" * 5 + "no,no\n" * 5
    assert len(read(text.encode(), "log.csv").frame) == 15
    dated = "product,seen again,breakout\n" + "yes,2026-01-02,no\n" * 5 + "no,,no\n" * 2
    assert len(read(dated.encode(), "log.csv").frame) == 7


# Rows of next to nothing ----


@pytest.mark.parametrize(
    "line", ["Room 1,,,", "1/9,,,", "continued (2),,,", ",,on Monday morning,", ",,see card,", "continued (2)"]
)
def test_a_row_with_nothing_of_what_every_treatment_has_is_none(line: str) -> None:
    """A mark, or a note that runs over, never counts as a treatment whose outcome is not known."""
    visits = [f"C{n:03},2026-01-{n + 1:02},{'red' if n == 3 else ''},{'yes' if n % 2 else 'no'}" for n in range(12)]
    text = "\n".join(["client,date,notes,breakout", *visits[:6], line, *visits[6:]])
    read_table = read(text.encode(), "log.csv")
    assert len(read_table.frame) == 12
    assert [problem.rows for problem in read_table.set_aside] == [(8,)]


@pytest.mark.parametrize("line", ["C100,,,", ",2026-02-01,,", ",,,yes", "C100,,yes,", ",2026-02-01,,no"])
def test_a_treatment_of_which_little_is_known_is_kept(line: str) -> None:
    assert len(log(*VISITS[:6], line, *VISITS[6:]).frame) == 13


@pytest.mark.parametrize(
    "lines",
    [["yes,18", "no,31", "unknown,2"], ["Rate,36.7%"], ["Signed,P01"], ["Breakouts,18", "No breakouts,31"],
     ["Product,Treatments,Rate", "gel,7,14%"]],
)  # fmt: skip
@pytest.mark.parametrize("outcome_first", [False, True])
def test_a_small_table_below_a_blank_line_is_no_treatment(lines: list[str], outcome_first: bool) -> None:  # noqa: FBT001
    names, visits = NAMES, VISITS
    if outcome_first:
        names, *visits = (",".join([each[-1], *each[:-1]]) for each in (line.split(",") for line in (NAMES, *VISITS)))
    filled_up = [line + "," * (3 - line.count(",")) for line in lines]
    read_table = read("\n".join([names, *visits, ",,,", *filled_up]).encode(), "log.csv")
    assert len(read_table.frame) == 12
    assert sum(len(problem.rows) for problem in read_table.set_aside) == len(lines)


SKINS = [f"{('oily', 'dry', 'normal', 'mixed')[n % 4]},{90 + 40 * n},{visit}" for n, visit in enumerate(VISITS)]


@pytest.mark.parametrize("lines", [["Breakouts,6", "No breakouts,6"], ["Share,50%"], ["unknown,0"]])
def test_a_small_table_below_words_and_numbers_is_no_treatment(lines: list[str]) -> None:
    read_table = read(
        "\n".join([f"skin,cost,{NAMES}", *SKINS, ",,,,,", *(f"{line},,,," for line in lines)]).encode(), "log.csv"
    )
    assert len(read_table.frame) == 12
    assert sum(len(problem.rows) for problem in read_table.set_aside) == len(lines)


@pytest.mark.parametrize("line", ["dry,130,,,,", "sensitive,130,C100,,,", "sensitive,130,,,,yes"])
def test_a_treatment_below_a_blank_line_of_which_little_is_known_is_kept(line: str) -> None:
    assert len(read("\n".join([f"skin,cost,{NAMES}", *SKINS, ",,,,,", line]).encode(), "log.csv").frame) == 13


@pytest.mark.parametrize(
    ("line", "times"), [("sensitive,,,01.02.2026,,", 1), (",490,,01.02.2026,,", 3), (",490,C100,,,", 3)]
)
def test_a_day_or_a_client_below_a_blank_line_is_kept(line: str, times: int) -> None:
    """Even where clients and days come again, a new one may be a treatment's."""
    rows = [re.sub(r"2026-01-(\d\d)", r"\1.01.2026", row) for row in SKINS]
    content = "\n".join([f"skin,cost,{NAMES}", *(rows * times), ",,,,,", line]).encode()
    assert len(read(content, "log.csv").frame) == 12 * times + 1


def test_a_name_and_an_age_below_a_blank_line_are_kept() -> None:
    rows = [f"{name} B,{30 + n},{visit}" for n, (name, visit) in enumerate(zip("ADEFGHIJKLMN", VISITS, strict=True))]
    assert len(read("\n".join([f"who,age,{NAMES}", *rows, ",,,,,", "Zoe B,35,,,,"]).encode(), "log.csv").frame) == 13


def test_treatments_below_a_blank_line_are_kept() -> None:
    assert len(log(*VISITS, ",,,", "C100,2026-02-01,,", "C101,,,yes").frame) == 14


def test_codes_above_the_rows_are_headings_where_no_treatment_has_such_a_code() -> None:
    read_table = log("Room 1,,,", *VISITS[:6], "Room 2,,,", *VISITS[6:])
    assert read_table.frame["Group"].tolist() == ["Room 1"] * 6 + ["Room 2"] * 6


def test_a_header_that_stands_again_without_one_of_its_names_is_no_treatment() -> None:
    """Exports pasted together often differ by a column."""
    read_table = log(*VISITS[:6], NAMES.replace("product", ""), *VISITS[6:])
    assert [(problem.rows, problem.reason) for problem in read_table.set_aside] == [
        ((8,), "the header is repeated here")
    ]


def test_ticks_that_repeat_the_names_of_their_columns_are_no_header() -> None:
    text = "client,chin,nose,breakout\n" + "".join(f"C{n},chin,nose,{'yes' if n % 2 else 'no'}\n" for n in range(9))
    assert len(read(text.encode(), "log.csv").frame) == 9


@pytest.mark.parametrize("word", ["Total costs of May", "Gesamt im Mai", "Total der Gebühren"])
def test_a_total_in_words_of_its_own_is_known_by_its_sum(word: str) -> None:
    rows = [f"C{n:02},2026-01-{n + 1:02},no,{n + 10}.50" for n in range(8)]
    content = "\n".join(["client,date,breakout,fee", *rows, f",,{word},112.00"])
    assert [problem.rows for problem in read(content.encode(), "log.csv").set_aside] == [(10,)]
    assert read(content.replace("112.00", "12.50").encode(), "log.csv").set_aside == ()


def test_tables_of_two_columns_below_each_other_keep_their_rows() -> None:
    """The rows of the second were set aside as lines below the first, and its title was a treatment."""
    first = "Treatments of the first room,\n,\nproduct,breakout\nserum,no\ncream,no\npeel,yes\ngel,no\noil,no\n"
    second = ",\nTreatments of the second room,\n,\nproduct,breakout\nwww.mask.eu,Yes: 2 spots\ntoner,no\n"
    table = read((first + second).encode(), "log.csv")
    assert table.frame.index.tolist() == [4, 5, 6, 7, 8, 13, 14]
    assert [problem.rows for problem in table.set_aside] == [(12,), (10,)]


def test_lines_below_a_header_that_stands_again_are_set_aside() -> None:
    table = log(*VISITS[:6], NAMES, "Printed on 3 May,,,", ",,,", "Jane,,,")
    assert len(table.frame) == 6
    assert [problem.rows for problem in table.set_aside] == [(8,), (9,), (11,)]


def test_another_name_than_that_of_all_other_rows_is_kept() -> None:
    """One name in a few rows shows nothing of the next one, of whom only the day is known."""
    rows = ["Ada,2026-01-05,peel,no", "Ada,2026-01-06,mask,no", "Ada,2026-01-07,peel,yes", "Ada,2026-01-08,mask,no"]
    table = log("Bea,2026-01-04,,", *rows, "Cleo,2026-01-09,,")
    assert table.frame["client"].tolist() == ["Bea", "Ada", "Ada", "Ada", "Ada", "Cleo"]


def test_the_rest_of_a_name_above_numbers_and_dashes_is_no_treatment() -> None:
    table = log(",,,corrected", *[f"C{n:03},2026-01-{n + 1:02},gel,{n if n % 3 else '-'}" for n in range(9)])
    assert [problem.rows for problem in table.set_aside] == [(2,)]
