"""Logistic regression of counts on a natural spline of one number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.logistic import most_likely
from analysis.methods.natural_spline import spline_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

# A curve of which some log-odds have a larger standard error is of outcomes that the values all but tell apart.
LARGEST_ERROR = 10.0


@dataclass(frozen=True, eq=False, kw_only=True)
class LogisticCurve:
    """A fitted curve of the log-odds over one number.

    Attributes
    ----------
    knots : tuple of float
        None for a straight line.
    middle, scale : float
        Values enter less `middle` and over `scale`, which changes no fitted value.
    coefficients : ndarray, shape (columns + 1,)
        The constant, the straight part, then what bends.
    covariance : ndarray, shape (columns + 1, columns + 1)
        Times the design effect.
    """

    knots: tuple[float, ...]
    middle: float
    scale: float
    coefficients: np.ndarray = field(repr=False)
    covariance: np.ndarray = field(repr=False)

    @property
    def degrees(self) -> int:
        """Degrees of freedom, without the constant."""
        return len(self.coefficients) - 1

    def columns(self, values: np.ndarray) -> np.ndarray:
        """Return a row of columns for each value, the constant first."""
        return curve_design(values, self.knots, self.middle, self.scale)

    def log_odds(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log-odds at each value and their standard errors."""
        columns = self.columns(values)
        variances = np.einsum("ij,jk,ik->i", columns, self.covariance, columns)
        return columns @ self.coefficients, np.sqrt(np.maximum(variances, 0.0))

    def rates(self, values: np.ndarray) -> np.ndarray:
        """Return the rate at each value."""
        fitted: np.ndarray = scipy.special.expit(self.columns(values) @ self.coefficients)
        return fitted

    def log_ratio(self, value: float, to: float) -> tuple[float, float]:
        """Return the log of the rate at one value over that at another, and its standard error (delta method)."""
        both = np.array([value, to])
        columns, rates = self.columns(both), self.rates(both)
        slope = (1 - rates[0]) * columns[0] - (1 - rates[1]) * columns[1]
        return float(np.log(rates[0] / rates[1])), float(np.sqrt(max(slope @ self.covariance @ slope, 0.0)))

    def wald(self, first: int) -> float:
        """Return Wald's chi-square of all coefficients from the one at `first` on being zero."""
        tested = self.coefficients[first:]
        return float(tested @ np.linalg.solve(self.covariance[first:, first:], tested))


def curve_design(values: np.ndarray, knots: Sequence[float], middle: float, scale: float) -> np.ndarray:
    """Return a row of columns for each value, the constant first."""
    scaled = spline_columns((values - middle) / scale, [(knot - middle) / scale for knot in knots])
    return np.column_stack([np.ones(len(values)), scaled])


def fit_curve(
    values: np.ndarray, breakouts: np.ndarray, no_breakouts: np.ndarray, knots: tuple[float, ...], design_effect: float
) -> LogisticCurve | None:
    """Fit a curve by maximum likelihood.

    Parameters
    ----------
    values : ndarray, ascending, at least two different ones
    breakouts, no_breakouts : ndarray of int
        Treatments of each value.
    knots : tuple of float
        None for a straight line.
    design_effect : float
        At least 1; the covariance is multiplied by it (Rao & Scott 1992).

    Returns
    -------
    LogisticCurve or None
        None where the values tell the outcomes apart, so that the likelihood has no maximum, or all but do.
    """
    known = (breakouts + no_breakouts).astype(float)
    middle = float((values * (known / known.sum())).sum())
    scale = float(values[-1] - values[0])
    columns = curve_design(values, knots, middle, scale)
    found = most_likely(columns, breakouts, known)
    if found is None:
        return None
    curve = LogisticCurve(
        knots=knots,
        middle=middle,
        scale=scale,
        coefficients=found.coefficients,
        covariance=design_effect * found.covariance,
    )
    return curve if curve.log_odds(values)[1].max() <= LARGEST_ERROR * np.sqrt(design_effect) else None


def highest_leverage(values: np.ndarray, known: np.ndarray, knots: tuple[float, ...]) -> tuple[float, float]:
    """Return the value of which a single treatment weighs most in a curve, and how much, from 0 to 1.

    Leverage is that of least squares: the weights of a logistic fit hide the value that bends it.

    Parameters
    ----------
    values : ndarray, ascending, at least two different ones
    known : ndarray of int
        Treatments of each value with a known outcome, none of them zero.
    knots : tuple of float
    """
    share = known / known.sum()
    columns = curve_design(values, knots, float(share @ values), float(values[-1] - values[0]))
    root = np.sqrt(known)[:, None] * columns
    orthogonal, _ = np.linalg.qr(root)
    leverage = (orthogonal**2).sum(axis=1) / known
    at = int(np.argmax(leverage))
    return float(values[at]), float(leverage[at])
