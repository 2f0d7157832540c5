"""Reasons to doubt or limit a result, a class each; `wording/cautions.py` has the sentences.

Unless stated otherwise numbers count treatments, first treatments or clients, as the result they belong to does. What
is "too few" or "too many" is in a caution beside what was found, as it stood when it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.closer_cautions import CloserCaution
from analysis.methods.evidence_cautions import EvidenceCaution
from analysis.methods.model_cautions import ModelCaution

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor, Level


@dataclass(frozen=True)
class SmallExpectedCounts:
    """Fewer than `smallest`, times the design effect, are expected somewhere; `is_exact` if the test allows for it."""

    smallest: int
    design_effect: float
    is_exact: bool


@dataclass(frozen=True)
class FewBreakouts:
    """Fewer than `few` had a breakout, or fewer than `few` had none."""

    breakouts: int
    no_breakouts: int
    few: int


@dataclass(frozen=True)
class ManyUnknowns:
    """The outcome of many is unknown: `unknown` of `treatments`."""

    unknown: int
    treatments: int


@dataclass(frozen=True)
class RepeatClients:
    """Treatments beyond the first of each client, and how much their likeness widened the interval of a comparison."""

    repeats: int
    design_effect: float


@dataclass(frozen=True)
class SeveralFactorsTested:
    """A result that the number of factors looked at makes less of a surprise."""

    factors: int


@dataclass(frozen=True)
class SmallLevels:
    """Levels with fewer than `smallest` known outcomes, which are in no comparison."""

    factor: Factor
    levels: tuple[Level, ...]
    smallest: int


@dataclass(frozen=True)
class NothingKnown:
    """No outcome at all is known."""


@dataclass(frozen=True)
class OneLevel:
    """Only one level has known outcomes."""


@dataclass(frozen=True)
class SameOutcome:
    """All known outcomes are the same: `breakouts` is 0 or `known`."""

    breakouts: int
    known: int


@dataclass(frozen=True)
class ManyLevels:
    """More levels than the `most` that are compared at once."""

    levels: int
    most: int


@dataclass(frozen=True)
class NoContrast:
    """Fewer than two levels have `smallest` known outcomes or more."""

    smallest: int


@dataclass(frozen=True)
class WidenedIntervals:
    """The level shown was picked from so many beside the reference, which its intervals allow for."""

    picked_from: int


@dataclass(frozen=True)
class ReferenceReplaced:
    """The usual reference of a factor has too few known outcomes; this level stands in for it."""

    factor: Factor
    reference: Level


@dataclass(frozen=True)
class SampledTest:
    """A p-value that was sampled, with its standard error."""

    p_error: float


@dataclass(frozen=True)
class LinkedToTheOutcome:
    """A factor whose every level has only breakouts or none: it may be the outcome under another name."""

    factor: Factor


@dataclass(frozen=True)
class OutOfUsualRange:
    """Treatments in which a number is above `limit`, in the unit of its factor."""

    factor: Factor
    limit: float
    treatments: int


@dataclass(frozen=True, kw_only=True)
class MoreVisits:
    """How many treatments clients of the two levels compared had on average, which is more chances for some."""

    factor: Factor
    level: Level
    visits: float
    reference: Level
    reference_visits: float


@dataclass(frozen=True)
class RecordedAfterBreakouts:
    """An outcome that is known of hardly any treatment without a breakout."""


@dataclass(frozen=True)
class LateBreakouts:
    """Breakouts that began after the breakout window, and so count as none."""

    breakouts: int
    window_days: int


ComparisonCaution = (
    SmallExpectedCounts
    | FewBreakouts
    | ManyUnknowns
    | RepeatClients
    | SeveralFactorsTested
    | SmallLevels
    | NothingKnown
    | OneLevel
    | SameOutcome
    | ManyLevels
    | NoContrast
    | WidenedIntervals
    | ReferenceReplaced
    | SampledTest
    | LinkedToTheOutcome
    | OutOfUsualRange
    | MoreVisits
    | RecordedAfterBreakouts
    | LateBreakouts
)

# Every caution there is: the type checker tells which of them has no sentence.
Caution = ComparisonCaution | EvidenceCaution | CloserCaution | ModelCaution

# With one of these a factor forms no groups, and with one of those its levels are not compared.
NoGroups = NothingKnown | OneLevel | ManyLevels
NoComparison = NoGroups | SameOutcome | NoContrast
