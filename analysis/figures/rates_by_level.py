"""Bars of the rate of each level of a factor, with intervals and n/N."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import theme
from analysis.report import wording

if TYPE_CHECKING:
    from analysis.results import FactorResult, LevelRate


def rates_by_level(result: FactorResult) -> go.Figure:
    """Draw one bar a level, in the factor's order from top to bottom.

    The reference level is hatched, so that it stands out without colour. A level without a known outcome keeps its row.
    """
    reference = result.contrast.reference if result.contrast is not None else None
    # Rows are placed by number: two levels may share a name once it is shortened.
    rows = list(range(len(result.levels)))
    names = [theme.wrapped(wording.level_name(each.level, result.factor)) for each in result.levels]
    figure = go.Figure()
    figure.add_bar(
        y=rows,
        x=[100 * each.rate.value if each.rate else 0 for each in result.levels],
        orientation="h",
        marker={
            "color": theme.PALE_BLUE,
            "line": {"color": theme.BLUE, "width": 1},
            "pattern": {
                "shape": ["/" if each.level == reference else "" for each in result.levels],
                "fgcolor": theme.BLUE,
            },
        },
        error_x=_whiskers(result.levels),
        hovertext=[_hover(each, result) for each in result.levels],
        hoverinfo="text",
    )
    figure.add_scatter(
        y=rows,
        x=[100 * each.rate.interval.high if each.rate and each.rate.interval.high else 0 for each in result.levels],
        mode="text",
        text=["  " + (wording.n_of_n(each.rate) if each.rate else "no known outcome") for each in result.levels],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    highest = max((each.rate.interval.high or 0 for each in result.levels if each.rate), default=0.1)
    theme.dressed(figure, f"Breakout rate by {result.factor.title.lower()}", theme.rows_height(names))
    # Room to the right of the longest whisker for its n/N.
    figure.update_xaxes(title=theme.PER_100, range=[0, max(100 * highest * 1.45, 1)], rangemode="nonnegative")
    figure.update_yaxes(tickvals=rows, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure


def _whiskers(levels: tuple[LevelRate, ...]) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [100 * ((each.rate.interval.high or 0) - each.rate.value) if each.rate else 0 for each in levels],
        "arrayminus": [100 * (each.rate.value - each.rate.interval.low) if each.rate else 0 for each in levels],
        "color": theme.GREY,
        "thickness": 2,
        "width": 5,
    }


def _hover(each: LevelRate, result: FactorResult) -> str:
    name = theme.plain(wording.level_name(each.level, result.factor))
    if each.rate is None:
        return f"{name}<br>no known outcome among {wording.count(each.treatments)}"
    unknown = f"<br>{wording.count(each.unknown)} more with an unknown outcome" if each.unknown else ""
    return f"{name}<br>{wording.n_of_n(each.rate)}<br>{wording.interval(each.rate.interval)}{unknown}"
