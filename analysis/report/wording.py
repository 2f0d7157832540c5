"""Words: the only place where numbers become text. Plain text throughout; whoever shows it escapes it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from analysis.results import ValueRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.over_time import PeriodChange
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Factor, Log
    from analysis.results import Caution, Contrast, Estimate, FactorResult, Interval, LevelRate, Rate, Test

WHOLE_NUMBERS_FROM = 10
SMALLEST_P_SHOWN = 0.001

# Numbers ----


def count(number: int) -> str:
    """Return 2,400."""
    return f"{number:,}"


def percent(share: float) -> str:
    """Return 9.1%."""
    return f"{100 * share:.1f}%"


def per_100(share: float) -> str:
    """Return a share as a number of 100 treatments: whole from ten up, with a decimal below."""
    number = abs(100 * share)
    text = f"{number:.0f}" if round(number, 1) >= WHOLE_NUMBERS_FROM else f"{number:.1f}".removesuffix(".0")
    return f"−{text}" if share < 0 and text != "0" else text


def level_of_confidence(interval: Interval) -> str:
    """Return 95% or 98.3%."""
    return f"{100 * interval.level:.1f}".removesuffix(".0") + "%"


def p_value(test: Test) -> str:
    """Return p = 0.032 or p < 0.001."""
    return _p(test.p_value)


def _p(p: float) -> str:
    return f"p < {SMALLEST_P_SHOWN}" if p < SMALLEST_P_SHOWN else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"  # noqa: PLR2004


def ratio(estimate: Estimate | None) -> str:
    """Return 2.1 (95% CI 1.4 to 3.2)."""
    if estimate is None:
        return "cannot be formed: no breakout on either side"
    interval = estimate.interval
    value = "beyond any number" if estimate.value is None else f"{estimate.value:.2f}"
    high = "no upper limit" if interval.high is None else f"{interval.high:.2f}"
    return f"{value} ({level_of_confidence(interval)} CI {interval.low:.2f} to {high})"


def difference(estimate: Estimate) -> str:
    """Return 15 more per 100 (95% CI 8 to 22)."""
    value = estimate.value or 0.0
    interval = estimate.interval
    high = interval.high or 0.0
    direction = "more" if value >= 0 else "fewer"
    if value >= 0:
        low_text, high_text = per_100(interval.low), per_100(high)
    else:
        low_text, high_text = per_100(-high), per_100(-interval.low)
    return f"{per_100(abs(value))} {direction} per 100 ({level_of_confidence(interval)} CI {low_text} to {high_text})"


# Names ----


def level_name(level: Any, factor: Factor | None = None) -> str:
    """Return how a level is called: a fifth with its unit, a month by its name."""
    unit = f" {factor.unit}" if factor is not None and factor.unit else ""
    if level is None:
        return "not known"
    if isinstance(level, ValueRange):
        low, high = f"{level.low:g}", f"{level.high:g}"
        return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
    if isinstance(level, dt.date):
        return f"{level:%B %Y}"
    if isinstance(level, float):
        return f"{level:g}{unit}"
    return str(level)


def day(date: dt.date) -> str:
    """Return 5 May 2026."""
    return f"{date.day} {date:%B %Y}"


def file_stem(*parts: str) -> str:
    """Return words as the name of a file: breakout-rate-by-acne-history."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).casefold()).strip("-")[:80] or "figure"


# Rates ----


def n_of_n(rate: Rate) -> str:
    """Return 27/100 (27.0%)."""
    return f"{count(rate.breakouts)}/{count(rate.known)} ({percent(rate.value)})"


def interval(of: Interval) -> str:
    """Return 95% CI 7.9% to 10.2%."""
    return f"{level_of_confidence(of)} CI {percent(of.low)} to {percent(of.high or 0.0)}"


def overall(total: LevelRate) -> str:
    """Say how often clients broke out."""
    if total.treatments == 0:
        return "No treatment passes these filters. Widen them in the sidebar."
    if total.rate is None:
        return f"None of the {count(total.treatments)} treatments has a known outcome, so there is no rate to show yet."
    text = (
        f"Clients broke out after {count(total.rate.breakouts)} of {count(total.rate.known)} treatments with a known "
        f"outcome: {percent(total.rate.value)} ({interval(total.rate.interval)})."
    )
    if total.unknown:
        share = percent(total.unknown / total.treatments)
        text += f" Of another {count(total.unknown)} treatments ({share} of all) the outcome is not known."
    return text


def change(period: PeriodChange | None) -> str:
    """Say how a period compares with the one before."""
    if period is None:
        return "There is no earlier period of the same length in the log to compare with."
    span = (
        f"{day(period.start)} to {day(period.end)} against {day(period.previous_start)} to {day(period.previous_end)}"
    )
    if period.comparison is None:
        return f"{span}: one of the two periods has no known outcome, so they cannot be compared."
    comparison = period.comparison
    rates = f"{per_100(comparison.first.value)} of 100 against {per_100(comparison.second.value)} of 100"
    verdict = "" if excludes_zero(comparison.risk_difference) else " A change of this size can be chance."
    return f"{span}: {rates}, {difference(comparison.risk_difference)}.{verdict}"


def excludes_zero(estimate: Estimate) -> bool:
    """Tell whether a difference is told from zero by its interval."""
    return estimate.interval.low > 0 or (estimate.interval.high or 0.0) < 0


# Factors ----


def contrast_name(result: FactorResult) -> str:
    """Return current against none."""
    if result.contrast is None:
        return "no comparison"
    factor = result.factor
    return f"{level_name(result.contrast.level, factor)} against {level_name(result.contrast.reference, factor)}"


def finding(result: FactorResult) -> str:
    """Return what a log says about a factor in one sentence a manager can read out."""
    title = result.factor.title
    if result.contrast is None:
        return f"This log cannot tell whether breakouts go with {title.lower()}: {_why_not(result)}"
    contrast: Contrast = result.contrast
    comparison = contrast.comparison
    rates = (
        f"{title}: {level_name(contrast.level, result.factor)}, {per_100(comparison.first.value)} of 100 treatments broke out, "
        f"against {per_100(comparison.second.value)} of 100 with {level_name(contrast.reference, result.factor)}"
    )
    estimate = comparison.risk_difference
    if not excludes_zero(estimate):
        interval = estimate.interval
        return (
            f"{rates}. That is not enough to tell them apart: anything between {_signed(interval.low)} and "
            f"{_signed(interval.high or 0.0)} per 100 ({level_of_confidence(interval)} CI) fits this log."
        )
    return f"{rates}: about {difference(estimate)}."


def _signed(share: float) -> str:
    return f"{per_100(abs(share))} {'fewer' if share < 0 else 'more'}"


def _why_not(result: FactorResult) -> str:
    for each in result.cautions:
        if each.kind in {"one level", "same outcome", "many levels", "no contrast"}:
            return caution(each)
    return "there are too few treatments with a known outcome."


def test_result(result: FactorResult) -> str:
    """Return the name, statistic and p-values of a test."""
    test = result.test
    if test is None:
        return "No test was made."
    statistic = f" = {test.statistic:,.2f}" if test.statistic is not None else ""
    sampled = f" (sampled, ± {test.p_error:.4f})" if test.p_error is not None else ""
    adjusted = ""
    if result.p_adjusted is not None:
        adjusted = f"; {_p(result.p_adjusted)} after allowing for all factors looked at (Benjamini-Hochberg)"
    return f"{test.name}{statistic}, {p_value(test)}{sampled}{adjusted}. {test.source}."


def caution(of: Caution) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind, side by side
    """Return a caution as a sentence."""
    values = of.values
    match of.kind:
        case "small expected counts":
            return f"Some groups are so small that fewer than {values[0]} breakouts (or non-breakouts) were to be expected in them."
        case "few breakouts":
            return f"There are only {values[0]} breakouts here; with fewer than {values[1]}, one more or less changes the picture."
        case "many unknowns":
            share = percent(values[0] / values[1])
            return f"The outcome of {count(values[0])} of {count(values[1])} treatments ({share}) is not known; the rate could differ if it were."
        case "repeat clients":
            return (
                f"{count(values[0])} treatments are of clients who came back, so treatments are not independent of each other "
                "and the intervals are somewhat too narrow."
            )
        case "several factors tested":
            return f"{values[0]} factors were looked at; among so many, a result like this one turns up by chance."
        case "small levels":
            names = _listed([level_name(level, values[0]) for level in values[1]])
            return f"Too few treatments with a known outcome (under {values[2]}) to be compared: {names}."
        case "one level":
            return (
                "There is only one group with known outcomes, so there is nothing to compare."
                if values[0]
                else "No outcome is known here."
            )
        case "same outcome":
            what = "none" if values[0] == 0 else "all"
            return f"There is nothing to compare, because {what} of the {count(values[1])} treatments with a known outcome broke out."
        case "no contrast":
            return f"Fewer than two groups have {values[0]} treatments with a known outcome."
        case "widened intervals":
            level = f"{100 * values[1]:.1f}".removesuffix(".0")
            return (
                f"The group shown is the one of {values[0]} that lies furthest from the reference; its interval is widened to "
                f"{level}% to allow for that choice (Bonferroni)."
            )
        case "reference replaced":
            reference = level_name(values[1], values[0])
            return f"Too few treatments have the usual reference ({values[0].reference}); compared with the most common, {reference}."
        case "sampled test":
            return f"The exact p-value was sampled from a fixed seed; its standard error is {values[0]:.4f}."
        case "out of usual range":
            factor = values[1]
            return f"{count(values[0])} treatments have a {factor.title.lower()} above {factor.caution_above:g} {factor.unit}: check the units."
        case "many levels":
            return f"{count(values[0])} groups are too many to be compared at once (at most {values[1]}); narrow the log first."


def _listed(names: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


# Filters and imports ----


def filters_in_words(filters: Filters, log: Log) -> str:
    """Return which treatments count, for captions and reports."""
    parts = []
    if filters.start or filters.end:
        first, last = log.period or (None, None)
        start, end = filters.start or first, filters.end or last
        parts.append(f"{day(start) if start else 'the beginning'} to {day(end) if end else 'the end'}")
    parts += [f"{log.factor(name).title}: {_listed(levels)}" for name, levels in filters.levels]
    parts += [
        f"{log.factor(name).title}: {low:g} to {high:g} {log.factor(name).unit or ''}".rstrip()
        for name, low, high in filters.ranges
    ]
    which = "; ".join(parts) if parts else "All treatments in the log"
    return f"{which}. Breakouts within {filters.window_days} days count."


def rows_account(report: ImportReport) -> str:
    """Return how many rows were read, kept and set aside."""
    text = f"{count(report.rows_read)} rows read = {count(report.rows_kept)} kept + {count(report.rows_set_aside)} set aside."
    values = sum(len(problem.rows) for problem in report.values_left_out)
    return f"{text} {count(values)} single values could not be used and were left blank." if values else text


# Charts, for those who cannot see them ----


def describe_levels(result: FactorResult) -> str:
    """Return the chart of a factor as text."""
    parts = [
        f"{level_name(each.level, result.factor)} {n_of_n(each.rate) if each.rate else 'no known outcome'}"
        for each in result.levels
    ]
    return f"Breakout rate by {result.factor.title.lower()}: {'; '.join(parts)}."


def describe_months(months: Sequence[LevelRate]) -> str:
    """Return the chart over time as text."""
    known = [each for each in months if each.rate is not None]
    if not known:
        return "No month has a known outcome."
    highest = max(known, key=lambda each: each.rate.value if each.rate else 0.0)
    assert highest.rate is not None  # noqa: S101 - for the type checker: filtered above
    return (
        f"Breakout rate by month, {level_name(months[0].level)} to {level_name(months[-1].level)}; highest in "
        f"{level_name(highest.level)} with {n_of_n(highest.rate)}."
    )


def describe_ranking(results: Sequence[FactorResult]) -> str:
    """Return the chart of ranked factors as text."""
    parts = [
        f"{result.factor.title}, {contrast_name(result)}: {difference(result.contrast.comparison.risk_difference)}"
        for result in results
        if result.contrast is not None
    ]
    return f"Differences in breakouts per 100 treatments, the most telling first: {'; '.join(parts)}."
