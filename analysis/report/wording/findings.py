"""What a log says about a factor, and how that was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.screen import SIGNIFICANT
from analysis.report.wording.cautions import caution
from analysis.report.wording.numbers import (
    bounds,
    count,
    difference,
    excludes_zero,
    level_name,
    level_of_confidence,
    listed,
    named,
    p_text,
    p_value,
    quantity,
    rates_per_100,
    ratio,
)
from analysis.report.wording.rates import about, n_of_n
from analysis.results import ValueRange

if TYPE_CHECKING:
    from analysis.results import Contrast, Estimate, FactorResult


def contrast_name(result: FactorResult) -> str:
    """Return current against none."""
    if result.contrast is None:
        return "no comparison"
    factor = result.factor
    return f"{level_name(result.contrast.level, factor)} against {level_name(result.contrast.reference, factor)}"


def finding(result: FactorResult) -> str:
    """Return what a log says about a factor in words a manager can read out."""
    if result.contrast is None:
        return f"{result.factor.title}: this log cannot tell whether breakouts go with it. {_why_not(result)}"
    contrast: Contrast = result.contrast
    first, second = rates_per_100(contrast.comparison)
    rates = (
        f"{result.factor.title} {named(contrast.level, result.factor)}: "
        f"{first} of 100 broke out against {second} of 100 "
        f"{'at' if isinstance(contrast.reference, ValueRange) else 'with'} {named(contrast.reference, result.factor)}"
    )
    estimate = contrast.comparison.risk_difference
    significant = result.test is not None and result.test.p_value < SIGNIFICANT
    if excludes_zero(estimate):
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
        text += f" Over all its groups together, though, breakouts do go with it ({p_value(result.test)})."
    return text


def _why_not(result: FactorResult) -> str:
    for each in result.cautions:
        if each.kind in {"one level", "same outcome", "many levels", "no contrast"}:
            return caution(each)
    return "There are too few treatments with a known outcome."


def test_result(result: FactorResult) -> str:
    """Return the name, statistic and p-values of a test."""
    test = result.test
    if test is None:
        return "No test was made."
    statistic = f" = {test.statistic:,.2f}".removesuffix(".00") if test.statistic is not None else ""
    sampled = f" (sampled, ± {test.p_error:.4f})" if test.p_error is not None else ""
    adjusted = ""
    if result.p_adjusted is not None:
        adjusted = f"; {p_text(result.p_adjusted)} after allowing for all factors looked at (Benjamini-Hochberg)"
    return f"{test.name[0].upper()}{test.name[1:]}{statistic}, {p_value(test)}{sampled}{adjusted}. {test.source}."


def not_answered(result: FactorResult) -> str:
    """Say how many treatments a factor leaves out because its value is not known; empty where there are none."""
    rate = result.not_answered.rate
    if not result.not_answered.treatments:
        return ""
    counts = f"; of those with a known outcome {n_of_n(rate)} broke out" if rate is not None else ""
    treatments = result.not_answered.treatments
    be = "is" if treatments == 1 else "are"
    return f"{quantity(treatments, 'treatment')} {be} in no bar, because “{result.factor.title}” is not known{counts}."


def unknown_outcomes(result: FactorResult) -> str:
    """Say in which levels outcomes are not known; empty where all are."""
    unknown = [
        f"“{level_name(each.level, result.factor)}” {count(each.unknown)}" for each in result.levels if each.unknown
    ]
    return f"Outcome not known, and so in no rate: {listed(unknown, most=len(result.levels))}." if unknown else ""


def how(result: FactorResult) -> tuple[str, ...]:
    """Say how a finding was worked out, one line a method."""
    rates = [each.rate for each in result.levels if each.rate is not None]
    lines = [f"Rates: {rates[0].interval.method} intervals (Wilson 1927)."] if rates else []
    if result.factor.kind == "number":
        lines.append("Bars: the treatments in five groups of about equal size, from the lowest values to the highest.")
    lines.append(f"Test: {test_result(result)}")
    if result.contrast is not None:
        comparison = result.contrast.comparison
        estimate = comparison.risk_difference
        lines += [
            f"Compared: {contrast_name(result)}, chosen by rule.",
            f"Difference: {difference(estimate)}{_method(estimate)}.",
            f"Risk ratio: {ratio(comparison.risk_ratio)}{_method(comparison.risk_ratio)}.",
        ]
        if comparison.odds_ratio is not None:
            lines.append(f"Odds ratio: {ratio(comparison.odds_ratio)}{_method(comparison.odds_ratio)}.")
    return tuple(lines)


def _method(estimate: Estimate | None) -> str:
    return f", {estimate.interval.method} interval" if estimate is not None else ""
