"""What adjusting does to a difference, within groups or in a model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Estimate

# Mickey RM, Greenland S (1989) The impact of confounder selection criteria on effect estimation. Am J Epidemiol
# 129:125-137: an answer that changes by more than a tenth when another factor is allowed for is not the factor's own.
NOTABLE_CHANGE = 0.10
# Most of a difference is gone where less than half of it is left.
MOST = 0.5

Verdict = Literal["unchanged", "partly shared", "mostly shared", "hidden", "reversed", "unsure"]


def largest_change(changes: Sequence[float]) -> float:
    """Return the change that is furthest from none, up or down alike."""
    return max(changes, key=lambda change: abs(math.log1p(change)))


def is_wholly_hidden(crude: Estimate, adjusted: Estimate) -> bool:
    """Tell whether hardly anything of a difference, or its opposite, was seen before the other was allowed for."""
    before, after = crude.value, adjusted.value
    return before * after <= 0 or abs(before) <= NOTABLE_CHANGE * abs(after)


def relative_change(crude: float | None, adjusted: Estimate | None) -> float:
    """Return the change of a ratio; none where nobody, or everybody, broke out on one side: then both stay 0."""
    return adjusted.value / crude - 1 if crude and adjusted is not None and adjusted.value else 0.0


def verdict(crude: Estimate, adjusted: Estimate, change: float) -> Verdict:
    """Return what becomes of a difference, no more than the intervals allow.

    A change counts from a tenth up, either way alike: to 1.1 times the risk ratio or to 1 / 1.1 of it.
    """
    before, after = crude.value, adjusted.value
    if not crude.excludes_zero and not adjusted.excludes_zero:
        return "unsure"
    if before * after < 0:
        return _verdict_of_a_turn(crude, adjusted)
    few = abs(math.log1p(change)) <= math.log1p(NOTABLE_CHANGE)
    if few or abs(after - before) <= NOTABLE_CHANGE * abs(before):
        return "unchanged"
    if abs(after) > abs(before):
        # A larger difference that could as well be none was not hidden: it is the old one, less sure.
        return "hidden" if adjusted.excludes_zero else "unsure"
    if not crude.excludes_zero:
        return "unsure"
    return "mostly shared" if abs(after) < MOST * abs(before) else "partly shared"


def _verdict_of_a_turn(crude: Estimate, adjusted: Estimate) -> Verdict:
    """Return what becomes of a difference that points the other way within the groups."""
    if not crude.excludes_zero:
        return "hidden"
    return "reversed" if adjusted.excludes_zero else "mostly shared"
