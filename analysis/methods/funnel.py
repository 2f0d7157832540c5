"""A funnel: the rates of practitioners, lots and other units within limits that allow for how many treatments each has.

The limits are exact, around the rate of all units together, or around what a model expects of each for the clients it
treats. Where units differ more than chance explains, the limits can be widened by what they differ by: the variance
between them is estimated on the arcsine scale from standardised rates whose outer tenths are drawn in, so that the
units one looks for do not widen their own limits.

References
----------
Spiegelhalter DJ (2005) Funnel plots for comparing institutional performance. Stat Med 24:1185-1202. Spiegelhalter DJ
(2005) Handling over-dispersion of performance indicators. Qual Saf Health Care 14:347-351. DerSimonian R, Laird N
(1986) Meta-analysis in clinical trials. Control Clin Trials 7:177-188.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.methods.normal import two_sided_z
from analysis.methods.unusual import FEWEST_EXPECTED, LIMITS_LEVEL, usual_limits
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import LevelRate

# Both pairs of limits, after Spiegelhalter: of 20 ordinary units one is outside the inner ones, of 500 one outside the
# outer ones.
INNER, OUTER = CONFIDENCE_LEVEL, LIMITS_LEVEL
# The share of units at either end that are drawn in before their spread is measured (Spiegelhalter; FunnelPlotR).
WINSORISED = 0.10
# So many sets of units, or of units in all, tell what is usual well enough in a few milliseconds.
RANDOM_SETS, RANDOM_UNITS, FEWEST_SETS = 2_000, 100_000, 200
# With fewer units the tenths at either end are less than one, and their spread can hardly be estimated; our own.
FEWEST_UNITS = 10

Side = Literal["above", "below"]


@dataclass(frozen=True)
class UsualRates:
    """Between which rates, both included, a unit lies by chance alone."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class FunnelUnit:
    """A unit in a funnel.

    Attributes
    ----------
    observed : LevelRate
        Its counts and its rate, with at least one known outcome.
    expected : float
        How many breakouts are expected among its known outcomes.
    inner, outer : UsualRates
        The limits of its rate at `INNER` and `OUTER`.
    adjusted : float
        Observed over expected, times the rate of all: what its rate would be with clients like all units' clients.
    """

    observed: LevelRate
    expected: float
    inner: UsualRates
    outer: UsualRates
    adjusted: float

    @property
    def value(self) -> float:
        """Its own rate."""
        return self.observed.breakouts / self.observed.known

    @property
    def expected_rate(self) -> float:
        """The rate expected of it."""
        return self.expected / self.observed.known

    @property
    def is_beyond(self) -> bool:
        """Whether it lies outside the outer limits."""
        return not self.outer.low <= self.value <= self.outer.high

    @property
    def side(self) -> Side | None:
        """On which side it lies outside the inner limits; None within them."""
        if self.inner.low <= self.value <= self.inner.high:
            return None
        return "above" if self.value > self.inner.high else "below"

    @property
    def beyond(self) -> float | None:
        """The level of the outermost limits that it lies outside of; None within all."""
        if self.side is None:
            return None
        return OUTER if self.is_beyond else INNER


@dataclass(frozen=True, kw_only=True)
class Overdispersion:
    """How much more units differ than by chance.

    Attributes
    ----------
    phi : float
        The mean square of the standardised rates, a tenth of them drawn in at either end; about 0.7 where only chance
        is at work.
    usual : float
        What chance alone exceeds in 5 of 100 sets of as many units.
    tau_squared : float
        The variance between units on the arcsine scale; 0 where chance explains all.
    units : int
        How many it was estimated from.
    """

    phi: float
    usual: float
    tau_squared: float
    units: int


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """All units that have a known outcome, in their order.

    Attributes
    ----------
    units : tuple of FunnelUnit
    centre : float
        The rate of all together.
    design_effect : float
        What widens the limits where clients came back.
    overdispersion : Overdispersion or None
        None where too few units are large enough to tell.
    is_widened : bool
        Whether the limits allow for it.
    is_adjusted : bool
        Whether a model says what is expected of each.
    """

    units: tuple[FunnelUnit, ...]
    centre: float
    design_effect: float
    overdispersion: Overdispersion | None
    is_widened: bool
    is_adjusted: bool

    @property
    def beyond(self) -> tuple[FunnelUnit, ...]:
        """The units outside the outer limits, those with more breakouts first, and no further order."""
        outside = [each for each in self.units if each.is_beyond]
        return tuple(sorted(outside, key=lambda each: each.side == "below"))

    @property
    def between(self) -> tuple[FunnelUnit, ...]:
        """The units between the inner and the outer limits."""
        return tuple(each for each in self.units if each.side is not None and not each.is_beyond)

    @property
    def may_be_widened(self) -> bool:
        """Whether units differ so much more than by chance that wider limits are worth offering."""
        of = self.overdispersion
        return of is not None and of.tau_squared > 0 and of.phi > of.usual


def funnel(
    observed: Sequence[LevelRate],
    expected: Sequence[float] | None = None,
    design_effect: float = 1.0,
    *,
    widened: bool = False,
) -> Funnel | None:
    """Compare units with each other by limits that allow for their size.

    Parameters
    ----------
    observed : sequence of LevelRate
        All units; together they are all that is counted. Those without a known outcome are left out.
    expected : sequence of float, optional
        The breakouts that a model expects of each; without, those at the rate of all.
    design_effect : float
        At least 1; above it the limits are wider, because clients came back.
    widened : bool
        Whether the limits allow for overdispersion, where there is any.

    Returns
    -------
    Funnel or None
        None where no outcome is known.
    """
    known = [each for each in observed if each.known]
    if not known:
        return None
    sizes = np.array([each.known for each in known])
    breakouts = np.array([each.breakouts for each in known])
    centre = float(breakouts.sum() / sizes.sum())
    if expected is None:
        of_each = centre * sizes
    else:
        of_each = np.array([of for each, of in zip(observed, expected, strict=True) if each.known])
    rates = np.clip(of_each / sizes, 0.0, 1.0)
    found = _large_enough(breakouts, sizes, rates, design_effect)
    extra = found.tau_squared if found is not None and widened else 0.0
    units = []
    for each, of, rate in zip(known, of_each.tolist(), rates.tolist(), strict=True):
        inner, outer = (usual_rates(each.known, rate, design_effect, extra, level) for level in (INNER, OUTER))
        adjusted = min(each.breakouts / of * centre, 1.0) if of > 0 else centre
        units.append(FunnelUnit(observed=each, expected=of, inner=inner, outer=outer, adjusted=adjusted))
    return Funnel(
        units=tuple(units),
        centre=centre,
        design_effect=design_effect,
        overdispersion=found,
        is_widened=extra > 0,
        is_adjusted=expected is not None,
    )


@cache
def usual_rates(known: int, centre: float, design_effect: float, extra: float, level: float) -> UsualRates:
    """Return between which rates a share `level` of units of this size lies.

    Parameters
    ----------
    known : int
        Treatments with a known outcome, at least 1.
    centre : float
        The rate expected.
    design_effect : float
        At least 1.
    extra : float
        The variance between units on the arcsine scale, which is added to that of chance; 0 for exact limits.
    level : float
    """
    if extra == 0:
        limits = usual_limits(known, centre, design_effect, level)
        return UsualRates(limits.lower / known, limits.upper / known)
    reach = two_sided_z(level) * math.sqrt(design_effect / (4 * known) + extra)
    angle = math.asin(math.sqrt(centre))
    low, high = max(angle - reach, 0.0), min(angle + reach, math.pi / 2)
    return UsualRates(math.sin(low) ** 2, math.sin(high) ** 2)


def _large_enough(
    breakouts: np.ndarray, sizes: np.ndarray, rates: np.ndarray, design_effect: float
) -> Overdispersion | None:
    """Return the overdispersion of the units that have enough expected of either outcome; None where they are few.

    Of a handful of treatments the arcsine scale makes more spread than there is.
    """
    enough = sizes * np.minimum(rates, 1 - rates) >= FEWEST_EXPECTED
    if enough.sum() < FEWEST_UNITS:
        return None
    return overdispersion(breakouts[enough], sizes[enough], rates[enough], design_effect)


def overdispersion(
    breakouts: np.ndarray, known: np.ndarray, expected: np.ndarray | float, design_effect: float = 1.0
) -> Overdispersion:
    """Return how much more units differ than by chance.

    Parameters
    ----------
    breakouts, known : ndarray, shape (units,)
        With at least one known outcome each.
    expected : ndarray, shape (units,), or float
        The rate expected of each.
    design_effect : float
        At least 1: by so much the variance by chance is larger than with independent treatments.

    References
    ----------
    As FunnelPlotR does it for proportions: z is the difference of the arcsines of the roots of both rates over its
    standard error, winsorised (not truncated); phi is the mean of z squared; tau squared is DerSimonian and Laird's.
    """
    variances = design_effect / (4 * known)
    phi = float(_mean_squares(breakouts / known, expected, variances))
    units, weights = len(known), 1 / variances
    spread = weights.sum() - (weights**2).sum() / weights.sum()
    between = (units * phi - (units - 1)) / spread if spread > 0 else 0.0
    usual = _usual_phi(known, expected, design_effect)
    return Overdispersion(phi=phi, usual=usual, tau_squared=max(float(between), 0.0), units=units)


def _mean_squares(rates: np.ndarray, expected: np.ndarray | float, variances: np.ndarray) -> np.ndarray:
    """Return the mean square of standardised rates, the last axis, with a tenth drawn in at either end."""
    z = (np.arcsin(np.sqrt(rates)) - np.arcsin(np.sqrt(expected))) / np.sqrt(variances)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED], axis=-1, keepdims=True)
    squares: np.ndarray = (np.clip(z, low, high) ** 2).mean(axis=-1)
    return squares


def _usual_phi(known: np.ndarray, expected: np.ndarray | float, design_effect: float) -> float:
    """Return what phi exceeds in `SIGNIFICANT` of random sets of such units, the same ones every time."""
    sizes = np.maximum(np.rint(known / design_effect), 1).astype(np.int64)
    sets = max(min(RANDOM_SETS, RANDOM_UNITS // len(sizes)), FEWEST_SETS)
    drawn = np.random.default_rng(0).binomial(sizes, expected, (sets, len(sizes)))
    return float(np.quantile(_mean_squares(drawn / sizes, expected, 1 / (4 * sizes)), 1 - SIGNIFICANT))
