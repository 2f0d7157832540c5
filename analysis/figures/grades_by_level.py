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
WHITE_TEXT_FROM = 0.55
# Told apart by these as well, where colours are not seen or printed.
PATTERNS = ("", "/", "x", "-", "\\", "+", "|", ".")
# A narrower piece has no room for its percentage.
NARROWEST_LABELLED = 0.06
# Room to the right of the bars for the number of treatments, and below for the key of many grades.
ROOM_FOR_COUNTS = 118
LEGEND_HEIGHT = 60


def grades_by_level(result: GradesResult, counted: Counted) -> go.Figure:
    """Draw one bar of 100% a level, cut into the shares of the grades, the lowest grade first."""
    rows = list(range(len(result.levels)))
    names = [theme.wrapped(wording.level_name(each.level, result.factor)) for each in result.levels]
    figure = go.Figure()
    for place, grade in enumerate(result.grades):
        depth = place / max(len(result.grades) - 1, 1)
        shares = [each.counts[place] / each.known for each in result.levels]
        name = theme.plain(wording.grade_name(grade))
        ink = "white" if depth >= WHITE_TEXT_FROM else DARKEST
        figure.add_bar(
            y=rows,
            x=[100 * share for share in shares],
            name=name,
            orientation="h",
            marker={
                "color": sample_colorscale([[0, LIGHTEST], [1, DARKEST]], [depth])[0],
                "line": {"color": theme.BLUE, "width": 1},
                "pattern": {
                    "shape": PATTERNS[place % len(PATTERNS)],
                    "fgcolor": ink,
                    "fgopacity": 0.35,
                    "solidity": 0.15,
                },
            },
            text=[f"<b>{wording.percent(share)}</b>" if share >= NARROWEST_LABELLED else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink},
            constraintext="none",
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
        text=[f"  {wording.units(each.known, counted)}" for each in result.levels],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    height = theme.rows_height(names) + LEGEND_HEIGHT
    theme.dressed(figure, wording.grades_title(result, counted), height, labels=names)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "traceorder": "normal", "y": 1, "yanchor": "bottom", "x": 0, "font": {"size": 13}},
    )
    figure.update_xaxes(
        title=f"of 100 {wording.unit(counted)}s", range=[0, ROOM_FOR_COUNTS], tickvals=[0, 25, 50, 75, 100]
    )
    figure.update_yaxes(tickvals=rows, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure
