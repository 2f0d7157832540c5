"""The g-chart: how many treatments lie between one breakout and the next, for breakouts too rare for rates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.control_chart import rules

if TYPE_CHECKING:
    import datetime as dt

    from analysis.counting.tallies import OneWay
    from analysis.methods.control_chart.rules import Rule

# Of fewer gaps the limits rest on nothing: a run of seven takes as many.
FEWEST_GAPS = rules.RUN
# More are no rare breakouts, and no chart can show them: the latest count.
MOST_GAPS = 300


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The treatments without a breakout before one.

    Attributes
    ----------
    day : date
        Of the breakout that ends it.
    treatments : int
    signals : tuple of Rule
    more : bool or None
        Whether the signal is of more breakouts (shorter gaps) or of fewer; None without a signal.
    """

    day: dt.date
    treatments: int
    signals: tuple[Rule, ...]
    more: bool | None


@dataclass(frozen=True, kw_only=True)
class GChart:
    """The gaps between breakouts.

    Attributes
    ----------
    gaps : tuple of Gap
        The latest `MOST_GAPS` in the order of time; the treatments before the first breakout are none of them.
    centre, upper : float
        The median gap, and the gap beyond which breakouts have become rarer. There is no lower limit: even none between
        two is possible by chance.
    since : int
        Treatments with a known outcome since the last breakout.
    """

    gaps: tuple[Gap, ...]
    centre: float
    upper: float
    since: int


def gaps_between(by_day: OneWay) -> tuple[list[tuple[dt.date, int]], int]:
    """Return the day of each breakout but the first with the treatments since the one before, and those since the last.

    The order of the treatments of one day is not known: those without a breakout are spread evenly around those with
    one.

    Parameters
    ----------
    by_day : OneWay
        Counted by day of treatment, without "not known".
    """
    gaps: list[tuple[dt.date, int]] = []
    since, is_begun = 0, False
    order = sorted(range(len(by_day.levels)), key=lambda place: by_day.levels[place])
    for place in order:
        without, breakouts = int(by_day.no_breakouts[place]), int(by_day.breakouts[place])
        passed = 0
        for number in range(1, breakouts + 1):
            before = without * number // (breakouts + 1)
            if is_begun:
                gaps.append((by_day.levels[place], since + before - passed))
            since, passed, is_begun = 0, before, True
        since += without - passed
    return gaps, since


def g_limits(gaps: np.ndarray) -> tuple[float, float]:
    """Return the median of some gaps and the upper limit: their mean and three geometric standard deviations."""
    mean = float(gaps.mean())
    return float(np.median(gaps)), mean + rules.OUTER * math.sqrt(mean * (mean + 1))


def g_chart(by_day: OneWay) -> GChart | None:
    """Return the g-chart of the breakouts of a log.

    Returns
    -------
    GChart or None
        None where there are too few breakouts.

    References
    ----------
    Benneyan JC (2001) Number-between g-type statistical quality control charts for monitoring adverse events. Health
    Care Manag Sci 4:305-318. Provost LP, Murray SK (2011) The health care data guide.
    """
    found, since = gaps_between(by_day)
    found = found[-MOST_GAPS:]
    if len(found) < FEWEST_GAPS:
        return None
    values = np.array([treatments for _, treatments in found], dtype=float)
    centre, upper = g_limits(values)
    # A shorter gap is more breakouts.
    marks = {
        rules.BEYOND: np.where(values > upper, -1, 0),
        rules.SHIFT: -rules.run_on_one_side(values - centre),
        rules.TREND: -rules.run_in_one_direction(values),
    }
    gaps = []
    for place, (day, treatments) in enumerate(found):
        signals = tuple(rule for rule, marked in marks.items() if marked[place])
        more = bool(marks[signals[0]][place] > 0) if signals else None
        gaps.append(Gap(day=day, treatments=treatments, signals=signals, more=more))
    return GChart(gaps=tuple(gaps), centre=centre, upper=upper, since=since)
