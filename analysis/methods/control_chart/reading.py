"""What a control chart says: which periods bear judging, which runs are signals, and whether a target will be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.methods.control_chart import rules
from analysis.methods.control_chart.p_chart import control_chart
from analysis.methods.over_time import by_period
from analysis.outcome_log.chart_settings import NOTHING_SET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.tallies import OneWay
    from analysis.methods.control_chart.p_chart import ChartPoint, ControlChart, Side
    from analysis.methods.control_chart.rules import Rule
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.periods import By

Assurance = Literal["met", "missed", "by chance"]
# Of these each point is part of a signal of several.
RUN_RULES = (rules.SHIFT, rules.TREND, rules.TWO_OF_THREE)


@dataclass(frozen=True, kw_only=True)
class Episode:
    """Periods that are a signal together.

    Attributes
    ----------
    rule : Rule
    side : {"above", "below"}
    points : tuple of ChartPoint
        In the order of time.
    is_ongoing : bool
        Whether the last period that can be judged is one of them.
    """

    rule: Rule
    side: Side
    points: tuple[ChartPoint, ...]
    is_ongoing: bool


def chart_by(
    by_day: OneWay, by: By | None = None, settings: ChartSettings = NOTHING_SET, design_effect: float = 1.0
) -> ControlChart:
    """Return the control chart by week, month or quarter.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment, without "not known".
    by : By, optional
        Where it is left open: by month; by quarter where months are too small to be judged and quarters are not, or
        months too small even to be shown.
    settings : ChartSettings
    design_effect : float
        At least 1.
    """
    if by is not None:
        return control_chart(by_period(by_day, by, design_effect), by, settings, design_effect)
    by_month = chart_by(by_day, "month", settings, design_effect)
    if by_month.can_be_judged:
        return by_month
    by_quarter = chart_by(by_day, "quarter", settings, design_effect)
    is_better = by_quarter.can_be_judged or (by_quarter.can_be_shown and not by_month.can_be_shown)
    return by_quarter if is_better else by_month


def episodes(chart: ControlChart) -> tuple[Episode, ...]:
    """Return the runs that are signals, the latest first."""
    found = [each for rule in RUN_RULES for each in _of_rule(chart, rule)]
    return tuple(sorted(found, key=lambda each: (each.points[-1].start, len(each.points)), reverse=True))


def _of_rule(chart: ControlChart, rule: Rule) -> Iterator[Episode]:
    judged = chart.judged
    # Of two of three the one between them is no signal itself.
    reach = rules.OF - 1 if rule == rules.TWO_OF_THREE else 1
    side: Side | None = None
    places: list[int] = []
    for place, point in enumerate(judged):
        of_point = next((each.side for each in point.signals if each.rule == rule), None)
        if of_point is None:
            continue
        is_next = places and place - places[-1] <= reach and point.phase == judged[places[-1]].phase
        if side is not None and not (is_next and of_point == side):
            yield _episode(rule, side, places, judged)
            places = []
        side = of_point
        places.append(place)
    if side is not None:
        yield _episode(rule, side, places, judged)


def _episode(rule: Rule, side: Side, places: list[int], judged: tuple[ChartPoint, ...]) -> Episode:
    return Episode(
        rule=rule,
        side=side,
        points=tuple(judged[place] for place in places),
        is_ongoing=places[-1] == len(judged) - 1,
    )


def assurance(chart: ControlChart, target: float | None) -> Assurance | None:
    """Return whether a target not to be exceeded will be met, by the limits of the last period that has any.

    Returns
    -------
    {"met", "missed", "by chance"} or None
        None without a target, and where no period can be judged.
    """
    if target is None or not chart.judged:
        return None
    last = chart.judged[-1]
    if last.lower is None or last.upper is None:
        return None
    if target >= last.upper:
        return "met"
    return "missed" if target < last.lower else "by chance"
