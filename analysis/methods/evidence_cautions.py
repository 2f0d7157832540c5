"""Reasons to doubt what a log can tell, a rate weighted for unknown outcomes, or a curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.methods.kaplan_meier import CumulativeIncidence
    from analysis.outcome_log.log import Factor, Level


@dataclass(frozen=True)
class RoughPower:
    """Fewer than `smallest` of the rarer outcome would be expected, too few for the normal approximation."""

    smallest: int


@dataclass(frozen=True)
class LevelsAllUnknown:
    """Levels, None for the one not known, of which no outcome is known, so that nothing can stand for them."""

    levels: tuple[Level, ...]


@dataclass(frozen=True)
class FewStandForMany:
    """Levels in which fewer than `smallest` known outcomes stand for the unknown ones."""

    levels: tuple[Level, ...]
    smallest: int


@dataclass(frozen=True)
class FewValues:
    """How many different values have a known outcome, and how many a curve needs."""

    known: int
    needed: int


@dataclass(frozen=True)
class OneValue:
    """The one value that nearly all have, in the unit of the factor."""

    factor: Factor
    value: float


@dataclass(frozen=True)
class FewForACurve:
    """The rarer outcome was found `rarer` times; a curve needs `few`, times the design effect."""

    rarer: int
    few: int
    design_effect: float


@dataclass(frozen=True)
class OneValueDecides:
    """The value, in the unit of the factor, that would bend the whole curve to itself."""

    factor: Factor
    value: float


@dataclass(frozen=True)
class NoCurveFits:
    """Outcomes that change all at once along a factor."""

    factor: Factor


@dataclass(frozen=True)
class CurveTooWide:
    """A band around a curve that would be wider than `widest`, a share of 1, somewhere."""

    factor: Factor
    widest: float


@dataclass(frozen=True, kw_only=True)
class ReviewedAtDifferentTimes:
    """Levels of a factor of which some were reviewed before the breakout window ended, and others later.

    Attributes
    ----------
    factor : Factor
    window_days : int
    earliest, latest : Level
        The levels whose treatments without a breakout were observed for the shortest and for the longest time.
    earliest_days, latest_days : float
        For how many days of the window on average.
    compared : tuple of (Level, CumulativeIncidence or None)
        The levels compared, if any, with the share that has broken out by the end of the window; None where too few
        were observed so long.
    """

    factor: Factor
    window_days: int
    earliest: Level
    earliest_days: float
    latest: Level
    latest_days: float
    compared: tuple[tuple[Level, CumulativeIncidence | None], ...]


@dataclass(frozen=True)
class OfFewClients:
    """All treatments are of so few clients that a rate says little of others."""

    clients: int
    treatments: int


@dataclass(frozen=True, kw_only=True)
class RecordedLater:
    """A factor of the time after a treatment, which may be what it is because of the breakout.

    Attributes
    ----------
    begun : int
        Breakouts that had begun by their follow-up.
    dated : int
        Of how many both days are recorded.
    """

    begun: int
    dated: int


EvidenceCaution = (
    RecordedLater
    | ReviewedAtDifferentTimes
    | OfFewClients
    | RoughPower
    | LevelsAllUnknown
    | FewStandForMany
    | FewValues
    | OneValue
    | FewForACurve
    | OneValueDecides
    | NoCurveFits
    | CurveTooWide
)
