"""What adjusting, or comparing within groups, changes about a difference, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import (
    WHOLE_NUMBERS_FROM,
    capitalised,
    decimals_of,
    interval_of_difference,
    is_as_many,
    per_100,
    signed,
)

if TYPE_CHECKING:
    from analysis.methods.change import Change

HOW_THE_CHANGE = (
    "What adjusting changes: an estimate with a 95% interval of its own, from influence functions of both differences "
    "in the same cases, summed by client where clients came back (Stefanski & Boos 2002)."
)


def taken_off(of: Change) -> str:
    """Return 6 of 18 per 100, 95% CI 2 to 10: so much of a difference that other factors explain."""
    own, change, decimals = abs(of.own), abs(of.estimate.value), _decimals_of_change(of)
    number, whole = per_100(change, decimals), per_100(own, decimals)
    how_much = f"{number} of {whole} per 100" if change <= own else f"{number} per 100 where the difference is {whole}"
    return f"{how_much}, {_interval_of_change(of)}"


def brought_out(of: Change) -> str:
    """Return 3 per 100 on top of 10, 95% CI 1 to 5: so much of a difference that other factors hid."""
    decimals = _decimals_of_change(of)
    more, own = per_100(abs(of.estimate.value), decimals), per_100(abs(of.own), decimals)
    return f"{more} per 100 on top of {own}, {_interval_of_change(of)}"


def too_uncertain(what: str, of: Change) -> str:
    """Say that it is too uncertain how much of a difference something changes."""
    if of.estimate.excludes_zero:
        return f"{capitalised(what)} changes it: {change_in_words(of)}."
    return f"How much {what} changes it is too uncertain to say: {change_in_words(of)}."


def change_in_words(of: Change) -> str:
    """Return 2.4 fewer per 100 (95% CI 5.2 fewer to 0.3 more), or none (95% CI 1.0 fewer to 1.0 more)."""
    decimals = _decimals_of_change(of)
    number = "none" if is_as_many(of.estimate) else f"{signed(of.estimate.value, decimals)} per 100"
    return f"{number} ({_interval_of_change(of)})"


def _interval_of_change(of: Change) -> str:
    return interval_of_difference(of.estimate, _decimals_of_change(of))


def _decimals_of_change(of: Change) -> int:
    return max(decimals_of(of.estimate), int(0 < abs(of.own) < WHOLE_NUMBERS_FROM / 100))
