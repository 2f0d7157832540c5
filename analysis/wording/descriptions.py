"""Charts in words, for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import difference, level_name
from analysis.wording.one_factor import contrast_name, link_in_short
from analysis.wording.outcomes import things, unit
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult


def describe_levels(result: FactorResult, counted: Counted) -> str:
    """Return the chart of a factor as text."""
    parts = [
        f"{level_name(each.level, result.factor)} {n_of_n(each.rate) if each.rate else 'no known outcome'}"
        for each in result.levels
    ]
    rates = "breakout rates" if counted.outcome.is_breakout else f"rates of {things(counted)}"
    return f"{result.factor.title}, {rates}: {'; '.join(parts) or f'no group has any {unit(counted)}'}."


def describe_ranking(results: Sequence[FactorResult], counted: Counted) -> str:
    """Return the chart of ranked factors as text."""
    parts = [
        f"{result.factor.title}, {contrast_name(result)}: "
        f"{difference(result.contrast.comparison.risk_difference)}, {link_in_short(result)}"
        for result in results
        if result.contrast is not None
    ]
    if not parts:
        return "No factor has two groups that can be compared."
    what = f"{things(counted)} per 100 {unit(counted)}s"
    return f"Differences in {what}, strongest link first: {'; '.join(parts)}."
