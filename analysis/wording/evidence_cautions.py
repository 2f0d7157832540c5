"""Reasons to doubt what a log can tell, a weighted rate or a curve, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.wording.numbers import level_name, listed, quantity

if TYPE_CHECKING:
    from analysis.results import EvidenceCautionKind

_LOOK_AT_GROUPS = "look at the rates of the groups instead"


def evidence_caution(kind: EvidenceCautionKind, values: tuple[Any, ...]) -> str:  # noqa: PLR0911 - one sentence a kind
    """Return a caution about what a log can tell as a sentence."""
    match kind:
        case "rough power":
            return (
                f"In groups as small as these, fewer than {values[0]} of the rarer outcome would be expected, so the "
                "sizes given here are rough."
            )
        case "none known":
            names = listed([level_name(level) for level in values[0]])
            return f"Nothing is known of the outcomes in {names}, so nothing can stand for them in a weighted rate."
        case "few stand for many":
            levels, smallest = values
            names = listed([level_name(level) for level in levels])
            return (
                f"Fewer than {smallest} known outcomes stand for all others of their group in the weighted rate, which "
                f"makes it rough: {names}."
            )
        case "few values":
            known, needed = values
            return f"A curve needs at least {needed} different values with a known outcome; here it is {known}."
        case "one value":
            factor, value = values
            return (
                f"Nearly all have the same value, {level_name(value, factor)}; there is too little on either side of "
                "it to draw a curve."
            )
        case "few for a curve":
            rarer, few, design_effect = values
            came_back = ", because clients came back" if design_effect > 1 else ""
            return (
                f"A curve needs the rarer outcome at least {math.ceil(few * design_effect)} times{came_back}; here it "
                f"was found {quantity(rarer, 'time')}."
            )
        case "one value decides":
            factor, value = values
            return (
                f"A single entry of {level_name(value, factor)} would bend the whole curve to itself. Check it, or "
                f"leave it out with the filter on {factor.title}."
            )
        case "no curve fits":
            return (
                f"Along {values[0].title} the outcomes change all at once, which no smooth curve can follow; "
                f"{_LOOK_AT_GROUPS}."
            )
        case "curve too wide":
            factor, widest = values
            return (
                f"Too few outcomes are known along {factor.title}: the band around a curve would span more than "
                f"{100 * widest:.0f} of 100 somewhere, so none is drawn; {_LOOK_AT_GROUPS}."
            )
