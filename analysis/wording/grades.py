"""An ordered outcome in words: how bad it was, and whether that differs by a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.results import SIGNIFICANT
from analysis.wording.cautions import caution
from analysis.wording.closer_cautions import why_alike
from analysis.wording.numbers import count, level_name, listed, named, out_of_100, p_value, per_100, percent, quantity
from analysis.wording.outcomes import unit

if TYPE_CHECKING:
    from analysis.methods.grades import GradesResult, LevelGrades
    from analysis.outcome_log.outcomes import Counted

# Shares of one bar are compared with those of another: all of them with the same decimals.
DECIMALS = 1


def grade_name(grade: object) -> str:
    """Return mild, or no breakout."""
    return "no breakout" if grade is None else str(grade)


def graded_unit(result: GradesResult, counted: Counted) -> str:
    """Return breakout where only breakouts have a grade, else treatment, first treatment or client."""
    return "breakout" if counted.outcome.is_course and None not in result.grades else unit(counted)


def grades_title(result: GradesResult, counted: Counted) -> str:
    """Return Severity: Acne history, as a chart is called."""
    return f"{counted.outcome.title}: {result.factor.title}"


def grades_finding(result: GradesResult, counted: Counted) -> str:
    """Return the shares of the grades at two levels, and whether the grades differ as a whole."""
    title = result.factor.title
    if result.test is None:
        why_not = " ".join(caution(each, counted) for each in result.cautions)
        return f"{title} cannot be compared by “{counted.outcome.title}”. {why_not}"
    return f"{_compared(result, counted)}{_as_a_whole(result)} ({p_value(result.test)})."


def _compared(result: GradesResult, counted: Counted) -> str:
    title = result.factor.title
    if not result.compared:
        return f"{title}: "
    (level, shares), (reference, others) = (
        (named(each.level, result.factor), _shares(each)) for each in result.compared
    )
    shares_in_words = listed(
        [f"{number} “{grade_name(grade)}”" for grade, number in zip(result.grades, shares, strict=True)], len(shares)
    )
    theirs = listed(others, len(others))
    return f"{title} {level}: of 100 {graded_unit(result, counted)}s, {shares_in_words}; with {reference}, {theirs}. "


def _shares(each: LevelGrades) -> list[str]:
    return [grade_share(number / each.known) for number in each.counts]


def grade_share(of: float) -> str:
    """Return a share as a number of 100 treatments that can be compared with others."""
    return out_of_100(of, DECIMALS)


def whole_share(of: float) -> str:
    """Return a share as a whole number of 100 treatments, for want of room; empty where that is 0."""
    return per_100(of, 0) if round(100 * of) else ""


def _as_a_whole(result: GradesResult) -> str:
    over = "Over all values" if result.factor.kind == "number" else "Over all groups"
    if result.test is None or result.test.p_value >= SIGNIFICANT:
        return f"{over}, the difference in grades could be chance"
    if result.rises is None:
        return f"{over}, the grades differ clearly"
    first, last = (named(result.levels[place].level, result.factor) for place in (0, -1))
    return f"{over}, the grades {'rise' if result.rises else 'fall'} from {first} to {last}"


def grades_left_out(result: GradesResult, counted: Counted) -> str:
    """Say how many units are not counted, and why; empty where all are."""
    parts = []
    if result.not_known:
        parts.append(
            f"{quantity(result.not_known, graded_unit(result, counted))} with the outcome or its grade unknown"
        )
    if result.level_not_known:
        parts.append(
            f"{quantity(result.level_not_known, graded_unit(result, counted))} with no “{result.factor.title}” recorded"
        )
    return f"Not counted: {'; '.join(parts)}." if parts else ""


def describe_grades(result: GradesResult, counted: Counted) -> str:
    """Return the chart of the grades as text."""
    bars = [
        f"{level_name(each.level, result.factor)} ({count(each.known)}): "
        + ", ".join(
            f"{grade_name(grade)} {percent(number / each.known)}"
            for grade, number in zip(result.grades, each.counts, strict=True)
        )
        for each in result.levels
    ]
    nothing = f"no group has any {graded_unit(result, counted)} with a known grade"
    return f"{counted.outcome.title} by {result.factor.title}: {'; '.join(bars) or nothing}."


def how_grades(result: GradesResult, counted: Counted) -> tuple[str, ...]:
    """Say how the grades were compared, one line a method."""
    who = f"{graded_unit(result, counted)}s"
    lines = [f"Bars: the share of each grade among the {who} whose grade is known."]
    if result.factor.kind == "number":
        lines.append(
            f"Groups: the {who} in up to five groups of about equal size, from the lowest values to the highest."
        )
    if result.test is None:
        return (*lines, "Test: none was made.")
    scored = (
        "The grades are scored 0, 1, 2 and so on"
        if result.factor.kind == "category"
        else ("The grades, and the groups in their order, are scored 0, 1, 2 and so on")
    )
    test = result.test
    lines.append(f"Test: {test.name} = {test.statistic:,.2f}, {p_value(test)}. {test.source}. {scored}.")
    if result.clustering.design_effect != 1:
        because = why_alike(result.cautions, graded_unit(result, counted))
        lines.append(
            f"Because {because}, the statistic of the test is divided by its design effect, "
            f"{result.clustering.design_effect:.2f}."
        )
    return tuple(lines)
