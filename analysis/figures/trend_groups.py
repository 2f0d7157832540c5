"""The same control chart for each group of a factor, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.figures.trend import highest_drawn, rate_traces
from analysis.wording.numbers import level_name
from analysis.wording.trend import trend_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import Trend

COLUMNS = 2
ROW = 185
# Of the room of a chart, what its neighbours, its name above and its ticks below take.
BETWEEN_COLUMNS, NAME, TICKS = 0.08, 0.14, 0.18


def trend_groups_figure(of: Sequence[tuple[Level, Trend]], factor: Factor, counted: Counted) -> go.Figure:
    """Draw a control chart for each of at least one group, in their order."""
    rows = -(-len(of) // COLUMNS)
    highest = max(highest_drawn(found) for _, found in of)
    figure = go.Figure()
    layout: dict[str, Any] = {"annotations": []}
    for place, (level, found) in enumerate(of):
        axes = "" if place == 0 else str(place + 1)
        row, column = divmod(place, COLUMNS)
        left, right = column / COLUMNS, (column + 1) / COLUMNS - (BETWEEN_COLUMNS if column + 1 < COLUMNS else 0)
        top = 1 - row / rows
        figure.add_traces(list(rate_traces(found, counted, axes)))
        layout[f"xaxis{axes}"] = {
            **theme.AXIS, "anchor": f"y{axes}", "domain": [left, right], "tickformat": "%b %y", "nticks": 3,
            "tickangle": 0, "showgrid": False,
        }  # fmt: skip
        layout[f"yaxis{axes}"] = {
            **theme.AXIS,
            "anchor": f"x{axes}",
            "domain": [top - (1 - TICKS) / rows, top - NAME / rows],
            "range": marks.rate_axis(highest),
            "nticks": 4,
        }
        layout["annotations"].append(
            {
                "x": left, "xref": "paper", "xanchor": "left", "y": top - NAME / rows, "yref": "paper",
                "yanchor": "bottom", "showarrow": False, "text": f"<b>{theme.plain(level_name(level, factor))}</b>",
            }
        )  # fmt: skip
    title = f"{trend_heading(of[0][1], counted)} and {factor.title.lower()}, per 100"
    figure.update_layout({**theme.dressing(title, ROW * rows), **layout})
    return figure
