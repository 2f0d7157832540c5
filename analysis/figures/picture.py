"""A figure as a picture of its own, for slides, paper and minutes: light, with all that it needs to stand alone."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.figures import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure


@dataclass(frozen=True)
class Size:
    """The size of a picture.

    Attributes
    ----------
    name : str
    width, height : int
        In pixels of the file.
    least_width : int
        A chart is laid out on fewer pixels and enlarged, so that its texts can be read on a slide; on at least so many.
    """

    name: str
    width: int
    height: int
    least_width: int


# As wide as slides are shown, the lower half of an upright A4 page at 150 dots an inch, and a square.
SLIDE = Size("Slide (16:9)", 1600, 900, 880)
HALF_PAGE = Size("Half an A4 page", 1240, 877, 820)
SQUARE = Size("Square", 1200, 1200, 820)
SIZES = (SLIDE, HALF_PAGE, SQUARE)

TITLE, TITLE_LINE, ABOUT_LINE = 20, 26, 18
EDGE, FOOT = 24, 30
TICKS, AXIS_TITLE = 14, 30
# Of letters of these sizes, on average.
TITLE_CHARACTER, ABOUT_CHARACTER = 10, 6.3
MOST_TITLE_LINES = 3
_NEXT_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")


def picture(figure: Figure, finding: str, about: Sequence[str], source: str, size: Size = SLIDE) -> dict[str, Any]:
    """Return a figure as plotly.js draws it into a picture, and the size to draw it in.

    Parameters
    ----------
    figure : Figure
        Stays as it is.
    finding : str
        What it shows, in words: its title, as many sentences of it as have room.
    about : sequence of str
        What was counted, and when: lines below the title.
    source : str
        Where the numbers come from: the last line.
    size : Size

    Returns
    -------
    dict
        "data" and "layout" of the figure, and the "size" of the file in pixels.
    """
    drawn = _light(figure)
    layout = drawn["layout"]
    key = layout["title"]["text"]
    about = (theme.title_of(drawn), *about)
    # Wide enough for its lines of text, and for the shape of the picture as high as the chart needs.
    width = size.least_width
    for _ in range(2):
        title, lines = _title(finding, width), _lines(about, width)
        above = EDGE + TITLE_LINE * len(title) + ABOUT_LINE * (len(lines) + key.count("<br>") + bool(key)) + 12
        needed = layout["height"] - layout["margin"]["t"] + above + FOOT
        width = max(size.least_width, round(needed * size.width / size.height))
    height = round(width * size.height / size.width)
    below = _below(drawn) + FOOT
    if layout["showlegend"]:
        layout["legend"]["y"] = FOOT / height
    layout.update(
        width=width,
        height=height,
        margin={
            "l": EDGE + layout["margin"]["l"],
            "r": EDGE + layout["margin"]["r"],
            "t": above,
            "b": below,
        },
    )
    layout["title"].update(
        text="<br>".join(map(theme.plain, title)),
        xref="container",
        x=0,
        pad={"t": EDGE, "l": EDGE},
        subtitle={
            "text": "<br>".join([*map(theme.plain, lines), *([key] if key else [])]),
            "font": layout["title"]["font"],
        },
    )
    layout["title"]["font"] = {**layout["title"]["font"], "size": TITLE, "weight": 600}
    layout["annotations"] = [*layout.get("annotations", []), _at_the_foot(source, layout["margin"]["r"] - EDGE, below)]
    return {"data": drawn["data"], "layout": layout, "size": {"width": size.width, "height": size.height}}


def on_paper(figure: Figure, width: int, height: int | None = None) -> dict[str, Any]:
    """Return a figure as plotly.js draws it for a page that has its title and all about it in its text.

    Parameters
    ----------
    figure : Figure
        Stays as it is.
    width : int
        In pixels.
    height : int, optional
        Where it is to have another than its own.
    """
    drawn = _light(figure)
    drawn["layout"].update(width=width, height=height or drawn["layout"]["height"])
    return drawn


def _light(figure: Figure) -> dict[str, Any]:
    """Return "data" and "layout" of a figure as it looks on white, whatever the theme of the page."""
    drawn = theme.inked(figure, theme.INK)
    for trace in drawn["data"]:
        # What a click on a mark stands for; a picture has none.
        trace.pop("customdata", None)
    layout = drawn["layout"]
    layout.update(template=theme.ON_WHITE, paper_bgcolor="#FFFFFF", plot_bgcolor="#FFFFFF")
    layout["font"]["color"] = layout["title"]["font"]["color"] = theme.INK
    return drawn


def _below(drawn: dict[str, Any]) -> float:
    """Return the room that the lowest axis and a legend need below the chart, in pixels."""
    axes = [each for name, each in drawn["layout"].items() if name.startswith("xaxis")]
    lines = max((text.count("<br>") + text.count("\n") + 1 for axis in axes for text in _labels(axis)), default=1)
    titled = any(axis.get("title", {}).get("text") for axis in axes)
    least: float = drawn["layout"]["margin"]["b"]
    return max(least, TICKS + theme.LINE_HEIGHT * lines + titled * AXIS_TITLE)


def _labels(axis: dict[str, Any]) -> list[str]:
    """Return the labels of an axis, or how they are made."""
    return [*axis.get("ticktext", ()), axis.get("tickformat", "")]


def _title(finding: str, width: float) -> list[str]:
    """Return as many sentences of a finding as have room above a chart, in lines."""
    across, shown = int((width - 2 * EDGE) / TITLE_CHARACTER), ""
    for sentence in sentences(finding):
        longer = f"{shown} {sentence}".strip()
        if shown and len(textwrap.wrap(longer, across)) > MOST_TITLE_LINES:
            break
        shown = longer
    return textwrap.wrap(shown, across, max_lines=MOST_TITLE_LINES, placeholder=" …")


def sentences(finding: str) -> list[str]:
    """Return the sentences of a finding."""
    return _NEXT_SENTENCE.split(finding)


def _lines(about: Sequence[str], width: float) -> list[str]:
    across = int((width - 2 * EDGE) / ABOUT_CHARACTER)
    return [line for text in about for line in textwrap.wrap(text, across, max_lines=2, placeholder=" …")]


def _at_the_foot(text: str, beside: float, below: float) -> dict[str, Any]:
    """Return a line of text at the lower right corner of a picture."""
    return {
        "text": theme.plain(text),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0,
        "xanchor": "right",
        "xshift": beside,
        "yanchor": "bottom",
        "yshift": 8 - below,
        "font": {"size": theme.SMALL, "color": theme.INK},
    }
