"""Two levels compared within strata, pooled over the strata after Mantel and Haenszel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.normal import chi_square_p, two_sided_z
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Rate

SATO = "Sato"
GREENLAND_ROBINS = "Greenland-Robins"
ROBINS_BRESLOW_GREENLAND = "Robins-Breslow-Greenland"
BRESLOW_DAY_TARONE = "Breslow-Day-Tarone"

# With fewer strata there is nothing that could differ.
FEWEST_STRATA = 2


@dataclass(frozen=True)
class Pooled:
    """Two levels compared within strata: the first minus, or divided by, the second.

    `risk_ratio` and `odds_ratio` are None where a sum of counts is zero, which leaves their intervals undefined.
    """

    risk_difference: Estimate
    risk_ratio: Estimate | None
    odds_ratio: Estimate | None


@dataclass(frozen=True, eq=False, kw_only=True)
class TwoByTwos:
    """A two-by-two table for each stratum, each of which holds both levels; counts divided by the design effect.

    Attributes
    ----------
    first, second : ndarray of float, shape (strata,)
        Breakouts.
    first_known, second_known : ndarray of float, shape (strata,)
        Treatments with a known outcome, more than none.
    """

    first: np.ndarray
    first_known: np.ndarray
    second: np.ndarray
    second_known: np.ndarray

    @classmethod
    def of(cls, pairs: Sequence[tuple[Rate, Rate]], design_effect: float = 1.0) -> TwoByTwos:
        """Return the tables of the rates of both levels in each stratum, divided by one design effect."""
        counts = np.array([[first.breakouts, first.known, second.breakouts, second.known] for first, second in pairs])
        first, first_known, second, second_known = counts.T / design_effect
        return cls(first=first, first_known=first_known, second=second, second_known=second_known)

    @property
    def known(self) -> np.ndarray:
        """All treatments of each stratum."""
        summed: np.ndarray = self.first_known + self.second_known
        return summed

    @property
    def with_both_outcomes(self) -> TwoByTwos:
        """The strata in which some broke out and some did not."""
        breakouts = self.first + self.second
        is_mixed = (breakouts > 0) & (breakouts < self.known)
        return TwoByTwos(
            first=self.first[is_mixed],
            first_known=self.first_known[is_mixed],
            second=self.second[is_mixed],
            second_known=self.second_known[is_mixed],
        )


def pool(of: TwoByTwos, confidence_level: float = CONFIDENCE_LEVEL, freedom: float | None = None) -> Pooled:
    """Return the difference and the ratios of two rates that strata share, as far as they share them.

    Where the true difference is not the same in every stratum, the pooled one is a mean that counts most the strata
    that hold many treatments of both levels.

    Parameters
    ----------
    of : TwoByTwos
        At least one stratum.
    confidence_level : float
        Fraction between 0 and 1.
    freedom : float, optional
        Degrees of freedom of the design effect, where it is estimated.

    Notes
    -----
    The variance of the difference is Sato's, because it is right both for few large strata and for many thin ones: in
    200 strata of one treatment against three its 95 % intervals hold the true difference in 95 of 100 simulated logs,
    those of Greenland and Robins, whose variance is right for large strata only, in 51.

    References
    ----------
    Mantel N, Haenszel W (1959) Statistical aspects of the analysis of data from retrospective studies of disease. J
    Natl Cancer Inst 22:719-748.
    Sato T (1989) On the variance estimator for the Mantel-Haenszel risk difference. Biometrics 45:1323-1324.
    Greenland S, Robins JM (1985) Estimation of a common effect parameter from sparse follow-up data. Biometrics
    41:55-68.
    Robins J, Breslow N, Greenland S (1986) Estimators of the Mantel-Haenszel variance consistent in both sparse data
    and large-strata limiting models. Biometrics 42:311-323.
    """
    deviations = two_sided_z(confidence_level, freedom)
    return Pooled(
        _risk_difference(of, deviations, confidence_level),
        _risk_ratio(of, deviations, confidence_level),
        _odds_ratio(of, deviations, confidence_level),
    )


def breslow_day_tarone_test(of: TwoByTwos, odds_ratio: Estimate | None) -> Test | None:
    """Test whether the odds ratio is the same in every stratum.

    Parameters
    ----------
    of : TwoByTwos
    odds_ratio : Estimate or None
        The pooled one.

    Returns
    -------
    Test or None
        None where fewer than two strata tell, or the pooled odds ratio is undefined.

    References
    ----------
    Breslow NE, Day NE (1980) Statistical methods in cancer research I. IARC, Lyon, p. 142.
    Tarone RE (1985) On heterogeneity tests based on efficient scores. Biometrika 72:91-95.
    """
    tables = of.with_both_outcomes
    strata = len(tables.first)
    if odds_ratio is None or strata < FEWEST_STRATA:
        return None
    expected = expected_breakouts(tables, odds_ratio.value)
    excess = tables.first - expected
    variance = 1 / (1 / _cells(tables, expected)).sum(axis=0)
    statistic = float((excess**2 / variance).sum() - excess.sum() ** 2 / variance.sum())
    p_value = chi_square_p(max(statistic, 0.0), strata - 1)
    return Test(
        name=BRESLOW_DAY_TARONE,
        statistic=max(statistic, 0.0),
        p_value=p_value,
        source="Breslow & Day 1980, Tarone's correction 1985",
    )


def smallest_cells(of: TwoByTwos, odds_ratio: Estimate | None) -> np.ndarray:
    """Return the smallest count expected in each stratum with both outcomes if all shared the pooled odds ratio."""
    tables = of.with_both_outcomes
    if odds_ratio is None or not len(tables.first):
        return np.zeros(0)
    smallest: np.ndarray = _cells(tables, expected_breakouts(tables, odds_ratio.value)).min(axis=0)
    return smallest


def expected_breakouts(of: TwoByTwos, odds_ratio: float) -> np.ndarray:
    """Return the breakouts of the first level that give each stratum, its margins kept, this odds ratio."""
    breakouts = of.first + of.second
    rising = of.second_known - breakouts + odds_ratio * (breakouts + of.first_known)
    product = odds_ratio * breakouts * of.first_known
    root = np.sqrt(rising**2 + 4 * (1 - odds_ratio) * product)
    # Of two ways to write the root of the quadratic, the one that subtracts nothing.
    straight = rising >= 0
    numerator = np.where(straight, 2 * product, root - rising)
    denominator = np.where(straight, rising + root, 2 * (1 - odds_ratio))
    expected: np.ndarray = numerator / denominator
    return expected


def _cells(of: TwoByTwos, first: np.ndarray) -> np.ndarray:
    """Return the four cells of each table whose first cell is `first` and whose margins are those of `of`."""
    breakouts = of.first + of.second
    return np.array([first, breakouts - first, of.first_known - first, of.second_known - breakouts + first])


def _risk_difference(of: TwoByTwos, deviations: float, confidence_level: float) -> Estimate:
    first, first_known, second, second_known, known = of.first, of.first_known, of.second, of.second_known, of.known
    weight = float((first_known * second_known / known).sum())
    value = float(((first * second_known - second * first_known) / known).sum()) / weight
    by_value = (
        first_known**2 * second
        - second_known**2 * first
        + first_known * second_known * (second_known - first_known) / 2
    ) / known**2
    by_chance = (first * (second_known - second) + second * (first_known - first)) / (2 * known)
    # Where every treatment of a level had the same outcome, rounding may leave a variance just below none.
    deviation = math.sqrt(max(float(value * by_value.sum() + by_chance.sum()), 0.0)) / weight
    low, high = value - deviations * deviation, value + deviations * deviation
    return Estimate(value, Interval(low=max(low, -1.0), high=min(high, 1.0), level=confidence_level, method=SATO))


def _risk_ratio(of: TwoByTwos, deviations: float, confidence_level: float) -> Estimate | None:
    first = float((of.first * of.second_known / of.known).sum())
    second = float((of.second * of.first_known / of.known).sum())
    if not first or not second:
        return None
    breakouts = of.first + of.second
    shared = (of.first_known * of.second_known * breakouts - of.first * of.second * of.known) / of.known**2
    deviation = math.sqrt(max(float(shared.sum()), 0.0) / (first * second))
    return _ratio(first / second, deviations * deviation, confidence_level, GREENLAND_ROBINS)


def _odds_ratio(of: TwoByTwos, deviations: float, confidence_level: float) -> Estimate | None:
    first_without, second_without = of.first_known - of.first, of.second_known - of.second
    alike, unlike = (of.first + second_without) / of.known, (first_without + of.second) / of.known
    rising, falling = of.first * second_without / of.known, first_without * of.second / of.known
    risen, fallen = float(rising.sum()), float(falling.sum())
    if not risen or not fallen:
        return None
    variance = (
        float((alike * rising).sum()) / (2 * risen**2)
        + float((alike * falling + unlike * rising).sum()) / (2 * risen * fallen)
        + float((unlike * falling).sum()) / (2 * fallen**2)
    )
    return _ratio(risen / fallen, deviations * math.sqrt(variance), confidence_level, ROBINS_BRESLOW_GREENLAND)


def _ratio(value: float, width: float, confidence_level: float, method: str) -> Estimate:
    return Estimate(
        value,
        Interval(low=value * math.exp(-width), high=value * math.exp(width), level=confidence_level, method=method),
    )
