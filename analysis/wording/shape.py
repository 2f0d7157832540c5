"""A number whose rate is highest at both ends, or in the middle, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.shape import SHAPE_ERROR
from analysis.wording.numbers import decimals_of_rate, named, out_of_100, p_text
from analysis.wording.outcomes import broke_out, of_100
from analysis.wording.significance import named_test

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult, Shape

# What is highest, and with which of its values, in a few words.
SHORT = {"ends": "highest at both ends", "middle": "highest in the middle", None: "not a steady rise or fall"}


def shape_in_words(result: FactorResult, counted: Counted) -> str:
    """Say in a sentence where along a number the rate is highest; empty where it just rises or falls, or by chance."""
    of = result.shape
    if of is None or not of.is_linked or (of.highest_at is None and result.is_linked):
        return ""
    if of.highest_at is None:
        return "The rate changes along its values, but not in a steady rise or fall: the curve shows how."
    first, *_, last = [(named(each.level, result.factor), each.rate.value) for each in result.levels if each.rate]
    decimals = decimals_of_rate(of.between)
    (lowest, low), (highest, high) = ((level, out_of_100(rate, decimals)) for level, rate in (first, last))
    between = out_of_100(of.between, decimals)
    happened = broke_out(counted)
    if of.highest_at == "ends":
        return (
            f"The rate is highest at both ends: {low} {of_100(counted)} {happened} at {lowest} and {high} of 100 at "
            f"{highest}, compared with {between} of 100 in between."
        )
    return (
        f"The rate is highest in the middle: {between} {of_100(counted)} {happened} there, compared with {low} of 100 "
        f"at {lowest} and {high} of 100 at {highest}."
    )


def how_the_shape(of: Shape) -> str:
    """Say how the shape was tested."""
    return (
        f"Both ends vs the middle: {named_test(of.test)} Each number is tested once for this; linked below "
        f"{SHAPE_ERROR} with their number allowed for (Bonferroni), here {p_text(of.p_adjusted, SHAPE_ERROR)}."
    )
