"""Two factors together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.cautions import NoComparison
from analysis.methods.cells import is_shown
from analysis.methods.closer_cautions import TooFewUnits
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.together import MOST_COLUMNS, MOST_ROWS
from analysis.results import SIGNIFICANT
from analysis.wording.cautions import caution
from analysis.wording.numbers import level_name, listed, named, p_value, quantity
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    from analysis.methods.cells import Cell
    from analysis.methods.together import Together
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted


def both(of: Together, counted: Counted) -> str:
    """Say whether the difference in one factor depends on the other."""
    names = f"“{of.rows.title}” and “{of.columns.title}”"
    if of.test is None:
        return f"{names} cannot be tested together. {_untested(of, counted)}"
    if of.test.p_value < SIGNIFICANT:
        return (
            f"The difference in “{of.rows.title}” depends on “{of.columns.title}” ({p_value(of.test)}): look at the "
            "two together, not at one at a time."
        )
    return (
        f"Nothing shows that the difference in “{of.rows.title}” depends on “{of.columns.title}” ({p_value(of.test)})."
    )


def nothing_together(factor: Factor) -> str:
    """Say that there is no second factor to look at."""
    return f"{factor.title}: this log has no other factor to look at together with it."


def _untested(of: Together, counted: Counted) -> str:
    stopping = [each for each in of.cautions if isinstance(each, NoComparison | TooFewUnits)]
    return caution(stopping[0], counted) if stopping else "Too few of their groups occur together."


def highest(of: Together) -> str:
    """Name the combination that is clearly above the others; empty where none is."""
    if of.highest is None:
        return ""
    row, column = of.highest.level
    return (
        f"Clearly the highest of {quantity(len(of.shown), 'combination')}: {of.rows.title} {named(row, of.rows)} with "
        f"{of.columns.title} {named(column, of.columns)}, {_numbers(of.highest)}."
    )


def suppressed() -> str:
    """Return what stands in a cell too small for its rate to be shown."""
    return f"n < {SMALLEST_LEVEL}"


def nothing_shown() -> str:
    """Say why there is no heat map."""
    return f"No chart: no combination has the {SMALLEST_LEVEL} known outcomes that a rate needs."


def left_out(of: Together) -> str:
    """Say which levels there was no room for; empty where there are none."""
    parts = [
        f"{factor.title}: {listed([level_name(level, factor) for level in levels], most=len(levels))}"
        for factor, levels in of.left_out
    ]
    most = f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns, those with most known outcomes and those compared"
    return f"Not shown ({most}): {'; '.join(parts)}." if parts else ""


def describe_together(of: Together) -> str:
    """Return the heat map as text."""
    parts = [
        f"{level_name(row, of.rows)} with {level_name(column, of.columns)} {_numbers(cell)}"
        for row, cells in zip(of.row_levels, of.cells, strict=True)
        for column, cell in zip(of.column_levels, cells, strict=True)
    ]
    return f"Rates by {of.rows.title} and {of.columns.title}: {'; '.join(parts) or 'no combination has any'}."


def _numbers(cell: Cell) -> str:
    return n_of_n(cell.rate) if is_shown(cell) and cell.rate is not None else suppressed()


def how_together(of: Together) -> tuple[str, ...]:
    """Say how two factors were looked at together, one line a method."""
    lines = [
        f"Combinations with fewer than {SMALLEST_LEVEL} known outcomes show no rate: one more would change it too much."
    ]
    if of.test is not None:
        lines.append(
            f"Test of interaction: {of.test.name} = {of.test.statistic:,.2f}, {p_value(of.test)}: how far the "
            "cells shown are from a logistic model in which the odds "
            f"ratios of one factor are the same at every level of the other. {of.test.source}."
        )
    if of.highest is not None:
        lines.append(
            "Clearly the highest: the combination whose interval, widened for their number (Bonferroni), begins "
            "highest and above the rate of all that are shown."
        )
    lines.append("Two factors may combine evenly in odds and unevenly per 100, or the other way round.")
    return tuple(lines)
