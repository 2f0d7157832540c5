"""For how many days, on average, something had not happened yet, within as many days as are looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.kaplan_meier import at_risk, still_free
from analysis.methods.normal import two_sided_z
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval

if TYPE_CHECKING:
    from analysis.counting.tallies import ClientPairs

NORMAL = "normal"


def restricted_mean(events: np.ndarray, censored: np.ndarray, days: int) -> tuple[float, float]:
    """Return the mean number of the first days until it happens, and its variance.

    It is the area under the Kaplan-Meier curve up to that day, with Greenwood's variance.

    Parameters
    ----------
    events, censored : ndarray of int, one for each day from 0
        As for `incidence_curve`.
    days : int
        Up to which day.

    References
    ----------
    Royston P, Parmar MKB (2013) Restricted mean survival time: an alternative to the hazard ratio for the design and
    analysis of randomized trials with a time-to-event outcome. BMC Med Res Methodol 13:152.
    """
    observed, free, area = _areas(events, censored, days)
    left = observed - events
    is_counted = left > 0
    variance = (area**2 * events)[is_counted] / (observed * left)[is_counted]
    return float(free[:days].sum()), float(variance.sum())


def mean_difference(
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
    days: int,
    design_effects: tuple[float, float] = (1.0, 1.0),
    confidence_level: float = CONFIDENCE_LEVEL,
) -> Estimate:
    """Return the restricted mean of the first minus that of the second, each given as its events and censored.

    Parameters
    ----------
    first, second : pair of ndarray of int
    days : int
    design_effects : pair of float
        What the variance of each is multiplied by.
    confidence_level : float
        Fraction between 0 and 1.

    References
    ----------
    Royston P, Parmar MKB (2013) BMC Med Res Methodol 13:152.
    """
    means, variances = zip(*(restricted_mean(*each, days) for each in (first, second)), strict=True)
    reach = two_sided_z(confidence_level) * math.sqrt(float(np.dot(variances, design_effects)))
    value = means[0] - means[1]
    return Estimate(value, Interval(low=value - reach, high=value + reach, level=confidence_level, method=NORMAL))


def mean_design_effect(events: np.ndarray, censored: np.ndarray, pairs: ClientPairs | None) -> float:
    """Return the design effect of the restricted mean over all days: its robust variance over Greenwood's.

    The influence of each unit on the mean is summed over the units of a client (the infinitesimal jackknife). Below 1
    it counts as 1, and where nobody came back it is 1.

    Parameters
    ----------
    events, censored : ndarray of int, one for each day from 0
    pairs : ClientPairs or None
        Of the same units, not split, by day and by whether it happened: twice the day, and one more where it did.

    References
    ----------
    Lin DY, Wei LJ (1989) The robust inference for the Cox proportional hazards model. J Am Stat Assoc 84:1074-1078.
    Therneau TM (2024) A package for survival analysis in R: survfit's infinitesimal jackknife by cluster.
    """
    if pairs is None:
        return 1.0
    observed, _, area = _areas(events, censored, len(events) - 1)
    # The derivative of the logarithm of the curve by the weight of a unit, a day at a time.
    each = area / np.maximum(observed - events, 1)
    until = np.cumsum(each * events / np.maximum(observed, 1))
    influence = np.column_stack([until, until - each]).ravel()
    counts = np.column_stack([censored, events]).ravel()
    alone = float(counts @ influence**2)
    if not alone:
        return 1.0
    size = len(influence)
    together = float(influence @ pairs.counts.reshape(size, size) @ influence)
    return max(1 + together / alone, 1.0)


def _areas(events: np.ndarray, censored: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how many are at risk on each day, the share still free of it after it, and the area from then on."""
    observed = at_risk(events, censored)
    free = still_free(events, censored)
    before = np.arange(len(free)) < days
    area = np.cumsum((free * before)[::-1])[::-1]
    return observed, free, area
