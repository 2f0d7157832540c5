"""The rate month by month, over the number of treatments it rests on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.methods.over_time import month_of
from analysis.outcome_log.periods import month_start, overlaps
from analysis.wording.outcomes import rate_name, unit
from analysis.wording.unusual import in_short, usual_in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.unusual import Judged
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.periods import Period
    from analysis.results import LevelRate

FEW_MONTHS = 6
# Low enough to stand on the first screen of a laptop.
HEIGHT = 284
# Of the height of the chart: the rates above, the treatments below.
RATES, BARS = 0.68, 0.24
# Twenty days, in milliseconds.
BAR_WIDTH = 20 * 24 * 60 * 60 * 1000
# How much of their colour months outside a chosen period keep.
OTHER_MONTHS = 0.4
# Half of a month and a little: where the ground of a month begins and ends.
BESIDE_A_MONTH = dt.timedelta(days=16)
# More labels would cover one another; the hover texts and the table have the rest.
MOST_LABELLED = 3


def over_time_figure(
    months: Sequence[LevelRate], counted: Counted, judged: Sequence[Judged] = (), chosen: Period | None = None
) -> go.Figure:
    """Draw the rate of each month with its interval, and below it the treatments; months without any leave a gap.

    Parameters
    ----------
    months : sequence of LevelRate
    counted : Counted
    judged : sequence of Judged
        The same months compared with all the others: those that are unusual have a label of their own.
    chosen : pair of date, optional
        A period that is highlighted; months outside it are paler.
    """
    usual = {each.observed.level: usual_in_short(each) for each in judged}
    hovers = [
        marks.rate_hover(each, counted) + (f"<br>{text}" if (text := usual.get(each.level)) else "") for each in months
    ]
    is_chosen = [overlaps(month_of(each), chosen) for each in months]
    rates = [_rates(months, hovers, opacity=1.0 if chosen is None else OTHER_MONTHS)]
    if chosen is not None:
        rates.append(_rates([each for each, here in zip(months, is_chosen, strict=True) if here], ()))
    treatments = go.Bar(
        x=[each.level for each in months],
        y=[each.treatments for each in months],
        width=BAR_WIDTH,
        marker={
            "color": [theme.PALE_BLUE if here else theme.GRID for here in is_chosen],
            "line": {"color": [theme.BLUE if here else theme.GRID for here in is_chosen], "width": 1},
        },
        hovertext=hovers,
        hoverinfo="text",
        xaxis="x2",
        yaxis="y2",
    )
    unusual = sorted((each for each in judged if each.signal), key=lambda each: -abs(each.beyond))
    if unusual:
        rates.append(_unusual(unusual))
    layout = _layout(months, counted) | {
        "shapes": [_band(chosen)] if chosen is not None else [],
        "annotations": [
            *(_label(each, months) for each in unusual[:MOST_LABELLED]),
            *([_name_of_period(chosen, months)] if chosen is not None else []),
        ],
    }
    return go.Figure([*rates, treatments], layout)


def _rates(months: Sequence[LevelRate], hovers: Sequence[str], opacity: float = 1.0) -> go.Scatter:
    return go.Scatter(
        x=[each.level for each in months],
        y=[100 * each.rate.value if each.rate else None for each in months],
        mode="lines+markers",
        connectgaps=False,
        opacity=opacity,
        line={"color": theme.BLUE, "width": 2},
        marker={"size": 7},
        error_y=marks.rate_whiskers(months),
        hovertext=hovers,
        hoverinfo="text" if hovers else "skip",
        cliponaxis=False,
        xaxis="x",
        yaxis="y",
    )


def _unusual(unusual: Sequence[Judged]) -> go.Scatter:
    return go.Scatter(
        x=[each.observed.level for each in unusual],
        y=[_height(each) for each in unusual],
        mode="markers",
        marker={"size": 11, "symbol": "diamond", "color": theme.ORANGE},
        hoverinfo="skip",
        cliponaxis=False,
        xaxis="x",
        yaxis="y",
    )


def _height(judged: Judged) -> float:
    return 100 * judged.observed.rate.value if judged.observed.rate else 0.0


def _label(judged: Judged, months: Sequence[LevelRate]) -> dict[str, Any]:
    """Return the name of an unusual month beside its mark, on the side that has more room."""
    is_late = _is_late(month_of(judged.observed), months)
    return {
        "x": judged.observed.level,
        "y": _height(judged),
        "xref": "x",
        "yref": "y",
        "text": "<br>".join(map(theme.plain, in_short(judged))),
        "align": "right" if is_late else "left",
        "showarrow": False,
        "xanchor": "right" if is_late else "left",
        "xshift": -10 if is_late else 10,
    }


def _band(chosen: Period) -> dict[str, Any]:
    """Return the ground behind the months of a chosen period."""
    return {
        "type": "rect",
        "layer": "below",
        "xref": "x",
        "x0": month_start(chosen[0]) - BESIDE_A_MONTH,
        "x1": month_start(chosen[1]) + BESIDE_A_MONTH,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.GRID,
        "line": {"width": 0},
    }


def _name_of_period(chosen: Period, months: Sequence[LevelRate]) -> dict[str, Any]:
    is_late = _is_late(chosen[0], months)
    return {
        "x": month_start(chosen[1] if is_late else chosen[0]),
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "text": "chosen period",
        "showarrow": False,
        "xanchor": "right" if is_late else "left",
        "yanchor": "bottom",
    }


def _is_late(month: dt.date, months: Sequence[LevelRate]) -> bool:
    """Tell whether a month stands in the right half of the chart."""
    return 2 * sum(month_of(each) < month for each in months) > len(months)


def _layout(months: Sequence[LevelRate], counted: Counted) -> dict[str, Any]:
    key = ("by the month of each client’s first treatment",) if counted.unit == "clients" else ()
    days = {**theme.AXIS, "tickformat": "%b %Y", "hoverformat": "%B %Y", "showgrid": False}
    if len(months) <= FEW_MONTHS:
        days["tickvals"] = [each.level for each in months]
    if months:
        # Labels beside a mark must not make the axis longer.
        days["range"] = [month_of(months[0]) - BESIDE_A_MONTH, month_of(months[-1]) + BESIDE_A_MONTH]
    return {
        **theme.dressing(f"{rate_name(counted)} by month", HEIGHT, key=key),
        "xaxis": {**days, "anchor": "y", "matches": "x2", "showticklabels": False},
        "yaxis": {
            **theme.AXIS,
            "anchor": "x",
            "domain": [1 - RATES, 1],
            "title": {"text": "per 100"},
            "range": marks.rate_axis(marks.highest_end(months)),
        },
        "xaxis2": {**days, "anchor": "y2"},
        "yaxis2": {
            **theme.AXIS,
            "anchor": "x2",
            "domain": [0, BARS],
            "title": {"text": f"{unit(counted)}s"},
            "rangemode": "tozero",
            "nticks": 3,
        },
    }
