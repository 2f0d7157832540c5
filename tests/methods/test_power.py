"""What a log would show: against R, against its own meaning, and where there is little or nothing to go by."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nct, norm, t

from analysis.methods.cautions import Caution, ManyLevels, NoContrast, NothingKnown, OneLevel, SameOutcome
from analysis.methods.evidence_cautions import RoughPower
from analysis.methods.one_factor import examine
from analysis.methods.power import NothingToCompare, ability, detectable_differences, times_as_many
from analysis.methods.sureness import Effects
from analysis.methods.two_levels import compare
from analysis.questions.power import enough_data
from analysis.results import Clustering
from tests.tallies import counted, factor, kinds, r_values

CASES = r_values("power", "limits")
SIZES = st.floats(2, 5000)


def power_of_test(
    first: float, second: float, first_known: float, second_known: float, confidence_level: float
) -> float:
    """Return how probably the test that `detectable_differences` means shows a difference; written for itself.

    Showing the difference the wrong way round does not count.
    """
    pooled = (first * first_known + second * second_known) / (first_known + second_known)
    under_none = math.sqrt(pooled * (1 - pooled) * (1 / first_known + 1 / second_known))
    as_given = math.sqrt(first * (1 - first) / first_known + second * (1 - second) / second_known)
    beyond = abs(first - second) - norm.isf((1 - confidence_level) / 2) * under_none
    return float(norm.cdf(beyond / as_given)) if as_given else float(beyond > 0)


@pytest.mark.parametrize("known", CASES, ids=lambda known: f"{known['reference']}-{known['known']}")
def test_as_r_finds_it(known: dict[str, float]) -> None:
    sizes = float(known["known"]), float(known["reference_known"])
    level = 1 - known["alpha"]
    found = detectable_differences(known["reference"], *sizes, level)
    for mine, theirs in ((found.more, known["more"]), (found.fewer, known["fewer"])):
        assert (mine is None) == (theirs is None)
        assert mine is None or mine == pytest.approx(theirs, rel=1e-6)
    seen = known["seen"], known["reference"]
    assert power_of_test(*seen, *sizes, level) == pytest.approx(known["power_for_seen"], rel=1e-6)
    assert times_as_many(*seen, *sizes, level) == pytest.approx(known["times"], rel=1e-6)


def test_as_the_help_page_of_r_prints_it() -> None:
    """Examples of ?power.prop.test in R: 50 in each group, 0.50 against 0.75; and power 0.90 for n and for p2."""
    assert power_of_test(0.75, 0.50, 50, 50, 0.95) == pytest.approx(0.740, abs=5e-4)
    assert times_as_many(0.75, 0.50, 1, 1, 0.95, power=0.90) == pytest.approx(76.7, abs=0.05)
    assert 0.5 + detectable_differences(0.5, 50, 50, 0.95, power=0.90).more == pytest.approx(0.8026, abs=5e-5)


@pytest.mark.parametrize("simulated", r_values("simulated", "limits"))
def test_logs_of_such_a_difference_show_it_in_80_of_100(simulated: dict[str, float]) -> None:
    assert simulated["shown_more"] == pytest.approx(0.8, abs=0.015)
    assert simulated["shown_fewer"] == pytest.approx(0.8, abs=0.015)


@given(st.floats(0, 1), SIZES, SIZES, st.sampled_from([0.95, 0.99]))
def test_what_it_finds_has_the_power_asked_for(reference: float, first: float, second: float, level: float) -> None:
    found = detectable_differences(reference, first, second, level)
    for rate in (
        reference + found.more if found.more is not None else None,
        reference - found.fewer if found.fewer is not None else None,
    ):
        if rate is not None:
            assert -1e-9 <= rate <= 1 + 1e-9
            inside = min(max(rate, 0.0), 1.0)
            # At a rate of 0 or 1 the power may be more than was asked for, never less.
            assert power_of_test(inside, reference, first, second, level) >= 0.8 - 1e-6


@given(st.floats(0.01, 0.99), SIZES, SIZES)
def test_swapping_yes_and_no_swaps_more_and_fewer(reference: float, first: float, second: float) -> None:
    one = detectable_differences(reference, first, second, 0.95)
    other = detectable_differences(1 - reference, first, second, 0.95)
    for mine, theirs in ((one.more, other.fewer), (one.fewer, other.more)):
        assert (mine is None) == (theirs is None)
        assert mine is None or mine == pytest.approx(theirs, rel=1e-6)


@given(st.floats(0.01, 0.9), SIZES, SIZES)
def test_a_larger_log_shows_smaller_differences(reference: float, first: float, second: float) -> None:
    small = detectable_differences(reference, first, second, 0.95)
    large = detectable_differences(reference, 2 * first, 2 * second, 0.95)
    for mine, theirs in ((small.more, large.more), (small.fewer, large.fewer)):
        if mine is not None:
            assert theirs is not None
            assert theirs < mine


@given(st.floats(0.02, 0.9), st.floats(0.005, 0.09), SIZES, SIZES)
def test_so_many_times_as_many_have_the_power(reference: float, size: float, first: float, second: float) -> None:
    rates = reference + size, reference
    times = times_as_many(*rates, first, second, 0.95)
    assert power_of_test(*rates, times * first, times * second, 0.95) == pytest.approx(0.8, abs=1e-6)


COUNTS = {"no": (50, 450, 60), "yes": (70, 480, 20)}


def test_a_difference_that_is_not_settled_says_how_many_more_it_takes() -> None:
    found = ability(examine(factor(reference="no"), counted(COUNTS, (5, 40, 3))))
    assert not found.is_settled
    times = times_as_many(70 / 550, 0.1, 550, 500, 0.95)
    assert found.needed is not None
    assert found.needed.compared == math.ceil((times - 1) * 1050)
    # Those with an unknown outcome or another level come along.
    assert found.needed.in_all == math.ceil((times - 1) * (1050 + 80 + 48))


def test_a_settled_difference_needs_no_more() -> None:
    found = ability(examine(factor(reference="no"), counted({"no": (50, 450), "yes": (150, 350)})))
    assert found.is_settled
    assert found.needed is None


def test_equal_rates_have_no_size_to_settle() -> None:
    found = ability(examine(factor(reference="no"), counted({"no": (50, 450), "yes": (50, 450)})))
    assert (found.is_settled, found.needed) == (False, None)


def test_repeat_clients_make_a_log_less_able() -> None:
    alone = ability(examine(factor(reference="no"), counted(COUNTS)))
    repeats = ability(examine(factor(reference="no"), counted(COUNTS), Clustering(100, 2.0)))
    halved = detectable_differences(0.1, 275, 250, 0.95)
    assert repeats.detectable == halved
    assert halved.more is not None
    assert alone.detectable.more is not None
    assert halved.more > alone.detectable.more


def test_a_design_effect_from_few_practitioners_makes_a_log_less_able_still() -> None:
    """As many as Student's t asks for, in the test and in the power."""
    found = examine(factor(reference="no"), counted(COUNTS), Clustering(100, 2.0))
    assert found.contrast is not None
    comparison = found.contrast.comparison
    of_few = compare(comparison.first, comparison.second, effects=Effects.same(2.0, 9, of_units=True))
    few = ability(replace(found, contrast=replace(found.contrast, comparison=of_few)))
    many = detectable_differences(0.1, 275, 250, 0.95)
    assert few.detectable == detectable_differences(0.1, 275, 250, 0.95, freedom=9)
    assert few.detectable.more is not None
    assert many.more is not None
    widened = (t.ppf(0.975, 9) + t.ppf(0.8, 9)) / (norm.ppf(0.975) + norm.ppf(0.8))
    assert few.detectable.more / many.more == pytest.approx(widened, abs=0.03)
    # As a test of means with as many degrees of freedom has it, by the noncentral distribution.
    shown = nct.sf(t.ppf(0.975, 9), 9, t.ppf(0.975, 9) + t.ppf(0.8, 9))
    assert shown == pytest.approx(0.8, abs=0.01)


def test_several_levels_are_held_to_the_wider_interval() -> None:
    found = ability(examine(factor(reference="a"), counted({"a": (50, 450), "b": (60, 440), "c": (80, 420)})))
    assert found.detectable == detectable_differences(0.1, 500, 500, 0.975)


def test_doubling_the_log_changes_what_it_should() -> None:
    of = factor(reference="no")
    once = ability(examine(of, counted(COUNTS)))
    twice = ability(examine(of, counted({level: tuple(2 * n for n in counts) for level, counts in COUNTS.items()})))
    assert once.needed is not None
    assert once.detectable.more is not None
    assert twice.detectable.more is not None
    assert twice.detectable.more < once.detectable.more
    if twice.needed is not None:
        assert twice.needed.compared == pytest.approx(once.needed.compared - 1050, abs=2)


def test_renaming_and_reordering_levels_changes_nothing_else() -> None:
    one = ability(examine(factor(reference="no"), counted(COUNTS)))
    other = ability(examine(factor(reference="nein"), counted({"ja": COUNTS["yes"], "nein": COUNTS["no"]})))
    assert (one.detectable, one.needed, one.is_settled) == (other.detectable, other.needed, other.is_settled)


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({}, NothingKnown),
        ({"a": (1, 0)}, OneLevel),
        ({"a": (0, 0, 9), "b": (1, 3)}, OneLevel),
        ({"a": (0, 30), "b": (0, 40)}, SameOutcome),
        ({"a": (30, 0), "b": (40, 0)}, SameOutcome),
        ({"a": (3, 40), "b": (1, 0)}, NoContrast),
        ({f"level {each}": (3, 20) for each in range(200)}, ManyLevels),
    ],
)
def test_nothing_to_compare_has_a_sentence(counts: dict[str, tuple[int, ...]], kind: type[Caution]) -> None:
    found = ability(examine(factor(), counted(counts)))
    assert isinstance(found, NothingToCompare)
    assert kinds(found.cautions) == [kind]


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(*[st.integers(0, 60)] * 3), min_size=1, max_size=4),
    st.sampled_from([1.0, 1.7]),
)
def test_it_is_always_finite(counts: dict[str, tuple[int, int, int]], effect: float) -> None:
    found = ability(examine(factor(), counted(counts), Clustering(1, effect)))
    assert isinstance(found, NothingToCompare) == (found.result.contrast is None)
    if isinstance(found, NothingToCompare):
        return
    sizes = [size for size in (found.detectable.more, found.detectable.fewer) if size is not None]
    assert all(0 < size <= 1 for size in sizes)
    if found.needed is not None:
        assert not found.is_settled
        assert 1 <= found.needed.compared <= found.needed.in_all


def test_few_expected_breakouts_make_it_rough() -> None:
    found = ability(examine(factor(reference="no"), counted({"no": (40, 360), "yes": (3, 9)})))
    assert kinds(found.cautions) == [RoughPower]
    assert ability(examine(factor(reference="no"), counted(COUNTS))).cautions == ()


def test_the_most_able_factor_comes_first_and_those_without_a_contrast_last() -> None:
    results = [
        replace(examine(factor(name=name, reference="no"), counted(counts)), factor=factor(name=name))
        for name, counts in {
            "none": {"no": (0, 9)},
            "small": {"no": (5, 45), "yes": (6, 44)},
            "large": {"no": (500, 4500), "yes": (500, 4500)},
        }.items()
    ]
    assert [each.result.factor.name for each in enough_data(results)] == ["large", "small", "none"]


def test_a_million_times_is_no_overflow() -> None:
    found = ability(examine(factor(reference="no"), counted({"no": (10**6, 9 * 10**6), "yes": (10**6 + 1, 9 * 10**6)})))
    assert found.needed is not None
    assert found.needed.in_all > 10**9
    assert np.isfinite(found.needed.in_all)
