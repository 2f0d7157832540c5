"""What could prevent the most, if the links are causal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import (
    all_of,
    bounds,
    count,
    decimals_of,
    level_name,
    level_of_confidence,
    per_100,
    percent,
    signed,
)
from analysis.wording.outcomes import event, linked_to, unit, units
from analysis.wording.rates import interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.avoidable import Avoidable
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate


def avoidable_finding(found: Sequence[Avoidable], counted: Counted, without_safe_level: Sequence[Factor] = ()) -> str:
    """Say what could prevent the most, if its link is causal, and which factors have nothing to aim at."""
    left_out = [
        f"{factor.title} is left out: no {unit(counted)} has its safe level, “{level_name(factor.reference, factor)}”."
        for factor in without_safe_level
    ]
    return " ".join([_prevents_most(found, counted, others="other " if left_out else ""), *left_out])


def _prevents_most(found: Sequence[Avoidable], counted: Counted, others: str) -> str:
    linked = [each for each in found if each.is_linked]
    if not found:
        return (
            f"None of these {others}factors can be changed: add one on products, aftercare, cleansing or sterilisation."
        )
    if not linked:
        return (
            f"No {others}factor that can be changed is clearly {linked_to(counted)} after adjusting, so this log does "
            "not show what could prevent the most."
        )
    first, *rest = linked
    # Their order is that of estimates; an interval that reaches into the first one's does not bear it out.
    lowest = first.avoidable.interval.low
    near = [each.factor.title for each in rest if each.avoidable.interval.high >= lowest]
    then = [each.factor.title for each in rest if each.avoidable.interval.high < lowest]
    return (
        f"If the link is causal, {first.factor.title} could prevent the most: with {target(first)} everywhere, "
        f"{avoided(first, counted)}.{f' About as much: {all_of(near)}.' if near else ''}"
        f"{f' Less: {all_of(then)}.' if then else ''}"
    )


def target(each: Avoidable) -> str:
    """Return “no”, or at 90 to 100%."""
    name = level_name(each.targets[0] if len(each.targets) == 1 else each.targets, each.factor)
    return name if each.factor.kind == "number" else f"“{name}”"


def avoided(each: Avoidable, counted: Counted) -> str:
    """Return 2.1 fewer breakouts per 100 treatments (95% CI 0.8 to 3.4), 23% of all (95% CI 9% to 37%)."""
    fraction = each.fraction
    value = each.avoidable.value
    more = "fewer" if value >= 0 else "more"
    return (
        f"{per_100(abs(value), decimals_of(each.avoidable))} {more} {event(counted)} per 100 {unit(counted)}s "
        f"({level_of_confidence(each.avoidable.interval)} CI {_avoided_bounds(each.avoidable)}), "
        f"{percent(fraction.value)} of all ({interval(fraction.interval)})"
    )


def _avoided_bounds(of: Estimate) -> str:
    low, high, decimals = of.interval.low, of.interval.high, decimals_of(of)
    if low < 0 < high or of.value <= 0:
        # What is avoided is "fewer": a negative number of them is "more".
        return f"{signed(-high, decimals)} to {signed(-low, decimals)}"
    return bounds(of)


def describe_avoidable(found: Sequence[Avoidable], counted: Counted) -> str:
    """Return the chart of what could prevent the most as text."""
    parts = [f"{each.factor.title} with {target(each)} everywhere: {avoided(each, counted)}" for each in found]
    return f"If the links are causal: {'; '.join(parts)}."


def avoidable_how(found: Sequence[Avoidable], counted: Counted) -> tuple[str, ...]:
    """Say how the avoidable share was worked out."""
    level = level_of_confidence(found[0].avoidable.interval) if found else "95%"
    aims = [
        f"{each.factor.title}: {target(each)}; missing in {count(each.elsewhere)} of {units(each.known, counted)}"
        for each in found
    ]
    return (
        (
            f"Preventable: the rate in the log less that of the model with every {unit(counted)} at the level aimed "
            "at and nothing else changed; as a share of the rate, the adjusted population attributable fraction "
            f"(Bruzzi 1985; Greenland & Drescher 1993). {level} intervals by the delta method."
        ),
        f"Aimed at: {'; '.join(aims)}.",
        (
            "Only factors linked after adjusting are named. The intervals are wide enough for the number of factors "
            "compared, and include zero where a factor is not linked. A factor whose interval overlaps that of the "
            "first may prevent as much."
        ),
        "The codebook lists which factors can be changed; age, skin type and acne history cannot.",
        "Several changes together prevent less than their sum, because they help the same treatments.",
    )
