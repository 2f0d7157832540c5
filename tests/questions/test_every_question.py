"""Every factor of the sample log by several outcomes and all units: each question has an answer in whole sentences.

What it protects: that no combination raises, as grades by cartridge lot once did, and that no number that is none
reaches a sentence.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from analysis.files.reading import read
from analysis.methods.model_terms import Entered
from analysis.outcome_log.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import BREAKOUT, Outcome, Unit, possible_outcomes
from analysis.overview import overview
from analysis.questions.adjusted import adjusted, default_factors
from analysis.questions.can_this_log_tell import can_this_log_tell
from analysis.questions.grades import grades_by_level
from analysis.questions.rate_curve import rate_curve
from analysis.questions.something_else import something_else
from analysis.questions.together import possible_others, together
from analysis.questions.unknown_outcomes import unknown_outcomes
from analysis.report import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.overview import Overview
    from analysis.questions.adjusted import Adjusted
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
    return clean(read(SAMPLE.read_bytes(), "log.csv"))[0]


def outcome_of(log: Log, name: str, levels: tuple[str, ...]) -> Outcome:
    return next(each for each in possible_outcomes(log) if (each.name, each.levels) == (name, levels))


def hold(texts: Iterable[str]) -> None:
    for text in texts:
        assert not NO_NUMBER.search(text), text


@pytest.mark.parametrize("unit", get_args(Unit))
@pytest.mark.parametrize(("name", "levels"), OUTCOMES)
def test_it_is_answered_in_words(sample: Log, name: str, levels: tuple[str, ...], unit: Unit) -> None:
    filters = Filters(outcome=outcome_of(sample, name, levels), unit=unit)
    found = overview(sample, filters)
    assert len(found.factors) == len(sample.factors_beside(name))
    hold(at_a_glance(found, filters.counted))
    for place, result in enumerate(found.factors):
        hold(one_factor(result, filters.counted))
        hold(closer(sample, filters, found, result))
        # The dearer questions in turn: over all outcomes and units each factor is asked about several times.
        if place % 3 == get_args(Unit).index(unit):
            hold(beside_others(sample, filters, found, result))
    entered = get_args(Entered)[OUTCOMES.index((name, levels)) % 2]
    chosen = default_factors(sample, filters, entered)
    first = found.factors[0].factor.name
    for names in (chosen, (first,), (*chosen[:2], first), tuple(each.name for each in sample.factors)):
        hold(several_factors(adjusted(sample, filters, names, entered), filters.counted))


def at_a_glance(found: Overview, counted: Counted) -> Iterator[str]:
    yield wording.overall(found.total, counted)
    yield wording.change(found.change, counted)
    yield wording.change_in_short(found.change)
    yield wording.describe_ranking(found.factors, counted)
    yield wording.describe_months(found.months, counted)
    yield from (wording.caution(each, counted) for each in found.cautions)
    abilities = can_this_log_tell(found.factors)
    yield wording.describe_abilities(abilities, counted)
    for ability in abilities:
        yield wording.can_tell(ability, counted)
        yield wording.settling(ability)
        yield from wording.how_can_tell(ability, counted)


def one_factor(result: FactorResult, counted: Counted) -> Iterator[str]:
    yield wording.finding(result, counted)
    yield wording.describe_levels(result, counted)
    yield wording.not_answered(result, counted)
    yield wording.unknown_outcomes(result)
    yield from wording.how(result, counted)
    yield from (wording.caution(each, counted) for each in result.cautions)


def closer(log: Log, filters: Filters, found: Overview, result: FactorResult) -> Iterator[str]:
    counted = filters.counted
    hidden = unknown_outcomes(log, filters, found, result)
    yield wording.what_unknowns_hide(hidden, counted)
    yield wording.where_unknowns_are(hidden, counted)
    yield wording.describe_bounds(hidden)
    yield from wording.how_unknowns(hidden)
    yield from (wording.caution(each, counted) for each in hidden.cautions)
    if filters.outcome.is_ordered:
        grades = grades_by_level(log, filters, result)
        yield wording.grades_finding(grades, counted)
        yield wording.grades_left_out(grades, counted)
        yield wording.describe_grades(grades, counted)
        yield from wording.how_grades(grades, counted)
        yield from (wording.caution(each, counted) for each in grades.cautions)
    if result.factor.kind == "number":
        curve = rate_curve(log, filters, found, result)
        yield wording.along_the_curve(curve, counted)
        yield wording.describe_curve(curve, counted)
        yield from wording.how_curve(curve, counted)
        yield from (wording.caution(each, counted) for each in curve.cautions)


def beside_others(log: Log, filters: Filters, found: Overview, result: FactorResult) -> Iterator[str]:
    counted = filters.counted
    asked = something_else(log, filters, result, found)
    yield wording.hint(asked, counted)
    for each in asked.looked_at:
        yield wording.within_groups(each, result.factor, counted)
        yield wording.describe_strata(each, result.factor)
        yield from (wording.caution(caution, counted) for caution in each.cautions)
        if each.adjusted is not None:
            yield wording.verdict(each, result.factor, counted)
            yield wording.heterogeneity(each)
            yield from wording.how_within_groups(each, counted)
    for other in possible_others(result, found)[:2]:
        both = together(log, filters, result.factor, other, found)
        yield wording.both(both, counted)
        yield wording.highest(both)
        yield wording.left_out(both)
        yield wording.describe_together(both)
        yield from wording.how_together(both)
        yield from (wording.caution(each, counted) for each in both.cautions)


def several_factors(found: Adjusted, counted: Counted) -> Iterator[str]:
    yield wording.adjusted_finding(found, counted)
    refusals = () if found.refusal is None else (found.refusal,)
    yield from (wording.caution(each, counted) for each in chain(found.cautions, refusals))
    if found.refusal is not None:
        return
    yield wording.adjusted_account(found, counted)
    yield wording.describe_adjusted(found)
    yield wording.describe_calibration(found)
    yield from wording.adjusted_how(found, counted)
    yield wording.avoidable_finding(found.avoidable, counted)
    yield wording.describe_avoidable(found.avoidable, counted)
    yield from wording.avoidable_how(found.avoidable, counted)
    for each in found.factors:
        yield wording.crude_beside_adjusted(each)
        yield wording.describe_adjusted_rates(each)
