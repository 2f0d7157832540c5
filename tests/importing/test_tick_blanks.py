"""Columns in which only yes is written: a blank is neither no nor unknown until somebody says so."""

from __future__ import annotations

import pytest

from tests.importing.asking import asked, leads
from tests.importing.test_number_doubts import with_column
from tests.importing.test_own_answers import read, values_in

ABOUT, NO, UNKNOWN = "blanks beside ticks", "a blank means no", "a blank means unknown"


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
    assert (decision.about, [each.reading for each in decision.alternatives]) == (ABOUT, [NO, UNKNOWN])
    assert [each.parts for each in decision.alternatives] == ["16 no, none unknown", "none no, 16 unknown"]
    assert decision.because == f"In “{header}” each answer is a yes, and 16 are blank."
    values = values_in(read(content, (ABOUT, NO)), name)
    assert (sum(values.values()) - values["no"], values["no"]) == (8, 16)
    log = read(content, (ABOUT, UNKNOWN))
    assert name not in log or values_in(log, name)[None] == 16


def test_one_answer_is_for_all_such_columns() -> None:
    content = with_column("new product,swelling,LED mask,room", ("x,,x,A", ",x,,B", ",,x,A"))
    decision = asked(content)
    assert decision.columns[:3] == ("new product", "swelling", "LED mask")
    log = read(content, (ABOUT, NO))
    assert values_in(log, "new_product") == {"yes": 8, "no": 16}
    assert values_in(log, "swelling") == {"yes": 8, "no": 16}
    assert values_in(log, "LED mask") == {"x": 16, "no": 8}


def test_a_blank_beside_ticks_for_the_follow_up_parts_the_rates() -> None:
    """Where nobody followed up, no breakout is unknown."""
    decision = asked(with_column("followed up", ("x", "x", "", "x")))
    assert leads(decision) == {NO: (24, 7, 12), UNKNOWN: (24, 7, 17)}


@pytest.mark.parametrize(
    "cells", [("x", "x"), ("yes", "no", ""), ("no", ""), ("", ""), ("yes", "n/k", "no"), ("A", "")]
)
def test_blanks_beside_other_answers_are_not_asked_about(cells: tuple[str, ...]) -> None:
    read(with_column("new product", cells))


def test_a_column_of_the_clinics_own_alone_is_no_reason_to_ask() -> None:
    assert not read(with_column("LED mask", ("✓", ""))).factors
