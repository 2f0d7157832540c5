from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import TwoWay
from analysis.methods.cautions import Caution, FewBreakouts, ManyLevels, NoContrast, RepeatClients, SameOutcome
from analysis.methods.change import NOTABLE_CHANGE
from analysis.methods.closer_cautions import HardlyOverlap, SameGroup, ThinGroups
from analysis.methods.stratified import stratify
from analysis.results import Clustering
from tests.methods.two_factors import (
    DEPARTMENT,
    berkeley,
    crude_contrast,
    known_tally,
    one_each,
    r_values,
    tally_of,
    within,
)
from tests.tallies import factor, kinds, numbers_in

if TYPE_CHECKING:
    from tests.methods.two_factors import Groups

PRODUCT = factor(levels=("harsh", "gentle"), name="product", title="Product", reference="gentle")
ACNE = factor("ordered", ("none", "current"), name="acne", title="Acne history")


def groups(*of: tuple[int, int, int, int]) -> Groups:
    """Return groups of (breakouts, known) with the harsh product and with the gentle one."""
    return {f"group {place}": {"harsh": (a, n - a), "gentle": (c, m - c)} for place, (a, n, c, m) in enumerate(of)}


ALIKE = groups((20, 100, 10, 100), (40, 100, 20, 100))
ALIKE_IN_MANY = groups((600, 3000, 300, 3000), (1200, 3000, 600, 3000))
# Harsh products go to those who break out anyway.
MOSTLY_ACNE = groups((6, 100, 20, 400), (82, 400, 20, 100))
ALL_ACNE = groups((5, 100, 20, 400), (80, 400, 20, 100))
PARTLY_ACNE = groups((20, 200, 15, 300), (90, 300, 40, 200))
HIDDEN = groups((30, 400, 2, 100), (90, 100, 80, 400))
# On its own it could be chance, so that nobody knows whether a difference was hidden or chance has made one.
ONLY_WITHIN = groups((30, 400, 2, 100), (35, 100, 80, 400))
TURNED = groups((1, 100, 40, 400), (160, 400, 60, 100))
NOTHING_SURE = groups((5, 60, 4, 60), (6, 60, 5, 60))


@pytest.mark.parametrize(
    ("of", "verdict"),
    [
        (ALIKE_IN_MANY, "unchanged"),
        (ALIKE, "unclear"),
        (MOSTLY_ACNE, "mostly shared"),
        (ALL_ACNE, "mostly shared"),
        (PARTLY_ACNE, "partly shared"),
        (HIDDEN, "hidden"),
        (ONLY_WITHIN, "unclear"),
        (TURNED, "reversed"),
        (NOTHING_SURE, "unsure"),
    ],
)
def test_what_becomes_of_the_difference(of: Groups, verdict: str) -> None:
    found = within(of, PRODUCT, ACNE)
    assert found.alike.verdict == verdict
    assert found.is_changed == (verdict not in {"unchanged", "unclear", "unsure"})


@pytest.mark.parametrize("of", [ALIKE, MOSTLY_ACNE, ALL_ACNE, PARTLY_ACNE, HIDDEN, ONLY_WITHIN, TURNED, NOTHING_SURE])
def test_the_other_coding_and_the_other_reference_give_the_same_verdict(of: Groups) -> None:
    found = within(of, PRODUCT, ACNE)
    recoded = {group: {level: each[::-1] for level, each in levels.items()} for group, levels in of.items()}
    turned = factor(levels=("harsh", "gentle"), name="product", reference="harsh")
    for other in (within(recoded, PRODUCT, ACNE), within(of, turned, ACNE)):
        assert other.alike.verdict == found.alike.verdict
        assert other.alike.adjusted.risk_difference.value == pytest.approx(
            -found.alike.adjusted.risk_difference.value, abs=1e-12
        )
        assert abs(math.log1p(other.alike.ratio_change)) == pytest.approx(abs(math.log1p(found.alike.ratio_change)))


def test_the_order_and_the_names_of_groups_change_nothing() -> None:
    found = within(PARTLY_ACNE)
    for other in (
        dict(reversed(list(PARTLY_ACNE.items()))),
        {f"renamed {place}": levels for place, levels in enumerate(PARTLY_ACNE.values())},
    ):
        again = within(other)
        assert again.alike.verdict == found.alike.verdict
        assert again.alike.adjusted.risk_difference.value == pytest.approx(found.alike.adjusted.risk_difference.value)
        assert again.alike.heterogeneity.p_value == pytest.approx(found.alike.heterogeneity.p_value)


def test_the_log_twice_keeps_the_estimates_and_narrows_the_intervals() -> None:
    once = within(PARTLY_ACNE)
    twice = within(
        {group: {level: (2 * a, 2 * b) for level, (a, b) in levels.items()} for group, levels in PARTLY_ACNE.items()}
    )
    for one, two in (
        (once.alike.adjusted.risk_difference, twice.alike.adjusted.risk_difference),
        (once.alike.crude.risk_difference, twice.alike.crude.risk_difference),
    ):
        assert two.value == pytest.approx(one.value)
        assert two.interval.high - two.interval.low < one.interval.high - one.interval.low
    assert twice.alike.ratio_change == pytest.approx(once.alike.ratio_change)


def test_a_design_effect_of_two_makes_the_log_twice_worth_the_log_once() -> None:
    doubled = {
        group: {level: (2 * a, 2 * b) for level, (a, b) in levels.items()} for group, levels in PARTLY_ACNE.items()
    }
    once, twice = within(PARTLY_ACNE), within(doubled, design_effect=2.0)
    assert twice.alike.adjusted.risk_difference.interval.low == pytest.approx(
        once.alike.adjusted.risk_difference.interval.low
    )
    assert twice.alike.adjusted.risk_ratio.interval.high == pytest.approx(once.alike.adjusted.risk_ratio.interval.high)
    assert twice.alike.heterogeneity.statistic == pytest.approx(once.alike.heterogeneity.statistic)
    assert kinds(twice.cautions)[-1] == RepeatClients


def test_berkeley_disappears_within_departments() -> None:
    tally = berkeley()
    contrast = crude_contrast(factor(levels=("Male", "Female"), name="sex", title="Sex", reference="Female"), tally)
    found = stratify(contrast, DEPARTMENT, tally)
    assert found.alike.crude.odds_ratio.value == pytest.approx(1.841, abs=5e-4)
    assert found.alike.adjusted.odds_ratio.value == pytest.approx(0.905, abs=5e-4)
    assert found.alike.heterogeneity.p_value == pytest.approx(0.0021, abs=5e-5)
    assert (found.known, found.compared) == (4526, 4526)
    assert found.alike.verdict == "mostly shared"
    crude, left = found.alike.crude.risk_difference, found.alike.adjusted.risk_difference
    assert crude.value > 0 > left.value
    assert crude.excludes_zero
    assert not left.excludes_zero


def test_all_numbers_are_those_of_r() -> None:
    (known,) = (each for each in r_values("stratified") if each["name"] == "ucb_by_department_design_effect")
    tally, clustering = known_tally(known), Clustering(9, known["design_effect"])
    contrast = crude_contrast(factor(levels=("first", "second"), reference="second"), tally, clustering)
    found = stratify(contrast, DEPARTMENT, tally, clustering)
    assert found.alike.adjusted.risk_difference.interval.low == pytest.approx(
        known["risk_difference"]["lower"], rel=1e-9
    )
    assert found.alike.heterogeneity.statistic == pytest.approx(known["breslow_day_tarone"]["statistic"], rel=1e-9)


def test_only_groups_that_hold_both_levels_are_compared() -> None:
    of = {**ALIKE, "only harsh": {"harsh": (50, 50)}, "only gentle": {"gentle": (0, 80)}}
    found, without = within(of, PRODUCT), within(ALIKE, PRODUCT)
    assert (found.known, found.compared) == (580, 400)
    assert found.alike.crude == without.alike.crude
    assert found.alike.adjusted == without.alike.adjusted
    assert len(found.strata) == 4


def test_treatments_of_no_known_group_are_left_out() -> None:
    tally = tally_of(ALIKE)
    counts = tally.counts.copy()
    counts[:2, -1] = [[3, 30, 2], [30, 3, 1]]
    found = stratify(crude_contrast(PRODUCT, tally), ACNE, TwoWay(tally.factors, tally.levels, counts))
    assert found.known == 400
    assert found.alike.crude == within(ALIKE, PRODUCT).alike.crude


def test_small_groups_have_no_comparison_of_their_own() -> None:
    found = within(groups((20, 100, 10, 100), (4, 9, 20, 100)), PRODUCT)
    assert [each.comparison is None for each in found.strata] == [False, True]
    assert found.compared == 309


def test_the_confidence_level_of_the_contrast_is_kept() -> None:
    of = {group: {**levels, "other": (30, 70)} for group, levels in ALIKE.items()}
    found = within(of, factor(levels=("harsh", "gentle", "other"), reference="gentle"))
    assert found.contrast.comparison.risk_difference.interval.level == pytest.approx(0.975)
    assert found.alike.crude.risk_difference.interval.level == pytest.approx(0.975)
    assert found.alike.adjusted.risk_difference.interval.level == pytest.approx(0.975)


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (groups((20, 100, 10, 100)), SameGroup(ACNE, 200)),
        (one_each(10), HardlyOverlap(ACNE, 0, 100)),
        ({**one_each(40), **groups((20, 100, 10, 99))}, HardlyOverlap(ACNE, 199, 599)),
        (one_each(60), ManyLevels(60, 50)),
        ({"both": {"harsh": (0, 50), "gentle": (0, 50)}, "one": {"harsh": (9, 0)}}, SameOutcome(0, 100)),
        ({"both": {"harsh": (2, 7), "gentle": (9, 91)}, "one": {"harsh": (5, 40)}}, NoContrast(10)),
    ],
)
def test_it_explains_why_it_cannot_answer(of: Groups, why: Caution) -> None:
    found = within(of, PRODUCT, ACNE)
    assert found.alike is None
    assert found.cautions == (why,)
    assert not found.is_changed


def test_half_an_overlap_is_enough() -> None:
    of = {**groups((20, 50, 10, 50)), "only harsh": {"harsh": (50, 50)}}
    assert within(of, PRODUCT).alike is not None
    of["only harsh"] = {"harsh": (50, 51)}
    assert within(of, PRODUCT).alike is None


@pytest.mark.parametrize(("harsh", "said"), [((4, 100), True), ((20, 100), False)])
def test_few_breakouts(harsh: tuple[int, int], *, said: bool) -> None:
    found = within(groups((*harsh, 4, 100), (1, 100, 0, 100)), PRODUCT)
    assert (FewBreakouts in kinds(found.cautions)) == said


def test_thin_groups_make_the_test_of_sameness_rough() -> None:
    assert ThinGroups in kinds(within(groups(*[(2, 12, 1, 12)] * 9), PRODUCT).cautions)
    assert ThinGroups not in kinds(within(ALIKE, PRODUCT).cautions)


def test_no_factor_changes_the_answer_where_the_groups_are_balanced() -> None:
    """With the same mix of groups at both levels the pooled difference and ratio are the crude ones."""
    found = within(groups((9, 100, 3, 50), (40, 200, 8, 100), (30, 60, 20, 30)), PRODUCT)
    assert found.alike.adjusted.risk_difference.value == pytest.approx(found.alike.crude.risk_difference.value)
    assert found.alike.adjusted.risk_ratio.value == pytest.approx(found.alike.crude.risk_ratio.value)
    assert abs(found.alike.ratio_change) < 1e-9
    assert NOTABLE_CHANGE == 0.1


CELL = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.floats(1, 3))
def test_whatever_is_counted_gives_numbers(cells: list[tuple[tuple[int, int], ...]], effect: float) -> None:
    of = {f"group {place}": {"harsh": harsh, "gentle": gentle} for place, (harsh, gentle) in enumerate(cells)}
    tally = tally_of(of)
    contrast = crude_contrast(PRODUCT, tally_of(ALIKE))
    found = stratify(contrast, ACNE, tally, Clustering(2, effect))
    assert all(math.isfinite(number) for number in numbers_in(found))
    if found.alike is None:
        assert found.cautions
    else:
        assert found.compared <= found.known == int(np.asarray(cells).sum())
