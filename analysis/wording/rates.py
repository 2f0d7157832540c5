"""Sentences on rates: how often, how sure, and whether that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.wording.numbers import (
    NO_NUMBER,
    agreeing,
    count,
    day,
    decimals_of,
    difference,
    level_of_confidence,
    percent,
    quantity,
    rates_per_100,
    signed,
)
from analysis.wording.outcomes import broke_out, of_100, one, unit, units

if TYPE_CHECKING:
    import datetime as dt

    from analysis.methods.over_time import PeriodChange
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate, Interval, LevelRate, Rate


def n_of_n(rate: Rate) -> str:
    """Return 27 of 100 (27.0%)."""
    return f"{count(rate.breakouts)} of {count(rate.known)} ({percent(rate.value)})"


def interval(of: Interval) -> str:
    """Return 95% CI 7.9% to 10.2%."""
    return f"{level_of_confidence(of)} CI {percent(of.low)} to {percent(of.high)}"


def overall(total: LevelRate, counted: Counted) -> str:
    """Say how often clients broke out, or had what is looked into."""
    if total.treatments == 0:
        return f"There is no {unit(counted)} to count."
    if total.rate is None:
        which = (
            f"The only {unit(counted)} has no"
            if total.treatments == 1
            else f"None of the {units(total.treatments, counted)} has a"
        )
        return f"{which} known outcome, so there is no rate to show yet."
    rate = f"{percent(total.rate.value)} ({interval(total.rate.interval)})"
    return f"{_how_often(total.rate, counted)}: {rate}.{_if_it_were_known(total, counted)}"


def _how_often(rate: Rate, counted: Counted) -> str:
    known = f"{units(rate.known, counted)} with a known outcome"
    if counted.outcome.is_breakout and counted.unit != "clients":
        who = f"Clients broke out after {count(rate.breakouts)} of" if rate.breakouts else "No client broke out after"
        return f"{who} {known}"
    return f"{count(rate.breakouts) if rate.breakouts else 'None'} of {known} {broke_out(counted)}"


def _if_it_were_known(total: LevelRate, counted: Counted) -> str:
    if not total.unknown:
        return ""
    share = percent(total.unknown / total.treatments)
    lowest = percent(total.breakouts / total.treatments)
    highest = percent((total.breakouts + total.unknown) / total.treatments)
    if total.unknown == 1:
        none, every = f"without {one(counted)}", "with one" if counted.outcome.is_breakout else "with it"
    elif counted.outcome.is_breakout:
        none, every = "had none of them broken out", "had all"
    else:
        none, every = "if none of them had it", "if all had"
    others = agreeing(total.unknown, f"one more {unit(counted)}", f"another {units(total.unknown, counted)}")
    rates = f"{none}, the rate would be {lowest}; {every}, {highest}"
    return f" The outcome of {others} ({share} of all) is not known: {rates}."


def change(period: PeriodChange | None, counted: Counted) -> str:
    """Say how a period compares with the one before."""
    if period is None:
        return "There is no earlier period of the same length in the log to compare with."
    now, before = _span(period.start, period.end), _span(period.previous_start, period.previous_end)
    if period.comparison is None:
        return f"Fewer than {SMALLEST_LEVEL} outcomes are known {now} or {before}: too few to speak of a change."
    first, second = rates_per_100(period.comparison)
    estimate = period.comparison.risk_difference
    doubt = " A change of this size can be chance." if estimate.value and not estimate.excludes_zero else ""
    return (
        f"{now[0].upper()}{now[1:]}, {first} {of_100(counted)} {broke_out(counted)} against {second} of 100 "
        f"{before}, {about(estimate)}.{doubt}"
    )


def _span(start: dt.date, end: dt.date) -> str:
    return f"on {day(start)}" if start == end else f"from {day(start)} to {day(end)}"


def about(estimate: Estimate) -> str:
    """Return about 15 more per 100 (95% CI 8 to 22), or as many in both with its interval."""
    return f"about {difference(estimate)}" if estimate.value else difference(estimate)


def no_months() -> str:
    """Say why clients have no rates by month, and what has."""
    return (
        "Counted once each, clients have no month of their own: count all treatments, or first ones, to see the rate "
        "over time."
    )


def no_dated(counted: Counted) -> str:
    """Say that of a log with dates nothing that passes the filters has one."""
    return f"None of these {unit(counted)}s has a date, so there is no rate over time."


def change_per_100(period: PeriodChange | None) -> str:
    """Return 2.4 fewer, as many, or a dash where there is nothing to compare."""
    if period is None or period.comparison is None:
        return NO_NUMBER
    estimate = period.comparison.risk_difference
    return signed(estimate.value, decimals_of(estimate)) if estimate.value else "as many"


def change_in_short(period: PeriodChange | None) -> str:
    """Say in a few words what a change is between and how sure it is."""
    if period is None:
        return "needs treatment dates and an earlier period of the same length"
    if period.comparison is None:
        return f"needs {SMALLEST_LEVEL} known outcomes in this and the earlier period"
    now, before = period.comparison.first, period.comparison.second
    days = (period.end - period.start).days + 1
    change = period.comparison.risk_difference
    doubt = "; can be chance" if change.value and not change.excludes_zero else ""
    span = f"in the {quantity(days, 'day')} to {day(period.end)}"
    return f"{percent(now.value)} {span}, {percent(before.value)} before{doubt}"
