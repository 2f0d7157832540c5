"""Enough data? What each factor's contrast would show, the most able first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.power import NothingToCompare, ability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.methods.power import Ability
    from analysis.results import FactorResult


def enough_data(results: Iterable[FactorResult]) -> tuple[Ability | NothingToCompare, ...]:
    """Return what a log could show of each factor.

    Returns
    -------
    tuple of Ability or NothingToCompare
        The factor of which the smallest difference would be shown first, whichever way; those of which none would be
        shown after them; those without a contrast last.
    """
    return tuple(sorted((ability(result) for result in results), key=_order))


def _order(of: Ability | NothingToCompare) -> tuple[bool, float, str]:
    if isinstance(of, NothingToCompare):
        return True, 1.0, of.result.factor.name
    shown = [size for size in (of.detectable.more, of.detectable.fewer) if size is not None]
    return False, min(shown, default=1.0), of.result.factor.name
