"""Rates that are highest at both ends of a number are found, once for each number, and words follow from the groups."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mood

from analysis.counting.tallies import OneWay
from analysis.methods.cautions import SeveralFactorsTested
from analysis.methods.ranking import planned, ranked
from analysis.methods.shape import mood_test
from analysis.methods.sureness import TableEffect
from analysis.wording.one_factor import finding, how, link_answer, link_in_short
from analysis.wording.shape import shape_in_words
from tests.tallies import BREAKOUTS, REFERENCE, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS = factor("number", name="sleep", title="Hours of sleep")
KNOWN = 200


def tally(rates: Sequence[float], known: int = KNOWN) -> OneWay:
    """Return treatments at the values 0, 1, 2 and so on, with these rates."""
    breakouts = [round(rate * known) for rate in rates]
    counts = np.array([[known - each, each, 0] for each in (*breakouts, 0)])
    counts[-1] = 0
    return OneWay("sleep", (*map(float, range(len(rates))), None), counts)


U = tally((0.30, 0.10, 0.05, 0.10, 0.30))
HUMP = tally((0.05, 0.20, 0.25, 0.20, 0.05))
RISE = tally((0.05, 0.10, 0.15, 0.20, 0.25))
FLAT = tally((0.10, 0.11, 0.10, 0.09, 0.10))
LATE = tally((0.10, 0.10, 0.10, 0.10, 0.60))


@pytest.mark.parametrize("name", ["serum_iron", "bent"])
def test_it_is_r_s(name: str) -> None:
    known = json.loads((REFERENCE / "shape.json").read_text(encoding="utf-8"))[name]
    values, place = np.unique([*known["breakouts"], *known["others"]], return_inverse=True)
    breakouts, others = (np.bincount(of, minlength=len(values)) for of in np.split(place, [len(known["breakouts"])]))
    found = mood_test(breakouts, others)
    assert found is not None
    assert (found.statistic, found.p_value) == pytest.approx((known["z"], known["p"]), rel=1e-9)


COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=12)


@given(COUNTS)
def test_it_is_scipy_s_and_knows_no_direction(counts: list[tuple[int, int]]) -> None:
    breakouts, others = np.array(counts).T
    found = mood_test(breakouts, others)
    if found is None:
        return
    values = np.arange(len(counts))
    if min(breakouts.sum(), others.sum()) > 2:
        assert found.statistic == pytest.approx(
            mood(np.repeat(values, breakouts), np.repeat(values, others)).statistic, abs=1e-9
        )
    assert mood_test(breakouts[::-1], others[::-1]).statistic == pytest.approx(found.statistic, abs=1e-9)
    assert mood_test(others, breakouts).statistic == pytest.approx(-found.statistic, abs=1e-9)
    wider = mood_test(breakouts, others, TableEffect(mean=4.0, freedom=None))
    assert wider.statistic == pytest.approx(found.statistic / 2, abs=1e-9)


@pytest.mark.parametrize(
    ("of", "linked", "in_shape", "highest_at"),
    [
        (U, False, True, "ends"),
        (HUMP, False, True, "middle"),
        (RISE, True, False, None),
        (FLAT, False, False, None),
        (LATE, True, True, None),
    ],
)
def test_what_no_difference_of_the_ends_shows(
    of: OneWay, *, linked: bool, in_shape: bool, highest_at: str | None
) -> None:
    (found,) = ranked([(HOURS, of)])
    assert (found.is_linked, found.is_linked_in_shape) == (linked, in_shape)
    assert in_shape is False or found.shape.highest_at == highest_at


def test_shapes_count_against_each_other_and_leave_the_differences_alone() -> None:
    others = [(replace(HOURS, name=f"number {place}"), FLAT) for place in range(4)]
    (alone,), together = ranked([(HOURS, U)]), ranked([(HOURS, U), *others])
    assert together[0].factor == HOURS
    assert together[0].shape.p_adjusted == pytest.approx(5 * alone.shape.p_adjusted)
    assert {each.family.size for each in together} == {5}


def test_a_planned_number_stands_for_itself() -> None:
    weak = tally((0.13, 0.10, 0.08, 0.10, 0.13), 400)
    among = ranked([(HOURS, weak), *[(replace(HOURS, name=f"number {place}"), FLAT) for place in range(9)]])
    (found,) = (planned(each) for each in among if each.factor == HOURS)
    assert found.shape.p_adjusted == found.shape.test.p_value
    assert (found.family.size, found.is_planned) == (1, True)
    assert not any(isinstance(each, SeveralFactorsTested) for each in found.cautions)


@pytest.mark.parametrize(
    ("of", "answer"),
    [
        (
            U,
            (
                "Hours of sleep is linked to breakouts. The rate is highest at both ends: 30 of 100 broke out at 0 and "
                "30 of 100 at 4, compared with 8.3 of 100 in between."
            ),
        ),
        (
            HUMP,
            (
                "Hours of sleep is linked to breakouts. The rate is highest in the middle: 22 of 100 broke out there, "
                "compared with 5 of 100 at 0 and 5 of 100 at 4."
            ),
        ),
        (RISE, "Hours of sleep is linked to breakouts: 25 of 100 broke out at 4, compared with 5 of 100 at 0."),
        (
            tally((0.10, 0.11, 0.10, 0.09, 0.10), 10),
            "The difference in Hours of sleep could be chance: 10 of 100 broke out at 4, compared with 10 of 100 at 0.",
        ),
        (LATE, "Hours of sleep is linked to breakouts: 60 of 100 broke out at 4, compared with 10 of 100 at 0."),
        (
            tally((1.0, 0.5, 0.0, 0.5, 1.0)),
            (
                "Hours of sleep is linked to breakouts. The rate is highest at both ends: 100 of 100 broke out at 0 "
                "and 100 of 100 at 4, compared with 33 of 100 in between."
            ),
        ),
    ],
)
def test_the_answer(of: OneWay, answer: str) -> None:
    (found,) = ranked([(HOURS, of)])
    assert link_answer(found, BREAKOUTS) == answer


def test_the_rest_of_the_words() -> None:
    (found,) = ranked([(HOURS, U)])
    assert link_in_short(found) == "highest at both ends"
    assert "From end to end: 30 of 100 broke out at 4" in finding(found, BREAKOUTS)
    assert any(line.startswith("Both ends vs the middle: Mood’s test of spread = ") for line in how(found, BREAKOUTS))
    (flat,) = ranked([(HOURS, FLAT)])
    assert shape_in_words(flat, BREAKOUTS) == ""
