"""Two levels against each other: difference, ratio and odds ratio of their rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import scipy

from analysis.methods.normal import two_sided_z
from analysis.methods.rate import wilson_bounds
from analysis.results import CONFIDENCE_LEVEL, Comparison, Estimate, Interval, Rate, Ratio, RatioInterval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.sureness import Effects

NEWCOMBE = "Newcombe hybrid score"
KATZ = "Katz log"
SCORE = "Miettinen-Nurminen score"
WOOLF = "Woolf log"

# The search for a score bound starts this little above the estimate and ends at a ratio beyond any that counts give.
NEXT_TO = 1e-9
LARGEST_LOG_RATIO = math.log(1e12)
# No p-value is worked out more finely than this.
SMALLEST_ERROR = 1e-12
# Two treatments are the fewest that can be compared; alike clients may make all of a log worth less than one.
FEWEST_COMPARED = 2


def compare(
    first: Rate, second: Rate, confidence_level: float = CONFIDENCE_LEVEL, effects: Effects | None = None
) -> Comparison:
    """Compare the rate of one level with that of another.

    The risk difference has Newcombe's interval (his method 10). The risk ratio has Katz's log interval, the one that
    published tables print; where a cell is zero, which leaves Katz's undefined or too narrow, the score interval. The
    odds ratio has Woolf's interval, and is left out where a cell is zero: no half is ever added to a count. All of them
    are intervals of the counts divided by a design effect: that of the comparison, because clients who were treated at
    both levels tell more of their difference than of either rate. Where it is estimated from few clients, the intervals
    are those of Student's t.

    Parameters
    ----------
    first, second : Rate
        The differences are `first` minus `second`, the ratios `first` over `second`.
    confidence_level : float
        Fraction between 0 and 1.
    effects : Effects, optional
        Of this comparison; without, each rate keeps its own, as if no client were on both sides.

    References
    ----------
    Newcombe RG (1998) Interval estimation for the difference between independent proportions. Stat Med 17:873-890.
    Katz D et al. (1978) Obtaining confidence intervals for the risk ratio in cohort studies. Biometrics 34:469-474.
    Miettinen O, Nurminen M (1985) Comparative analysis of two rates. Stat Med 4:213-226.
    """
    difference, risk, odds = ((first, second),) * 3 if effects is None else _with_effects(first, second, effects)
    reach = _Reach(confidence_level, None if effects is None else effects.freedom)
    return Comparison(
        first=first,
        second=second,
        worth=(difference[0].effective_known, difference[1].effective_known),
        risk_difference=_risk_difference(*difference, reach),
        risk_ratio=_risk_ratio(*risk, reach),
        odds_ratio=_odds_ratio(*odds, reach),
        effects=effects,
    )


def at_level(of: Comparison, confidence_level: float) -> Comparison:
    """Return the same comparison with intervals of another level."""
    return compare(of.first, of.second, confidence_level, of.effects)


def difference_p(of: Comparison) -> float:
    """Return the error at which the interval of a difference begins to hold zero: the p-value that matches it.

    None is given as smaller than `SMALLEST_ERROR`; equal rates have 1.
    """
    effects = of.effects
    first, second = (of.first, of.second) if effects is None else next(_with_effects(of.first, of.second, effects))
    freedom = of.freedom

    def distance(log_error: float) -> float:
        """Return how far the interval stays away from zero."""
        low, high = _newcombe_bounds(first, second, two_sided_z(1 - math.exp(log_error), freedom))
        return low if first.value > second.value else -high

    smallest = math.log(SMALLEST_ERROR)
    if first.value == second.value:
        return 1.0
    return SMALLEST_ERROR if distance(smallest) > 0 else math.exp(float(scipy.optimize.brentq(distance, smallest, 0.0)))


class _Reach(NamedTuple):
    """How sure an interval shall be, and the degrees of freedom of its standard error; None for a known one."""

    level: float
    freedom: float | None = None

    @property
    def z(self) -> float:
        """How many standard errors it reaches."""
        return two_sided_z(self.level, self.freedom)


def _with_effects(first: Rate, second: Rate, effects: Effects) -> Iterator[tuple[Rate, Rate]]:
    for effect in (effects.difference, effects.risk_ratio, effects.odds_ratio):
        yield first.with_effect(effect), second.with_effect(effect)


def _risk_difference(first: Rate, second: Rate, reach: _Reach) -> Estimate:
    low, high = _newcombe_bounds(first, second, reach.z)
    return Estimate(first.value - second.value, Interval(low=low, high=high, level=reach.level, method=NEWCOMBE))


def _newcombe_bounds(first: Rate, second: Rate, z: float) -> tuple[float, float]:
    difference = first.value - second.value
    first_low, first_high = wilson_bounds(first.value, first.effective_known, z)
    second_low, second_high = wilson_bounds(second.value, second.effective_known, z)
    low = difference - math.hypot(first.value - first_low, second_high - second.value)
    high = difference + math.hypot(first_high - first.value, second.value - second_low)
    return max(low, -1.0), min(high, 1.0)


def _risk_ratio(first: Rate, second: Rate, reach: _Reach) -> Ratio | None:
    if first.breakouts == 0 and second.breakouts == 0:
        return None
    if _has_empty_cell(first, second):
        value = first.value / second.value if second.breakouts else None
        return Ratio(value, ratio_score_interval(first, second, reach.level, reach.freedom))
    variance = sum(1 / rate.effective_breakouts - 1 / rate.effective_known for rate in (first, second))
    value = first.value / second.value
    low, high = _log_bounds(value, variance, reach)
    return Ratio(value, RatioInterval(low=low, high=high, level=reach.level, method=KATZ))


def ratio_score_interval(
    first: Rate, second: Rate, confidence_level: float = CONFIDENCE_LEVEL, freedom: float | None = None
) -> RatioInterval:
    """Return the score interval of Miettinen and Nurminen of the ratio `first` over `second`.

    It is defined wherever there is a breakout on either side. statsmodels 0.15 has it too, but goes wrong where every
    treatment of a level had a breakout.

    Parameters
    ----------
    first, second : Rate
        Not both without breakouts.
    confidence_level : float
        Fraction between 0 and 1.
    freedom : float, optional
        Degrees of freedom of the rates' design effect, where it is estimated.

    References
    ----------
    Miettinen O, Nurminen M (1985) Comparative analysis of two rates. Stat Med 4:213-226.
    """
    # The ratio the other way round has the inverse bounds.
    z = two_sided_z(confidence_level, freedom)
    low = 1 / _upper_score_bound(second, first, z) if first.breakouts else 0.0
    high = _upper_score_bound(first, second, z) if second.breakouts else None
    return RatioInterval(low=low, high=high, level=confidence_level, method=SCORE)


def _upper_score_bound(first: Rate, second: Rate, z: float) -> float:
    """Return the largest ratio `first` over `second`, which has breakouts, that the counts do not speak against."""
    critical = z**2
    everyone = max(first.effective_known + second.effective_known, FEWEST_COMPARED)

    def excess(log_ratio: float) -> float:
        """Return by how much the score statistic at this ratio exceeds the critical value; 0 at the bound."""
        ratio = math.exp(log_ratio)
        expected = _likeliest_rate(first, second, ratio)
        variance = (
            ratio * expected * (1 - ratio * expected) / first.effective_known
            + ratio**2 * expected * (1 - expected) / second.effective_known
        ) * (everyone / (everyone - 1))
        return (first.value - ratio * second.value) ** 2 - critical * variance

    estimate = first.value / second.value
    lowest = math.log(estimate) + NEXT_TO if estimate else -LARGEST_LOG_RATIO
    return math.exp(float(scipy.optimize.brentq(excess, lowest, LARGEST_LOG_RATIO)))


def _likeliest_rate(first: Rate, second: Rate, ratio: float) -> float:
    """Return the most likely rate of `second` if that of `first` were `ratio` times as high: a root of a quadratic."""
    rising = ratio * (first.effective_known + second.effective_breakouts)
    falling = second.effective_known + first.effective_breakouts
    without = (rate.effective_known - rate.effective_breakouts for rate in (first, second))
    # Written as a sum, the discriminant loses no digits where its root is near zero.
    root = math.sqrt((rising - falling) ** 2 + 4 * ratio * math.prod(without))
    return 2 * (first.effective_breakouts + second.effective_breakouts) / (rising + falling + root)


def _odds_ratio(first: Rate, second: Rate, reach: _Reach) -> Estimate | None:
    if _has_empty_cell(first, second):
        return None
    breakouts, others = first.effective_breakouts, second.effective_breakouts
    without, others_without = first.effective_known - breakouts, second.effective_known - others
    odds_ratio = breakouts * others_without / (without * others)
    variance = sum(1 / cell for cell in (breakouts, without, others, others_without))
    low, high = _log_bounds(odds_ratio, variance, reach)
    return Estimate(odds_ratio, Interval(low=low, high=high, level=reach.level, method=WOOLF))


def _log_bounds(ratio: float, variance: float, reach: _Reach) -> tuple[float, float]:
    """Return the ends of the interval that is symmetric about the logarithm of a ratio, which has this variance."""
    factor = math.exp(reach.z * math.sqrt(variance))
    return ratio / factor, ratio * factor


def _has_empty_cell(first: Rate, second: Rate) -> bool:
    return any(rate.breakouts in {0, rate.known} for rate in (first, second))
