"""Which of the factors asked about could not be adjusted for together, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.model_cautions import (
    ConstantFactors,
    EntangledFactors,
    IsTheOutcome,
    LevelsTooSmall,
    NothingComplete,
    OverlappingFactors,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
)
from analysis.wording.cautions import caution
from analysis.wording.model_cautions import enough_for, why_unable
from analysis.wording.numbers import agreeing, all_of, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted, Without


def not_as_asked(found: Adjusted, counted: Counted) -> str:
    """Say in a sentence or two which factors are left out, or stand with one level only; empty where none do."""
    return " ".join(filter(None, (_one_level_each(found), _left_out(found.without, counted))))


def _one_level_each(found: Adjusted) -> str:
    """Say of which factors one level is compared with all the others, as the log cannot carry all of them."""
    if not found.by_itself:
        return ""
    levels = dict(found.one_of)
    have = agreeing(len(found.by_itself), "has", "have")
    chosen = all_of([named(levels[each.name], each) for each in found.by_itself])
    compared = agreeing(len(found.by_itself), "is", "are each")
    whole = f"{_titles(found.by_itself)} {have} too many levels for this log"
    return f"{whole}, so {chosen} {compared} compared with all the others."


def _left_out(without: Sequence[Without], counted: Counted) -> str:
    """Say which factors are left out, those with one reason together."""
    if not without:
        return ""
    groups: dict[object, list[Without]] = {}
    for each in without:
        # Each factor was added to others: what so many cases are enough for differs a little and is named once.
        shared = isinstance(each.reason, TooFewEvents | TooFewClients)
        groups.setdefault(type(each.reason) if shared else _why(each, counted), []).append(each)
    parts = [f"{_titles([each.factor for each in group])}, {_why(group[0], counted)}" for group in groups.values()]
    return f"Left out: {'; '.join(parts)}."


def _why(of: Without, counted: Counted) -> str:  # noqa: PLR0911 - one reason a kind
    match of.reason:
        case TooFewEvents() | TooFewClients():
            return f"as {enough_for(of.reason, counted)}"
        case LevelsTooSmall():
            return f"as {'; '.join(why_unable(each) for each in of.reason.unable)}"
        case OverlappingFactors():
            return f"which partly records the same thing as {_others(of.factor, of.reason.factors)}"
        case EntangledFactors():
            return f"which nearly always occurs together with {_others(of.factor, of.reason.factors)}"
        case SeparatedOutcomes():
            return "as some groups have only yes or only no"
        case IsTheOutcome():
            return "which records the outcome itself"
        case ConstantFactors():
            return "which has only one level here"
        case NothingComplete():
            return "which is never recorded together with the others"
        case _:
            return f"as {caution(of.reason, counted)}".removesuffix(".")


def _others(factor: Factor, factors: Sequence[Factor]) -> str:
    others = [each for each in factors if each.name != factor.name]
    return _titles(others) if others else "the others"


def _titles(factors: Sequence[Factor]) -> str:
    return all_of([f"“{each.title}”" for each in factors])
