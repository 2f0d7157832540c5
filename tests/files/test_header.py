"""Header: found below titles and in several rows, never made of a treatment, and named where rows were passed over."""

from __future__ import annotations

import time

import pytest

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from tests.files.workbooks import ods, xlsx

GROUPS = [
    ["Client", "", "Aftercare", "", "Outcome"],
    ["id", "age", "kept clean", "hands off", "breakout"],
    ["C1", "34", "yes", "no", "yes"],
    ["C2", "41", "no", "no", "no"],
]
GROUP_NAMES = ["Client / id", "Client / age", "Aftercare / kept clean", "Aftercare / hands off", "Outcome / breakout"]


def table(text: str, choices: LayoutChoices = LayoutChoices()) -> TextTable:  # noqa: B008 frozen
    return read(text.encode(), "log.csv", choices)


def as_csv(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("above", "header_row"),
    [
        ("Outcome log\n", 2),
        ("Outcome log\n\n", 3),
        ("Outcome log,,,\nExported on 14 May 2026,,,\n,,,\n", 4),
        ("Clinic,Harbour\nFrom,2026-05-01\n", 3),
        ("Clinic,Harbour,,\nFrom,2026-05-01,,\n", 3),
        ("# made by PracticeSoft\n", 2),
        ('"Title, with ""quotes""\nand a break"\n', 2),
        ("\n,,,\n", 3),
    ],
)
def test_lines_above_the_header_are_passed_over_and_named(above: str, header_row: int) -> None:
    read_table = table(above + "clinic,skin,age,breakout\nHarbour,oily,34,yes\nHill,dry,41,no\n")
    assert list(read_table.frame.columns) == ["clinic", "skin", "age", "breakout"]
    assert read_table.frame.index.tolist() == [header_row + 1, header_row + 2]
    assert read_table.layout.header_row == header_row
    assert any(f"row {header_row}" in note and "skipped" in note for note in read_table.notes)


@pytest.mark.parametrize(
    ("above", "header_row"),
    [
        ("Created as new data set, sample 22, by reception, 11 February 2017, room 3\n", 2),
        ("Report, Harbour, all rooms, all staff, page 1\nFrom 1 May, to 31 May\n", 3),
        ("Report, Harbour, all rooms, all staff, page 1\n\nEverything, of all, in the clinic, and more, in May\n", 4),
        ("# export, version 2, of 2026, all\n# by: reception, Harbour\n", 3),
    ],
)  # fmt: skip
def test_a_title_with_commas_is_no_header_of_other_columns(above: str, header_row: int) -> None:
    """It has more cells than the table has columns, or as many, and the file was refused or read one row off."""
    read_table = table(above + "client,date,skin,breakout\nC1,2026-01-05,oily,yes\nC2,2026-01-08,dry,no\n")
    assert list(read_table.frame.columns) == ["client", "date", "skin", "breakout"]
    assert read_table.frame.index.tolist() == [header_row + 1, header_row + 2]
    assert any("skipped" in note for note in read_table.notes)


@pytest.mark.parametrize("above", ["Created by Anna, May 2026\n", "Created by Anna, in May, 2026\n\n"])
def test_a_title_with_commas_above_a_single_column(above: str) -> None:
    assert list(table(above + "breakout\nyes\nno\nno\n").frame.columns) == ["breakout"]


@pytest.mark.parametrize(
    "rows",
    [
        ["C1,34,oily,yes", "C2,35,dry,no", "C3,36,dry,no"],
        ["code,years,kind,yes/no", "C1,34,oily,yes", "C2,35,dry,no", "C3,36,dry,no"],
        ["C1,n/k,combination,sometimes", "C2,35,dry,no", "C3,36,dry,no"],
        ["C1,about forty,combination,sometimes", "C2,35,dry,no", "C3,36,dry,no"],
    ],
)
def test_a_header_with_a_comma_in_a_name_is_no_title(rows: list[str]) -> None:
    """A treatment, or a row of units, would name the columns."""
    with pytest.raises(DashboardError, match="5 names but its rows have 4 values"):
        table("\n".join(["id,age,skin, type,breakout", *rows]) + "\n")


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (
            ["Client,Breakout,Treatment,,Notes", ",,Type,Area,"],
            ["Client", "Breakout", "Treatment / Type", "Treatment / Area", "Notes"],
        ),
        (
            ["Client,Breakout,Treatment,,Notes,", ",,,,,", ",,Type,Area,,"],
            ["Client", "Breakout", "Treatment / Type", "Treatment / Area", "Notes"],
        ),
        (
            ["Client,Breakout,Care,,Cost", ",,Skin,,", ",,clean,dry,"],
            ["Client", "Breakout", "Care / Skin / clean", "Care / Skin / dry", "Cost"],
        ),
        (
            ["Client,Care,,Cost,", ",Skin,,,", ",clean,dry,net,gross"],
            ["Client", "Care / Skin / clean", "Care / Skin / dry", "Cost / net", "Cost / gross"],
        ),
    ],
)
def test_names_below_groups_that_stand_beside_other_names(header: list[str], names: list[str]) -> None:
    """As spreadsheets save merged cells: the second row was read as a treatment without an outcome."""
    rows = ["C1,yes,peel,chin,30", "C2,no,laser,cheek,20", "C3,no,laser,chin,25"]
    read_table = table("\n".join([*header, *rows]) + "\n")
    assert list(read_table.frame.columns) == names
    assert read_table.frame.index.tolist() == [len(header) + 1, len(header) + 2, len(header) + 3]
    assert read_table.layout.header_rows == len(header)


@pytest.mark.parametrize(
    "rows",
    [
        [",,Serum A,Cream B,", "C1,yes,Gel,,x", "C2,no,Serum A,Cream B,x"],
        [",,Serum A,,", "C1,yes,Gel,Mask,x", "C2,no,Foam,Oil,x"],
        [",,not known,none,", "C1,yes,Gel,Mask,x", "C2,no,Foam,Oil,x"],
        ["C0,,Serum A,Cream B,", "C1,yes,Gel,Mask,x", "C2,no,Foam,Oil,x"],
    ],
)
def test_a_sparse_treatment_below_a_header_with_gaps_names_nothing(rows: list[str]) -> None:
    read_table = table("\n".join(["Client,Breakout,Products,,Notes", *rows]) + "\n")
    assert read_table.layout.header_rows == 1
    assert read_table.rows_read == len(rows)


@pytest.mark.parametrize(
    ("above", "header", "names"),
    [
        # A title that somebody put into the middle is no group; above repeated names it says which is which.
        (",,Log of March 2026,", "client,age,skin,breakout", ["client", "age", "skin", "breakout"]),
        (
            ",,Seen in May 2026,",
            "client,skin,skin,breakout",
            ["client", "skin", "Seen in May 2026 / skin", "Seen in May 2026 / breakout"],
        ),
        (
            ",,Care at home,",
            "client,age,skin,breakout",
            ["client", "age", "Care at home / skin", "Care at home / breakout"],
        ),
        # Years tell names apart; above other names they are particulars of the file.
        (",2025,2026,", "client,weight,weight,breakout", ["client", "2025 / weight", "2026 / weight", "breakout"]),
        (",2025,2026,", "client,age,weight,breakout", ["client", "age", "weight", "breakout"]),
        (",2025,2025,", "client,weight,weight,breakout", ["client", "weight", "weight (2)", "breakout"]),
    ],
)
def test_what_stands_above_some_of_the_names(above: str, header: str, names: list[str]) -> None:
    read_table = table(f"{above}\n{header}\nC1,34,61,yes\nC2,41,70,no\nC3,29,58,no\n")
    assert list(read_table.frame.columns) == names
    assert read_table.frame.index.tolist() == [3, 4, 5]


def test_what_stands_above_the_header_is_not_quoted() -> None:
    """It may name people."""
    notes = table("Report for Jane Doe\n\nclinic,skin,age\nHill,oily,34\n").notes
    assert notes == ("The header is in row 3; row 1 above it was skipped.",)


def test_two_header_rows_are_joined_column_by_column() -> None:
    read_table = table(as_csv(GROUPS))
    assert list(read_table.frame.columns) == GROUP_NAMES
    assert (read_table.layout.header_row, read_table.layout.header_rows) == (1, 2)
    assert read_table.frame.index.tolist() == [3, 4]
    assert any("rows 1 to 2" in note for note in read_table.notes)


def test_two_header_rows_below_a_title() -> None:
    read_table = table("Outcome log,,,,\n\n" + as_csv(GROUPS))
    assert list(read_table.frame.columns) == GROUP_NAMES
    assert (read_table.layout.header_row, read_table.layout.header_rows) == (3, 2)


def test_merged_cells_in_the_header_fill_to_the_right_and_down() -> None:
    rows = [["Outcome log"], ["Client", "Aftercare", "", "Breakout"], ["", "kept clean", "hands off", ""],
            ["C1", "yes", "no", "yes"], ["C2", "no", "no", "no"]]  # fmt: skip
    merged = ["A1:D1", "A2:A3", "B2:C2", "D2:D3"]
    read_table = read(xlsx({"Log": rows}, merged), "log.xlsx")
    assert list(read_table.frame.columns) == [
        "Client", "Aftercare / kept clean", "Aftercare / hands off", "Breakout"
    ]  # fmt: skip
    assert read_table.frame.index.tolist() == [4, 5]


def test_groups_are_found_in_a_workbook_without_merged_cells() -> None:
    assert list(read(ods({"Log": GROUPS}), "log.ods").frame.columns) == GROUP_NAMES


@pytest.mark.parametrize(
    "rows",
    [
        ["breakout,,room", "yes,oily,a", "no,dry,b"],
        ["breakout,,age", "unknown,combination,n/k", "no,dry,35", "yes,oily,36"],
        ["breakout,,age", "yes,oily,34", "no,dry,35"],
        ["breakout,room,age", "unknown,a,not known", "no,b,35", "yes,b,36"],
    ],
)
def test_a_treatment_never_becomes_part_of_the_header(rows: list[str]) -> None:
    read_table = table("\n".join(rows))
    assert read_table.rows_read == len(rows) - 1
    assert read_table.layout.header_rows == 1


def test_years_may_name_columns() -> None:
    read_table = table("Emissions\n\nYear,2000,2001,2002\nTimber,2666,2274,1877\nOther,498,853,490\n")
    assert list(read_table.frame.columns) == ["Year", "2000", "2001", "2002"]


def test_a_file_without_a_header_is_doubted() -> None:
    assert any("looks like a treatment" in note for note in table("1,2,3\n4,5,6\n").notes)
    assert any("looks like a treatment" in note for note in table("Hill,yes\nHill,no\n").notes)


@pytest.mark.parametrize(
    "rows",
    [
        ["C001,2026-01-05,oily,yes", "C002,2026-01-08,dry,no", "C003,2026-01-11,oily,no"],
        ["05/01/2026;oily;no", "08/01/2026;dry;no", "11/01/2026;dry;yes"],
        ["1\t12.5\tyes", "2\t13\tno", "3\t11.25\tno"],
        ["Hill,yes", "Hill,no", "Mill,no"],
        ["5-Jan-26,,yes", "6-Jan-26,oily,no", "7-Feb-26,dry,no"],
        ["34,0,1", "41,0,1", "29,1,0"],
        ["1,1,0", "2,0,1", "3,0,0"],
    ],
)
def test_a_table_that_begins_with_a_treatment_keeps_it(rows: list[str]) -> None:
    """It used to name the columns, and the log had a treatment less."""
    read_table = table("\n".join(rows) + "\n")
    assert list(read_table.frame.columns)[:2] == ["column 1", "column 2"]
    assert read_table.frame.index.tolist() == list(range(1, len(rows) + 1))
    assert read_table.layout.header_rows == 0
    assert any("no row names the columns" in note for note in read_table.notes)


def test_a_workbook_that_begins_with_a_treatment_keeps_it() -> None:
    rows = [["C001", "2026-01-05", "yes"], ["C002", "2026-01-08", "no"], ["C003", "2026-01-11", "no"]]
    assert read(xlsx({"Log": rows}), "log.xlsx").frame.astype(str).to_numpy().tolist() == rows


@pytest.mark.parametrize(
    "header",
    [
        "client,date,breakout",
        "C0,1,2",
        "client,2026,yes",
        "x,y,z",
        "oily,dry,breakout",
        "C1,date,C2",
        "id,2026-01-01,no",
    ],
)
def test_a_header_is_no_treatment_however_it_looks(header: str) -> None:
    read_table = table(header + "\nC001,2026-01-05,yes\nC002,2026-01-08,no\nC003,2026-01-11,no\n")
    assert list(read_table.frame.columns) == header.split(",")


@pytest.mark.parametrize("rows", ["2019,2020\n4,5\n6,7\n", "Chin,Cheek\nChin,\n,Cheek\nChin,Cheek\n", "1,2\n3,4\n"])
def test_numbers_and_ticks_with_their_own_name_may_name_columns(rows: str) -> None:
    assert table(rows).layout.header_rows == 1


@pytest.mark.parametrize(
    ("rows", "could_be"),
    [
        ("1,2,3\n4,5,6\n", True),
        ("1\n0\n0\n", True),
        ("1,Anna,oily\n2,Berta,dry\n", True),
        ("Harbour,oily\nMill,dry\n", True),
        ("client,skin\nC001,oily\nC002,dry\n", False),
        ("skin,breakout\noily,yes\ndry,no\n", False),
        ("clinic,skin\n", False),
        ("Outcome log\n\nHarbour,oily\nMill,dry\n", False),
    ],
)
def test_a_header_that_could_be_a_row_is_reported(rows: str, could_be: bool) -> None:  # noqa: FBT001 - a case of the table
    read_table = table(rows)
    assert read_table.layout.header_rows == 1
    assert read_table.header_could_be_a_row is could_be
    assert not table(rows, LayoutChoices(header_rows=1)).header_could_be_a_row


def test_labels_and_numbers_for_programs_below_the_names_are_part_of_the_header() -> None:
    """As Qualtrics writes them: a row of them would be a treatment, and the questions are what tells the columns."""
    ids = '"{""ImportId"":""QID1"",""choiceId"":""1""}","{""ImportId"":""QID2""}"'
    rows = "yes,2026-01-05\nno,2026-01-08\nno,2026-01-11\n"
    labelled = table(f"Q1,Q2\nBreakout?,Which day?\n{ids}\n{rows}")
    assert list(labelled.frame.columns) == ["Q1 / Breakout?", "Q2 / Which day?"]
    assert labelled.frame.index.tolist() == [4, 5, 6]
    assert list(table(f"Q1,Q2\n{ids}\n{rows}").frame.columns) == ["Q1", "Q2"]
    assert list(table(f"Q1,Q2\nBreakout?,Which day?\n{rows}").frame.columns) == list(labelled.frame.columns)


@pytest.mark.parametrize("row", ["maybe,2026-01-01", "not asked,unknown", "no,some day", "see note,"])
def test_a_treatment_of_few_words_is_no_row_of_labels(row: str) -> None:
    read_table = table(f"breakout,date\n{row}\nyes,2026-01-05\nno,2026-01-08\nno,2026-01-11\n")
    assert len(read_table.frame) == 4


# What the manager says ----


def test_a_manager_may_say_that_there_is_no_header_and_that_there_is_one() -> None:
    rows = "C001,2026-01-05,yes\nC002,2026-01-08,no\nC003,2026-01-11,no\n"
    named = table(rows, LayoutChoices(header_row=1))
    assert list(named.frame.columns) == ["C001", "2026-01-05", "yes"]
    unnamed = table(f"log\na,b,c\n{rows}", LayoutChoices(header_row=2, header_rows=0))
    assert unnamed.frame.index.tolist() == [2, 3, 4, 5]


def test_the_header_row_the_manager_chose_wins() -> None:
    read_table = table("a,b\nc,d\n1,2\n", LayoutChoices(header_row=2))
    assert list(read_table.frame.columns) == ["c", "d"]
    assert read_table.frame.index.tolist() == [3]


def test_the_number_of_header_rows_the_manager_chose_wins() -> None:
    assert table(as_csv(GROUPS), LayoutChoices(header_rows=1)).frame.columns[0] == "Client"
    joined = table("a,b\nc,d\n1,2\n", LayoutChoices(header_row=1, header_rows=2))
    assert list(joined.frame.columns) == ["a / c", "b / d"]
    assert joined.frame.index.tolist() == [3]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (LayoutChoices(header_row=0), "choose a number from 1"),
        (LayoutChoices(header_rows=-1), "choose a number from 0"),
        (LayoutChoices(header_row=4), "row 4"),
        (LayoutChoices(header_row=10**9), "row 1000000000"),
        (LayoutChoices(header_row=3, header_rows=2), "row 4"),
        (LayoutChoices(delimiter="x"), "delimiter"),
        (LayoutChoices(delimiter=""), "delimiter"),
        (LayoutChoices(quote="x"), "quotation"),
        (LayoutChoices(sheet="Log"), "no sheet"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choices: LayoutChoices, message: str) -> None:
    with pytest.raises(DashboardError, match=message):
        table("a,b\n1,2\n3,4\n", choices)


def test_the_delimiter_and_quotation_mark_the_manager_chose_win() -> None:
    assert table("a,b;c\n1,2;3\n", LayoutChoices(delimiter=";")).frame.iloc[0].tolist() == ["1,2", "3"]
    assert table("a,b\n'x',\"y\n", LayoutChoices(quote="'")).frame.iloc[0].tolist() == ["x", '"y']
    assert table("a,b\n'x',\"y\nz,w\n", LayoutChoices(quote="")).frame.iloc[0].tolist() == ["'x'", '"y']


# The dialect ----


def test_values_in_single_quotation_marks_lose_them_and_nothing_else() -> None:
    read_table = table("clinic,note\n'Harbour','dry, ''itchy'''\n'Hill','O''Neil'\n")
    assert read_table.layout.quote == "'"
    assert read_table.frame["note"].tolist() == ["dry, 'itchy'", "O'Neil"]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    read_table = table("clinic,note\nHarbour,'twas dry\nO'Neil,client's skin\n")
    assert read_table.layout.quote == '"'
    assert read_table.frame["note"].tolist() == ["'twas dry", "client's skin"]


def test_a_blank_before_quoted_values_does_not_split_them() -> None:
    read_table = table('clinic, note, cost\nHarbour, "dry, itchy", "1,200"\n\nHill, "he said ""no""", "3"\n')
    assert read_table.frame.astype(str).to_numpy().tolist() == [
        ["Harbour", "dry, itchy", "1,200"],
        ["Hill", 'he said "no"', "3"],
    ]
    assert read_table.frame.index.tolist() == [2, 4]


@pytest.mark.parametrize("blank", ["\t", "\N{NO-BREAK SPACE}", " \t "])
def test_any_blank_before_quoted_values_does_not_split_them(blank: str) -> None:
    rows = "".join(f'C{row},{blank}"dry, itchy"{blank},{row}\n' for row in range(3))
    assert table(f"client,note,room\n{rows}").frame["note"].tolist() == ["dry, itchy"] * 3
    tabs = "".join(f'C{row}\t "dry\titchy"\t{row}\n' for row in range(3))
    assert table(f"client\tnote\troom\n{tabs}").frame["note"].tolist() == ["dry\titchy"] * 3


def test_a_word_in_quotation_marks_is_no_quoted_value() -> None:
    read_table = table('clinic, note\nHarbour, "itchy" skin\nHill, dry\n')
    assert read_table.frame.iloc[0].tolist() == ["Harbour", ' "itchy" skin']


def test_no_sample_keeps_the_dialect_from_being_found_in_time() -> None:
    """Patterns that a library tries on each value took up to twenty seconds on these."""
    start = time.perf_counter()
    for value in ("1." * 10_000, "-" * 20_000, "é" * 150_000):
        assert table(f"a,b\n{value},2\n").frame["a"].tolist() == [value]
    assert time.perf_counter() - start < 5


def test_a_name_broken_over_two_lines_hides_no_names_of_parts() -> None:
    """The row of “skin” and “room” counted as a treatment."""
    lines = ["client,date,Visit,,breakout,Notes\n(free text)", ",,skin,room,,"]
    rows = [f"C{row},2026-01-{row:02},{('oily', 'dry')[row % 2]},blue,{('yes', 'no')[row % 2]}," for row in range(1, 9)]
    table = read("\r\n".join([*lines, *rows]).encode(), "log.csv")
    assert list(table.frame.columns) == ["client", "date", "Visit / skin", "Visit / room", "breakout", "Notes"]
    assert len(table.frame) == 8


@pytest.mark.parametrize("number", ["", "{},"])
def test_notes_that_run_over_and_row_numbers_hide_no_names_of_parts(number: str) -> None:
    """Each row of a note counted as a treatment that leaves the columns of its own blank."""
    rows = [f"C{row},2026-01-{row:02},{('oily', 'dry')[row % 2]},blue,yes,red" for row in range(1, 9)]
    notes = ["" if number else ",,,,,on Monday"] * 4
    lines = [
        "client,date,Visit,,breakout,Notes",
        ",,skin,room,,",
        *(line for pair in zip(rows, notes * 2, strict=True) for line in pair),
    ]
    numbered = [(number and ("," if place < 2 else number.format(place))) + line for place, line in enumerate(lines)]
    table = read("\n".join(numbered).encode(), "log.csv")
    assert [*table.frame.columns][-6:] == ["client", "date", "Visit / skin", "Visit / room", "breakout", "Notes"]
    assert len(table.frame) == 8


def test_a_name_broken_over_two_lines_hides_no_row_of_units() -> None:
    rows = [f"C{row},2026-01-{row:02},{row},{('yes', 'no')[row % 2]}," for row in range(1, 9)]
    lines = ["client,date,age,breakout,Notes\n(free text)", "text,date,years,boolean,text", *rows]
    assert len(read("\r\n".join(lines).encode(), "log.csv").frame) == 8
