"""What changes about a difference when other factors are allowed for, with an interval of its own.

That one interval holds zero and the other does not is no sign of a change (Gelman & Stern 2006): both differences are
of the same treatments and vary together. So the change is an estimate itself. To first order a difference is a sum over
treatments of what each moves it by (its influence); both of these sums, by client where clients came back, give the
variance of the change.

References
----------
Gelman A, Stern H (2006) The difference between "significant" and "not significant" is not itself statistically
significant. Am Stat 60:328-331.
Stefanski LA, Boos DD (2002) The calculus of M-estimation. Am Stat 56:29-38.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.methods.linked import evidence, level_within, stated
from analysis.methods.normal import two_sided_p, two_sided_z
from analysis.results import SIGNIFICANT, Estimate, Interval

if TYPE_CHECKING:
    import numpy as np

INFLUENCES = "influence functions"
# Mickey RM, Greenland S (1989) The impact of confounder selection criteria on effect estimation. Am J Epidemiol
# 129:125-137: an answer that changes by more than a tenth when another factor is allowed for is not the factor's own.
NOTABLE_CHANGE = 0.10
# Most of a difference is gone where less than half of it is left.
MOST = 0.5
# Two ways to the same difference part by less than this, and by rounding.
ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Change:
    """A difference on its own and after allowing for others, and how the two vary together.

    Attributes
    ----------
    own, left : float
        Of the same treatments.
    covariance : tuple of tuple of float, shape (2, 2)
        Of `own` and `left`, in this order.
    freedom : float or None
        Degrees of freedom of the covariance; None for many.
    picked_from : int
        How many differences of the factor this one is the largest of.
    error : float
        How often an interval may miss, the choice of the difference not yet allowed for.
    """

    own: float
    left: float
    covariance: tuple[tuple[float, float], tuple[float, float]]
    freedom: float | None = None
    picked_from: int = 1
    error: float = SIGNIFICANT

    def within(self, error: float) -> Change:
        """Return the same change with intervals that may miss so often."""
        return replace(self, error=error)

    @property
    def estimate(self) -> Estimate:
        """What is left less what there was."""
        return self._left_beyond(1.0)

    @property
    def p_value(self) -> float:
        """The error at which the interval of the change begins to hold zero, its choice allowed for."""
        value, deviation = self._beyond(1.0)
        if not deviation:
            return 0.0 if value else 1.0
        return evidence(two_sided_p(value / deviation, self.freedom), self.picked_from)

    @property
    def is_slight(self) -> bool:
        """Whether the intervals rule out that the difference becomes a tenth larger or smaller."""
        smaller, larger = (self._left_beyond(1 + each) for each in (-NOTABLE_CHANGE, NOTABLE_CHANGE))
        if self.own < 0:
            return smaller.interval.high < 0 < larger.interval.low
        return larger.interval.high < 0 < smaller.interval.low

    @property
    def is_mostly_gone(self) -> bool:
        """Whether the intervals rule out that half of the difference, or more, is left."""
        half = self._left_beyond(MOST).interval
        return half.low > 0 if self.own < 0 else half.high < 0

    def _left_beyond(self, share: float) -> Estimate:
        value, deviation = self._beyond(share)
        level = level_within(self.error, self.picked_from)
        reach = two_sided_z(level, self.freedom) * deviation
        low, high = max(value - reach, -2.0), min(value + reach, 2.0)
        return stated(Estimate(value, Interval(low=low, high=high, level=level, method=INFLUENCES)))

    def _beyond(self, share: float) -> tuple[float, float]:
        """Return what is left beyond a share of the difference, and its standard error."""
        (own, both), (_, left) = self.covariance
        variance = share**2 * own - 2 * share * both + left
        value = self.left - share * self.own
        return (value if abs(value) > ROUNDING else 0.0), math.sqrt(max(variance, 0.0))


def change_of(
    differences: tuple[float, float],
    covariance: np.ndarray,
    freedom: float | None,
    picked_from: int = 1,
) -> Change:
    """Return the change between two differences with this covariance, which rounding may have left without symmetry."""
    (own, both), (_, left) = ((covariance + covariance.T) / 2).tolist()
    return Change(
        own=differences[0],
        left=differences[1],
        covariance=((own, both), (both, left)),
        freedom=freedom,
        picked_from=picked_from,
    )
