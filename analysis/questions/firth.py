"""One factor where breakouts are too few for the usual model of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.limits import entangled
from analysis.methods.adjusted.model import Design, Model, design, fit_model
from analysis.methods.adjusted.terms import Term, Unable, model_term
from analysis.methods.firth import EVENTS_PER_PARAMETER, MOST_OTHERS, penalised_factor
from analysis.methods.model_cautions import (
    ConstantFactors,
    EntangledFactors,
    IsTheOutcome,
    LevelsTooSmall,
    MoreThanPenalisedCarries,
    NoPenalisedFit,
    PenalisedNeedsEachClientOnce,
    PenalisedNotNeeded,
    SeparatedOutcomes,
    TooFewEvents,
)
from analysis.questions.adjusted import Refusal

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Patterns
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.cautions import Caution
    from analysis.methods.firth import PenalisedFactor
    from analysis.outcome_log.log import Factor
    from analysis.questions.adjusted import Adjusted


@dataclass(frozen=True, kw_only=True)
class WithFewBreakouts:
    """What a log with few breakouts says about one factor.

    Attributes
    ----------
    found : PenalisedFactor
    others : tuple of Factor
        Those allowed for.
    known, breakouts : int
        Units with the outcome and all these factors known, and those of them with a breakout.
    left_out : int
        Units with a known outcome but with a factor not known.
    """

    found: PenalisedFactor
    others: tuple[Factor, ...]
    known: int
    breakouts: int
    left_out: int


@dataclass(frozen=True)
class NotWithFewBreakouts:
    """One factor that a log with few breakouts cannot answer for either, and why."""

    reason: Caution


def may_help(found: Adjusted | Refusal) -> bool:
    """Tell whether the method for few breakouts may answer for one of the factors that the usual one did not.

    With more comparisons than it can make itself, cases are not few.
    """
    reasons = [found.reason] if isinstance(found, Refusal) else [each.reason for each in found.without]
    if any(isinstance(each, SeparatedOutcomes | LevelsTooSmall) for each in reasons):
        return True
    are_few = isinstance(found, Refusal) or found.parameters <= MOST_OTHERS
    return are_few and any(isinstance(each, TooFewEvents) for each in reasons)


def with_few_breakouts(counts: Counts, name: str, others: tuple[str, ...]) -> WithFewBreakouts | NotWithFewBreakouts:
    """Return the odds ratios of one factor with at most two others allowed for, or why there are none.

    Numbers enter in a straight line, which takes the fewest breakouts.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    factors = [counts.factor(each) for each in dict.fromkeys((name, *others))]
    if len(factors) > 1 + MOST_OTHERS:
        return NotWithFewBreakouts(MoreThanPenalisedCarries(MOST_OTHERS))
    same = tuple(factor for factor in factors if factor not in counts.factors)
    if same:
        return NotWithFewBreakouts(IsTheOutcome(same))
    patterns = counts.patterns(*(factor.name for factor in factors))
    cases = complete_cases(patterns)
    terms = _terms(factors, patterns, cases)
    if not isinstance(terms, list):
        return NotWithFewBreakouts(terms)
    found = penalised_factor(terms, cases)
    if found is None:
        return NotWithFewBreakouts(NoPenalisedFit())
    return WithFewBreakouts(
        found=found,
        others=tuple(term.factor for term in terms[1:]),
        known=int(cases.known.sum()),
        breakouts=int(cases.breakouts.sum()),
        left_out=cases.left_out,
    )


def _terms(factors: list[Factor], patterns: Patterns, cases: CompleteCases) -> list[Term] | Caution:
    """Return how factors enter, the one asked about first, or the first reason why they cannot."""
    usual = design(factors, patterns, cases, "per unit")
    if isinstance(usual, Design) and isinstance(fit_model(usual), Model):
        return PenalisedNotNeeded()
    if not isinstance(usual, Design | TooFewEvents | LevelsTooSmall):
        return usual
    if cases.repeating is not None:
        return PenalisedNeedsEachClientOnce(cases.repeating, int(cases.known.sum()))
    terms: list[Term] = []
    for place, factor in enumerate(factors):
        term = model_term(
            factor, patterns.levels[place][:-1], cases.codes[:, place], cases, "per unit", needs_both_outcomes=False
        )
        if isinstance(term, Unable):
            return LevelsTooSmall((term,))
        if term is None and not place:
            return ConstantFactors((factor,))
        if term is not None:
            terms.append(term)
    return _limit(terms, cases) or terms


def _limit(terms: list[Term], cases: CompleteCases) -> Caution | None:
    parameters = sum(term.parameters for term in terms)
    if cases.events < EVENTS_PER_PARAMETER * parameters:
        return TooFewEvents(
            events=cases.events,
            are_yes=cases.yes_is_rarer,
            parameters=parameters,
            carried=cases.events // EVENTS_PER_PARAMETER,
            uses=tuple((term.factor, term.parameters) for term in terms),
            per_parameter=EVENTS_PER_PARAMETER,
        )
    together = entangled([term.block for term in terms], cases.known)
    return EntangledFactors(tuple(terms[place].factor for place in together)) if together else None
