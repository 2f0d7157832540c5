"""Words about when breakouts begin, how long they last and how severe they are: what to tell clients to expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.cautions import LateBreakouts
from analysis.methods.early import FEWEST_TO_THE_END
from analysis.methods.recovery import STRETCHES
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import DATE, FOLLOW_UP, ONSET, RESOLVED, SEVERITY
from analysis.questions.recovery import WARNING_SIGNS
from analysis.wording.cautions import caution
from analysis.wording.grades import grade_name
from analysis.wording.numbers import (
    agreeing,
    all_of,
    capitalised,
    count,
    decimals_of_rate,
    level_of_confidence,
    per_100,
    percent,
    quantity,
)
from analysis.wording.outcomes import unit, units
from analysis.wording.rates import n_of_n, rounded_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.incidence_curve import IncidenceCurve
    from analysis.methods.recovery import SignByDay
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.recovery import Lasting, Onset, Recovery, Severities
    from analysis.results import Estimate

NINE_OF_TEN = 0.9
HALF = 0.5


ALWAYS_BREAKOUTS = "This page is always about breakouts, whatever outcome is chosen in the sidebar."


# Pieces ----


def day_name(day: float) -> str:
    """Return day 3, or the day of treatment."""
    return f"day {day:g}" if day else "the day of treatment"


def _by(day: float) -> str:
    return f"by {day_name(day)}" if day else f"on {day_name(day)}"


def in_days(days: float) -> str:
    """Return 1 day, or 6.5 days."""
    return f"{days:g} {'day' if days == 1 else 'days'}"


def of_100_in_words(share: Estimate, decimals: int) -> str:
    """Return 6.7 of 100 (95% CI 5.8 to 7.9), with the decimals of the whole sentence."""
    low, high = (per_100(end, decimals) for end in (share.interval.low, share.interval.high))
    return f"{per_100(share.value, decimals)} of 100 ({level_of_confidence(share.interval)} CI {low} to {high})"


def shares_by_day(curve: IncidenceCurve, days: Sequence[int]) -> str:
    """Return by day 3, 6.7 of 100 (95% CI …); by day 7, 8.6 of 100 (…): the days until which enough were followed."""
    known = [(day, share) for day in days if (share := curve.by_day(day, FEWEST_TO_THE_END)) is not None]
    decimals = max((decimals_of_rate(share.value) for _, share in known), default=0)
    return "; ".join(f"by day {day}, {of_100_in_words(share, decimals)}" for day, share in known)


def median_in_words(curve: IncidenceCurve) -> str:
    """Return 6 days (95% CI 5 to 7), or 6 days (95% CI from 5); empty where half is not reached."""
    median = curve.median
    if median.value is None:
        return ""
    if median.low is not None and median.high is not None:
        reach = f"{median.low:g} to {median.high:g}"
    elif median.low is not None:
        reach = f"from {median.low:g}"
    else:
        return in_days(median.value)
    return f"{in_days(median.value)} ({100 * median.level:.0f}% CI {reach})"


# What to expect ----


def expectation(found: Recovery) -> tuple[str, ...]:
    """Say what to tell clients to expect, a sentence each, the most important first."""
    onset = found.onset
    if onset is None:
        cannot = "This log cannot show yet when breakouts begin."
        parts = [cannot if ONSET in found.lacks else "No breakout is recorded yet."]
    else:
        parts = [how_many_begin(onset, found.counted), when_they_begin(onset.whole)]
    if found.lasting is not None:
        parts.append(how_long(found.lasting))
    if found.severity is not None:
        parts.append(how_severe(found.severity))
    return tuple(filter(None, parts))


def how_many_begin(onset: Onset, counted: Counted) -> str:
    """Say how many break out within the window."""
    window = quantity(onset.window_days, "day")
    share = onset.whole.by_day(onset.window_days, FEWEST_TO_THE_END)
    if share is None:
        return f"Too few were followed for {window} to say how often a breakout begins in that time."
    low, high = (per_100(end, decimals_of_rate(share.value)) for end in (share.interval.low, share.interval.high))
    ci = f"({level_of_confidence(share.interval)} CI {low} to {high})"
    if not onset.whole.events:
        had = "had a breakout" if counted.unit == "clients" else "was followed by a breakout"
        return f"None of {units(onset.whole.units, counted)} {had} within {window}: 0 of 100 {ci}."
    number = per_100(share.value)
    if counted.unit == "clients":
        return f"{number} of 100 clients had a breakout within {window} {ci}."
    return f"After {number} of 100 {unit(counted)}s, a breakout began within {window} {ci}."


def when_they_begin(curve: IncidenceCurve) -> str:
    """Say by which day half of the breakouts had begun, and nine of ten; empty where there was none."""
    half, most = curve.first_day(HALF), curve.first_day(NINE_OF_TEN)
    if half is None or most is None:
        return ""
    if curve.events == 1:
        return f"The only breakout began on {day_name(half)}."
    if half == most:
        return f"At least 9 of 10 breakouts began {_by(most)}."
    return f"Half of the breakouts began {_by(half)}, 9 of 10 by {day_name(most)}."


def how_long(lasting: Lasting) -> str:
    """Say after how many days half of the breakouts were gone, and nine of ten."""
    curve = lasting.whole
    if not curve.events:
        return "No breakout is recorded as gone yet."
    median = median_in_words(curve)
    if not median:
        return "Too few breakouts are recorded as gone to say how long half of them last."
    most = next((day for day, each in enumerate(curve.shares) if each.value >= NINE_OF_TEN), None)
    also = f", 9 of 10 within {in_days(most)}" if most is not None and most != curve.median.value else ""
    return f"Half of the breakouts were gone within {median}{also}."


def how_severe(found: Severities) -> str:
    """Say how many breakouts had each grade."""
    known = sum(rate.breakouts for _, rate in found.shares if rate is not None)
    if known == 1:
        (only,) = (grade for grade, rate in found.shares if rate is not None and rate.breakouts)
        return f"The only breakout with a recorded severity was {grade_name(only)}."
    named = [
        f"{count(rate.breakouts)} {'was' if rate.breakouts == 1 else 'were'} {grade_name(grade)} "
        f"({rounded_rate(rate.value)})"
        for grade, rate in found.shares
        if rate is not None
    ]
    return f"Of {count(known)} breakouts with a recorded severity, {all_of(named)}."


# Each part ----


def onset_finding(onset: Onset, counted: Counted) -> str:
    """Say how many had broken out by each of a few days."""
    shares = shares_by_day(onset.whole, onset.days)
    if not shares:
        return how_many_begin(onset, counted)
    return f"{capitalised(shares)} broke out."


def onset_median(onset: Onset, counted: Counted) -> str:
    """Say by which day half of all had broken out, if they had."""
    window, median = quantity(onset.window_days, "day"), onset.whole.median.value
    if median is not None and onset.whole.by_day(int(median), FEWEST_TO_THE_END) is None:
        return f"Too few were followed for {quantity(int(median), 'day')} to say by when half had a breakout."
    if median is None:
        return f"Fewer than half of all {unit(counted)}s had a breakout within {window}, so there is no median day."
    return f"Half of all {unit(counted)}s had a breakout within {median_in_words(onset.whole)}."


def onset_left_out(onset: Onset, counted: Counted) -> Iterator[str]:
    """Say what is assumed of treatments without a date of follow-up, or without a day of onset."""
    window = quantity(onset.window_days, "day")
    treated, follow_up, onset_day = (load()[name].title for name in (DATE, FOLLOW_UP, ONSET))
    if not onset.has_follow_ups:
        yield (
            f"Nobody knows until when each {unit(counted)} was observed, so each without a breakout counts as observed "
            f"for all {window}. Columns “{treated}” and “{follow_up}” together would allow for early reviews."
        )
    elif onset.without_follow_up:
        yield f"{_without_follow_up(onset, counted)} {_left_out_instead(onset)}"
    if onset.without_onset:
        have = agreeing(onset.without_onset, "has", "have")
        they = agreeing(onset.without_onset, "it counts", "they count")
        yield (
            f"{quantity(onset.without_onset, 'breakout')} {have} no “{onset_day}”: {they} on the day of follow-up, or "
            "else on the last day of the window. Before that day the curve may be too low."
        )


def _without_follow_up(onset: Onset, counted: Counted) -> str:
    every = onset.without_follow_up == onset.whole.units
    who = f"All {units(onset.without_follow_up, counted)}" if every else units(onset.without_follow_up, counted)
    have = agreeing(onset.without_follow_up, "has", "have")
    return (
        f"{who} with a known outcome {have} no follow-up date. Without a breakout, such a {unit(counted)} counts as "
        "observed to the end of the window, as in the plain rate."
    )


def _left_out_instead(onset: Onset) -> str:
    """Say what the share is without those that have no date of follow-up."""
    if onset.followed is None:
        return "So early reviews cannot be allowed for."
    last = onset.window_days
    share, other = onset.whole.by_day(last, FEWEST_TO_THE_END), onset.followed.by_day(last, FEWEST_TO_THE_END)
    if other is None or share is None:
        return f"Without these, too few were followed for {quantity(last, 'day')}."
    decimals = max(decimals_of_rate(share.value), decimals_of_rate(other.value))
    if per_100(share.value, decimals) == per_100(other.value, decimals):
        return f"Without these, the share by day {last} stays the same."
    return (
        f"Without these, {of_100_in_words(other, decimals)} broke out by day {last}, instead of "
        f"{per_100(share.value, decimals)}."
    )


def onset_cautions(onset: Onset, counted: Counted) -> Iterator[str]:
    """Say what the window of the filters does, and whether too few clients represent others."""
    if onset.late:
        yield caution(LateBreakouts(onset.late, onset.window_days), counted)
    yield from (caution(each, counted) for each in onset.cautions)


def lasting_left_out(lasting: Lasting) -> Iterator[str]:
    """Say which breakouts are not counted, or only until they were last seen."""
    if lasting.not_gone:
        was = agreeing(lasting.not_gone, "was", "were")
        yield (
            f"{quantity(lasting.not_gone, 'breakout')} {was} not gone, or not recorded as gone, when last seen: only "
            "the days until then count."
        )
    if lasting.left_out:
        were = agreeing(lasting.left_out, "is", "are")
        yield (
            f"{quantity(lasting.left_out, 'breakout')} {were} not counted: the onset day is unknown, or there was "
            "neither a resolved day nor a follow-up after it. If these lasted longer, so do breakouts as a whole."
        )


def severity_left_out(found: Severities) -> Iterator[str]:
    """Say how many breakouts have no grade."""
    if found.not_known:
        yield f"Not counted: {quantity(found.not_known, 'breakout')} with no severity recorded."


def signs_finding(signs: Sequence[SignByDay], *, by_onset: bool) -> str:
    """Say after how many breakouts, or at how many follow-ups, each warning sign was recorded."""
    named = [f"“{each.title}” {n_of_n(each.whole)}" for each in signs]
    when = "after breakouts with a known onset day" if by_onset else "after treatments with a known day of follow-up"
    return f"Recorded {when}: {'; '.join(named)}."


def stretch_name(first: int, last: int) -> str:
    """Return day 4 to 7, or day 3."""
    return f"day {first} to {last}" if last > first else f"day {last}"


def describe_signs(signs: Sequence[SignByDay], *, by_onset: bool) -> str:
    """Return the chart of the warning signs as text."""
    parts = []
    for each in signs:
        shares = [
            f"{stretch_name(first, last)} {percent(rate.value)}"
            for first, last, rate in each.stretches
            if rate is not None
        ]
        parts.append(f"{each.title}: {', '.join(shares)}")
    of = "breakouts, by the day on which the breakout began" if by_onset else "treatments, by the day of follow-up"
    return f"Warning signs per 100 {of}. {'; '.join(parts)}."


def describe_curve_by_day(name: str, curve: IncidenceCurve, days: Sequence[int]) -> str:
    """Return one curve of a chart as text."""
    known = [(day, share) for day in days if (share := curve.by_day(day)) is not None]
    shares = ", ".join(f"day {day} {percent(share.value)}" for day, share in known)
    return f"{name}: {shares or 'nobody observed'}"


# What is missing ----

_ANSWERS = {
    ONSET: "when breakouts begin",
    RESOLVED: "how long breakouts last",
    SEVERITY: "how severe breakouts are",
    WARNING_SIGNS[0]: "which warning signs come with breakouts",
}


def what_would_answer(found: Recovery) -> Iterator[str]:
    """Name each column that would answer more."""
    for name in found.lacks:
        such = "a column such as" if name in WARNING_SIGNS else "a column"
        yield f"To see {_ANSWERS[name]}, the log needs {such} “{load()[name].title}” with values in it."


# How ----


def how_onset(onset: Onset) -> Iterator[str]:
    """Say how the curve was worked out, a sentence each."""
    yield (
        "Curve: one minus the Kaplan-Meier estimate, so a treatment counts until its follow-up (Kaplan & Meier 1958). "
        "Intervals: Greenwood’s variance on the log-log scale (Kalbfleisch & Prentice 2002)."
    )
    yield (
        f"The breakout window of the filters ends the curve: a breakout after day {onset.window_days} counts as none."
    )
    yield _how_median()
    if onset.whole.design_effect != 1:
        yield (
            "Because clients came back, the variance is multiplied by the design effect of the rate, "
            f"{onset.whole.design_effect:.2f}."
        )


def how_lasting(lasting: Lasting) -> Iterator[str]:
    """Say how the curve was worked out, a sentence each."""
    yield (
        "Days from onset until the breakout was gone. A breakout that was not gone counts until its follow-up: "
        "one minus the Kaplan-Meier estimate (Kaplan & Meier 1958), intervals as for the onset."
    )
    yield _how_median()
    if lasting.whole.design_effect != 1:
        yield (
            "Because clients came back, the variance is multiplied by the design effect of the mean duration, "
            f"{lasting.whole.design_effect:.2f} (infinitesimal jackknife by client, Lin & Wei 1989)."
        )


def _how_median() -> str:
    return (
        "Median: the first day on which the curve reaches one half, and its interval where the ends of the intervals "
        "do (Brookmeyer & Crowley 1982)."
    )


def how_severities() -> tuple[str, ...]:
    """Say how the shares were worked out."""
    return ("Shares of the breakouts with a recorded severity, with Wilson’s interval, wider where clients came back.",)


def how_signs(*, by_onset: bool) -> tuple[str, ...]:
    """Say how the shares were worked out."""
    days = all_of([str(day) for day in STRETCHES[1:]])
    what, by = ("Breakouts", "onset day") if by_onset else ("Treatments", "day of follow-up")
    return (
        f"{what} are grouped by their {by}, up to days {days}, so that each group has enough of them.",
        f"Intervals: Wilson’s. {what} of one client count as independent here.",
    )
