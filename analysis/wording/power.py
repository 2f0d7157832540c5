"""Whether a log has enough data, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.power import POWER, Ability, NothingToCompare
from analysis.wording.cautions import caution
from analysis.wording.closer_cautions import who_are_alike, why_alike
from analysis.wording.numbers import count, decimals_of, interval_of_difference, signed
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import per_100_units, unit, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.power import Detectable
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate

# Further than this nobody plans; a larger number would also feign knowledge of a difference near none.
MOST_MORE = 100_000
DIGITS = 2
# A design effect this close to 1 changes no number that is shown; our own.
HARDLY_DIFFERENT = 0.05


def power_finding(of: Ability | NothingToCompare, counted: Counted) -> str:
    """Say what a log would show of one factor, and what it would take to confirm the difference observed."""
    if isinstance(of, NothingToCompare):
        why = " ".join(caution(each, counted) for each in of.cautions)
        return f"{of.result.factor.title} cannot be compared yet. {why}"
    first, second = of.comparison.first, of.comparison.second
    parts = (
        f"{_who(of)}: {count(first.known)} and {units(second.known, counted)} have a known outcome.",
        _worth(of, counted),
        _would_show(of.detectable),
        _to_settle(of, counted),
    )
    return " ".join(filter(None, parts))


def _who(of: Ability) -> str:
    return f"{of.result.factor.title}, {contrast_name(of.result)}"


def _worth(of: Ability, counted: Counted) -> str:
    """Say how many different clients, or treatments, would tell as much; empty where that is nearly as many."""
    if abs(of.comparison.design_effect - 1) < HARDLY_DIFFERENT:
        return ""
    first, second = (max(round(each), 1) for each in of.comparison.worth)
    return (
        f"Because {why_alike(of.cautions, unit(counted))}, they count for as much as {count(first)} and "
        f"{count(second)} {unit(counted)}s of different {who_are_alike(of.cautions)}s."
    )


def _would_show(found: Detectable) -> str:
    if found.more is None and found.fewer is None:
        return "Even the largest possible difference would often be missed."
    more, fewer = _in_words(found)
    if more and fewer:
        return f"They would probably show a difference of {more} or {fewer} per 100, and often miss a smaller one."
    other_way = "more" if fewer else "fewer"
    return (
        f"They would probably show a difference of {more or fewer} per 100, and often miss a smaller one or any number "
        f"{other_way}."
    )


def _in_words(found: Detectable) -> tuple[str, str]:
    """Return 4.1 more and 3.2 fewer; empty where there is none."""
    more = signed(found.more) if found.more is not None else ""
    return more, signed(-found.fewer) if found.fewer is not None else ""


def _to_settle(of: Ability, counted: Counted) -> str:
    estimate = of.comparison.risk_difference
    if of.is_settled:
        how_far = ", but may look larger than it is" if of.is_lucky else ""
        seen = f"{_seen(estimate)} per 100 ({interval_of_difference(estimate)})"
        return f"The difference observed, {seen}, is clear already{how_far}."
    if of.needed is None:
        return "The two rates are equal, so there is no difference to confirm."
    return (
        f"To confirm a difference of the size observed ({_seen(estimate)} per 100) takes "
        f"{more_needed(of.needed.in_all)} more {unit(counted)}s like these."
    )


def _seen(estimate: Estimate) -> str:
    return signed(estimate.value, decimals_of(estimate))


def more_needed(number: int) -> str:
    """Return about 8,600, or more than 100,000: two digits, because the difference observed is itself uncertain."""
    if number > MOST_MORE:
        return f"more than {count(MOST_MORE)}"
    rounded = round(number, DIGITS - len(str(number))) if number >= 10**DIGITS else number
    return f"about {count(rounded)}"


def settling(of: Ability | NothingToCompare) -> str:
    """Return in a few words what it takes to confirm the difference observed: for a table."""
    if isinstance(of, NothingToCompare):
        return "nothing to compare"
    if of.is_settled:
        return "clear already"
    return "equal rates" if of.needed is None else more_needed(of.needed.in_all)


def how_power(of: Ability | NothingToCompare, counted: Counted) -> tuple[str, ...]:
    """Say how the differences that a log would show were worked out."""
    lines = []
    lines.append(
        f"Smallest difference: the one that a two-sided test of the two rates shows in {100 * POWER:.0f} of 100 logs "
        "like this one, by the normal approximation with pooled variance in the test (Fleiss, Tytun & Ury 1980; for "
        "groups of equal size R's power.prop.test). The rate of the group compared with is the observed one."
    )
    if isinstance(of, Ability):
        lines += _how_of_this_factor(of, counted)
    lines.append(
        "This is what a log of this size could show; whether there is a difference is a matter of the interval "
        "(Hoenig & Heisey 2001, Am Stat 55:19)."
    )
    return tuple(lines)


def _how_of_this_factor(of: Ability, counted: Counted) -> list[str]:
    level = of.comparison.risk_difference.interval.level
    lines = [
        f"The test has the error of the interval, {100 * (1 - level):.2f}%, which allows for the factors compared."
    ]
    effect = of.comparison.design_effect
    if effect != 1:
        because = why_alike(of.cautions, unit(counted))
        lines.append(f"Counts were divided by the design effect of this comparison, {effect:.2f}, because {because}.")
    if of.comparison.freedom is not None:
        lines.append(
            "The design effect is itself estimated: the quantiles are those of Student’s t with "
            f"{of.comparison.freedom:,.0f} degrees of freedom (Donner & Klar 2000)."
        )
    if of.needed is not None:
        compared, in_all = more_needed(of.needed.compared), more_needed(of.needed.in_all)
        lines.append(
            f"More {unit(counted)}s: both groups grow alike until the size observed would be shown as often; "
            f"{compared} more in the two groups with a known outcome, {in_all} in all, as the other groups and unknown "
            "outcomes grow along."
        )
    if of.is_lucky:
        lines.append(
            "A difference that is clear in a log that would often miss one of its size tends to be too large by "
            "chance (Gelman & Carlin 2014, Perspect Psychol Sci 9:641)."
        )
    return lines


def describe_abilities(of: Sequence[Ability | NothingToCompare], counted: Counted) -> str:
    """Return the chart of what a log would show as text."""
    parts = []
    for each in of:
        if isinstance(each, NothingToCompare):
            continue
        sizes = " or ".join(filter(None, _in_words(each.detectable))) or "none, however large"
        estimate = each.comparison.risk_difference
        settled = "clear" if each.is_settled else "could be chance"
        parts.append(
            f"{each.result.factor.title}, {contrast_name(each.result)}: {sizes}; observed {_seen(estimate)}, {settled}"
        )
    if not parts:
        return "No factor has two groups that can be compared."
    return f"{per_100_units(counted)}, the smallest difference this log would show: {'. '.join(parts)}."
