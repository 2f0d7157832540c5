"""Colours, typeface, sizes and margins of every chart, and how text enters one."""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Any

from analysis.figures.figure import Figure
from analysis.wording.directions import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.figures.figure import Trace

# Blue and orange after Okabe & Ito: distinct with any colour vision, on white and on black. No red and green.
BLUE = "#2A87C0"
ORANGE = "#D55E00"
GREY, PALE_GREY = "#7A8288", "#C3C9CE"
PALE_BLUE = "#7FB8D8"
# For a fourth and a fifth line, which differ by their dashes as well: read on white and on black.
PURPLE, OCHRE = "#A85C9B", "#9A7A00"
# For a mark on a bar: dark on the bar and on a light page, with an outline that shows it on a dark one.
MARK, MARK_OUTLINE = "#1B242C", "#FFFFFF"
GRID = "rgba(122,130,136,0.25)"
# The ground behind a period that was chosen, distinct from the range that is expected.
HIGHLIGHT = "rgba(42,135,192,0.16)"
# A bar on the ground that marks stand on: paler than they are on white and on black.
GROUND = "rgba(122,130,136,0.45)"
# The page's own typeface, as Streamlit serves it; the others where a chart stands elsewhere, as in the report.
FONT = '"Source Sans", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif'
# Texts of a chart, and those that explain it: Streamlit writes its texts in 16 pixels and its captions in 14.
TEXT, SMALL = 14, 13
# Texts on the light page and on the dark one: Streamlit's own grey for charts is too pale to read.
INK, DARK_MODE_INK = "#323F4B", "#CBD2D9"
# What stands beside a mark that is pointed at: light on dark on both pages, framed so that it stands out on the dark.
HOVER, HOVER_INK, HOVER_EDGE = "#1B242C", "#FFFFFF", "#7A8288"

ABOVE = 14
ROW_HEIGHT = 26
LINE_HEIGHT = 15
KEY_HEIGHT = 19
SMALLEST_HEIGHT = 174
# Of a bold letter of these texts, on average; digits are not narrower.
CHARACTER_WIDTH = 7
BESIDE_LABELS, RIGHT_EDGE = 10, 20
LONGEST_LINE = 26
MOST_LINES = 3
LONGEST_HOVER_LINE = 60
# At 13 pixels in 350, and what stands between the parts of a line.
LONGEST_KEY_LINE, BETWEEN = 54, "   "
LONGEST_NAME = 34

# What every axis is like.
AXIS = {
    "automargin": True,
    "gridcolor": GRID,
    "zeroline": False,
    "fixedrange": True,
    "showgrid": True,
}
# What an axis is like on white, as no page has its own there: its labels and its title stand a little away from it.
ON_WHITE = {"layout": {axis: {"ticklabelstandoff": 6, "title": {"standoff": 12}} for axis in ("xaxis", "yaxis")}}
# A legend in one line below a chart.
LEGEND_BELOW = {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"}
# Kinds of traces that may draw texts.
_WITH_TEXTS = {"bar", "scatter"}
# Those of our own labels.
_TAGS = re.compile(r"</?[bi]>")


def plain(text: str) -> str:
    """Return `text` so that a chart shows it as it is: plotly draws some HTML otherwise."""
    return html.escape(isolated(text), quote=False)


def wrapped(text: str) -> str:
    """Return a label broken into lines, escaped."""
    lines = textwrap.wrap(text, LONGEST_LINE, max_lines=MOST_LINES, placeholder=" …", break_on_hyphens=False) or [text]
    return "<br>".join(map(plain, lines))


def short(name: str) -> str:
    """Return a name as it fits a line of a key, not escaped."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def broken(text: str) -> list[str]:
    """Return a sentence in lines that fit a box on a chart."""
    return textwrap.wrap(text, LONGEST_HOVER_LINE)


def dressed(traces: Iterable[Trace], layout: dict[str, Any], xaxis: dict[str, Any], yaxis: dict[str, Any]) -> Figure:
    """Return a figure of one pair of axes, which get the look of all axes; its layout begins with `dressing`."""
    return Figure.of(traces, {**layout, "xaxis": {**AXIS, **xaxis}, "yaxis": {**AXIS, **yaxis}})


def scatter(**properties: object) -> Trace:
    """Return lines, marks or texts."""
    return {"type": "scatter", **properties}


def bar(**properties: object) -> Trace:
    """Return bars."""
    return {"type": "bar", **properties}


def heatmap(**properties: object) -> Trace:
    """Return cells of colours."""
    return {"type": "heatmap", **properties}


def dressing(
    title: str,
    height: int,
    *,
    key: Sequence[str] = (),
    labels: Sequence[str] = (),
    ends: Sequence[str] = (),
    below: int = 10,
) -> dict[str, Any]:
    """Return the layout of a figure but for its axes; colours of text and paper are left to the page.

    Parameters
    ----------
    title : str
        For when the figure stands alone: where it is shown, its heading stands above it.
    height : int
        In pixels, but for the key.
    key : sequence of str
        How to read colours and shapes: lines in small type above the chart, so that they go along with a picture.
    labels : sequence of str
        What stands left of the chart, for the room it needs.
    ends : sequence of str
        What stands beyond the ends of bars or whiskers: the longest may reach as far as the edge of the axis, and what
        stands there has its room right of it, however narrow the page is.
    below : int
        The room below the chart, in pixels; labels of ticks make their own.
    """
    lines = key_lines(key)
    above = KEY_HEIGHT * len(lines)
    return {
        "meta": {"title": plain(title)},
        "title": {
            "text": as_key(lines),
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "pad": {"t": ABOVE},
            "font": {"size": SMALL, "family": FONT, "weight": "normal"},
        },
        "font": {"family": FONT, "size": TEXT},
        "height": height + above,
        "margin": {
            "l": BESIDE_LABELS + _width(labels),
            "r": max(RIGHT_EDGE, BESIDE_LABELS + _width(ends)),
            "t": ABOVE + above,
            "b": below,
        },
        "showlegend": False,
        "hoverlabel": {
            "align": "left",
            "bgcolor": HOVER,
            "bordercolor": HOVER_EDGE,
            "font": {"family": FONT, "size": TEXT, "color": HOVER_INK},
        },
        "bargap": 0.35,
        "separators": ".,",
        "dragmode": False,
    }


def inked(figure: Figure, ink: str) -> dict[str, Any]:
    """Return "data" and "layout" of a figure, its axes and texts in their size and in the colour of a page's text.

    What is returned is plain, as plotly would check every change of a figure of its own.
    """
    drawn = figure.plain()
    font, layout = {"color": ink, "size": SMALL, "family": FONT}, drawn["layout"]
    for name in layout:
        if name.startswith(("xaxis", "yaxis")):
            layout[name] = {**layout[name], "tickfont": font, "title": {**layout[name].get("title", {}), "font": font}}
    for trace in filter(_has_no_ink, drawn["data"]):
        trace["textfont"] = {**trace.get("textfont", {}), **font}
    for words in layout.get("annotations", ()):
        words["font"] = {**font, "color": words.get("font", {}).get("color", ink)}
    layout["title"]["font"]["color"] = ink
    layout["legend"] = {**layout.get("legend", {}), "font": font}
    return drawn


def _has_no_ink(trace: dict[str, Any]) -> bool:
    """Tell whether a trace has texts for which no colour is chosen."""
    return trace["type"] in _WITH_TEXTS and "text" in trace and "color" not in trace.get("textfont", {})


def key_lines(key: Sequence[str]) -> list[str]:
    """Return a key in lines that fit a telephone: one that is too long is broken between its parts."""
    lines: list[str] = []
    for line in key:
        shown = ""
        for part in line.split(BETWEEN):
            longer = f"{shown}{BETWEEN}{part}" if shown else part
            if shown and len(longer) > LONGEST_KEY_LINE:
                lines.append(shown)
                longer = part
            shown = longer
        lines.append(shown)
    return lines


def as_key(lines: Sequence[str]) -> str:
    """Return lines on how to read a chart: light, where Streamlit sets titles in bold."""
    return f'<span style="font-weight:400">{"<br>".join(map(plain, lines))}</span>' if lines else ""


def title_of(drawn: dict[str, Any]) -> str:
    """Return what a figure, of which this is "data" and "layout", is called where it stands alone."""
    return html.unescape(drawn["layout"]["meta"]["title"])


def _width(labels: Sequence[str]) -> int:
    """Return how wide the widest of some labels is, in pixels."""
    return CHARACTER_WIDTH * max((len(line) for label in labels for line in _shown(label).split("<br>")), default=0)


def _shown(label: str) -> str:
    """Return a label as long as it is drawn: without tags and escapes."""
    return html.unescape(_TAGS.sub("", label))


def wrapped_title(title: str) -> str:
    """Return a title, or that of an axis, in at most three lines, escaped."""
    return "<br>".join(map(plain, textwrap.wrap(title, 44, max_lines=MOST_LINES, placeholder=" …")))


def rows_axis(labels: Sequence[str]) -> dict[str, Any]:
    """Return the axis of a chart with one row a label, the first on top, but for what every axis is like."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.5, -0.5],
        "showgrid": False,
    }


def rows_height(labels: Sequence[str]) -> int:
    """Return the height of a chart with one row a label, in pixels: as much as its tallest label needs."""
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    return max(SMALLEST_HEIGHT, 74 + (ROW_HEIGHT + LINE_HEIGHT * (lines - 1)) * len(labels))
