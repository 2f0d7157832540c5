"""The same chart for several groups, two beside each other, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = 2
ROW = 185
# All of them and their heading stand on one page of a report.
MOST_HEIGHT = 900
# Of the room of a chart, what its neighbours, its name above and its ticks below take.
BETWEEN_COLUMNS, NAME, TICKS = 0.08, 0.14, 0.18


def axes_of(place: int) -> str:
    """Return the number of the axes of a chart, counted from 0, as plotly has it."""
    return "" if place == 0 else str(place + 1)


def small_multiples(
    names: Sequence[str], title: str, heights: Sequence[float], *, key: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the layout of charts over time.

    Parameters
    ----------
    names : sequence of str
        Of each chart, in their order; at least one.
    title : str
    heights : pair of float
        From where to where the vertical axes go.
    key : sequence of str
        How to read the shapes.
    """
    rows = -(-len(names) // COLUMNS)
    axes: dict[str, Any] = {"annotations": []}
    for place, name in enumerate(names):
        number = axes_of(place)
        row, column = divmod(place, COLUMNS)
        left, right = column / COLUMNS, (column + 1) / COLUMNS - (BETWEEN_COLUMNS if column + 1 < COLUMNS else 0)
        top = 1 - row / rows
        axes[f"xaxis{number}"] = {
            **theme.AXIS, "anchor": f"y{number}", "domain": [left, right], "tickformat": "%b %y", "nticks": 3,
            "tickangle": 0, "showgrid": False,
        }  # fmt: skip
        axes[f"yaxis{number}"] = {
            **theme.AXIS,
            "anchor": f"x{number}",
            "domain": [top - (1 - TICKS) / rows, top - NAME / rows],
            "range": heights,
            "nticks": 4,
        }
        axes["annotations"].append(
            {
                "x": left, "xref": "paper", "xanchor": "left", "y": top - NAME / rows, "yref": "paper",
                "yanchor": "bottom", "showarrow": False, "text": f"<b>{theme.plain(theme.short(name))}</b>",
            }
        )  # fmt: skip
    return {**theme.dressing(title, min(ROW * rows, MOST_HEIGHT), key=key), **axes}
