"""The numbers behind the chart of an ordered outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.wording.grades import grade_name
from analysis.wording.numbers import level_name
from analysis.wording.outcomes import unit

if TYPE_CHECKING:
    from analysis.methods.grades import GradesResult
    from analysis.outcome_log.outcomes import Counted


def grades_table(result: GradesResult, counted: Counted) -> pd.DataFrame:
    """Return one row a level: how many have each grade, and of how many in a hundred that is."""
    names = [grade_name(grade) for grade in result.grades]
    return pd.DataFrame(
        [
            {
                f"Level of {result.factor.title}": level_name(each.level, result.factor),
                f"{unit(counted).capitalize()}s with a known grade": each.known,
                **{f"{name}, n": number for name, number in zip(names, each.counts, strict=True)},
                **{
                    f"{name}, %": round(100 * number / each.known, 2)
                    for name, number in zip(names, each.counts, strict=True)
                },
                "Grade not known": each.not_known,
            }
            for each in result.levels
        ]
    )
