"""The types that methods return: frozen, and each estimate carries its interval, its method and its doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.cautions import Caution
    from analysis.methods.sureness import Effects
    from analysis.outcome_log.log import Factor, Level

CONFIDENCE_LEVEL = 0.95


# The share of comparisons called linked that may be so by chance, and the share of their intervals that may miss.
SIGNIFICANT = 0.05


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A confidence interval.

    `level` is what it was worked out with; `overall` what is left of that after allowing for the comparisons it was
    picked from, None where there was no choice.
    """

    low: float
    high: float
    level: float
    method: str
    overall: float | None = None

    @property
    def stated_level(self) -> float:
        """The level that is stated beside it."""
        return self.level if self.overall is None else self.overall


@dataclass(frozen=True)
class Estimate:
    """A number with its interval."""

    value: float
    interval: Interval

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval of a difference excludes zero."""
        return self.interval.low > 0 or self.interval.high < 0


@dataclass(frozen=True, kw_only=True)
class RatioInterval:
    """A confidence interval of a ratio; `high` is None where it has no upper bound (a ratio to a rate of zero)."""

    low: float
    high: float | None
    level: float
    method: str
    overall: float | None = None

    @property
    def stated_level(self) -> float:
        """The level that is stated beside it, as of an `Interval`."""
        return self.level if self.overall is None else self.overall


@dataclass(frozen=True)
class Ratio:
    """A ratio with its interval; `value` is None where it is beyond any number (a ratio to a rate of zero)."""

    value: float | None
    interval: RatioInterval


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Breakouts among the treatments with a known outcome.

    Divided by the `design_effect`, the counts tell as much as those of independent treatments.
    """

    breakouts: int
    known: int
    value: float
    interval: Interval
    design_effect: float = 1.0

    def with_effect(self, design_effect: float) -> Rate:
        """Return the same rate with another design effect, its interval as it is."""
        # A page needs hundreds of them, and `dataclasses.replace` takes three times as long.
        return Rate(
            breakouts=self.breakouts,
            known=self.known,
            value=self.value,
            interval=self.interval,
            design_effect=design_effect,
        )

    @property
    def effective_breakouts(self) -> float:
        """Breakouts divided by the design effect."""
        return self.breakouts / self.design_effect

    @property
    def effective_known(self) -> float:
        """Treatments with a known outcome divided by the design effect."""
        return self.known / self.design_effect


@dataclass(frozen=True)
class Clustering:
    """How many treatments are beyond the first of each client, and how much their likeness widens an interval."""

    repeats: int
    design_effect: float


INDEPENDENT = Clustering(0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Test:
    """A test of no association by how far the counts are from it."""

    name: str
    statistic: float
    p_value: float
    source: str


@dataclass(frozen=True, kw_only=True)
class ExactTest:
    """A test of no association that has no statistic; `p_error` is the standard error of a p-value that was sampled."""

    name: str
    p_value: float
    source: str
    p_error: float | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two rates against each other: the first minus, or divided by, the second.

    `worth` is how many treatments of different clients on either side would tell as much of the difference; `effects`
    are the design effects behind it, None where each rate has its own.
    `risk_ratio` and `odds_ratio` are None where neither rate can be put into proportion to the other.
    """

    first: Rate
    second: Rate
    worth: tuple[float, float]
    risk_difference: Estimate
    risk_ratio: Ratio | None
    odds_ratio: Estimate | None
    effects: Effects | None = None

    @property
    def freedom(self) -> float | None:
        """The degrees of freedom of `effects`; None where they are not estimated."""
        return None if self.effects is None else self.effects.freedom

    @property
    def design_effect(self) -> float:
        """How many times as many treatments, of clients who came back, are needed for the same."""
        return (self.first.known + self.second.known) / sum(self.worth)


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """The one comparison shown for a factor: `level` against `reference`, the furthest apart of `picked_from`.

    `guard_p` is the p-value of a test that its interval cannot replace, allowing for the choice: the exact one of few
    cases, or the log-rank test of levels reviewed at different times; None where the interval will do.
    """

    level: Level
    reference: Level
    comparison: Comparison
    picked_from: int = 1
    guard_p: float | None = None


@dataclass(frozen=True)
class Family:
    """Differences looked at together: how many they are, and how many of them are linked to the outcome.

    `is_planned` tells a single difference that was the question before anything was looked at from a search of one.
    """

    size: int
    linked: int
    is_planned: bool = False

    @property
    def error(self) -> float:
        """How often each of their intervals may miss, so that at most `SIGNIFICANT` of the linked ones do."""
        return SIGNIFICANT * max(self.linked, 1) / self.size


@dataclass(frozen=True)
class ValueRange:
    """A group of neighbouring values of a numeric factor, both ends included; it sorts and prints as data, not text."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, float | int) and self.low <= value <= self.high


def holds(level: Level, value: Level) -> bool:
    """Tell whether a level as it is shown is, or holds, a value that was counted by."""
    return value in level if isinstance(level, ValueRange) else value == level


def place_among(levels: Sequence[Level], value: Level) -> int:
    """Return the place of the level that `holds` a value; -1 where none does, and of "not known"."""
    return next((place for place, level in enumerate(levels) if value is not None and holds(level, value)), -1)


@dataclass(frozen=True)
class AllOthers:
    """Every level of a factor but one, taken together: what a level is compared with."""

    level: Level


@dataclass(frozen=True, kw_only=True)
class LevelRate:
    """One level of a factor: its counts and its rate, which is None where no outcome is known."""

    level: Level
    treatments: int
    breakouts: int
    unknown: int
    rate: Rate | None

    @property
    def known(self) -> int:
        """Treatments with a known outcome."""
        return self.treatments - self.unknown


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Whether the rate of a number is highest, or lowest, at both of its ends.

    Attributes
    ----------
    test : Test
    highest_at : "ends", "middle" or None
        Where both ends have a higher, or both a lower, rate than the groups between; None where the rate just rises or
        falls, however unevenly.
    between : float
        The rate of the groups between the first and the last.
    p_adjusted : float
        With the number of shapes allowed for that were looked at together.
    is_linked : bool
    """

    test: Test
    highest_at: Literal["ends", "middle"] | None
    between: float
    p_adjusted: float
    is_linked: bool = False


@dataclass(frozen=True, kw_only=True)
class FactorResult:
    """What a log says about one factor.

    Attributes
    ----------
    factor : Factor
    levels : tuple of LevelRate
        As they are shown; fifths for a numeric factor.
    not_answered : LevelRate
        The treatments whose level is not known; they are in no other number here.
    test : Test, ExactTest or None
        None where the log cannot tell anything, for a reason that `cautions` names.
    contrast : Contrast or None
    p_adjusted : float or None
        Of the difference, with the number of factors allowed for; None for a factor looked at alone.
    family : Family or None
        The factors it was looked at together with; None where it is alone, or has no contrast.
    shape : Shape or None
        Of a numeric factor; None where there is none to speak of.
    """

    factor: Factor
    levels: tuple[LevelRate, ...]
    not_answered: LevelRate
    test: Test | ExactTest | None
    contrast: Contrast | None
    p_adjusted: float | None = None
    family: Family | None = None
    shape: Shape | None = None
    cautions: tuple[Caution, ...] = field(default_factory=tuple)

    @property
    def one_of_all(self) -> Level | None:
        """The level that is compared with all the others, in a family of such comparisons; None where none is."""
        of = self.contrast
        return of.level if of is not None and isinstance(of.reference, AllOthers) else None

    @property
    def is_one_of_all(self) -> bool:
        """Whether one level is compared with all the others."""
        return self.one_of_all is not None

    @property
    def is_planned(self) -> bool:
        """Whether the factor was the question before anything was looked at, and is held to its own error only."""
        return self.family is not None and self.family.is_planned

    @property
    def is_linked(self) -> bool:
        """Whether the factor is linked to the outcome: the interval of its difference says so (`methods/linked.py`)."""
        return self.contrast is not None and self.contrast.comparison.risk_difference.excludes_zero

    @property
    def is_linked_in_shape(self) -> bool:
        """Whether a number is linked to the outcome by the rates of both ends, which its difference need not show."""
        return self.shape is not None and self.shape.is_linked

    @property
    def has_link(self) -> bool:
        """Whether the factor is linked to the outcome in either way."""
        return self.is_linked or self.is_linked_in_shape
