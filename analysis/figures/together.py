"""A heat map of the rates of two factors together, with n in every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.methods.cells import is_shown
from analysis.wording.numbers import count, level_name, percent
from analysis.wording.outcomes import per_100_units
from analysis.wording.rates import interval, n_of_n
from analysis.wording.together import suppressed

if TYPE_CHECKING:
    from analysis.figures.figure import Figure, Trace
    from analysis.methods.cells import Cell
    from analysis.methods.together import Together
    from analysis.outcome_log.outcomes import Counted

# One hue from pale to deep. Cells have a colour of their own whatever the page has, so their text is black on the pale
# ones and white on the deep ones, in light mode and in dark mode; where it changes both have a contrast of 4.5 to 1,
# which WCAG 2.2 asks for.
PALEST, DEEPEST = "#E8F2F9", "#0B5A8C"
SUPPRESSED = "#ECEEF0"
DARK, LIGHT = "#000000", "#FFFFFF"
LIGHT_FROM = 0.78
ROW_HEIGHT = 44
# Between the key and the first row, in rows.
ROOM_FOR_KEY = 0.2
# With more columns the text of a cell is set smaller.
WIDE_CELLS = 5


def together_figure(of: Together, counted: Counted) -> Figure:
    """Draw one cell a combination: its rate per 100 and below it n, the treatments with a known outcome.

    The deeper the blue, the higher the rate. Cells too small for a rate are grey and say so.
    """
    rows, columns = range(len(of.row_levels)), range(len(of.column_levels))
    row_names = [theme.wrapped(level_name(level, of.rows)) for level in of.row_levels]
    column_names = [theme.wrapped(level_name(level, of.columns)) for level in of.column_levels]
    most = max((100 * cell.rate.value for cell in of.shown if cell.rate), default=0.0) or 1.0
    traces: list[Trace] = []
    for values, colours in ((_rates(of), [PALEST, DEEPEST]), (_suppressed(of), [SUPPRESSED, SUPPRESSED])):
        traces.append(
            theme.heatmap(
                z=values,
                zmin=0,
                zmax=most,
                colorscale=[[0, colours[0]], [1, colours[1]]],
                showscale=False,
                xgap=2,
                ygap=2,
                hovertext=[[_hover(of, cell) for cell in row] for row in of.cells],
                hoverinfo="text",
            )
        )
    annotations = []
    for i in rows:
        for j in columns:
            cell = of.cells[i][j]
            deep = is_shown(cell) and cell.rate is not None and 100 * cell.rate.value > LIGHT_FROM * most
            font = {"color": LIGHT if deep else DARK, "size": 13 if len(columns) <= WIDE_CELLS else 10}
            annotations.append({"x": j, "y": i, "text": _text(cell), "showarrow": False, "font": font})
    key = (per_100_units(counted), "n: known outcomes")
    title = f"{of.rows.title} and {of.columns.title} together"
    lines = max((name.count("<br>") + 1 for name in column_names), default=1)
    height = 140 + theme.LINE_HEIGHT * lines + ROW_HEIGHT * max(len(rows), 2)
    layout = theme.dressing(title, height, key=key, labels=row_names) | {"annotations": annotations}
    across = {"tickvals": list(columns), "ticktext": column_names, "title": {"text": theme.plain(of.columns.title)}}
    down = {
        "tickvals": list(rows),
        "ticktext": row_names,
        "range": [len(rows) - 0.5, -0.5 - ROOM_FOR_KEY],
        "title": {"text": theme.plain(of.rows.title)},
    }
    return theme.dressed(traces, layout, {**across, "showgrid": False}, {**down, "showgrid": False})


def _rates(of: Together) -> list[list[float | None]]:
    return [[100 * cell.rate.value if is_shown(cell) and cell.rate else None for cell in row] for row in of.cells]


def _suppressed(of: Together) -> list[list[float | None]]:
    return [[None if is_shown(cell) else 0.0 for cell in row] for row in of.cells]


def _text(cell: Cell) -> str:
    if cell.rate is None or not is_shown(cell):
        return suppressed().replace("<", "&lt;")
    return f"<b>{percent(cell.rate.value).removesuffix('%')}</b><br>n {count(cell.rate.known)}"


def _hover(of: Together, cell: Cell) -> str:
    row, column = (
        theme.plain(f"{factor.title}: {level_name(level, factor)}")
        for factor, level in zip((of.rows, of.columns), cell.level, strict=True)
    )
    if cell.rate is None or not is_shown(cell):
        return f"{row}<br>{column}<br>{theme.plain(suppressed())}"
    return f"{row}<br>{column}<br>{n_of_n(cell.rate)}<br>{interval(cell.rate.interval)}"
