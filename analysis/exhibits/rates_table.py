"""Counts and rates as a table, one row a level or a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.number_columns import rate_columns, share_per_100
from analysis.wording.numbers import level_name
from analysis.wording.outcomes import column_names
from analysis.wording.shrunken import few_treatments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.shrunken import Shrunken
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import LevelRate


def rates_table(rows: Sequence[LevelRate], first: str, counted: Counted, factor: Factor | None = None) -> pd.DataFrame:
    """Return one row each; `first` is what the column of their names is called."""
    units, events = column_names(counted)
    return pd.DataFrame(
        [
            {
                first: level_name(each.level, factor),
                units: each.treatments,
                events: each.breakouts,
                "Outcome unknown": each.unknown,
                **rate_columns(each.rate),
            }
            for each in rows
        ]
    )


def shrunken_columns(counted: Counted) -> tuple[str, str, str]:
    """Return what the columns of a rate that allows for few treatments and of its interval are called."""
    name = few_treatments(counted)
    return f"{name}, %", f"{name}, CI from, %", f"{name}, CI to, %"


def add_shrunken(table: pd.DataFrame, rows: Sequence[Shrunken | None], counted: Counted) -> None:
    """Add to a table the rate of each row that allows for few treatments; blank where there is none."""
    value, low, high = shrunken_columns(counted)
    table[value] = [share_per_100(of.value if of else None) for of in rows]
    table[low] = [share_per_100(of.interval.low if of else None) for of in rows]
    table[high] = [share_per_100(of.interval.high if of else None) for of in rows]
