"""Reasons to doubt a weighted rate, a curve or whether there is enough data, a sentence each."""

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
    OfFewClients,
    OneValue,
    OneValueDecides,
    RecordedLater,
    ReviewedAtDifferentTimes,
    RoughPower,
)
from analysis.wording.early import may_be_a_result, reviewed_at_different_times
from analysis.wording.numbers import level_name, listed, quantity

if TYPE_CHECKING:
    from analysis.methods.evidence_cautions import EvidenceCaution

_LOOK_AT_GROUPS = "look at the rates of the groups instead"


def evidence_caution(of: EvidenceCaution) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind
    """Return a caution about a weighted rate, a curve, the amount of data or early reviews as a sentence."""
    match of:
        case RecordedLater():
            return may_be_a_result(of)
        case ReviewedAtDifferentTimes():
            return reviewed_at_different_times(of)
        case OfFewClients():
            return (
                f"All {quantity(of.treatments, 'treatment')} are of {quantity(of.clients, 'client')}, so the rates say "
                "little about other clients."
            )
        case RoughPower():
            return (
                f"These sizes are rough: in groups this small, fewer than {of.smallest} of the rarer outcome are "
                "expected."
            )
        case LevelsAllUnknown():
            names = listed([level_name(level) for level in of.levels])
            return f"No outcome is known in {names}, so the rate cannot be weighted."
        case FewStandForMany():
            names = listed([level_name(level) for level in of.levels])
            return (
                f"The weighted rate is rough: fewer than {of.smallest} known outcomes represent the rest of their "
                f"group in {names}."
            )
        case FewValues():
            return f"A curve needs at least {of.needed} different values with a known outcome; there are {of.known}."
        case OneValue():
            return (
                f"Nearly all have the same value, {level_name(of.value, of.factor)}: too few lie on either side of it "
                "for a curve."
            )
        case FewForACurve():
            came_back = ", because clients came back" if of.design_effect > 1 else ""
            return (
                f"A curve needs the rarer outcome at least {math.ceil(of.few * of.design_effect)} times{came_back}; "
                f"it occurs {quantity(of.rarer, 'time')}."
            )
        case OneValueDecides():
            return (
                f"A single entry of {level_name(of.value, of.factor)} would bend the whole curve. Check it, or leave "
                f"it out with the filter on {of.factor.title}."
            )
        case NoCurveFits():
            return (
                f"Along {of.factor.title} the outcomes change all at once, which no smooth curve follows; "
                f"{_LOOK_AT_GROUPS}."
            )
        case CurveTooWide():
            return (
                f"Too few outcomes are known along {of.factor.title}: a curve could be off by more than "
                f"{100 * of.widest / 2:.0f} of 100 somewhere; {_LOOK_AT_GROUPS}."
            )
        case _:
            assert_never(of)
