"""Values between spaces, as R writes them, are columns; where they hold spaces themselves nothing is guessed."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
from analysis.files.reading import read

ROWS = [("C1", "2026-01-05", "laser deep", "31", "yes"), ("C2", "2026-01-06", "peel", "NA", "no")] * 2
NAMES = ("client", "treatment_date", "treatment", "age", "breakout")


def quoted(values: tuple[str, ...]) -> str:
    return " ".join(value if value.isdecimal() or value == "NA" else f'"{value}"' for value in values)


@pytest.mark.parametrize("has_row_names", [True, False])
def test_a_table_of_r_is_read(has_row_names: bool) -> None:  # noqa: FBT001
    """Every column was one, which was dropped as pointing to a person."""
    rows = [(f'"{place}" ' if has_row_names else "") + quoted(row) for place, row in enumerate(ROWS, 1)]
    table = read("\n".join([quoted(NAMES), *rows, ""]).encode(), "log.txt")
    assert tuple(table.frame.columns[-5:]) == NAMES
    assert [tuple(row)[-5:] for row in table.frame.itertuples(index=False)] == ROWS
    assert table.has_row_names is has_row_names
    assert "The values are separated by spaces." in table.notes
    assert list(table.frame.index) == [2, 3, 4, 5]


def test_values_lined_up_by_spaces_are_read() -> None:
    lines = ["".join(f"{value.replace(' ', '_'):<16}" for value in row) for row in (NAMES, *ROWS)]
    assert list(read("\n".join(lines).encode(), "log.txt").frame["treatment"]) == ["laser_deep", "peel"] * 2


def test_marks_within_a_value_are_part_of_it() -> None:
    lines = [quoted(NAMES), r'"C1" "2026-01-05" "say \"deep\"" 31 "yes"', '"C2" "2026-01-06" "a ""b""" 31 "no"']
    assert list(read("\n".join(lines).encode(), "log.txt").frame["treatment"]) == ['say "deep"', 'a "b"']


def test_values_with_spaces_that_nothing_marks_are_refused() -> None:
    lines = [" ".join(row) for row in (NAMES, *ROWS)]
    with pytest.raises(DashboardError, match="separates its values with spaces, and some values hold spaces"):
        read("\n".join(lines).encode(), "log.txt")


@pytest.mark.parametrize(
    "lines",
    [
        ["Did the skin break out?", "yes", "no", "yes"],
        ["breakout seen", "yes mild", "no none", "yes mild"],
        ["client name,breakout", "Anna Maria Hill,yes", "Bo Hill,no", "Cleo Hill,no"],
        ["breakout", "yes a little at first", "no not at all", "yes a lot of spots"],
    ],
)
def test_other_texts_stay_as_they_are(lines: list[str]) -> None:
    table = read("\n".join(lines).encode(), "log.txt")
    assert list(table.frame.columns) == lines[0].split(",")
