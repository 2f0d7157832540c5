"""When something happens after a treatment, and whether that differs between the levels of a factor."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.comparable import FEWEST_LEVELS, too_few_levels, too_many_levels
from analysis.methods.early import FEWEST_TO_THE_END
from analysis.methods.incidence_curve import IncidenceCurve, incidence_curve
from analysis.methods.kaplan_meier import free_variance, log_rank, log_rank_trend, still_free
from analysis.methods.rate import rate
from analysis.methods.restricted_mean import mean_difference
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.methods.units import too_few_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.counting.tallies import ByDay
    from analysis.methods.cautions import Caution
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Estimate, Rate, Test

# Single days have too few breakouts each to say much of warning signs: they are looked at in these stretches.
STRETCHES = (-1, 1, 3, 7, 14)


@dataclass(frozen=True, kw_only=True)
class LevelCurve:
    """One level of a factor and its curve."""

    level: Level
    curve: IncidenceCurve


@dataclass(frozen=True, kw_only=True)
class MeanDifference:
    """The mean days until it happens, within the first `days`, with one level minus that with another."""

    level: Level
    reference: Level
    days: int
    difference: Estimate
    cross: bool


@dataclass(frozen=True, kw_only=True)
class CurvesByLevel:
    """The curves of the levels of a factor, and whether they differ.

    Attributes
    ----------
    factor : Factor
    levels : tuple of LevelCurve
        As they are shown, those with nobody observed left out.
    not_answered : int
        How many are in no curve because their level is not known.
    test : Test or None
        The log-rank test; None where it happened to nobody, and where there is nothing to compare, for a reason that
        `cautions` names.
    trend : Test or None
        The same along more than two ordered levels; positive where it happens more often, or sooner, at higher ones.
    means : MeanDifference or None
        Of the two largest levels, or the first and the last of an order; None where these are too small.
    """

    factor: Factor
    levels: tuple[LevelCurve, ...]
    not_answered: int
    test: Test | None
    trend: Test | None
    means: MeanDifference | None
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CurveEffects:
    """The design effects of curves: of each level, of the test of all, and of the test for trend."""

    levels: tuple[float, ...]
    table: TableEffect = INDEPENDENT_TABLE
    trend: TableEffect = INDEPENDENT_TABLE

    @classmethod
    def same(cls, effect: float, levels: int) -> CurveEffects:
        """Return one design effect for all."""
        of_test = TableEffect(mean=effect, freedom=None)
        return cls(levels=(effect,) * levels, table=of_test, trend=of_test)


@dataclass(frozen=True, kw_only=True)
class SignByDay:
    """A warning sign by the day on which the breakout began, or on which the client was seen.

    Attributes
    ----------
    title : str
    stretches : tuple of (first day, last day, Rate or None)
        For each stretch of days the share with the sign, None where there was nobody.
    whole : Rate
        Over all days.
    """

    title: str
    stretches: tuple[tuple[int, int, Rate | None], ...]
    whole: Rate


def sign_by_day(title: str, days: Sequence[float], counts: np.ndarray, last: int) -> SignByDay | None:
    """Return the share with a warning sign in each stretch of days; None where there is nobody.

    Parameters
    ----------
    title : str
    days : sequence of float
        In any order.
    counts : ndarray of int, shape (days, 2)
        How many had no such sign, and how many had it.
    last : int
        The last day that counts.
    """
    ends, on = [*(day for day in STRETCHES if day < last), last], np.asarray(days, dtype=float)
    shares = [(before + 1, end, _share(counts[(on > before) & (on <= end)])) for before, end in pairwise(ends)]
    whole = _share(counts[on <= last])
    return None if whole is None else SignByDay(title=title, stretches=tuple(shares), whole=whole)


def _share(counts: np.ndarray) -> Rate | None:
    without, having = counts.sum(axis=0).tolist()
    return rate(having, without)


def curves_by_level(
    factor: Factor, times: ByDay, not_answered: int, effects: CurveEffects, units: WholeUnits | None = None
) -> CurvesByLevel:
    """Return the curve of each level, and the tests of all.

    Parameters
    ----------
    factor : Factor
    times : ByDay
        By the levels of the factor in their order, or by groups of its values; levels with nobody keep their place.
    not_answered : int
    effects : CurveEffects
        One design effect for each level of `times`.
    units : WholeUnits, optional
        Practitioners or clinics that the levels hold whole; with too few of them nothing is tested.
    """
    filled = np.flatnonzero(times.known > 0)
    nothing: Caution | None = too_few_levels(len(filled)) or too_many_levels(len(filled))
    if nothing is None and units is not None and units.are_too_few:
        nothing = too_few_units(units, factor)
    is_tested = nothing is None and bool(times.events.any())
    curves = {
        place: incidence_curve(times.events[place], times.censored[place], effects.levels[place])
        for place in filled.tolist()
    }
    has_order = factor.kind != "category" and len(filled) > FEWEST_LEVELS
    return CurvesByLevel(
        factor=factor,
        levels=tuple(LevelCurve(level=times.levels[place], curve=curve) for place, curve in curves.items()),
        not_answered=not_answered,
        test=log_rank(times.events[filled], times.censored[filled], effects.table) if is_tested else None,
        trend=log_rank_trend(times.events, times.censored, effects.trend) if is_tested and has_order else None,
        means=_means(factor, times, curves, effects.levels) if nothing is None else None,
        cautions=() if nothing is None else (nothing,),
    )


def _means(
    factor: Factor, times: ByDay, curves: Mapping[int, IncidenceCurve], effects: Sequence[float]
) -> MeanDifference | None:
    large = np.flatnonzero(times.known >= FEWEST_TO_THE_END)
    if len(large) < FEWEST_LEVELS:
        return None
    if factor.kind == "category":
        # The choice must not depend on what happened.
        large = large[np.argsort(-times.known[large], kind="stable")]
        reference, level = large[0], large[1]
        if factor.reference is not None and times.levels[level] == factor.reference:
            reference, level = level, reference
    else:
        reference, level = large[0], large[-1]
    # The last day until which it is known, of both, how many it had happened to.
    days = min(len(curves[int(at)].shares) for at in (reference, level)) - 1
    if not days:
        return None
    first, second = ((times.events[at], times.censored[at]) for at in (level, reference))
    return MeanDifference(
        level=times.levels[level],
        reference=times.levels[reference],
        days=days,
        difference=mean_difference(first, second, days, (effects[level], effects[reference])),
        cross=_cross(times, (reference, level), days, (effects[reference], effects[level])),
    )


def _cross(times: ByDay, places: tuple[int, int], days: int, effects: tuple[float, float]) -> bool:
    """Tell whether two curves cross: each is above the other on some day, by more than the standard error of both."""
    first, second = (still_free(times.events[at], times.censored[at])[: days + 1] for at in places)
    variances = [
        effect * free_variance(times.events[at], times.censored[at])[: days + 1]
        for at, effect in zip(places, effects, strict=True)
    ]
    apart, error = first - second, np.sqrt(variances[0] + variances[1])
    return bool((apart > error).any() and (apart < -error).any())
