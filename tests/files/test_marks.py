"""Marks around and before values: read whichever program wrote them and however long the file is, or refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DashboardError
from analysis.files.dialect import SAMPLE_CHARACTERS
from analysis.files.reading import read
from analysis.files.records import LINES, Dialect, beginning
from analysis.files.text_table import TextTable

HEADER = ["id", "clinic", "note", "breakout"]
NOTES = ["dry, itchy", 'he said, "no", twice', "fine", "client's skin, red", "two\nlines", "C:\\new", ""]
Row = list[str]


def table(text: str) -> TextTable:
    return read(text.encode(), "log.csv")


def cells(read_table: TextTable) -> list[Row]:
    return [[str(cell) for cell in row] for row in read_table.frame.itertuples(index=False)]


def rows_of(notes: list[str], number: int) -> list[Row]:
    return [[f"T{row}", "North", note, "yes"] for row, note in enumerate(islice(cycle(notes), number))]


def written(rows: list[Row], cell: Callable[[str], str], between: str = ",") -> str:
    return "".join(between.join(map(cell, row)) + "\n" for row in [HEADER, *rows])


def where_needed(mark: str, escaped: str) -> Callable[[str], str]:
    def cell(text: str) -> str:
        is_plain = not {",", mark, "\n"} & set(text)
        return text if is_plain else f"{mark}{text.replace(mark, escaped)}{mark}"

    return cell


def always(mark: str, escaped: str) -> Callable[[str], str]:
    return lambda text: f"{mark}{text.replace(mark, escaped)}{mark}"


def bare(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace("\n", "\\\n")


WRITERS = {
    "doubled": where_needed('"', '""'),
    "all doubled": always('"', '""'),
    "backslash": where_needed('"', '\\"'),
    "all backslash": always('"', '\\"'),
    "single": where_needed("'", "''"),
    "all single": always("'", "''"),
    "single backslash": where_needed("'", "\\'"),
    "no marks": bare,
}


@pytest.mark.parametrize("number", [30, 1000])
@pytest.mark.parametrize("writer", WRITERS)
def test_every_way_to_mark_a_value_gives_the_same_cells(writer: str, number: int) -> None:
    rows = rows_of(NOTES, number)
    read_table = table(written(rows, WRITERS[writer]))
    assert cells(read_table) == rows
    assert read_table.set_aside == ()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(NOTES), min_size=1, max_size=12), st.sampled_from(sorted(WRITERS)))
def test_a_few_marks_in_any_order_are_enough(notes: list[str], writer: str) -> None:
    rows = rows_of(notes, max(len(notes), 3))
    if any("," in note for note in notes):  # marks that part nothing are no evidence
        assert cells(table(written(rows, WRITERS[writer]))) == rows


@pytest.mark.parametrize("writer", ["backslash", "single", "no marks"])
def test_marks_that_come_first_behind_the_sample_tear_nothing(writer: str) -> None:
    rows = [*rows_of(["fine"], 2000), *rows_of(["dry, itchy and 'red'", 'the "other", too'], 40)]
    read_table = table(written(rows, WRITERS[writer]))
    assert cells(read_table) == rows


@pytest.mark.parametrize("mark", "\"'")
@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_no_value_is_torn_where_a_sample_ends(shift: int, mark: str) -> None:
    """Read at every place of the cut, 160 of 700 rows were set aside where it fell into quotation marks."""
    rows = rows_of(["dry, itchy, and red"], 700)
    rows[0][1] = "N" * (1 + shift)
    text = written(rows, where_needed(mark, 2 * mark), ", ")
    assert len(text) > SAMPLE_CHARACTERS
    read_table = table(text)
    assert cells(read_table) == rows
    assert list(read_table.frame.columns) == HEADER


def test_a_blank_before_quotes_that_comes_first_behind_the_sample_tears_nothing() -> None:
    rows = [*rows_of(["fine"], 2000), *rows_of(["dry, itchy"], 20)]
    assert [row[2].strip() for row in cells(table(written(rows, where_needed('"', '""'), ", ")))][2000:] == [
        "dry, itchy"
    ] * 20


def test_one_remark_that_is_not_quoted_in_full_tears_no_other() -> None:
    rows = rows_of(["dry, itchy"], 20)
    text = written(rows, where_needed('"', '""'), ", ") + 'T20, North, "itchy" skin, yes\n'
    read_table = table(text)
    assert [row[2] for row in cells(read_table)] == [*["dry, itchy"] * 20, ' "itchy" skin']
    assert read_table.set_aside == ()


def test_what_looks_like_a_quoted_value_within_one_tears_nothing() -> None:
    rows = rows_of(['she said, "dry", he said, "red"'], 5)
    assert cells(table(written(rows, always('"', '""'), ", "))) == rows


@pytest.mark.parametrize("dialect", [LINES, Dialect(",", '"')])
@pytest.mark.parametrize("characters", range(1, 40))
def test_a_beginning_holds_whole_records_only(dialect: Dialect, characters: int) -> None:
    text = 'a,b\r\n1,"two\nlines"\r\n\r\n2,c\r\n'
    every = beginning(text, dialect, len(text), 100)
    found = beginning(text, dialect, characters, 100)
    assert every.text == text
    assert text.startswith(found.text)
    assert found.records == every.records[: len(found.records)]
    assert found.ends == every.ends[: len(found.ends)]
    assert found.ends == [] or found.ends[-1] == len(found.text) <= characters


def test_no_more_records_than_asked_for_are_taken() -> None:
    assert beginning("a\nb\nc\n", LINES, 100, 2).records == [["a"], ["b"]]


# Marks that are none ----


@pytest.mark.parametrize("note", ["'twas dry", "C:\\new\\", '6" pen', "\\", "n\\a"])
def test_a_mark_that_parts_nothing_stays(note: str) -> None:
    rows = rows_of([note, "fine"], 10)
    read_table = table(written(rows, str))
    assert cells(read_table) == rows
    assert read_table.notes == ()


def test_a_backslash_before_a_closing_mark_stays() -> None:
    rows = rows_of(["C:\\new\\", "dry, red"], 10)
    assert cells(table(written(rows, always('"', '""')))) == rows


def test_backslashes_left_out_are_reported() -> None:
    assert any("Backslashes" in note for note in table(written(rows_of(NOTES, 9), WRITERS["backslash"])).notes)


def test_what_a_database_writes_for_no_value_stays_what_it_is() -> None:
    """A backslash that is merely left out makes “N” of it, which means no."""
    text = "id\tclinic\tnote\tbreakout\nT1\tNorth\tdry\\\tred\t\\N\nT2\tNorth\t\\N\tyes\n"
    assert cells(table(text)) == [["T1", "North", "dry\tred", "\\N"], ["T2", "North", "\\N", "yes"]]


# What cannot be told ----


@pytest.mark.parametrize(
    "note",
    [
        lambda row: "'dry, red'" if row % 2 else '"dry, red"',
        lambda row: "'dry, client's skin, red'" if row % 2 else "'fine'",
        lambda row: "“fine”" if row % 2 else '"dry, "quoted" skin, red',
    ],
)
def test_rows_torn_by_marks_that_are_unclear_are_refused(note: Callable[[int], str]) -> None:
    text = "id,clinic,note,breakout\n" + "".join(f"T{row},North,{note(row)},yes\n" for row in range(60))
    with pytest.raises(DashboardError, match=r"quotation mark") as caught:
        table(text)
    assert ". " not in str(caught.value)


def test_a_few_torn_rows_are_set_aside_by_name() -> None:
    rows = rows_of(["fine"], 60)
    rows[7][2] = "'twas dry, red"
    assert [problem.rows for problem in table(written(rows, str)).set_aside] == [(9,)]


def test_rows_of_whole_values_that_are_too_short_are_no_torn_ones() -> None:
    rows = rows_of(["dry, red"], 60)
    short = [row[:3] if number % 5 == 0 else row for number, row in enumerate(rows)]
    assert table(written(short, always('"', '""'))).rows_read == 60


def test_any_number_of_blanks_before_a_quotation_mark_is_no_part_of_the_value() -> None:
    rows = "".join(f'C{n},   "red, sore",  {"yes" if n % 2 else "no"}\n' for n in range(12))
    table = read(f"client,notes,breakout\n{rows}".encode(), "log.csv")
    assert table.frame["notes"].tolist() == ["red, sore"] * 12
