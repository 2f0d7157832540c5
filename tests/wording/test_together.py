"""What is said of two factors together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.together import put_together
from analysis.results import Clustering
from analysis.wording.cautions import caution
from analysis.wording.together import both, describe_together, highest, how_together, left_out
from tests.methods.two_factors import DEPARTMENT, SEX, berkeley, noisy, tally_of
from tests.tallies import BREAKOUTS, factor
from tests.wording.subjects import no_numbers_in

if TYPE_CHECKING:
    from tests.methods.two_factors import Groups

LOT = factor(name="lot", title="Lot", is_extra=True)
ACNE = factor(name="acne", title="Acne history", is_extra=True)


def test_berkeley_is_to_be_looked_at_department_by_department() -> None:
    found = put_together(SEX, DEPARTMENT, berkeley())
    assert both(found, BREAKOUTS) == (
        "The difference in “Department” depends on “Sex” (p = 0.001): look at the two together, not at one at a time."
    )
    assert highest(found) == (
        "Clearly the highest of 12 combinations: Department “A” with Sex “Female”, 89 of 108 (82.4%)."
    )
    assert left_out(found) == ""


def test_levels_without_room_are_named() -> None:
    assert left_out(put_together(LOT, ACNE, tally_of(noisy(13, 9)))) == (
        "Not shown (at most 12 rows and 8 columns, those with most known outcomes and those compared): "
        "Lot: lot 0; Acne history: 0."
    )
    many = left_out(put_together(LOT, ACNE, tally_of(noisy(50, 3))))
    assert many.endswith(f": Lot: {', '.join(f'lot {row}' for row in range(38))}.")


def test_the_rate_of_a_small_cell_is_never_shown() -> None:
    of = {"none": {"a": (3, 60), "b": (9, 0)}, "current": {"a": (6, 50), "b": (4, 60)}}
    found = put_together(LOT, ACNE, tally_of(of))
    assert describe_together(found) == (
        "Rates by Lot and Acne history: a with none 3 of 63 (4.8%); a with current 6 of 56 (10.7%); b with none n < "
        "10; b with current 4 of 64 (6.2%)."
    )
    assert highest(found) == ""


@pytest.mark.parametrize(
    ("of", "why", "drawn"),
    [
        ({}, "No outcome is known here.", "no combination has any"),
        ({"none": {}}, "No outcome is known here.", "no combination has any"),
        (
            {"none": {"a": (3, 60), "b": (3, 60)}},
            "Only one group has known outcomes, so there is nothing to compare.",
            "a with none 3 of 63 (4.8%); b with none 3 of 63 (4.8%)",
        ),
        (
            {"none": {"a": (0, 60), "b": (0, 60)}, "current": {"a": (0, 60), "b": (0, 60)}},
            "There is nothing to compare: none of the 240 treatments with a known outcome broke out.",
            (
                "a with none 0 of 60 (0%); a with current 0 of 60 (0%); b with none 0 of 60 (0%); "
                "b with current 0 of 60 (0%)"
            ),
        ),
        (
            {"none": {"a": (60, 0), "b": (60, 0)}, "current": {"a": (60, 0), "b": (60, 0)}},
            "There is nothing to compare: all 240 treatments with a known outcome broke out.",
            (
                "a with none 60 of 60 (100%); a with current 60 of 60 (100%); b with none 60 of 60 (100%); "
                "b with current 60 of 60 (100%)"
            ),
        ),
        (
            {"none": {"a": (3, 60)}, "current": {"b": (6, 50)}},
            "Too few of their groups occur together.",
            "a with none 3 of 63 (4.8%); a with current n < 10; b with none n < 10; b with current 6 of 56 (10.7%)",
        ),
    ],
)
def test_what_cannot_be_tested_has_its_reason(of: Groups, why: str, drawn: str) -> None:
    found = put_together(LOT, ACNE, tally_of(of))
    assert both(found, BREAKOUTS) == f"“Lot” and “Acne history” cannot be tested together. {why}"
    assert describe_together(found) == f"Rates by Lot and Acne history: {drawn}."
    assert how_together(found) == (
        ("Combinations with fewer than 10 known outcomes show no rate: one more would change it too much."),
        ("Two factors may combine evenly in odds and unevenly per 100, or the other way round."),
    )


def test_too_many_levels_are_called_too_many() -> None:
    assert both(put_together(LOT, ACNE, tally_of(noisy(60, 2))), BREAKOUTS) == (
        "“Lot” and “Acne history” cannot be tested together. 60 groups are too many to be compared at once "
        "(at most 50); narrow the log first."
    )


GRID = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=5,
    )
)


@settings(derandomize=True, database=None, deadline=None)
@given(GRID, st.floats(1, 3))
def test_whatever_is_counted_gives_words(grid: list[list[tuple[int, int]]], effect: float) -> None:
    of = {f"group {i}": {f"lot {j}": cell for j, cell in enumerate(row)} for i, row in enumerate(grid)}
    found = put_together(LOT, ACNE, tally_of(of), Clustering(2, effect))
    for text in (
        both(found, BREAKOUTS),
        highest(found),
        left_out(found),
        describe_together(found),
        *how_together(found),
        *(caution(each, BREAKOUTS) for each in found.cautions),
    ):
        assert not no_numbers_in(text)
