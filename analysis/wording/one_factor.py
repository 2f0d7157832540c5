"""What a log says about a factor, and how that was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.cautions import NoComparison
from analysis.methods.ranking import SIGNIFICANT
from analysis.results import ValueRange
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    agreeing,
    bounds,
    count,
    difference,
    interval_method,
    level_name,
    level_of_confidence,
    listed,
    named,
    p_value,
    rates_per_100,
    ratio,
)
from analysis.wording.outcomes import broke_out, event, goes_with, of_100, things, unit, units
from analysis.wording.rates import about, n_of_n
from analysis.wording.significance import named_test

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Contrast, FactorResult


def contrast_name(result: FactorResult) -> str:
    """Return current against none."""
    if result.contrast is None:
        return "no comparison"
    factor = result.factor
    return f"{level_name(result.contrast.level, factor)} against {level_name(result.contrast.reference, factor)}"


def finding(result: FactorResult, counted: Counted) -> str:
    """Return what a log says about a factor in words a manager can read out."""
    if result.contrast is None:
        why_not = _why_not(result, counted)
        return f"{result.factor.title}: this log cannot tell whether {goes_with(counted)} it. {why_not}"
    contrast: Contrast = result.contrast
    first, second = rates_per_100(contrast.comparison)
    rates = (
        f"{result.factor.title} {named(contrast.level, result.factor)}: "
        f"{first} {of_100(counted)} {broke_out(counted)} against {second} of 100 "
        f"{'at' if isinstance(contrast.reference, ValueRange) else 'with'} {named(contrast.reference, result.factor)}"
    )
    estimate = contrast.comparison.risk_difference
    significant = result.test is not None and result.test.p_value < SIGNIFICANT
    if estimate.excludes_zero:
        doubt = (
            ""
            if significant or result.test is None
            else f" The test does not confirm it, though ({p_value(result.test)})."
        )
        return f"{rates}, {about(estimate)}.{doubt}"
    confidence = level_of_confidence(estimate.interval)
    text = (
        f"{rates}. That is too close to call: anything from {bounds(estimate)} per 100 ({confidence} CI) is possible."
    )
    if significant and result.test is not None and len(result.levels) > len((contrast.level, contrast.reference)):
        does = "do" if counted.outcome.is_breakout else "does"
        text += f" Over all its groups together, though, {things(counted)} {does} go with it ({p_value(result.test)})."
    return text


def _why_not(result: FactorResult, counted: Counted) -> str:
    for each in result.cautions:
        if isinstance(each, NoComparison):
            return caution(each, counted)
    return f"There are too few {unit(counted)}s with a known outcome."


def result_of_test(result: FactorResult) -> str:
    """Return the name, statistic and p-values of a test."""
    if result.test is None:
        return "No test was made."
    return named_test(result.test, result.p_adjusted)


def not_answered(result: FactorResult, counted: Counted) -> str:
    """Say how many units a factor leaves out because its value is not known; empty where there are none."""
    rate = result.not_answered.rate
    if not result.not_answered.treatments:
        return ""
    counts = f"; of those with a known outcome {n_of_n(rate)} {broke_out(counted)}" if rate is not None else ""
    treatments = result.not_answered.treatments
    be = agreeing(treatments, "is", "are")
    return f"{units(treatments, counted)} {be} in no bar, because “{result.factor.title}” is not known{counts}."


def unknowns_in_short(result: FactorResult) -> str:
    """Say in which levels outcomes are not known; empty where all are."""
    unknown = [
        f"“{level_name(each.level, result.factor)}” {count(each.unknown)}" for each in result.levels if each.unknown
    ]
    return f"Outcome not known, and so in no rate: {listed(unknown, most=len(result.levels))}." if unknown else ""


def how(result: FactorResult, counted: Counted) -> tuple[str, ...]:
    """Say how a finding was worked out, one line a method."""
    rates = [each.rate for each in result.levels if each.rate is not None]
    lines = [f"Rates: {rates[0].interval.method} intervals (Wilson 1927)."] if rates else []
    if result.factor.kind == "number":
        who = f"{unit(counted)}s"
        lines.append(
            f"Bars: the {who} in up to five groups of about equal size, from the lowest values to the highest."
        )
    lines.append(f"Test: {result_of_test(result)}")
    if result.contrast is not None:
        comparison = result.contrast.comparison
        estimate = comparison.risk_difference
        lines += [
            f"Compared: {contrast_name(result)}, chosen by rule.",
            f"Difference: {difference(estimate)}{interval_method(estimate)}.",
            f"Risk ratio: {ratio(comparison.risk_ratio)}{interval_method(comparison.risk_ratio)}.",
        ]
        if comparison.odds_ratio is not None:
            lines.append(f"Odds ratio: {ratio(comparison.odds_ratio)}{interval_method(comparison.odds_ratio)}.")
    return tuple(lines)


def methods_in_short(counted: Counted) -> tuple[str, ...]:
    """Say how the numbers of a report were worked out, a sentence each."""
    who = f"{unit(counted)}s"
    what = event(counted) if counted.unit == "clients" or not counted.outcome.is_breakout else things(counted)
    return (
        f"Rates are {what} among {who} with a known outcome, with Wilson’s score interval.",
        f"Differences are per 100 {who} with Newcombe’s interval.",
        "The test is named with each factor; adjusted p-values are Benjamini and Hochberg’s.",
        need_not_cause(counted),
    )


def each_row(counted: Counted) -> str:
    """Say what a row of the ranked factors shows."""
    who = f"{unit(counted)}s"
    return f"Each row is one comparison with its interval: how many more or fewer of 100 {who} {broke_out(counted)}."


def need_not_cause(counted: Counted) -> str:
    """Say that what goes with an outcome need not cause it."""
    return f"What goes with {things(counted)} need not cause {'them' if counted.outcome.is_breakout else 'it'}."
