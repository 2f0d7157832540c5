"""How different unknown outcomes would have to be from the known ones for a clear difference to be clear no more."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.rate import rate_among
from analysis.methods.two_levels import compare

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.results import Comparison, FactorResult, LevelRate


@dataclass(frozen=True, kw_only=True)
class TippingPoint:
    """Where the unknown outcomes of one of two compared groups take away what was clear.

    Attributes
    ----------
    of : LevelRate
        The group as it is known.
    breakouts : int
        How many of its unknown outcomes would have to be breakouts.
    or_more : bool
        Whether more would do it, too; else fewer.
    """

    of: LevelRate
    breakouts: int
    or_more: bool


def tipping_points(result: FactorResult) -> tuple[TippingPoint, ...]:
    """Return the tipping points of a factor's comparison, at most one for each of the two groups.

    The unknown outcomes of one group move away from its known rate, one breakout at a time, while those of the other
    group are breakouts as often as its known ones. The difference is clear no more where Newcombe's interval, as if all
    outcomes had been recorded, holds zero.

    Returns
    -------
    tuple of TippingPoint
        Empty where the difference is not clear, or stays so whatever the outcomes of either group alone.

    References
    ----------
    Yan X, Lee S, Li N (2009) Missing data handling methods in medical device clinical trials. J Biopharm Stat
    19:1085-1098.
    Liublinska V, Rubin DB (2014) Sensitivity analysis for a partially missing binary outcome in a two-arm randomized
    clinical trial. Stat Med 33:4170-4185.
    """
    seen = result.contrast
    if seen is None or not seen.comparison.risk_difference.excludes_zero:
        return ()
    by_level = {each.level: each for each in result.levels}
    level, reference = by_level[seen.level], by_level[seen.reference]
    rises = seen.comparison.risk_difference.value > 0

    def is_gone(of_level: int, of_reference: int) -> bool:
        return not _is_clear(seen.comparison, (level, of_level), (reference, of_reference))

    by_chance = _likely(reference), _likely(level)
    points = (
        _tipping(level, lambda breakouts: is_gone(breakouts, by_chance[0]), or_more=not rises),
        _tipping(reference, lambda breakouts: is_gone(by_chance[1], breakouts), or_more=rises),
    )
    return tuple(point for point in points if point is not None)


def _tipping(of: LevelRate, is_gone: Callable[[int], bool], *, or_more: bool) -> TippingPoint | None:
    """Move the breakouts among a group's unknown outcomes away from what its known ones lead one to expect."""
    likely = _likely(of)
    further = range(likely, of.unknown + 1) if or_more else range(likely, -1, -1)
    steps = bisect_left(further, x=True, key=is_gone)
    return TippingPoint(of=of, breakouts=further[steps], or_more=or_more) if 0 < steps < len(further) else None


def _likely(of: LevelRate) -> int:
    """Return how many unknown outcomes are breakouts if they are so as often as the known ones."""
    return round(of.unknown * of.breakouts / of.known)


def _is_clear(seen: Comparison, *groups: tuple[LevelRate, int]) -> bool:
    """Tell whether the difference stays clear with so many more breakouts in each group."""
    first, second = (
        rate_among(each.breakouts + turned, each.treatments, seen.design_effect) for each, turned in groups
    )
    found = compare(first, second, seen.risk_difference.interval.level).risk_difference
    return found.excludes_zero and found.value * seen.risk_difference.value > 0
