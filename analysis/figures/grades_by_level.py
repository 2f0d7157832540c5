"""Stacked shares of the grades of an outcome at each level of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from analysis.figures import theme
from analysis.report import wording

if TYPE_CHECKING:
    from analysis.methods.graded import GradesResult
    from analysis.outcome_log.outcomes import Counted

# One hue from light to dark; the darker half carries white text.
LIGHTEST, DARKEST = "#E3F0F8", "#0B3A5B"
SHADES = [[0, LIGHTEST], [0.5, theme.BLUE], [1, DARKEST]]
WHITE_TEXT_FROM = 0.5
# Told apart by these as well, where colours are not seen or printed.
PATTERNS = ("", "/", "x", "-", "\\", "+", "|", ".")
# A percentage that would have to be smaller than this to fit its piece is left to the table.
SMALLEST_TEXT = 11
# Room to the right of the bars for the number of treatments, and below the axis for the key.
ROOM_FOR_COUNTS, ROOM_FOR_KEY = 80, 70


def grades_by_level(result: GradesResult, counted: Counted) -> go.Figure:
    """Draw one bar of 100% a level, cut into the shares of the grades, the lowest grade first."""
    rows = list(range(len(result.levels)))
    names = [theme.wrapped(wording.level_name(each.level, result.factor)) for each in result.levels]
    figure = go.Figure()
    for place, grade in enumerate(result.grades):
        depth = place / max(len(result.grades) - 1, 1)
        shares = [each.counts[place] / each.known for each in result.levels]
        name = theme.plain(wording.grade_name(grade))
        colour = sample_colorscale(SHADES, [depth])[0]
        ink = "white" if depth >= WHITE_TEXT_FROM else DARKEST
        figure.add_bar(
            y=rows,
            x=[100 * share for share in shares],
            name=name,
            orientation="h",
            marker={
                "color": colour,
                "line": {"color": theme.BLUE, "width": 1},
                "pattern": {
                    "shape": PATTERNS[place % len(PATTERNS)],
                    "fgcolor": ink,
                    "bgcolor": colour,
                    "fgopacity": 0.35,
                    "solidity": 0.15,
                },
            },
            text=[wording.percent(share) if share else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink},
            hovertext=[
                f"{names[row]}<br>{name}: {wording.count(each.counts[place])}/{wording.count(each.known)} "
                f"({wording.percent(share)})"
                for row, (each, share) in enumerate(zip(result.levels, shares, strict=True))
            ],
            hoverinfo="text",
        )
    figure.add_scatter(
        y=rows,
        x=[100] * len(rows),
        mode="text",
        text=[f" n = {wording.count(each.known)}" for each in result.levels],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    height = theme.rows_height(names) + ROOM_FOR_KEY
    theme.dressed(figure, wording.grades_title(result, counted), height, labels=names)
    figure.update_layout(
        barmode="stack",
        uniformtext={"minsize": SMALLEST_TEXT, "mode": "hide"},
        margin={"r": ROOM_FOR_COUNTS, "b": ROOM_FOR_KEY},
        showlegend=True,
        legend={"orientation": "h", "traceorder": "normal", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    figure.update_xaxes(title=f"of 100 {wording.unit(counted)}s", range=[0, 100])
    figure.update_yaxes(tickvals=rows, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure
