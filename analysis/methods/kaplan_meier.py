"""How many have broken out by the end of the window when not all were observed so long, and whether levels differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.methods.likeness import INDEPENDENT_TABLE, TableEffect
from analysis.methods.normal import two_sided_z
from analysis.methods.rate import interval_of
from analysis.results import CONFIDENCE_LEVEL, Interval, Test

LOG_LOG = "Greenwood, log-log"
LOG_RANK = "log-rank"


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeIncidence:
    """The share that has broken out by the end of the window, had all been observed until then.

    Attributes
    ----------
    value : float
    interval : Interval
    to_the_end : int
        How many were still observed, without a breakout before, on the last day of the window.
    """

    value: float
    interval: Interval
    to_the_end: int


def cumulative_incidence(
    events: np.ndarray,
    censored: np.ndarray,
    design_effect: float = 1.0,
    confidence_level: float = CONFIDENCE_LEVEL,
) -> CumulativeIncidence | None:
    """Return the Kaplan-Meier estimate on the last day.

    Parameters
    ----------
    events, censored : ndarray of int, one for each day
        Breakouts by their first day, and treatments without one by the last day on which they were observed.
    design_effect : float
        At least 1; Greenwood's variance is multiplied by it.
    confidence_level : float
        Fraction between 0 and 1.

    Returns
    -------
    CumulativeIncidence or None
        None where nobody was observed on the last day.

    Notes
    -----
    Who was observed for a shorter time counts as long as that lasted, which is right where those reviewed early broke
    out later as often as others did. Where all were observed to the end it is the plain rate, whatever the days of the
    breakouts. On one day breakouts come before the end of an observation. Where nobody or everybody broke out the
    interval is not defined; it is then Wilson's of those who were observed to the end.

    References
    ----------
    Kaplan EL, Meier P (1958) Nonparametric estimation from incomplete observations. J Am Stat Assoc 53:457-481.
    Kalbfleisch JD, Prentice RL (2002) The statistical analysis of failure time data, 2nd ed. Wiley, section 1.4.
    """
    at_risk = _at_risk(events, censored)
    to_the_end = int(at_risk[-1])
    if not to_the_end:
        return None
    free = float(np.prod((at_risk - events) / at_risk))
    # To the last digit the plain rate where nobody was reviewed early, so that both are rounded alike.
    value = 1 - free if censored[:-1].any() else float(events.sum() / at_risk[0])
    if free in {0.0, 1.0}:
        interval = interval_of(value, to_the_end / design_effect, confidence_level)
        return CumulativeIncidence(value=value, interval=interval, to_the_end=to_the_end)
    greenwood = design_effect * float((events / (at_risk * (at_risk - events))).sum())
    reach = two_sided_z(confidence_level) * math.sqrt(greenwood) / abs(math.log(free))
    low, high = (1 - free ** math.exp(sign * reach) for sign in (-1, 1))
    interval = Interval(low=low, high=high, level=confidence_level, method=LOG_LOG)
    return CumulativeIncidence(value=value, interval=interval, to_the_end=to_the_end)


def log_rank(events: np.ndarray, censored: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test:
    """Test whether breakouts come as often in all levels on the days on which they were observed.

    Parameters
    ----------
    events, censored : ndarray of int, shape (levels, days)
        As for `cumulative_incidence`.
    effect : TableEffect
        Of the table of levels by outcome; the statistic is divided by its mean.

    Returns
    -------
    Test
        Its p-value is 1 where no breakout began on a day on which two levels were observed.

    References
    ----------
    Mantel N (1966) Evaluation of survival data and two new rank order statistics arising in its consideration. Cancer
    Chemother Rep 50:163-170.
    Peto R, Peto J (1972) Asymptotically efficient rank invariant test procedures. J R Stat Soc A 135:185-207.
    """
    at_risk = _at_risk(events, censored)
    everyone, breakouts = at_risk.sum(axis=0), events.sum(axis=0)
    days = (breakouts > 0) & (everyone > 1)
    share = at_risk[:, days] / everyone[days]
    expected = share * breakouts[days]
    # The variance of a hypergeometric number, a day at a time.
    spread = breakouts[days] * (everyone[days] - breakouts[days]) / (everyone[days] - 1)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    distance = (events[:, days] - expected).sum(axis=1)
    freedom = int(np.linalg.matrix_rank(covariance, hermitian=True)) if spread.any() else 0
    statistic = 0.0
    if freedom:
        statistic = max(float(distance @ np.linalg.pinv(covariance, hermitian=True) @ distance), 0.0) / effect.mean
    p_value = effect.p_value(statistic, freedom) if freedom else 1.0
    return Test(name=LOG_RANK, statistic=statistic, p_value=p_value, source=effect.with_source("Mantel 1966"))


def _at_risk(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Return how many were still observed, without a breakout before, on each day."""
    leaving = events + censored
    at_risk: np.ndarray = leaving[..., ::-1].cumsum(axis=-1)[..., ::-1]
    return at_risk
