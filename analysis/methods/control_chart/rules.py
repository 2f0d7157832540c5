"""When points of a control chart are a signal: four rules, each from a row of numbers to the side of each point.

Each rule returns an array with 1 for a point that is part of a signal above, -1 for one below, and 0 for any other.
Points are in the order of time, without gaps: who calls leaves out those that cannot be judged.

References
----------
NHS England, Making Data Count: a point on the centre line is on neither side of it, and ends a run; a point as high as
the one before ends a trend. Provost LP, Murray SK (2011) The health care data guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from collections.abc import Callable

Rule = Literal["beyond 3 sigma", "shift of 7", "trend of 7", "2 of 3 beyond 2 sigma"]
BEYOND: Rule = "beyond 3 sigma"
SHIFT: Rule = "shift of 7"
TREND: Rule = "trend of 7"
TWO_OF_THREE: Rule = "2 of 3 beyond 2 sigma"
RULES = (BEYOND, SHIFT, TREND, TWO_OF_THREE)

OUTER, INNER = 3.0, 2.0
# Points on one side, or in one direction: with six, one chart of ten has a signal by chance alone (Making Data Count).
RUN = 7
OF, AT_LEAST = 3, 2
# Numbers closer than this differ by the computer's own rounding alone.
SAME = 1e-9


def beyond_limits(z: np.ndarray, limit: float = OUTER) -> np.ndarray:
    """Mark the points further from the centre than so many standard deviations."""
    return np.where(z > limit + SAME, 1, np.where(z < -limit - SAME, -1, 0))


def run_on_one_side(z: np.ndarray) -> np.ndarray:
    """Mark the points of each run of seven or more on one side of the centre."""
    side = np.where(np.abs(z) <= SAME, 0, np.sign(z)).astype(int)
    return _marked(side, RUN, lambda windows: np.where((windows == windows[:, :1]).all(axis=1), windows[:, 0], 0))


def run_in_one_direction(values: np.ndarray) -> np.ndarray:
    """Mark the points of each row of seven or more of which each is higher, or each lower, than the one before."""

    def direction(windows: np.ndarray) -> np.ndarray:
        steps = np.diff(windows, axis=1)
        return np.where((steps > SAME).all(axis=1), 1, np.where((steps < -SAME).all(axis=1), -1, 0))

    return _marked(values, RUN, direction)


def two_of_three(z: np.ndarray) -> np.ndarray:
    """Mark the points beyond two standard deviations where two or more of three in a row are, all three on one side."""
    far, side = beyond_limits(z, INNER), beyond_limits(z, 0.0)

    def signal(windows: np.ndarray) -> np.ndarray:
        far_up, far_down = (windows == 2).sum(axis=1), (windows == -2).sum(axis=1)  # noqa: PLR2004 - see below
        all_up, all_down = (windows > 0).all(axis=1), (windows < 0).all(axis=1)
        return np.where(all_up & (far_up >= AT_LEAST), 1, np.where(all_down & (far_down >= AT_LEAST), -1, 0))

    # 2 is far above, 1 above, 0 on the centre, and the same below.
    marked = _marked(far + side, OF, signal)
    return np.where(marked == far, marked, 0)


def _marked(values: np.ndarray, length: int, judge: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Mark every point of each window of so many points in a row for which `judge` gives a side."""
    marks = np.zeros(len(values), dtype=int)
    if len(values) < length:
        return marks
    sides = judge(sliding_window_view(values, length))
    for start in np.flatnonzero(sides):
        marks[start : start + length] = sides[start]
    return marks
