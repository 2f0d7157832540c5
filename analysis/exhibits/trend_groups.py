"""The rate over time of each group of a factor, one chart each on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.trend import periods_table
from analysis.figures.trend_groups import trend_groups_figure
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.outcomes import rate_name
from analysis.wording.trend import describe_trend, how_trend, trend_heading
from analysis.wording.trend_groups import groups_left_out, groups_verdict, verdict_of_group

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import GroupTrends


def trend_groups_exhibit(found: GroupTrends, factor: Factor, counted: Counted) -> Exhibit:
    """Return the control charts of the groups of a factor; `found` has at least one."""
    names = [level_name(level, factor) for level, _ in found.groups]
    tables = [
        periods_table(each, counted).assign(**{factor.title: name}).set_index(factor.title).reset_index()
        for name, (_, each) in zip(names, found.groups, strict=True)
    ]
    first = found.groups[0][1]
    return Exhibit(
        stem=file_stem(rate_name(counted), "by", first.chart.by, "and", factor.title),
        heading=f"{trend_heading(first, counted)} and {factor.title.lower()}",
        finding=groups_verdict(found, factor, counted),
        figure=trend_groups_figure(found.groups, factor, counted),
        alt=" ".join(
            f"{name}: {describe_trend(each, counted)}" for name, (_, each) in zip(names, found.groups, strict=True)
        ),
        numbers=pd.concat(tables, ignore_index=True),
        details=tuple(verdict_of_group(level, each, factor, counted) for level, each in found.groups),
        left_out=tuple(groups_left_out(found)),
        how=how_trend(first, counted),
    )
