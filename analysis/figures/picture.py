"""A figure as a picture of its own, for slides and minutes: light, 16:9, with all that it needs to stand alone."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis.figures import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

# In pixels of the file: as wide as slides are shown, and as high as they are for that.
WIDTH, HEIGHT = 1600, 900
# A chart is laid out on fewer pixels and enlarged, so that its texts can be read on a slide.
LEAST_WIDTH = 880
TITLE, TITLE_LINE, ABOUT_LINE = 20, 26, 18
EDGE, FOOT = 24, 30
TICKS, AXIS_TITLE = 14, 30
# Of letters of these sizes, on average.
TITLE_CHARACTER, ABOUT_CHARACTER = 10, 6.3


def picture(figure: go.Figure, about: Sequence[str], source: str) -> dict[str, Any]:
    """Return a figure as plotly.js draws it into a picture, and the size to draw it in.

    Parameters
    ----------
    figure : Figure
        Stays as it is.
    about : sequence of str
        What was counted, and when: lines below the title.
    source : str
        Where the numbers come from: the last line.

    Returns
    -------
    dict
        "data" and "layout" of the figure, and the "size" of the file in pixels.
    """
    # A copy that is checked anew takes ten times as long, for every chart in every run of a page.
    copy = go.Figure(figure.to_dict(), _validate=False)
    drawn = json.loads(theme.inked(copy, theme.INK).to_json())
    for trace in drawn["data"]:
        # What a click on a mark stands for; a picture has none.
        trace.pop("customdata", None)
    layout = drawn["layout"]
    key = layout["title"]["text"]
    # Wide enough for its lines of text, and for 16:9 as high as the chart needs.
    width = LEAST_WIDTH
    for _ in range(2):
        title, lines = _title(theme.title_of(figure), width), _lines(about, width)
        above = EDGE + TITLE_LINE * len(title) + ABOUT_LINE * (len(lines) + key.count("<br>") + bool(key)) + 12
        needed = layout["height"] - layout["margin"]["t"] + above + FOOT
        width = max(LEAST_WIDTH, round(needed * WIDTH / HEIGHT))
    below = _below(drawn) + FOOT
    if layout["showlegend"]:
        layout["legend"]["y"] = FOOT / (width * HEIGHT / WIDTH)
    layout.update(
        template={"layout": {}},
        width=width,
        height=round(width * HEIGHT / WIDTH),
        paper_bgcolor="#FFFFFF",
        plot_bgcolor="#FFFFFF",
        margin={
            "l": EDGE + layout["margin"]["l"],
            "r": EDGE + layout["margin"]["r"],
            "t": above,
            "b": below,
        },
    )
    layout["font"]["color"] = theme.INK
    layout["title"].update(
        text="<br>".join(
            [
                *(f'<span style="font-size:{TITLE}px;font-weight:600">{theme.plain(line)}</span>' for line in title),
                *map(theme.plain, lines),
                *([key] if key else []),
            ]
        ),
        xref="container",
        x=0,
        pad={"t": EDGE, "l": EDGE},
    )
    layout["title"]["font"]["color"] = theme.INK
    layout["annotations"] = [*layout.get("annotations", []), _at_the_foot(source, below)]
    return {"data": drawn["data"], "layout": layout, "size": {"width": WIDTH, "height": HEIGHT}}


def _below(drawn: dict[str, Any]) -> float:
    """Return the room that the lowest axis and a legend need below the chart, in pixels."""
    axes = [each for name, each in drawn["layout"].items() if name.startswith("xaxis")]
    lines = max((text.count("<br>") + 1 for axis in axes for text in axis.get("ticktext", ())), default=1)
    titled = any(axis.get("title", {}).get("text") for axis in axes)
    least: float = drawn["layout"]["margin"]["b"]
    return max(least, TICKS + theme.LINE_HEIGHT * lines + titled * AXIS_TITLE)


def _title(title: str, width: float) -> list[str]:
    return textwrap.wrap(title, int((width - 2 * EDGE) / TITLE_CHARACTER), max_lines=2, placeholder=" …")


def _lines(about: Sequence[str], width: float) -> list[str]:
    across = int((width - 2 * EDGE) / ABOUT_CHARACTER)
    return [line for text in about for line in textwrap.wrap(text, across, max_lines=2, placeholder=" …")]


def _at_the_foot(text: str, below: float) -> dict[str, Any]:
    """Return a line of text at the lower right corner of a picture."""
    return {
        "text": theme.plain(text),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0,
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": 8 - below,
        "font": {"size": theme.SMALL, "color": theme.INK},
    }
