"""Whether a log can tell: the differences it would show, and how much more it would take to settle the one seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import scipy

from analysis.methods.association import SMALLEST_EXPECTED
from analysis.methods.cautions import NoComparison
from analysis.methods.closer_cautions import RestsOnUnits, TooFewUnits
from analysis.methods.evidence_cautions import RoughPower
from analysis.methods.normal import normal_quantile, two_sided_z

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution
    from analysis.results import Comparison, FactorResult

# Cohen J (1988) Statistical power analysis for the behavioral sciences, 2nd ed., section 2.4: the usual convention.
POWER = 0.80
# The search for a difference begins this close to none.
NEXT_TO = 1e-12
# No group has more treatments than a billion.
LARGEST_LOG_GROUP = math.log(1e9)


@dataclass(frozen=True)
class Detectable:
    """The smallest differences a log would show, as shares of 1.

    Attributes
    ----------
    more, fewer : float or None
        From the reference's rate upward and downward, both positive; None where not even the largest possible
        difference in that direction would be shown.
    """

    more: float | None
    fewer: float | None


@dataclass(frozen=True)
class Needed:
    """How many more it would take to settle a difference of the size seen, the groups in their present proportions.

    Attributes
    ----------
    compared : int
        More with a known outcome in the two groups that are compared.
    in_all : int
        More in all, whatever their group and whether their outcome is known.
    """

    compared: int
    in_all: int


@dataclass(frozen=True, kw_only=True)
class Ability:
    """What a log can tell about one factor's contrast.

    Attributes
    ----------
    result : FactorResult
    comparison : Comparison
        That of its contrast.
    detectable : Detectable
    needed : Needed or None
        None where the difference is settled, and where the two rates are equal.
    cautions : tuple of Caution
    """

    result: FactorResult
    comparison: Comparison
    detectable: Detectable
    needed: Needed | None
    cautions: tuple[Caution, ...]

    @property
    def is_settled(self) -> bool:
        """Whether the interval of the difference seen excludes zero."""
        return self.comparison.risk_difference.excludes_zero

    @property
    def is_lucky(self) -> bool:
        """Whether the difference seen is settled though a log like this would often miss one of its size."""
        if not self.is_settled:
            return False
        seen = self.comparison.risk_difference.value
        shown = self.detectable.more if seen > 0 else self.detectable.fewer
        return shown is None or abs(seen) < shown


@dataclass(frozen=True)
class NothingToCompare:
    """A factor without a contrast, for the reasons in `cautions`."""

    result: FactorResult
    cautions: tuple[Caution, ...]


def detectable_differences(
    reference: float,
    known: float,
    reference_known: float,
    confidence_level: float,
    *,
    power: float = POWER,
    freedom: float | None = None,
) -> Detectable:
    """Return the smallest differences from the reference's rate that a test shows with the given power.

    The test is the two-sided one of two proportions in the normal approximation, with the pooled variance in the test
    and the separate variances in the outcome: for groups of equal size, R's ``power.prop.test``. Where its design
    effect is estimated from few clients, practitioners or clinics, Student's t takes the place of the normal
    distribution.

    Parameters
    ----------
    reference : float
        The rate of the reference.
    known, reference_known : float
        Treatments with a known outcome in the level and in the reference, divided by the design effect.
    confidence_level : float
        One less the significance level of the test.
    power : float
        Fraction between 0 and 1.
    freedom : float, optional
        The degrees of freedom of the design effect.

    References
    ----------
    Fleiss JL, Tytun A, Ury HK (1980) A simple approximation for calculating sample sizes for comparing independent
    proportions. Biometrics 36:343-346. Donner A, Klar N (2000) Design and analysis of cluster randomization trials in
    health research. Arnold, chapter 5.
    """

    def smallest(direction: int, largest: float) -> float | None:
        def surplus(size: float) -> float:
            rates = reference + direction * size, reference
            # The difference less the one that this power takes: a convex function of it, so it crosses zero only once.
            taken = _taken(*rates, known, reference_known, confidence_level, power=power, freedom=freedom)
            return size - taken

        if largest <= NEXT_TO or surplus(largest) < 0:
            return None
        return float(scipy.optimize.brentq(surplus, NEXT_TO, largest, xtol=NEXT_TO))

    return Detectable(smallest(1, 1 - reference), smallest(-1, reference))


def times_as_many(
    first: float,
    second: float,
    first_known: float,
    second_known: float,
    confidence_level: float,
    *,
    power: float = POWER,
    freedom: float | None = None,
) -> float:
    """Return how many times as many treatments in both groups would show a difference of this size.

    Parameters
    ----------
    first, second : float
        The true rates, which differ.
    first_known, second_known : float
        Treatments with a known outcome, divided by the design effect.
    confidence_level : float
        One less the significance level of the test.
    power : float
        Fraction between 0 and 1.
    freedom : float, optional
        The degrees of freedom of the design effect; that they would grow, too, is left out.
    """
    taken = _taken(first, second, first_known, second_known, confidence_level, power=power, freedom=freedom)
    return (taken / abs(first - second)) ** 2


def needed_to_show(
    rate: float, others: float, others_known: float, confidence_level: float, power: float = POWER
) -> float | None:
    """Return how many treatments a group needs, so that its rate is distinguished from that of all others.

    Parameters
    ----------
    rate, others : float
        The true rates, which differ; the others' is neither 0 nor 1.
    others_known : float
        Treatments of the others with a known outcome, divided by the design effect.
    confidence_level : float
        One less the significance level of the test of `detectable_differences`.
    power : float
        Fraction between 0 and 1.

    Returns
    -------
    float or None
        None where no number would do: the others are too few, or there is no such rate.
    """
    if not 0 <= rate <= 1 or others_known <= 0:
        return None

    def surplus(log_known: float) -> float:
        return abs(rate - others) - _taken(
            rate, others, math.exp(log_known), others_known, confidence_level, power=power
        )

    if surplus(LARGEST_LOG_GROUP) < 0:
        return None
    return math.exp(float(scipy.optimize.brentq(surplus, 0.0, LARGEST_LOG_GROUP))) if surplus(0.0) < 0 else 1.0


def ability(result: FactorResult) -> Ability | NothingToCompare:
    """Return what a log can tell about the contrast of a factor, its groups as large as they are."""
    contrast = result.contrast
    if contrast is None:
        return NothingToCompare(result, tuple(each for each in result.cautions if isinstance(each, NoComparison)))
    comparison = contrast.comparison
    second, difference = comparison.second, comparison.risk_difference
    level = difference.interval.level
    found = detectable_differences(second.value, *comparison.worth, level, freedom=comparison.freedom)
    needed = None if difference.excludes_zero else _needed(result, comparison)
    # More treatments by the same practitioners would settle little.
    rests = (each for each in result.cautions if isinstance(each, RestsOnUnits | TooFewUnits))
    cautions = (*_roughness(comparison, found), *rests)
    return Ability(result=result, comparison=comparison, detectable=found, needed=needed, cautions=cautions)


def _needed(result: FactorResult, comparison: Comparison) -> Needed | None:
    first, second = comparison.first, comparison.second
    if first.value == second.value:
        return None
    level = comparison.risk_difference.interval.level
    times = times_as_many(first.value, second.value, *comparison.worth, level, freedom=comparison.freedom)
    everyone = sum(each.treatments for each in (*result.levels, result.not_answered))
    # The interval holds zero, so at least one more is needed, whatever an approximation says of very few treatments.
    compared, in_all = (max(math.ceil((times - 1) * of), 1) for of in (first.known + second.known, everyone))
    return Needed(compared, in_all)


def _roughness(comparison: Comparison, found: Detectable) -> tuple[Caution, ...]:
    """Doubt the normal approximation where the difference it finds leaves fewer counts than chi-square asks for."""
    second, sizes = comparison.second, comparison.worth
    for difference in (found.more, -found.fewer if found.fewer is not None else None):
        if difference is None:
            continue
        pooled = (sizes[0] * (second.value + difference) + sizes[1] * second.value) / sum(sizes)
        if min(sizes) * min(pooled, 1 - pooled) < SMALLEST_EXPECTED:
            return (RoughPower(SMALLEST_EXPECTED),)
    return ()


def _taken(
    first: float,
    second: float,
    first_known: float,
    second_known: float,
    level: float,
    *,
    power: float,
    freedom: float | None = None,
) -> float:
    """Return the difference that this power would take if the variances were those of the given rates."""
    under_none, as_given = _standard_errors(first, second, first_known, second_known)
    return two_sided_z(level, freedom) * under_none + normal_quantile(power, freedom) * as_given


def _standard_errors(first: float, second: float, first_known: float, second_known: float) -> tuple[float, float]:
    """Return the standard error of the difference if both rates were their mean, and with the rates as given."""
    pooled = (first_known * first + second_known * second) / (first_known + second_known)
    under_none = pooled * (1 - pooled) * (1 / first_known + 1 / second_known)
    as_given = first * (1 - first) / first_known + second * (1 - second) / second_known
    # Rounding may leave less than nothing of a rate of 0 or 1.
    return math.sqrt(max(under_none, 0.0)), math.sqrt(max(as_given, 0.0))
