"""Whether a difference remains among clients with the same level of another factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import rate_columns
from analysis.figures.stratified import drawn_groups, stratified_figure
from analysis.wording.cautions import caution
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.outcomes import column_names
from analysis.wording.stratified import (
    describe_strata,
    groups_not_drawn,
    heterogeneity,
    how_within_groups,
    not_in_groups,
    stratified_verdict,
    within_groups,
)

if TYPE_CHECKING:
    from analysis.methods.stratified import Stratified
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.stratified import WithinGroups


def stratified_exhibit(asked: WithinGroups, of: Stratified, counted: Counted) -> Exhibit:
    """Return the comparison of a factor within the groups of one other, `of`."""
    factor = asked.result.factor
    sentences = []
    if of.alike is not None:
        # The hint above has given the verdict of the one that changes the answer most.
        if of not in asked.changing[:1]:
            sentences.append(stratified_verdict(of, factor, counted))
        sentences.append(heterogeneity(of))
    drawn = len(drawn_groups(of))
    return Exhibit(
        stem=file_stem(factor.title, "within", of.by.title),
        heading=of.by.title,
        finding=within_groups(of, factor, counted),
        sentences=tuple(sentences),
        figure=stratified_figure(of, factor, counted) if of.strata else None,
        alt=describe_strata(of, factor) if of.strata else "",
        numbers=strata_table(of, factor, counted) if of.strata else None,
        left_out=tuple(
            filter(None, (not_in_groups(of, counted), groups_not_drawn(of, drawn) if drawn < len(of.strata) else ""))
        ),
        cautions=tuple(caution(each, counted) for each in of.cautions),
        how=how_within_groups(of, counted),
    )


def strata_table(of: Stratified, factor: Factor, counted: Counted) -> pd.DataFrame:
    """Return two rows a group: the two levels that are compared."""
    _, with_it = column_names(counted)
    return pd.DataFrame(
        [
            {
                f"Group of {of.by.title}": level_name(stratum.level, of.by),
                f"Level of {factor.title}": level_name(each.level, factor),
                "Known outcomes": each.known,
                with_it: each.breakouts,
                "Outcome unknown": each.unknown,
                **rate_columns(each.rate),
            }
            for stratum in of.strata
            for each in (stratum.first, stratum.second)
        ]
    )
