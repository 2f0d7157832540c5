"""Two levels against each other: difference, ratio and odds ratio of their rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy.optimize import brentq
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.results import CONFIDENCE_LEVEL, Comparison, Estimate, Interval

if TYPE_CHECKING:
    from analysis.results import Rate

NEWCOMBE = "Newcombe hybrid score"
KATZ = "Katz log"
SCORE = "Miettinen-Nurminen score"
WOOLF = "Woolf log"


def compare(first: Rate, second: Rate, confidence_level: float = CONFIDENCE_LEVEL) -> Comparison:
    """Compare the rate of one level with that of another.

    The risk difference has Newcombe's interval (his method 10). The risk ratio has Katz's log interval, the one that
    published tables print; where a zero count leaves that undefined, the score interval. The odds ratio has Woolf's
    interval, and is left out where a cell is zero: no half is ever added to a count.

    Parameters
    ----------
    first, second : Rate
        The differences are `first` minus `second`, the ratios `first` over `second`.
    confidence_level : float
        Fraction between 0 and 1.

    References
    ----------
    Newcombe RG (1998) Interval estimation for the difference between independent proportions. Stat Med 17:873-890.
    Katz D et al. (1978) Obtaining confidence intervals for the risk ratio in cohort studies. Biometrics 34:469-474.
    Miettinen O, Nurminen M (1985) Comparative analysis of two rates. Stat Med 4:213-226.
    """
    alpha = 1 - confidence_level
    low, high = confint_proportions_2indep(
        first.breakouts, first.known, second.breakouts, second.known, method="newcomb", compare="diff", alpha=alpha
    )
    # Rounding must not shut the estimate out of its own interval, nor push the interval past what a difference can be.
    difference = first.value - second.value
    interval = Interval(
        max(min(float(low), difference), -1.0), min(max(float(high), difference), 1.0), confidence_level, NEWCOMBE
    )
    return Comparison(
        first,
        second,
        Estimate(difference, interval),
        _risk_ratio(first, second, confidence_level),
        _odds_ratio(first, second, confidence_level),
    )


def _risk_ratio(first: Rate, second: Rate, confidence_level: float) -> Estimate | None:
    if first.breakouts == 0 and second.breakouts == 0:
        return None
    if first.breakouts == 0:
        return Estimate(0.0, Interval(0.0, _score_bound(first, second, confidence_level), confidence_level, SCORE))
    if second.breakouts == 0:
        # The ratio the other way round has an upper bound, and this one the inverse of it as its lower.
        return Estimate(
            None, Interval(1 / _score_bound(second, first, confidence_level), None, confidence_level, SCORE)
        )
    low, high = confint_proportions_2indep(
        first.breakouts,
        first.known,
        second.breakouts,
        second.known,
        method="log",
        compare="ratio",
        alpha=1 - confidence_level,
    )
    return Estimate(first.value / second.value, Interval(float(low), float(high), confidence_level, KATZ))


def _score_bound(none: Rate, some: Rate, confidence_level: float) -> float:
    """Return the upper score bound of the ratio of a rate without breakouts to one with some.

    statsmodels 0.15 has this bound, but loses it where every treatment of the other level had a breakout.
    """
    critical = float(chi2.ppf(confidence_level, 1))
    everyone = none.known + some.known

    def excess(log_ratio: float) -> float:
        ratio = math.exp(log_ratio)
        # The most likely rate of `some` if the ratio were this one: a root of a quadratic.
        a, b, c = everyone * ratio, -(none.known * ratio + some.known + some.breakouts * ratio), some.breakouts
        expected = 2 * c / (-b + math.sqrt(max(b * b - 4 * a * c, 0.0)))
        variance = (
            ratio * expected * (1 - ratio * expected) / none.known + ratio**2 * expected * (1 - expected) / some.known
        )
        return (ratio * some.value) ** 2 * (everyone - 1) / everyone - critical * variance

    return math.exp(float(brentq(excess, math.log(1e-12), math.log(1e12))))


def _odds_ratio(first: Rate, second: Rate, confidence_level: float) -> Estimate | None:
    cells = [[rate.breakouts, rate.known - rate.breakouts] for rate in (first, second)]
    if 0 in cells[0] or 0 in cells[1]:
        return None
    table = Table2x2(cells, shift_zeros=False)
    low, high = table.oddsratio_confint(1 - confidence_level)
    return Estimate(float(table.oddsratio), Interval(float(low), float(high), confidence_level, WOOLF))
