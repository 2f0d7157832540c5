"""Numbers that can be read in two ways are asked about: they part no rate, but every figure of their column."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from tests.importing.asking import YES_OF_24, asked, leads

THIRDS = tuple(f"{whole}.{part}" for whole in range(1, 7) for part in ("250", "500"))


def with_column(name: str, cells: Sequence[str], delimiter: str = ",") -> bytes:
    """Return a log of 24 treatments with a column of numbers, whose cells take turns."""
    rows = [
        (f"C{row:02}", f"2026-01-{1 + row:02}", "yes" if row % 3 == 1 and row < 21 else "no", cells[row % len(cells)])
        for row in range(24)
    ]
    return "\n".join(map(delimiter.join, [("client", "treatment date", "breakout", name), *rows])).encode()


def values(content: bytes, name: str, choices: ImportChoices = ImportChoices()) -> list[float]:  # noqa: B008 - frozen
    log, _ = open_file(content, "clinic.csv", choices, b"key").cleaned(choices)
    return list(log.values(name))


def test_a_mark_that_nothing_tells_is_asked_about_once_for_all_columns() -> None:
    """It was a note, and every bin of the column was a thousand times too narrow."""
    content = with_column("cost,dose", [f"{cell},{cell}" for cell in THIRDS])
    decision = asked(content)
    assert (decision.about, decision.columns[0]) == ("number format", "cost")
    assert [each.reading for each in decision.alternatives] == ["1.250 is 1.25", "1.250 is 1,250"]
    for reading, least in (("1.250 is 1.25", 1.25), ("1.250 is 1,250", 1250)):
        choices = ImportChoices().with_answer(decision.about, reading)
        assert values(content, "cost", choices)[0] == values(content, "dose", choices)[0] == least


@pytest.mark.parametrize(
    ("name", "cells", "delimiter", "least"),
    [
        ("cost", (*THIRDS, "1.5"), ",", 1.25),
        ("cost", (*THIRDS, "0.500"), ",", 0.5),
        ("cost", THIRDS, ";", 1250),
        ("needle depth", ("1.250", "2.500", "1.500"), ",", 1.25),
        ("room", ("1.250", "2.500"), ",", "1.250"),
    ],
)
def test_a_mark_that_a_cell_the_file_or_the_field_tells_is_not_asked(
    name: str, cells: Sequence[str], delimiter: str, least: float | str
) -> None:
    assert values(with_column(name, cells, delimiter), {"needle depth": "needle_depth_mm"}.get(name, name))[0] == least


def test_a_table_of_counts_whose_counts_are_in_doubt_gives_no_rate() -> None:
    content = b"breakout,skin type,treatment_count\nyes,oily,1.000\nno,oily,2.000\nyes,dry,1.000\nno,dry,4.000"
    assert leads(asked(content)) == {"1.000 is 1": (8, 2, 6), "1.000 is 1,000": (8000, 2000, 6000)}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("adherence_percent", ("0.2", "35 %", "80 %")),
        ("adherence_percent", ("0.2", "35", "80", "1")),
        ("adherence_percent", ("35%", "0.2", "0.9", "0.7")),
        ("humidity %", ("0.2", *map(str, range(11, 24)))),
        ("humidity", ("0.2", *(f"{percent} %" for percent in range(11, 24)))),
    ],
)
def test_shares_beside_percentages_are_asked_about(name: str, cells: Sequence[str]) -> None:
    """They were left blank in a field of ours, and taken for a fifth of a per cent in a clinic's own column."""
    content = with_column(name, cells)
    decision = asked(content)
    assert leads(decision)["it is a share: 20 %"] == (24, YES_OF_24, 17)
    least = {
        each.reading: min(values(content, name, ImportChoices().with_answer(decision.about, each.reading)))
        for each in decision.alternatives
    }
    assert (least["it is a share: 20 %"] > 1, least["it is a percentage like the others: 0.2 %"]) == (True, 0.2)
    assert min(least["it is unknown: leave such numbers blank"], 11) == 11


@pytest.mark.parametrize("cells", [("0.2", "0.8", "1"), ("1", "0", "100"), ("0.5 %", "35 %"), ("1", "35", "80")])
def test_shares_or_percentages_alone_are_not_asked(cells: Sequence[str]) -> None:
    assert max(values(with_column("adherence_percent", cells), "adherence_percent")) >= 35
