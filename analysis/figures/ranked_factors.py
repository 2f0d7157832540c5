"""Every factor's difference per 100 treatments in one chart, the most telling first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import theme
from analysis.methods.screen import SIGNIFICANT
from analysis.report import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import FactorResult


def ranked_factors(results: Sequence[FactorResult]) -> go.Figure:
    """Draw one row a factor: the difference of its contrast with its interval.

    Filled diamonds stand out after allowing for all factors looked at, open circles do not; blue is fewer, orange more.
    Each mark carries the factor's name as custom data, so that a page can lead to it.

    Parameters
    ----------
    results : sequence of FactorResult
        Those without a contrast are left out; say so next to the chart.
    """
    shown = [result for result in results if result.contrast is not None]
    rows = list(range(len(shown)))
    marks = [_Mark(result) for result in shown]
    figure = go.Figure()
    figure.add_vline(x=0, line={"color": theme.ZERO_LINE, "width": 1.5})
    figure.add_scatter(
        y=rows,
        x=[mark.value for mark in marks],
        mode="markers",
        marker={
            "size": 12,
            "color": [mark.colour for mark in marks],
            "symbol": [mark.symbol for mark in marks],
            "line": {"width": 2, "color": [mark.colour for mark in marks]},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [mark.high - mark.value for mark in marks],
            "arrayminus": [mark.value - mark.low for mark in marks],
            "thickness": 1.5,
            "width": 4,
            "color": theme.GREY,
        },
        customdata=[[result.factor.name] for result in shown],
        hovertext=[mark.hover for mark in marks],
        hoverinfo="text",
        # A click opens the factor; the others must not fade on the way.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    labels = [mark.label for mark in marks]
    theme.dressed(figure, "What breakouts go with", theme.rows_height(labels))
    figure.update_xaxes(title="fewer ← per 100 treatments → more", tickformat="+.0f")
    figure.update_yaxes(tickvals=rows, ticktext=labels, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure


class _Mark:
    """How one factor is drawn."""

    def __init__(self, result: FactorResult) -> None:
        assert result.contrast is not None  # noqa: S101 - for the type checker
        estimate = result.contrast.comparison.risk_difference
        self.value = 100 * (estimate.value or 0.0)
        self.low, self.high = 100 * estimate.interval.low, 100 * (estimate.interval.high or 0.0)
        stands_out = result.p_adjusted is not None and result.p_adjusted < SIGNIFICANT
        self.symbol = "diamond" if stands_out else "circle-open"
        self.colour = theme.GREY if not stands_out else theme.ORANGE if self.value > 0 else theme.BLUE
        contrast = wording.contrast_name(result)
        self.label = f"<b>{theme.wrapped(result.factor.title)}</b><br>{theme.wrapped(contrast)}"
        self.hover = (
            f"<b>{theme.plain(result.factor.title)}</b>: {theme.plain(contrast)}<br>{wording.difference(estimate)}"
        )
