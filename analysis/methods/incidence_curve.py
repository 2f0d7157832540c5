"""How many have had something by each day when not all were observed so long, and the day by which half have had it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.methods.kaplan_meier import LOG_LOG, at_risk, still_free
from analysis.methods.normal import two_sided_z
from analysis.methods.rate import interval_of
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval

HALF = 0.5
# Apart by less than this, two shares differ by the computer's rounding alone.
SAME_SHARE = 1e-12


@dataclass(frozen=True, kw_only=True)
class MedianDay:
    """The day by which half have had it; None where that is after the last day, or where a bound is not reached."""

    value: float | None
    low: float | None
    high: float | None
    level: float


@dataclass(frozen=True, kw_only=True)
class IncidenceCurve:
    """How many have had it by each day, had all been observed until then.

    Attributes
    ----------
    units, events : int
        How many were observed at all, and how many of them had it.
    at_risk : tuple of int
        How many were still observed, without having had it before, on each day from 0 to the last of the counts.
    known : tuple of int
        How many are known to have had it before each day, or not to have had it until then.
    shares : tuple of Estimate
        One for each day from 0 to the last on which anybody was observed, or to the last of all where everybody has had
        it.
    median : MedianDay
    design_effect : float
        What Greenwood's variance is multiplied by.
    """

    units: int
    events: int
    at_risk: tuple[int, ...]
    known: tuple[int, ...]
    shares: tuple[Estimate, ...]
    median: MedianDay
    design_effect: float

    def by_day(self, day: int, fewest: int = 1) -> Estimate | None:
        """Return the share by a day; None where fewer than `fewest` are known until then."""
        return self.shares[day] if day < len(self.shares) and self.known[day] >= fewest else None

    def first_day(self, share: float) -> int | None:
        """Return the first day by which so many of those who had it by the last day have had it; None where none did.

        Parameters
        ----------
        share : float
            Of those who had it by the last day; 0.5 gives the day by which half of them had it.
        """
        by_day = np.array([each.value for each in self.shares])
        if not len(by_day) or not by_day[-1]:
            return None
        return int(np.argmax(by_day >= share * by_day[-1] - SAME_SHARE))


def incidence_curve(
    events: np.ndarray,
    censored: np.ndarray,
    design_effect: float = 1.0,
    confidence_level: float = CONFIDENCE_LEVEL,
) -> IncidenceCurve:
    """Return one minus the Kaplan-Meier estimate on every day, with Greenwood's intervals on the log-log scale.

    Parameters
    ----------
    events, censored : ndarray of int, one for each day from 0
        How many had it by its first day, and the others by the last day on which they were observed.
    design_effect : float
        At least 1.
    confidence_level : float
        Fraction between 0 and 1.

    Notes
    -----
    On the last day it is `cumulative_incidence`. As there, the interval is Wilson's, of those known until the day,
    where nobody or everybody has had it, and shares are plain ones up to the first day on which an observation ended.
    The median and its bounds are the first days on which the estimate, and the ends of its interval, reach one half;
    between two days where the estimate is one half in between (Brookmeyer & Crowley 1982; R's `survfit`).

    References
    ----------
    Kaplan EL, Meier P (1958) Nonparametric estimation from incomplete observations. J Am Stat Assoc 53:457-481.
    Kalbfleisch JD, Prentice RL (2002) The statistical analysis of failure time data, 2nd ed. Wiley, section 1.4.
    Brookmeyer R, Crowley J (1982) A confidence interval for the median survival time. Biometrics 38:29-41.
    """
    observed = at_risk(events, censored)
    units = int(observed[0])
    free = still_free(events, censored)
    ended_before = censored.cumsum() - censored
    known = units - ended_before
    # To the last digit the plain share where no observation ended before, so that both are rounded alike.
    share = np.where(ended_before == 0, events.cumsum() / max(units, 1), 1 - free)
    free = 1 - share
    low, high = _bounds(events, observed, free, design_effect, two_sided_z(confidence_level))
    # Where everybody has had it nobody is left to observe, and still it is known.
    last = len(free) if units and free[-1] == 0 else int((observed > 0).sum())
    shares = tuple(
        Estimate(
            float(share[day]),
            Interval(low=float(low[day]), high=float(high[day]), level=confidence_level, method=LOG_LOG)
            if 0 < free[day] < 1
            else interval_of(float(share[day]), float(known[day]) / design_effect, confidence_level),
        )
        for day in range(last)
    )
    return IncidenceCurve(
        units=units,
        events=int(events.sum()),
        at_risk=tuple(observed.tolist()),
        known=tuple(known.tolist()),
        shares=shares,
        median=MedianDay(
            value=_first(share[:last], between=True),
            low=_first(high[:last]),
            high=_first(low[:last]),
            level=confidence_level,
        ),
        design_effect=design_effect,
    )


def _bounds(
    events: np.ndarray, observed: np.ndarray, free: np.ndarray, design_effect: float, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of the share on each day; where it is not defined they reach no half."""
    inside = (free > 0) & (free < 1)
    left = np.where(inside, observed - events, 1)
    greenwood = design_effect * np.cumsum(np.where(inside, events / np.maximum(observed * left, 1), 0.0))
    power = np.exp(z * np.sqrt(greenwood) / np.abs(np.log(np.where(inside, free, HALF))))
    low, high = 1 - free ** (1 / power), 1 - free**power
    return np.where(inside, low, 0.0), np.where(inside, high, 0.0)


def _first(shares: np.ndarray, *, between: bool = False) -> float | None:
    """Return the first day on which a share is one half; None where it never is."""
    reached = np.flatnonzero(shares >= HALF - SAME_SHARE)
    if not len(reached):
        return None
    first = int(reached[0])
    beyond = np.flatnonzero(shares > HALF + SAME_SHARE)
    if between and abs(shares[first] - HALF) <= SAME_SHARE and len(beyond):
        return (first + int(beyond[0])) / 2
    return float(first)
