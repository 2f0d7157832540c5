"""What adjusting does to a difference, within groups or in a model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.change import Change
    from analysis.results import Estimate

Verdict = Literal["unchanged", "unclear", "partly shared", "mostly shared", "hidden", "reversed", "unsure"]


def largest_change(changes: Sequence[float]) -> float:
    """Return the change that is furthest from none, up or down alike."""
    return max(changes, key=lambda change: abs(math.log1p(change)))


def relative_change(crude: float | None, adjusted: Estimate | None) -> float:
    """Return the change of a ratio; none where nobody, or everybody, broke out on one side: then both stay 0."""
    return adjusted.value / crude - 1 if crude and adjusted is not None and adjusted.value else 0.0


def verdict(crude: Estimate, adjusted: Estimate, change: Change) -> Verdict:
    """Return what becomes of a difference: as much as the interval of its change allows, never that of another.

    Parameters
    ----------
    crude, adjusted : Estimate
        Whether they exclude zero decides whether there is a difference to speak of, and which way it points.
    change : Change
        From the one to the other.
    """
    before, after = crude.value, adjusted.value
    if not crude.excludes_zero and not adjusted.excludes_zero:
        return "unsure"
    if crude.excludes_zero and adjusted.excludes_zero and before * after < 0:
        return "reversed"
    if change.is_slight:
        return "unchanged"
    if not change.estimate.excludes_zero:
        return "unclear"
    return _verdict_of_a_change(crude, adjusted, change)


def _verdict_of_a_change(crude: Estimate, adjusted: Estimate, change: Change) -> Verdict:
    """Return what becomes of a difference that clearly changes."""
    if not crude.excludes_zero:
        # What other factors take away from a difference that chance made smaller looks as if they had hidden one.
        return "unclear"
    if change.estimate.value * crude.value > 0:
        # A larger difference that could as well be none was not hidden: it is the old one, less sure.
        return "hidden" if adjusted.excludes_zero else "unclear"
    return "mostly shared" if change.is_mostly_gone else "partly shared"
