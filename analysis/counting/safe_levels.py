"""Which levels of a factor are counted as one, so that no cell of its table holds so few that a person may be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

# Health statistics commonly hide counts below five; some ask for more (NHS England; Office for National Statistics).
THRESHOLDS = (5, 7, 10)
ROUNDED_TO = 5


@dataclass(frozen=True)
class Rule:
    """What makes a count safe; hashable, so that it can be part of a cache key.

    Attributes
    ----------
    fewest : int
        Every count is 0 or at least this.
    is_rounded : bool
        Whether each count is then rounded to `ROUNDED_TO` as well.
    """

    fewest: int = THRESHOLDS[0]
    is_rounded: bool = False

    def are_safe(self, counts: np.ndarray) -> bool:
        """Tell whether every one of some counts is 0 or large enough."""
        return bool(np.all((counts == 0) | (counts >= self.fewest)))

    def shown(self, counts: np.ndarray) -> np.ndarray:
        """Return counts that are safe as they are shown."""
        if not self.is_rounded:
            return counts
        rounded: np.ndarray = (counts + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
        return rounded


# By the name under which they are chosen and saved.
RULES = {**{str(fewest): Rule(fewest) for fewest in THRESHOLDS}, "rounded": Rule(is_rounded=True)}


def safe_groups(counts: np.ndarray, rule: Rule, *, is_ordered: bool) -> list[list[int]] | None:
    """Return which levels are joined, until every cell is safe.

    The smallest level that has an unsafe cell is joined with the next smallest, in an order with its smaller neighbour.
    Nothing is hidden: where a cell is hidden, totals, percentages and intervals may give it away; where levels are
    joined, what is published is all there is.

    Parameters
    ----------
    counts : ndarray of int, shape (levels, answers)
        "Not known" last, which has no place in an order.
    rule : Rule
    is_ordered : bool

    Returns
    -------
    list of list of int, or None
        The places of the levels in each group, in their order; levels that nobody has are in none. None where fewer
        than two groups are left.

    References
    ----------
    Hundepool A et al. (2012) Statistical Disclosure Control. Wiley: global recoding.
    """
    groups = [[place] for place in range(len(counts)) if counts[place].any()]
    not_known = [len(counts) - 1]
    while len(groups) > 1:
        sums = [counts[group].sum(axis=0) for group in groups]
        unsafe = [at for at, cells in enumerate(sums) if not rule.are_safe(cells)]
        if not unsafe:
            return groups
        sizes = [int(cells.sum()) for cells in sums]
        one = min(unsafe, key=lambda at: (sizes[at], at))
        others = [at for at in range(len(groups)) if at != one]
        if is_ordered and groups[one] != not_known:
            others = _neighbours(groups, one, not_known) or others
        other = min(others, key=lambda at: (sizes[at], at))
        joined = sorted(groups[one] + groups[other])
        groups = sorted([group for at, group in enumerate(groups) if at not in {one, other}] + [joined])
    return None


def _neighbours(groups: Sequence[Sequence[int]], one: int, not_known: Sequence[int]) -> list[int]:
    return [at for at in (one - 1, one + 1) if 0 <= at < len(groups) and groups[at] != not_known]


def leaks(crossed: np.ndarray, rule: Rule) -> bool:
    """Tell whether two safe tables give away an unsafe count by what lies between them.

    Groups of one table that lie whole within a level of the other can be taken from it. What is left of the level, and
    of the groups that lie in it in part, must be safe as well.

    Parameters
    ----------
    crossed : ndarray of int, shape (groups, levels of the other, answers)
    rule : Rule
    """
    treatments = crossed.sum(axis=-1)
    of_groups = treatments.sum(axis=1, keepdims=True)
    in_part = (treatments > 0) & (treatments < of_groups)
    within = ((treatments > 0) & (treatments == of_groups)).any(axis=0)
    inside = np.einsum("gl,gla->la", in_part, crossed)
    outside = np.einsum("gl,ga->la", in_part, crossed.sum(axis=1)) - inside
    return not rule.are_safe(np.concatenate([inside, outside])[np.tile(within, 2)])
