"""One factor: the rate of each of its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit, OfficeChart
from analysis.exhibits.number_columns import RATE_SERIES
from analysis.exhibits.rates_table import add_shrunken, rates_table, shrunken_columns
from analysis.figures.one_factor import one_factor_figure
from analysis.methods.shrunken import shrunken_levels
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import finding, how, not_answered, unknowns_in_short
from analysis.wording.outcomes import rate_name, unit
from analysis.wording.shrunken import how_shrunken, shrunken_sentences

if TYPE_CHECKING:
    from analysis.methods.shrunken import ShrunkenRates
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult


def one_factor_exhibit(result: FactorResult, counted: Counted) -> Exhibit:
    """Return what a log says about one factor."""
    shrunken = shrunken_levels(result)
    return Exhibit(
        stem=file_stem(rate_name(counted), "by", result.factor.title),
        heading=result.factor.title,
        finding=finding(result, counted),
        figure=one_factor_figure(result, counted, shrunken),
        alt=describe_levels(result, counted),
        numbers=levels_table(result, counted, shrunken),
        only_in_files=() if shrunken is None else _shrunken_names(counted),
        office_chart=OfficeChart(
            kind="bars", names=(_first_column(result),), series=(RATE_SERIES,), rows=len(result.levels)
        ),
        details=() if shrunken is None else shrunken_sentences(shrunken, result.factor, counted),
        left_out=tuple(filter(None, (unknowns_in_short(result), not_answered(result, counted)))),
        cautions=tuple(caution(each, counted) for each in result.cautions),
        how=(*how(result, counted), *(() if shrunken is None else (how_shrunken(shrunken, counted),))),
    )


def levels_table(result: FactorResult, counted: Counted, shrunken: ShrunkenRates | None = None) -> pd.DataFrame:
    """Return one row a level, "not known" last where there are such treatments; its `shrunken` rate beside its own."""
    rows = [*result.levels, *([result.not_answered] if result.not_answered.treatments else [])]
    table = rates_table(rows, _first_column(result), counted, result.factor)
    if shrunken is not None:
        drawn = {each.level: each for each in shrunken.groups}
        # Of what is not known there is no group.
        of_rows = [drawn.get(each.level) for each in result.levels] + [None] * (len(rows) - len(result.levels))
        add_shrunken(table, of_rows, counted)
        table[_more_name(counted)] = pd.array([None if of is None else of.more for of in of_rows], dtype="Int64")
    return table


def _shrunken_names(counted: Counted) -> tuple[str, ...]:
    """Return the columns of `levels_table` that a page has no room for."""
    return (*shrunken_columns(counted), _more_name(counted))


def _first_column(result: FactorResult) -> str:
    # Not the title alone: a column of a file may be called "Breakouts".
    return f"Level of {result.factor.title}"


def _more_name(counted: Counted) -> str:
    return f"More {unit(counted)}s to show twice the rate"
