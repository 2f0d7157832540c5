"""The summary of a log as one table: all treatments, and those of each level of each factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.rates_table import rates_table

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance

FACTOR, LEVEL = "Factor", "Level"


def summary_table(found: AtAGlance, counted: Counted) -> pd.DataFrame:
    """Return one row for all treatments, and one for each level of each factor, those not known included."""
    every = rates_table([found.total], LEVEL, counted)
    every.insert(0, FACTOR, "All")
    every[LEVEL] = ""
    tables = [every]
    for result in found.factors:
        rows = [*result.levels, *([result.not_answered] if result.not_answered.treatments else [])]
        table = rates_table(rows, LEVEL, counted, result.factor)
        table.insert(0, FACTOR, result.factor.title)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
