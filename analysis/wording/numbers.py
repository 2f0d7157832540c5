"""Numbers and names as text: the pieces that sentences are made of."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from analysis.results import AllOthers, ValueRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Comparison, Estimate, ExactTest, Interval, Ratio, RatioInterval, Test

WHOLE_NUMBERS_FROM = 10
# After "about": from here on a whole number is less than a tenth off.
WHOLE_ABOUT_FROM = 5
SMALLEST_P_SHOWN = 0.001
# Of a p-value that stands beside a limit it almost reaches.
MOST_P_DECIMALS = 6
# Shares below this many per 100 are shown with one digit that counts, or as less than the smallest.
DECIMALS_FROM = 0.1
SMALLEST_PER_100 = 0.0001
# What the names of columns of differences end with.
PER_100 = "per 100"
# Apart by less than this, a share of 100 and a whole number differ by the computer's own rounding alone.
SAME_NUMBER = 1e-9
MOST_MERGED_NAMED = 3
# What stands where there is no number.
NO_NUMBER = "–"


def count(number: int) -> str:
    """Return 2,400."""
    return f"{number:,}"


def quantity(number: int, noun: str) -> str:
    """Return 1 treatment or 2,400 treatments."""
    return f"{count(number)} {agreeing(number, noun, noun + 's')}"


def capitalised(text: str) -> str:
    """Return a text with its first letter large."""
    return text[0].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Return a text with its first letter small, for the middle of a sentence."""
    return text[0].lower() + text[1:]


def agreeing(number: int, one: str, more: str) -> str:
    """Return the word that agrees with a number of things: `one` with 1, `more` with any other."""
    return one if number == 1 else more


def percent(share: float, decimals: int = 1) -> str:
    """Return 9.1%; none and all without decimals."""
    if share < 0:
        return f"−{percent(-share, decimals)}"
    number = 100 * share
    return f"{number:.0f}%" if share in {0, 1} else f"{_small(number) or f'{number:.{decimals}f}'}%"


def decimals_of_rate(share: float) -> int:
    """Return how many decimals a rate and its interval have in a sentence: none from ten per 100 up, else one."""
    return 0 if round(100 * share, 1) >= WHOLE_NUMBERS_FROM else 1


def per_100(share: float, decimals: int | None = None) -> str:
    """Return a share as a number of 100 treatments.

    Unless `decimals` says otherwise, whole from ten up and with a decimal below. Numbers that a reader may subtract
    from one another need the same decimals, so with `decimals` 2 is 2.0 beside 2.4; none at all stays 0.
    """
    number = abs(100 * share)
    if decimals is None:
        decimals = decimals_of_rate(abs(share))
        text = _small(number) or f"{number:.{decimals}f}".removesuffix(".0")
    else:
        text = _small(number) or (f"{number:.{decimals}f}" if number else "0")
    return f"−{text}" if share < 0 and text != "0" else text


def about_per_100(share: float) -> str:
    """Return 9, 17 or 3.4: a rate per 100 for after "about", whole from `WHOLE_ABOUT_FROM` up."""
    return per_100(share, 0 if 100 * share >= WHOLE_ABOUT_FROM else 1)


def about_expected(expected: float) -> str:
    """Return about 12, or 3.4: how many would be expected."""
    return f"about {expected:.0f}" if expected >= 10 else f"{expected:.1f}"  # noqa: PLR2004 - digits shown


def out_of_100(share: float, decimals: int) -> str:
    """Return how many of 100: 7.9, or 14 where it is just 14, as in a count."""
    number = 100 * share
    return per_100(share, 0 if abs(number - round(number)) < SAME_NUMBER else decimals)


def decimals_of(estimate: Estimate) -> int:
    """Return how many decimals a difference and its rates are shown with: small differences need one."""
    return 0 if round(100 * abs(estimate.value), 1) >= WHOLE_NUMBERS_FROM else 1


def _small(number: float) -> str:
    """Return a number too small for one decimal with one digit that counts; empty for any other."""
    if number == 0 or round(number, 1) >= DECIMALS_FROM:
        return ""
    return f"under {SMALLEST_PER_100:f}".rstrip("0") if number < SMALLEST_PER_100 else f"{number:.1g}"


def level_of_confidence(interval: Interval | RatioInterval) -> str:
    """Return 95%, whatever the interval was widened to so that this is left."""
    return confidence(interval.stated_level)


def confidence(level: float) -> str:
    """Return 95% or 98.3%."""
    return f"{100 * level:.1f}".removesuffix(".0") + "%"


def p_value(test: Test | ExactTest) -> str:
    """Return p = 0.032 or p < 0.001."""
    return p_text(test.p_value)


def p_text(p: float, limit: float | None = None) -> str:
    """Return p = 0.032 or p < 0.001; beside a limit of 0.01, p = 0.0102 with the digits that tell it from the limit."""
    if p < SMALLEST_P_SHOWN:
        return f"p < {SMALLEST_P_SHOWN}"
    decimals = 3 if p < 0.1 else 2  # noqa: PLR2004 - digits shown
    while limit not in {None, p} and round(p, decimals) == limit and decimals < MOST_P_DECIMALS:
        decimals += 1
    return f"p = {p:.{decimals}f}"


def p_error(error: float) -> str:
    """Return 0.0012, the standard error of a sampled p-value, or less than 0.0001."""
    return "less than 0.0001" if error < 0.0001 else f"{error:.4f}"  # noqa: PLR2004 - digits shown


def ratio(estimate: Estimate | Ratio | None) -> str:
    """Return 2.1 (95% CI 1.4 to 3.2)."""
    if estimate is None:
        return "cannot be formed: none on either side"
    interval = estimate.interval
    value = "beyond any number" if estimate.value is None else f"{estimate.value:,.2f}"
    bounds = f"{interval.low:,.2f} to {interval.high:,.2f}" if interval.high is not None else f"{interval.low:,.2f} up"
    return f"{value} ({level_of_confidence(interval)} CI {bounds})"


def difference(estimate: Estimate, decimals: int | None = None) -> str:
    """Return 15 more per 100 (95% CI 8 to 22), or 2.4 fewer per 100 (95% CI 5.2 fewer to 0.3 more).

    An estimate of zero is "as many in both", and so is one that rounds to it within an interval that does not: the
    interval says what else is possible, so it is no finding of none. `decimals` are those of a whole sentence.
    """
    value = estimate.value
    decimals = decimals_of(estimate) if decimals is None else decimals
    how_many = "as many in both" if is_as_many(estimate) else f"{signed(value, decimals)} per 100"
    return f"{how_many} ({interval_of_difference(estimate, decimals)})"


def interval_of_difference(estimate: Estimate, decimals: int | None = None) -> str:
    """Return 95% CI 8 to 22, or 95% CI 5.2 fewer to 0.3 more."""
    return f"{level_of_confidence(estimate.interval)} CI {bounds(estimate, decimals)}"


def is_as_many(estimate: Estimate) -> bool:
    """Tell whether a difference is zero, or rounds to it within an interval that does not."""
    reach = max(abs(estimate.interval.low), abs(estimate.interval.high))
    return not estimate.value or 100 * abs(estimate.value) < DECIMALS_FROM / 2 <= DECIMALS_FROM <= 100 * reach


def bounds(estimate: Estimate, decimals: int | None = None) -> str:
    """Return the bounds of a difference, each with its direction unless that of the estimate is the only one.

    A bound is never rounded to zero: on which side of it an interval ends is what decides.
    """
    low, high = estimate.interval.low, estimate.interval.high
    decimals = decimals_of(estimate) if decimals is None else decimals
    fine = [decimals if per_100(abs(bound), decimals) != "0" else 1 for bound in (low, high)]
    if low < 0 < high or not estimate.value:
        return f"{signed(low, fine[0])} to {signed(high, fine[1])}"
    if estimate.value > 0:
        return f"{per_100(low, fine[0])} to {per_100(high, fine[1])}"
    return f"{per_100(-high, fine[1])} to {per_100(-low, fine[0])}"


def signed(share: float, decimals: int | None = None) -> str:
    """Return 2.4 fewer, 15 more, or none."""
    return f"{per_100(abs(share), decimals)} {'fewer' if share < 0 else 'more'}" if share else "none"


def decimals_of_comparison(of: Comparison) -> int:
    """Return how many decimals two rates and their difference have in a sentence: those of the difference.

    Where what is shown does not add up, a difference has whole numbers from `WHOLE_ABOUT_FROM` on (56 and 64, 8 more
    instead of 56.2 and 63.8, 7.5 more), and a decimal where it would be whole, if that adds up.
    """
    usual = decimals_of(of.risk_difference)
    either_will_do = 100 * abs(of.risk_difference.value) >= WHOLE_ABOUT_FROM
    return 1 - usual if either_will_do and not adds_up(of, usual) and adds_up(of, 1 - usual) else usual


def adds_up(of: Comparison, decimals: int) -> bool:
    """Tell whether a reader who subtracts two rates as they are shown finds their difference as it is shown."""
    apart = "0" if is_as_many(of.risk_difference) else per_100(abs(of.risk_difference.value), decimals)
    try:
        first, second, difference_shown = map(Decimal, (*_two_rates(of, decimals), apart))
    except InvalidOperation:
        # Nobody subtracts "under 0.0001".
        return True
    return 2 * abs(abs(first - second) - difference_shown) <= Decimal(1).scaleb(-decimals)


def rates_per_100(comparison: Comparison) -> tuple[str, str]:
    """Return the two rates of a comparison per 100, with the `decimals_of_comparison`."""
    return _two_rates(comparison, decimals_of_comparison(comparison))


def rates_and_difference(of: Comparison, decimals: int | None = None) -> tuple[str, str, str]:
    """Return two rates per 100 and their difference with its interval, each rounded once, from its full value.

    Where that does not add up whatever the decimals (13.1 and 8.0 are 5.0 apart), the difference is "before rounding".
    `decimals` are those of a whole sentence, else the `decimals_of_comparison`.
    """
    if decimals is None:
        decimals = decimals_of_comparison(of)
        rates = _two_rates(of, decimals)
    else:
        rates = per_100(of.first.value, decimals), per_100(of.second.value, decimals)
    text = difference(of.risk_difference, decimals)
    if not adds_up(of, decimals):
        is_none = is_as_many(of.risk_difference)
        text = f"nearly {text}" if is_none else text.replace(" per 100 (", " per 100 before rounding (", 1)
    return *rates, text


def _two_rates(of: Comparison, decimals: int) -> tuple[str, str]:
    return out_of_100(of.first.value, decimals), out_of_100(of.second.value, decimals)


def interval_method(estimate: Estimate | Ratio | None) -> str:
    """Return the method of an interval as it stands behind the interval; nothing where there is none."""
    return f", {estimate.interval.method} interval" if estimate is not None else ""


def cell(value: object, column: str = "", decimals: int = 1) -> str:
    """Return a number or text as a cell of a table shows it: rounded here from its full value, as `percent` does.

    Parameters
    ----------
    value : object
    column : str
        The name of its column: one of p-values is shown as `p_text` has them.
    decimals : int
        Of a number that is not whole: one for rates and differences, two for ratios, as in sentences.
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - only "not a number" differs from itself
        return NO_NUMBER
    if not isinstance(value, float):
        return f"{value:,}"
    if is_of_p_values(column):
        return p_text(value).removeprefix("p ").removeprefix("= ")
    number = abs(value)
    if number in {0, 100} and decimals == 1:
        text = f"{number:.0f}"
    else:
        text = (_small(number) if decimals == 1 else "") or f"{number:,.{decimals}f}"
    return f"−{text}" if value < 0 else text


def cells(values: Sequence[object], column: str = "", decimals: int = 1) -> list[str]:
    """Return the values of a column of a table as `cell` shows each.

    Beside others, a difference too small for a decimal is 0.0, as a sentence has "as many in both" of it.
    """
    differences = [abs(each) for each in values if isinstance(each, float)] if column.endswith(PER_100) else []
    has_larger = decimals == 1 and max(differences, default=0) >= DECIMALS_FROM
    return [
        "0.0" if has_larger and isinstance(each, float) and 0 < abs(each) < DECIMALS_FROM / 2 else shown
        for each, shown in ((each, cell(each, column, decimals)) for each in values)
    ]


def is_of_p_values(column: str) -> bool:
    """Tell whether a column of one of our tables holds p-values, raw or adjusted."""
    return column == "p" or column.startswith("p, ")


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names in a row, the rest of many as a number."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def all_of(names: Sequence[str]) -> str:
    """Return every name in a row, the last after an and."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def level_name(level: Level, factor: Factor | None = None) -> str:
    """Return how a level is called: a fifth with its unit, a month by its name, merged levels one beside the other."""
    if level is None:
        return "unknown"
    if isinstance(level, AllOthers):
        return "all the others"
    if isinstance(level, tuple):
        names = [level_name(each, factor) for each in level]
        return " or ".join(names) if len(names) <= MOST_MERGED_NAMED else f"{names[0]} or {len(names) - 1} others"
    if isinstance(level, ValueRange):
        low, high = _value(level.low), _value(level.high)
        return _with_unit(low if low == high else f"{low} to {high}", factor)
    if isinstance(level, dt.date):
        return f"{level:%B %Y}"
    return _with_unit(_value(level), factor) if isinstance(level, float) else str(level)


def versus(level: Level, reference: Level, factor: Factor) -> str:
    """Return current vs none."""
    return f"{level_name(level, factor)} vs {level_name(reference, factor)}"


def named(level: Level, factor: Factor | None = None) -> str:
    """Return a level as part of a sentence: values as they are, names in quotes, whatever they consist of."""
    name = level_name(level, factor)
    return name if isinstance(level, ValueRange | AllOthers) else f"“{name}”"


def _value(number: float) -> str:
    """Return 0.25, 2024 or 1500000: as a log has it, a year not torn apart by a comma."""
    return f"{number:.10g}"


def _with_unit(text: str, factor: Factor | None) -> str:
    unit = factor.unit if factor is not None and factor.unit else ""
    if text == "1":
        unit = unit.removesuffix("s")
    return f"{text}{unit}" if unit in {"", "%"} else f"{text} {unit}"


def widening(design_effect: float) -> str:
    """Return (design effect 1.25), for what it makes wider; empty where nobody would see that it does."""
    shown = f"{design_effect:.2f}"
    return "" if shown == "1.00" else f"(design effect {shown})"


def day(date: dt.date) -> str:
    """Return 5 May 2026."""
    return f"{date.day} {date:%B %Y}"


def when_in_words(period: tuple[dt.date, dt.date] | None) -> str:
    """Return on 5 May 2026, or from 5 May 2026 to 8 June 2026, with a space in front; empty where nobody knows."""
    if period is None:
        return ""
    first, last = period
    return f" on {day(first)}" if first == last else f" from {day(first)} to {day(last)}"


def from_to(first: dt.date, last: dt.date) -> str:
    """Return 5 May 2026 to 8 June 2026, or the one day."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def file_stem(*parts: str) -> str:
    """Return words as the name of a file: breakout-rate-by-acne-history."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).casefold()).strip("-")[:80] or "figure"
