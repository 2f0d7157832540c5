"""How far an axis reaches, so that one wide interval does not squeeze all others, and what is marked where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import theme
from analysis.wording.numbers import difference, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Trace
    from analysis.results import Estimate

# The axis ends at twice what four rows of five stay within: they keep half of the chart to themselves, and a row that
# is only somewhat wider than they are is not cut.
TIMES, SHARE = 2.0, 0.8
# Left and right of what is drawn, as a share of the axis.
BESIDE = 0.05
FURTHER_RIGHT, FURTHER_LEFT = "triangle-right", "triangle-left"


def usual(furthest: Sequence[float]) -> float:
    """Return how far from zero an axis reaches at most, given how far each row does."""
    return TIMES * float(np.quantile(furthest, SHARE))


def axis_of(rows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return from where to where the axis of some differences goes: zero is in sight, and few rows go further.

    Parameters
    ----------
    rows : sequence of (float, float)
        The lowest and the highest number of each row.
    """
    if not rows:
        return -1.0, 1.0
    most = usual([max(-low, high) for low, high in rows])
    low = max(-most, min(0.0, *(each for each, _ in rows)))
    high = min(most, max(0.0, *(each for _, each in rows)))
    beside = BESIDE * (high - low) or BESIDE
    return low - beside, high + beside


def axis_of_estimates(estimates: Sequence[Estimate]) -> tuple[float, float]:
    """Return from where to where the axis of some estimates with their intervals goes."""
    return axis_of([(min(each.value, each.interval.low), max(each.value, each.interval.high)) for each in estimates])


# Differences on an axis have a sign, but for zero.
SIGNED = {"tickformat": "+.3~f", "labelalias": {"+0": "0"}}


def differences_axis(axis: tuple[float, float], per_100: str = "per 100", of: str = "") -> dict[str, Any]:
    """Return the axis of some differences, but for what every axis is like: from where to where it goes, and its title.

    Parameters
    ----------
    axis : (float, float)
        As shares.
    per_100 : str
        What the differences are counted in.
    of : str
        What stands before the title.
    """
    return {
        "title": {"text": f"{of}fewer ← {per_100} → more"},
        **SIGNED,
        "range": [100 * each for each in axis],
    }


def within(value: float, axis: tuple[float, float]) -> float:
    """Return where a number is drawn: at the edge where it is beyond it."""
    return min(max(value, axis[0]), axis[1])


def arrows(drawn: Sequence[tuple[float, Estimate]], axis: tuple[float, float]) -> Trace | None:
    """Return an arrow at the edge with its number for each interval that goes further; None where none does.

    Where the estimate itself is beyond the edge, the arrow has all of it.

    Parameters
    ----------
    drawn : sequence of (float, Estimate)
        The row of each estimate, and the estimate.
    axis : (float, float)
        From where to where the axis goes, as shares.
    """
    low, high = axis
    found: list[tuple[float, float, bool, str]] = []
    for row, each in drawn:
        for end, is_right in ((each.interval.low, False), (each.interval.high, True)):
            if end > high if is_right else end < low:
                is_all = each.value > high if is_right else each.value < low
                found.append((row, high if is_right else low, is_right, difference(each) if is_all else signed(end)))
    if not found:
        return None
    return theme.scatter(
        y=[row for row, *_ in found],
        x=[100 * edge for _, edge, *_ in found],
        mode="markers+text",
        marker={
            "size": 10,
            "color": theme.GREY,
            "symbol": [FURTHER_RIGHT if is_right else FURTHER_LEFT for _, _, is_right, _ in found],
        },
        text=[text for *_, text in found],
        textposition=["top left" if is_right else "top right" for _, _, is_right, _ in found],
        cliponaxis=False,
        hoverinfo="skip",
    )
