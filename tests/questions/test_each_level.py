"""One level of a factor against all the others: on its own, within groups and after adjusting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import fisher_exact

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import OneWay
from analysis.methods.closer_cautions import RestsOnUnits
from analysis.methods.each_level import against_all_others
from analysis.methods.model_cautions import TooFewEvents
from analysis.methods.one_factor import examine
from analysis.methods.two_levels import difference_p
from analysis.outcome_log.log import Log
from analysis.questions.adjusted import Adjusted, OneAdjusted, adjusted, adjusted_for, default_factors
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.each_level import each_level
from analysis.questions.story import story
from analysis.questions.stratified import something_else
from analysis.results import AllOthers, FactorResult
from tests.logs import log_of
from tests.tallies import factor, kinds

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def sample() -> Log:
    return log_of(SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def counts(sample: Log) -> InMemory:
    return InMemory(sample)


@pytest.fixture(scope="module")
def found(counts: InMemory) -> AtAGlance:
    return at_a_glance(counts)


def result_of(found: AtAGlance, name: str) -> FactorResult:
    return next(each for each in found.factors if each.factor.name == name)


def test_a_level_and_all_the_others_are_all_of_the_factor(counts: InMemory, found: AtAGlance) -> None:
    practitioner = result_of(found, "practitioner")
    known = sum(each.rate.known for each in practitioner.levels if each.rate is not None)
    breakouts = sum(each.breakouts for each in practitioner.levels)
    for level, each in each_level(counts, practitioner, found).items():
        assert each.contrast is not None
        assert (each.contrast.level, each.contrast.reference) == (level, AllOthers(level))
        comparison = each.contrast.comparison
        assert comparison.first.known + comparison.second.known == known
        assert comparison.first.breakouts + comparison.second.breakouts == breakouts


def test_a_grade_rests_on_its_practitioners_on_its_own_and_after_adjusting(counts: InMemory, found: AtAGlance) -> None:
    grade = result_of(found, "practitioner_grade")
    (own,) = (each for each in grade.cautions if isinstance(each, RestsOnUnits))
    assert (own.unit.name, own.units) == ("practitioner", 12)
    answer = adjusted_for(counts, grade, default_factors(counts)).asked
    assert answer is not None
    assert RestsOnUnits in kinds(answer.cautions)
    assert answer.due_to_units is not None
    assert answer.due_to_units.freedom == 9


def test_a_grade_rests_on_its_practitioners_within_groups_too(counts: InMemory, found: AtAGlance) -> None:
    grade = result_of(found, "practitioner_grade")
    assert grade.contrast is not None
    own = grade.contrast.comparison
    assert own.effects is not None
    compared = [each.alike for each in something_else(counts, grade, found).answering if each.alike is not None]
    assert compared
    for each in compared:
        assert each.crude.effects == own.effects
        pooled, alone = each.adjusted.risk_difference.interval, own.risk_difference.interval
        assert pooled.high - pooled.low > 0.8 * (alone.high - alone.low)


def test_what_changes_from_visit_to_visit_rests_on_no_practitioners(found: AtAGlance) -> None:
    for name in ("new_product", "cartridge_lot", "device", "practitioner", "sterilisation", "needle_depth_mm"):
        assert RestsOnUnits not in kinds(result_of(found, name).cautions)


def test_all_levels_are_one_family_with_one_rule(counts: InMemory, found: AtAGlance) -> None:
    each = each_level(counts, result_of(found, "practitioner"), found)
    assert {of.family.size for of in each.values() if of.family is not None} == {12}
    assert {level for level, of in each.items() if of.is_linked} == {
        level for level, of in each.items() if of.p_adjusted is not None and of.p_adjusted < 0.05
    }
    assert {of.family.linked for of in each.values() if of.family is not None} == {
        sum(of.is_linked for of in each.values())
    }


def test_few_levels_and_numbers_are_compared_by_rule_only(counts: InMemory, found: AtAGlance) -> None:
    assert each_level(counts, result_of(found, "acne_history"), found) == {}
    assert each_level(counts, result_of(found, "needle_depth_mm"), found) == {}


def test_a_level_too_small_is_not_compared() -> None:
    rows = [f"P{place % 4},{'yes' if place % 3 == 0 else 'no'}" for place in range(120)]
    counts = InMemory(log_of("\n".join(["practitioner,breakout", *rows, *["P9,yes"] * 9])))
    found = at_a_glance(counts)
    assert set(each_level(counts, result_of(found, "practitioner"), found)) == {"P0", "P1", "P2", "P3"}


def test_one_practitioner_is_adjusted_for_nearly_all_as_it_takes_one_parameter(
    counts: InMemory, found: AtAGlance
) -> None:
    practitioner = result_of(found, "practitioner")
    names = default_factors(counts)
    p03 = each_level(counts, practitioner, found)["P03"]
    fair = adjusted_for(counts, p03, names)
    assert fair.asked is not None
    assert (fair.asked.level, fair.asked.reference) == ("P03", AllOthers("P03"))
    assert fair.asked.picked_from == 12
    # One more than the log can carry: the last of the suggested factors goes, and no other.
    assert [each.name for each in fair.left_out] == [names[-1]]
    assert isinstance(fair.reason, TooFewEvents)


def test_all_practitioners_leave_room_for_few_others(counts: InMemory, found: AtAGlance) -> None:
    names = default_factors(counts)
    whole = adjusted_for(counts, result_of(found, "practitioner"), names)
    assert whole.asked is not None
    assert whole.asked.factor.name == "practitioner"
    assert 0 < len(whole.left_out) < len(names)
    assert adjusted_for(counts, result_of(found, "cartridge_lot"), names).asked is None


def test_what_is_least_associated_with_the_factor_is_left_out_first() -> None:
    """Not the last of a fixed order, which may be what explains the difference."""
    chance = np.random.default_rng(5)
    depth, skin, room = (chance.integers(0, levels, 700) for levels in (2, 2, 3))
    device = np.where(chance.random(700) < 0.8, depth, 2)
    yes = chance.random(700) < 0.05 + 0.03 * depth
    rows = zip(device, skin, depth, room, np.where(yes, "yes", "no"), strict=True)
    text = "\n".join(["device,Skin,Deep,Room,breakout", *(f"d{a},s{b},e{c},r{d},{e}" for a, b, c, d, e in rows)])
    counts = InMemory(log_of(text))
    of = adjusted_for(counts, result_of(at_a_glance(counts), "device"), ("Room", "Skin", "Deep"))
    assert isinstance(of.answer, OneAdjusted)
    assert of.answer.factors[0].name == "device"
    assert "Deep" in {each.name for each in of.answer.factors}
    assert of.left_out
    assert "Deep" not in {each.name for each in of.left_out}


def test_the_story_is_of_one_comparison(counts: InMemory, found: AtAGlance) -> None:
    names = default_factors(counts)
    p08 = each_level(counts, result_of(found, "practitioner"), found)["P08"]
    of = story(counts, something_else(counts, p08, found), names)
    assert of is not None
    assert of.within is not None
    assert of.within.contrast == p08.contrast
    both = of.within.strata[0]
    assert (both.first.level, both.second.level) == ("P08", AllOthers("P08"))


def test_a_suggested_factor_has_the_interval_of_the_adjusted_page(counts: InMemory, found: AtAGlance) -> None:
    names = default_factors(counts)
    of = adjusted_for(counts, result_of(found, "new_product"), names)
    assert of.asked is not None
    page = adjusted(counts, names)
    assert isinstance(page, Adjusted)
    there = next(each for each in page.factors if each.factor.name == "new_product")
    assert of.asked.risk_difference.value == pytest.approx(there.risk_difference.value, abs=1e-7)
    assert of.asked.risk_difference.interval.low == pytest.approx(there.risk_difference.interval.low, abs=1e-7)
    assert of.asked.p_adjusted == pytest.approx(there.p_adjusted, abs=1e-7)


def test_a_log_without_a_comparison_has_no_story() -> None:
    counts = InMemory(log_of("new_product,breakout\nyes,no\nno,no\n"))
    found = at_a_glance(counts)
    assert story(counts, something_else(counts, found.factors[0], found), ()) is None


def test_a_few_breakouts_in_one_of_many_lots_are_not_called_linked_by_the_interval_alone() -> None:
    """Forty differences are held to a smaller error than the interval of few breakouts is right for."""
    names = tuple(f"L{each:02}" for each in range(40))
    counts = np.array([[55, 5, 0]] * 39 + [[46, 14, 0]] + [[0, 0, 0]])
    tally = OneWay("cartridge_lot", (*names, None), counts)
    each = against_all_others(examine(factor(levels=names, name="cartridge_lot"), tally), tally)[names[-1]]
    assert each.contrast is not None
    assert each.contrast.guard_p is not None
    at_39 = np.array([counts[-2, :2], counts[:-2, :2].sum(axis=0)])
    assert each.contrast.guard_p == pytest.approx(fisher_exact(at_39).pvalue, rel=1e-9)
    assert each.contrast.guard_p > difference_p(each.contrast.comparison)
