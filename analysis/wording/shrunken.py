"""Rates that allow for how few treatments a group has, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import count, level_name, listed, percent
from analysis.wording.outcomes import unit
from analysis.wording.rates import interval, rounded_rate

if TYPE_CHECKING:
    from analysis.methods.shrunken import Shrunken, ShrunkenRates
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted

MOST_NAMED = 3


def few_treatments(counted: Counted) -> str:
    """Return what such a rate is called."""
    return f"Allowing for few {unit(counted)}s"


def shrunken_key(found: ShrunkenRates, counted: Counted) -> str:
    """Say what its mark on a chart is."""
    return f"◊ allowing for few {unit(counted)}s (average {rounded_rate(found.mean)})"


def shrunken_hover(of: Shrunken, counted: Counted) -> str:
    """Return a rate that allows for few treatments, and its interval."""
    return f"{few_treatments(counted)}: {percent(of.value)}, {interval(of.interval)}"


def shrunken_sentences(found: ShrunkenRates, factor: Factor, counted: Counted) -> tuple[str, ...]:
    """Say how the rates allow for few treatments, and of which groups there are too few to say anything."""
    who, mean = f"{unit(counted)}s", rounded_rate(found.mean)
    if found.worth is None:
        drawn = (
            f"The groups differ no more than by chance, so allowing for few {who} they all have the same rate, {mean}."
        )
    else:
        drawn = f"A group of few {who} says little. Allowing for that moves its rate towards {mean}, the average."
    return tuple(filter(None, (drawn, too_few_to_say(found, factor, counted))))


def too_few_to_say(found: ShrunkenRates, factor: Factor, counted: Counted) -> str:
    """Name the groups that are too small to show a doubling, and what it would take; empty where none is."""
    groups = [
        f"{level_name(each.level, factor)} (about {count(each.more)} more would show it)"
        for each in found.groups
        if each.more is not None
    ]
    if not groups:
        return ""
    return f"Too few {unit(counted)}s to say whether the rate is twice as high: {listed(groups, most=MOST_NAMED)}."


def how_shrunken(found: ShrunkenRates, counted: Counted) -> str:
    """Say how rates that allow for few treatments are worked out."""
    worth = (
        "" if found.worth is None else f", in which the average counts as {count(round(found.worth))} {unit(counted)}s"
    )
    return (
        f"{few_treatments(counted)}: beta-binomial model by maximum marginal likelihood (Kleinman 1973){worth}; "
        "intervals averaged over its spread (Deely & Lindley 1981)."
    )
