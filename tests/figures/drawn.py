"""A figure as one of plotly's own objects, checked by plotly: for tests that look at a part of it."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.io import from_json

from analysis.figures.figure import Figure


class NotDrawnError(Exception):
    """A number of a figure is none, or infinite."""


def as_plotly(figure: Figure | None) -> go.Figure:
    """Return a figure that there is."""
    assert figure is not None
    return from_json(figure.json)
