"""Whether the rate changes over time, and which periods are unusual; on Home it is asked as part of `at_a_glance`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.methods.control_chart.g_chart import g_chart
from analysis.methods.control_chart.reading import chart_by
from analysis.methods.design_effect import rate_design_effect
from analysis.methods.early import periods_not_known, periods_reviewed_early
from analysis.methods.numeric import by_parts, fifths
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.log import DATE
from analysis.outcome_log.periods import period_start
from analysis.questions.early import early_times

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.control_chart.g_chart import GChart
    from analysis.methods.control_chart.p_chart import ControlChart
    from analysis.methods.early import PeriodReviews
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.periods import By, Period

# More charts than these are no longer seen side by side.
MOST_GROUPS = 12


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The rate over time, of the whole log even where a period is chosen.

    Attributes
    ----------
    chart : ControlChart
        With at least one period.
    settings : ChartSettings
    chosen : pair of date or None
        The period that the filters choose, within the log; None where it is all of the log.
    is_pooled : bool
        Whether longer periods than months are shown because months are too small to be judged.
    reviewed_early : tuple of PeriodReviews
        Periods reviewed notably earlier than the others: their treatments without a breakout.
    not_known : tuple of PeriodReviews
        The last periods, where notably fewer of their outcomes are known: all their treatments.
    """

    chart: ControlChart
    settings: ChartSettings
    chosen: Period | None
    is_pooled: bool = False
    reviewed_early: tuple[PeriodReviews, ...] = ()
    not_known: tuple[PeriodReviews, ...] = ()


def trend(counts: Counts, by: By | None = None, settings: ChartSettings = NOTHING_SET) -> Trend | None:
    """Return the rate over time of all the days that the log has.

    Parameters
    ----------
    counts : Counts
    by : By, optional
        Where it is left open, the shortest period of a month or more that can be judged.
    settings : ChartSettings

    Returns
    -------
    Trend or None
        None where nothing has a date, and where clients are counted once each.
    """
    whole = without_period(counts)
    return trend_of(counts, whole, rate_design_effect(whole.by_client()), by, settings)


def trend_of(
    counts: Counts, whole: Counts, design_effect: float, by: By | None = None, settings: ChartSettings = NOTHING_SET
) -> Trend | None:
    """Return `trend` where the design effect of the treatments of `whole` is known already."""
    # By the month of a client's first treatment, those who came early would have had the most chances, so that the rate
    # would fall whatever happened.
    if counts.counted.unit == "clients":
        return None
    by_day = whole.by_day()
    if not by_day.levels:
        return None
    if whole.shortest_period != "month":
        by = by or whole.shortest_period
    chart = chart_by(by_day, by, settings, design_effect)
    is_pooled = by is None and chart.by != "month"
    return Trend(
        chart=chart,
        settings=settings,
        chosen=chosen_period(counts),
        is_pooled=is_pooled,
        reviewed_early=_reviewed_early(whole, chart),
        not_known=periods_not_known([each.start for each in chart.points], [each.observed for each in chart.points]),
    )


def _reviewed_early(whole: Counts, chart: ControlChart) -> tuple[PeriodReviews, ...]:
    times = early_times(whole, DATE)
    if times is None:
        return ()
    starts = {each.start: place for place, each in enumerate(chart.points)}
    places = [-1 if day is None else starts.get(period_start(day, chart.by), -1) for day in times.levels]
    return periods_reviewed_early(times.grouped(places, tuple(starts)))


@dataclass(frozen=True)
class GroupTrends:
    """The trend of each group of a factor, in the order of its levels; and how many smaller groups have none."""

    groups: tuple[tuple[Level, Trend], ...]
    left_out: int


def trend_of_groups(counts: Counts, factor: Factor, found: Trend) -> GroupTrends:
    """Return the trend of each group of a factor by the same periods, each judged by its own rate.

    Where most groups are too small to be judged by month, all are shown by quarter.

    Parameters
    ----------
    counts : Counts
    factor : Factor
    found : Trend
        Of all groups together.
    """
    whole = without_period(counts)
    tally = whole.by_both(factor.name, DATE)
    # A day that no treatment has, but some of another filter, would make the charts begin too early.
    days = np.flatnonzero(tally.counts.sum(axis=(0, 2))[: len(tally.levels[1]) - 1])
    names = tuple(tally.levels[1][place] for place in days)
    sizes = tally.counts.sum(axis=(1, 2))[: len(tally.levels[0]) - 1]
    largest = sorted(np.argsort(-sizes, kind="stable")[:MOST_GROUPS].tolist())
    shown = [place for place in largest if sizes[place]]
    by_day = [OneWay(DATE, names, tally.counts[place][days]) for place in shown]
    design_effect = rate_design_effect(whole.by_client())
    for by in (found.chart.by, "quarter"):
        charts = [chart_by(each, by, found.settings, design_effect) for each in by_day]
        if 2 * sum(each.can_be_judged for each in charts) >= len(charts):
            break
    groups = tuple(
        (tally.levels[0][place], Trend(chart=chart, settings=found.settings, chosen=found.chosen))
        for place, chart in zip(shown, charts, strict=True)
    )
    return GroupTrends(groups, int(np.count_nonzero(sizes)) - len(groups))


def without_period(counts: Counts) -> Counts:
    """Return the same counts of all days."""
    return counts if counts.filters.start is None and counts.filters.end is None else counts.between(None, None)


def by_same_levels(counts: Counts, factor: Factor, *parts: Counts) -> tuple[OneWay, ...]:
    """Return the treatments of some parts of `counts` by the levels of a factor, numbers by the fifths of all."""
    tallies = [each.by(factor.name) for each in parts]
    if factor.kind == "number":
        merging = fifths(counts.by(factor.name))
        tallies = [by_parts(each, merging) for each in tallies]
    return tuple(each.named for each in tallies)


def chosen_period(counts: Counts) -> Period | None:
    """Return the period that the filters choose, within the log; None where it is all of the log or none of it."""
    filters, of_log = counts.filters, counts.period
    if of_log is None or filters.covers(*of_log):
        return None
    start, end = max(filters.start or of_log[0], of_log[0]), min(filters.end or of_log[1], of_log[1])
    return (start, end) if start <= end else None


def between_breakouts(counts: Counts) -> GChart | None:
    """Return how many treatments lie between breakouts; None where they have no dates, or are too few."""
    return None if counts.counted.unit == "clients" else g_chart(without_period(counts).by_day())
