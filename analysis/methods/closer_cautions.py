"""What limits a factor within the groups of another, or an outcome grade by grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor, Level


@dataclass(frozen=True)
class OneGrade:
    """The one grade that all with a known grade have; None for no breakout."""

    grade: Level
    known: int


@dataclass(frozen=True)
class FewAboveTheLowestGrade:
    """Fewer than `few` are above the lowest grade."""

    above: int
    few: int


@dataclass(frozen=True)
class SameGroup:
    """All `known` to compare are of one level of the factor that makes the groups."""

    by: Factor
    known: int


@dataclass(frozen=True)
class HardlyOverlap:
    """Of `known` only `compared` are in groups that hold both of the levels compared."""

    by: Factor
    compared: int
    known: int


@dataclass(frozen=True)
class ThinGroups:
    """In `thin` of `groups` fewer than `smallest` breakouts, or treatments without one, are to be expected."""

    thin: int
    groups: int
    smallest: int


@dataclass(frozen=True, kw_only=True)
class RestsOnUnits:
    """A factor whose levels hold `units` practitioners or clinics whole, which its comparison allows for."""

    factor: Factor
    unit: Factor
    units: int
    design_effect: float


@dataclass(frozen=True, kw_only=True)
class TooFewUnits:
    """A factor whose `levels` levels hold whole practitioners or clinics, too few to distinguish it from these."""

    factor: Factor
    unit: Factor
    units: int
    levels: int
    needed: int


CloserCaution = OneGrade | FewAboveTheLowestGrade | SameGroup | HardlyOverlap | ThinGroups | RestsOnUnits | TooFewUnits
