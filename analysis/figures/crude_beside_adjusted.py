"""Each factor's difference taken alone, and below it the one with the other factors allowed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.report import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.standardised import AdjustedFactor

APART = 0.17
CRUDE, STANDS_OUT, COULD_BE_CHANCE = "circle-open", "diamond", "diamond-open"


def crude_beside_adjusted(factors: Sequence[AdjustedFactor]) -> go.Figure:
    """Draw two marks a factor: a circle for the difference taken alone, a diamond for the adjusted one.

    A filled diamond stands out even after allowing for the number of factors. Orange is more, blue fewer.
    """
    figure = go.Figure()
    figure.add_vline(x=0, line={"color": theme.GREY, "width": 1.5})
    rows = list(range(len(factors)))
    crude = [(each.crude.risk_difference, CRUDE, theme.GREY, _hover(each, "taken alone")) for each in factors]
    colours = [marks.direction_colour(each.risk_difference, stands_out=wording.stands_out(each)) for each in factors]
    adjusted = [
        (each.risk_difference, _symbol(each), colour, _hover(each, "adjusted"))
        for each, colour in zip(factors, colours, strict=True)
    ]
    for apart, drawn in ((-APART, crude), (APART, adjusted)):
        values = [estimate.value or 0.0 for estimate, *_ in drawn]
        colours_drawn = [colour for _, _, colour, _ in drawn]
        figure.add_scatter(
            y=[row + apart for row in rows],
            x=[100 * value for value in values],
            mode="markers",
            marker={
                "size": 11,
                "color": colours_drawn,
                "symbol": [symbol for _, symbol, _, _ in drawn],
                "line": {"width": 2, "color": colours_drawn},
            },
            error_x=marks.whiskers(
                [(value, estimate.interval) for value, (estimate, *_) in zip(values, drawn, strict=True)]
            ),
            hovertext=[hover for *_, hover in drawn],
            hoverinfo="text",
        )
    labels = [
        f"<b>{theme.wrapped(each.factor.title)}</b><br>{theme.wrapped(wording.adjusted_contrast_name(each))}"
        for each in factors
    ]
    key = ("○ taken alone   ◇ with the others allowed for", "◆ stands out (orange: more, blue: fewer)")
    theme.dressed(figure, "Taken alone, and adjusted", theme.rows_height(labels), key=key, labels=labels)
    figure.update_xaxes(title="fewer ← per 100 → more", tickformat="+.3~f")
    figure.update_yaxes(tickvals=rows, ticktext=labels, range=[len(labels) - 0.5, -0.5], showgrid=False)
    return figure


def _hover(each: AdjustedFactor, which: str) -> str:
    estimate = each.risk_difference if which == "adjusted" else each.crude.risk_difference
    name = f"<b>{theme.plain(each.factor.title)}</b>: {theme.plain(wording.adjusted_contrast_name(each))}"
    return f"{name}<br>{which}: {wording.difference(estimate)}"


def _symbol(each: AdjustedFactor) -> str:
    return STANDS_OUT if wording.stands_out(each) else COULD_BE_CHANCE
