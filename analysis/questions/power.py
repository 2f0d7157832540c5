"""Can this log tell? What each factor's contrast would show, the most able first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.power import ability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.methods.power import Ability
    from analysis.results import FactorResult


def can_this_log_tell(results: Iterable[FactorResult]) -> tuple[Ability, ...]:
    """Return what a log can tell about each factor.

    Returns
    -------
    tuple of Ability
        The factor of which the smallest difference would be shown first, whichever way; those of which none would be
        shown after them; those without a contrast last.
    """
    return tuple(sorted((ability(result) for result in results), key=_order))


def _order(of: Ability) -> tuple[bool, float, str]:
    found = of.detectable
    shown = [size for size in (found.more, found.fewer) if size is not None] if found is not None else []
    return found is None, min(shown, default=1.0), of.result.factor.name
