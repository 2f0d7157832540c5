"""How the rate changes over the values of a numeric factor: a smooth curve with its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.comparable import FEW_BREAKOUTS, same_outcome
from analysis.methods.evidence_cautions import (
    CurveTooWide,
    FewForACurve,
    FewValues,
    NoCurveFits,
    OneValue,
    OneValueDecides,
)
from analysis.methods.logistic_curve import LogisticCurve, fit_curve, highest_leverage
from analysis.methods.natural_spline import choose_knots, quantile
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT, Estimate, Interval, LevelRate, Test, ValueRange

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor
    from analysis.results import FactorResult

WALD = "Wald chi-square"
DELTA = "delta method"
# Two values make no curve; of three or more, at least one beyond what the curve takes must be left to check it.
FEWEST_VALUES = 3
MOST_DEGREES = 3
# Huber PJ (1981) Robust statistics, section 7.2: above a half, one observation as good as decides its own fit.
HIGHEST_LEVERAGE = 0.5
# A band that spans more than half of all rates says nothing, so a simpler curve, or none, is drawn.
WIDEST_BAND = 0.5
# The curve is drawn where the treatments are: fewer than 2 in 100 have a lower, and as many a higher, value.
DRAWN_FROM, DRAWN_TO = 0.02, 0.98
POINTS = 101
MOST_BARS = 40
TWICE = 2.0


@dataclass(frozen=True)
class Point:
    """The rate on the curve at one value."""

    value: float
    rate: Estimate


@dataclass(frozen=True, kw_only=True)
class Doubling:
    """The value nearest to the end with the lower rate at which the rate is twice as high as there.

    Attributes
    ----------
    low_end : Point
        The middle of the fifth at that end.
    at : Point
    ratio : Estimate
        Of the two rates on the curve.
    is_shown : bool
        Whether the log says so: the interval of the ratio excludes 1, and the rate goes with the factor at all.
    """

    low_end: Point
    at: Point
    ratio: Estimate
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class DrawnCurve:
    """A curve that can be drawn.

    Attributes
    ----------
    points : tuple of Point
        From the 2nd to the 98th percentile, evenly spaced.
    ends : tuple of Point
        The curve at the middles of the first and of the last fifth.
    knots : tuple of float
        Where the curve bends; none for a straight line on the log-odds.
    strip : tuple of (ValueRange, int)
        How many treatments with a known outcome there are along the values that are drawn.
    association : Test
        Of no association at all.
    bend : Test or None
        Of a straight line on the log-odds; None where it is one.
    doubling : Doubling or None
        None where the curve nowhere reaches twice the rate.
    """

    points: tuple[Point, ...]
    ends: tuple[Point, Point]
    knots: tuple[float, ...]
    strip: tuple[tuple[ValueRange, int], ...]
    association: Test
    bend: Test | None
    doubling: Doubling | None

    @property
    def degrees(self) -> int:
        """Degrees of freedom of the curve; all but one of them bend it."""
        return max(len(self.knots) - 1, 1)


@dataclass(frozen=True, kw_only=True)
class RateCurve:
    """How the rate changes over the values of a numeric factor.

    Attributes
    ----------
    result : FactorResult
        The factor and the rates of its fifths.
    middles : tuple of (LevelRate, float)
        Each fifth that has a rate, and the value in the middle of its treatments.
    drawn : DrawnCurve or None
        None where no curve can be drawn, for the reason in `cautions`.
    cautions : tuple of Caution
    """

    result: FactorResult
    middles: tuple[tuple[LevelRate, float], ...]
    drawn: DrawnCurve | None
    cautions: tuple[Caution, ...] = ()


def rate_curve(result: FactorResult, tally: OneWay, design_effect: float = 1.0) -> RateCurve:
    """Fit a curve of the rate over the values of a numeric factor.

    Logistic regression on a natural cubic spline with three degrees of freedom, or fewer: the rarer outcome allows one
    for every ten (counts divided by the design effect), distinct values allow two fewer than there are, and a band that
    would be too wide, a value that alone would decide the curve, or outcomes that the curve separates, take one more
    away, until a straight line is left. The band is that of the log-odds, the covariance times the design effect.

    Parameters
    ----------
    result : FactorResult
        Of a numeric factor.
    tally : OneWay
        Counted by its values.
    design_effect : float
        At least 1.

    References
    ----------
    Durrleman S, Simon R (1989) Flexible regression models with cubic splines. Stat Med 8:551-561. Harrell FE (2015)
    Regression modeling strategies, 2nd ed., section 2.4. Peduzzi P et al. (1996) J Clin Epidemiol 49:1373-1379.
    """
    with_known = tally.answered.where(tally.answered.known > 0)
    values = np.array(with_known.levels, dtype=float)
    breakouts, no_breakouts = with_known.breakouts, with_known.no_breakouts
    middles = tuple(
        (each, _middle(each.level, values, with_known.known))
        for each in result.levels
        if each.rate is not None and isinstance(each.level, ValueRange)
    )
    refused = _cannot_fit(with_known, design_effect)
    if refused is not None:
        return RateCurve(result=result, middles=middles, drawn=None, cautions=(refused,))
    low, high = (quantile(values, with_known.known, share) for share in (DRAWN_FROM, DRAWN_TO))
    drawn = np.linspace(low, high, POINTS)
    if low == high:
        return RateCurve(result=result, middles=middles, drawn=None, cautions=(OneValue(result.factor, low),))
    rarer = min(int(breakouts.sum()), int(no_breakouts.sum())) / design_effect
    most = min(MOST_DEGREES, int(rarer // FEW_BREAKOUTS), len(values) - 2)
    curve: LogisticCurve | Caution
    # Knots that fall together are fewer: of some degrees they are the same.
    for knots in dict.fromkeys(choose_knots(values, with_known.known, degrees) for degrees in range(most, 0, -1)):
        curve = _usable(result.factor, with_known, knots, drawn, design_effect)
        if isinstance(curve, LogisticCurve):
            break
    if not isinstance(curve, LogisticCurve):
        return RateCurve(result=result, middles=middles, drawn=None, cautions=(curve,))
    ends = np.array([middles[0][1], middles[-1][1]])
    return RateCurve(result=result, middles=middles, drawn=_drawn(curve, drawn, ends, (values, with_known.known)))


def _cannot_fit(counted: OneWay, design_effect: float) -> Caution | None:
    breakouts, no_breakouts = int(counted.total.breakouts), int(counted.total.no_breakouts)
    nothing = same_outcome(breakouts, breakouts + no_breakouts)
    if nothing is not None:
        return nothing
    if len(counted.levels) < FEWEST_VALUES:
        return FewValues(len(counted.levels), FEWEST_VALUES)
    if min(breakouts, no_breakouts) / design_effect < FEW_BREAKOUTS:
        return FewForACurve(min(breakouts, no_breakouts), FEW_BREAKOUTS, design_effect)
    return None


def _usable(
    factor: Factor, counted: OneWay, knots: tuple[float, ...], drawn: np.ndarray, design_effect: float
) -> LogisticCurve | Caution:
    """Return a curve with these knots, or why it would mislead."""
    values = np.array(counted.levels, dtype=float)
    value, leverage = highest_leverage(values, counted.known, knots)
    if leverage > HIGHEST_LEVERAGE:
        return OneValueDecides(factor, value)
    curve = fit_curve(values, counted.breakouts, counted.no_breakouts, knots, design_effect)
    if curve is None:
        return NoCurveFits(factor)
    widest = max(each.rate.interval.high - each.rate.interval.low for each in _points(curve, drawn))
    return curve if widest <= WIDEST_BAND else CurveTooWide(factor, WIDEST_BAND)


def _drawn(
    curve: LogisticCurve, drawn: np.ndarray, ends: np.ndarray, known: tuple[np.ndarray, np.ndarray]
) -> DrawnCurve:
    association = _wald(curve, 1)
    first, last = _points(curve, ends)
    return DrawnCurve(
        points=_points(curve, drawn),
        ends=(first, last),
        knots=curve.knots,
        strip=_strip(*known, float(drawn[0]), float(drawn[-1])),
        association=association,
        bend=_wald(curve, 2) if curve.degrees > 1 else None,
        doubling=_doubling(curve, drawn, (first, last), association),
    )


def _points(curve: LogisticCurve, values: np.ndarray) -> tuple[Point, ...]:
    log_odds, errors = curve.log_odds(values)
    reach = scipy.stats.norm.isf((1 - CONFIDENCE_LEVEL) / 2) * errors
    rows = np.column_stack(
        [
            values,
            scipy.special.expit(log_odds),
            scipy.special.expit(log_odds - reach),
            scipy.special.expit(log_odds + reach),
        ]
    ).tolist()
    return tuple(
        Point(value, Estimate(rate, Interval(low=low, high=high, level=CONFIDENCE_LEVEL, method=DELTA)))
        for value, rate, low, high in rows
    )


def _wald(curve: LogisticCurve, first: int) -> Test:
    statistic = curve.wald(first)
    degrees = curve.degrees + 1 - first
    return Test(
        name=WALD, statistic=statistic, p_value=float(scipy.stats.chi2.sf(statistic, degrees)), source="Wald 1943"
    )


def _doubling(curve: LogisticCurve, drawn: np.ndarray, ends: tuple[Point, Point], association: Test) -> Doubling | None:
    first, last = ends
    low_end = min(ends, key=lambda point: point.rate.value)
    base = float(curve.rates(np.array([low_end.value]))[0])
    # From the low end to the other, through every value that is drawn on the way.
    forward = low_end is first
    on_the_way = drawn[drawn > low_end.value] if forward else drawn[drawn < low_end.value][::-1]
    way = np.concatenate([[low_end.value], on_the_way])
    reached = np.flatnonzero(curve.rates(way) >= TWICE * base)
    if first.value == last.value or not len(reached):
        return None

    def short_of_it(value: float) -> float:
        return float(curve.rates(np.array([value]))[0]) - TWICE * base

    value = float(scipy.optimize.brentq(short_of_it, way[reached[0] - 1], way[reached[0]]))
    log_ratio, error = curve.log_ratio(value, low_end.value)
    reach = float(scipy.stats.norm.isf((1 - CONFIDENCE_LEVEL) / 2)) * error
    interval = Interval(
        low=float(np.exp(log_ratio - reach)),
        high=float(np.exp(log_ratio + reach)),
        level=CONFIDENCE_LEVEL,
        method=DELTA,
    )
    (at,) = _points(curve, np.array([value]))
    is_shown = interval.low > 1 and association.p_value < SIGNIFICANT
    return Doubling(low_end=low_end, at=at, ratio=Estimate(float(np.exp(log_ratio)), interval), is_shown=is_shown)


def _middle(level: ValueRange, values: np.ndarray, known: np.ndarray) -> float:
    """Return the value that the middle one of the treatments of a fifth has."""
    within = (values >= level.low) & (values <= level.high)
    return quantile(values[within], known[within], 1 / 2)


def _strip(values: np.ndarray, known: np.ndarray, low: float, high: float) -> tuple[tuple[ValueRange, int], ...]:
    """Count the treatments of each value that is drawn, or of as many equal stretches as can be distinguished."""
    within = (values >= low) & (values <= high)
    values, known = values[within], known[within]
    if len(values) <= MOST_BARS:
        return tuple(
            (ValueRange(value, value), count) for value, count in zip(values.tolist(), known.tolist(), strict=True)
        )
    edges = np.linspace(low, high, MOST_BARS + 1)
    counts, _ = np.histogram(values, edges, weights=known)
    return tuple(
        (ValueRange(*pair), round(count))
        for pair, count in zip(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True), counts.tolist(), strict=True)
    )
