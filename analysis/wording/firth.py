"""One factor where breakouts are too few for the usual model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.adjusted.limits import EVENTS_PER_PARAMETER as USUALLY
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.model_cautions import PenalisedNotNeeded
from analysis.questions.firth import NotWithFewBreakouts
from analysis.wording.adjusted import left_out_for_blanks, odds_ratio_between
from analysis.wording.numbers import all_of, count, p_value, ratio
from analysis.wording.outcomes import events, linked_to, things, unit, units

if TYPE_CHECKING:
    from analysis.methods.firth import PenalisedLevel
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.firth import WithFewBreakouts


def penalised_compared(each: PenalisedLevel, of: WithFewBreakouts) -> str:
    """Return past vs none, or per 10 % more."""
    return odds_ratio_between(each.level, of.found.reference, of.found.factor)


def penalised_finding(of: WithFewBreakouts | NotWithFewBreakouts, counted: Counted) -> str:
    """Say whether the factor is linked to the outcome."""
    if isinstance(of, NotWithFewBreakouts) and isinstance(of.reason, PenalisedNotNeeded):
        return "These factors need no special method."
    if isinstance(of, NotWithFewBreakouts):
        return "The method for few cases cannot answer for these factors either."
    title, adjusting = of.found.factor.title, _adjusting(of)
    if of.found.is_linked:
        return f"{title} is {linked_to(counted)}{adjusting} ({p_value(of.found.test)})."
    return f"The difference in {title} could be chance{adjusting} ({p_value(of.found.test)})."


def _adjusting(of: WithFewBreakouts) -> str:
    return f" after adjusting for {all_of([f'“{each.title}”' for each in of.others])}" if of.others else ""


def penalised_lines(of: WithFewBreakouts) -> tuple[str, ...]:
    """Return the counts and the odds ratio of each level in words."""
    return tuple(
        f"{of.found.factor.title}, {penalised_compared(each, of)}: {_counts(each, of)}odds ratio "
        f"{ratio(each.odds_ratio)}."
        for each in of.found.levels
    )


def _counts(each: PenalisedLevel, of: WithFewBreakouts) -> str:
    """Return 3 of 67 compared with 2 of 60; nothing for a number."""
    if isinstance(each.level, PerStep):
        return ""
    reference = f"{count(of.found.reference_breakouts)} of {count(of.found.reference_known)}"
    return f"{count(each.breakouts)} of {count(each.known)} compared with {reference}, "


def describe_penalised(of: WithFewBreakouts) -> str:
    """Return the odds ratios as text."""
    parts = [f"{penalised_compared(each, of)} {ratio(each.odds_ratio)}" for each in of.found.levels]
    return f"Odds ratios of {of.found.factor.title}: {'; '.join(parts)}."


def penalised_account(of: WithFewBreakouts, counted: Counted) -> str:
    """Say which treatments the answer rests on."""
    left_out = left_out_for_blanks(of.left_out, counted)
    return f"Based on {units(of.known, counted)}, {events(of.breakouts, counted)} among them.{left_out}"


def penalised_caution(counted: Counted) -> str:
    """Say how far an answer from so few can be trusted."""
    return (
        f"This rests on fewer {things(counted)} than the usual method needs ({USUALLY} for each comparison): one "
        f"{unit(counted)} more or less may change it. Look at the width of the interval first."
    )


def penalised_how() -> tuple[str, ...]:
    """Say how it was worked out, one line a method."""
    return (
        (
            "Model: logistic regression by Firth’s penalised likelihood (Firth 1993), which stays finite where a group "
            "has no case at all. Numbers are treated as a steady trend."
        ),
        (
            "Intervals: profile penalised likelihood, allowing for the levels compared (Bonferroni); test: "
            "penalised likelihood ratio (Heinze & Schemper 2002). Linked: both have to say so."
        ),
        "Odds, not rates: where cases are rare, an odds ratio is about how many times as often they occur.",
    )
