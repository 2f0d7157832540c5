"""A numeric factor: whether treatments with a breakout have other values, and the rates by fifths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import Merging
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import Test, ValueRange

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay

MANN_WHITNEY = "Mann-Whitney U"
FIFTHS = 5
# How alike the ranks of one client are is estimated from groups of the values, so many to a fifth.
TO_A_FIFTH = 4


def middle_ranks(known: np.ndarray) -> np.ndarray:
    """Return the mean rank of the treatments of each of some groups, the groups ascending."""
    ranks: np.ndarray = np.cumsum(known) - (known - 1) / 2
    return ranks


def mann_whitney_test(
    breakouts: np.ndarray, no_breakouts: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE
) -> Test | None:
    """Test whether treatments with a breakout tend to have higher or lower values than those without.

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each distinct value, the values ascending
    effect : TableEffect
        The variance of U is multiplied by it.

    Returns
    -------
    Test or None
        The statistic is U of the treatments with a breakout: pairs in which theirs is the higher value, ties counted
        half. The p-value is two-sided from the normal distribution (Student's t where the design effect is estimated),
        corrected for ties and continuity. None where all values or all outcomes are the same.

    References
    ----------
    Mann HB, Whitney DR (1947) On a test of whether one of two random variables is stochastically larger than the other.
    Ann Math Stat 18:50-60.
    """
    with_breakout, without = float(breakouts.sum()), float(no_breakouts.sum())
    everyone = with_breakout + without
    ties = (breakouts + no_breakouts).astype(float)
    if not with_breakout or not without or np.count_nonzero(ties) < 2:  # noqa: PLR2004 - one value has no order
        return None
    below = np.cumsum(no_breakouts) - no_breakouts
    statistic = float((breakouts * (below + no_breakouts / 2)).sum())
    tie_share = float((ties**3 - ties).sum()) / (everyone * (everyone - 1))
    deviation = np.sqrt(effect.mean * with_breakout * without / 12 * (everyone + 1 - tie_share))
    distance = max(abs(statistic - with_breakout * without / 2) - 0.5, 0.0)
    p_value = effect.p_value(float(distance / deviation) ** 2, 1)
    return Test(
        name=MANN_WHITNEY,
        statistic=statistic,
        p_value=p_value,
        source="Mann & Whitney 1947, normal with ties and continuity correction",
    )


def fifths(tally: OneWay) -> Merging:
    """Return `parts` for five groups."""
    return parts(tally, FIFTHS)


def twentieths(tally: OneWay) -> Merging:
    """Return `parts` that make up the fifths."""
    return parts(tally, FIFTHS * TO_A_FIFTH)


def parts(tally: OneWay, most: int) -> Merging:
    """Return which values of a numeric factor make up (up to) so many groups of about equally many treatments.

    A value is never split between groups, so a value that very many treatments share makes its group larger, and there
    may be fewer.

    Parameters
    ----------
    tally : OneWay
        Counted by the values of the factor, ascending.
    most : int

    Returns
    -------
    Merging
        Its levels are `ValueRange`, ascending.
    """
    named = tally.named
    values = np.array(named.levels, dtype=float)
    treatments = named.treatments
    # A value belongs where the middle of its treatments falls; in whole numbers, so that rounding decides nothing.
    part = (2 * np.cumsum(treatments) - treatments) * most // max(2 * int(treatments.sum()), 1)
    occurring, places = np.unique(part[treatments > 0], return_inverse=True)
    grouped = values[treatments > 0]
    ranges = tuple(
        ValueRange(float(grouped[places == each].min()), float(grouped[places == each].max()))
        for each in range(len(occurring))
    )
    # Values that no treatment has go with a neighbour, where they count for nothing.
    group = np.minimum(np.searchsorted(occurring, part), max(len(occurring) - 1, 0))
    return Merging(tally.factor, ranges, tuple(group.tolist()))


def by_fifths(tally: OneWay) -> OneWay:
    """Merge the values of a numeric factor into its fifths.

    Parameters
    ----------
    tally : OneWay
        Counted by the values of the factor, ascending.

    Returns
    -------
    OneWay
        Its levels are `ValueRange`, ascending.
    """
    return by_parts(tally, fifths(tally))


def by_parts(tally: OneWay, merging: Merging) -> OneWay:
    """Merge the values of a numeric factor; without any, the tally is as it was, and empty."""
    if not merging.levels:
        return tally.answered
    return tally.named.grouped([merging.levels[place] for place in merging.places], merging.levels)
