"""One factor: the rate of each of its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit, OfficeChart
from analysis.exhibits.number_columns import RATE_SERIES
from analysis.exhibits.rates_table import add_shrunken, rates_table, shrunken_columns
from analysis.figures.one_factor import one_factor_figure
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import finding, how, not_answered, unknowns_in_short
from analysis.wording.outcomes import rate_name, unit
from analysis.wording.shrunken import how_shrunken, shrunken_sentences

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult


def one_factor_exhibit(result: FactorResult, counted: Counted) -> Exhibit:
    """Return what a log says about one factor."""
    return Exhibit(
        stem=file_stem(rate_name(counted), "by", result.factor.title),
        heading=result.factor.title,
        finding=finding(result, counted),
        figure=one_factor_figure(result, counted),
        alt=describe_levels(result, counted),
        numbers=levels_table(result, counted),
        only_in_files=only_in_files(result, counted),
        office_chart=OfficeChart(
            kind="bars", names=(_first_column(result),), series=(RATE_SERIES,), rows=len(result.levels)
        ),
        details=shrunken_sentences(result, counted),
        left_out=tuple(filter(None, (unknowns_in_short(result), not_answered(result, counted)))),
        cautions=tuple(caution(each, counted) for each in result.cautions),
        how=(*how(result, counted), *(() if result.shrunken is None else (how_shrunken(result.shrunken, counted),))),
    )


def levels_table(result: FactorResult, counted: Counted) -> pd.DataFrame:
    """Return one row a level, "not known" last where there are such treatments."""
    rows = [*result.levels, *([result.not_answered] if result.not_answered.treatments else [])]
    table = rates_table(rows, _first_column(result), counted, result.factor)
    if result.shrunken is not None:
        drawn = {each.level: each for each in result.shrunken.groups}
        # Of what is not known there is no group.
        of_rows = [drawn.get(each.level) for each in result.levels] + [None] * (len(rows) - len(result.levels))
        add_shrunken(table, of_rows, counted)
        table[_more_name(counted)] = pd.array([None if of is None else of.more for of in of_rows], dtype="Int64")
    return table


def only_in_files(result: FactorResult, counted: Counted) -> tuple[str, ...]:
    """Return the columns of `levels_table` that a page has no room for."""
    return () if result.shrunken is None else (*shrunken_columns(counted), _more_name(counted))


def _first_column(result: FactorResult) -> str:
    # Not the title alone: a column of a file may be called "Breakouts".
    return f"Level of {result.factor.title}"


def _more_name(counted: Counted) -> str:
    return f"More {unit(counted)}s to show twice the rate"
