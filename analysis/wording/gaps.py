"""Words about the treatments between one breakout and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.control_chart import rules
from analysis.methods.control_chart.g_chart import FEWEST_GAPS, MOST_GAPS
from analysis.wording.numbers import agreeing, count, day, listed, quantity
from analysis.wording.outcomes import events, things, unit, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.control_chart.g_chart import Gap, GChart
    from analysis.outcome_log.outcomes import Counted

MOST_NAMED = 3


def gaps_heading(counted: Counted) -> str:
    """Return Treatments between breakouts."""
    return f"{unit(counted)}s between {things(counted)}".capitalize()


def gaps_verdict(found: GChart | None, counted: Counted) -> str:
    """Say how many treatments usually lie between breakouts, and whether that has changed."""
    if found is None:
        return f"At least {events(FEWEST_GAPS + 1, counted)} with a date are needed to see how far apart they are."
    usual = f"Usually about {units(round(found.centre), counted)} lie between {things(counted)}"
    since = f"{units(found.since, counted)} {agreeing(found.since, 'has', 'have')} followed the last one"
    more, fewer = ([each for each in found.gaps if each.more is is_more] for is_more in (True, False))
    if not more and not fewer:
        return f"{usual}, and nothing is unusual; {since}."
    sentences = [f"{usual}; {since}."]
    if more:
        sentences.append(f"They came unusually close together {_when(more, found)}.")
    if fewer:
        sentences.append(f"They were unusually far apart {_when(fewer, found)}.")
    return " ".join(sentences)


def _when(gaps: Sequence[Gap], found: GChart) -> str:
    """Return between two days for gaps in a row, else the days before which they lay."""
    first, last = found.gaps.index(gaps[0]), found.gaps.index(gaps[-1])
    if len(gaps) > 1 and last - first == len(gaps) - 1:
        return f"between {day(gaps[0].day)} and {day(gaps[-1].day)}"
    return f"before {listed([day(each.day) for each in gaps], MOST_NAMED)}"


def gap_in_words(gap: Gap, counted: Counted) -> str:
    """Return 23 treatments before the one of 4 May 2026, and what is unusual about it."""
    unusual = {
        rules.BEYOND: "unusually many",
        rules.SHIFT: f"one of {rules.RUN} or more in a row on one side of the median",
        rules.TREND: f"one of {rules.RUN} or more in a row, each {'shorter' if gap.more else 'longer'} than the last",
    }
    signals = "".join(f"; {unusual[each]}" for each in gap.signals if each in unusual)
    return f"{units(gap.treatments, counted)} before the one of {day(gap.day)}{signals}"


def better_as_rates(by: str, counted: Counted) -> str:
    """Say that rates show more where they can be judged."""
    return f"The {things(counted)} of this log are frequent enough for rates by {by}: the chart above shows more."


def describe_gaps(found: GChart, counted: Counted) -> str:
    """Return the chart as text."""
    longest = max(found.gaps, key=lambda each: each.treatments)
    return (
        f"{gaps_heading(counted)}: {quantity(len(found.gaps), 'gap')}, the longest {count(longest.treatments)} before "
        f"{day(longest.day)}; median {found.centre:g}, upper limit {found.upper:.0f}."
    )


def how_gaps() -> tuple[str, ...]:
    """Say how the gaps are judged."""
    return (
        "g-chart (Benneyan 2001): the line is the median gap, the limit the mean and three standard deviations.",
        f"Even none between two is possible by chance: the sign of more is a run of {rules.RUN} short gaps.",
        f"At most the latest {MOST_GAPS} gaps are shown and count for the limits.",
        "The order within one day is unknown: those without are spread evenly around those with one.",
    )
