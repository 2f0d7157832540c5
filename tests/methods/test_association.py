from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from analysis.counting.tallies import AlikeClients
from analysis.methods.association import (
    CHI_SQUARE,
    FISHER,
    FISHER_FREEMAN_HALTON,
    SMALLEST_EXPECTED,
    any_too_few,
    association_test,
    cramers_v,
)
from analysis.methods.design_effect import score_design_effect
from analysis.methods.sureness import TableEffect
from analysis.results import ExactTest
from tests.tallies import r_values

if TYPE_CHECKING:
    from random import Random

    from tests.tallies import Known


LEVELS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=7)


def columns(known: Known) -> tuple[np.ndarray, np.ndarray]:
    if "n" in known:
        breakouts, treatments = np.array(known["breakouts"]), np.array(known["n"])
    else:
        breakouts = np.array([known["breakouts_a"], known["breakouts_b"]])
        treatments = np.array([known["n_a"], known["n_b"]])
    return breakouts, treatments - breakouts


@pytest.mark.parametrize("known", r_values("tables", "closeness"), ids=lambda each: each["name"])
def test_factors_are_as_close_as_in_r(known: Known) -> None:
    table = np.array(known["table"])
    assert cramers_v(table) == pytest.approx(known["corrected"], rel=1e-9)
    # Whichever comes first, and whatever levels nobody has.
    assert cramers_v(np.pad(table.T, ((0, 1), (1, 0)))) == pytest.approx(known["corrected"], rel=1e-9)


@given(st.integers(2, 6), st.integers(5, 50))
def test_what_records_the_same_is_as_close_as_can_be_and_one_level_close_to_nothing(levels: int, size: int) -> None:
    assert cramers_v(size * np.eye(levels)) == pytest.approx(1.0)
    assert cramers_v(np.full((1, levels), size)) == cramers_v(np.zeros((levels, levels))) == 0.0


@pytest.mark.parametrize("known", r_values("two_levels") + r_values("r_by_2"), ids=lambda each: each["name"])
def test_as_r_has_it(known: Known) -> None:
    expected = known["chi_square"]
    found = association_test(*columns(known))
    if expected["statistic"] is None:
        assert found is None
    elif expected["min_expected"] >= 5:
        assert found.name == CHI_SQUARE
        assert found.statistic == pytest.approx(expected["statistic"], rel=1e-9)
        assert found.p_value == pytest.approx(expected["p"], rel=1e-9)
        assert not isinstance(found, ExactTest)
    elif len(columns(known)[0]) == 2:
        assert found.name == FISHER
        assert isinstance(found, ExactTest)
        assert found.p_error is None
        assert found.p_value == pytest.approx(known["fisher"]["p"], rel=1e-9)
    else:
        assert found.name == FISHER_FREEMAN_HALTON
        assert found.p_error is None
        assert found.p_value == pytest.approx(known["fisher"]["p"], rel=1e-9)


@pytest.mark.parametrize(
    "known", [t for t in r_values("r_by_2") if t["chi_square"]["min_expected"]], ids=lambda each: each["name"]
)
def test_expected_counts_are_small_where_r_has_them_so(known: Known) -> None:
    smallest = known["chi_square"]["min_expected"]
    assert any_too_few(*columns(known)) == (smallest < SMALLEST_EXPECTED)
    for factor, said in ((1 - 1e-9, False), (1 + 1e-9, True)):
        assert any_too_few(*columns(known), factor * smallest / SMALLEST_EXPECTED) == said


@given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_levels_does_not_matter(levels: list[tuple[int, int]], random: Random) -> None:
    shuffled = levels.copy()
    random.shuffle(shuffled)
    one, other = (association_test(*np.array(each).T) for each in (levels, shuffled))
    assert (one is None) == (other is None)
    if one is not None:
        assert one.name == other.name
        assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
        assert 0 <= one.p_value <= 1


@given(st.lists(st.tuples(st.integers(5, 400), st.integers(5, 400)), min_size=2, max_size=7))
def test_chi_square_is_that_of_scipy(levels: list[tuple[int, int]]) -> None:
    breakouts, no_breakouts = np.array(levels).T
    found, expected = association_test(breakouts, no_breakouts), chi2_contingency(np.array(levels), correction=False)
    if found.name == CHI_SQUARE:
        assert (found.statistic, found.p_value) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)


def test_levels_without_a_known_outcome_do_not_count() -> None:
    assert association_test(np.array([3, 0, 9]), np.array([20, 0, 20])) == association_test(
        np.array([3, 9]), np.array([20, 20])
    )


@pytest.mark.parametrize(
    ("breakouts", "no_breakouts"),
    [([], []), ([3], [4]), ([0, 0], [5, 6]), ([5, 6], [0, 0]), ([0, 3], [0, 9]), ([0, 0], [0, 0])],
)
def test_nothing_to_test(breakouts: list[int], no_breakouts: list[int]) -> None:
    assert association_test(np.array(breakouts, dtype=int), np.array(no_breakouts, dtype=int)) is None


def test_expected_counts_of_exactly_five_are_enough() -> None:
    breakouts, no_breakouts = np.array([2, 8]), np.array([8, 2])
    assert not any_too_few(breakouts, no_breakouts)
    assert any_too_few(breakouts, no_breakouts, 1.01)
    assert association_test(breakouts, no_breakouts).name == CHI_SQUARE


def test_a_p_value_is_exact_however_small_it_is_and_never_zero() -> None:
    """Three tables are no likelier than this one: itself, and those with another of the levels of 30 full."""
    found = association_test(np.array([0, 0, 4, 30]), np.array([30, 30, 3, 0]))
    assert found.p_error is None
    assert found.p_value == pytest.approx(3 * comb(7, 4) / comb(97, 34), rel=1e-8, abs=0)
    assert association_test(np.array([0, 0, 3, 900]), np.array([900, 900, 1, 0])).p_value > 0


@pytest.mark.parametrize("treatments", [60_000, 3_000_000])
def test_a_large_log_with_one_small_level_has_one_too(treatments: int) -> None:
    # scipy 1.17 fails here: more treatments than cells in all samples together.
    breakouts = np.array([treatments // 20, treatments // 20, 1])
    found = association_test(breakouts, np.array([treatments // 2, treatments // 2, 2]))
    assert found.name == FISHER_FREEMAN_HALTON
    assert 0.05 < found.p_value <= 1


def test_a_third_level_of_one_treatment_changes_little() -> None:
    breakouts, no_breakouts = np.array([4, 14, 0]), np.array([51, 38, 1])
    exact = fisher_exact(np.column_stack([breakouts, no_breakouts])[:2]).pvalue
    assert association_test(breakouts, no_breakouts).p_value == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize("counts", [[(0, 30), (1, 149)], [(0, 30), (6, 144)], [(0, 30), (4, 40), (8, 98)]])
def test_no_exact_test_is_made_where_clients_came_back(counts: list[tuple[int, int]]) -> None:
    table = np.array(counts)
    once, twice = (
        association_test(*table.T),
        association_test(2 * table[:, 0], 2 * table[:, 1], TableEffect(mean=2.0, freedom=None)),
    )
    assert once.name in {FISHER, FISHER_FREEMAN_HALTON}
    assert twice.name == CHI_SQUARE
    assert twice.statistic == pytest.approx(chi2_contingency(table, correction=False).statistic)
    assert twice.source.endswith("Rao & Scott 1984")


def test_treatments_of_few_clients_do_not_raise_a_false_alarm() -> None:
    """30 clients, 6 treatments of each alike: at most 9 of 100, as the Methods page says; with Fisher's 3 in 10."""
    alarms, by_fisher = [], []
    for seed in range(400):
        random = np.random.default_rng(seed)
        yes = (random.random(30) < 0.1)[:, None] & (random.random((30, 6)) < 0.9)
        by_client = np.column_stack([(~yes).sum(axis=1), yes.sum(axis=1)])
        first = np.arange(30) % 6 == 0
        table = np.array([by_client[first].sum(axis=0), by_client[~first].sum(axis=0)])
        found = association_test(
            table[:, 1], table[:, 0], TableEffect(mean=score_design_effect(AlikeClients.each(by_client)), freedom=30)
        )
        alarms.append(found is not None and found.p_value < 0.05)
        by_fisher.append(fisher_exact(table).pvalue < 0.05)
    assert np.mean(alarms) < 0.09
    assert np.mean(by_fisher) > 0.25
