"""Sentences on rates: how often, how sure, and whether that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.over_time import MONTHS_FOR_A_MONTH, MONTHS_FOR_A_YEAR
from analysis.outcome_log.periods import CLOSED_DAYS
from analysis.wording.numbers import (
    NO_NUMBER,
    adds_up,
    agreeing,
    capitalised,
    count,
    decimals_of_comparison,
    decimals_of_rate,
    difference,
    interval_of_difference,
    is_as_many,
    level_name,
    level_of_confidence,
    percent,
    quantity,
    rates_and_difference,
    rates_per_100,
    signed,
)
from analysis.wording.outcomes import broke_out, of_100, unit, units

if TYPE_CHECKING:
    from analysis.methods.early import Followed
    from analysis.methods.kaplan_meier import CumulativeIncidence
    from analysis.methods.over_time import PeriodChange
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.over_time import OverTime
    from analysis.results import Estimate, Interval, LevelRate, Rate


RED_FLAGS = "Persistent redness, swelling or pustules need medical attention the same day."


def n_of_n(rate: Rate) -> str:
    """Return 27 of 100 (27.0%)."""
    return f"{count(rate.breakouts)} of {count(rate.known)} ({percent(rate.value)})"


def interval(of: Interval) -> str:
    """Return 95% CI 7.9% to 10.2%."""
    return f"{level_of_confidence(of)} CI {percent(of.low)} to {percent(of.high)}"


def rounded_rate(share: float) -> str:
    """Return 9.1%, or 27%: with as many decimals as its interval has in a sentence."""
    return percent(share, decimals_of_rate(share))


def rate_in_words(rate: Rate | CumulativeIncidence) -> str:
    """Return 9.1% (95% CI 7.9 to 10.4), or 27% (95% CI 19 to 36): one number of decimals."""
    return f"{rounded_rate(rate.value)} ({interval_in_words(rate)})"


def interval_in_words(rate: Rate | CumulativeIncidence) -> str:
    """Return the interval with as many decimals as its rate has."""
    decimals, of = decimals_of_rate(rate.value), rate.interval
    low, high = (percent(end, decimals).removesuffix("%") for end in (of.low, of.high))
    return f"{level_of_confidence(of)} CI {low} to {high}"


def n_of_n_units(rate: Rate, noun: str) -> str:
    """Return 201 of 2,208 treatments."""
    return f"{count(rate.breakouts)} of {quantity(rate.known, noun)}"


def counts_with_interval(rate: Rate, noun: str) -> str:
    """Return 201 of 2,208 treatments (95% CI 7.9 to 10.4)."""
    return f"{n_of_n_units(rate, noun)} ({interval_in_words(rate)})"


def n_of_n_broke_out(rate: Rate, counted: Counted) -> str:
    """Return 26 of 78 broke out (33%)."""
    return f"{count(rate.breakouts)} of {count(rate.known)} {broke_out(counted)} ({rounded_rate(rate.value)})"


def rate_sentence(total: LevelRate, counted: Counted) -> str:
    """Say in one sentence how often clients broke out, or had what is counted."""
    if total.treatments == 0:
        return f"There is no {unit(counted)} to count."
    if total.rate is None:
        whole = f"both {unit(counted)}s" if total.treatments == 2 else f"all {units(total.treatments, counted)}"  # noqa: PLR2004
        none = agreeing(
            total.treatments,
            f"The outcome of the only {unit(counted)} is unknown",
            f"The outcomes of {whole} are unknown",
        )
        return f"{none}, so there is no rate yet."
    return f"{_how_often(total.rate, counted)}: {rate_in_words(total.rate)}."


def overall(total: LevelRate, counted: Counted) -> str:
    """Say how often clients broke out, and what the unknown outcomes could change."""
    return " ".join(filter(None, (rate_sentence(total, counted), if_unknowns_were_known(total, counted))))


def _how_often(rate: Rate, counted: Counted) -> str:
    known = units(rate.known, counted)
    if counted.outcome.is_breakout and counted.unit != "clients":
        who = f"Clients broke out after {count(rate.breakouts)} of" if rate.breakouts else "No client broke out after"
        return f"{who} {known}"
    return f"{count(rate.breakouts) if rate.breakouts else 'None'} of {known} {broke_out(counted)}"


def if_unknowns_were_known(total: LevelRate, counted: Counted) -> str:
    """Say what the rate could be, were the unknown outcomes known; empty where none is unknown, or all are."""
    if not total.unknown or total.rate is None:
        return ""
    outcomes = agreeing(
        total.unknown,
        f"The outcome of 1 more {unit(counted)} is",
        f"The outcomes of {count(total.unknown)} more {unit(counted)}s are",
    )
    share = percent(total.unknown / total.treatments)
    lowest = percent(total.breakouts / total.treatments)
    highest = percent((total.breakouts + total.unknown) / total.treatments)
    return f"{outcomes} unknown ({share} of all): the rate could be anything from {lowest} to {highest}."


def month_change(found: OverTime, counted: Counted) -> str:
    """Say how the last full month compares with the twelve months before."""
    period = found.month_change
    if period is None:
        return _too_few_months(found, counted, "the last month", MONTHS_FOR_A_MONTH)
    return _change(period, f"in {level_name(period.start)}", counted)


def year_change(found: OverTime, counted: Counted) -> str:
    """Say how the last twelve full months compare with the twelve before."""
    period = found.year_change
    if period is None:
        return _too_few_months(found, counted, "the last 12 months", MONTHS_FOR_A_YEAR)
    return _change(period, f"from {level_name(period.start)} to {level_name(period.end)}", counted)


def _too_few_months(found: OverTime, counted: Counted, now: str, needed: int) -> str:
    if found.full_months is None:
        return "Without treatment dates, no periods can be compared."
    if found.full_months.number >= needed and found.trend is not None:
        return "Counts are shared by quarter, so months are not compared."
    if found.full_months.number >= needed:
        return f"Each {unit(counted)} is counted once, so one month cannot be compared with twelve."
    return (
        f"Comparing {now} with the 12 months before needs {needed} full months; the log has {found.full_months.number}."
    )


def _change(period: PeriodChange, when: str, counted: Counted) -> str:
    if period.comparison is None:
        return f"Fewer than {SMALLEST_LEVEL} outcomes are known {when} or in the 12 months before: too few to compare."
    first, second, apart = rates_and_difference(period.comparison)
    doubt = " This could be chance." if _could_be_chance(period.comparison.risk_difference) else ""
    return (
        f"{capitalised(when)}, {first} {of_100(counted)} {broke_out(counted)}, compared with {second} of 100 "
        f"in the 12 months before: {apart}.{doubt}{_followed(period.followed)}"
    )


def _followed(of: Followed | None) -> str:
    if of is None:
        return ""
    window = quantity(of.window_days, "day")
    return (
        f" Treatments without a breakout were followed for {of.now:.1f} of {window}, in the 12 months before for "
        f"{of.before:.1f}, so part of the difference may come from the reviews."
    )


def _could_be_chance(estimate: Estimate) -> bool:
    return not is_as_many(estimate) and not estimate.excludes_zero


def about(estimate: Estimate) -> str:
    """Return about 15 more per 100 (95% CI 8 to 22), or as many in both with its interval."""
    return f"about {difference(estimate)}" if estimate.value else difference(estimate)


def no_months() -> str:
    """Say why clients have no rates by month, and what has."""
    return (
        "Clients counted once each have no rate by month. Count all treatments, or first ones, to see the rate over "
        "time."
    )


def no_dated(counted: Counted) -> str:
    """Say that of a log with dates nothing that is shown has one."""
    return f"None of the {unit(counted)}s shown has a date, so there is no rate over time."


def change_per_100(period: PeriodChange | None) -> str:
    """Return 2.4 fewer, as many, or a dash where there is nothing to compare."""
    if period is None or period.comparison is None:
        return NO_NUMBER
    estimate = period.comparison.risk_difference
    return "as many" if is_as_many(estimate) else signed(estimate.value, decimals_of_comparison(period.comparison))


def month_change_name(found: OverTime) -> str:
    """Return June 2026 vs 12 months before, as a tile is called."""
    now = level_name(found.month_change.start) if found.month_change is not None else "Last month"
    return f"{now} vs 12 months before"


def year_change_name(found: OverTime) -> str:
    """Return Year on year to June 2026, as a tile is called."""
    to = f" to {level_name(found.year_change.end)}" if found.year_change is not None else ""
    return f"Year on year{to}"


def month_change_in_short(found: OverTime, counted: Counted) -> str:
    """Return what the change of the last full month is between and how sure it is, or what is missing."""
    return _in_short(found.month_change, found, MONTHS_FOR_A_MONTH, counted)


def year_change_in_short(found: OverTime, counted: Counted) -> str:
    """Return what the change of the last twelve full months is between and how sure it is, or what is missing."""
    return _in_short(found.year_change, found, MONTHS_FOR_A_YEAR, counted)


def _in_short(period: PeriodChange | None, found: OverTime, needed: int, counted: Counted) -> str:
    if found.full_months is None:
        return "needs treatment dates"
    if period is None and found.full_months.number >= needed:
        return f"a {unit(counted)} counted once has no single month"
    if period is None:
        return f"needs {needed} full months; the log has {found.full_months.number}"
    if period.comparison is None:
        return f"needs {SMALLEST_LEVEL} known outcomes in each period"
    first, second = rates_per_100(period.comparison)
    estimate, decimals = period.comparison.risk_difference, decimals_of_comparison(period.comparison)
    rounded = "" if adds_up(period.comparison, decimals) else ", rounded"
    doubt = "; could be chance" if _could_be_chance(estimate) else ""
    return f"{first} vs {second} per 100{rounded} ({interval_of_difference(estimate, decimals)}){doubt}"


def how_over_time() -> tuple[str, ...]:
    """Say how the rates of months and their changes are worked out, a sentence each."""
    return (
        "Rates: Wilson’s score interval. Changes: Newcombe’s interval. Both are wider where clients came back.",
        f"A month is full if the log has a treatment in its last {1 + CLOSED_DAYS} days, or later.",
    )
