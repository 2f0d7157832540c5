"""Counts and rates as a table, one row a level or a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.number_columns import rate_columns
from analysis.wording.numbers import level_name
from analysis.wording.outcomes import column_names

if TYPE_CHECKING:
    from collections.abc import Sequence

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
                "Outcome not known": each.unknown,
                **rate_columns(each.rate),
            }
            for each in rows
        ]
    )
