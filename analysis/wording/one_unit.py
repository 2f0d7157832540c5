"""Words about one practitioner, cartridge lot or other unit for itself, which its people can accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.funnel import INNER
from analysis.questions.teams import FIRST_UNITS
from analysis.wording.numbers import capitalised, count, level_name, percent
from analysis.wording.outcomes import broke_out, unit
from analysis.wording.rates import interval, n_of_n, rounded_rate
from analysis.wording.shrunken import few_treatments
from analysis.wording.teams import (
    about_unit,
    because_of_clients,
    for_the_clients,
    unit_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.funnel import FunnelUnit
    from analysis.methods.shrunken import Shrunken
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.one_unit import Share
    from analysis.questions.teams import Teams

# Shares nearer to each other than this many of 100 are no difference to name.
SMALLEST_SHARE_SHIFT = 0.05


def one_heading(each: FunnelUnit, of: Factor) -> str:
    """Return Practitioner P03, Cartridge lot L2503 or Skin type: oily."""
    name = level_name(each.observed.level, of)
    return f"{of.title} {name}" if of.name in FIRST_UNITS else f"{of.title}: {name}"


def one_finding(each: FunnelUnit, found: Teams, counted: Counted) -> str:
    """Say how one unit compares with what is expected of it, in words its people can accept."""
    rate = each.observed.rate
    if rate is None:
        return f"No outcome of {unit_name(each, found.unit)} is known."
    own = f"{capitalised(unit_name(each, found.unit))}: {n_of_n(rate)} {broke_out(counted)}."
    low, high = percent(each.inner.low), percent(each.inner.high)
    clients = for_the_clients(found) if found.funnel.is_adjusted else "as in all treatments"
    usual = rounded_rate(each.expected_rate)
    expected = f"{capitalised(clients)}, {usual} would be expected; chance alone gives {low} to {high}."
    return f"{own} {expected} {_fair_words(each)}"


def _fair_words(each: FunnelUnit) -> str:
    if each.beyond is None:
        return "This is as expected."
    if each.beyond == INNER:
        more = "more" if each.side == "above" else "fewer"
        return f"This is {more} than usual, but chance does that to 5 of 100. It is no reason to conclude anything yet."
    if each.side == "above":
        return "This is more than chance explains. It does not show why: look at products, lots and aftercare first."
    return "This is fewer than chance explains. It is worth finding out what is done differently."


def describe_one(each: FunnelUnit, found: Teams) -> str:
    """Return the chart of one unit as text."""
    return f"{capitalised(unit_name(each, found.unit))}: {percent(each.value)}; {about_unit(each)}."


def no_trend(each: FunnelUnit, of: Factor, counted: Counted) -> str:
    """Say that one unit has no chart over time of its own."""
    return f"{capitalised(unit_name(each, of))} has too few {unit(counted)}s with a date for a rate over time."


def one_details(each: FunnelUnit, found: Teams, counted: Counted) -> Iterator[str]:
    """Say what its rate is with its interval, allowing for few treatments, and after adjusting, and why."""
    if each.observed.rate is not None:
        yield f"Rate: {percent(each.value)} ({interval(each.observed.rate.interval)})."
    if found.funnel.is_adjusted:
        yield (
            f"With clients like all others’, the rate would be {percent(each.adjusted)}; that of all is "
            f"{percent(found.funnel.centre)}."
        )
        because = found.why(each.observed.level)
        if because is not None and abs(because.share - because.others) >= SMALLEST_SHARE_SHIFT:
            yield f"What differs most about the clients: {because_of_clients(because, unit_name(each, found.unit))}."
    shrunken = shrunken_of(each, found)
    if shrunken is not None:
        yield f"{few_treatments(counted)}: {percent(shrunken.value)} ({interval(shrunken.interval)})."
        if shrunken.more is not None:
            yield (
                f"Too few {unit(counted)}s to say: about {count(shrunken.more)} more would show a rate twice as high."
            )


def shrunken_of(each: FunnelUnit, found: Teams) -> Shrunken | None:
    """Return the rate of a unit that allows for few treatments; None where there are too few units for one."""
    groups = found.shrunken.groups if found.shrunken is not None else ()
    return next((group for group in groups if group.level == each.observed.level), None)


def mix_finding(shares: Sequence[Share], each: FunnelUnit, of: Factor) -> str:
    """Say which level of a factor differs most between a unit's clients and all others'."""
    both = [(level.own - level.others, level) for level in shares if level.own is not None and level.others is not None]
    name = unit_name(each, of)
    if not both:
        return f"Nothing is recorded about the clients of {name} that could be compared."
    shift, most = max(both, key=lambda pair: abs(pair[0]))
    if abs(shift) < SMALLEST_SHARE_SHIFT or most.own is None or most.others is None:
        return f"The clients of {name} are like all others’."
    return (
        f"The largest difference: {most.factor.title} is “{level_name(most.level, most.factor)}” in "
        f"{rounded_rate(most.own)} of the treatments of {name} and in {rounded_rate(most.others)} of all others."
    )
