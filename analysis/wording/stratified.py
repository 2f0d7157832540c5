"""A comparison within the groups of another factor, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.change import NOTABLE_CHANGE
from analysis.methods.closer_cautions import ThinGroups
from analysis.results import SIGNIFICANT
from analysis.wording.cautions import caution
from analysis.wording.change import brought_out, change_in_words, taken_off, too_uncertain
from analysis.wording.numbers import (
    all_of,
    capitalised,
    count,
    decimals_of,
    difference,
    interval_method,
    level_name,
    listed,
    named,
    p_value,
    rates_and_difference,
    ratio,
)
from analysis.wording.one_factor import at
from analysis.wording.outcomes import broke_out, of_100, unit, units
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    from analysis.methods.stratified import Stratified, Stratum
    from analysis.methods.verdict import Verdict
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.stratified import WithinGroups

# More names than these do not fit into a sentence.
MOST_NAMED = 3


def hint(of: WithinGroups, counted: Counted) -> str:
    """Say which other factors change the answer of one, in a sentence or two."""
    factor = of.result.factor
    if of.result.contrast is None:
        return f"{factor.title} cannot be compared, so there is no difference to compare within groups."
    if not of.looked_at:
        return f"{factor.title}: this log has no other factor to make groups."
    if not of.answering:
        return f"{factor.title} cannot be compared within groups. {_why_not(of.looked_at[0], counted)}"
    if of.changing:
        first, *others = of.changing
        also = f" {_also([each.by.title for each in others])}" if others else ""
        return f"{stratified_verdict(first, factor, counted)}{also}"
    return _unchanged(of)


def _unchanged(of: WithinGroups) -> str:
    """Say that no factor changes the answer, of those for which there is a difference to change."""
    clear = sum(each.alike is not None and each.alike.verdict != "unsure" for each in of.answering)
    if not clear:
        return f"The difference between {_the_two(of.answering[0], of.result.factor)} could be chance."
    which = " that can be compared" if clear < len(of.answering) else ""
    if clear == 1:
        return f"The one other factor{which} does not clearly change this answer."
    return f"None of the {clear} other factors{which} clearly changes this answer."


def _also(titles: list[str]) -> str:
    """Return the names of further factors as a sentence."""
    shown = [f"“{title}”" for title in titles]
    if len(titles) > MOST_NAMED:
        return f"{listed(shown, MOST_NAMED)} change it as well, one at a time."
    if len(shown) == 1:
        return f"{shown[0]} changes it as well."
    return f"{all_of(shown)} change it as well, one at a time."


def stratified_verdict(of: Stratified, factor: Factor, counted: Counted) -> str:
    """Say what becomes of the difference of a factor within the groups of another one."""
    if of.alike is None:
        return f"These groups cannot be compared. {_why_not(of, counted)}"
    by = f"“{of.by.title}”"
    between = f"the difference between {_the_two(of, factor)}"
    change, left_sure = of.alike.change, of.alike.adjusted.risk_difference.excludes_zero
    unsure = "" if left_sure else "; what is left could be chance"
    still = "" if left_sure else f" Among clients with the same {by} the difference could be chance."
    sentences: dict[Verdict, str] = {
        "unsure": f"{capitalised(between)} could be chance whether or not clients with the same {by} are compared.",
        "unchanged": f"{by} hardly changes this answer{unsure}.",
        "unclear": f"{too_uncertain(by, change)}{still}",
        "partly shared": f"Part of {between} is explained by {by} ({taken_off(change)}){unsure}.",
        "mostly shared": f"Most of {between} is explained by {by} ({taken_off(change)}){unsure}.",
        "hidden": f"Part of {between} was hidden by {by} ({brought_out(change)}).",
        "reversed": f"{capitalised(between)} turns around: among clients with the same {by} it points the other way.",
    }
    return sentences[of.alike.verdict]


def _the_two(of: Stratified, factor: Factor) -> str:
    return f"{named(of.contrast.level, factor)} and {named(of.contrast.reference, factor)}"


def within_groups(of: Stratified, factor: Factor, counted: Counted) -> str:
    """Say what the difference is on its own, and what it is within the groups of another factor."""
    if of.alike is None:
        return stratified_verdict(of, factor, counted)
    crude, adjusted = of.alike.crude.risk_difference, of.alike.adjusted.risk_difference
    decimals = max(decimals_of(crude), decimals_of(adjusted))
    first, second, on_its_own = rates_and_difference(of.alike.crude, decimals)
    return (
        f"On its own, {first} {of_100(counted)} {broke_out(counted)} {at(of.contrast.level, factor)}, compared with "
        f"{second} of 100 {at(of.contrast.reference, factor)}: {on_its_own}. Comparing clients with "
        f"the same “{of.by.title}”: {difference(adjusted, decimals)}."
    )


def not_in_groups(of: Stratified, counted: Counted) -> str:
    """Say how many of those compared in the factor's own chart are not compared here; empty where all are."""
    own = of.contrast.comparison
    in_all = own.first.known + own.second.known
    unknown, alone = in_all - of.known, of.known - of.compared
    if of.alike is None or not unknown + alone:
        return ""
    parts = [
        *((f"{count(unknown)} with no “{of.by.title}” recorded",) if unknown else ()),
        *((f"{count(alone)} in groups with only one of the two levels",) if alone else ()),
    ]
    return (
        f"Left out of the {units(in_all, counted)} compared under “Rates”: {all_of(parts)}. So the difference there "
        "may not be the same."
    )


def _why_not(of: Stratified, counted: Counted) -> str:
    return caution(of.cautions[0], counted) if of.cautions else ""


def heterogeneity(of: Stratified) -> str:
    """Say whether the difference is the same in every group; empty where that was not tested."""
    if of.alike is None or of.alike.heterogeneity is None:
        return ""
    test = of.alike.heterogeneity
    rough = (
        ", a rough answer from groups this thin" if any(isinstance(each, ThinGroups) for each in of.cautions) else ""
    )
    if test.p_value < SIGNIFICANT:
        return (
            f"The difference is not the same in every group of “{of.by.title}” ({p_value(test)}){rough}: look at each "
            "group rather than at one number for all."
        )
    return f"The difference may be the same in every group ({p_value(test)}){rough}."


def groups_not_drawn(of: Stratified, drawn: int) -> str:
    """Say that there was no room for every group."""
    return f"The chart shows the {drawn} largest of {len(of.strata)} groups; the comparison uses all of them."


def describe_strata(of: Stratified, factor: Factor) -> str:
    """Return the chart of rates within groups as text."""
    parts = [f"{level_name(each.level, of.by)}: {_pair(of, each, factor)}" for each in of.strata]
    differences = (
        f" Difference: {difference(of.alike.crude.risk_difference)} on its own, "
        f"{difference(of.alike.adjusted.risk_difference)} comparing clients with the same {of.by.title}."
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
        return (f"Compared within groups only where most {unit(counted)}s are in groups with both levels.",)
    crude, adjusted = of.alike.crude, of.alike.adjusted
    lines = [
        (
            f"Compared: {count(of.compared)} of {units(of.known, counted)} with the outcome and “{of.by.title}” "
            "recorded, those in groups with both levels. The difference on its own is of these too."
        ),
        f"Difference on its own: {difference(crude.risk_difference)}{interval_method(crude.risk_difference)}.",
        (
            f"Difference comparing clients with the same “{of.by.title}”: {difference(adjusted.risk_difference)} "
            f"(Mantel & Haenszel 1959){interval_method(adjusted.risk_difference)} (Sato 1989)."
        ),
        f"Risk ratio on its own: {ratio(crude.risk_ratio)}{interval_method(crude.risk_ratio)}.",
    ]
    if adjusted.risk_ratio is not None:
        lines.append(
            f"Risk ratio within groups: {ratio(adjusted.risk_ratio)} (Mantel-Haenszel)"
            f"{interval_method(adjusted.risk_ratio)} (1985)."
        )
    if adjusted.odds_ratio is not None:
        before = f"{ratio(crude.odds_ratio)} on its own, " if crude.odds_ratio is not None else ""
        lines.append(
            f"Odds ratio: {before}{ratio(adjusted.odds_ratio)} within groups (Mantel-Haenszel)"
            f"{interval_method(adjusted.odds_ratio)} (1986)."
        )
    lines += [
        (
            f"A factor changes the answer where the interval of the change excludes zero, and a change of less than "
            f"{NOTABLE_CHANGE:.0%} (Mickey & Greenland 1989); here it is {change_in_words(of.alike.change)}, from "
            "influence functions of both differences (Stefanski & Boos 2002), allowing for the factors that were "
            f"looked through (Benjamini & Yekutieli 2005). The risk ratio {_changed(of.alike.ratio_change)}."
        ),
    ]
    if of.alike.heterogeneity is not None:
        test = of.alike.heterogeneity
        lines.append(
            f"The same in every group? {test.name} test of equal odds ratios = {test.statistic:,.2f}, "
            f"{p_value(test)}. {test.source}."
        )
    lines += [
        "Only factors with a p-value below 0.05 of their own are named: others explain nothing.",
        "One other factor at a time makes the groups; several may account for the same part.",
    ]
    return tuple(lines)


def _changed(change: float) -> str:
    if round(100 * change) == 0:
        return "stays the same"
    return f"becomes {abs(change):.0%} {'larger' if change > 0 else 'smaller'}"
