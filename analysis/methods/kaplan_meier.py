"""How many have broken out by the end of the window when not all were observed so long, and whether levels differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.methods.normal import two_sided_z
from analysis.methods.rate import interval_of
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import CONFIDENCE_LEVEL, Interval, Test

LOG_LOG = "Greenwood, log-log"
LOG_RANK = "log-rank"
LOG_RANK_TREND = "log-rank test for trend"
# Of what a variance is made up of, this much is the rounding of a computer.
NO_VARIANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
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
    observed = at_risk(events, censored)
    to_the_end = int(observed[-1])
    if not to_the_end:
        return None
    free = float(np.prod((observed - events) / observed))
    # To the last digit the plain rate where nobody was reviewed early, so that both are rounded alike.
    value = 1 - free if censored[:-1].any() else float(events.sum() / observed[0])
    if free in {0.0, 1.0}:
        interval = interval_of(value, to_the_end / design_effect, confidence_level)
        return CumulativeIncidence(value=value, interval=interval, to_the_end=to_the_end)
    greenwood = design_effect * float((events / (observed * (observed - events))).sum())
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
    distance, covariance = _beyond_chance(events, censored)
    freedom = int(np.linalg.matrix_rank(covariance, hermitian=True)) if covariance.any() else 0
    statistic = 0.0
    if freedom:
        statistic = max(float(distance @ np.linalg.pinv(covariance, hermitian=True) @ distance), 0.0) / effect.mean
    p_value = effect.p_value(statistic, freedom) if freedom else 1.0
    return Test(name=LOG_RANK, statistic=statistic, p_value=p_value, source=effect.with_source("Mantel 1966"))


def log_rank_trend(events: np.ndarray, censored: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test:
    """Test whether breakouts come ever more often, or ever less, along ordered levels, scored 0, 1, 2 and so on.

    Parameters
    ----------
    events, censored : ndarray of int, shape (levels, days)
        As for `cumulative_incidence`; levels without a treatment keep their place in the order.
    effect : TableEffect
        z² is divided by its mean.

    Returns
    -------
    Test
        Its statistic is a standard normal z, positive where breakouts come more often at higher levels. Its p-value is
        1 where no breakout began on a day on which two levels were observed.

    References
    ----------
    Tarone RE (1975) Tests for trend in life table analysis. Biometrika 62:679-690.
    """
    distance, covariance = _beyond_chance(events, censored)
    scores = np.arange(len(events), dtype=float)
    along, variance = float(scores @ distance), float(scores @ covariance @ scores)
    # What is left of a variance of zero is the computer's rounding.
    is_measurable = variance > NO_VARIANCE * float(scores @ np.diag(covariance) * scores.max(initial=0.0))
    z = along / math.sqrt(variance * effect.mean) if is_measurable else 0.0
    p_value = effect.p_value(z**2, 1) if is_measurable else 1.0
    return Test(name=LOG_RANK_TREND, statistic=z, p_value=p_value, source=effect.with_source("Tarone 1975"))


def _beyond_chance(events: np.ndarray, censored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many more breakouts each level had than its share of those of each day, and their covariance."""
    observed = at_risk(events, censored)
    everyone, breakouts = observed.sum(axis=0), events.sum(axis=0)
    days = (breakouts > 0) & (everyone > 1)
    share = observed[:, days] / everyone[days]
    expected = share * breakouts[days]
    # The variance of a hypergeometric number, a day at a time.
    spread = breakouts[days] * (everyone[days] - breakouts[days]) / (everyone[days] - 1)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return (events[:, days] - expected).sum(axis=1), covariance


def at_risk(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Return how many were still observed, without a breakout before, on each day."""
    leaving = events + censored
    observed: np.ndarray = leaving[..., ::-1].cumsum(axis=-1)[..., ::-1]
    return observed


def still_free(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Return the Kaplan-Meier estimate of those without it after each day; as before where nobody is observed."""
    observed = at_risk(events, censored)
    free: np.ndarray = np.cumprod(np.where(observed > 0, (observed - events) / np.maximum(observed, 1), 1.0), axis=-1)
    return free


def free_variance(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Return Greenwood's variance of `still_free` after each day."""
    observed = at_risk(events, censored)
    left = np.maximum(observed - events, 1)
    variance: np.ndarray = still_free(events, censored) ** 2 * np.cumsum(events / (np.maximum(observed, 1) * left))
    return variance
