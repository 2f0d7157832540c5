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
from analysis.wording.outcomes import rarer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.terms import Unable
    from analysis.methods.model_cautions import ModelCaution
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted


def model_caution(of: ModelCaution, counted: Counted) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind
    """Return a caution about a model as a sentence."""
    match of:
        case NothingChosen():
            return "Choose at least one factor."
        case NothingComplete():
            none = agreeing(of.left_out, "The one", f"None of the {count(of.left_out)}")
            lacks = agreeing(of.left_out, "lacks one of these factors", "has all these factors recorded")
            return f"{none} with a known outcome {lacks}. Leave out those that are often blank."
        case IsTheOutcome():
            record = agreeing(len(of.factors), "records", "record")
            return (
                f"{_both(of.factors)} {record} the outcome itself. Leave {agreeing(len(of.factors), 'it', 'them')} out."
            )
        case OverlappingFactors():
            return f"{_both(of.factors)} partly record the same thing. Choose only one of them."
        case ConstantFactors():
            has = agreeing(len(of.factors), "has", "have")
            return f"{_both(of.factors)} {has} only one level here, so there is nothing to compare or to adjust for."
        case TooFewEvents():
            return _too_few_events(of, counted)
        case LevelsTooSmall():
            reasons = "; ".join(why_unable(each) for each in of.unable)
            return f"Some levels cannot be compared. {reasons}. Leave {_both(of.factors)} out."
        case TooFewClients():
            return _too_few_clients(of, counted)
        case FewClients():
            return (
                f"With only {quantity(of.clients, 'client')}, fewer than {of.few}, intervals that allow for clients "
                "who came back tend to be too narrow."
            )
        case EntangledFactors():
            return (
                f"{_both(of.factors)} nearly always occur together, so their differences cannot be separated. Leave "
                "one of them out."
            )
        case SeparatedOutcomes():
            return (
                f"With {_both(of.factors)}, some groups have only yes or only no, so their difference has no size. "
                f"Leave {agreeing(len(of.factors), 'it', 'one of them')} out."
            )
        case MergedLevels():
            groups = "; ".join(listed([level_name(level, of.factor) for level in each]) for each in of.merged)
            return f"{of.factor.title}: levels too small on their own, or with one outcome only, are merged: {groups}."
        case Incomplete():
            return (
                f"{count(of.left_out)} of {quantity(of.known, 'known outcome')} ({percent(of.left_out / of.known)}) "
                "are left out because one of these factors is not recorded. Factors that are nearly always recorded "
                "use more of the log."
            )
        case NotLinear():
            return f"{of.factor.title}: a steady trend fits poorly ({p_text(of.p_value)}); try five groups instead."
        case TooManyToFillIn():
            return (
                f"Blanks are filled in for up to {count(of.most)} different rows, and this view has {count(of.rows)}. "
                "Choose a shorter period or fewer factors."
            )
        case CannotFillIn():
            return (
                "The blanks could not be filled in: the other rows do not predict them well enough. Leave out the "
                "factor that is blank most often."
            )
        case MoreThanPenalisedCarries():
            return f"With so few cases, adjust for at most {of.most} other factors."
        case PenalisedNeedsEachClientOnce():
            return (
                f"These {quantity(of.treatments, 'treatment')} belong to {quantity(of.clients, 'client')}, and the "
                "method for few cases cannot allow for clients who came back. Count each client once to use it."
            )
        case PenalisedNotNeeded():
            return "The usual method works for these factors: choose just these above."
        case NoPenalisedFit():
            return "The method for few cases found no answer. Adjust for fewer factors."
        case _:
            assert_never(of)


def _both(factors: Sequence[Factor]) -> str:
    """Return the titles of factors in quotation marks, the last after an and."""
    return all_of([f"“{factor.title}”" for factor in factors])


def _too_few_events(of: TooFewEvents, counted: Counted) -> str:
    needs = listed([f"{factor.title} {number}" for factor, number in of.uses], most=len(of.uses))
    if len(of.uses) == 1:
        return f"{enough_for(of, counted)}; {needs.rpartition(' ')[0]} needs {count(of.parameters)}."
    way_out = " Leave some out, those with many levels first." if of.carried else ""
    return f"{enough_for(of, counted)}; {_these_need(of.parameters)} ({needs}).{way_out}"


def _too_few_clients(of: TooFewClients, counted: Counted) -> str:
    way_out = "Choose fewer, or count each client once" if of.carried else "Count each client once"
    return f"{enough_for(of, counted)}; {_these_need(of.parameters)}. {way_out}."


def enough_for(of: TooFewEvents | TooFewClients, counted: Counted) -> str:
    """Say for how many comparisons the cases, or the clients, of a log are enough."""
    if isinstance(of, TooFewEvents):
        who = f"{rarer(of.events, counted, are_yes=of.are_yes)} {agreeing(of.events, 'is', 'are')}"
    else:
        who = f"{quantity(of.clients, 'client')}, some of whom came back, {agreeing(of.clients, 'is', 'are')}"
    able = f"enough for about {quantity(of.carried, 'comparison')}" if of.carried else "too few for any comparison"
    return f"{who} {able} ({of.per_parameter} each)"


def _these_need(parameters: int) -> str:
    return f"these factors need {count(parameters)}"


def why_unable(of: Unable) -> str:
    """Say why a level of a factor cannot be compared."""
    name = f"“{of.factor.title}: {level_name(of.levels if len(of.levels) > 1 else of.levels[0], of.factor)}”"
    if of.known < SMALLEST_LEVEL:
        return f"{name} has {quantity(of.known, 'known outcome')}, fewer than {SMALLEST_LEVEL}"
    if of.breakouts in {0, of.known}:
        return f"{name} has {count(of.known)} known outcomes, all of them {'yes' if of.breakouts else 'no'}"
    return f"{name} has fewer than {SMALLEST_LEVEL} clients"
