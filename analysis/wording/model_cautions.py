"""Why a model of several factors cannot be made, or what limits it, a sentence each with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.model_cautions import (
    CannotFillIn,
    ConstantFactors,
    EntangledFactors,
    FewClients,
    Incomplete,
    IsTheOutcome,
    LevelsTooSmall,
    MergedLevels,
    MoreThanPenalisedCarries,
    NoPenalisedFit,
    NothingChosen,
    NothingComplete,
    NotLinear,
    OverlappingFactors,
    PenalisedNeedsEachClientOnce,
    PenalisedNotNeeded,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
    TooManyToFillIn,
)
from analysis.wording.numbers import agreeing, all_of, count, level_name, listed, p_text, percent, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.terms import Unable
    from analysis.methods.model_cautions import ModelCaution
    from analysis.outcome_log.log import Factor


def model_caution(of: ModelCaution) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind
    """Return a caution about a model as a sentence."""
    match of:
        case NothingChosen():
            return "No factor is chosen; choose at least one."
        case NothingComplete():
            return (
                f"None of the {quantity(of.left_out, 'known outcome')} comes with all the factors chosen; leave out "
                "those that are often not recorded."
            )
        case IsTheOutcome():
            record = agreeing(len(of.factors), "records", "record")
            return f"{_both(of.factors)} {record} the outcome itself and would explain nothing; leave it out."
        case OverlappingFactors():
            return f"{_both(of.factors)} record in part the same thing; choose one of them or the other."
        case ConstantFactors():
            return f"Of {_both(of.factors)} only one level occurs here, so there is nothing to compare or to allow for."
        case TooFewEvents():
            return _too_few_events(of)
        case LevelsTooSmall():
            reasons = "; ".join(_unable(each) for each in of.unable)
            return f"Not every level can be compared. {reasons}. Leave {_both(of.factors)} out."
        case TooFewClients():
            return _too_few_clients(of)
        case FewClients():
            return (
                f"These are only {quantity(of.clients, 'client')}; with fewer than {of.few} the intervals, which allow "
                "for clients who came back, tend to be too narrow."
            )
        case EntangledFactors():
            return (
                f"{_both(of.factors)} go together so closely that this log cannot tell what belongs to which; leave "
                "one of them out."
            )
        case SeparatedOutcomes():
            return (
                f"With {_both(of.factors)} the outcome is certain for some groups, always yes or always no, so that no "
                "number can be put to the difference; leave one of them out."
            )
        case MergedLevels():
            groups = "; ".join(listed([level_name(level, of.factor) for level in each]) for each in of.merged)
            why = "too small to stand alone, or with one outcome only, and so taken together"
            return f"{of.factor.title}: {why}: {groups}."
        case Incomplete():
            return (
                f"{count(of.left_out)} of {quantity(of.known, 'known outcome')} ({percent(of.left_out / of.known)}) "
                "had to be left out because a factor chosen is not recorded for them; choosing only factors that are "
                "recorded nearly always uses more."
            )
        case NotLinear():
            poorly = f"a straight line fits the rates poorly ({p_text(of.p_value)})"
            return f"{of.factor.title}: {poorly}; look at the fifths instead."
        case TooManyToFillIn():
            return (
                f"Blanks are filled in for up to {count(of.most)} different rows, and here are {count(of.rows)}. Look "
                "at a shorter period or at fewer factors to see what the answer is then."
            )
        case CannotFillIn():
            return (
                "The blanks could not be filled in: what is known of the other rows does not tell enough about them. "
                "Leave out the factor that is blank most often."
            )
        case MoreThanPenalisedCarries():
            return f"With so few cases no more than {of.most} other factors can be allowed for; choose fewer."
        case PenalisedNeedsEachClientOnce():
            return (
                f"These {quantity(of.treatments, 'treatment')} are of {quantity(of.clients, 'client')}, and the method "
                "for few cases cannot allow for clients who came back. Count each client once to use it."
            )
        case PenalisedNotNeeded():
            return "The usual method can answer for these factors: choose just these above."
        case NoPenalisedFit():
            return "The method for few cases found no answer here; allow for fewer other factors."
        case _:
            assert_never(of)


def _both(factors: Sequence[Factor]) -> str:
    """Return the titles of factors in quotation marks, the last after an and."""
    return all_of([f"“{factor.title}”" for factor in factors])


def _too_few_events(of: TooFewEvents) -> str:
    needs = listed([f"{factor.title} {number}" for factor, number in of.uses], most=len(of.uses))
    can = f"enough for {quantity(of.carried, 'comparison')} at once" if of.carried else "too few to allow for anything"
    way_out = " Leave some out, those with many levels first." if of.carried else ""
    return (
        f"The rarer outcome occurs {agreeing(of.events, 'once', f'{count(of.events)} times')} here, {can} at "
        f"{of.per_parameter} for each; the factors chosen need {of.parameters} ({needs}).{way_out}"
    )


def _too_few_clients(of: TooFewClients) -> str:
    can = f"enough for {quantity(of.carried, 'comparison')} at once" if of.carried else "too few for any comparison"
    way_out = "Choose fewer, or count each client once" if of.carried else "Count each client once"
    return (
        f"Only {quantity(of.clients, 'client')} came for all of this, some of them again: {can} at {of.per_parameter} "
        f"for each; the factors chosen need {of.parameters}. {way_out}."
    )


def _unable(of: Unable) -> str:
    name = f"“{of.factor.title}: {level_name(of.levels if len(of.levels) > 1 else of.levels[0], of.factor)}”"
    if of.known < SMALLEST_LEVEL:
        return f"{name} has only {quantity(of.known, 'known outcome')}, fewer than {SMALLEST_LEVEL}"
    if of.breakouts in {0, of.known}:
        return f"{name} has {count(of.known)} known outcomes, all of them {'yes' if of.breakouts else 'no'}"
    return f"{name} is of fewer than {SMALLEST_LEVEL} clients"
