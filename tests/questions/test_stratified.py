"""What the question finds in the sample log, whose truth is known, and in made-up ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.adjusted import default_factors
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.pairs import count_pairs
from analysis.questions.stratified import WithinGroups, something_else
from analysis.questions.together import possible_others
from analysis.wording.stratified import hint, not_in_groups, stratified_verdict, within_groups
from tests.logs import log_of
from tests.tallies import BREAKOUTS

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log
    from analysis.results import FactorResult

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def sample() -> Log:
    return log_of(SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def found(sample: Log) -> AtAGlance:
    return at_a_glance(InMemory(sample))


def result_of(found: AtAGlance, name: str) -> FactorResult:
    return next(each for each in found.factors if each.factor.name == name)


def asked(counts: InMemory, found: AtAGlance, name: str) -> WithinGroups:
    return something_else(counts, result_of(found, name), found)


@pytest.mark.parametrize("product", ["moisturiser", "new_product", "harsh_product"])
def test_products_shrink_within_acne_histories(sample: Log, found: AtAGlance, product: str) -> None:
    """The sample gives those with an acne history other products; a harsh product does nothing of its own."""
    first = asked(InMemory(sample), found, product).looked_at[0]
    assert first.by.name == "acne_history"
    crude, adjusted = first.alike.crude.risk_difference, first.alike.adjusted.risk_difference
    assert 0 < adjusted.value < 0.75 * crude.value
    # Of the harsh product nothing is left, but the interval allows for half of it.
    assert first.alike.verdict == "partly shared"


def test_it_says_how_many_are_left_out_of_those_in_the_factor_s_own_chart(sample: Log, found: AtAGlance) -> None:
    of = {each.by.name: each for each in asked(InMemory(sample), found, "harsh_product").looked_at}
    own = result_of(found, "harsh_product").contrast.comparison
    assert own.first.known + own.second.known == 2_130
    assert of["acne_history"].compared == 2_130 - 62
    assert not_in_groups(of["acne_history"], BREAKOUTS) == (
        "Left out of the 2,130 treatments compared under “Rates”: 62 with no “Acne history” recorded. So "
        "the difference there may not be the same."
    )
    assert not_in_groups(of["clinic"], BREAKOUTS) == ""


def test_groups_with_only_one_of_the_levels_are_left_out_and_counted() -> None:
    rows = ["new_product,acne_history,breakout,freq"]
    for product, acne, size in (("yes", "none", 100), ("no", "none", 200), ("yes", "past", 7), ("no", "", 9)):
        rows += [f"{product},{acne},yes,{size}", f"{product},{acne},no,{3 * size}"]
    counts = InMemory(log_of("\n".join(rows)))
    [of] = asked(counts, at_a_glance(counts), "new_product").looked_at
    assert "36 with no “Acne history” recorded and 28 in groups with only one" in not_in_groups(of, BREAKOUTS)


def test_the_needle_is_not_explained_by_the_treatment(sample: Log, found: AtAGlance) -> None:
    """The sample's needle depth has an effect of its own, and the treatment none, though the two go together."""
    of = asked(InMemory(sample), found, "needle_depth_mm")
    assert of.changing == ()
    (by_treatment,) = (each for each in of.looked_at if each.by.name == "treatment")
    crude, within = by_treatment.alike.crude.risk_difference, by_treatment.alike.adjusted.risk_difference
    assert (crude.excludes_zero, within.excludes_zero) == (True, False)
    assert stratified_verdict(by_treatment, of.result.factor, BREAKOUTS) == (
        "How much “Treatment” changes it is too uncertain to say: 4.7 fewer per 100 (95% CI 12.7 fewer to "
        "3.3 more). Among clients with the same “Treatment” the difference could be chance."
    )


def test_the_bad_lot_is_bad_whatever_one_allows_for(sample: Log, found: AtAGlance) -> None:
    of = asked(InMemory(sample), found, "cartridge_lot")
    assert result_of(found, "cartridge_lot").contrast.level == "L2503"
    assert of.changing == ()
    assert hint(of, BREAKOUTS) == "None of the 23 other factors clearly changes this answer."


def test_what_records_the_outcome_explains_nothing(sample: Log) -> None:
    """“Avoided make-up” comes from the hours until make-up, and the adherence counts it in."""
    makeup = next(each for each in possible_outcomes(sample) if each.name == "avoided_makeup")
    counts = InMemory(sample, counted=Counted(makeup))
    beside = {factor.name for factor in sample.factors_beside("avoided_makeup")}
    recorded = {"avoided_makeup", "makeup_after_hours", "adherence_percent"}
    assert beside == {factor.name for factor in sample.factors} - recorded
    found = at_a_glance(counts)
    assert {each.factor.name for each in found.factors} == beside
    of = asked(counts, found, "acne_history")
    assert of.looked_at
    assert {each.by.name for each in of.looked_at} <= beside
    assert {factor.name for factor in possible_others(result_of(found, "acne_history"), found)} <= beside
    assert set(default_factors(counts)) <= beside


@pytest.mark.parametrize("outcome", ["breakout", "pustules", "severity", "nothing of this name"])
def test_what_was_recorded_of_the_breakout_leaves_every_factor(sample: Log, outcome: str) -> None:
    assert sample.factors_beside(outcome) == sample.factors


def test_what_records_the_same_is_left_out(sample: Log, found: AtAGlance) -> None:
    looked_at = {each.by.name for each in asked(InMemory(sample), found, "adherence_percent").looked_at}
    assert "hands_off" not in looked_at
    assert "adherence_percent" not in looked_at
    assert "acne_history" in looked_at


def test_what_may_be_the_outcome_is_left_out() -> None:
    rows = ["product,seen,skin,breakout"]
    for place in range(200):
        broke_out = place % (2 if place % 4 else 3) == 0
        product, skin = "harsh" if place % 4 else "gentle", "oily" if place % 5 else "dry"
        seen, outcome = ("red", "yes") if broke_out else ("clear", "no")
        rows.append(f"{product},{seen},{skin},{outcome}")
    log = log_of("\n".join(rows).encode())
    of = asked(InMemory(log), at_a_glance(InMemory(log)), "product")
    assert [each.by.name for each in of.looked_at] == ["skin_type"]


def test_the_most_changing_come_first_and_those_that_cannot_answer_last(sample: Log, found: AtAGlance) -> None:
    of = asked(InMemory(sample), found, "practitioner")
    answers = [(each.alike is None, not each.is_changed) for each in of.looked_at]
    assert answers == sorted(answers)
    assert {each.by.name for each in of.looked_at if each.alike is None} == {"clinic", "practitioner_grade"}


def test_fifths_are_those_of_the_factor_looked_at_alone(sample: Log, found: AtAGlance) -> None:
    result = result_of(found, "needle_depth_mm")
    tally = count_pairs(InMemory(sample), result.factor, [sample.factor("adherence_percent")])["adherence_percent"]
    assert tally.levels[0] == (*(each.level for each in result.levels), None)
    assert tally.counts[:-1].sum(axis=1).sum(axis=1).tolist() == [each.treatments for each in result.levels]
    assert len(tally.levels[1]) <= 6


def test_filters_narrow_the_answer(sample: Log) -> None:
    counts = InMemory(sample, Filters(levels=(("acne_history", ("current", "past")),)))
    found = at_a_glance(counts)
    of = something_else(counts, result_of(found, "moisturiser"), found)
    assert all(each.known <= 1000 for each in of.looked_at)
    assert {level.level for each in of.looked_at if each.by.name == "acne_history" for level in each.strata} == {
        "current",
        "past",
    }


def test_clients_as_the_unit(sample: Log) -> None:
    counts = InMemory(sample, counted=Counted(unit="clients"))
    found = at_a_glance(counts)
    of = something_else(counts, result_of(found, "moisturiser"), found)
    assert of.changing
    assert all(each.known <= found.total.treatments for each in of.looked_at)
    assert "Comparing clients with the same" in within_groups(of.looked_at[0], of.result.factor, counts.counted)


def test_the_order_of_rows_changes_nothing(sample: Log, found: AtAGlance) -> None:
    header, *rows = SAMPLE.read_bytes().splitlines()
    np.random.default_rng(3).shuffle(rows)
    shuffled = log_of(b"\n".join([header, *rows]))
    again = asked(InMemory(shuffled), at_a_glance(InMemory(shuffled)), "moisturiser")
    before = asked(InMemory(sample), found, "moisturiser")
    assert [each.by.name for each in again.changing] == [each.by.name for each in before.changing]
    assert again.changing[0].alike.adjusted.risk_difference.value == pytest.approx(
        before.changing[0].alike.adjusted.risk_difference.value
    )


def test_the_log_twice_keeps_the_estimates(sample: Log, found: AtAGlance) -> None:
    """Each client then came twice as often, so the design effect doubles and no interval becomes narrower."""
    header, *rows = SAMPLE.read_bytes().splitlines()
    # The ID of the treatment stands first; rows that are the same in all of it count once.
    assert header.startswith(b"treatment_id,")
    copies = [b"again-" + row for row in rows]
    doubled = log_of(b"\n".join([header, *rows, *copies]))
    again = at_a_glance(InMemory(doubled))
    one, two = (
        next(each for each in of.looked_at if each.by.name == "acne_history").alike.adjusted.risk_difference
        for of in (asked(InMemory(sample), found, "new_product"), asked(InMemory(doubled), again, "new_product"))
    )
    assert two.value == pytest.approx(one.value)
    assert two.interval.low == pytest.approx(one.interval.low, abs=0.005)


@pytest.mark.parametrize(
    "rows",
    [
        ["product,breakout", *["a,yes", "b,no"] * 30],
        ["product,skin,breakout", *["a,oily,no", "b,dry,no"] * 30],
        ["product,skin,breakout", "a,oily,yes"],
        ["product,skin,breakout", *["a,oily,", "b,dry,"] * 30],
        ["product,skin,breakout", *["a,oily,yes", "a,oily,no", "b,dry,no"] * 30],
        ["product,skin,breakout", *["a,oily,yes", "a,dry,no", "b,dry,no", "b,oily,no"] * 30],
    ],
)
def test_a_log_that_cannot_answer_says_so(rows: list[str]) -> None:
    log = log_of("\n".join(rows).encode())
    found = at_a_glance(InMemory(log))
    for result in found.factors:
        of = something_else(InMemory(log), result, found)
        assert hint(of, BREAKOUTS).endswith(".")
        for each in of.looked_at:
            assert within_groups(each, result.factor, BREAKOUTS).endswith(".")


def test_two_columns_of_many_numbers_are_counted_by_their_fifths() -> None:
    random = np.random.default_rng(1)
    numbers = random.normal(size=(3000, 2))
    outcomes = np.where(random.random(3000) < 0.3, "yes", "no")
    rows = ["first,second,breakout", *(f"{a:.6f},{b:.6f},{c}" for (a, b), c in zip(numbers, outcomes, strict=True))]
    log = log_of("\n".join(rows).encode())
    tally = count_pairs(InMemory(log), log.factor("first"), [log.factor("second")])["second"]
    assert tally.counts.shape == (6, 6, 3)
    assert tally.counts[:-1, :-1].sum(axis=(1, 2)).tolist() == [600] * 5
    whole = InMemory(log).by_both("first", "second")
    assert whole.counts.sum() == tally.counts.sum()


def test_factors_that_go_with_nothing_are_hardly_ever_named() -> None:
    """Fifteen columns of noise beside a real difference in 200 treatments: some change it by a tenth by chance."""
    named = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        product = random.random(200) < 0.5
        outcome = random.random(200) < np.where(product, 0.4, 0.15)
        noise = random.integers(0, 5, (200, 15))
        header = ",".join(["new_product", *(f"f{place}" for place in range(15)), "breakout"])
        rows = [
            ",".join(["yes" if uses else "no", *(f"group {each}" for each in levels), "yes" if broke else "no"])
            for uses, levels, broke in zip(product, noise, outcome, strict=True)
        ]
        log = log_of("\n".join([header, *rows]).encode())
        found = at_a_glance(InMemory(log))
        named += bool(asked(InMemory(log), found, "new_product").changing)
    assert named <= 4
