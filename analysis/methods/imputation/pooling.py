"""Rubin's rules: one estimate, interval and test from those of several filled-in logs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.adjusted.rate_pair import RatePair
from analysis.results import Test

if TYPE_CHECKING:
    from collections.abc import Sequence

POOLED_WALD = "pooled Wald F"


def pooled_pair(pairs: Sequence[RatePair]) -> RatePair:
    """Return two rates from those of several filled-in logs, their interval to be made of as in any of these.

    Their variances and their covariance are the means of those within the logs, and what lies between the logs. The
    degrees of freedom are those of the difference.

    Parameters
    ----------
    pairs : sequence of RatePair
        Of each filled-in log; the degrees of freedom of the first are those that a log without blanks would have.

    References
    ----------
    Rubin DB (1987) Multiple imputation for nonresponse in surveys. Wiley, sections 3.3 and 3.4.
    Barnard J, Rubin DB (1999) Small-sample degrees of freedom with multiple imputation. Biometrika 86:948-955.
    """
    number = len(pairs)
    rates = np.array([(each.first, each.second) for each in pairs])
    within = np.mean([each.covariances for each in pairs], axis=0)
    between = (1 + 1 / number) * np.cov(rates, rowvar=False, ddof=1)
    first, second = rates.mean(axis=0).tolist()
    whole, apart = within + between, np.array([1.0, -1.0])
    freedom = _degrees(float(apart @ within @ apart), float(apart @ between @ apart), number, pairs[0].freedom)
    return RatePair(
        first=first,
        second=second,
        variances=(float(whole[0, 0]), float(whole[1, 1])),
        covariance=float(whole[0, 1]),
        freedom=None if math.isinf(freedom) else freedom,
    )


def _degrees(within: float, between: float, number: int, degrees: float | None) -> float:
    """Return the degrees of freedom of a pooled variance; without limit where nothing limits them."""
    missing = between / (within + between)
    of_blanks = (number - 1) / missing**2 if missing else math.inf
    if degrees is None:
        return of_blanks
    observed = (degrees + 1) / (degrees + 3) * degrees * (1 - missing)
    return 1 / (1 / of_blanks + 1 / observed)


def pooled_test(coefficients: np.ndarray, covariances: np.ndarray, degrees: float | None) -> Test:
    """Test whether several coefficients are zero in all.

    Parameters
    ----------
    coefficients : ndarray, shape (logs, columns)
    covariances : ndarray, shape (logs, columns, columns)
    degrees : float or None
        The degrees of freedom that a log without blanks would have; None where they are without limit.

    Notes
    -----
    This is D1 of R's ``mice`` and ``mitml``. The number of logs less one, times the columns, must exceed four.

    References
    ----------
    Li KH, Raghunathan TE, Rubin DB (1991) Large-sample significance levels from multiply imputed data using
    moment-based statistics and an F reference distribution. J Am Stat Assoc 86:1065-1073.
    Reiter JP (2007) Small-sample degrees of freedom for multi-component significance tests with multiple imputation for
    missing data. Biometrika 94:502-508.
    """
    number, columns = coefficients.shape
    mean, within = coefficients.mean(axis=0), covariances.mean(axis=0)
    away = coefficients - mean
    between = away.T @ away / (number - 1)
    increase = (1 + 1 / number) * float(np.trace(np.linalg.solve(within, between))) / columns
    statistic = float(mean @ np.linalg.solve(within, mean)) / (columns * (1 + increase))
    freedom = _test_degrees(increase, columns * (number - 1), degrees)
    p_value = (
        scipy.stats.chi2.sf(statistic * columns, columns)
        if math.isinf(freedom)
        else scipy.stats.f.sf(statistic, columns, freedom)
    )
    return Test(
        name=POOLED_WALD,
        statistic=statistic,
        p_value=float(p_value),
        source="Li, Raghunathan & Rubin 1991, Reiter 2007",
    )


def _test_degrees(increase: float, of_blanks: int, degrees: float | None) -> float:
    """Return the degrees of freedom of the denominator: Li's, or Reiter's where the log itself has a number of them."""
    if not increase:
        return math.inf if degrees is None else float(degrees)
    if degrees is None:
        return 4 + (of_blanks - 4) * (1 + (1 - 2 / of_blanks) / increase) ** 2
    ratio = increase * of_blanks / (of_blanks - 2)
    observed = (degrees + 1) / (degrees + 3) * degrees
    two, four = observed - 2 * (1 + ratio), observed - 4 * (1 + ratio)
    parts = (
        ratio**2 * two / ((1 + ratio) ** 2 * four),
        8 * ratio**2 * two / ((1 + ratio) * four**2),
        4 * ratio**2 / ((1 + ratio) * four),
        4 * ratio**2 / (four * two),
        16 * ratio**2 * two / four**3,
        8 * ratio**2 / four**2,
    )
    return 4 + 1 / (1 / four + sum(parts) / (of_blanks - 4))
