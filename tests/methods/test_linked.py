"""One rule of what is linked: wherever the word stands, the interval beside it excludes zero, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.standardised import adjusted_factors
from analysis.methods.avoidable import avoidable_breakouts
from analysis.methods.firth import penalised_factor
from analysis.methods.imputation.blanks import with_blanks
from analysis.methods.imputation.imputed import imputed_factors
from analysis.methods.linked import chance_of_any_link, evidence, families, family
from analysis.methods.ranking import ranked
from analysis.methods.rate import rate_among
from analysis.methods.two_levels import at_level, compare, difference_p
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT, Contrast, Estimate, Family
from tests.patterns import ACNE, FACTORS, PRODUCT, designed, fitted, made_up
from tests.tallies import counted, factor, r_values

# Of two or three levels, as far apart as logs have them: so many of a few hundred broke out.
LEVELS = st.lists(st.tuples(st.integers(0, 60), st.integers(60, 400)), min_size=2, max_size=4)
LOGS = st.lists(LEVELS, min_size=1, max_size=12)
# Outcomes of the made-up treatments drawn anew, with a link to a factor of any strength or none.
DRAWS = st.tuples(st.integers(0, 2**32 - 1), st.floats(-1.5, 1.5), st.sampled_from([0, 1, 2, 3]))


def drawn(seed: int, strength: float, of: int, *, clustered: bool = False) -> Patterns:
    """Return the made-up treatments with outcomes that depend on one factor."""
    patterns = made_up(clustered=clustered)
    known = patterns.counts[:, :2].sum(axis=1)
    level = patterns.codes[:, of] / max(patterns.codes[:, of].max(), 1)
    chance = 1 / (1 + np.exp(0.5 - strength * (level - 0.5)))
    breakouts = np.random.default_rng(seed).binomial(known, chance)
    counts = np.column_stack([known - breakouts, breakouts, np.zeros_like(known)])
    return Patterns(patterns.factors, patterns.levels, patterns.codes, patterns.client, counts)


def holds_zero(estimate: Estimate) -> bool:
    return estimate.interval.low <= 0 <= estimate.interval.high


@pytest.mark.parametrize("known", r_values("benjamini_hochberg"), ids=lambda each: each["name"])
def test_benjamini_hochberg_as_r_has_it(known: dict[str, list[float]]) -> None:
    found, adjusted = family([float(p) for p in known["p"]])
    assert adjusted == pytest.approx(known["adjusted"], rel=1e-12)
    assert found == Family(len(adjusted), sum(p < SIGNIFICANT for p in adjusted))


@given(LOGS)
def test_of_all_factors_those_are_linked_whose_interval_excludes_zero(logs: list[list[tuple[int, int]]]) -> None:
    results = ranked(
        [
            (factor(name=f"factor {place}"), counted({f"level {each}": counts for each, counts in enumerate(levels)}))
            for place, levels in enumerate(logs)
        ]
    )
    for each in results:
        if each.contrast is None:
            assert not each.is_linked
            continue
        difference = each.contrast.comparison.risk_difference
        assert each.p_adjusted is not None
        # By the rule itself, not by the interval: the p-value of the difference, after Benjamini and Hochberg.
        assert (each.p_adjusted < SIGNIFICANT) is each.is_linked is not holds_zero(difference)
        assert difference.interval.stated_level == CONFIDENCE_LEVEL
        assert difference.interval.low <= difference.value <= difference.interval.high


@settings(max_examples=25, deadline=None)
@given(DRAWS, st.booleans())
def test_after_adjusting_those_are_linked_whose_interval_excludes_zero(
    draw: tuple[int, float, int],
    clustered: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    model = fitted(FACTORS, drawn(*draw, clustered=clustered), "per unit")
    found = adjusted_factors(model)
    for each in found:
        assert (each.p_adjusted < SIGNIFICANT) is each.is_linked is not holds_zero(each.risk_difference)
        assert each.risk_difference.interval.stated_level == CONFIDENCE_LEVEL
    linked = {each.factor.name for each in found if each.is_linked}
    for avoidable in avoidable_breakouts(model, found):
        assert avoidable.is_linked is (avoidable.avoidable.value > 0 and not holds_zero(avoidable.avoidable))
        assert not avoidable.is_linked or avoidable.factor.name in linked
        if avoidable.factor.name not in linked:
            assert holds_zero(avoidable.fraction)


@settings(max_examples=5, deadline=None)
@given(DRAWS)
def test_with_blanks_filled_in_those_are_linked_whose_interval_excludes_zero(draw: tuple[int, float, int]) -> None:
    patterns = drawn(*draw).of(ACNE.name, PRODUCT.name)
    patterns.codes[::6, 0] = len(ACNE.levels)
    model = fitted((ACNE, PRODUCT), patterns)
    found = imputed_factors(model, adjusted_factors(model), with_blanks(patterns, model))
    assert found is not None
    for each in found:
        assert (each.p_adjusted < SIGNIFICANT) is each.is_linked is not holds_zero(each.risk_difference)


@settings(max_examples=10, deadline=None)
@given(DRAWS)
def test_with_few_cases_those_are_linked_that_have_an_interval_without_one(draw: tuple[int, float, int]) -> None:
    patterns = drawn(*draw).of(ACNE.name, PRODUCT.name)
    made = designed((ACNE, PRODUCT), patterns)
    found = penalised_factor(made.terms, made.cases)
    assert found is not None
    excluding = [not each.odds_ratio.interval.low <= 1 <= each.odds_ratio.interval.high for each in found.levels]
    assert found.is_linked is any(excluding)
    assert found.test.p_value < SIGNIFICANT or not found.is_linked


@given(st.integers(0, 90), st.integers(91, 300), st.integers(0, 90), st.integers(91, 300))
def test_the_p_value_of_a_difference_is_where_its_interval_begins_to_hold_zero(
    first: int, first_known: int, second: int, second_known: int
) -> None:
    comparison = compare(rate_among(first, first_known), rate_among(second, second_known))
    p = difference_p(comparison)
    for factor_of_p, excludes in ((1.02, True), (0.98, False)):
        if p > 1e-11 and factor_of_p * p < 1:
            assert at_level(comparison, 1 - factor_of_p * p).risk_difference.excludes_zero is excludes


def test_a_difference_picked_from_several_has_to_be_that_much_clearer() -> None:
    assert evidence(0.01) == 0.01
    assert evidence(0.01, 4) == pytest.approx(0.04)
    assert evidence(0.9, 4) == 1.0


def test_where_only_the_exact_test_of_few_cases_stands_in_the_way_the_interval_reaches_to_zero_and_no_further() -> None:
    """Fisher's test of 0 of 40 and 5 of 40 has p = 0.055, and Newcombe's interval of 95% excludes zero."""
    (found,) = ranked([(factor(reference="a"), counted({"a": (0, 40), "b": (5, 35)}))])
    assert found.test is not None
    assert found.test.p_value > SIGNIFICANT
    assert isinstance(found.contrast, Contrast)
    assert found.contrast.comparison.risk_difference.interval.low == 0
    assert not found.is_linked


def test_of_nothing_there_is_no_family() -> None:
    assert family([]) == (None, ())


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.data())
def test_what_was_planned_is_held_to_its_own_error_and_the_others_are_a_search(
    ps: list[float], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(ps) - 1))
    held = families(ps, place)
    assert held[place] == (Family(1, int(ps[place] < SIGNIFICANT), is_planned=True), ps[place])
    assert held[place][0].error == SIGNIFICANT
    searched, adjusted = family(ps[:place] + ps[place + 1 :])
    assert [each for at, each in enumerate(held) if at != place] == [(searched, p) for p in adjusted]
    assert [p for _, p in families(ps)] == list(family(ps)[1])


def test_selections_that_share_nothing_show_a_link_as_often_as_documented() -> None:
    """Eleven selections: 43 of 100 logs at most; 38 were found where they share treatments (`tests/simulations`)."""
    assert [round(chance_of_any_link(number), 3) for number in (0, 1, 2, 11)] == [0.0, 0.05, 0.098, 0.431]
