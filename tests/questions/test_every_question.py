"""Every factor of the sample log by several outcomes and all units: each question has an answer in whole sentences.

What it protects: that no combination raises, as grades by cartridge lot once did, and that no number that is none
reaches a sentence.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from analysis.counting.counts import Counts
from analysis.counting.in_memory import InMemory
from analysis.exhibits.cusum import cusum_exhibit
from analysis.exhibits.recovery import recovery_exhibits
from analysis.methods.adjusted.terms import Entered
from analysis.outcome_log.outcomes import BREAKOUT, Counted, Outcome, Unit, possible_outcomes
from analysis.questions.adjusted import Refusal, adjusted, crowded_out, default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.curve import rate_along
from analysis.questions.cusum import cusum
from analysis.questions.firth import NotWithFewBreakouts, with_few_breakouts
from analysis.questions.grades import grades_by_level
from analysis.questions.imputed import NotImputed, imputed
from analysis.questions.power import enough_data
from analysis.questions.recovery import recovery, recovery_by
from analysis.questions.stratified import something_else
from analysis.questions.together import possible_others, together
from analysis.questions.unknowns import unknowns_of
from analysis.wording.adjusted import (
    adjusted_account,
    adjusted_finding,
    adjusted_how,
    describe_adjusted,
    describe_adjusted_rates,
    describe_calibration,
    not_in_fifths,
    own_and_adjusted,
)
from analysis.wording.avoidable import avoidable_finding, avoidable_how, describe_avoidable
from analysis.wording.cautions import caution as caution_in_words
from analysis.wording.curve import along_the_curve, describe_curve, how_curve
from analysis.wording.descriptions import describe_levels, describe_ranking
from analysis.wording.firth import describe_penalised, penalised_account, penalised_finding, penalised_lines
from analysis.wording.grades import describe_grades, grades_finding, grades_left_out, how_grades
from analysis.wording.imputed import describe_imputed, imputed_account, imputed_beside_complete, imputed_finding
from analysis.wording.one_factor import finding, how, not_answered, unknowns_in_short
from analysis.wording.power import describe_abilities, how_power, power_finding, settling
from analysis.wording.rates import (
    month_change,
    month_change_in_short,
    overall,
    year_change,
    year_change_in_short,
)
from analysis.wording.recovery import expectation, what_would_answer
from analysis.wording.stratified import (
    describe_strata,
    heterogeneity,
    hint,
    how_within_groups,
    not_in_groups,
    stratified_verdict,
    within_groups,
)
from analysis.wording.together import both as both_in_words
from analysis.wording.together import describe_together, highest, how_together, left_out
from analysis.wording.trend import describe_trend, how_trend, trend_cautions, trend_left_out, trend_verdict, variation
from analysis.wording.unknowns import describe_bounds, how_unknowns, what_unknowns_hide, where_unknowns_are
from analysis.wording.unusual import how_judged, unusual
from tests.logs import log_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.outcome_log.log import Log
    from analysis.questions.adjusted import Adjusted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.trend import Trend
    from analysis.results import FactorResult

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
OUTCOMES = (
    (BREAKOUT.name, BREAKOUT.levels),
    ("severity", ("severe",)),
    ("pustules", ("yes",)),
    ("avoided_makeup", ("yes",)),
    ("acne_history", ("past", "current")),
)
# "None of these factors" is a sentence; None as the name or the number of something is none.
NO_NUMBER = re.compile(r"\b(nan|inf|None(?! of ))\b")


@pytest.fixture(scope="module")
def sample() -> Log:
    return log_of(SAMPLE.read_bytes())


def outcome_of(log: Log, name: str, levels: tuple[str, ...]) -> Outcome:
    return next(each for each in possible_outcomes(log) if (each.name, each.levels) == (name, levels))


def hold(texts: Iterable[str]) -> None:
    for text in texts:
        assert not NO_NUMBER.search(text), text


@pytest.mark.parametrize("unit", get_args(Unit))
@pytest.mark.parametrize(("name", "levels"), OUTCOMES)
def test_it_is_answered_in_words(sample: Log, name: str, levels: tuple[str, ...], unit: Unit) -> None:
    counts = InMemory(sample, counted=Counted(outcome_of(sample, name, levels), unit))
    asked_in_turn = OUTCOMES.index((name, levels)) * len(get_args(Unit)) + get_args(Unit).index(unit)
    found = at_a_glance(counts)
    assert len(found.factors) == len(sample.factors_beside(name))
    hold(words_at_a_glance(found, counts.counted))
    for place, result in enumerate(found.factors):
        hold(one_factor(result, counts.counted))
        hold(closer(counts, result, found))
        # The dearer questions in turn: over all outcomes and units each factor is asked about twice at least.
        if (place + asked_in_turn) % 6 == 0:
            hold(beside_others(counts, result, found))
    entered = get_args(Entered)[OUTCOMES.index((name, levels)) % 2]
    chosen = default_factors(counts, entered)
    hold([not_in_fifths(crowded_out(counts, entered), counts.counted)])
    expected = recovery_by(counts, found.factors[OUTCOMES.index((name, levels))].factor, recovery(counts))
    hold([*expectation(expected), *what_would_answer(expected)])
    for each in recovery_exhibits(expected):
        hold((each.finding, *each.sentences, each.alt, *each.left_out, *each.cautions, *each.how))
    scores = cusum_exhibit(cusum(counts, adjusted=OUTCOMES.index((name, levels)) % 2 == 0), counts.counted)
    hold((scores.finding, scores.alt, *scores.details, *scores.left_out, *scores.cautions, *scores.how))
    first = found.factors[0].factor.name
    for names in (chosen, (first,), (*chosen[:2], first), tuple(each.name for each in sample.factors)):
        hold(several_factors(adjusted(counts, names, entered), counts.counted))
    if asked_in_turn % 2 == 0:
        hold(blanks_filled_in(counts, chosen, entered))
    hold(few_breakouts(counts, first, chosen[:2]))


def words_at_a_glance(found: AtAGlance, counted: Counted) -> Iterator[str]:
    yield overall(found.total, counted)
    yield month_change(found.over_time, counted)
    yield year_change(found.over_time, counted)
    yield month_change_in_short(found.over_time, counted)
    yield year_change_in_short(found.over_time, counted)
    yield unusual(found.over_time, counted)
    yield from how_judged(found.over_time, counted)
    yield describe_ranking(found.factors, counted)
    if found.over_time.trend is not None:
        yield from words_on_the_trend(found.over_time.trend, counted)
    yield from (caution_in_words(each, counted) for each in found.cautions)
    abilities = enough_data(found.factors)
    yield describe_abilities(abilities, counted)
    for ability in abilities:
        yield power_finding(ability, counted)
        yield settling(ability)
        yield from how_power(ability, counted)


def words_on_the_trend(found: Trend, counted: Counted) -> Iterator[str]:
    yield describe_trend(found, counted)
    yield trend_verdict(found, counted)
    yield variation(found, counted)
    yield from trend_left_out(found, counted)
    yield from trend_cautions(found, counted)
    yield from how_trend(found, counted)


def one_factor(result: FactorResult, counted: Counted) -> Iterator[str]:
    yield finding(result, counted)
    yield describe_levels(result, counted)
    yield not_answered(result, counted)
    yield unknowns_in_short(result)
    yield from how(result, counted)
    yield from (caution_in_words(each, counted) for each in result.cautions)


def closer(counts: Counts, result: FactorResult, found: AtAGlance) -> Iterator[str]:
    counted = counts.counted
    hidden = unknowns_of(counts, result, found)
    yield what_unknowns_hide(hidden, counted)
    yield where_unknowns_are(hidden, counted)
    yield describe_bounds(hidden)
    yield from how_unknowns(hidden)
    yield from (caution_in_words(each, counted) for each in hidden.cautions)
    if counts.counted.outcome.is_ordered:
        grades = grades_by_level(counts, result)
        yield grades_finding(grades, counted)
        yield grades_left_out(grades, counted)
        yield describe_grades(grades, counted)
        yield from how_grades(grades, counted)
        yield from (caution_in_words(each, counted) for each in grades.cautions)
    if result.factor.kind == "number":
        curve = rate_along(counts, result, found)
        yield along_the_curve(curve, counted)
        yield describe_curve(curve, counted)
        yield from how_curve(curve, counted)
        yield from (caution_in_words(each, counted) for each in curve.cautions)


def beside_others(counts: Counts, result: FactorResult, found: AtAGlance) -> Iterator[str]:
    counted = counts.counted
    asked = something_else(counts, result, found)
    yield hint(asked, counted)
    for each in asked.looked_at:
        yield within_groups(each, result.factor, counted)
        yield describe_strata(each, result.factor)
        yield not_in_groups(each, counted)
        yield from (caution_in_words(caution, counted) for caution in each.cautions)
        if each.alike is not None:
            yield stratified_verdict(each, result.factor, counted)
            yield heterogeneity(each)
            yield from how_within_groups(each, counted)
    for other in possible_others(result, found)[:2]:
        both = together(counts, result.factor, other, found)
        yield both_in_words(both, counted)
        yield highest(both)
        yield left_out(both)
        yield describe_together(both)
        yield from how_together(both)
        yield from (caution_in_words(each, counted) for each in both.cautions)


def several_factors(found: Adjusted | Refusal, counted: Counted) -> Iterator[str]:
    yield adjusted_finding(found, counted)
    yield from (caution_in_words(each, counted) for each in found.cautions)
    if isinstance(found, Refusal):
        yield caution_in_words(found.reason, counted)
        return
    yield adjusted_account(found, counted)
    yield describe_adjusted(found)
    yield describe_calibration(found)
    yield from adjusted_how(found, counted)
    yield avoidable_finding(found.avoidable, counted)
    yield describe_avoidable(found.avoidable, counted)
    yield from avoidable_how(found.avoidable, counted)
    for each in found.factors:
        yield own_and_adjusted(each)
        yield describe_adjusted_rates(each)


def blanks_filled_in(counts: Counts, names: tuple[str, ...], entered: Entered) -> Iterator[str]:
    found = imputed(counts, names, entered) if names else None
    if found is None:
        return
    if isinstance(found, NotImputed):
        yield caution_in_words(found.reason, counts.counted)
        return
    yield imputed_finding(found)
    yield imputed_account(found, counts.counted)
    yield describe_imputed(found)
    yield from imputed_beside_complete(found)


def few_breakouts(counts: Counts, name: str, others: tuple[str, ...]) -> Iterator[str]:
    found = with_few_breakouts(counts, name, others)
    yield penalised_finding(found, counts.counted)
    if isinstance(found, NotWithFewBreakouts):
        yield caution_in_words(found.reason, counts.counted)
        return
    yield penalised_account(found, counts.counted)
    yield describe_penalised(found)
    yield from penalised_lines(found)
