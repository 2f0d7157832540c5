"""What unknown outcomes could hide: the rates they allow, where they are, and whether they could turn a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.methods.cautions import RecordedAfterBreakouts
from analysis.methods.closer_cautions import TooFewUnits
from analysis.methods.comparable import FEWEST_LEVELS, too_many_levels
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.evidence_cautions import FewStandForMany, LevelsAllUnknown
from analysis.methods.one_factor import factor_effect, factor_test, likeness
from analysis.methods.rate import interval_of, rate_among
from analysis.methods.sureness import Effects
from analysis.methods.tipping import TippingPoint, tipping_points
from analysis.methods.two_levels import compare
from analysis.methods.units import about_a_test
from analysis.results import INDEPENDENT, Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import ClientPairs
    from analysis.methods.cautions import Caution
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Clustering, Comparison, ExactTest, FactorResult, LevelRate, Test

# An outcome known of no more than this share of the treatments without a breakout, and of at least so many there are,
# is one that is filled in after breakouts; both our own.
HARDLY_KNOWN = 0.05
FEWEST_WITHOUT = 10


@dataclass(frozen=True)
class Bounds:
    """The rate of some treatments as known, and what it would be had every unknown outcome been no, or yes."""

    of: LevelRate
    if_all_no: float
    if_all_yes: float


@dataclass(frozen=True)
class WorstCase:
    """The contrast of a factor with the unknown outcomes set against it as far as they go.

    Attributes
    ----------
    lowest, highest : Comparison
        All no in the level and all yes in the reference, and the other way round, as if those had been the outcomes.
    """

    lowest: Comparison
    highest: Comparison


@dataclass(frozen=True, kw_only=True)
class UnknownOutcomes:
    """What unknown outcomes could do to the rates of a factor.

    Attributes
    ----------
    result : FactorResult
        The factor and its rates as known.
    levels : tuple of Bounds
        Of each level that any treatment has; fifths for a numeric factor.
    total : Bounds or None
        Of all treatments, whatever their level; None where there is none.
    spread : Test, ExactTest or None
        Whether the share of unknown outcomes differs between the levels.
    weighted : Estimate or None
        The rate over all treatments, each known outcome standing for the unknown ones of its level as well.
    worst_case : WorstCase or None
        None without a contrast, and where no outcome of its two levels is unknown.
    tipping : tuple of TippingPoint
        Of a clear contrast.
    cautions : tuple of Caution
    """

    result: FactorResult
    levels: tuple[Bounds, ...]
    total: Bounds | None
    spread: Test | ExactTest | None
    weighted: Estimate | None
    worst_case: WorstCase | None
    tipping: tuple[TippingPoint, ...]
    cautions: tuple[Caution, ...]

    @property
    def unknown(self) -> int:
        """How many outcomes are not known."""
        return self.total.of.unknown if self.total is not None else 0


def unknown_outcomes(
    result: FactorResult,
    tally: OneWay,
    total: LevelRate,
    design_effect: float = 1.0,
    *,
    follow_up: Clustering = INDEPENDENT,
    pairs: ClientPairs | None = None,
    units: WholeUnits | None = None,
) -> UnknownOutcomes:
    """Return what the unknown outcomes could do to the rates of a factor.

    Parameters
    ----------
    result : FactorResult
    tally : OneWay
        Counted by the factor alone; for a numeric factor by its values.
    total : LevelRate
        Of all treatments that were counted.
    design_effect : float
        At least 1: how much less clients who came back tell of the rate of all.
    follow_up : Clustering
        Of whether an outcome is known.
    pairs : ClientPairs, optional
        Treatments of one client by the factor's `paired_levels`, and by whether their outcome is known; without, the
        design effect of `follow_up` holds for its test.
    units : WholeUnits, optional
        Practitioners or clinics that its levels hold whole, and how alike they are in whether an outcome is known.

    References
    ----------
    Manski CF (1989) Anatomy of the selection problem. J Hum Resour 24:343-360.
    """
    bounds = tuple(_bounds(each) for each in result.levels if each.treatments)
    spread, cautions = _spread(result.factor, tally, follow_up, pairs, units)
    weighted, doubts = weighted_rate((*result.levels, result.not_answered), design_effect)
    return UnknownOutcomes(
        result=result,
        levels=bounds,
        total=_bounds(total) if total.treatments else None,
        spread=spread,
        weighted=weighted,
        worst_case=_worst_case(result),
        tipping=tipping_points(result),
        cautions=(*cautions, *doubts),
    )


def by_whether_known(tally: OneWay) -> OneWay:
    """Return the same treatments with "its outcome is not known" as their outcome, which is always known."""
    return OneWay(tally.factor, tally.levels, whether_known(tally.counts))


def recorded_after_breakouts(without: LevelRate, after: LevelRate) -> Caution | None:
    """Doubt the rate of an outcome that is known of hardly any treatment without a breakout.

    Parameters
    ----------
    without, after : LevelRate
        The outcome after treatments known to be without a breakout, and after those with one.
    """
    known, of_breakouts = without.known, after.known
    hardly = without.treatments >= FEWEST_WITHOUT and known <= HARDLY_KNOWN * without.treatments
    return RecordedAfterBreakouts() if hardly and of_breakouts > known else None


def whether_known(counts: np.ndarray) -> np.ndarray:
    """Return counts of no, yes and unknown, shape (..., 3), as counts of known, unknown and nothing else."""
    unknown = counts[..., 2]
    counted: np.ndarray = np.stack([counts[..., 0] + counts[..., 1], unknown, np.zeros_like(unknown)], axis=-1)
    return counted


def weighted_rate(
    levels: Sequence[LevelRate], design_effect: float = 1.0
) -> tuple[Estimate | None, tuple[Caution, ...]]:
    """Return the rate over all treatments, each known outcome weighted by 1 / (share of its level that is known).

    It is the rate that would be expected if, within each level, those with an unknown outcome broke out as often as
    those with a known one. The interval is Wilson's for the number of treatments that has the variance of the weighted
    rate, which allows for the weights having been estimated; where nothing is unknown it is that of the plain rate.

    Parameters
    ----------
    levels : sequence of LevelRate
        All treatments: those whose level is not known are a level of their own.
    design_effect : float
        At least 1.

    Returns
    -------
    Estimate or None
        None where no outcome at all is known in some level, or there is no treatment.
    cautions : tuple of Caution

    References
    ----------
    Horvitz DG, Thompson DJ (1952) A generalization of sampling without replacement from a finite universe. J Am Stat
    Assoc 47:663-685. Lunceford JK, Davidian M (2004) Stratification and weighting via the propensity score. Stat Med
    23:2937-2960 (the variance with estimated weights). Seaman SR, White IR (2013) Review of inverse probability
    weighting for dealing with missing data. Stat Methods Med Res 22:278-295. Franco C et al. (2019) Comparative study
    of confidence intervals for proportions in complex sample surveys. J Surv Stat Methodol 7:334-364.
    """
    present = [each for each in levels if each.treatments]
    without = tuple(each.level for each in present if each.rate is None)
    if without or not present:
        return None, (LevelsAllUnknown(without),) if without else ()
    treatments = np.array([each.treatments for each in present], dtype=float)
    known = np.array([each.known for each in present], dtype=float)
    breakouts = np.array([each.breakouts for each in present], dtype=float)
    share, rates = treatments / treatments.sum(), breakouts / known
    value = float(np.clip(share @ rates, 0.0, 1.0))
    within = share**2 / known
    variance = float(within @ (rates * (1 - rates)) + share @ (rates - value) ** 2 / treatments.sum())
    # Where every outcome is the same there is no variance to go by: the limit as all rates become alike.
    worth = value * (1 - value) / variance if variance > 0 else 1 / float(within.sum())
    few = tuple(each.level for each, n in zip(present, known, strict=True) if each.unknown and n < SMALLEST_LEVEL)
    cautions = (FewStandForMany(few, SMALLEST_LEVEL),) if few else ()
    return Estimate(value, interval_of(value, worth / design_effect)), cautions


def _bounds(of: LevelRate) -> Bounds:
    return Bounds(of, of.breakouts / of.treatments, (of.breakouts + of.unknown) / of.treatments)


def _spread(
    factor: Factor, tally: OneWay, follow_up: Clustering, pairs: ClientPairs | None, units: WholeUnits | None
) -> tuple[Test | ExactTest | None, tuple[Caution, ...]]:
    counted = by_whether_known(tally)
    levels = len(counted.answered.levels)
    too_many = too_many_levels(levels) if factor.kind != "number" else None
    if too_many is not None:
        return None, (too_many,)
    if levels < FEWEST_LEVELS:
        return None, ()
    effect = factor_effect(factor, likeness(factor, counted, pairs, follow_up, units).named)
    rests = about_a_test(effect, units, factor)
    test = None if isinstance(rests, TooFewUnits) else factor_test(factor, counted, effect)
    return test, () if rests is None else (rests,)


def _worst_case(result: FactorResult) -> WorstCase | None:
    if result.contrast is None:
        return None
    by_level: dict[Level, LevelRate] = {each.level: each for each in result.levels}
    level, reference = by_level[result.contrast.level], by_level[result.contrast.reference]
    if not level.unknown and not reference.unknown:
        return None
    confidence_level = result.contrast.comparison.risk_difference.interval.level
    # Nobody knows how alike outcomes are that were not seen: as alike as those that were.
    comparison = result.contrast.comparison
    design_effect, freedom = comparison.design_effect, comparison.freedom

    def compared(of_level: int, of_reference: int) -> Comparison:
        first, second = (
            rate_among(each.breakouts + turned, each.treatments, design_effect)
            for each, turned in ((level, of_level), (reference, of_reference))
        )
        return compare(first, second, confidence_level, Effects.same(design_effect, freedom))

    return WorstCase(compared(0, reference.unknown), compared(level.unknown, 0))
