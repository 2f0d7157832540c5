"""Sentences on a "no breakout" that was recorded before the breakout window ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import agreeing, count, level_name, listed, quantity
from analysis.wording.outcomes import broke_out, unit, units
from analysis.wording.rates import rate_in_words, rounded_rate

if TYPE_CHECKING:
    from analysis.methods.early import ReviewedEarly
    from analysis.methods.evidence_cautions import RecordedLater, ReviewedAtDifferentTimes
    from analysis.outcome_log.outcomes import Counted


def early_reviews(found: ReviewedEarly | None, counted: Counted) -> str:
    """Say how many "no" came before the window ended, and what the rate is without them; empty where none did."""
    if found is None:
        return ""
    return " ".join(filter(None, (_how_many(found, counted), _instead(found, counted), _apart(found))))


def _how_many(found: ReviewedEarly, counted: Counted) -> str:
    every = agreeing(found.no_breakouts, f"The only {unit(counted)}", f"All {units(found.no_breakouts, counted)}")
    which = (
        every if found.early == found.no_breakouts else f"{count(found.early)} of {units(found.no_breakouts, counted)}"
    )
    be = agreeing(found.early, "was", "were")
    return (
        f"{which} without a breakout {be} reviewed before the breakout window of "
        f"{quantity(found.window_days, 'day')} ended, so later breakouts may be missing."
    )


def _instead(found: ReviewedEarly, counted: Counted) -> str:
    window = quantity(found.window_days, "day")
    if found.cumulative is None:
        return (
            f"Too few were followed for {window} to say how often clients break out in that time; a shorter window, "
            "in the sidebar, can be answered."
        )
    if rounded_rate(found.rate.value) == rounded_rate(found.cumulative.value):
        return "Allowing for that, the rate stays the same."
    return f"Allowing for that, {rate_in_words(found.cumulative)} {broke_out(counted)} within {window}."


def _apart(found: ReviewedEarly) -> str:
    if not found.apart:
        return ""
    names = listed([f"“{each.title}”" for each in found.apart])
    return f"Some groups were reviewed earlier than others: {names}."


def may_be_a_result(of: RecordedLater) -> str:
    """Say that aftercare may follow from a breakout, as the dates show, or that no date shows the order."""
    what = "What clients did after the treatment may be a result of the breakout"
    if not of.dated:
        return f"{what}: the log has no dates that show which came first."
    begun = f"{count(of.begun)} of {quantity(of.dated, 'dated breakout')} had begun"
    return f"{what}: {begun} by the follow-up, when the clinic hears of it."


def reviewed_at_different_times(of: ReviewedAtDifferentTimes) -> str:
    """Say which groups were reviewed at different times, and how often clients broke out, allowing for that."""
    window = quantity(of.window_days, "day")
    earliest, latest = (level_name(level, of.factor) for level in (of.earliest, of.latest))
    so = (
        "the test compares the groups only on the days on which both were followed"
        if of.compared
        else "part of a difference may come from the reviews"
    )
    return (
        f"The groups of “{of.factor.title}” were reviewed at different times: treatments without a breakout were "
        f"followed for {of.earliest_days:.1f} of the {window} of the breakout window with “{earliest}”, for "
        f"{of.latest_days:.1f} with “{latest}”. An early “no” can still become a breakout, so {so}.{_of_compared(of)}"
    )


def _of_compared(of: ReviewedAtDifferentTimes) -> str:
    window = quantity(of.window_days, "day")
    known = [(level_name(level, of.factor), found) for level, found in of.compared if found is not None]
    unknown = [level_name(level, of.factor) for level, found in of.compared if found is None]
    text = ""
    if known:
        rates = [
            f"{rate_in_words(found)}{'' if at else ' broke out'} with “{name}”"
            for at, (name, found) in enumerate(known)
        ]
        text += f" Allowing for early reviews, within {window} {' and '.join(rates)}."
    if unknown:
        names = " and ".join(f"“{name}”" for name in unknown)
        text += f" How often clients break out within {window} is unknown for {names}: too few were followed that long."
    return text
