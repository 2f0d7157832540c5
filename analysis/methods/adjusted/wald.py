"""What a fitted model says of its coefficients: Wald's test of several, the delta method for what depends on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.logistic import contrast_degrees
from analysis.methods.normal import chi_square_p, two_sided_z
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval, Test

if TYPE_CHECKING:
    from analysis.methods.adjusted.logistic import Fit

DELTA = "delta method"
WALD, WALD_F = "Wald chi-square", "Wald F"


def wald_test(fit: Fit, columns: slice) -> Test:
    """Test whether all coefficients of some columns are zero.

    Where G clients repeat the statistic over the number q of coefficients is compared with F of q and G - 1 degrees of
    freedom, else the statistic with chi-square.

    References
    ----------
    Wald A (1943) Tests of statistical hypotheses concerning several parameters when the number of observations is
    large. Trans Am Math Soc 54:426-482.
    Cameron AC, Miller DL (2015) A practitioner's guide to cluster-robust inference. J Hum Resour 50:317-372.
    """
    coefficients = fit.coefficients[columns]
    statistic, number = (
        float(coefficients @ np.linalg.solve(fit.covariance[columns, columns], coefficients)),
        len(coefficients),
    )
    p_value = chi_square_p(statistic, number, fit.degrees)
    if fit.degrees is None:
        return Test(name=WALD, statistic=statistic, p_value=p_value, source="Wald 1943, adjusted for the others")
    return Test(
        name=WALD_F,
        statistic=statistic / number,
        p_value=p_value,
        source="Wald 1943, Cameron & Miller 2015, adjusted for the others",
    )


def delta_interval(
    value: float, gradient: np.ndarray, fit: Fit, confidence_level: float = CONFIDENCE_LEVEL
) -> tuple[float, float]:
    """Return value ± so many standard errors, the error by the delta method.

    So many as Student's t with G - 1 degrees of freedom asks for where G clients repeat, else the normal distribution.

    References
    ----------
    Cameron AC, Miller DL (2015) A practitioner's guide to cluster-robust inference. J Hum Resour 50:317-372.
    """
    reach = two_sided_z(confidence_level, fit.degrees) * _deviation(gradient, fit)
    return value - reach, value + reach


def surer(first: Fit, second: Fit, gradient: np.ndarray) -> Fit:
    """Return the fit whose interval by the delta method is the narrower one."""
    first_reach, second_reach = (
        _deviation(gradient, each) * two_sided_z(CONFIDENCE_LEVEL, contrast_degrees(gradient, each))
        for each in (first, second)
    )
    return first if first_reach < second_reach else second


def _deviation(gradient: np.ndarray, fit: Fit) -> float:
    return math.sqrt(max(float(gradient @ fit.covariance @ gradient), 0.0))


def difference_estimate(
    value: float, gradient: np.ndarray, fit: Fit, confidence_level: float = CONFIDENCE_LEVEL
) -> Estimate:
    """Return a difference of rates with its interval, kept within what a difference can be."""
    low, high = delta_interval(value, gradient, fit, confidence_level)
    return Estimate(value, Interval(low=max(low, -1.0), high=min(high, 1.0), level=confidence_level, method=DELTA))
