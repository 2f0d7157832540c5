"""A smooth curve of one number: knots from how the values lie, and the columns that a regression takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

# Harrell FE (2015) Regression modeling strategies, 2nd ed., table 2.3: where three and four knots stand.
KNOTS_AT: dict[int, tuple[float, ...]] = {2: (0.10, 0.50, 0.90), 3: (0.05, 0.35, 0.65, 0.95)}
# So that a share of a whole number of treatments, such as 0.35 of 20, is not rounded up to the next.
ROUNDING = 1e-9


def quantile(values: np.ndarray, counts: np.ndarray, share: float) -> float:
    """Return the smallest value that at least `share` of the treatments do not exceed (R's quantile type 1).

    Twice as many treatments of each value have the same quantiles.

    Parameters
    ----------
    values : ndarray, ascending
    counts : ndarray of int
        Treatments of each value; not all zero.
    share : float
        Fraction between 0 and 1.
    """
    cumulated = np.cumsum(counts)
    rank = max(math.ceil(share * int(cumulated[-1]) - ROUNDING), 1)
    return float(values[np.searchsorted(cumulated, rank)])


def choose_knots(values: np.ndarray, counts: np.ndarray, degrees: int) -> tuple[float, ...]:
    """Return the knots of a curve with so many degrees of freedom; none for a straight line.

    There are fewer knots where treatments share so many values that two knots would fall on one, and none where fewer
    than three are left: a straight line.

    Parameters
    ----------
    values, counts : ndarray
        As for `quantile`.
    degrees : int
        1, 2 or 3.
    """
    knots = sorted({quantile(values, counts, share) for share in KNOTS_AT.get(degrees, ())})
    return tuple(knots) if len(knots) > 2 else ()  # noqa: PLR2004 - two knots bend nothing


def spline_columns(values: np.ndarray, knots: Sequence[float]) -> np.ndarray:
    """Return the columns of a natural cubic spline: the values themselves, then one that bends for each inner knot.

    The curve is straight outside the outermost knots. Its columns span what R's ``ns`` with the same knots spans.

    Parameters
    ----------
    values : ndarray, shape (n,)
    knots : sequence of float
        Ascending: none, or at least three.

    Returns
    -------
    ndarray, shape (n, 1 or one less than there are knots)

    References
    ----------
    Durrleman S, Simon R (1989) Flexible regression models with cubic splines. Stat Med 8:551-561.
    """
    columns = [values]
    if knots:
        *_, before_last, last = knots
        width = (last - knots[0]) ** 2

        def beyond(knot: float) -> np.ndarray:
            cubed: np.ndarray = np.maximum(values - knot, 0.0) ** 3
            return cubed

        for knot in knots[:-2]:
            straight = (last - knot) * beyond(before_last) - (before_last - knot) * beyond(last)
            columns.append((beyond(knot) - straight / (last - before_last)) / width)
    return np.column_stack(columns)
