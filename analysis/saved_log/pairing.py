"""Pair what stands on two sides one to one within groups, the most alike first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# The columns of some rows of either side, coded alike; -1 is blank.
Sides = tuple[list[np.ndarray], list[np.ndarray]]

# Up to six rows on either side are compared each with each: hardly a client has more treatments of one type on one day.
# Larger groups are paired where they read alike, and else in the order in which they stand.
MOST_COMPARED = 36


def same_numbers(left: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row of either side, the same where all columns have the same codes (-1 is one)."""
    rows = len(left[0])
    number = np.zeros(rows + len(right[0]), dtype=np.int64)
    for columns in zip(left, right, strict=True):
        codes = np.concatenate(columns).astype(np.int64)
        number = pd.factorize(number * (codes.max(initial=-1) + 2) + codes + 1)[0]
    return number[:rows], number[rows:]


def one_to_one(
    left: np.ndarray, right: np.ndarray, columns_at: Callable[[np.ndarray, np.ndarray], Sides]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions on either side that belong together; of each group as many as the smaller side has.

    Parameters
    ----------
    left, right : ndarray of int
        The group of each row.
    columns_at : callable
        Takes positions on either side, and returns what distinguishes the rows of a group.
    """
    groups = max(left.max(initial=-1), right.max(initial=-1)) + 1
    on_left, on_right = np.bincount(left, minlength=groups), np.bincount(right, minlength=groups)
    in_both = (on_left > 0) & (on_right > 0)
    alone = in_both & (on_left == 1) & (on_right == 1)
    rows, others = np.flatnonzero(alone[left]), np.flatnonzero(alone[right])
    found = [(rows[np.argsort(left[rows])], others[np.argsort(right[others])])]
    several = in_both & ~alone
    if several.any():
        rows, others = np.flatnonzero(several[left]), np.flatnonzero(several[right])
        few = (on_left * on_right <= MOST_COMPARED)[left[rows]]
        found += [
            (rows[at], others[other])
            for at, other in _among_several(left[rows], right[others], columns_at(rows, others), few)
        ]
    return np.concatenate([at for at, _ in found]), np.concatenate([other for _, other in found])


def _among_several(
    left: np.ndarray, right: np.ndarray, columns: Sides, is_small: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield pairs of positions: those that read alike, then the most alike of small groups, then the others in turn."""
    rows, others = _in_turn(*same_numbers([left, *columns[0]], [right, *columns[1]]))
    yield rows, others
    rows, others = np.delete(np.arange(len(left)), rows), np.delete(np.arange(len(right)), others)
    small = np.isin(right[others], left[is_small])
    yield _most_alike(left, right, rows[is_small[rows]], others[small], columns)
    rows, others = rows[~is_small[rows]], others[~small]
    at, other = _in_turn(left[rows], right[others])
    yield rows[at], others[other]


def _in_turn(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair the first of a group with the first, the second with the second, and so on."""
    turns = [pd.Series(each).groupby(each).cumcount().to_numpy(np.int64) for each in (left, right)]
    numbers = same_numbers([left, turns[0]], [right, turns[1]])
    _, rows, others = np.intersect1d(*numbers, assume_unique=True, return_indices=True)
    return rows, others


def _most_alike(
    left: np.ndarray, right: np.ndarray, rows: np.ndarray, others: np.ndarray, columns: Sides
) -> tuple[np.ndarray, np.ndarray]:
    """Pair those first that agree in most columns and contradict each other in fewest."""
    sides = [pd.DataFrame({"group": left[rows], "row": rows}), pd.DataFrame({"group": right[others], "other": others})]
    each = sides[0].merge(sides[1], on="group")
    row, other = each["row"].to_numpy(), each["other"].to_numpy()
    likeness = np.zeros(len(row), dtype=np.int64)
    for of_left, of_right in zip(*columns, strict=True):
        one, two = of_left[row], of_right[other]
        likeness += (one == two).astype(np.int64) - ((one != two) & (one >= 0) & (two >= 0))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    order = np.argsort(-likeness, kind="stable")
    for one, two in zip(row[order].tolist(), other[order].tolist(), strict=True):
        if one not in partner and two not in taken:
            partner[one] = two
            taken.add(two)
    return np.array([*partner], dtype=np.int64), np.array([*partner.values()], dtype=np.int64)
