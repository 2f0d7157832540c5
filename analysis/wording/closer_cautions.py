"""What limits a factor within the groups of another, or an outcome grade by grade, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.wording.numbers import agreeing, count, quantity
from analysis.wording.outcomes import every_unit, one, unit, units

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import CloserCautionKind


def closer_caution(kind: CloserCautionKind, values: tuple[Any, ...], counted: Counted) -> str:
    """Return a caution about a closer look at a factor as a sentence."""
    match kind:
        case "one grade":
            grade, known = values
            same = "no breakout" if grade is None else grade
            everyone = every_unit(known, counted, " with a known grade")
            return f"There is nothing to compare: {everyone} {agreeing(known, 'is', 'are')} “{same}”."
        case "few above the lowest grade":
            above, few = values
            be = agreeing(above, "is", "are")
            return (
                f"Only {units(above, counted)} {be} above the lowest grade; with fewer than {few}, one more or less "
                "changes the picture."
            )
        case "same group":
            by, known = values
            return (
                f"The {units(known, counted)} to compare are all of one group of “{by.title}”: nothing to hold alike."
            )
        case "hardly overlap":
            by, compared, known = values
            return (
                f"The two hardly overlap: of {units(known, counted)} only {count(compared)} are in groups of "
                f"“{by.title}” in which both levels occur. Choose another factor."
            )
        case "thin groups":
            thin, groups, smallest = values
            return (
                f"In {count(thin)} of {quantity(groups, 'group')} fewer than {smallest} {unit(counted)}s with "
                f"{one(counted)}, or without, are to be expected, so the p-value is rough."
            )
