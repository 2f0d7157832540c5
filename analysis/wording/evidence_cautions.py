"""Reasons to doubt what a log can tell, a weighted rate or a curve, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

from analysis.methods.evidence_cautions import (
    CurveTooWide,
    FewForACurve,
    FewStandForMany,
    FewValues,
    LevelsAllUnknown,
    NoCurveFits,
    OneValue,
    OneValueDecides,
    RoughPower,
)
from analysis.wording.numbers import level_name, listed, quantity

if TYPE_CHECKING:
    from analysis.methods.evidence_cautions import EvidenceCaution

_LOOK_AT_GROUPS = "look at the rates of the groups instead"


def evidence_caution(of: EvidenceCaution) -> str:  # noqa: PLR0911 - one sentence a kind
    """Return a caution about what a log can tell as a sentence."""
    match of:
        case RoughPower():
            return (
                f"In groups as small as these, fewer than {of.smallest} of the rarer outcome would be expected, so the "
                "sizes given here are rough."
            )
        case LevelsAllUnknown():
            names = listed([level_name(level) for level in of.levels])
            return f"Nothing is known of the outcomes in {names}, so nothing can stand for them in a weighted rate."
        case FewStandForMany():
            names = listed([level_name(level) for level in of.levels])
            return (
                f"Fewer than {of.smallest} known outcomes stand for all others of their group in the weighted rate, "
                f"which makes it rough: {names}."
            )
        case FewValues():
            return f"A curve needs at least {of.needed} different values with a known outcome; here it is {of.known}."
        case OneValue():
            return (
                f"Nearly all have the same value, {level_name(of.value, of.factor)}; there is too little on either "
                "side of it to draw a curve."
            )
        case FewForACurve():
            came_back = ", because clients came back" if of.design_effect > 1 else ""
            return (
                f"A curve needs the rarer outcome at least {math.ceil(of.few * of.design_effect)} times{came_back}; "
                f"here it was found {quantity(of.rarer, 'time')}."
            )
        case OneValueDecides():
            return (
                f"A single entry of {level_name(of.value, of.factor)} would bend the whole curve to itself. Check it, "
                f"or leave it out with the filter on {of.factor.title}."
            )
        case NoCurveFits():
            return (
                f"Along {of.factor.title} the outcomes change all at once, which no smooth curve can follow; "
                f"{_LOOK_AT_GROUPS}."
            )
        case CurveTooWide():
            return (
                f"Too few outcomes are known along {of.factor.title}: the band around a curve would span more than "
                f"{100 * of.widest:.0f} of 100 somewhere, so none is drawn; {_LOOK_AT_GROUPS}."
            )
        case _:
            assert_never(of)
