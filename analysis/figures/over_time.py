"""The rate month by month, over the number of treatments it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotly.subplots import make_subplots

from analysis.figures import marks, theme
from analysis.wording.outcomes import rate_name, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analysis.outcome_log.outcomes import Counted
    from analysis.results import LevelRate

FEW_MONTHS = 6
# Twenty days, in milliseconds.
BAR_WIDTH = 20 * 24 * 60 * 60 * 1000


def over_time_figure(months: Sequence[LevelRate], counted: Counted) -> go.Figure:
    """Draw the rate of each month with its interval, and below it the treatments; months without any leave a gap."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.72, 0.28], vertical_spacing=0.08)
    dates = [each.level for each in months]
    hovers = [marks.rate_hover(each, counted) for each in months]
    rates = [100 * each.rate.value if each.rate else None for each in months]
    figure.add_scatter(
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
        row=1,
        col=1,
    )
    figure.add_bar(
        x=dates,
        y=[each.treatments for each in months],
        width=BAR_WIDTH,
        marker={"color": theme.PALE_BLUE, "line": {"color": theme.BLUE, "width": 1}},
        hovertext=hovers,
        hoverinfo="text",
        row=2,
        col=1,
    )
    key = ("by the month of each client’s first treatment",) if counted.unit == "clients" else ()
    theme.dressed(figure, f"{rate_name(counted)} by month", 420, key=key)
    figure.update_yaxes(title="per 100", range=marks.rate_axis(marks.highest_end(months)), row=1, col=1)
    figure.update_yaxes(title=f"{unit(counted)}s", rangemode="tozero", nticks=3, row=2, col=1)
    figure.update_xaxes(tickformat="%b %Y", hoverformat="%B %Y")
    if len(months) <= FEW_MONTHS:
        figure.update_xaxes(tickvals=dates)
    return figure
