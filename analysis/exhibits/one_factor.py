"""One factor: the rate of each of its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.rates_table import rates_table
from analysis.figures.one_factor import one_factor_figure
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import finding, how, not_answered, unknowns_in_short
from analysis.wording.outcomes import rate_name

if TYPE_CHECKING:
    import pandas as pd

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
        left_out=tuple(filter(None, (unknowns_in_short(result), not_answered(result, counted)))),
        cautions=tuple(caution(each, counted) for each in result.cautions),
        how=how(result, counted),
    )


def levels_table(result: FactorResult, counted: Counted) -> pd.DataFrame:
    """Return one row a level, "not known" last where there are such treatments."""
    rows = [*result.levels, *([result.not_answered] if result.not_answered.treatments else [])]
    # Not the title alone: a column of a file may be called "Breakouts".
    return rates_table(rows, f"Level of {result.factor.title}", counted, result.factor)
