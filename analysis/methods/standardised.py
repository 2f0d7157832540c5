"""Rates that a factor's levels would have if they did not differ in the other factors, from a fitted model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.methods.model_terms import Entered
    from analysis.outcome_log.log import Factor
    from analysis.results import Caution, Comparison, Estimate, Test


@dataclass(frozen=True, slots=True)
class AdjustedRate:
    """The rate that all treatments would have at one level of a factor, with its counts as they are in the log."""

    level: Any
    known: int
    breakouts: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class AdjustedFactor:
    """What is left of a factor's difference when the other factors are allowed for.

    Attributes
    ----------
    factor : Factor
    entered : "levels" or "per unit"
        How it stands in the model; only a numeric factor may enter per unit, and its rates are then those at the middle
        (median) value of each fifth.
    level, reference : level
        What is compared, by the rule for the one comparison shown for a factor. A tuple of levels where these were
        merged.
    crude : Comparison
        The same two levels in the same treatments, not allowing for anything.
    risk_difference : Estimate
        The standardised rate of `level` minus that of `reference`.
    risk_ratio : Estimate or None
        The one over the other; None where it is beyond all numbers.
    rates : tuple of AdjustedRate
        Every level in its order.
    odds_ratios : tuple of (level, Estimate)
        Of every other level against `reference`; of a factor that entered per unit the one for `step` more, under the
        name ("per", step).
    test : Test
    p_adjusted : float
        Benjamini-Hochberg over the factors of the model.
    merged : tuple of tuple
        The levels that were too small, or had one outcome only, and were made into one.
    cautions : tuple of Caution
    """

    factor: Factor
    entered: Entered
    level: Any
    reference: Any
    crude: Comparison
    risk_difference: Estimate
    risk_ratio: Estimate | None
    rates: tuple[AdjustedRate, ...]
    odds_ratios: tuple[tuple[Any, Estimate], ...]
    test: Test
    p_adjusted: float
    merged: tuple[tuple[Any, ...], ...] = ()
    cautions: tuple[Caution, ...] = ()
