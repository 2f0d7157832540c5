"""The rates of one factor in words, whether it is linked to the outcome, and how that was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.cautions import NoComparison
from analysis.results import FactorResult, ValueRange
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    agreeing,
    count,
    difference,
    interval_method,
    level_name,
    listed,
    named,
    p_value,
    rates_and_difference,
    rates_per_100,
    ratio,
    versus,
)
from analysis.wording.outcomes import broke_out, event, linked_to, of_100, things, unit, units
from analysis.wording.rates import n_of_n
from analysis.wording.shape import SHORT, how_the_shape, shape_in_words
from analysis.wording.significance import named_test, the_rule

if TYPE_CHECKING:
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.imputation.imputed import ImputedFactor
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Contrast

NOT_PROOF = "A link is not proof of a cause."


def contrast_name(result: FactorResult) -> str:
    """Return current vs none."""
    if result.contrast is None:
        return "no comparison"
    return versus(result.contrast.level, result.contrast.reference, result.factor)


def link_in_short(result: FactorResult | AdjustedFactor | ImputedFactor) -> str:
    """Return linked, or could be chance: the one word for the rule."""
    if (
        not result.is_linked
        and isinstance(result, FactorResult)
        and result.shape is not None
        and result.shape.is_linked
    ):
        return SHORT[result.shape.highest_at]
    return "linked" if result.is_linked else "could be chance"


def link_answer(result: FactorResult, counted: Counted) -> str:
    """Say in one sentence whether a factor is linked to the outcome, with the two rates behind it."""
    if result.contrast is None:
        return f"{result.factor.title} cannot be compared yet. {_why_not(result, counted)}"
    shape = shape_in_words(result, counted)
    if shape and not result.is_linked:
        return f"{result.factor.title} is {linked_to(counted)}. {shape}"
    return " ".join(filter(None, (f"{_link(result, counted)}: {_rates(result, result.contrast, counted)}.", shape)))


def finding(result: FactorResult, counted: Counted) -> str:
    """Return the answer with the difference, and what all levels together add to it."""
    if result.contrast is None:
        return link_answer(result, counted)
    text = f"{_rates(result, result.contrast, counted)}, {rates_and_difference(result.contrast.comparison)[-1]}."
    shape = shape_in_words(result, counted)
    if shape and not result.is_linked:
        return f"{result.factor.title} is {linked_to(counted)}. {shape} From end to end: {text}"
    return " ".join(filter(None, (f"{_link(result, counted)}: {text}", shape, as_a_whole(result))))


def as_a_whole(result: FactorResult) -> str:
    """Say that all levels together differ though the two compared need not; empty where that is not so."""
    if result.has_link or result.test is None or result.contrast is None or result.family is None:
        return ""
    two = len((result.contrast.level, result.contrast.reference))
    if result.test.p_value >= result.family.error or len(result.levels) <= two:
        return ""
    return f"Over all its groups together, though, chance is an unlikely explanation ({p_value(result.test)})."


def _link(result: FactorResult, counted: Counted) -> str:
    title = result.factor.title
    if result.one_of_all is not None:
        title = f"{title} {named(result.one_of_all, result.factor)}"
    return f"{title} is {linked_to(counted)}" if result.is_linked else f"The difference in {title} could be chance"


def _rates(result: FactorResult, contrast: Contrast, counted: Counted) -> str:
    first, second = rates_per_100(contrast.comparison)
    return (
        f"{first} {of_100(counted)} {broke_out(counted)} {at(contrast.level, result.factor)}, compared with {second} "
        f"of 100 {at(contrast.reference, result.factor)}"
    )


def at(level: Level, factor: Factor) -> str:
    """Return with “current”, or at 2 to 3 mm."""
    return f"{'at' if isinstance(level, ValueRange) else 'with'} {named(level, factor)}"


def _why_not(result: FactorResult, counted: Counted) -> str:
    for each in result.cautions:
        if isinstance(each, NoComparison):
            return caution(each, counted)
    return f"Too few {unit(counted)}s have a known outcome."


def result_of_test(result: FactorResult) -> str:
    """Return the name, statistic and p-value of a test."""
    return "none was made." if result.test is None else named_test(result.test)


def not_answered(result: FactorResult, counted: Counted) -> str:
    """Say how many units a factor leaves out because its value is not recorded; empty where there are none."""
    treatments, rate = result.not_answered.treatments, result.not_answered.rate
    if not treatments:
        return ""
    counts = f"; {n_of_n(rate)} of those with a known outcome {broke_out(counted)}" if rate is not None else ""
    return f"Not shown (“{result.factor.title}” not recorded): {units(treatments, counted)}{counts}."


def unknowns_in_short(result: FactorResult) -> str:
    """Say in which levels outcomes are unknown; empty where all are known."""
    unknown = [
        f"“{level_name(each.level, result.factor)}” {count(each.unknown)}" for each in result.levels if each.unknown
    ]
    return f"Not counted (outcome unknown): {listed(unknown, most=len(result.levels))}." if unknown else ""


def how(result: FactorResult, counted: Counted) -> tuple[str, ...]:
    """Say how a finding was worked out, one line a method."""
    rates = [each.rate for each in result.levels if each.rate is not None]
    lines = [f"Rates: {rates[0].interval.method} intervals (Wilson 1927)."] if rates else []
    if result.factor.kind == "number":
        lines.append(f"Bars: the {unit(counted)}s in up to five groups of about equal size, lowest values first.")
    lines.append(f"Test: {result_of_test(result)}")
    if result.shape is not None:
        lines.append(how_the_shape(result.shape))
    if result.contrast is not None:
        comparison = result.contrast.comparison
        estimate = comparison.risk_difference
        lines += [
            f"Compared: {contrast_name(result)}{_picked(result.contrast)}.",
            f"Difference: {difference(estimate)}{interval_method(estimate)}.",
            f"Risk ratio: {ratio(comparison.risk_ratio)}{interval_method(comparison.risk_ratio)}.",
        ]
        if comparison.odds_ratio is not None:
            lines.append(f"Odds ratio: {ratio(comparison.odds_ratio)}{interval_method(comparison.odds_ratio)}.")
    if result.family is not None:
        lines.append(the_rule(result.family, result.p_adjusted, "group" if result.is_one_of_all else "factor"))
    return tuple(lines)


def _picked(contrast: Contrast) -> str:
    if contrast.picked_from == 1:
        return ""
    groups = agreeing(contrast.picked_from, "group", "groups")
    return f", the furthest apart of {count(contrast.picked_from)} {groups}, which the interval allows for (Bonferroni)"


def methods_in_short(counted: Counted) -> tuple[str, ...]:
    """Say how the numbers of a report were worked out, a sentence each."""
    who = f"{unit(counted)}s"
    what = event(counted) if counted.unit == "clients" or not counted.outcome.is_breakout else things(counted)
    return (
        f"Rates are {what} among {who} with a known outcome, with Wilson’s score interval.",
        f"Differences are per 100 {who} with Newcombe’s interval.",
        (
            "“Linked” allows for the number of factors compared (Benjamini & Hochberg), and so do the intervals of the "
            "differences (Benjamini & Yekutieli); the test is named with each factor."
        ),
        NOT_PROOF,
    )


def each_row(counted: Counted) -> str:
    """Say what a row of the ranked factors shows."""
    who = f"{unit(counted)}s"
    return f"Each row compares two groups: how many more or fewer of 100 {who} {broke_out(counted)}."
