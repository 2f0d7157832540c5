"""The codebook as a table: what each column of a log means, and the values that it can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.outcome_log.codebook import load
from analysis.wording.files import allowed_values
from analysis.wording.numbers import level_name, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.outcome_log.log import Factor


def codebook_table(factors: Iterable[Factor] = ()) -> pd.DataFrame:
    """Return one row for each field of the codebook, and one for each of a clinic's own columns among some factors."""
    fields = [
        {
            "Column": field.name,
            "Field": field.title,
            "Meaning": field.description,
            "Values": allowed_values(field),
            "Also recognised as": listed(field.aliases),
        }
        for field in load().fields
    ]
    own = [
        {
            "Column": factor.name,
            "Field": factor.title,
            "Meaning": factor.description or "A column of your own",
            "Values": _levels(factor),
            "Also recognised as": "",
        }
        for factor in factors
        if factor.is_extra
    ]
    return pd.DataFrame([*fields, *own])


def _levels(factor: Factor) -> str:
    """Return the levels of a column that the codebook does not know; of numbers the lowest and the highest."""
    of = [level_name(level, factor) for level in factor.levels]
    return f"{of[0]} to {of[-1]}" if factor.kind == "number" and len(of) > 1 else ", ".join(of)
