"""A figure as plotly reads it: nothing that shows one can change it, and to keep one takes no time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly

if TYPE_CHECKING:
    from collections.abc import Iterable

# A trace of plotly's: its type and its properties.
Trace = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """The traces and the layout of a figure, without a template: a page, the report and a picture have their own.

    Unchecked: to check a figure, and every change of one, takes plotly many times as long as to write it.
    `tests/figures/test_theme.py` has it check them all.

    Attributes
    ----------
    json : str
        As `plotly.io.from_json` reads it.
    """

    json: str

    @classmethod
    def of(cls, traces: Iterable[Trace], layout: dict[str, Any]) -> Figure:
        """Return the figure of plain traces and a plain layout, which name properties in plotly's long forms.

        A number that is none, or infinite, is written as null, and not drawn.
        """
        return cls(json.dumps({"data": list(traces), "layout": layout}, cls=plotly.utils.PlotlyJSONEncoder))

    @property
    def height(self) -> int:
        """In pixels."""
        height: int = self.plain()["layout"]["height"]
        return height

    def plain(self) -> dict[str, Any]:
        """Return "data" and "layout" for somebody to dress: nobody else has them."""
        drawn: dict[str, Any] = json.loads(self.json)
        return drawn
