"""The one logistic regression: its most likely coefficients on counts, or that there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.coded_matrix import CodedMatrix
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.methods.coded_matrix import Matrix

    Start = Callable[[Matrix, np.ndarray, np.ndarray], np.ndarray]

# Newton's method has settled where its next step would move no coefficient by a noticeable share of its standard error,
# which holds whatever the columns are measured in and however many treatments there are. SETTLED is that share, squared
# and summed over the coefficients (the Newton decrement: Boyd & Vandenberghe (2004) Convex Optimization, 9.5.1). What
# has not settled after MOST_STEPS never will, because the likelihood has no maximum: the outcomes are separated, some
# log-odds grow by about 1 with each step, and the decrement falls by a factor of e only.
MOST_STEPS = 30
SETTLED = 1e-16
# A step is halved until the likelihood does not fall by more than rounding over many treatments can make it seem to.
ROUNDING = 1e-10
SMALLEST_SHARE = 1e-10
# A value lies far out where it is FAR times as far from the median as 99 of 100 are; our own. No treatment log has
# such values but for mistyped ones.
FAR, FAR_BEYOND = 100.0, 0.99
# Rows of a design matrix that are weighted at once, so that no second one is held in memory.
BLOCK = 16_384


@dataclass(frozen=True, eq=False)
class MostLikely:
    """The coefficients of the highest likelihood.

    Attributes
    ----------
    coefficients : ndarray, shape (columns,)
    covariance : ndarray, shape (columns, columns)
        Of independent treatments.
    chances : ndarray, shape (rows,)
        The fitted chance of a breakout.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    chances: np.ndarray


def most_likely(matrix: Matrix, breakouts: np.ndarray, known: np.ndarray) -> MostLikely | None:
    """Fit a logistic regression by maximum likelihood.

    Parameters
    ----------
    matrix : Matrix, shape (rows, columns)
        The design matrix, a column of ones first.
    breakouts, known : ndarray, shape (rows,)
        Of the treatments of each row, those with a breakout and those with a known outcome; both outcomes must occur.

    Returns
    -------
    MostLikely or None
        None where the likelihood has no maximum.
    """
    for start in (_at_the_usual_rate, _near_the_outcomes):
        found = _climbed(matrix, breakouts, known, start(matrix, breakouts, known))
        found = found if found is not None else _climbed_in_stages(np.asarray(matrix), breakouts, known, start)
        if found is not None:
            return found
    return None


def _at_the_usual_rate(matrix: Matrix, breakouts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Start where every treatment has the rate of all."""
    start = np.zeros(matrix.shape[1])
    start[0] = scipy.special.logit(float(breakouts.sum()) / float(known.sum()))
    return start


def _near_the_outcomes(matrix: Matrix, breakouts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Start from the outcomes drawn towards one half, as R's ``glm`` does (McCullagh & Nelder 1989, 2.5).

    From the rate of all, the first step to a level where nearly every client broke out goes so far that no later one
    finds back.
    """
    chances = (breakouts + 0.5) / (known + 1)
    weights = known * chances * (1 - chances)
    slope = (weights * scipy.special.logit(chances) + breakouts - known * chances) @ matrix
    start: np.ndarray = np.linalg.lstsq(weighted_products(matrix, weights), slope)[0]
    return start


def _climbed(matrix: Matrix, breakouts: np.ndarray, known: np.ndarray, coefficients: np.ndarray) -> MostLikely | None:
    """Take Newton's steps from these coefficients to the highest likelihood, None where they do not settle."""
    log_odds = matrix @ coefficients
    likelihood = _log_likelihood(log_odds, breakouts, known)
    for _ in range(MOST_STEPS):
        report_progress("fitting")
        chances = scipy.special.expit(log_odds)
        try:
            inverse = np.linalg.inv(weighted_products(matrix, known * chances * (1 - chances)))
        except np.linalg.LinAlgError:
            return None
        slope = (breakouts - known * chances) @ matrix
        move = inverse @ slope
        if abs(slope @ move) < SETTLED:
            return MostLikely(coefficients, inverse, chances)
        least, share = likelihood - ROUNDING * abs(likelihood), 1.0
        while (
            reached := _log_likelihood(log_odds := matrix @ (coefficients + share * move), breakouts, known)
        ) < least:
            share /= 2
            if share < SMALLEST_SHARE:
                return None
        coefficients, likelihood = coefficients + share * move, reached
    return None


def _climbed_in_stages(matrix: np.ndarray, breakouts: np.ndarray, known: np.ndarray, start: Start) -> MostLikely | None:
    """Climb with the values that lie far out, mistyped ones as a rule, drawn near at first and then let go by stages.

    One such value outweighs all others until its own chance is all but 0 or 1, and Newton's method brings its log-odds
    there by 1 with each step only.
    """
    centre = np.median(matrix, axis=0)
    away = np.abs(matrix - centre)
    spread, furthest = np.quantile(away, FAR_BEYOND, axis=0), away.max(axis=0)
    far = furthest > FAR * spread
    far &= spread > 0
    reach, found, coefficients = FAR, None, None
    while far.any():
        near = matrix.copy()
        bounds = reach * spread[far]
        near[:, far] = np.clip(matrix[:, far], centre[far] - bounds, centre[far] + bounds)
        begun = start(near, breakouts, known) if coefficients is None else coefficients
        found = _climbed(near, breakouts, known, begun)
        if found is None or (bounds >= furthest[far]).all():
            break
        coefficients, reach = found.coefficients, FAR * reach
    return found


def _log_likelihood(log_odds: np.ndarray, breakouts: np.ndarray, known: np.ndarray) -> float:
    return float(breakouts @ log_odds - known @ np.logaddexp(0, log_odds))


def weighted_products(matrix: Matrix, weights: np.ndarray) -> np.ndarray:
    """Return the weighted sum over the rows of a matrix of the products of its columns with each other."""
    if isinstance(matrix, CodedMatrix):
        return matrix.products(weights)
    products = np.zeros((matrix.shape[1], matrix.shape[1]))
    for start in range(0, len(matrix), BLOCK):
        rows = matrix[start : start + BLOCK]
        products += rows.T @ (rows * weights[start : start + BLOCK, np.newaxis])
    return products
