from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.ordered_trend import COCHRAN_ARMITAGE, trend_test
from tests.tallies import r_values

if TYPE_CHECKING:
    from tests.tallies import Known


EQUALLY_SPACED = [
    known for known in r_values("ordered_trend") if known["scores"] == list(range(1, len(known["scores"]) + 1))
]


@pytest.mark.parametrize("known", EQUALLY_SPACED, ids=lambda each: each["name"])
def test_as_r_has_it(known: Known) -> None:
    breakouts, treatments = np.array(known["breakouts"]), np.array(known["n"])
    found, expected = trend_test(breakouts, treatments - breakouts), known["linear_by_linear_n_minus_1"]
    assert found.name == COCHRAN_ARMITAGE
    assert found.statistic == pytest.approx(expected["z"], rel=1e-9, abs=1e-12)
    assert found.p_value == pytest.approx(expected["p"], rel=1e-8)
    everyone = treatments.sum()
    assert found.statistic**2 * everyone / (everyone - 1) == pytest.approx(known["prop_trend_test"]["x2"], abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_the_reversed_order_turns_the_trend_round(levels: list[tuple[int, int]]) -> None:
    breakouts, no_breakouts = np.array(levels).T
    forth, back = trend_test(breakouts, no_breakouts), trend_test(breakouts[::-1], no_breakouts[::-1])
    assert (forth is None) == (back is None)
    if forth is not None:
        assert forth.statistic == pytest.approx(-back.statistic, abs=1e-9)
        assert forth.p_value == pytest.approx(back.p_value, rel=1e-9)
        assert 0 <= forth.p_value <= 1


def test_a_rising_rate_has_a_positive_statistic() -> None:
    assert trend_test(np.array([1, 5, 9]), np.array([9, 5, 1])).statistic > 0


def test_a_level_without_outcomes_keeps_its_place() -> None:
    breakouts, no_breakouts = np.array([2, 6, 9]), np.array([30, 30, 30])
    moved = trend_test(np.insert(breakouts, 2, [0, 0]), np.insert(no_breakouts, 2, [0, 0]))
    assert moved.statistic != pytest.approx(trend_test(breakouts, no_breakouts).statistic)


@pytest.mark.parametrize(
    ("breakouts", "no_breakouts"), [([3], [4]), ([0, 0, 0], [5, 6, 7]), ([5, 6, 7], [0, 0, 0]), ([0, 3, 0], [0, 9, 0])]
)
def test_nothing_to_test(breakouts: list[int], no_breakouts: list[int]) -> None:
    assert trend_test(np.array(breakouts), np.array(no_breakouts)) is None
