"""Rates drawn towards the rate of all are those of R, lie between the two, and say where there is too little to say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.methods.one_factor import examine
from analysis.methods.power import needed_to_show
from analysis.methods.rate import level_rate
from analysis.methods.shrunken import FEWEST_GROUPS, ShrunkenRates, most_likely_beta, shrunken_levels, shrunken_rates
from analysis.outcome_log.log import MOST_LEVELS
from analysis.results import CONFIDENCE_LEVEL
from tests.simulations.shrunken import GROUPS, simulate
from tests.tallies import Known, counted, factor, r_values

GROUPS_OF = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200)), min_size=FEWEST_GROUPS, max_size=12)


def shrunken(*groups: tuple[int, int], design_effect: float = 1.0) -> ShrunkenRates | None:
    """Return the rates of groups of (breakouts, no breakouts)."""
    return shrunken_rates([level_rate(at, no, yes, 0, design_effect) for at, (yes, no) in enumerate(groups)])


@pytest.mark.parametrize("known", r_values("groups", "shrunken"), ids=lambda known: known["name"])
def test_as_in_r(known: Known) -> None:
    breakouts, sizes = (np.array(known[name], dtype=float) for name in ("breakouts", "known"))
    mean, worth = most_likely_beta(breakouts, sizes)
    assert mean == pytest.approx(known["mean"], rel=1e-5)
    assert worth == pytest.approx(known["worth"], rel=1e-4)
    found = shrunken(*((x, n - x) for x, n in zip(known["breakouts"], known["known"], strict=True)))
    assert found is not None
    assert [each.value for each in found.groups] == pytest.approx(known["rates"], rel=1e-5)


@given(GROUPS_OF)
def test_a_rate_lies_between_its_own_and_the_rate_of_all_and_within_its_interval(groups: list[tuple[int, int]]) -> None:
    found = shrunken(*groups)
    assume(found is not None)
    assert found is not None
    for each in found.groups:
        low, high = sorted((each.own.value, found.mean))
        assert low - 1e-9 <= each.value <= high + 1e-9
        assert 0 <= each.interval.low <= each.value <= each.interval.high <= 1


@given(st.integers(1, 30), st.integers(2, 5))
def test_the_more_treatments_the_less_a_rate_is_moved(breakouts: int, times: int) -> None:
    others = ((4, 96), (20, 80), (9, 91), (30, 70))
    size = 40
    found = shrunken(*others, (breakouts, size), (times * breakouts, times * size))
    assert found is not None
    small, large = found.groups[-2:]
    assert abs(large.value - large.own.value) <= abs(small.value - small.own.value)
    assert large.interval.high - large.interval.low <= small.interval.high - small.interval.low


def test_groups_that_differ_no_more_than_by_chance_all_have_the_rate_of_all() -> None:
    found = shrunken((10, 90), (11, 89), (20, 180), (5, 45))
    assert found is not None
    assert found.worth is None
    assert {each.value for each in found.groups} == {46 / 450}


def test_two_of_nine_are_too_few_to_say_and_a_large_group_is_not() -> None:
    found = shrunken((2, 7), (7, 73), (3, 72), (26, 52), (5, 85))
    assert found is not None
    small, large = found.groups[0], found.groups[-1]
    assert small.value < small.own.value
    assert small.more is not None
    assert large.more is None


def test_clients_who_came_back_make_groups_count_less() -> None:
    groups = ((3, 97), (20, 80), (9, 91), (30, 70))
    alone, alike = shrunken(*groups), shrunken(*groups, design_effect=2.0)
    assert alone is not None
    assert alike is not None
    for one, other in zip(alone.groups, alike.groups, strict=True):
        assert other.interval.high - other.interval.low > one.interval.high - one.interval.low


@pytest.mark.parametrize(
    "groups",
    [(), ((2, 8), (3, 7), (1, 9)), ((0, 10),) * 5, ((10, 0),) * 5, ((0, 0),) * 3 + ((2, 8), (3, 7), (1, 9))],
    ids=["no group", "few groups", "no breakouts", "only breakouts", "few with a known outcome"],
)
def test_nothing_is_drawn_anywhere_where_nothing_can_be_measured(groups: tuple[tuple[int, int], ...]) -> None:
    assert shrunken(*groups) is None


def test_of_a_factor_only_groups_of_one_kind_that_are_compared_are_drawn_together() -> None:
    counts = {f"l{each}": (each + 1, 30) for each in range(FEWEST_GROUPS)}
    levels = tuple(counts)
    assert shrunken_levels(examine(factor(levels=levels), counted(counts))) is not None
    assert shrunken_levels(examine(factor("ordered", levels), counted(counts))) is None
    many = {f"l{each}": (1, 30) for each in range(MOST_LEVELS + 1)}
    assert shrunken_levels(examine(factor(levels=tuple(many)), counted(many))) is None


def test_very_many_treatments_and_groups_of_one() -> None:
    found = shrunken((40_000, 400_000), (50_000, 400_000), (1, 0), (0, 1), (3_000, 70_000))
    assert found is not None
    assert found.groups[0].value == pytest.approx(1 / 11, rel=1e-3)


def test_as_many_as_needed_show_a_doubling_as_r_has_it() -> None:
    """power.prop.test(p1 = 0.2, p2 = 0.1, power = 0.8) asks for 198.96 in each group."""
    assert needed_to_show(0.2, 0.1, 198.96, CONFIDENCE_LEVEL) == pytest.approx(198.96, rel=1e-3)
    assert needed_to_show(0.2, 0.1, 20.0, CONFIDENCE_LEVEL) is None
    assert needed_to_show(1.2, 0.6, 1000.0, CONFIDENCE_LEVEL) is None


def test_the_simulation_says_what_methods_says() -> None:
    seen = simulate(GROUPS["12 practitioners"], 0.3, 60, 1)
    assert 0.1 < seen.nearer < 0.35
    assert seen.held["drawn"] > 0.88 * seen.intervals
