"""What becomes of a comparison within the groups of another factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.closer_cautions import ThinGroups
from analysis.methods.ranking import SIGNIFICANT
from analysis.methods.verdict import NOTABLE_CHANGE, is_wholly_hidden
from analysis.results import ValueRange
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    all_of,
    count,
    difference,
    interval_method,
    level_name,
    named,
    p_value,
    rates_per_100,
    ratio,
)
from analysis.wording.outcomes import broke_out, of_100, unit, units
from analysis.wording.rates import about, n_of_n

if TYPE_CHECKING:
    from analysis.methods.stratified import Alike, Stratified, Stratum
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.stratified import WithinGroups

# More names than these do not fit into a sentence.
MOST_NAMED = 3


def hint(of: WithinGroups, counted: Counted) -> str:
    """Say which other factors change the answer of one, in a sentence or two."""
    factor = of.result.factor
    if of.result.contrast is None:
        return f"{factor.title}: no two groups can be compared, so there is no difference that could be something else."
    if not of.looked_at:
        return f"{factor.title}: this log has no other factor to look at."
    if not of.answering:
        return (
            f"{factor.title}: this log cannot tell whether it is something else. {_why_not(of.looked_at[0], counted)}"
        )
    if of.changing:
        first, *others = of.changing
        also = f" {_also([each.by.title for each in others])}" if others else ""
        return f"{stratified_verdict(first, factor, counted)}{also}"
    return _unchanged(of)


def _unchanged(of: WithinGroups) -> str:
    """Say that no factor changes the answer, of those for which that can be told."""
    telling = sum(each.alike is not None and each.alike.verdict == "unchanged" for each in of.answering)
    if not telling:
        between = f"The difference between {_the_two(of.answering[0], of.result.factor)}"
        return f"{between} is too close to call, so this log cannot tell what it goes with."
    which = " that can tell" if telling < len(of.answering) else ""
    none = f"None of the {telling} other factors{which} changes"
    if telling == 1:
        none = f"The one other factor{which} does not change"
    return f"{none} this answer notably, by more than {NOTABLE_CHANGE:.0%} in difference and ratio."


def _also(titles: list[str]) -> str:
    """Return the names of further factors as a sentence."""
    shown = [f"“{title}”" for title in titles[:MOST_NAMED]]
    if len(titles) > MOST_NAMED:
        return f"{', '.join(shown)} and {len(titles) - MOST_NAMED} more change this answer as well, each on its own."
    if len(shown) == 1:
        return f"{shown[0]} changes this answer as well."
    return f"{all_of(shown)} change this answer as well, each on its own."


def stratified_verdict(of: Stratified, factor: Factor, counted: Counted) -> str:
    """Say what becomes of the difference of a factor within the groups of another one."""
    if of.alike is None:
        return f"This log cannot tell. {_why_not(of, counted)}"
    by = f"“{of.by.title}”"
    crude, left = of.alike.crude.risk_difference, of.alike.adjusted.risk_difference
    between = f"the difference between {_the_two(of, factor)}"
    unsure = "" if left.excludes_zero else ", though what is left is too close to call"
    if of.alike.verdict == "part of it goes with":
        return f"Part of {between} goes with {by}{unsure}."
    if of.alike.verdict == "most of it goes with":
        if crude.value * left.value <= 0:
            rest = "what is left points the other way, but is too close to call" if left.value else "nothing is left"
            return f"All of {between} goes with {by}: {rest}."
        return f"Most of {between} goes with {by}{unsure}."
    if of.alike.verdict == "hidden by":
        some = "All" if is_wholly_hidden(crude, left) else "Some"
        return f"{some} of {between} was hidden by {by}: it shows within its groups."
    return _other_verdict(of.alike, by, between)


def _other_verdict(of: Alike, by: str, between: str) -> str:
    if of.verdict == "turns around":
        return f"T{between[1:]} turns around: within the groups of {by} it points the other way."
    told = [each.risk_difference.excludes_zero for each in (of.crude, of.adjusted)]
    if of.verdict == "too close to call":
        when = {
            (True, False): f"with {by} held alike",
            (False, True): f"unless {by} is held alike",
            (False, False): f"with {by} held alike or not",
        }[told[0], told[1]]
        return f"T{between[1:]} is too close to call, {when}."
    unsure = "" if told[1] else ", but makes it too close to call"
    return f"{by} does not change this answer notably{unsure}."


def _the_two(of: Stratified, factor: Factor) -> str:
    return f"{named(of.contrast.level, factor)} and {named(of.contrast.reference, factor)}"


def within_groups(of: Stratified, factor: Factor, counted: Counted) -> str:
    """Say how the difference is as it is, and how it is within the groups of another factor."""
    if of.alike is None:
        return stratified_verdict(of, factor, counted)
    first, second = rates_per_100(of.alike.crude)
    crude, adjusted = of.alike.crude.risk_difference, of.alike.adjusted.risk_difference
    close = "" if adjusted.excludes_zero else ", which is too close to call"
    return (
        f"As they are, {first} {of_100(counted)} {broke_out(counted)} {_at(of.contrast.level, factor)} against "
        f"{second} of 100 {_at(of.contrast.reference, factor)}, {about(crude)}. Among {unit(counted)}s alike in "
        f"“{of.by.title}” it is {about(adjusted)}{close}."
    )


def not_in_groups(of: Stratified, counted: Counted) -> str:
    """Say how many of those compared in the factor's own chart are not compared here; empty where all are."""
    own = of.contrast.comparison
    in_all = own.first.known + own.second.known
    unknown, alone = in_all - of.known, of.known - of.compared
    if of.alike is None or not unknown + alone:
        return ""
    parts = [
        *((f"{count(unknown)} whose “{of.by.title}” is not known",) if unknown else ()),
        *((f"{count(alone)} in groups that hold only one of the two levels",) if alone else ()),
    ]
    return (
        f"Left out of the {units(in_all, counted)} compared under “Rates”: {all_of(parts)}. So the difference shown "
        "there may be another one."
    )


def _at(level: Level, factor: Factor) -> str:
    return f"{'at' if isinstance(level, ValueRange) else 'with'} {named(level, factor)}"


def _why_not(of: Stratified, counted: Counted) -> str:
    return caution(of.cautions[0], counted) if of.cautions else ""


def heterogeneity(of: Stratified) -> str:
    """Say whether the difference is the same in every group; empty where that was not tested."""
    if of.alike is None or of.alike.heterogeneity is None:
        return ""
    test = of.alike.heterogeneity
    rough = ", as far as groups this thin can tell" if any(isinstance(each, ThinGroups) for each in of.cautions) else ""
    if test.p_value < SIGNIFICANT:
        return (
            f"The difference is not the same in every group of “{of.by.title}” ({p_value(test)}){rough}: look at the "
            "groups one by one rather than at one number for all."
        )
    return f"The log does not show that the difference varies from group to group ({p_value(test)}){rough}."


def groups_not_drawn(of: Stratified, drawn: int) -> str:
    """Say that there was no room for every group."""
    return f"Drawn are the {drawn} largest of {len(of.strata)} groups; the comparison is within all of them."


def describe_strata(of: Stratified, factor: Factor) -> str:
    """Return the chart of rates within groups as text."""
    parts = [f"{level_name(each.level, of.by)}: {_pair(of, each, factor)}" for each in of.strata]
    differences = (
        f" Difference per 100: as they are {difference(of.alike.crude.risk_difference)}; alike in {of.by.title} "
        f"{difference(of.alike.adjusted.risk_difference)}."
        if of.alike is not None
        else ""
    )
    return f"{factor.title} within {of.by.title}, rates: {'; '.join(parts) or 'no group has any'}.{differences}"


def _pair(of: Stratified, stratum: Stratum, factor: Factor) -> str:
    rates = (
        (of.contrast.level, stratum.first.rate),
        (of.contrast.reference, stratum.second.rate),
    )
    return ", ".join(
        f"{level_name(level, factor)} {n_of_n(rate) if rate is not None else 'no known outcome'}"
        for level, rate in rates
    )


def how_within_groups(of: Stratified, counted: Counted) -> tuple[str, ...]:
    """Say how a comparison within groups was worked out, one line a method."""
    if of.alike is None:
        return (f"Compared within groups only where most {unit(counted)}s are in groups that hold both levels.",)
    crude, adjusted = of.alike.crude, of.alike.adjusted
    lines = [
        (
            f"Compared: {count(of.compared)} of {units(of.known, counted)} with a known outcome and a known "
            f"“{of.by.title}”: those in groups that hold both levels. The difference as they are is of these too."
        ),
        f"Difference as they are: {difference(crude.risk_difference)}{interval_method(crude.risk_difference)}.",
        (
            f"Difference alike in “{of.by.title}”: {difference(adjusted.risk_difference)} (Mantel & Haenszel 1959)"
            f"{interval_method(adjusted.risk_difference)} (Sato 1989, which holds for many thin groups too)."
        ),
        f"Risk ratio as they are: {ratio(crude.risk_ratio)}{interval_method(crude.risk_ratio)}.",
    ]
    if adjusted.risk_ratio is not None:
        lines.append(
            f"Risk ratio alike: {ratio(adjusted.risk_ratio)} (Mantel-Haenszel){interval_method(adjusted.risk_ratio)} "
            "(1985)."
        )
    if adjusted.odds_ratio is not None:
        before = f"{ratio(crude.odds_ratio)} as they are, " if crude.odds_ratio is not None else ""
        lines.append(
            f"Odds ratio: {before}{ratio(adjusted.odds_ratio)} alike (Mantel-Haenszel)"
            f"{interval_method(adjusted.odds_ratio)} (1986)."
        )
    lines.append(
        "A factor changes the answer where the risk ratio, of the outcome or of its opposite, becomes more than "
        f"{NOTABLE_CHANGE:.0%} larger or smaller (Mickey & Greenland 1989) and the difference does too, or where it "
        f"points the other way; here the ratio {_changed(of.alike.change)}."
    )
    if of.alike.heterogeneity is not None:
        test = of.alike.heterogeneity
        lines.append(
            f"The same in every group? {test.name} test of equal odds ratios = {test.statistic:,.2f}, "
            f"{p_value(test)}. {test.source}."
        )
    lines += [
        "Named above are only factors that go with the outcome themselves (p below 0.05); others change it by chance.",
        "One other factor at a time makes the groups; each of several may account for the same part.",
    ]
    return tuple(lines)


def _changed(change: float) -> str:
    if round(100 * change) == 0:
        return "stays the same"
    return f"becomes {abs(change):.0%} {'larger' if change > 0 else 'smaller'}"
