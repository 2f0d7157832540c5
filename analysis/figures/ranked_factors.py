"""Every factor's difference per 100 treatments in one chart, the most telling first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.methods.screen import SIGNIFICANT
from analysis.report import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Contrast, FactorResult


def ranked_factors(results: Sequence[FactorResult]) -> go.Figure:
    """Draw one row a factor: the difference of its contrast with its interval.

    Filled diamonds stand out after allowing for all factors looked at, open circles do not; blue is fewer, orange more.
    Each mark carries the factor's name as custom data, so that a page can lead to it.

    Parameters
    ----------
    results : sequence of FactorResult
        Those without a contrast are left out; say so next to the chart.
    """
    shown = [(result, result.contrast) for result in results if result.contrast is not None]
    rows = list(range(len(shown)))
    differences = [contrast.comparison.risk_difference for _, contrast in shown]
    values = [each.value or 0.0 for each in differences]
    stand_out = [result.p_adjusted is not None and result.p_adjusted < SIGNIFICANT for result, _ in shown]
    colours = [
        (theme.ORANGE if value > 0 else theme.BLUE) if stands_out else theme.GREY
        for value, stands_out in zip(values, stand_out, strict=True)
    ]
    figure = go.Figure()
    figure.add_vline(x=0, line={"color": theme.GREY, "width": 1.5})
    figure.add_scatter(
        y=rows,
        x=[100 * value for value in values],
        mode="markers",
        marker={
            "size": 12,
            "color": colours,
            "symbol": ["diamond" if stands_out else "circle-open" for stands_out in stand_out],
            "line": {"width": 2, "color": colours},
        },
        error_x=marks.whiskers([(value, each.interval) for value, each in zip(values, differences, strict=True)]),
        customdata=[[result.factor.name] for result, _ in shown],
        hovertext=[_hover(result, contrast) for result, contrast in shown],
        hoverinfo="text",
        # A click opens the factor; the others must not fade on the way.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    labels = [_label(result) for result, _ in shown]
    theme.dressed(figure, "What breakouts go with", theme.rows_height(labels))
    figure.update_xaxes(title="fewer ← per 100 treatments → more", tickformat="+.0f")
    figure.update_yaxes(tickvals=rows, ticktext=labels, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure


def _label(result: FactorResult) -> str:
    return f"<b>{theme.wrapped(result.factor.title)}</b><br>{theme.wrapped(wording.contrast_name(result))}"


def _hover(result: FactorResult, contrast: Contrast) -> str:
    compared = f"<b>{theme.plain(result.factor.title)}</b>: {theme.plain(wording.contrast_name(result))}"
    return f"{compared}<br>{wording.difference(contrast.comparison.risk_difference)}"
