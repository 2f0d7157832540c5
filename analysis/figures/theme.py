"""Colours, fonts and margins of every chart, and how text enters one."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING, Any

from analysis.wording.directions import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

# Blue and orange after Okabe & Ito: told apart with any colour vision, on white and on black. No red and green.
BLUE = "#2A87C0"
ORANGE = "#D55E00"
GREY = "#7A8288"
PALE_BLUE = "#7FB8D8"
# For a mark on a bar: dark on the bar and on a light page, with an outline that shows it on a dark one.
MARK, MARK_OUTLINE = "#1B242C", "#FFFFFF"
GRID = "rgba(122,130,136,0.25)"
# Fonts that every computer has: a picture taken with the camera button carries no font of its own.
FONT = "Helvetica, Arial, sans-serif"

CAMERA_SCALE = 2
CAMERA_HEIGHT = 24
ROW_HEIGHT = 26
LINE_HEIGHT = 13
TITLE_LINE_HEIGHT = 22
KEY_HEIGHT = 20
SMALLEST_HEIGHT = 220
# Of a bold letter at 14 pixels, on average; digits are not narrower.
CHARACTER_WIDTH = 7
BESIDE_LABELS, RIGHT_EDGE = 10, 20
LONGEST_LINE = 26
MOST_LINES = 3
LONGEST_HOVER_LINE = 60
LONGEST_NAME = 34

# What every axis is like.
AXIS = {"automargin": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True}


def plain(text: str) -> str:
    """Return `text` so that a chart shows it as it is: plotly draws some HTML otherwise."""
    return html.escape(isolated(text), quote=False)


def wrapped(text: str) -> str:
    """Return a label broken into lines, escaped."""
    lines = textwrap.wrap(text, LONGEST_LINE, max_lines=MOST_LINES, placeholder=" …") or [text]
    return "<br>".join(map(plain, lines))


def short(name: str) -> str:
    """Return a name as it fits a line of a key, not escaped."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def broken(text: str) -> list[str]:
    """Return a sentence in lines that fit a box on a chart."""
    return textwrap.wrap(text, LONGEST_HOVER_LINE)


def dressed(
    figure: go.Figure,
    title: str,
    height: int,
    *,
    key: Sequence[str] = (),
    labels: Sequence[str] = (),
    ends: Sequence[str] = (),
) -> go.Figure:
    """Give a figure its title, its font and room for its labels, as `dressing` says, and its axes their look."""
    figure.update_layout(dressing(title, height, key=key, labels=labels, ends=ends))
    figure.update_xaxes(AXIS)
    figure.update_yaxes(AXIS)
    return figure


def dressing(
    title: str, height: int, *, key: Sequence[str] = (), labels: Sequence[str] = (), ends: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the layout of a figure but for its axes; colours of text and paper are left to the page.

    A figure that is made with its whole layout at once takes a third of the time of one that is changed step by step.

    Parameters
    ----------
    title : str
    height : int
        In pixels, but for a title of more than one line and the key.
    key : sequence of str
        How to read colours and shapes: lines in small type below the title, so that they go along with a picture.
    labels : sequence of str
        What stands left of the chart, for the room it needs.
    ends : sequence of str
        What stands beyond the ends of bars or whiskers: the longest may reach as far as the edge of the axis, and what
        stands there has its room right of it, however narrow the page is.
    """
    small = "".join(f"<br><sub>{plain(line)}</sub>" for line in key)
    titled = wrapped_title(title)
    above = TITLE_LINE_HEIGHT * titled.count("<br>") + KEY_HEIGHT * len(key)
    return {
        "title": {
            "text": titled + small,
            "x": 0,
            "xanchor": "left",
            # From below the camera button downwards, however many lines there are.
            "y": 1,
            "yanchor": "top",
            "pad": {"t": CAMERA_HEIGHT},
            "font": {"size": 16, "family": FONT},
        },
        "font": {"family": FONT, "size": 14},
        "height": height + above,
        "margin": {
            "l": BESIDE_LABELS + _width(labels),
            "r": max(RIGHT_EDGE, BESIDE_LABELS + _width(ends)),
            "t": 60 + above,
            "b": 10,
        },
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "bargap": 0.35,
        "separators": ".,",
        "dragmode": False,
    }


def camera(name: str, kind: str = "png") -> dict[str, Any]:
    """Return the settings of a chart whose only button is a camera that saves it as `name`.`kind`, twice as large."""
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": name, "scale": CAMERA_SCALE},
    }


def _width(labels: Sequence[str]) -> int:
    """Return how wide the widest of some labels is, in pixels."""
    return CHARACTER_WIDTH * max((len(line) for label in labels for line in _shown(label).split("<br>")), default=0)


def _shown(label: str) -> str:
    """Return a label as long as it is drawn: without tags and escapes."""
    return html.unescape(label.replace("<b>", "").replace("</b>", ""))


def wrapped_title(title: str) -> str:
    """Return a title, or that of an axis, in at most three lines, escaped."""
    return "<br>".join(map(plain, textwrap.wrap(title, 44, max_lines=MOST_LINES, placeholder=" …")))


def rows_height(labels: Sequence[str]) -> int:
    """Return the height of a chart with one row a label, in pixels: as much as its tallest label needs."""
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    return max(SMALLEST_HEIGHT, 120 + (ROW_HEIGHT + LINE_HEIGHT * (lines - 1)) * len(labels))
