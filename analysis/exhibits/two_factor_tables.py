"""The numbers behind the charts of two factors, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.methods.together import is_shown
from analysis.outcome_log.outcomes import BREAKOUTS
from analysis.wording.numbers import level_name
from analysis.wording.outcomes import column_names
from analysis.wording.together import suppressed

if TYPE_CHECKING:
    from analysis.methods.stratified import Stratified
    from analysis.methods.together import Together
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import LevelRate


def strata_table(of: Stratified, factor: Factor, counted: Counted = BREAKOUTS) -> pd.DataFrame:
    """Return two rows a group: the two levels that are compared."""
    return pd.DataFrame(
        [
            {
                f"Group of {of.by.title}": level_name(stratum.level, of.by),
                f"Level of {factor.title}": level_name(each.level, factor),
                **_counts(each, counted),
            }
            for stratum in of.strata
            for each in (stratum.first, stratum.second)
        ]
    )


def together_table(of: Together, counted: Counted = BREAKOUTS) -> pd.DataFrame:
    """Return one row a combination of levels; those too small to be shown have no counts of outcomes."""
    return pd.DataFrame(
        [
            {
                f"Level of {of.rows.title}": level_name(cell.level[0], of.rows),
                f"Level of {of.columns.title}": level_name(cell.level[1], of.columns),
                **(_counts(cell, counted) if is_shown(cell) else {"Known outcomes": suppressed()}),
            }
            for row in of.cells
            for cell in row
        ]
    )


def _counts(each: LevelRate, counted: Counted) -> dict[str, object]:
    _, with_it = column_names(counted)
    return {
        "Known outcomes": each.treatments - each.unknown,
        with_it: each.breakouts,
        "Outcome not known": each.unknown,
        "Rate, %": round(100 * each.rate.value, 2) if each.rate else None,
        "95% CI from, %": round(100 * each.rate.interval.low, 2) if each.rate else None,
        "95% CI to, %": round(100 * (each.rate.interval.high or 0), 2) if each.rate else None,
    }
