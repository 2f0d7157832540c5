"""Words: the only place where numbers become text. Plain text throughout; whoever shows it escapes it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.screen import SIGNIFICANT
from analysis.results import ValueRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.over_time import PeriodChange
    from analysis.outcome_log.codebook import Field
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport, OutcomeValue
    from analysis.outcome_log.log import Factor, Log
    from analysis.results import Caution, Comparison, Contrast, Estimate, FactorResult, Interval, LevelRate, Rate, Test

WHOLE_NUMBERS_FROM = 10
SMALLEST_P_SHOWN = 0.001
# Shares below this many per 100 are shown with one digit that counts, or as less than the smallest.
DECIMALS_FROM = 0.1
SMALLEST_PER_100 = 0.0001

# Numbers ----


def count(number: int) -> str:
    """Return 2,400."""
    return f"{number:,}"


def quantity(number: int, noun: str) -> str:
    """Return 1 treatment or 2,400 treatments."""
    return f"{count(number)} {noun if number == 1 else noun + 's'}"


def percent(share: float) -> str:
    """Return 9.1%; none and all without decimals."""
    number = 100 * share
    return f"{number:.0f}%" if share in {0, 1} else f"{_small(number) or f'{number:.1f}'}%"


def per_100(share: float, decimals: int | None = None) -> str:
    """Return a share as a number of 100 treatments.

    Unless `decimals` says otherwise, whole from ten up and with a decimal below. Numbers that a reader may subtract
    from one another need the same decimals.
    """
    number = abs(100 * share)
    if decimals is None:
        decimals = 0 if round(number, 1) >= WHOLE_NUMBERS_FROM else 1
    text = _small(number) or f"{number:.{decimals}f}".removesuffix(".0")
    return f"−{text}" if share < 0 and text != "0" else text


def _decimals(estimate: Estimate) -> int:
    """Return how many decimals a difference and its rates are told with: small differences need one."""
    return 0 if 100 * abs(estimate.value or 0.0) >= WHOLE_NUMBERS_FROM else 1


def _small(number: float) -> str:
    """Return a number too small for one decimal with one digit that counts; empty for any other."""
    if number == 0 or round(number, 1) >= DECIMALS_FROM:
        return ""
    return f"under {SMALLEST_PER_100:f}".rstrip("0") if number < SMALLEST_PER_100 else f"{number:.1g}"


def level_of_confidence(interval: Interval) -> str:
    """Return 95% or 98.3%."""
    return _confidence(interval.level)


def _confidence(level: float) -> str:
    return f"{100 * level:.1f}".removesuffix(".0") + "%"


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
    value = "beyond any number" if estimate.value is None else f"{estimate.value:,.2f}"
    bounds = f"{interval.low:,.2f} to {interval.high:,.2f}" if interval.high is not None else f"{interval.low:,.2f} up"
    return f"{value} ({level_of_confidence(interval)} CI {bounds})"


def difference(estimate: Estimate) -> str:
    """Return 15 more per 100 (95% CI 8 to 22), or 2.4 fewer per 100 (95% CI 5.2 fewer to 0.3 more)."""
    value = estimate.value or 0.0
    how_many = f"{_signed(value, _decimals(estimate))} per 100" if value else "no difference"
    return f"{how_many} ({level_of_confidence(estimate.interval)} CI {_bounds(estimate)})"


def _bounds(estimate: Estimate) -> str:
    """Return the bounds of a difference, each with its direction unless that of the estimate is the only one."""
    low, high = estimate.interval.low, estimate.interval.high or 0.0
    decimals = _decimals(estimate)
    if low < 0 < high or not estimate.value:
        return f"{_signed(low, decimals)} to {_signed(high, decimals)}"
    near, far = (low, high) if estimate.value > 0 else (-high, -low)
    return f"{per_100(near, decimals)} to {per_100(far, decimals)}"


def _signed(share: float, decimals: int | None = None) -> str:
    return f"{per_100(abs(share), decimals)} {'fewer' if share < 0 else 'more'}" if share else "none"


def _rates(comparison: Comparison) -> tuple[str, str]:
    """Return the two rates of a comparison per 100, with the decimals of their difference."""
    decimals = _decimals(comparison.risk_difference)
    return per_100(comparison.first.value, decimals), per_100(comparison.second.value, decimals)


def cell(value: object) -> str:
    """Return a number or text as a cell of a printed table shows it."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - only "not a number" differs from itself
        return "–"
    if isinstance(value, float):
        small = 0 < abs(value) < SMALLEST_P_SHOWN
        return f"under {SMALLEST_P_SHOWN}" if small else f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}"


# Names ----


def level_name(level: object, factor: Factor | None = None) -> str:
    """Return how a level is called: a fifth with its unit, a month by its name."""
    if level is None:
        return "not known"
    if isinstance(level, ValueRange):
        low, high = _value(level.low), _value(level.high)
        return _with_unit(low if low == high else f"{low} to {high}", factor)
    if isinstance(level, dt.date):
        return f"{level:%B %Y}"
    return _with_unit(_value(level), factor) if isinstance(level, float) else str(level)


def _value(number: float) -> str:
    """Return 0.25, 2024 or 1500000: as a log has it, a year not torn apart by a comma."""
    return f"{number:.10g}"


def _with_unit(text: str, factor: Factor | None) -> str:
    unit = factor.unit if factor is not None and factor.unit else ""
    if text == "1":
        unit = unit.removesuffix("s")
    return f"{text}{unit}" if unit in {"", "%"} else f"{text} {unit}"


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
        return "There is no treatment to count."
    if total.rate is None:
        which = (
            "The only treatment has no"
            if total.treatments == 1
            else f"None of the {count(total.treatments)} treatments has a"
        )
        return f"{which} known outcome, so there is no rate to show yet."
    known = quantity(total.rate.known, "treatment")
    who = (
        f"Clients broke out after {count(total.rate.breakouts)} of"
        if total.rate.breakouts
        else "No client broke out after"
    )
    text = f"{who} {known} with a known outcome: {percent(total.rate.value)} ({interval(total.rate.interval)})."
    if total.unknown:
        share = percent(total.unknown / total.treatments)
        lowest = percent(total.breakouts / total.treatments)
        highest = percent((total.breakouts + total.unknown) / total.treatments)
        text += (
            f" The outcome of another {quantity(total.unknown, 'treatment')} ({share} of all) is not known: had none "
            f"of them broken out, the rate would be {lowest}; had all, {highest}."
        )
    return text


def change(period: PeriodChange | None) -> str:
    """Say how a period compares with the one before."""
    if period is None:
        return "There is no earlier period of the same length in the log to compare with."
    now, before = _span(period.start, period.end), _span(period.previous_start, period.previous_end)
    if period.comparison is None:
        return f"Fewer than {SMALLEST_LEVEL} outcomes are known {now} or {before}: too few to speak of a change."
    first, second = _rates(period.comparison)
    estimate = period.comparison.risk_difference
    doubt = "" if excludes_zero(estimate) else " A change of this size can be chance."
    return (
        f"{now[0].upper()}{now[1:]}, {first} of 100 broke out against {second} of 100 "
        f"{before}, {_about(estimate)}.{doubt}"
    )


def _span(start: dt.date, end: dt.date) -> str:
    return f"on {day(start)}" if start == end else f"from {day(start)} to {day(end)}"


def _about(estimate: Estimate) -> str:
    return f"about {difference(estimate)}" if estimate.value else difference(estimate)


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
    """Return what a log says about a factor in words a manager can read out."""
    if result.contrast is None:
        return f"{result.factor.title}: this log cannot tell whether breakouts go with it. {_why_not(result)}"
    contrast: Contrast = result.contrast
    first, second = _rates(contrast.comparison)
    rates = (
        f"{result.factor.title} {_named(contrast.level, result.factor)}: "
        f"{first} of 100 broke out against {second} of 100 "
        f"{'at' if isinstance(contrast.reference, ValueRange) else 'with'} {_named(contrast.reference, result.factor)}"
    )
    estimate = contrast.comparison.risk_difference
    significant = result.test is not None and result.test.p_value < SIGNIFICANT
    if excludes_zero(estimate):
        doubt = (
            ""
            if significant or result.test is None
            else f" The test does not confirm it, though ({p_value(result.test)})."
        )
        return f"{rates}, {_about(estimate)}.{doubt}"
    confidence = level_of_confidence(estimate.interval)
    text = (
        f"{rates}. That is too close to call: anything from {_bounds(estimate)} per 100 ({confidence} CI) is possible."
    )
    if significant and result.test is not None and len(result.levels) > len((contrast.level, contrast.reference)):
        text += f" Over all its groups together, though, breakouts do go with it ({p_value(result.test)})."
    return text


def _named(level: object, factor: Factor) -> str:
    """Return a level as part of a sentence: values as they are, names in quotes, whatever they consist of."""
    name = level_name(level, factor)
    return name if isinstance(level, ValueRange) else f"“{name}”"


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
        adjusted = f"; {_p(result.p_adjusted)} after allowing for all factors looked at (Benjamini-Hochberg)"
    return f"{test.name[0].upper()}{test.name[1:]}{statistic}, {p_value(test)}{sampled}{adjusted}. {test.source}."


def caution(of: Caution) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind, side by side
    """Return a caution as a sentence."""
    values = of.values
    match of.kind:
        case "small expected counts":
            so = "an exact test was used" if values[1] else "the p-value is approximate"
            return (
                f"Some groups are so small that fewer than {values[0]} treatments with a breakout, or without one, "
                f"would be expected in them if all groups were alike, so {so}."
            )
        case "few breakouts":
            breakouts, no_breakouts, few = values
            rarer = (
                quantity(breakouts, "breakout")
                if breakouts <= no_breakouts
                else f"{quantity(no_breakouts, 'treatment')} without a breakout"
            )
            be = "is" if min(breakouts, no_breakouts) == 1 else "are"
            return f"There {be} only {rarer} here; with fewer than {few}, one more or less changes the picture."
        case "many unknowns":
            unknown, treatments = values
            return (
                f"The outcome of {count(unknown)} of {quantity(treatments, 'treatment')} "
                f"({percent(unknown / treatments)}) is not known; with it the rates could look different."
            )
        case "repeat clients":
            return (
                f"{quantity(values[0], 'treatment')} {'is' if values[0] == 1 else 'are'} of clients who came back. "
                "Treatments of one client resemble each other, so the intervals are somewhat too narrow."
            )
        case "several factors tested":
            return f"{values[0]} factors were looked at; among so many, a result like this one can turn up by chance."
        case "small levels":
            factor, levels, smallest = values
            names = listed([level_name(level, factor) for level in levels])
            return f"Too small to be compared, with fewer than {smallest} known outcomes: {names}."
        case "one level":
            return (
                "Only one group has known outcomes, so there is nothing to compare."
                if values[0]
                else "No outcome is known here."
            )
        case "same outcome":
            breakouts, known = values
            who = "every one" if breakouts else "none"
            of_all = f"{who} of the {quantity(known, 'treatment')} with a known outcome"
            return f"There is nothing to compare: {of_all} broke out."
        case "no contrast":
            return f"Fewer than two groups have {values[0]} known outcomes or more, too few to compare them."
        case "widened intervals":
            others, level = values
            return (
                f"Of {quantity(others, 'group')} the one furthest from the reference is shown; its interval is widened "
                f"to {_confidence(level)} to allow for that choice (Bonferroni)."
            )
        case "reference replaced":
            factor, reference = values
            return (
                f"Too few known outcomes with the usual reference, “{factor.reference}”; "
                f"compared with the most common group instead, “{level_name(reference, factor)}”."
            )
        case "sampled test":
            return f"The exact p-value was sampled, always in the same way; its standard error is {values[0]:.4f}."
        case "linked to the outcome":
            return (
                f"Every sizeable group of “{values[0].title}” broke out either always or never. It may record the "
                "outcome itself, and then it explains nothing."
            )
        case "out of usual range":
            treatments, factor = values
            limit = level_name(float(factor.caution_above), factor)
            return f"{factor.title} is above {limit} in {quantity(treatments, 'treatment')}: check the units."
        case "many levels":
            return (
                f"{count(values[0])} groups are too many to be compared at once (at most {values[1]}); "
                "narrow the log first."
            )


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names in a row, the rest of many as a number."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


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
        f"{level_name(each.level, result.factor)} {count(each.unknown)}" for each in result.levels if each.unknown
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


def change_per_100(period: PeriodChange | None) -> str:
    """Return 2.4 fewer, or a dash where there is nothing to compare."""
    if period is None or period.comparison is None:
        return "–"
    estimate = period.comparison.risk_difference
    return _signed(estimate.value or 0.0, _decimals(estimate)) if estimate.value else "no change"


def change_in_short(period: PeriodChange | None) -> str:
    """Say in a few words what a change is between and how sure it is."""
    if period is None:
        return "needs treatment dates and an earlier period of the same length"
    if period.comparison is None:
        return f"needs {SMALLEST_LEVEL} known outcomes in this and the earlier period"
    now, before = period.comparison.first, period.comparison.second
    days = (period.end - period.start).days + 1
    doubt = "" if excludes_zero(period.comparison.risk_difference) else "; can be chance"
    span = f"in the {quantity(days, 'day')} to {day(period.end)}"
    return f"{percent(now.value)} {span}, {percent(before.value)} before{doubt}"


# Filters and imports ----


def filters_in_words(filters: Filters, log: Log) -> str:
    """Return which treatments count, for captions and reports."""
    parts = []
    if filters.start or filters.end:
        first, last = log.period or (None, None)
        start, end = filters.start or first, filters.end or last
        parts.append(f"{day(start) if start else 'the beginning'} to {day(end) if end else 'the end'}")
    parts += [f"{log.factor(name).title}: {listed(levels)}" for name, levels in filters.levels]
    parts += [
        f"{log.factor(name).title}: {level_name(ValueRange(low, high), log.factor(name))}"
        for name, low, high in filters.ranges
    ]
    which = "; ".join(parts) if parts else "All treatments in the log"
    return f"{which}. Breakouts within {quantity(filters.window_days, 'day')} count."


def treated_between(log: Log) -> str:
    """Return the first and last day of treatment."""
    if log.period is None:
        return "without treatment dates"
    return f"treatments from {day(log.period[0])} to {day(log.period[1])}"


def rows_account(report: ImportReport) -> str:
    """Return how many rows were read, kept and set aside."""
    kept, set_aside = count(report.rows_kept), count(report.rows_set_aside)
    text = f"{quantity(report.rows_read, 'row')} read = {kept} kept + {set_aside} set aside."
    values = sum(len(problem.rows) for problem in report.values_left_out)
    if values == 1:
        return f"{text} 1 single value could not be used and was left blank."
    return f"{text} {count(values)} single values could not be used and were left blank." if values else text


def columns_account(report: ImportReport) -> str:
    """Return how many columns were used."""
    used = sum(column.meaning != "left out" for column in report.columns)
    return f"{used} of {quantity(len(report.columns), 'column')} used."


def unknown_account(total: LevelRate) -> str:
    """Return after how many treatments the outcome is not known; empty where it always is."""
    return f"Outcome not known after {quantity(total.unknown, 'treatment')}." if total.unknown else ""


def unplaced(values: Sequence[OutcomeValue]) -> str:
    """Say which outcome values nobody has given a meaning, and what that costs."""
    names = listed([f"“{each.value}” ({count(each.rows)})" for each in values])
    rows = quantity(sum(each.rows for each in values), "row")
    return f"{rows} set aside, because it is not known what the outcome {names} means: say so under “Outcome values”."


def file_kind(report: ImportReport) -> str:
    """Return how a file is written: its encoding and what separates its columns."""
    separators = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    return f"{report.encoding.upper()} text, columns separated by {separators[report.delimiter]}"


def allowed_values(field: Field) -> str:
    """Return what a field of the codebook can hold."""
    if field.kind == "yes/no":
        return "yes, no"
    if field.levels:
        return ", ".join(field.levels)
    if field.maximum is not None:
        return f"{field.minimum:g} to {field.maximum:g} {field.unit or ''}".rstrip()
    return {"date": "a date such as 2026-05-14", "text": "any code"}.get(field.kind, "your own names")


# Charts, for those who cannot see them ----


def describe_levels(result: FactorResult) -> str:
    """Return the chart of a factor as text."""
    parts = [
        f"{level_name(each.level, result.factor)} {n_of_n(each.rate) if each.rate else 'no known outcome'}"
        for each in result.levels
    ]
    return f"{result.factor.title}, breakout rates: {'; '.join(parts) or 'no group has any treatment'}."


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
    if not parts:
        return "No factor has two groups that can be compared."
    return f"Differences in breakouts per 100 treatments, the strongest evidence first: {'; '.join(parts)}."
