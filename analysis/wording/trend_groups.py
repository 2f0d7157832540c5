"""Words about the rate over time of each group of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import level_name, listed, quantity
from analysis.wording.trend import not_judged, trend_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import GroupTrends, Trend


def groups_verdict(found: GroupTrends, factor: Factor, counted: Counted) -> str:
    """Say in which groups anything was unusual."""
    by = found.groups[0][1].chart.by
    judged = [(level, each) for level, each in found.groups if each.chart.judged]
    if not judged:
        observed = [point.observed for _, each in found.groups for point in each.chart.points]
        return not_judged(observed, f"{by} of a single group", counted)
    unusual = [level for level, each in judged if any(point.signals for point in each.chart.points)]
    if not unusual:
        return f"No {by} was unusual in any group of {factor.title.lower()} by itself."
    names = listed([level_name(level, factor) for level in unusual])
    return f"Unusual {by}s of a single group: {names}. With several charts, some signals are chance."


def verdict_of_group(level: Level, found: Trend, factor: Factor, counted: Counted) -> str:
    """Return what a chart says of its group."""
    return f"{level_name(level, factor)}: {trend_verdict(found, counted)}"


def groups_left_out(found: GroupTrends) -> Iterator[str]:
    """Say how many groups have no chart."""
    if found.left_out:
        yield f"Not shown: {quantity(found.left_out, 'more group')} with fewer treatments."
