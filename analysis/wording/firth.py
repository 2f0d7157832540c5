"""One factor where breakouts are too few for the usual model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.adjusted.limits import EVENTS_PER_PARAMETER as USUALLY
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.model_cautions import PenalisedNotNeeded
from analysis.methods.ranking import SIGNIFICANT
from analysis.questions.firth import NotWithFewBreakouts
from analysis.wording.adjusted import left_out_for_blanks
from analysis.wording.numbers import all_of, count, level_name, p_value, ratio
from analysis.wording.outcomes import events, things, unit, units

if TYPE_CHECKING:
    from analysis.methods.firth import PenalisedLevel
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.firth import WithFewBreakouts


def penalised_compared(each: PenalisedLevel, of: WithFewBreakouts) -> str:
    """Return past against none, or per 10 % more."""
    factor = of.found.factor
    if isinstance(each.level, PerStep):
        return f"per {level_name(each.level.step, factor)} more"
    return f"{level_name(each.level, factor)} against {level_name(of.found.reference, factor)}"


def penalised_finding(of: WithFewBreakouts | NotWithFewBreakouts, counted: Counted) -> str:
    """Say whether the factor goes with the outcome."""
    if isinstance(of, NotWithFewBreakouts) and isinstance(of.reason, PenalisedNotNeeded):
        return "For these factors no other method is needed."
    if isinstance(of, NotWithFewBreakouts):
        return "The method for few cases cannot answer for these factors either."
    goes = f"goes with {things(counted)}" if of.found.test.p_value < SIGNIFICANT else "could be chance"
    allowed_for = f" with {all_of([f'“{each.title}”' for each in of.others])} allowed for" if of.others else ""
    return f"{of.found.factor.title} {goes}{allowed_for} ({p_value(of.found.test)})."


def penalised_lines(of: WithFewBreakouts) -> tuple[str, ...]:
    """Return the counts and the odds ratio of each level in words."""
    return tuple(
        f"{of.found.factor.title}, {penalised_compared(each, of)}: {_counts(each, of)}odds ratio "
        f"{ratio(each.odds_ratio)}."
        for each in of.found.levels
    )


def _counts(each: PenalisedLevel, of: WithFewBreakouts) -> str:
    """Return 3 of 67 against 2 of 60; nothing for a number."""
    if isinstance(each.level, PerStep):
        return ""
    reference = f"{count(of.found.reference_breakouts)} of {count(of.found.reference_known)}"
    return f"{count(each.breakouts)} of {count(each.known)} against {reference}, "


def describe_penalised(of: WithFewBreakouts) -> str:
    """Return the odds ratios as text."""
    parts = [f"{penalised_compared(each, of)} {ratio(each.odds_ratio)}" for each in of.found.levels]
    return f"Odds ratios of {of.found.factor.title}: {'; '.join(parts)}."


def penalised_account(of: WithFewBreakouts, counted: Counted) -> str:
    """Say which treatments the answer rests on."""
    left_out = left_out_for_blanks(of.left_out, counted)
    return f"Rests on {units(of.known, counted)}, {events(of.breakouts, counted)} among them.{left_out}"


def penalised_caution(counted: Counted) -> str:
    """Say how far an answer from so few can be trusted."""
    return (
        f"This is an answer from fewer {things(counted)} than the usual method asks for ({USUALLY} for each "
        f"comparison): one {unit(counted)} more or less may change it. Look at the width of the interval first."
    )


def penalised_how() -> tuple[str, ...]:
    """Say how it was worked out, one line a method."""
    return (
        (
            "Model: logistic regression by Firth’s penalised likelihood (Firth 1993), which stays finite where a group "
            "has no case at all. Numbers enter in a straight line."
        ),
        (
            "Intervals: profile penalised likelihood; the test of the factor: penalised likelihood ratio (Heinze & "
            "Schemper 2002)."
        ),
        "Odds, not rates: where cases are rare, an odds ratio is about how many times as often they occur.",
    )
