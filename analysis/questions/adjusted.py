"""Is it the factor itself, or what comes with it; and what would help most?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.methods.avoidable import Avoidable
    from analysis.methods.fit_quality import CalibrationGroup
    from analysis.methods.model_terms import Entered
    from analysis.methods.standardised import AdjustedFactor
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.results import Caution, Estimate


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Several factors at once, each with the others allowed for.

    Attributes
    ----------
    factors : tuple of AdjustedFactor
        In the order chosen; none where the log cannot tell, for the reason `refusal`.
    avoidable : tuple of Avoidable
        Of those that can be acted on, the one that would help most first.
    treatments : int
        All units that pass the filters.
    known : int
        Those with a known outcome and every factor known: the ones used.
    breakouts : int
        Among those used.
    left_out : int
        Units with a known outcome but with a factor not known.
    clients : int or None
        Among those used; None where the log does not tell clients apart.
    parameters : int
        Slopes of the model, the constant not counted.
    events_per_parameter : float
        The rarer outcome among those used over `parameters`.
    calibration : tuple of CalibrationGroup
        Tenths of the predicted chance.
    discrimination : Estimate or None
        The c statistic.
    refusal : Caution or None
    cautions : tuple of Caution
    """

    factors: tuple[AdjustedFactor, ...]
    avoidable: tuple[Avoidable, ...]
    treatments: int
    known: int
    breakouts: int
    left_out: int
    clients: int | None
    parameters: int
    events_per_parameter: float
    calibration: tuple[CalibrationGroup, ...]
    discrimination: Estimate | None
    refusal: Caution | None
    cautions: tuple[Caution, ...]


def default_factors(log: Log, filters: Filters) -> tuple[str, ...]:
    """Return the names of the factors allowed for unless a manager chooses others."""
    raise NotImplementedError


def adjusted(log: Log, filters: Filters, names: tuple[str, ...], entered: Entered) -> Adjusted:
    """Return what each of the factors called `names` says with the others allowed for, and what would help most."""
    raise NotImplementedError
