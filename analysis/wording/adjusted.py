"""What is left of each factor after adjusting for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.adjusted.limits import CLIENTS_PER_PARAMETER, EVENTS_PER_PARAMETER
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.model_cautions import TooFewClients, TooFewEvents
from analysis.questions.adjusted import Refusal
from analysis.results import CONFIDENCE_LEVEL
from analysis.wording.cautions import caution
from analysis.wording.change import HOW_THE_CHANGE, brought_out, taken_off, too_uncertain
from analysis.wording.numbers import (
    agreeing,
    all_of,
    confidence,
    count,
    decimals_of,
    difference,
    level_name,
    level_of_confidence,
    percent,
    quantity,
    versus,
)
from analysis.wording.one_factor import NOT_PROOF, link_in_short
from analysis.wording.outcomes import events, linked_to, rarer, things, unit, units
from analysis.wording.rates import interval
from analysis.wording.significance import allowing_for, the_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.verdict import Verdict
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted, CrowdedOut
    from analysis.results import Family, LevelRate


def adjusted_contrast_name(each: AdjustedFactor) -> str:
    """Return current vs none."""
    return versus(each.level, each.reference, each.factor)


def adjusted_finding(result: Adjusted | Refusal, counted: Counted) -> str:
    """Say which factors are linked to the outcome after adjusting for the others."""
    if isinstance(result, Refusal):
        return "This log cannot adjust for these factors together."
    linked = [each.factor.title for each in result.factors if each.is_linked]
    number = len(result.factors)
    if number == 1:
        title = result.factors[0].factor.title
        link = f"{title} is {linked_to(counted)}" if linked else f"The difference in {title} could be chance"
        alone = (
            "Nothing is adjusted for: the others are left out"
            if result.without
            else ("No other factor is chosen, so nothing is adjusted for")
        )
        return f"{link}. {alone}."
    if not linked:
        none = "Neither of these 2" if number == 2 else f"None of these {number}"  # noqa: PLR2004
        return (
            f"{none} factors is {linked_to(counted)} after adjusting for the {agreeing(number - 1, 'other', 'others')}."
            " Each difference could be chance, which does not show that they do not matter."
        )
    return (
        f"After adjusting for the other {agreeing(number - 1, 'factor', 'factors')}, {len(linked)} of {number} "
        f"{agreeing(len(linked), 'is', 'are')} {linked_to(counted)}: {all_of(linked)}."
    )


def reading_the_adjusted(result: Adjusted) -> str:
    """Say how the picture is read."""
    return " ".join(filter(None, (what_is_asked(result.factors), NOT_PROOF)))


def what_is_asked(factors: Sequence[AdjustedFactor]) -> str:
    """Say what the intervals allow for: a search through all the factors, or all but the planned one."""
    planned = [each.factor.title for each in factors if each.family.is_planned]
    searched = [each.family for each in factors if not each.family.is_planned]
    if not planned:
        return allowing_for(searched[0])
    rest = f" {allowing_for(searched[0])}" if searched and searched[0].size > 1 else ""
    others = rest.replace(" Each", " Each other", 1)
    return f"“{planned[0]}” is the planned question: its 95% CI and p-value are its own.{others}"


def _searched(result: Adjusted) -> Family:
    """Return the family of the factors that were searched through; of a planned one alone its own."""
    families = [each.family for each in result.factors]
    return next((each for each in families if not each.is_planned), families[0])


def not_in_fifths(of: Sequence[CrowdedOut], counted: Counted) -> str:
    """Say which factors are not suggested while numbers are treated as groups, and why; empty where there are none."""
    if not of:
        return ""
    way_out = "Choose it in place of another" if len(of) == 1 else "Choose them in place of others"
    whys = " ".join(
        f"“{each.factor.title}” is not suggested with numbers in five groups{_why_crowded_out(each, counted)}"
        for each in of
    )
    return f"{whys} {way_out}, or treat numbers as a steady trend."


def _why_crowded_out(of: CrowdedOut, counted: Counted) -> str:
    match of.reason:
        case TooFewEvents(events=events, are_yes=are_yes, parameters=parameters, carried=carried):
            enough, verb = rarer(events, counted, are_yes=are_yes), agreeing(events, "is", "are")
        case TooFewClients(clients=clients, parameters=parameters, carried=carried):
            enough, verb = quantity(clients, "client"), agreeing(clients, "is", "are")
        case None:
            return ": this log cannot adjust for it beside the others."
        case _:
            return f". {caution(of.reason, counted)}"
    return f": {enough} {verb} enough for {carried or 'no'} comparisons, and with it there are {parameters}."


def too_small_together(total: LevelRate, counted: Counted) -> str:
    """Say that a log is too small for several factors at once, and what it would take."""
    if not total.known:
        return "No outcome is known yet, so there is nothing to adjust."
    fewer = min(total.breakouts, total.known - total.breakouts)
    needed = rarer(EVENTS_PER_PARAMETER, counted, are_yes=fewer == total.breakouts)
    if fewer >= EVENTS_PER_PARAMETER:
        clients = (
            f", and {CLIENTS_PER_PARAMETER} clients where some came back; counting each client once may help"
            if counted.unit == "treatments"
            else ""
        )
        return (
            "No factor can be suggested. It has to be recorded nearly always, and each comparison takes "
            f"{needed}{clients}."
        )
    return (
        f"This log is too small to adjust for anything: each comparison takes {needed}, and the log has {count(fewer)}."
    )


def adjusted_account(result: Adjusted, counted: Counted) -> str:
    """Say which treatments the answer rests on."""
    return (
        f"Based on {units(result.known, counted)} with the outcome and all these factors recorded, "
        f"{events(result.breakouts, counted)} among them.{left_out_for_blanks(result.left_out, counted)}"
    )


def left_out_for_blanks(number: int, counted: Counted) -> str:
    """Return how many are left out of an answer for a blank, a sentence behind another; nothing where none is."""
    if not number:
        return ""
    return (
        f" {units(number, counted)} with a known outcome {agreeing(number, 'is', 'are')} left out: one of these "
        "factors is not recorded."
    )


def own_and_adjusted(each: AdjustedFactor, *, is_only_one: bool = False) -> str:
    """Say what adjusting for the other factors changes for one of them; of the only one, what its difference is."""
    own, adjusted = each.alone, each.risk_difference
    named = f"{each.factor.title}, {adjusted_contrast_name(each)}"
    if is_only_one:
        return f"{named}: {difference(adjusted)}."
    decimals = max(decimals_of(own), decimals_of(adjusted))
    return (
        f"{named}: {difference(own, decimals)} on its own, {difference(adjusted, decimals)} after adjusting. "
        f"{what_changes(each)}"
    )


def what_changes(each: AdjustedFactor, others: str = "the other factors") -> str:
    """Say in a sentence or two what adjusting for `others` does to a difference."""
    left_sure, change = each.risk_difference.excludes_zero, each.change
    unsure = "" if left_sure else ", and what is left could be chance"
    still = "" if left_sure else " After adjusting the difference could be chance."
    sentences: dict[Verdict, str] = {
        "unsure": "Both could be chance.",
        "unchanged": f"Adjusting hardly changes it{unsure}.",
        "unclear": f"{too_uncertain('adjusting', change)}{still}",
        "partly shared": f"Part of the difference is explained by {others} ({taken_off(change)}){unsure}.",
        "mostly shared": f"Most of the difference is explained by {others} ({taken_off(change)}){unsure}.",
        "hidden": f"Part of the difference was hidden by {others} ({brought_out(change)}).",
        "reversed": "After adjusting, the difference points the other way.",
    }
    return sentences[each.verdict]


def describe_adjusted(result: Adjusted) -> str:
    """Return the chart of differences on their own and after adjusting as text."""
    if len(result.factors) == 1:
        each = result.factors[0]
        named = f"{each.factor.title}, {adjusted_contrast_name(each)}"
        return f"Difference per 100: {named}: {difference(each.risk_difference)}."
    parts = [
        f"{each.factor.title}, {adjusted_contrast_name(each)}: {difference(each.alone)} on its own, "
        f"{difference(each.risk_difference)} after adjusting, {link_in_short(each)}"
        for each in result.factors
    ]
    return f"Differences per 100: {'; '.join(parts)}."


def describe_adjusted_rates(each: AdjustedFactor, *, is_only_one: bool = False) -> str:
    """Return the chart of standardised rates as text."""
    parts = [
        f"{level_name(of.level, each.factor)} {percent(of.rate.value)} ({interval(of.rate.interval)})"
        for of in each.rates
    ]
    rates = "rates of the model" if is_only_one else "rates after adjusting for the other factors"
    return f"{each.factor.title}, {rates}: {'; '.join(parts)}."


def odds_ratio_name(each: AdjustedFactor, level: Level | PerStep) -> str:
    """Return past vs none, or per 10 % more."""
    return odds_ratio_between(level, each.reference, each.factor)


def odds_ratio_between(level: Level | PerStep, reference: Level, factor: Factor) -> str:
    """Return past vs none, or per 10 % more, as an odds ratio of two levels or of a step is called."""
    if isinstance(level, PerStep):
        return f"per {level_name(level.step, factor)} more"
    return versus(level, reference, factor)


def reading_odds_ratios(counted: Counted) -> str:
    """Say how odds ratios are read."""
    return (
        f"An odds ratio above 1 means more {things(counted)}, below 1 fewer. It lies further from 1 than the ratio of "
        "the rates."
    )


def adjusted_how(result: Adjusted, counted: Counted) -> tuple[str, ...]:
    """Say how the adjusted answer was worked out, one line a method."""
    if result.clients is None or result.clients == result.known:
        errors = "Standard errors: from the model, as the log has no client IDs or each client once."
    else:
        errors = (
            f"Standard errors: clustered by client ({quantity(result.clients, 'client')}), with the factor G/(G−1) "
            "(Liang & Zeger 1986); intervals by Student’s t and tests by F with G−1 degrees of freedom (Cameron & "
            "Miller 2015), for differences fewer where they rest on few clients (Pan & Wall 2002)."
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
            f"After adjusting: the rate if all {unit(counted)}s were at one level of a factor and nothing else "
            "changed, less that at another level (g-computation: Robins 1986). Newcombe’s kind of interval, "
            "from Wilson’s interval of each rate (Zou & Donner 2008)."
        ),
        (
            "On its own: the same two levels in the same log rows, Newcombe’s interval (Newcombe 1998)"
            f"{'; for a number as a steady trend, the model of that number only' if is_straight else ''}."
        ),
        HOW_THE_CHANGE,
        f"Test: Wald, of all levels of a factor. {the_rule(_searched(result))}",
    ]
    if any(each.picked_from > 1 for each in result.factors):
        lines.append(
            "Of several levels the one furthest away is compared; its interval allows for that choice (Bonferroni). "
            f"Odds ratios have {confidence(CONFIDENCE_LEVEL)} intervals of their own."
        )
    if is_straight:
        lines.append(
            "Numbers as a steady trend: a straight line on the log-odds scale. Compared are the middle values of the "
            "highest and the lowest of five groups."
        )
    if result.discrimination is not None:
        lines.append(how_well_it_sorts(result, counted))
    return tuple(lines)


def how_well_it_sorts(result: Adjusted, counted: Counted) -> str:
    """Say how well the model separates those with the outcome from those without."""
    found = result.discrimination
    if found is None:
        return "How well the model sorts them cannot be measured."
    return (
        f"Of two {unit(counted)}s, one with the outcome and one without, the model gives the first the higher chance "
        f"{100 * found.value:.0f} times in 100; tossing a coin would be right 50 times (c statistic {found.value:.2f}, "
        f"{level_of_confidence(found.interval)} CI {found.interval.low:.2f} to {found.interval.high:.2f}, "
        f"{found.interval.method})."
    )


def describe_calibration(result: Adjusted) -> str:
    """Return the chart of predicted and observed rates as text."""
    parts = [
        f"{percent(group.predicted)} predicted, {percent(group.observed.value)} observed"
        for group in result.calibration
    ]
    return f"Tenths from the lowest predicted rate to the highest: {'; '.join(parts)}."
