"""Words about practitioners, cartridge lots and other units beside each other: who is as expected, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.funnel import FEWEST_UNITS, INNER, OUTER
from analysis.methods.unusual import FEWEST_EXPECTED
from analysis.outcome_log.codebook import load
from analysis.questions.teams import FIRST_UNITS, WHO_TREAT, possible_units
from analysis.wording.adjusted import left_out_for_blanks
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    about_expected,
    agreeing,
    all_of,
    capitalised,
    confidence,
    count,
    level_name,
    listed,
    percent,
    quantity,
    widening,
)
from analysis.wording.outcomes import event, events, rate_name, unit, units
from analysis.wording.rates import rounded_rate
from analysis.wording.shrunken import how_shrunken, too_few_to_say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.counts import Counts
    from analysis.methods.expected import Because
    from analysis.methods.funnel import Funnel, FunnelUnit
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.teams import Teams

# As many as a manager reads at a glance; the chart and the table have them all.
MOST_NAMED = 3
ADDED_WITH_NAMES = "The report shows the names. For letters, download this as one file below."
NAMES_IN_REPORT = (
    "The report names everybody. For letters in place of names, download the comparison as one file on the page Teams."
)


# Names ----


def unit_noun(of: Factor) -> str:
    """Return practitioner or cartridge lot, for the middle of a sentence; of another column, group."""
    return of.title.lower() if of.name in FIRST_UNITS else "group"


def _of_column(of: Factor) -> str:
    return "" if of.name in FIRST_UNITS else f" of {of.title}"


def unit_name(each: FunnelUnit, of: Factor) -> str:
    """Return P03, cartridge lot L2503 or “oily”, for the middle of a sentence."""
    name = level_name(each.observed.level, of)
    if of.name == "practitioner":
        return name
    return f"{unit_noun(of)} {name}" if of.name in FIRST_UNITS else f"“{name}”"


def teams_heading(found: Teams, counted: Counted) -> str:
    """Return Breakout rate by practitioner, for the clients they treat."""
    adjusted = ", adjusted for clients" if found.funnel.is_adjusted else ""
    return f"{rate_name(counted)} by {found.unit.title.lower()}{adjusted}"


def for_the_clients(found: Teams) -> str:
    """Return for the clients they treat, of those who treat, else for the clients treated."""
    return "for the clients they treat" if found.unit.name in WHO_TREAT else "for the clients treated"


# The verdict ----


def teams_verdict(found: Teams) -> str:
    """Say in a sentence or two which units are not as expected, or that all are."""
    of, funnel = found.unit, found.funnel
    number = len(funnel.units)
    if number == 1:
        return f"Only one {unit_noun(of)}{_of_column(of)} is shown, so there is nothing to compare."
    if funnel.beyond:
        return " ".join(_outside(found))
    if funnel.between:
        return _nobody_far(found)
    all_of_them = f"{'Both' if number == 2 else f'All {count(number)}'} {unit_noun(of)}s{_of_column(of)}"  # noqa: PLR2004
    if funnel.is_adjusted:
        return f"{all_of_them} are as expected {for_the_clients(found)}."
    return f"{all_of_them} are within what chance would give."


def _nobody_far(found: Teams) -> str:
    """Say that nobody is outside the outer limits, and who is outside the inner ones."""
    of, number = found.unit, len(found.funnel.units)
    none = "Neither of the 2" if number == 2 else f"None of the {count(number)}"  # noqa: PLR2004
    from_what = f"what is expected {for_the_clients(found)}" if found.funnel.is_adjusted else "what chance would give"
    return f"{none} {unit_noun(of)}s{_of_column(of)} is far from {from_what}{_slightly(found)}."


def _slightly(found: Teams) -> str:
    """Return ; P08 and P09 are slightly high."""
    parts = []
    for side, word in (("above", "high"), ("below", "low")):
        names = [level_name(each.observed.level, found.unit) for each in found.funnel.between if each.side == side]
        if len(names) > MOST_NAMED:
            parts.append(f"{count(len(names))} are slightly {word}")
        elif names:
            parts.append(f"{all_of(names)} {agreeing(len(names), 'is', 'are')} slightly {word}")
    return f"; {' and '.join(parts)}"


def _outside(found: Teams) -> Iterator[str]:
    beyond = found.funnel.beyond
    yield from (outside_in_words(each, found) for each in beyond[:MOST_NAMED])
    if more := len(beyond[MOST_NAMED:]):
        yield f"{quantity(more, f'more {unit_noun(found.unit)}')} {agreeing(more, 'is', 'are')} outside, too."


def outside_in_words(each: FunnelUnit, found: Teams) -> str:
    """Say on which side of what is expected, or of chance, a unit outside the outer limits is."""
    name = capitalised(unit_name(each, found.unit))
    counts = f"{count(each.observed.breakouts)} of {count(each.observed.known)}"
    if not found.funnel.is_adjusted:
        return f"{name} is {each.side} what chance would give: {counts}."
    return (
        f"{name} is {each.side} what is expected {for_the_clients(found)}: {counts}, where "
        f"{about_expected(each.expected)} {agreeing(round(each.expected), 'was', 'were')} expected."
    )


def position(each: FunnelUnit) -> str:
    """Return where a unit lies, as a cell of the table has it."""
    if each.beyond is None:
        return "as expected"
    which = "outer" if each.beyond == OUTER else "inner"
    return f"{each.side} the {which} limits"


def _in_a_word(each: FunnelUnit) -> str:
    if each.beyond is None:
        return "as expected"
    high = "high" if each.side == "above" else "low"
    return f"unusually {high}" if each.beyond == OUTER else high


# What else there is to say ----


def teams_details(found: Teams, counted: Counted) -> Iterator[str]:
    """Say who lies between the limits, what chance alone would do, what adjusting changes, and who is too small."""
    if len(found.funnel.units) == 1:
        return
    if found.funnel.between:
        names = [
            f"{unit_name(each, found.unit)} ({_in_a_word(each)}, {count(each.observed.breakouts)} of "
            f"{count(each.observed.known)})"
            for each in found.funnel.between
        ]
        yield f"Between the inner and the outer limits: {listed(names)}."
    yield by_chance_alone(found)
    yield from _moves(found)
    if found.shrunken is not None:
        yield from filter(None, (too_few_to_say(found.shrunken, found.unit, counted),))


def by_chance_alone(found: Teams) -> str:
    """Say how many units would lie outside the limits if only chance were at work."""
    number = len(found.funnel.units)
    inner, outer = _at_most(number * (1 - INNER)), _at_most(number * (1 - OUTER))
    these = quantity(number, unit_noun(found.unit))
    return (
        f"By chance alone, {inner} of these {these} would lie outside the inner limits, and {outer} outside the outer."
    )


def _at_most(number: float) -> str:
    return "fewer than 1" if number < 1 else f"at most {number:.0f}"


def _moves(found: Teams) -> Iterator[str]:
    """Say whose place changes by adjusting, and which clients that is due to."""
    if not found.funnel.is_adjusted:
        return
    moved = [(own, each) for own, each in found.pairs if (own.side, own.beyond) != (each.side, each.beyond)]
    for own, each in moved[:MOST_NAMED]:
        because = found.why(each.observed.level)
        why = f": {because_of_clients(because, unit_name(each, found.unit))}" if because is not None else ""
        name = capitalised(unit_name(each, found.unit))
        yield f"{name} moves from {_in_a_word(own)} to {_in_a_word(each)} after adjusting{why}."
    if more := len(moved[MOST_NAMED:]):
        yield f"{quantity(more, f'more {unit_noun(found.unit)}')} {agreeing(more, 'moves', 'move')}; the table has all."


def because_of_clients(of: Because, name: str) -> str:
    """Say which level a unit's clients have more or less often than all others'."""
    level, own, others = level_name(of.level, of.factor), rounded_rate(of.share), rounded_rate(of.others)
    return f"{of.factor.title} is “{level}” in {own} of the treatments of {name} and in {others} of all others"


def teams_left_out(found: Teams, counted: Counted) -> Iterator[str]:
    """Say which treatments are in no unit, and which are left out for a blank."""
    if found.unknown:
        yield (
            f"{found.unit.title} is unknown for {units(found.unknown, counted)}, which "
            f"{agreeing(found.unknown, 'is', 'are')} not shown."
        )
    if found.cannot_join:
        yield f"This log cannot adjust for {all_of([each.title for each in found.cannot_join])} as well."
    if found.expected is not None and found.expected.left_out:
        yield left_out_for_blanks(found.expected.left_out, counted).strip()


def teams_cautions(found: Teams, counted: Counted) -> Iterator[str]:
    """Say what limits the comparison."""
    if found.not_adjusted is not None:
        yield f"Nothing is adjusted for. {caution(found.not_adjusted, counted)}"
    funnel = found.funnel
    who = f"{unit_noun(found.unit)}s"
    if funnel.is_widened:
        yield f"The limits are wider because {who} differ more than chance explains{_phi(funnel)}."
    elif funnel.may_be_widened:
        yield f"{capitalised(who)} differ more than chance explains{_phi(funnel)}; wider limits would allow for that."
    if widened := widening(funnel.design_effect):
        yield f"The limits are wider because clients came back {widened}."


def _phi(funnel: Funnel) -> str:
    of = funnel.overdispersion
    return "" if of is None else f" (overdispersion φ = {of.phi:.1f})"


def adjusted_for_in_words(found: Teams) -> str:
    """Say what is adjusted for; empty where nothing is."""
    if found.expected is None:
        return ""
    return f"Adjusted for {all_of([each.title for each in found.expected.factors])}."


def how_teams(found: Teams, counted: Counted) -> tuple[str, ...]:
    """Say how units are compared, a sentence each."""
    funnel = found.funnel
    exact = (
        f"Limits: {confidence(INNER)} (inner) and {confidence(OUTER)} (outer), exact for the number of {unit(counted)}s"
        f" (binomial; beta-binomial where clients came back), after Spiegelhalter 2005, Stat Med 24:1185."
    )
    wide = (
        "Wider limits: φ from the rates on the arcsine scale with a tenth at either end drawn in (Spiegelhalter 2005), "
        "and the variance between units after DerSimonian & Laird 1986, as FunnelPlotR does it. They are offered if φ "
        f"is larger than chance makes it in 5 of 100, from {FEWEST_UNITS} units with at least "
        f"{events(FEWEST_EXPECTED, counted)} expected."
    )
    lines = [exact, wide]
    if funnel.is_adjusted:
        lines.append(
            f"Expected: each {unit(counted)}’s chance by a logistic regression that does not know the "
            f"{unit_noun(found.unit)}, added up. Adjusted rate: observed divided by expected, times the rate of all "
            "(indirect standardisation; Breslow & Day 1987)."
        )
    if found.shrunken is not None:
        lines.append(how_shrunken(found.shrunken, counted))
    return tuple(lines)


def describe_teams(found: Teams, counted: Counted) -> str:
    """Return the funnel as text."""
    funnel = found.funnel
    outside = [f"{level_name(each.observed.level, found.unit)} {position(each)}" for each in funnel.units if each.side]
    named = f"; {listed(outside)}" if outside else "; all within the limits"
    return (
        f"{teams_heading(found, counted)}: {quantity(len(funnel.units), unit_noun(found.unit))}, average "
        f"{rounded_rate(funnel.centre)}{named}."
    )


def about_unit(each: FunnelUnit) -> str:
    """Return what a chart says of a unit besides its counts: what is expected, its limits and where it lies."""
    return (
        f"{about_expected(each.expected)} expected; inner limits {percent(each.inner.low)} to "
        f"{percent(each.inner.high)}, outer limits {percent(each.outer.low)} to {percent(each.outer.high)}; "
        f"{position(each)}"
    )


def no_units() -> str:
    """Say that a log has nothing to compare, and which columns would be."""
    return (
        "This log has no column to compare: add practitioner, clinic, device or cartridge lot to your file, one value "
        "for each treatment."
    )


def not_recorded(counts: Counts) -> str:
    """Say which of what a manager compares first the log lacks; empty where it has all."""
    has = {each.name for each in possible_units(counts)}
    missing = [load()[name].title.lower() for name in FIRST_UNITS if name not in has]
    if not missing:
        return ""
    column = agreeing(len(missing), "a column for it, you can compare it", "a column for each, you can compare them")
    return f"This log does not record {_any_of(missing)}. With {column}, too."


def _any_of(names: Sequence[str]) -> str:
    """Return every name in a row, the last after an or."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def no_outcomes(of: Factor, counted: Counted) -> str:
    """Say that nothing can be compared because no outcome, or no unit, is known."""
    return (
        f"No {unit(counted)} has both a known outcome and a known {of.title.lower()}, so there is nothing to compare."
    )


def expected_name(counted: Counted) -> str:
    """Return what the column of expected breakouts is called."""
    return f"Expected {event(counted)}"
