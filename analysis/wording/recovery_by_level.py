"""Words about the curves of the levels of a factor: how far they are apart, and whether that could be chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.early import FEWEST_TO_THE_END
from analysis.results import SIGNIFICANT
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    decimals_of_rate,
    level_of_confidence,
    named,
    p_value,
    per_100,
    quantity,
)
from analysis.wording.outcomes import units
from analysis.wording.recovery import in_days, median_in_words, of_100_in_words
from analysis.wording.significance import named_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.recovery import CurvesByLevel, MeanDifference
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate

# Of more levels the range is put into words, without names: the two ends of many are mostly chance.
MOST_NAMED = 4
# A difference of days that rounds to less than this is as many.
SMALLEST_DAYS = 0.005


def by_level_heading(of: CurvesByLevel, heading: str) -> str:
    """Return When breakouts begin, by Acne history."""
    return f"{heading}, by {of.factor.title}"


def onset_by_level(of: CurvesByLevel, window_days: int, counted: Counted) -> str:
    """Say how many broke out within the window at each level, and whether the levels differ."""
    shares = [
        (each, share) for each in of.levels if (share := each.curve.by_day(window_days, FEWEST_TO_THE_END)) is not None
    ]
    compared = _compared(of, _ONSET, counted)
    if not shares:
        return f"Too few were followed for {quantity(window_days, 'day')} in any group. {compared}".rstrip()
    decimals = max(decimals_of_rate(share.value) for _, share in shares)
    if len(shares) > MOST_NAMED:
        low, high = (per_100(end(share.value for _, share in shares), decimals) for end in (min, max))
        return f"By day {window_days}, {low} to {high} of 100 broke out in {len(shares)} groups. {compared}"
    text = "; ".join(f"{named(each.level, of.factor)} {of_100_in_words(share, decimals)}" for each, share in shares)
    return f"By day {window_days}: {text}. {compared}".rstrip()


def lasting_by_level(of: CurvesByLevel, counted: Counted) -> str:
    """Say after how many days half of the breakouts were gone at each level, and whether the levels differ."""
    medians = [(each, each.curve.median.value) for each in of.levels if each.curve.median.value is not None]
    compared = _compared(of, _LASTING, counted)
    if not medians:
        return f"In no group are half of the breakouts known to be gone. {compared}".rstrip()
    if len(medians) > MOST_NAMED:
        low, high = (end(days for _, days in medians) for end in (min, max))
        within = in_days(low) if low == high else f"{low:g} to {in_days(high)}"
        return f"Half were gone within {within} in {len(medians)} groups. {compared}"
    text = "; ".join(f"{median_in_words(each.curve)} with {named(each.level, of.factor)}" for each, _ in medians)
    return f"Half were gone within {text}. {compared}".rstrip()


_ONSET, _LASTING = "How often and how soon breakouts begin", "How long breakouts last"


def _compared(of: CurvesByLevel, what: str, counted: Counted) -> str:
    """Say whether the curves differ, and whether along the order of the levels."""
    if of.test is None:
        return " ".join(caution(each, counted) for each in of.cautions)
    if of.test.p_value >= SIGNIFICANT:
        text = f"{what} could differ by chance alone ({p_value(of.test)})."
    else:
        text = f"{what} differs clearly between the groups ({p_value(of.test)})."
    if of.trend is None:
        return text
    first, last = (named(of.levels[place].level, of.factor) for place in (0, -1))
    if of.trend.p_value >= SIGNIFICANT:
        return f"{text} A trend from {first} to {last} could be chance ({p_value(of.trend)})."
    rises = of.trend.statistic > 0
    if what == _ONSET:
        moves = "more often or sooner" if rises else "less often or later"
        return f"{text} From {first} to {last}, breakouts begin {moves} ({p_value(of.trend)})."
    return f"{text} From {first} to {last}, breakouts are gone {'sooner' if rises else 'later'} ({p_value(of.trend)})."


def crossing(of: CurvesByLevel, mean: str) -> str:
    """Say what the log-rank test can miss where curves cross, and how far their means are apart; empty elsewhere.

    Parameters
    ----------
    of : CurvesByLevel
    mean : str
        What the mean is of: `FREE` or `DURATION`.
    """
    means = of.means
    if means is None or not means.cross:
        return ""
    names = f"{named(means.level, of.factor)} and {named(means.reference, of.factor)}"
    return f"The curves of {names} cross, so the log-rank test can miss a difference. {_means(means, of, mean)}"


FREE, DURATION = "mean time free of a breakout", "mean duration of a breakout"


def _means(means: MeanDifference, of: CurvesByLevel, mean: str) -> str:
    level, reference = named(means.level, of.factor), named(means.reference, of.factor)
    within = quantity(means.days, "day")
    return f"Within {within}, the {mean} with {level} is {_days_apart(means.difference)} with {reference}."


def _days_apart(of: Estimate) -> str:
    low, high = (_signed_days(end) for end in (of.interval.low, of.interval.high))
    ci = f"({level_of_confidence(of.interval)} CI {low} to {high})"
    if abs(of.value) < SMALLEST_DAYS:
        return f"as long {ci} as"
    return f"{abs(of.value):.2f} days {'shorter' if of.value < 0 else 'longer'} {ci} than"


def _signed_days(days: float) -> str:
    return f"{abs(days):.2f} {'shorter' if days < 0 else 'longer'}"


def by_level_left_out(of: CurvesByLevel, drawn: int, counted: Counted, noun: str | None = None) -> Iterator[str]:
    """Say which levels have no curve, and how many have no level."""
    if (more := len(of.levels) - drawn) > 0:
        yield f"Only the {drawn} largest groups are drawn; the table has {more} more."
    if of.not_answered:
        who = quantity(of.not_answered, noun) if noun else units(of.not_answered, counted)
        yield f"Not counted: {who} with no “{of.factor.title}” recorded."


def how_by_level(of: CurvesByLevel, mean: str) -> Iterator[str]:
    """Say how the levels were compared, a sentence each; `mean` as for `crossing`."""
    if of.test is not None:
        yield f"Test: {named_test(of.test)}"
    if of.trend is not None:
        yield f"Along the order of the groups, scored 0, 1, 2 and so on: {named_test(of.trend)}"
    if of.means is not None:
        yield (
            f"{_means(of.means, of, mean)} This is the area under the Kaplan-Meier curve (restricted mean, Royston & "
            "Parmar 2013), which can be compared also where curves cross."
        )
