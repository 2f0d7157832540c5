"""How an estimate is drawn in every chart: its whiskers, and what it says when pointed at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.figures import theme
from analysis.figures.reach import usual, within
from analysis.wording.numbers import count, level_name, percent
from analysis.wording.outcomes import units
from analysis.wording.rates import interval, n_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate, Interval, LevelRate


# The axis of rates goes this much further than the highest of them. Above 100 that is too little for another tick.
BEYOND = 1.04
HIGHEST_RATE = 100
# Where all rates are 0, or there is none.
SMALLEST_AXIS = 1.0
# An axis that cuts nothing off.
EVERYWHERE = (-math.inf, math.inf)
LINKED, COULD_BE_CHANCE = "diamond", "circle-open"
# Where neither is more than the other.
ZERO = {
    "type": "line",
    "line": {"color": theme.GREY, "width": 1.5},
    "xref": "x",
    "x0": 0,
    "x1": 0,
    "yref": "y domain",
    "y0": 0,
    "y1": 1,
}


def across(height: float, **line: object) -> dict[str, Any]:
    """Return a line from side to side of a chart at a height of its axis."""
    return {
        "type": "line", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": height, "y1": height, "line": line,
    }  # fmt: skip


def name_beside(height: float, name: str) -> dict[str, Any]:
    """Return the name of such a line, right of its end; `name` is escaped and in short lines."""
    return {
        "x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "y": height, "yref": "y", "yanchor": "middle",
        "text": name, "align": "left", "showarrow": False,
    }  # fmt: skip


def rate_axis(highest: float) -> list[float]:
    """Return from where to where an axis of rates per 100 goes, so that none of its ticks is above 100.

    Parameters
    ----------
    highest : float
        The highest rate, or end of an interval, that is drawn.
    """
    return [0.0, BEYOND * min(max(highest, SMALLEST_AXIS), HIGHEST_RATE)]


def highest_end(levels: Sequence[LevelRate]) -> float:
    """Return the highest end of the intervals of some rates, per 100; 0 where there is none."""
    return max((100 * each.rate.interval.high for each in levels if each.rate), default=0.0)


def whiskers(
    estimates: Sequence[tuple[float, Interval] | None], axis: tuple[float, float] = EVERYWHERE
) -> dict[str, Any]:
    """Return error bars, per 100, from a value to the ends of its interval; none where there is no estimate.

    What is beyond `axis`, in shares, is drawn to its edge.
    """
    ends = [
        (within(of[0], axis), within(of[1].low, axis), within(of[1].high, axis)) if of else (0.0, 0.0, 0.0)
        for of in estimates
    ]
    return {
        "type": "data",
        "symmetric": False,
        "array": [100 * (high - value) for value, _, high in ends],
        "arrayminus": [100 * (value - low) for value, low, _ in ends],
        "color": theme.GREY,
        "thickness": 1.5,
        "width": 4,
    }


def direction_colour(difference: Estimate, *, linked: bool) -> str:
    """Return orange for more and blue for fewer where a difference is linked to the outcome, else grey."""
    if not linked:
        return theme.GREY
    return theme.ORANGE if difference.value > 0 else theme.BLUE


def differences_marks(differences: Sequence[Estimate]) -> dict[str, Any]:
    """Return the marks of some differences: a filled diamond is linked to the outcome, an open circle may be chance."""
    colours = [direction_colour(each, linked=each.excludes_zero) for each in differences]
    return {
        "size": 12,
        "color": colours,
        "symbol": [LINKED if each.excludes_zero else COULD_BE_CHANCE for each in differences],
        "line": {"width": 2, "color": colours},
    }


def furthest_end(levels: Sequence[LevelRate]) -> float:
    """Return how far, per 100, the axis of some rates has to reach: to every rate, and to all but a few wide intervals.

    A bar is never cut, an interval may be: `rate_whiskers` and `beyond` take what is returned.
    """
    rates = [each.rate for each in levels if each.rate]
    if not rates:
        return 0.0
    ends = [each.interval.high for each in rates]
    return 100 * max(min(max(ends), usual(ends)), *(each.value for each in rates))


def rate_whiskers(levels: Sequence[LevelRate], furthest: float = HIGHEST_RATE) -> dict[str, Any]:
    """Return the error bars of the rates of some levels, as far as `furthest` per 100."""
    rates = [(each.rate.value, each.rate.interval) if each.rate else None for each in levels]
    return whiskers(rates, (0.0, furthest / 100))


def beyond(each: LevelRate, furthest: float) -> str:
    """Return an arrow and the end of an interval that goes further than the axis, to stand where it is cut."""
    if each.rate is None or 100 * each.rate.interval.high <= furthest:
        return ""
    return f"→ {percent(each.rate.interval.high)}   "


def rate_hover(each: LevelRate, counted: Counted, factor: Factor | None = None) -> str:
    """Return a level with its counts, its rate and its unknown outcomes, escaped."""
    name = theme.plain(level_name(each.level, factor))
    if each.rate is None:
        return f"{name}<br>no known outcome among {units(each.treatments, counted)}"
    unknown = f"<br>{count(each.unknown)} more with an unknown outcome" if each.unknown else ""
    return f"{name}<br>{n_of_n(each.rate)}<br>{interval(each.rate.interval)}{unknown}"
