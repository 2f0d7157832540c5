"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import share_per_100
from analysis.figures.curve import curve_figure
from analysis.wording.cautions import caution
from analysis.wording.curve import along_the_curve, describe_curve, how_curve
from analysis.wording.numbers import file_stem

if TYPE_CHECKING:
    from analysis.methods.curve import RateCurve
    from analysis.outcome_log.outcomes import Counted


# The curve has a hundred steps.
ROW_STEP = 10


def curve_exhibit(of: RateCurve, counted: Counted) -> Exhibit:
    """Return the rate along a numeric factor; its groups alone, and why, where no curve can be drawn."""
    return Exhibit(
        stem=file_stem("rate along", of.result.factor.title),
        heading=of.result.factor.title,
        finding=along_the_curve(of, counted),
        figure=curve_figure(of, counted) if of.middles else None,
        alt=describe_curve(of, counted) if of.middles else "",
        numbers=curve_table(of) if of.middles else None,
        row_step=ROW_STEP if of.drawn is not None else 1,
        cautions=tuple(caution(each, counted) for each in of.result.cautions) if of.drawn is not None else (),
        how=how_curve(of, counted),
    )


def curve_table(of: RateCurve) -> pd.DataFrame:
    """Return one row a point of the curve; of the groups where there is none."""
    title = of.result.factor.title
    if of.drawn is not None:
        rows = [(each.value, each.rate.value, each.rate.interval) for each in of.drawn.points]
    else:
        rows = [(middle, each.rate.value, each.rate.interval) for each, middle in of.middles if each.rate]
    return pd.DataFrame(
        [
            {
                title: value,
                "Rate, %": share_per_100(rate),
                "95% CI from, %": share_per_100(interval.low),
                "95% CI to, %": share_per_100(interval.high),
            }
            for value, rate, interval in rows
        ]
    )
