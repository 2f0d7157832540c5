"""What would help most, if the associations are causal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import (
    bounds,
    confidence,
    count,
    decimals_of,
    level_name,
    level_of_confidence,
    listed,
    per_100,
    percent,
    signed,
)
from analysis.wording.outcomes import event, unit, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.avoidable import Avoidable
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate


def avoidable_finding(found: Sequence[Avoidable], counted: Counted, without_safe_level: Sequence[Factor] = ()) -> str:
    """Say what would help most, if the association is causal, and which factors have nothing to aim at."""
    left_out = [
        f"{factor.title} is left out: its safe level, “{level_name(factor.reference, factor)}”, occurs in none of "
        f"these {unit(counted)}s."
        for factor in without_safe_level
    ]
    return " ".join([*left_out, _most_helpful(found, counted, others="other " if left_out else "")])


def _most_helpful(found: Sequence[Avoidable], counted: Counted, others: str) -> str:
    telling = [each for each in found if each.is_told_from_none]
    if not found:
        return (
            f"None of these {others}factors can be acted on: add one on products, aftercare, cleansing or "
            "sterilisation."
        )
    if not telling:
        return (
            f"Of the {others}factors that can be acted on, none is told from chance here, so this log cannot say what "
            "would help most."
        )
    first, *rest = telling
    # Their order is that of estimates; an interval that reaches into the first one's does not bear it out.
    lowest = first.avoidable.interval.low
    near = [each.factor.title for each in rest if each.avoidable.interval.high >= lowest]
    then = [each.factor.title for each in rest if each.avoidable.interval.high < lowest]
    return (
        f"If the association is causal (if changing it would change the rate), {first.factor.title} "
        f"{'promises' if near else 'would help'} most: with {target(first)} everywhere, {avoided(first, counted)}."
        f"{f' May help as much: {listed(near)}.' if near else ''}{f' Next: {listed(then)}.' if then else ''}"
    )


def target(each: Avoidable) -> str:
    """Return “no”, or at 90 to 100%."""
    name = level_name(each.targets[0] if len(each.targets) == 1 else each.targets, each.factor)
    return name if each.factor.kind == "number" else f"“{name}”"


def avoided(each: Avoidable, counted: Counted) -> str:
    """Return about 2.1 fewer breakouts per 100 treatments (95% CI 0.8 to 3.4), 23% of all (95% CI 9% to 37%)."""
    fraction = each.fraction
    value = each.avoidable.value
    more = "fewer" if value >= 0 else "more"
    return (
        f"about {per_100(abs(value), decimals_of(each.avoidable))} {more} {event(counted)} per 100 {unit(counted)}s "
        f"({level_of_confidence(each.avoidable.interval)} CI {_avoided_bounds(each.avoidable)}), "
        f"{percent(fraction.value)} of all ({level_of_confidence(fraction.interval)} CI "
        f"{percent(fraction.interval.low)} to {percent(fraction.interval.high)})"
    )


def _avoided_bounds(of: Estimate) -> str:
    low, high, decimals = of.interval.low, of.interval.high, decimals_of(of)
    if low < 0 < high or of.value <= 0:
        # What is avoided is "fewer": a negative number of them is "more".
        return f"{signed(-high, decimals)} to {signed(-low, decimals)}"
    return bounds(of)


def describe_avoidable(found: Sequence[Avoidable], counted: Counted) -> str:
    """Return the chart of what would help most as text."""
    parts = [f"{each.factor.title} with {target(each)} everywhere: {avoided(each, counted)}" for each in found]
    return f"If the associations are causal: {'; '.join(parts)}."


def avoidable_how(found: Sequence[Avoidable], counted: Counted) -> tuple[str, ...]:
    """Say how the avoidable share was worked out."""
    level = confidence(found[0].avoidable.interval.level) if found else "95%"
    aims = [
        f"{each.factor.title}: {target(each)}, now missing in {count(each.elsewhere)} of {units(each.known, counted)}"
        for each in found
    ]
    return (
        (
            f"Avoidable: the rate as it is less the rate of the model with every {unit(counted)} at the level aimed "
            "at, the other factors as they are; as a share of the rate it is the adjusted population attributable "
            f"fraction (Bruzzi 1985; Greenland & Drescher 1993). {level} intervals by the delta method."
        ),
        f"Aimed at: {'; '.join(aims)}.",
        (
            "Named are those that also stand out among all factors of the model (Benjamini-Hochberg, below 0.05); one "
            "whose interval reaches into that of the first may help as much."
        ),
        "The codebook says which factors can be acted on; age, skin type and acne history cannot.",
        "Several at once avoid less than their sum, because the same treatments gain from both.",
    )
