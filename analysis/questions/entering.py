"""How factors enter a model together: whole, or one level of a factor against all its others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from analysis.methods.each_level import FEWEST_LEVELS_EACH, comparable_levels
from analysis.results import AllOthers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Patterns
    from analysis.outcome_log.log import Factor, Level

# For each factor of which one level is compared with all the others its name and that level.
OneOf: TypeAlias = "tuple[tuple[str, Level], ...]"


@dataclass(frozen=True, eq=False, kw_only=True)
class Entering:
    """Factors as they enter a model together, with their counts.

    Attributes
    ----------
    factors : tuple of Factor
        One of which a level is compared with all the others has these two levels.
    patterns : Patterns
        Counted by `factors`.
    picked_from : mapping of str to int
        How many levels such a comparison is one of, by the name of the factor.
    planned : str or None
        The name of the factor that was the question before anything was looked at.
    """

    factors: tuple[Factor, ...]
    patterns: Patterns
    picked_from: Mapping[str, int] = field(default_factory=dict)
    planned: str | None = None

    @property
    def one_of(self) -> OneOf:
        """The factors of which one level is compared with all the others, and that level."""
        return tuple((each.name, each.levels[1]) for each in self.factors if each.name in self.picked_from)

    def only(self, *names: str) -> Entering:
        """Return the factors called `names`, in this order."""
        by_name = {each.name: each for each in self.factors}
        return replace(self, factors=tuple(by_name[name] for name in names), patterns=self.patterns.of(*names))

    def with_one_level(self, name: str, level: Level, picked_from: int) -> Entering:
        """Return the same with one level of a factor against all the others: one parameter, however many there are."""
        levels = (AllOthers(level), level)
        # No column has "all the others" for a level; this factor lives as long as the model is made.
        two = cast("tuple[str, str]", levels)
        factors = tuple(
            replace(each, kind="category", levels=two, reference=two[0]) if each.name == name else each
            for each in self.factors
        )
        patterns = self.patterns.with_two_levels(name, level, levels)
        return replace(self, factors=factors, patterns=patterns, picked_from={**self.picked_from, name: picked_from})


def entering(counts: Counts, names: tuple[str, ...], one_of: OneOf = (), planned: str | None = None) -> Entering:
    """Return the factors called `names` with their counts.

    Parameters
    ----------
    counts : Counts
    names : tuple of str
    one_of : tuple of (str, level)
        See `Entering`; a level that cannot be compared is passed over.
    planned : str, optional
        See `Entering`.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    factors = tuple(counts.factor(name) for name in dict.fromkeys(names))
    found = Entering(factors=factors, patterns=counts.patterns(*(each.name for each in factors)), planned=planned)
    for name, level in one_of:
        comparable = comparable_levels(counts.by(name)) if name in names else ()
        if level in comparable:
            found = found.with_one_level(name, level, len(comparable))
    return found


def levels_to_choose(counts: Counts, factor: Factor) -> tuple[Level, ...]:
    """Return the levels of which one can stand for a factor; none where a factor has few, or an order.

    What can be acted on stays whole: it has a level to aim at.
    """
    if factor.kind != "category" or factor.is_actionable:
        return ()
    tally = counts.by(factor.name)
    return comparable_levels(tally) if len(tally.answered.levels) >= FEWEST_LEVELS_EACH else ()
