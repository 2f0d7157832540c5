"""What limits a factor within the groups of another, or an outcome grade by grade, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from analysis.methods.closer_cautions import (
    FewAboveTheLowestGrade,
    HardlyOverlap,
    OneGrade,
    RestsOnUnits,
    SameGroup,
    ThinGroups,
    TooFewUnits,
)
from analysis.wording.numbers import agreeing, count, quantity
from analysis.wording.outcomes import every_unit, one, unit, units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.methods.cautions import Caution
    from analysis.methods.closer_cautions import CloserCaution
    from analysis.outcome_log.outcomes import Counted


def who_are_alike(cautions: Iterable[Caution]) -> str:
    """Return whose treatments resemble each other: a client’s, or those of a unit that a comparison rests on."""
    rests = next((each for each in cautions if isinstance(each, RestsOnUnits)), None)
    return "client" if rests is None else rests.unit.title.lower()


def why_alike(cautions: Iterable[Caution], each: str) -> str:
    """Return why treatments tell less than as many unrelated ones: clients came back."""
    who = who_are_alike(cautions)
    return "clients came back" if who == "client" else f"{each}s of one {who} resemble each other"


def closer_caution(of: CloserCaution, counted: Counted) -> str:  # noqa: PLR0911 - one sentence a kind, side by side
    """Return a caution about a closer look at a factor as a sentence."""
    match of:
        case OneGrade():
            same = "no breakout" if of.grade is None else of.grade
            everyone = every_unit(of.known, counted, " with a known grade")
            return f"There is nothing to compare: {everyone} {agreeing(of.known, 'is', 'are')} “{same}”."
        case FewAboveTheLowestGrade():
            be = agreeing(of.above, "is", "are")
            return (
                f"Only {units(of.above, counted)} {be} above the lowest grade; with fewer than {of.few}, one more or "
                "less changes the answer."
            )
        case SameGroup():
            return (
                f"The {units(of.known, counted)} to compare are all in one group of “{of.by.title}”, so there is "
                "nothing to compare within."
            )
        case HardlyOverlap():
            return (
                f"The two hardly overlap: only {count(of.compared)} of {units(of.known, counted)} are in groups of "
                f"“{of.by.title}” with both levels. Choose another factor."
            )
        case ThinGroups():
            return (
                f"The p-value is rough: in {count(of.thin)} of {quantity(of.groups, 'group')}, fewer than "
                f"{of.smallest} {unit(counted)}s with {one(counted)}, or without, are expected."
            )
        case RestsOnUnits():
            who = of.unit.title.lower()
            return (
                f"Each {who} is in one group of “{of.factor.title}”, and {unit(counted)}s of one {who} resemble each "
                f"other. So the comparison rests on {quantity(of.units, who)}, not on the number of {unit(counted)}s "
                f"(design effect {of.design_effect:.2f})."
            )
        case TooFewUnits():
            who = of.unit.title.lower()
            return (
                f"This log cannot tell whether the groups of “{of.factor.title}” differ: each {who} is in one group, "
                f"and a difference between groups may be one between {who}s. It takes at least "
                f"{quantity(of.needed, who)} in {quantity(of.levels, 'group')}; there are {count(of.units)}."
            )
        case _:
            assert_never(of)
