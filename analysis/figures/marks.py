"""How an estimate is drawn in every chart: its whiskers, and what it says when pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures import theme
from analysis.wording.numbers import count, level_name
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


def whiskers(estimates: Sequence[tuple[float, Interval] | None], thickness: float = 1.5) -> dict[str, Any]:
    """Return error bars, per 100, from a value to the ends of its interval; none where there is no estimate."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [100 * (of[1].high - of[0]) if of else 0 for of in estimates],
        "arrayminus": [100 * (of[0] - of[1].low) if of else 0 for of in estimates],
        "color": theme.GREY,
        "thickness": thickness,
        "width": 4,
    }


def direction_colour(difference: Estimate, *, linked: bool) -> str:
    """Return orange for more and blue for fewer where a difference is linked to the outcome, else grey."""
    if not linked:
        return theme.GREY
    return theme.ORANGE if difference.value > 0 else theme.BLUE


def rate_whiskers(levels: Sequence[LevelRate]) -> dict[str, Any]:
    """Return the error bars of the rates of some levels."""
    return whiskers([(each.rate.value, each.rate.interval) if each.rate else None for each in levels])


def rate_hover(each: LevelRate, counted: Counted, factor: Factor | None = None) -> str:
    """Return a level with its counts, its rate and its unknown outcomes, escaped."""
    name = theme.plain(level_name(each.level, factor))
    if each.rate is None:
        return f"{name}<br>no known outcome among {units(each.treatments, counted)}"
    unknown = f"<br>{count(each.unknown)} more with an unknown outcome" if each.unknown else ""
    return f"{name}<br>{n_of_n(each.rate)}<br>{interval(each.rate.interval)}{unknown}"
