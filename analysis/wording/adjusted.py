"""What is left of each factor with the others allowed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.adjusted.limits import CLIENTS_PER_PARAMETER, EVENTS_PER_PARAMETER
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.model_cautions import TooFewClients, TooFewEvents
from analysis.methods.ranking import SIGNIFICANT
from analysis.methods.verdict import is_wholly_hidden
from analysis.questions.adjusted import Refusal
from analysis.results import CONFIDENCE_LEVEL
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    agreeing,
    confidence,
    count,
    decimals_of,
    difference,
    level_name,
    level_of_confidence,
    listed,
    percent,
    quantity,
    signed,
)
from analysis.wording.outcomes import events, things, unit, units
from analysis.wording.rates import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.outcome_log.log import Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted, CrowdedOut
    from analysis.results import Estimate, LevelRate


def stands_out(each: AdjustedFactor) -> bool:
    """Tell whether a factor goes with the outcome even when the others, and their number, are allowed for."""
    return each.p_adjusted < SIGNIFICANT


def adjusted_contrast_name(each: AdjustedFactor) -> str:
    """Return current against none."""
    return f"{level_name(each.level, each.factor)} against {level_name(each.reference, each.factor)}"


def adjusted_finding(result: Adjusted | Refusal, counted: Counted) -> str:
    """Say which factors still go with the outcome when the others are allowed for."""
    if isinstance(result, Refusal):
        return "This log cannot answer for these factors together."
    standing = [each.factor.title for each in result.factors if stands_out(each)]
    if len(result.factors) == 1:
        still = "stands out" if standing else "could be chance"
        return f"{result.factors[0].factor.title} {still}. With no other factor chosen, nothing is allowed for."
    how_many = f"{len(standing)} of these {len(result.factors)} factors"
    if not standing:
        return (
            f"None of these {len(result.factors)} factors stands out when the others are allowed for: each could be "
            "chance, which is not to say that it does not matter."
        )
    goes = agreeing(len(standing), "goes", "go")
    return (
        f"{how_many} still {goes} with {things(counted)} when the others are allowed for: "
        f"{listed(standing, most=len(standing))}."
    )


def not_in_fifths(of: Sequence[CrowdedOut], counted: Counted) -> str:
    """Say which factors are not suggested because numbers enter in fifths, and why; empty where there are none."""
    if not of:
        return ""
    way_out = "Choose it in place of another" if len(of) == 1 else "Choose them in place of others"
    whys = " ".join(f"“{each.factor.title}” is not suggested in fifths{_why_crowded_out(each, counted)}" for each in of)
    return f"{whys} {way_out}, or let numbers enter in a straight line."


def _why_crowded_out(of: CrowdedOut, counted: Counted) -> str:
    match of.reason:
        case TooFewEvents(events=events, parameters=parameters, carried=carried):
            enough = f"the {quantity(events, 'case')} of the rarer outcome"
        case TooFewClients(clients=clients, parameters=parameters, carried=carried):
            enough = quantity(clients, "client")
        case None:
            return ": this log cannot carry it beside the others."
        case _:
            return f". {caution(of.reason, counted)}"
    return f": with it {parameters} comparisons would be made at once, and {enough} can carry {carried or 'none'}."


def too_small_together(total: LevelRate, counted: Counted) -> str:
    """Say that a log is too small for several factors at once, and what it would take."""
    rarer = min(total.breakouts, total.treatments - total.unknown - total.breakouts)
    if rarer >= EVENTS_PER_PARAMETER:
        clients = (
            f" and, where clients came back, {CLIENTS_PER_PARAMETER} clients; it may help to count each client once"
            if counted.unit == "treatments"
            else ""
        )
        return (
            "No factor can be suggested: one is needed that is recorded nearly always and, for each comparison, has "
            f"{EVENTS_PER_PARAMETER} {unit(counted)}s with the rarer outcome{clients}."
        )
    return (
        f"This log is too small to look at several factors at once: for each comparison {EVENTS_PER_PARAMETER} "
        f"{unit(counted)}s with the rarer outcome are needed, and it has {count(rarer)} in all."
    )


def adjusted_account(result: Adjusted, counted: Counted) -> str:
    """Say which treatments the answer rests on."""
    return (
        f"Rests on {units(result.known, counted)} with all these factors and the outcome known, "
        f"{events(result.breakouts, counted)} among them.{left_out_for_blanks(result.left_out, counted)}"
    )


def left_out_for_blanks(number: int, counted: Counted) -> str:
    """Return how many are left out of an answer for a blank, a sentence behind another; nothing where none is."""
    if not number:
        return ""
    return (
        f" {units(number, counted)} with a known outcome {agreeing(number, 'is', 'are')} left out, because one of "
        "these factors is not known."
    )


def crude_beside_adjusted(each: AdjustedFactor, *, is_only_one: bool = False) -> str:
    """Say what allowing for the other factors has changed for one of them; of the only one, what its difference is."""
    alone, adjusted = each.alone, each.risk_difference
    named = f"{each.factor.title}, {adjusted_contrast_name(each)}"
    if is_only_one:
        return f"{named}: {about(adjusted)}.{_as_a_whole(each)}"
    decimals = max(decimals_of(alone), decimals_of(adjusted))
    before = f"{signed(alone.value, decimals)} per 100 taken alone" if alone.value else "as many taken alone"
    return f"{named}: {before}, {about(adjusted)} with the others allowed for. {_becomes(each)}{_by_chance(each)}"


def _as_a_whole(each: AdjustedFactor) -> str:
    """Say why the only factor does not stand out although its interval tells the difference from zero."""
    if stands_out(each) or not each.risk_difference.excludes_zero:
        return ""
    return " Taken as a whole, though, the factor could be chance."


def _by_chance(each: AdjustedFactor) -> str:
    """Say why a difference that its interval tells from zero is not among those that stand out."""
    if stands_out(each) or not each.risk_difference.excludes_zero:
        return ""
    return " Among so many factors, though, a difference like this can turn up by chance."


def _becomes(each: AdjustedFactor) -> str:
    crude, left = each.alone, each.risk_difference
    unsure = "" if left.excludes_zero else ", and what is left is too close to call"
    match each.verdict:
        case "too close to call":
            either = not crude.excludes_zero and not left.excludes_zero
            said = f"{'Either' if either else 'With the others allowed for it'} is too close to call."
        case "unchanged":
            said = "That is about the same."
        case "turns around":
            said = "It points the other way then."
        case "hidden by":
            said = (
                f"What comes with it had hidden {'all' if is_wholly_hidden(crude, left) else 'some'} of the difference."
            )
        case "part of it goes with":
            said = f"Part of the difference goes with the other factors{unsure}."
        case "most of it goes with" if crude.value * left.value < 0:
            rest = "what is left points the other way, but is too close to call"
            said = f"All of the difference goes with the other factors: {rest}."
        case "most of it goes with":
            said = f"Most of the difference goes with the other factors{unsure}."
    return said


def describe_adjusted(result: Adjusted) -> str:
    """Return the chart of crude and adjusted differences as text."""
    if len(result.factors) == 1:
        each = result.factors[0]
        named = f"{each.factor.title}, {adjusted_contrast_name(each)}"
        return f"Difference per 100: {named}: {difference(each.risk_difference)}."
    parts = [
        f"{each.factor.title}, {adjusted_contrast_name(each)}: {difference(each.alone)} taken alone, "
        f"{difference(each.risk_difference)} adjusted"
        for each in result.factors
    ]
    return f"Differences per 100: {'; '.join(parts)}."


def describe_adjusted_rates(each: AdjustedFactor, *, is_only_one: bool = False) -> str:
    """Return the chart of standardised rates as text."""
    parts = [f"{level_name(rate.level, each.factor)} {_rate(rate.rate)}" for rate in each.rates]
    rates = "rates of the model" if is_only_one else "rates with the other factors allowed for"
    return f"{each.factor.title}, {rates}: {'; '.join(parts)}."


def _rate(of: Estimate) -> str:
    interval = of.interval
    return (
        f"{percent(of.value)} ({level_of_confidence(interval)} CI {percent(interval.low)} to {percent(interval.high)})"
    )


def odds_ratio_name(each: AdjustedFactor, level: Level | PerStep) -> str:
    """Return past against none, or per 10 % more."""
    if isinstance(level, PerStep):
        return f"per {level_name(level.step, each.factor)} more"
    return f"{level_name(level, each.factor)} against {level_name(each.reference, each.factor)}"


def adjusted_how(result: Adjusted, counted: Counted) -> tuple[str, ...]:
    """Say how the adjusted answer was worked out, one line a method."""
    if result.clients is None or result.clients == result.known:
        errors = "Standard errors: from the model, as the log does not tell clients apart or has each once."
    else:
        errors = (
            f"Standard errors: clustered by client ({quantity(result.clients, 'client')}), with the factor G/(G−1) "
            "(Liang & Zeger 1986); intervals by Student’s t and tests by F with G−1 degrees of freedom (Cameron & "
            "Miller 2015)."
        )
    is_straight = any(each.entered == "per unit" for each in result.factors)
    lines = [
        (
            "Model: logistic regression on the counts of every combination of these factors, "
            f"{quantity(result.parameters, 'parameter')} besides the constant, {result.events_per_parameter:.0f} of "
            "the rarer outcome for each (at least 10 are needed, Peduzzi 1996)."
        ),
        errors,
        (
            f"Adjusted: the rate all {unit(counted)}s would have at one level of a factor, everything else left as it "
            "is, less that at another (g-computation: Robins 1986), with an interval by the delta method."
        ),
        (
            "Taken alone: the same two levels in the same log rows, Newcombe’s interval (Newcombe 1998)"
            f"{'; of a number in a straight line, the same with nothing else in the model' if is_straight else ''}."
        ),
        "Stands out: Wald test of all levels of a factor, Benjamini-Hochberg over these factors, below 0.05.",
    ]
    if any(each.risk_difference.interval.level > CONFIDENCE_LEVEL for each in result.factors):
        lines.append(
            "Of several levels the one furthest away is compared, with an interval widened for their number "
            f"(Bonferroni). Odds ratios keep {confidence(CONFIDENCE_LEVEL)} intervals, that of the same two levels too."
        )
    if is_straight:
        lines.append(
            "Numbers entered in a straight line on the log-odds scale; compared are the middle values of the top and "
            "the bottom fifth."
        )
    if result.discrimination is not None:
        lines.append(how_well_it_sorts(result, counted))
    return tuple(lines)


def how_well_it_sorts(result: Adjusted, counted: Counted) -> str:
    """Say how well the model tells those with the outcome from those without."""
    found = result.discrimination
    if found is None:
        return "How well the model tells them apart cannot be said."
    return (
        f"Discrimination: c statistic {found.value:.2f} ({level_of_confidence(found.interval)} CI "
        f"{found.interval.low:.2f} to {found.interval.high:.2f}, {found.interval.method}): of two "
        f"{unit(counted)}s, one with the outcome and one without, the model gives the former the higher chance that "
        "often (0.5 is a coin)."
    )


def describe_calibration(result: Adjusted) -> str:
    """Return the chart of predicted and observed rates as text."""
    parts = [
        f"{percent(group.predicted)} predicted, {percent(group.observed.value)} seen" for group in result.calibration
    ]
    return f"Tenths from the lowest predicted rate to the highest: {'; '.join(parts)}."
