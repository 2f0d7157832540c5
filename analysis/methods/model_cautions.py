"""Why a model of several factors cannot be made, or what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.methods.adjusted.terms import Unable
    from analysis.outcome_log.log import Factor, Level


@dataclass(frozen=True)
class NothingChosen:
    """No factor was chosen."""


@dataclass(frozen=True)
class NothingComplete:
    """Outcomes are known, but all the factors of none of them."""

    left_out: int


@dataclass(frozen=True)
class IsTheOutcome:
    """Factors that record the outcome itself."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class OverlappingFactors:
    """Factors that record in part the same thing."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class ConstantFactors:
    """Factors of which only one level occurs."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, kw_only=True)
class TooFewEvents:
    """The rarer outcome occurs too seldom for the parameters of a model.

    Attributes
    ----------
    events : int
        How often it occurs.
    are_yes : bool
        Whether it is the breakout, as nearly always, and not its absence.
    parameters : int
        How many the factors need.
    carried : int
        How many so many events can carry.
    uses : tuple of (Factor, int)
        How many each factor needs.
    per_parameter : int
        Events needed for each.
    """

    events: int
    are_yes: bool
    parameters: int
    carried: int
    uses: tuple[tuple[Factor, int], ...]
    per_parameter: int


@dataclass(frozen=True)
class LevelsTooSmall:
    """Factors with levels that cannot be compared and that no merging helps."""

    unable: tuple[Unable, ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors whose levels these are."""
        return tuple(each.factor for each in self.unable)


@dataclass(frozen=True, kw_only=True)
class TooFewClients:
    """Too few clients, some of whom came again, for the parameters of a model; as `TooFewEvents`."""

    clients: int
    parameters: int
    carried: int
    per_parameter: int


@dataclass(frozen=True)
class FewClients:
    """Fewer than `few` clients, some of whom came again: enough for a model, but its intervals are too narrow."""

    clients: int
    few: int


@dataclass(frozen=True)
class EntangledFactors:
    """Factors that go together too closely to be distinguished."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class SeparatedOutcomes:
    """Factors that together tell the outcome of some treatments for sure."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class MergedLevels:
    """For each group that was made of several levels of a factor, these levels."""

    factor: Factor
    merged: tuple[tuple[Level, ...], ...]


@dataclass(frozen=True)
class Incomplete:
    """Many known outcomes were left out, `left_out` of `known`, because a factor is not recorded for them."""

    left_out: int
    known: int


@dataclass(frozen=True)
class NotLinear:
    """A straight line along a factor fits poorly, with the p-value of the test that says so."""

    factor: Factor
    p_value: float


@dataclass(frozen=True)
class TooManyToFillIn:
    """More rows than `most`: those with a blank, and those without that differ; a page cannot wait for so many."""

    rows: int
    most: int


@dataclass(frozen=True)
class CannotFillIn:
    """Blanks cannot be filled in, or no model can be fitted once they are."""


@dataclass(frozen=True)
class MoreThanPenalisedCarries:
    """More factors than `most` were to be allowed for with few breakouts."""

    most: int


@dataclass(frozen=True)
class PenalisedNeedsEachClientOnce:
    """Clients came back, which the method for few breakouts cannot allow for."""

    clients: int
    treatments: int


@dataclass(frozen=True)
class PenalisedNotNeeded:
    """The log can carry these factors as usual."""


@dataclass(frozen=True)
class NoPenalisedFit:
    """The penalised likelihood has no maximum that was found."""


ModelCaution = (
    NothingChosen
    | NothingComplete
    | IsTheOutcome
    | OverlappingFactors
    | ConstantFactors
    | TooFewEvents
    | LevelsTooSmall
    | TooFewClients
    | FewClients
    | EntangledFactors
    | SeparatedOutcomes
    | MergedLevels
    | Incomplete
    | NotLinear
    | TooManyToFillIn
    | CannotFillIn
    | MoreThanPenalisedCarries
    | PenalisedNeedsEachClientOnce
    | PenalisedNotNeeded
    | NoPenalisedFit
)
