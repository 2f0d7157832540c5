"""The rate month by month, over the number of treatments it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.wording.outcomes import rate_name, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.outcomes import Counted
    from analysis.results import LevelRate

FEW_MONTHS = 6
# Of the height of the chart: the rates above, the treatments below.
RATES, BARS = 0.6624, 0.2576
# Twenty days, in milliseconds.
BAR_WIDTH = 20 * 24 * 60 * 60 * 1000


def over_time_figure(months: Sequence[LevelRate], counted: Counted) -> go.Figure:
    """Draw the rate of each month with its interval, and below it the treatments; months without any leave a gap."""
    dates = [each.level for each in months]
    hovers = [marks.rate_hover(each, counted) for each in months]
    rates = [100 * each.rate.value if each.rate else None for each in months]
    rate = go.Scatter(
        x=dates,
        y=rates,
        mode="lines+markers",
        connectgaps=False,
        line={"color": theme.BLUE, "width": 2},
        marker={"size": 7},
        error_y=marks.rate_whiskers(months),
        hovertext=hovers,
        hoverinfo="text",
        cliponaxis=False,
        xaxis="x",
        yaxis="y",
    )
    treatments = go.Bar(
        x=dates,
        y=[each.treatments for each in months],
        width=BAR_WIDTH,
        marker={"color": theme.PALE_BLUE, "line": {"color": theme.BLUE, "width": 1}},
        hovertext=hovers,
        hoverinfo="text",
        xaxis="x2",
        yaxis="y2",
    )
    key = ("by the month of each client’s first treatment",) if counted.unit == "clients" else ()
    days = {**theme.AXIS, "tickformat": "%b %Y", "hoverformat": "%B %Y", "showgrid": False}
    if len(months) <= FEW_MONTHS:
        days["tickvals"] = dates
    layout = {
        **theme.dressing(f"{rate_name(counted)} by month", 420, key=key),
        "xaxis": {**days, "anchor": "y", "matches": "x2", "showticklabels": False},
        "yaxis": {
            **theme.AXIS,
            "anchor": "x",
            "domain": [1 - RATES, 1],
            "title": {"text": "per 100"},
            "range": marks.rate_axis(marks.highest_end(months)),
        },
        "xaxis2": {**days, "anchor": "y2"},
        "yaxis2": {
            **theme.AXIS,
            "anchor": "x2",
            "domain": [0, BARS],
            "title": {"text": f"{unit(counted)}s"},
            "rangemode": "tozero",
            "nticks": 3,
        },
    }
    return go.Figure([rate, treatments], layout)
