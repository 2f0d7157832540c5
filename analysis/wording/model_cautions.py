"""Why a model of several factors cannot be made, or what limits it, a sentence each with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.wording.numbers import agreeing, count, level_name, listed, p_text, percent, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.terms import Unable
    from analysis.outcome_log.log import Factor
    from analysis.results import ModelCautionKind


def model_caution(kind: ModelCautionKind, values: tuple[Any, ...]) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind
    """Return a caution about a model as a sentence."""
    match kind:
        case "nothing chosen":
            return "No factor is chosen; choose at least one."
        case "nothing complete":
            if not values[0]:
                return "No outcome is known here."
            return (
                f"None of the {quantity(values[0], 'known outcome')} comes with all the factors chosen; leave out "
                "those that are often not recorded."
            )
        case "is the outcome":
            return f"{_both(values)} {_records(values)} the outcome itself and would explain nothing; leave it out."
        case "overlapping factors":
            return f"{_both(values)} record in part the same thing; choose one of them or the other."
        case "constant factors":
            return f"Of {_both(values)} only one level occurs here, so there is nothing to compare or to allow for."
        case "too few events":
            return _too_few_events(*values)
        case "levels too small":
            reasons = "; ".join(_unable(each) for each in values)
            return f"Not every level can be compared. {reasons}. Leave {_both([each.factor for each in values])} out."
        case "too few clients":
            return _too_few_clients(*values)
        case "few clients":
            clients, few = values
            return (
                f"These are only {quantity(clients, 'client')}; with fewer than {few} the intervals, which allow for "
                "clients who came back, tend to be too narrow."
            )
        case "entangled factors":
            return (
                f"{_both(values)} go together so closely that this log cannot tell what belongs to which; leave one of "
                "them out."
            )
        case "separated outcomes":
            return (
                f"With {_both(values)} the outcome is certain for some groups, always yes or always no, so that no "
                "number can be put to the difference; leave one of them out."
            )
        case "merged levels":
            factor, merged = values
            groups = "; ".join(listed([level_name(level, factor) for level in each]) for each in merged)
            return (
                f"{factor.title}: too small to stand alone, or with one outcome only, and so taken together: {groups}."
            )
        case "incomplete":
            left_out, known = values
            return (
                f"{count(left_out)} of {quantity(known, 'known outcome')} ({percent(left_out / known)}) had to be left "
                "out because a factor chosen is not recorded for them; choosing only factors that are recorded nearly "
                "always uses more."
            )
        case "not linear":
            factor, p = values
            return f"{factor.title}: a straight line fits the rates poorly ({p_text(p)}); look at the fifths instead."


def _both(factors: Sequence[Factor]) -> str:
    """Return the titles of factors in quotation marks, the last after an and."""
    titles = [f"“{factor.title}”" for factor in factors]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def _records(factors: Sequence[Factor]) -> str:
    return agreeing(len(factors), "records", "record")


def _too_few_events(
    events: int, parameters: int, carried: int, uses: tuple[tuple[Factor, int], ...], per_parameter: int
) -> str:
    needs = listed([f"{factor.title} {number}" for factor, number in uses], most=len(uses))
    enough = f"enough for {quantity(carried, 'comparison')} at once" if carried else "too few to allow for anything"
    way_out = " Leave some out, those with many levels first." if carried else ""
    return (
        f"The rarer outcome occurs {agreeing(events, 'once', f'{count(events)} times')} here, {enough} at "
        f"{per_parameter} for each; the factors chosen need {parameters} ({needs}).{way_out}"
    )


def _too_few_clients(clients: int, parameters: int, carried: int, per_parameter: int) -> str:
    enough = f"enough for {quantity(carried, 'comparison')} at once" if carried else "too few for any comparison"
    way_out = "Choose fewer, or count each client once" if carried else "Count each client once"
    return (
        f"Only {quantity(clients, 'client')} came for all of this, some of them again: {enough} at {per_parameter} for "
        f"each; the factors chosen need {parameters}. {way_out}."
    )


def _unable(of: Unable) -> str:
    name = f"“{of.factor.title}: {level_name(of.levels if len(of.levels) > 1 else of.levels[0], of.factor)}”"
    if of.known < SMALLEST_LEVEL:
        return f"{name} has only {quantity(of.known, 'known outcome')}, fewer than {SMALLEST_LEVEL}"
    if of.breakouts in {0, of.known}:
        return f"{name} has {count(of.known)} known outcomes, all of them {'yes' if of.breakouts else 'no'}"
    return f"{name} is of fewer than {SMALLEST_LEVEL} clients"
