"""An ordered outcome, grade by grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import share_per_100
from analysis.figures.grades import grades_figure
from analysis.wording.cautions import caution
from analysis.wording.grades import (
    describe_grades,
    grade_name,
    graded_unit,
    grades_finding,
    grades_left_out,
    how_grades,
)
from analysis.wording.numbers import file_stem, level_name

if TYPE_CHECKING:
    from analysis.methods.grades import GradesResult
    from analysis.outcome_log.outcomes import Counted


def grades_exhibit(of: GradesResult, counted: Counted) -> Exhibit:
    """Return the shares of the grades at each level of a factor, and whether they go with it."""
    return Exhibit(
        stem=file_stem(counted.outcome.title, "by", of.factor.title),
        heading=of.factor.title,
        finding=grades_finding(of, counted),
        figure=grades_figure(of, counted) if of.levels else None,
        alt=describe_grades(of, counted) if of.levels else "",
        numbers=grades_table(of, counted) if of.levels else None,
        left_out=tuple(filter(None, (grades_left_out(of, counted),))),
        cautions=tuple(caution(each, counted) for each in of.cautions) if of.test is not None else (),
        how=how_grades(of, counted),
    )


def grades_table(result: GradesResult, counted: Counted) -> pd.DataFrame:
    """Return one row a level: how many have each grade, and of how many in a hundred that is."""
    names = [grade_name(grade) for grade in result.grades]
    return pd.DataFrame(
        [
            {
                f"Level of {result.factor.title}": level_name(each.level, result.factor),
                f"{graded_unit(result, counted).capitalize()}s with a known grade": each.known,
                **{f"{name}, n": number for name, number in zip(names, each.counts, strict=True)},
                **{
                    f"{name}, %": share_per_100(number / each.known)
                    for name, number in zip(names, each.counts, strict=True)
                },
                "Grade not known": each.not_known,
            }
            for each in result.levels
        ]
    )
