"""A first row of which nothing shows that it names the columns: no treatment is lost to the header in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.typed_columns import OutcomeNeededError
from tests.importing.asking import asked, counts, leads

WORDS = ("flare", "clear", "clear", "flare", "clear", "clear")
ROOMS = ("Anna", "Berta", "Clara", "Dora", "Eva", "Frida")
NUMBERED = "\n".join(f"{row},{room},{word}" for row, (room, word) in enumerate(zip(ROOMS, WORDS, strict=True), 1))
TREATMENT, NAMES = "it is a treatment", "it names the columns"


def test_a_treatment_that_reads_like_a_name_is_asked_about() -> None:
    """A flare names the outcome: 1 of 5 was shown where 2 of 6 are true."""
    decision = asked(NUMBERED.encode())
    assert decision.question == "What is row 1 of the file?"
    assert (decision.columns, decision.rows[0]) == (("1", "flare"), (2, ("2", "clear")))
    assert leads(decision) == {NAMES: (5, 1, 4), TREATMENT: None}


def test_the_answer_that_it_is_a_treatment_keeps_it_and_the_outcome_is_asked_next() -> None:
    said = ImportChoices().with_answer("first row", TREATMENT)
    with pytest.raises(OutcomeNeededError, match="column 3"):
        counts(NUMBERED.encode(), said)
    assert counts(NUMBERED.encode(), replace(said, columns=(("column 3", "breakout"),))) == (6, 2, 0)


def test_the_answer_that_it_names_the_columns_is_one_of_the_layout() -> None:
    said = ImportChoices().with_answer("first row", NAMES)
    assert said.layout.header_rows == 1
    assert counts(NUMBERED.encode(), said) == (5, 1, 0)
    assert ImportChoices().with_answer("first row", "whatever").layout == ImportChoices().layout


@pytest.mark.parametrize(
    "file",
    [
        "1,2,3\n4,5,6\n7,8,9\n",
        "1\n0\n0\n1\n",
        "flare,Hill\nclear,Mill\n",
        "Ann,red,up,oily\nEva,blue,in,oily\nIda,tan,on,dry\n",
    ],
)
def test_rows_alike_without_names_of_a_log_are_asked_about(file: str) -> None:
    assert asked(file.encode()).about == "first row"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("clinic,breakout\nHill,flare\nMill,clear\n", (2, 1, 0)),
        ("room,breakout\nA1,yes\nA2,no\n", (2, 1, 0)),
        ("room,place,breakout\nred,north,yes\nblue,south,no\n", (2, 1, 0)),
        ("clinic,breakout\nHill,flare\nclinic,breakout\nMill,clear\n", (2, 1, 0)),
        ("breakout,room\n" + "flare,red\nclear,blue\n" * 10, (20, 10, 0)),
    ],
)
def test_a_header_of_known_names_or_of_another_kind_asks_nothing(file: str, expected: tuple[int, int, int]) -> None:
    assert counts(file.encode()) == expected


def test_a_column_that_the_manager_named_has_a_name() -> None:
    said = ImportChoices(columns=(("result", "breakout"),))
    assert counts(b"result,room\nflare,red\nclear,red\nclear,blue\n", said) == (3, 1, 0)
    with pytest.raises(OutcomeNeededError, match="choose the one that records the breakouts"):
        counts(b"result,place\n" + b"good,north\nbad,south\n" * 10)
