"""Words about the CUSUM of each clinic: its alarms, what its limit rests on, and how rare false alarms are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.control_chart.cusum import ODDS_RATIO
from analysis.methods.unusual import FEWEST_EXPECTED
from analysis.questions.cusum import FEWEST_OUTCOMES, YEARS_TO_FALSE_ALARM
from analysis.wording.cautions import caution
from analysis.wording.numbers import agreeing, all_of, count, day, level_name, listed, per_100, quantity
from analysis.wording.outcomes import events, one, things, unit, units

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analysis.methods.control_chart.cusum import UnitScore
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.cusum import Cusum

# As many as a manager reads at a glance; the table has them all.
MOST_NAMED = 3
ALL_TREATMENTS = "All treatments"


def cusum_heading(found: Cusum | None) -> str:
    """Return CUSUM by clinic, or CUSUM of all treatments."""
    if found is None:
        return "CUSUM"
    return f"CUSUM by {found.unit.title.lower()}" if found.unit is not None else f"CUSUM of {ALL_TREATMENTS.lower()}"


def score_name(of: UnitScore, found: Cusum) -> str:
    """Return Northgate, or All treatments where the log has no clinics."""
    return ALL_TREATMENTS if found.unit is None else level_name(of.level, found.unit)


def score_on(score: float, found: Cusum) -> str:
    """Return score 3.1, limit 4.9."""
    return f"score {score:.1f}, limit {found.limit:.1f}"


def cusum_verdict(found: Cusum | None, counted: Counted) -> str:
    """Say which clinics had an alarm, or that none had."""
    if found is None:
        needed = (
            f"{events(FEWEST_OUTCOMES, counted)} and {count(FEWEST_OUTCOMES)} {unit(counted)}s without {one(counted)}"
        )
        return f"A CUSUM needs at least {needed}, all with a date."
    if not found.scores:
        return "Every clinic is too small for a CUSUM yet."
    alarmed = [each for each in found.scores if each.signals]
    if not alarmed:
        who = "No clinic had an alarm" if found.unit is not None else "There was no alarm"
        return f"{who}: {things(counted)} came no closer together than chance explains."
    parts = [f"{alarms_of(each, found)}." for each in alarmed[:MOST_NAMED]]
    if more := len(alarmed[MOST_NAMED:]):
        parts.append(f"{quantity(more, 'more clinic')} had an alarm.")
    what = things(counted)
    return f"{' '.join(parts)} An alarm means more {what} in a short time than chance explains."


def alarms_of(of: UnitScore, found: Cusum) -> str:
    """Return Northgate had an alarm on 26 March 2025, or 3 alarms, the last on that day."""
    who = f"{score_name(of, found)} had" if found.unit is not None else "There"
    number, last = len(of.signals), day(of.signals[-1])
    if found.unit is None:
        who = f"There {agreeing(number, 'was', 'were')}"
    if number == 1:
        return f"{who} an alarm on {last}"
    return f"{who} {count(number)} alarms, the last on {last}"


def cusum_details(found: Cusum, counted: Counted) -> Iterator[str]:
    """Say what the limit is made for, how rare false alarms are, and how soon a real one comes."""
    whose = "all clinics together" if found.unit is not None else "the log"
    yield (
        f"Limit {found.limit:.1f}: without any change, {whose} would have a false alarm about once in "
        f"{YEARS_TO_FALSE_ALARM} years (once in about {_rounded(found.run_length)} {unit(counted)}s)."
    )
    yield (
        f"Built to detect an odds ratio of {ODDS_RATIO:g}, about twice the usual rate: that would give an alarm after "
        f"about {units(round(found.run_length_doubled), counted)} on average."
    )
    if found.baseline is not None:
        first, last = map(day, found.baseline)
        yield f"The baseline fixes what is expected: {first} to {last}."
    if found.factors:
        yield f"Adjusted for {all_of([each.title for each in found.factors])}."


def _rounded(number: float) -> str:
    """Return 8,800: two digits of a number that is large."""
    digits = max(len(str(int(number))) - 2, 0)
    return count(int(round(number, -digits)))


def cusum_left_out(found: Cusum, counted: Counted) -> Iterator[str]:
    """Say which treatments and clinics are not in the charts, and why."""
    if found.left_out:
        yield f"Not counted (no date, no clinic or set aside): {units(found.left_out, counted)}."
    if found.too_small:
        yield (
            f"{quantity(found.too_small, 'clinic')} {agreeing(found.too_small, 'is', 'are')} too small to judge: fewer "
            f"than {events(FEWEST_EXPECTED, counted)} would be expected."
        )
    if more := len(found.scores) - len(found.shown):
        yield f"Not drawn, but in the table: {quantity(more, 'more clinic')}."
    if found.blank:
        yield (
            f"{units(found.blank, counted)} {agreeing(found.blank, 'has', 'have')} a blank among the factors adjusted "
            f"for: {agreeing(found.blank, 'it counts', 'they count')} with the rate of all such treatments."
        )


def cusum_cautions(found: Cusum, counted: Counted) -> Iterator[str]:
    """Say what limits the charts."""
    if found.not_adjusted is not None:
        yield f"Nothing is adjusted for. {caution(found.not_adjusted, counted)}"
    if found.is_baseline_small:
        yield (
            f"The baseline has fewer than {events(FEWEST_OUTCOMES, counted)}, or fewer than {count(FEWEST_OUTCOMES)} "
            f"{unit(counted)}s without {one(counted)}, so all days fix what is expected."
        )
    if found.design_effect > 1:
        yield (
            "Clients came back, so each outcome counts less: what it adds to the score is divided by the design effect "
            f"({found.design_effect:.2f})."
        )


def how_cusum(found: Cusum, counted: Counted) -> tuple[str, ...]:
    """Say how the score is worked out, a sentence each."""
    by_client = "The chance of each is that of its client, by a logistic regression that does not know the clinic."
    usual = f"Usual rate: {per_100(found.rate)} per 100."
    one_unit = unit(counted)
    return (
        (
            f"Bernoulli CUSUM (Steiner et al. 2000): {one(counted)} raises the score, each {one_unit} without lowers "
            "it a little. It never falls below zero, and starts again after an alarm."
        ),
        by_client if found.factors else usual,
        "The log has days, not hours: the outcomes of one day are added at once, so that their order does not matter.",
        (
            f"Run lengths: a Markov chain (Brook & Evans 1972) of {one_unit}s one by one. Adding a day at once can "
            "only make false alarms rarer."
        ),
        "Unknown outcomes count once they are known.",
    )


def describe_cusum(found: Cusum) -> str:
    """Return the charts as text."""
    alarms = [f"{score_name(each, found)}: {alarm_days(each.signals)}" for each in found.shown if each.signals]
    named = f"alarms: {'; '.join(alarms)}" if alarms else "no alarm"
    return f"{cusum_heading(found)}, {quantity(len(found.shown), 'chart')} with limit {found.limit:.1f}; {named}."


def alarm_days(days: Sequence[dt.date]) -> str:
    """Return 26 March 2025, or the first days of many."""
    return listed([day(each) for each in days], MOST_NAMED)
