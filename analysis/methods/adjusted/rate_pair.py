"""Two rates that one model gives: their difference and ratio, with Newcombe's kind of interval.

Each rate has Wilson's interval of as many independent treatments as have its variance. The two are put together as
Newcombe puts those of independent rates, allowing for the correlation of the estimates ("method of variance estimates
recovery"). With one factor in a model of clients who came once that is Newcombe's interval itself, so a difference on
its own and after adjusting differ by the adjustment alone. Unlike value ± so many standard errors, which finds too much
where cases are few, and unlike the odds ratio's, which finds too little, it is right in the small errors too that a
family of factors asks for (`tests/simulations/coming_back.py`).

References
----------
Newcombe RG (1998) Interval estimation for the difference between independent proportions. Stat Med 17:873-890.
Zou GY, Donner A (2008) Construction of confidence limits about effect measures: a general approach. Stat Med
27:1693-1702.
Donner A, Zou GY (2012) Closed-form confidence intervals for functions of the normal mean and standard deviation. Stat
Methods Med Res 21:347-359.
Franco C et al. (2019) Comparative study of confidence intervals for proportions in complex sample surveys. J Surv Stat
Methodol 7:334-364.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy

from analysis.methods.normal import two_sided_p, two_sided_z
from analysis.methods.rate import wilson_bounds
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval

MOVER = "Newcombe hybrid score for correlated rates"
# Further from zero than this many standard errors no difference has a p-value that a computer tells from 0.
FURTHEST = 50.0


@dataclass(frozen=True, kw_only=True)
class _Apart:
    """How far below and above the one rate, and then the other, its interval reaches."""

    below: float
    above: float
    other_below: float
    other_above: float


@dataclass(frozen=True, kw_only=True)
class RatePair:
    """Two rates, both above 0 and below 1, and how far they may be off.

    Attributes
    ----------
    first, second : float
        The difference is `first` minus `second`, the ratio `first` over `second`.
    variances : tuple of float
    covariance : float
    freedom : float or None
        Degrees of freedom of these, where they are estimated from the spread between clients.
    """

    first: float
    second: float
    variances: tuple[float, float]
    covariance: float
    freedom: float | None

    def difference(self, confidence_level: float = CONFIDENCE_LEVEL) -> Estimate:
        """Return the difference with its interval."""
        low, high = self._difference_bounds(two_sided_z(confidence_level, self.freedom))
        return Estimate(self.first - self.second, Interval(low=low, high=high, level=confidence_level, method=MOVER))

    def ratio(self, confidence_level: float = CONFIDENCE_LEVEL) -> Estimate:
        """Return the ratio with its interval, which holds 1 where that of the difference holds 0."""
        of = self._apart(two_sided_z(confidence_level, self.freedom))
        first, second = self.first, self.second
        # Both bounds solve (first - ratio * second)² = reach², as those of the difference do with a ratio of 1.
        square, half = second**2 - of.other_above**2, first * second - self._correlation * of.below * of.other_above
        rest = first**2 - of.below**2
        low = rest / (half + math.sqrt(max(half**2 - square * rest, 0.0)))
        square, half = second**2 - of.other_below**2, first * second - self._correlation * of.above * of.other_below
        rest = first**2 - of.above**2
        high = (half + math.sqrt(max(half**2 - square * rest, 0.0))) / square
        return Estimate(first / second, Interval(low=low, high=high, level=confidence_level, method=MOVER))

    @property
    def covariances(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The covariance matrix of the two."""
        return (self.variances[0], self.covariance), (self.covariance, self.variances[1])

    @property
    def p_value(self) -> float:
        """The error at which the interval of the difference begins to hold zero."""
        if self.first == self.second:
            return 1.0

        def distance(z: float) -> float:
            """Return how far the interval stays away from zero."""
            low, high = self._difference_bounds(z)
            return low if self.first > self.second else -high

        at = FURTHEST if distance(FURTHEST) > 0 else float(scipy.optimize.brentq(distance, 0.0, FURTHEST))
        return two_sided_p(at, self.freedom)

    @property
    def _correlation(self) -> float:
        scale = math.sqrt(self.variances[0] * self.variances[1])
        return max(-1.0, min(self.covariance / scale, 1.0)) if scale else 0.0

    def _difference_bounds(self, z: float) -> tuple[float, float]:
        of, difference = self._apart(z), self.first - self.second
        low = difference - _reach(of.below, of.other_above, self._correlation)
        return low, difference + _reach(of.above, of.other_below, self._correlation)

    def _apart(self, z: float) -> _Apart:
        low, high = _wilson(self.first, self.variances[0], z)
        other_low, other_high = _wilson(self.second, self.variances[1], z)
        return _Apart(
            below=self.first - low,
            above=high - self.first,
            other_below=self.second - other_low,
            other_above=other_high - self.second,
        )


def _wilson(rate: float, variance: float, z: float) -> tuple[float, float]:
    """Return the bounds of a rate of as many independent treatments as have this variance."""
    return wilson_bounds(rate, rate * (1 - rate) / variance if variance else math.inf, z)


def _reach(one: float, other: float, correlation: float) -> float:
    """Return how far the difference of two estimates reaches that reach so far each."""
    return math.sqrt(max(one**2 + other**2 - 2 * correlation * one * other, 0.0))
