from __future__ import annotations

from itertools import product
from math import comb, prod
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.methods import sampled_tables
from analysis.methods.freeman_halton import freeman_halton
from analysis.methods.sampled_tables import DECISION, MOST_ROUNDS, RESAMPLES, SampledP, sampled_p
from tests.tallies import r_values

if TYPE_CHECKING:
    from random import Random

    from tests.tallies import Known

OF_R = r_values("tables", script="freeman_halton")
LEVELS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(any), min_size=2, max_size=4)


def table_of(known: Known) -> tuple[np.ndarray, np.ndarray]:
    breakouts, treatments = np.array(known["breakouts"]), np.array(known["n"])
    return breakouts[treatments > 0], (treatments - breakouts)[treatments > 0]


def by_definition(breakouts: np.ndarray, no_breakouts: np.ndarray) -> float:
    """List every table with the same margins and compare whole numbers of ways."""
    totals = [int(each) for each in breakouts + no_breakouts]
    observed = prod(comb(n, int(x)) for n, x in zip(totals, breakouts, strict=True))
    ways = [
        prod(comb(n, x) for n, x in zip(totals, counts, strict=True))
        for counts in product(*(range(n + 1) for n in totals))
        if sum(counts) == breakouts.sum()
    ]
    return sum(each for each in ways if each <= observed) / sum(ways)


def test_hundreds_of_tables_are_as_fishers_test_in_r_has_them() -> None:
    listed = 0
    for known in OF_R:
        found = freeman_halton(*table_of(known))
        if isinstance(found, SampledP):
            assert abs(found.value - known["p"]) <= 5 * found.error, known["name"]
        else:
            listed += 1
            assert found == pytest.approx(known["p"], rel=1e-8, abs=0), known["name"]
    assert listed > 0.95 * len(OF_R)


@given(LEVELS)
def test_it_is_the_share_of_tables_that_are_no_likelier(levels: list[tuple[int, int]]) -> None:
    breakouts, no_breakouts = np.array(levels).T
    assume(breakouts.any() and no_breakouts.any())
    assert freeman_halton(breakouts, no_breakouts) == pytest.approx(by_definition(breakouts, no_breakouts), rel=1e-9)


@given(LEVELS, st.randoms(use_true_random=False))
def test_neither_the_order_of_levels_nor_the_name_of_the_outcome_matters(
    levels: list[tuple[int, int]], random: Random
) -> None:
    breakouts, no_breakouts = np.array(levels).T
    assume(breakouts.any() and no_breakouts.any())
    random.shuffle(levels)
    shuffled, other_way = np.array(levels).T, np.array(levels).T[::-1]
    found = freeman_halton(breakouts, no_breakouts)
    assert freeman_halton(*shuffled) == pytest.approx(found, rel=1e-12)
    assert freeman_halton(*other_way) == pytest.approx(found, rel=1e-12)


def test_sampled_errors_are_as_large_as_stated() -> None:
    off = []
    for known in OF_R[::5]:
        breakouts, no_breakouts = table_of(known)
        rarer = min((breakouts, no_breakouts), key=np.sum)
        found = sampled_p(rarer, breakouts + no_breakouts)
        if found.error:
            off.append((found.value - known["p"]) / found.error)
    assert len(off) > 50
    assert 0.7 < np.std(off) < 1.4
    assert abs(np.mean(off)) < 4 / np.sqrt(len(off))


def test_a_table_too_large_to_list_is_sampled_the_same_every_time_however_small_p_is() -> None:
    breakouts, no_breakouts = np.array([420, 340, 300, 170, 150, 3]), np.array([3580, 3260, 2900, 2630, 2450, 2])
    found = freeman_halton(breakouts, no_breakouts)
    assert isinstance(found, SampledP)
    assert found == freeman_halton(breakouts, no_breakouts)
    assert 0 < found.value < 1e-12
    assert 0 < found.error < found.value / 3


def test_sampling_goes_on_while_p_may_be_on_either_side_of_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    breakouts, totals = np.array([9, 2, 2, 3]), np.array([40, 41, 39, 38])
    exact = freeman_halton(breakouts, totals - breakouts)
    assert exact == pytest.approx(DECISION, abs=0.002)
    longer = sampled_p(breakouts, totals)
    monkeypatch.setattr(sampled_tables, "MOST_ROUNDS", 1)
    once = sampled_p(breakouts, totals)
    assert longer.error == pytest.approx(once.error / np.sqrt(MOST_ROUNDS), rel=0.05)
    assert abs(longer.value - exact) < 4 * longer.error
    # Chance alone would leave this error after as many draws without weights.
    assert once.error < 0.6 * np.sqrt(DECISION * (1 - DECISION) / RESAMPLES)
