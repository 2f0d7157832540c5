"""How many have had a breakout, or are rid of it, by each day, with how many are still observed below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import count, percent
from analysis.wording.rates import interval, n_of_n
from analysis.wording.recovery import day_name, stretch_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.figures.figure import Figure, Trace
    from analysis.methods.incidence_curve import IncidenceCurve
    from analysis.methods.recovery import SignByDay
    from analysis.results import Rate

# Told apart by their dashes as well, where colours are not seen or printed; each is read on white and on black.
LINES = (
    (theme.BLUE, "solid"),
    (theme.ORANGE, "dash"),
    (theme.GREY, "dot"),
    (theme.PURPLE, "dashdot"),
    (theme.OCHRE, "longdash"),
)
SIGNS = ("―――", "– – –", "· · · ·", "– · –", "―― ――")
MOST_CURVES = len(LINES)
# With more curves their bands would hide each other.
MOST_BANDS = 2
BAND_OPACITY = 0.18
# Of the chart itself, and of what stands below it for each curve: its name and its numbers.
CURVES_HEIGHT, NAME_HEIGHT, NUMBERS_HEIGHT = 265, 20, 20
# For the title and the ticks of the axis of days, and for what the numbers below it are.
AXIS_HEIGHT, HEADING_HEIGHT = 58, 22
SIGNS_HEIGHT = 340
# Below the chart of warning signs: its ticks, the title of its axis and its legend.
ROOM_FOR_KEY = 105


# An annotation of plotly's.
Words = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Axes:
    """What a chart of curves is called, and its axes."""

    title: str
    days: str
    share: str
    below: str


def curves_figure(curves: Sequence[tuple[str, IncidenceCurve]], ticks: Sequence[int], axes: Axes) -> Figure:
    """Draw the share by each day as steps, and below it how many were still observed, in the order of the curves.

    Parameters
    ----------
    curves : sequence of (name, IncidenceCurve)
        At most `MOST_CURVES`; a single one needs no name.
    ticks : sequence of int
        The days for which numbers stand below the chart; the last ends the axis.
    axes : Axes
    """
    traces: list[Trace] = []
    last = ticks[-1]
    for (name, curve), (colour, dash) in zip(curves, LINES, strict=False):
        if len(curves) <= MOST_BANDS:
            _add_band(traces, curve, colour, last)
        _add_steps(traces, name, curve, {"color": colour, "dash": dash, "width": 2.5}, last)
    rows = _rows(curves)
    table = HEADING_HEIGHT + rows
    height = CURVES_HEIGHT + AXIS_HEIGHT + table
    key = () if len(curves) > MOST_BANDS else ("shaded: 95% interval",)
    layout = theme.dressing(axes.title, height, key=key, below=AXIS_HEIGHT + table)
    layout["annotations"] = list(_numbers(curves, ticks, axes))
    return theme.dressed(
        traces,
        layout,
        {"title": {"text": axes.days}, "tickvals": list(ticks), "range": [-0.02 * last, 1.02 * last]},
        {"title": {"text": axes.share}, "range": marks.rate_axis(_highest(curves, last))},
    )


def _rows(curves: Sequence[tuple[str, IncidenceCurve]]) -> int:
    return sum((NAME_HEIGHT if name else 0) + NUMBERS_HEIGHT for name, _ in curves)


def _highest(curves: Sequence[tuple[str, IncidenceCurve]], last: int) -> float:
    ends = [
        100 * (each.interval.high if len(curves) <= MOST_BANDS else each.value)
        for _, curve in curves
        for each in curve.shares[: last + 1]
    ]
    return max(ends, default=0.0)


def _add_band(traces: list[Trace], curve: IncidenceCurve, colour: str, last: int) -> None:
    """Fill the intervals of all days, as steps."""
    shares = curve.shares[: last + 1]
    days = [day for start in range(len(shares)) for day in (start, min(start + 1, len(shares) - 1))]
    low = [100 * each.interval.low for each in shares for _ in range(2)]
    high = [100 * each.interval.high for each in shares for _ in range(2)]
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    traces.append(
        theme.scatter(
            x=[*days, *reversed(days)],
            y=[*low, *reversed(high)],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=f"rgba({red},{green},{blue},{BAND_OPACITY})",
            hoverinfo="skip",
        )
    )


def _add_steps(traces: list[Trace], name: str, curve: IncidenceCurve, line: dict[str, object], last: int) -> None:
    shares = curve.shares[: last + 1]
    called = f"{theme.plain(name)}<br>" if name else ""
    traces.append(
        theme.scatter(
            x=[0, *range(len(shares))],
            y=[0, *(100 * each.value for each in shares)],
            mode="lines",
            line={**line, "shape": "hv"},
            name=theme.plain(name),
            hovertext=[
                "",
                *(
                    f"{called}by {day_name(day)}: {percent(each.value)} ({interval(each.interval)})"
                    f"<br>{count(curve.at_risk[day])} still observed"
                    for day, each in enumerate(shares)
                ),
            ],
            hoverinfo="text",
            cliponaxis=False,
        )
    )


def _numbers(curves: Sequence[tuple[str, IncidenceCurve]], ticks: Sequence[int], axes: Axes) -> Iterator[Words]:
    """Yield how many were still observed on the days of the ticks, below the axis, after the name of each curve."""
    below = -AXIS_HEIGHT
    yield _words(theme.plain(axes.below), below, x=0, xref="paper", xanchor="left")
    below -= HEADING_HEIGHT
    for (name, curve), (colour, _), sign in zip(curves, LINES, SIGNS, strict=False):
        if name:
            shown = f'<span style="color:{colour}"><b>{sign}</b></span> {theme.plain(theme.short(name))}'
            yield _words(shown, below, x=0, xref="paper", xanchor="left")
            below -= NAME_HEIGHT
        for day in ticks:
            observed = curve.at_risk[day] if day < len(curve.at_risk) else 0
            yield _words(count(observed), below, x=day, xref="x", xanchor="center")
        below -= NUMBERS_HEIGHT


def _words(text: str, shift: int, **place: object) -> Words:
    return {"text": text, "y": 0, "yref": "paper", "yanchor": "top", "yshift": shift, "showarrow": False, **place}


def signs_figure(signs: Sequence[SignByDay], title: str, days: str, share: str) -> Figure:
    """Draw the share with each warning sign in stretches of days; `days` and `share` are the titles of the axes."""
    traces: list[Trace] = []
    most = [max((rate.known for rate in of if rate is not None), default=0) for of in _by_stretch(signs)]
    for each, (colour, dash) in zip(signs, LINES, strict=False):
        known = [(stretch_name(first, last), rate) for first, last, rate in each.stretches if rate is not None]
        traces.append(
            theme.scatter(
                x=[name for name, _ in known],
                y=[100 * rate.value for _, rate in known],
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2.5},
                marker={"size": 8},
                name=theme.plain(each.title),
                hovertext=[
                    f"{theme.plain(each.title)}, {name}<br>{n_of_n(rate)}<br>{interval(rate.interval)}"
                    for name, rate in known
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    highest = max(
        (100 * rate.value for each in signs for _, _, rate in each.stretches if rate is not None), default=0.0
    )
    layout = theme.dressing(title, SIGNS_HEIGHT, below=ROOM_FOR_KEY)
    layout |= {"showlegend": True, "legend": theme.LEGEND_BELOW}
    names = [stretch_name(first, last) for first, last, _ in signs[0].stretches]
    ticks = [f"{name}<br>n = {count(number)}" for name, number in zip(names, most, strict=True)]
    return theme.dressed(
        traces,
        layout,
        {"title": {"text": days}, "type": "category", "tickvals": names, "ticktext": ticks},
        {"title": {"text": share}, "range": marks.rate_axis(highest)},
    )


def _by_stretch(signs: Sequence[SignByDay]) -> list[tuple[Rate | None, ...]]:
    """Return the shares of all signs in each stretch of days."""
    return [tuple(rate for _, _, rate in of) for of in zip(*(each.stretches for each in signs), strict=True)]
