"""Columns in which only yes is written: a blank is neither no nor unknown until somebody says so."""

from __future__ import annotations

import pytest

from analysis.importing.choices import ImportChoices
from tests.importing.asking import asked, leads
from tests.importing.test_number_doubts import with_column
from tests.importing.test_own_answers import read, values_in

ABOUT, FOLLOW_UP = "blanks beside ticks, factor", "blanks beside ticks, follow-up"


def readings(*columns: str) -> tuple[str, str]:
    """Return what is offered of some columns."""
    named = ", ".join(f"“{name}”" for name in columns)
    return f"a blank in {named} means no", f"a blank in {named} means unknown"


@pytest.mark.parametrize(
    ("header", "tick", "name"),
    [
        ("new product", "x", "new_product"),
        ("swelling", "Y", "swelling"),
        ("kept clean", "1", "kept_clean"),
        ("pustules", "a few", "pustules"),
    ],
)
def test_a_blank_beside_ticks_is_asked_about(header: str, tick: str, name: str) -> None:
    """Every blank was unknown: one level was left, which nothing could be compared with."""
    content = with_column(header, (tick, "", ""))
    decision = asked(content)
    no, unknown = readings(header)
    assert (decision.about, [each.reading for each in decision.alternatives]) == (ABOUT, [no, unknown])
    assert [each.parts for each in decision.alternatives] == ["16 blanks become no", "16 blanks stay unknown"]
    values = values_in(read(content, (ABOUT, no)), name)
    assert (sum(values.values()) - values["no"], values["no"]) == (8, 16)
    log = read(content, (ABOUT, unknown))
    assert name not in log or values_in(log, name)[None] == 16


def test_one_answer_is_for_all_such_columns() -> None:
    content = with_column("new product,swelling,LED mask,room", ("x,,x,A", ",x,,B", ",,x,A"))
    decision = asked(content)
    no, _ = readings("new product", "swelling")
    assert decision.columns[:2] == ("new product", "swelling")
    log = read(content, (ABOUT, no))
    assert values_in(log, "new_product") == values_in(log, "swelling") == {"yes": 8, "no": 16}


def test_an_answer_is_not_remembered_for_other_columns() -> None:
    no, _ = readings("new product")
    content = with_column("new product,swelling", ("x,", ",x"))
    assert asked(content, ImportChoices().with_answer(ABOUT, no)).about == ABOUT


def test_a_blank_beside_ticks_for_the_follow_up_is_a_question_of_its_own() -> None:
    """Where nobody followed up, no breakout is unknown; where no swelling is noted, there was none."""
    content = with_column("followed up,swelling", ("x,", "x,x", ",", "x,"))
    no, _ = readings("swelling")
    decision = asked(content, ImportChoices().with_answer(ABOUT, no))
    no, unknown = readings("followed up")
    assert (decision.about, leads(decision)) == (FOLLOW_UP, {no: (24, 7, 12), unknown: (24, 7, 17)})


@pytest.mark.parametrize(
    "cells", [("x", "x"), ("yes", "no", ""), ("no", ""), ("", ""), ("yes", "n/k", "no"), ("A", "")]
)
def test_blanks_beside_other_answers_are_not_asked_about(cells: tuple[str, ...]) -> None:
    read(with_column("new product", cells))


def test_a_column_of_the_clinics_own_alone_is_no_reason_to_ask() -> None:
    assert not read(with_column("LED mask", ("✓", ""))).factors
