"""What unknown outcomes could hide, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.results import SIGNIFICANT
from analysis.wording.numbers import (
    WHOLE_NUMBERS_FROM,
    count,
    level_name,
    p_value,
    per_100,
    percent,
    signed,
)
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import broke_out, unit, units
from analysis.wording.rates import interval, n_of_n
from analysis.wording.significance import named_test
from analysis.wording.tipping import HOW

if TYPE_CHECKING:
    from analysis.methods.unknowns import Bounds, UnknownOutcomes, WorstCase
    from analysis.outcome_log.outcomes import Counted


def what_unknowns_hide(of: UnknownOutcomes, counted: Counted) -> str:
    """Say how many outcomes are unknown and whether they could change the factor's answer."""
    if of.total is None or not of.unknown:
        return "Every outcome is known."
    if of.total.of.rate is None:
        return f"All outcomes are unknown ({units(of.unknown, counted)})."
    everyone = of.total.of.treatments
    share = percent(of.unknown / everyone)
    return f"The outcome of {count(of.unknown)} of {units(everyone, counted)} ({share}) is unknown. {_could_turn(of)}"


def _could_turn(of: UnknownOutcomes) -> str:
    result = of.result
    if result.contrast is None:
        return f"{result.factor.title} cannot be compared, so they cannot change a difference."
    if of.worst_case is None:
        return f"None of them is in the two groups compared ({contrast_name(result)}), so the difference stays."
    seen = result.contrast.comparison.risk_difference
    low, high = (each.risk_difference.value for each in (of.worst_case.lowest, of.worst_case.highest))
    if not seen.value or low <= 0 <= high:
        turn = "They could turn the answer around" if seen.value else "With them"
        return (
            f"{turn}: the difference ({contrast_name(result)}) could be anything from {signed(low)} to {signed(high)} "
            "per 100."
        )
    near, far = (low, high) if seen.value > 0 else (-high, -low)
    decimals = 0 if 100 * near >= WHOLE_NUMBERS_FROM else 1
    text = (
        f"Whatever they were, the difference ({contrast_name(result)}) would be {per_100(near, decimals)} to "
        f"{per_100(far, decimals)} {'more' if seen.value > 0 else 'fewer'} per 100."
    )
    if not seen.excludes_zero:
        return text
    return f"{text} {_at_worst(of.worst_case, rises=seen.value > 0)}"


def _at_worst(worst_case: WorstCase, *, rises: bool) -> str:
    nearest = (worst_case.lowest if rises else worst_case.highest).risk_difference
    if nearest.excludes_zero:
        return "Even at worst the difference would be clear."
    return "At worst, though, it could be chance."


def where_unknowns_are(of: UnknownOutcomes, counted: Counted) -> str:
    """Say whether unknown outcomes are spread evenly over a factor, and what follows; empty where that is untested."""
    if of.spread is None or of.total is None or of.total.of.rate is None:
        return ""
    title = of.result.factor.title
    if of.spread.p_value >= SIGNIFICANT:
        return f"The unknown outcomes may be spread evenly over {title} ({p_value(of.spread)})."
    text = f"The unknown outcomes are spread unevenly over {title} ({p_value(of.spread)}){_most_and_least(of)}."
    if of.weighted is None:
        return text
    rate = of.total.of.rate
    if percent(of.weighted.value) == percent(rate.value):
        return f"{text} Weighted for that, the rate over all {unit(counted)}s is still {percent(rate.value)}."
    return (
        f"{text} If within each group those with an unknown outcome {broke_out(counted)} as often as the others, the "
        f"rate over all {unit(counted)}s would be {percent(of.weighted.value)} "
        f"({interval(of.weighted.interval)}), compared with {percent(rate.value)} ({interval(rate.interval)}) among "
        "known outcomes."
    )


def _most_and_least(of: UnknownOutcomes) -> str:
    sizeable = [each for each in of.levels if each.of.treatments >= SMALLEST_LEVEL]
    if not sizeable:
        return ""
    most, least = max(sizeable, key=_unknown_share), min(sizeable, key=_unknown_share)
    if _unknown_share(most) == _unknown_share(least):
        return ""
    of_100 = [
        f"{per_100(_unknown_share(each))} of 100 at “{level_name(each.of.level, of.result.factor)}”"
        for each in (most, least)
    ]
    return f": unknown for {of_100[0]}, for {of_100[1]}"


def _unknown_share(of: Bounds) -> float:
    return of.of.unknown / of.of.treatments


def how_unknowns(of: UnknownOutcomes) -> tuple[str, ...]:
    """Say how the bounds, the test and the weighted rate were worked out."""
    lines = ["Bars: from the rate if every unknown outcome were no to the rate if every one were yes (Manski 1989)."]
    if of.spread is not None:
        lines.append(f"Whether unknown outcomes differ by this factor: {named_test(of.spread)}")
    if of.weighted is not None:
        lines.append(
            f"Weighted rate: {percent(of.weighted.value)} ({interval(of.weighted.interval)}); each known "
            "outcome counts 1 / (share known in its group), and those whose group is unknown are a group of their "
            "own (Horvitz & Thompson 1952; Seaman & White 2013). Interval: Wilson's for as many outcomes as have its "
            "variance, weights estimated, divided by the design effect where clients came back (Lunceford & Davidian "
            "2004; Franco et al. 2019)."
        )
    if of.worst_case is not None:
        lines.append(
            "Whatever they were: the difference with all unknown outcomes no in one of the two groups compared and yes "
            "in the other, and the other way round, with Newcombe's interval as if they had been recorded."
        )
    if of.tipping:
        lines.append(HOW)
    return tuple(lines)


def describe_bounds(of: UnknownOutcomes) -> str:
    """Return the chart of the rates that unknown outcomes allow as text."""
    parts = [
        f"{level_name(each.of.level, of.result.factor)} "
        f"{n_of_n(each.of.rate) if each.of.rate else 'no known outcome'}, "
        f"{percent(each.if_all_no)} to {percent(each.if_all_yes)}"
        for each in of.levels
    ]
    return f"{of.result.factor.title}, rates of known outcomes, and with unknown ones: {'; '.join(parts) or 'none'}."
