"""One difference on its own, within groups and after adjusting, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.model_cautions import TooFewClients, TooFewEvents
from analysis.questions.adjusted import Refusal
from analysis.wording.adjusted import adjusted_contrast_name, what_changes
from analysis.wording.cautions import caution
from analysis.wording.change import change_in_words
from analysis.wording.numbers import (
    agreeing,
    all_of,
    capitalised,
    count,
    decimals_of,
    interval_of_difference,
    is_as_many,
    level_of_confidence,
    quantity,
    signed,
)
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import things, unit, units
from analysis.wording.significance import PLANNED

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.story import Story
    from analysis.results import Estimate

# More names than these do not fit into a sentence.
MOST_NAMED = 2


def differences(of: Story) -> tuple[tuple[str, Estimate], ...]:
    """Return what each of the differences is of, in the middle of a sentence, and the difference."""
    found = []
    if of.result.contrast is not None:
        found.append(("on its own", of.result.contrast.comparison.risk_difference))
    if of.within is not None and of.within.alike is not None:
        same = f"comparing clients with the same “{of.within.by.title}”"
        found.append((same, of.within.alike.adjusted.risk_difference))
    if of.adjusted.asked is not None:
        found.append((_after_adjusting(of), of.adjusted.asked.risk_difference))
    return tuple(found)


def short_names(of: Story) -> tuple[str, ...]:
    """Return what each of the differences is of in a word or two, as a chart has room for."""
    return (
        "On its own",
        *((f"Same “{of.within.by.title}”",) if of.within is not None and of.within.alike is not None else ()),
        *(("After adjusting",) if of.adjusted.asked is not None else ()),
    )


def _after_adjusting(of: Story) -> str:
    others = 0 if isinstance(of.adjusted.answer, Refusal) else len(of.adjusted.answer.factors) - 1
    text = f"after adjusting for {quantity(others, 'other factor')}" if others else "in a model with no other factor"
    asked = of.adjusted.asked
    is_other_pair = asked is not None and adjusted_contrast_name(asked) != contrast_name(of.result)
    return f"{text}, {adjusted_contrast_name(asked)}" if asked is not None and is_other_pair else text


def story_line(of: Story) -> str:
    """Return the differences with their intervals as one sentence."""
    found = differences(of)
    decimals = max(decimals_of(estimate) for _, estimate in found)
    parts = [
        _part(what, estimate, decimals, "" if place else " per 100") for place, (what, estimate) in enumerate(found)
    ]
    line = ", ".join(parts)
    return f"{capitalised(line)}."


def _part(what: str, estimate: Estimate, decimals: int, per_100: str) -> str:
    how_many = "as many in both" if is_as_many(estimate) else f"{signed(estimate.value, decimals)}{per_100}"
    return f"{how_many} {what} ({interval_of_difference(estimate, decimals)})"


def why_they_differ(of: Story) -> str:
    """Say in a sentence what the other factors do to the difference; empty where there is no adjusted answer."""
    asked = of.adjusted.asked
    if asked is None or isinstance(of.adjusted.answer, Refusal) or len(of.adjusted.answer.factors) == 1:
        return ""
    if asked.verdict == "unsure":
        none = not any(estimate.excludes_zero for _, estimate in differences(of))
        change = f"The change itself is {change_in_words(asked.change)}."
        return "All of these could be chance." if none else f"After adjusting it could be chance. {change}"
    return what_changes(asked, _which(of))


def _which(of: Story) -> str:
    """Return the factors that change the difference most, of those adjusted for."""
    answer = of.adjusted.answer
    among = set() if isinstance(answer, Refusal) else {each.name for each in answer.factors}
    names = [f"“{each.by.title}”" for each in of.changing if each.by.name in among]
    return all_of(names[:MOST_NAMED]) if names else "the other factors"


def story_account(of: Story, counted: Counted) -> tuple[str, ...]:
    """Say which treatments and which factors the differences rest on, a sentence each."""
    answer = of.adjusted.answer
    if isinstance(answer, Refusal):
        return (f"Not adjusted: {caution(answer.reason, counted)}",)
    lines = []
    if of.adjusted.left_out:
        left_out = all_of([each.title for each in of.adjusted.left_out])
        number = len(of.adjusted.left_out)
        it_is, it = agreeing(number, "It is", "They are"), agreeing(number, "it", "them")
        lines.append(
            f"Left out, as {_why_left_out(of, counted)}: {left_out}. {it_is} the least associated with this factor, "
            f"but what is left of the difference may be due to {it}."
        )
    if answer.known != of.known:
        own = answer.asked.alone
        lines.append(
            f"On its own: {units(of.known, counted)} with a known outcome; after adjusting: the {count(answer.known)} "
            f"with every factor recorded ({signed(own.value, decimals_of(own))} per 100 on its own)."
        )
    return tuple(lines)


def _allowing_for(of: Story) -> tuple[str, ...]:
    """Say once what the intervals allow for."""
    own, asked = of.result.family, of.adjusted.asked
    if own is None or asked is None:
        return ()
    if own.is_planned:
        return (PLANNED,)
    what = "group" if of.result.is_one_of_all else "factor"
    within = " and within groups" if of.within is not None and of.within.alike is not None else ""
    picked = f" and for the choice of one of {count(asked.picked_from)}" if asked.picked_from > 1 else ""
    return (
        (
            f"Each {level_of_confidence(asked.risk_difference.interval)} CI allows for the comparisons made: "
            f"{quantity(own.size, what)} on its own{within}, {quantity(asked.family.size, 'factor')} after "
            f"adjusting{picked}."
        ),
    )


def _why_left_out(of: Story, counted: Counted) -> str:
    match of.adjusted.reason:
        case TooFewEvents():
            return (
                f"the log has too few {things(counted)}" if counted.outcome.is_breakout else "there are too few cases"
            )
        case TooFewClients():
            return "too few clients came"
        case _:
            return "the log cannot adjust for them as well"


def describe_story(of: Story) -> str:
    """Return the chart of the differences as text."""
    parts = [_part(what, estimate, decimals_of(estimate), " per 100") for what, estimate in differences(of)]
    return f"{of.result.factor.title}, {contrast_name(of.result)}: {'; '.join(parts)}."


def how_story(of: Story, counted: Counted) -> tuple[str, ...]:
    """Say how the differences were worked out, one line a method."""
    who = f"{unit(counted)}s"
    lines = [f"On its own: the rates of all {who} with a known outcome, as in the chart of rates below."]
    if of.within is not None and of.within.alike is not None:
        lines.append(
            f"Within groups: Mantel & Haenszel’s difference over the groups of “{of.within.by.title}”, the factor that "
            "changes it most; the part “Within groups” has the others."
        )
    if of.adjusted.asked is not None:
        lines.append(
            "After adjusting: logistic regression with standardised rates, as on the page “Adjusted”, with this factor "
            "added where it is not among those chosen there."
        )
    if not isinstance(of.adjusted.answer, Refusal) and (others := of.adjusted.answer.factors[1:]):
        lines.append(f"Adjusted for: {all_of([each.title for each in others])}.")
    return (*lines, *_allowing_for(of))
