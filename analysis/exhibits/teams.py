"""Practitioners, cartridge lots and other units beside each other, and one of them for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import share_per_100
from analysis.exhibits.rates_table import add_shrunken, rates_table, shrunken_columns
from analysis.figures.funnel import funnel_figure
from analysis.figures.one_unit import one_unit_figure
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.one_unit import describe_one, mix_finding, one_details, one_finding, one_heading, shrunken_of
from analysis.wording.outcomes import rate_name
from analysis.wording.teams import (
    adjusted_for_in_words,
    describe_teams,
    expected_name,
    how_teams,
    position,
    teams_cautions,
    teams_details,
    teams_heading,
    teams_left_out,
    teams_verdict,
)
from analysis.wording.usage import lot_alerts

if TYPE_CHECKING:
    from analysis.methods.funnel import FunnelUnit
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.one_unit import OneUnit
    from analysis.questions.teams import Teams

ADJUSTED, WHERE, ON_ITS_OWN = "Adjusted rate, %", "Compared with the limits", "Before adjusting"
INNER_FROM, INNER_TO, OUTER_FROM, OUTER_TO = (
    "Inner limits from, %",
    "Inner limits to, %",
    "Outer limits from, %",
    "Outer limits to, %",
)
LIMITS = (INNER_FROM, INNER_TO, OUTER_FROM, OUTER_TO)
NOT_KNOWN, CI_FROM, CI_TO = "Outcome unknown", "95% CI from, %", "95% CI to, %"


def teams_exhibit(found: Teams, counted: Counted) -> Exhibit:
    """Return the funnel with all that belongs to it."""
    return Exhibit(
        stem=file_stem(rate_name(counted), "by", found.unit.title, "adjusted" if found.expected else "compared"),
        heading=teams_heading(found, counted),
        finding=teams_verdict(found),
        sentences=tuple(lot_alerts(found, counted)),
        figure=funnel_figure(found, counted),
        alt=describe_teams(found, counted),
        numbers=units_table(found, counted),
        only_in_files=_only_in_files(counted),
        details=(*filter(None, (adjusted_for_in_words(found),)), *teams_details(found, counted)),
        left_out=tuple(teams_left_out(found, counted)),
        cautions=tuple(teams_cautions(found, counted)),
        how=how_teams(found, counted),
    )


def _only_in_files(counted: Counted) -> tuple[str, ...]:
    """Return the columns of `units_table` that a page or a sheet of paper has no room for."""
    return (NOT_KNOWN, CI_FROM, CI_TO, *LIMITS, *shrunken_columns(counted)[1:])


def units_table(found: Teams, counted: Counted) -> pd.DataFrame:
    """Return one row a unit, in the order of their names: nobody is ranked."""
    units = found.funnel.units
    table = rates_table([each.observed for each in units], found.unit.title, counted, found.unit)
    table[expected_name(counted)] = [each.expected for each in units]
    if found.funnel.is_adjusted:
        table[ADJUSTED] = [share_per_100(each.adjusted) for each in units]
    table[INNER_FROM] = [share_per_100(each.inner.low) for each in units]
    table[INNER_TO] = [share_per_100(each.inner.high) for each in units]
    table[OUTER_FROM] = [share_per_100(each.outer.low) for each in units]
    table[OUTER_TO] = [share_per_100(each.outer.high) for each in units]
    table[WHERE] = [position(each) for each in units]
    if found.funnel.is_adjusted:
        table[ON_ITS_OWN] = [position(own) for own, _ in found.pairs]
    drawn = {each.level: each for each in found.shrunken.groups} if found.shrunken is not None else {}
    of_units = [drawn.get(each.observed.level) for each in units]
    add_shrunken(table, of_units, counted)
    return table


def one_unit_exhibit(each: FunnelUnit, found: Teams, counted: Counted) -> Exhibit:
    """Return how one unit compares with what is expected of it, for its own people."""
    table = units_table(found, counted)
    row = [unit.observed.level for unit in found.funnel.units].index(each.observed.level)
    return Exhibit(
        stem=file_stem(rate_name(counted), "of", level_name(each.observed.level, found.unit)),
        heading=one_heading(each, found.unit),
        finding=one_finding(each, found, counted),
        figure=one_unit_figure(each, shrunken_of(each, found), one_heading(each, found.unit), counted),
        alt=describe_one(each, found),
        numbers=table.iloc[[row]],
        only_in_files=_only_in_files(counted),
        details=tuple(one_details(each, found, counted)),
        how=how_teams(found, counted),
    )


def case_mix_exhibit(each: FunnelUnit, of: OneUnit, found: Teams) -> Exhibit:
    """Return the clients of one unit beside all others'."""
    name = level_name(each.observed.level, found.unit)
    table = pd.DataFrame(
        {
            "Factor": [share.factor.title for share in of.shares],
            "Level": [level_name(share.level, share.factor) for share in of.shares],
            f"{name}, %": [share_per_100(share.own) for share in of.shares],
            "All others, %": [share_per_100(share.others) for share in of.shares],
        }
    )
    return Exhibit(
        stem=file_stem("clients of", name),
        heading=f"Clients of {name}",
        finding=mix_finding(of.shares, each, found.unit),
        alt=f"The clients of {name} beside all others’, by factor and level.",
        numbers=table if len(table) else None,
    )
