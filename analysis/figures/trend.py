"""The control chart: rates over time within their expected range, over the number of treatments they rest on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.figures import marks, theme
from analysis.figures.figure import Figure
from analysis.figures.trend_labels import ends, is_late, labels, lines, rates_of_lines
from analysis.outcome_log.periods import next_period
from analysis.wording.numbers import capitalised
from analysis.wording.outcomes import unit
from analysis.wording.trend import about_point, period_name, trend_heading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analysis.figures.figure import Trace
    from analysis.methods.control_chart.p_chart import ChartPoint, ControlChart
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.periods import Period
    from analysis.questions.trend import Trend

FEW_PERIODS = 6
# Low enough to stand on the first screen of a laptop.
HEIGHT = 284
# The same below early warnings.
LOW = 230
# Of the height of the chart: the rates above, the treatments below.
RATES, BARS = 0.68, 0.24
# How much of its room between two periods a bar takes.
BAR_SHARE = 0.66
MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000
# How much of their colour periods outside a chosen one keep.
OTHERS = 0.4
CONCERN, IMPROVEMENT, COMMON, UNJUDGED, ASIDE = "triangle-up", "triangle-down", "circle", "circle-open", "x-thin-open"
MARK, LARGE_MARK = 7, 12


def trend_figure(found: Trend, counted: Counted, height: int = HEIGHT, *, has_key: bool = False) -> Figure:
    """Draw the rate of each period with the range that is expected, and below it the treatments.

    Periods without treatments leave a gap. What is unusual has a shape and a colour: a triangle up in orange for more
    than expected, one down in blue for fewer.

    Parameters
    ----------
    found : Trend
        Where it has a chosen period that is highlighted; the others are paler.
    counted : Counted
    height : int
        In pixels.
    has_key : bool
        Whether the shapes are explained above the chart.
    """
    chart = found.chart
    layout = _layout(found, counted, height, _key(chart) if has_key else ()) | {
        "shapes": [*_chosen_ground(found), *lines(found)],
        "annotations": [*labels(found), *_chosen_name(found)],
    }
    *below, rates = rate_traces(found, counted)
    return Figure.of([*below, rates, _bars(chart, rates["hovertext"], found.chosen, counted)], layout)


def _key(chart: ControlChart) -> tuple[str]:
    """Return what the shapes mean that the chart has, or could have."""
    shown = [each for each in chart.points if each.is_shown]
    parts = ["▲ unusually many", "▼ unusually few"]
    if any(not each.is_judged for each in shown):
        parts.append("○ too small to judge")
    if any(each.set_aside is not None for each in shown):
        parts.append("× set aside")
    return (theme.BETWEEN.join(parts),)


def rate_traces(found: Trend, counted: Counted, axes: str = "") -> Iterator[Trace]:
    """Yield the expected range, the average and the rates, on the axes x and y of this number."""
    on = {"xaxis": f"x{axes}", "yaxis": f"y{axes}"}
    yield _band(found.chart, on)
    yield from _centres(found.chart, on)
    yield _rates(found, counted, on)


def _hover(point: ChartPoint, chart: ControlChart, counted: Counted) -> str:
    name = period_name(point.start, chart.by)
    rate = marks.rate_hover(point.observed, counted).partition("<br>")[2]
    more = about_point(point) if point.observed.known else ""
    lines = [capitalised(name), rate, *map(theme.plain, theme.broken(more))]
    return "<br>".join(filter(None, lines))


def _edges(point: ChartPoint, chart: ControlChart) -> tuple[dt.date, dt.date]:
    """Return where the ground of a period begins and ends: half a period beside its mark, which is its first day."""
    half = (next_period(point.start, chart.by) - point.start) / 2
    return point.start - half, point.start + half


def _band(chart: ControlChart, on: dict[str, str]) -> Trace:
    """Return the expected range as steps that follow the size of each period, with a gap where there is none."""
    x: list[dt.date | None] = []
    y: list[float | None] = []
    for run in _runs(chart):
        edges = [_edges(each, chart) for each in run]
        ends = [*(after for _, after in pairwise([start for start, _ in edges])), edges[-1][1]]
        steps = [(start, end, each) for (start, _), end, each in zip(edges, ends, run, strict=True)]
        for start, end, each in steps:
            x += [start, end]
            y += [_percent(each.upper)] * 2
        for start, end, each in reversed(steps):
            x += [end, start]
            y += [_percent(each.lower)] * 2
        x.append(None)
        y.append(None)
    return theme.scatter(
        x=x, y=y, mode="lines", line={"width": 0}, fill="toself", fillcolor=theme.GRID, hoverinfo="skip", **on
    )  # fmt: skip


def _runs(chart: ControlChart) -> Iterator[list[ChartPoint]]:
    """Yield neighbouring periods that can be judged, phase by phase."""
    run: list[ChartPoint] = []
    for each in chart.points:
        if not each.is_judged or (run and run[-1].phase != each.phase):
            if run:
                yield run
            run = []
        if each.is_judged:
            run.append(each)
    if run:
        yield run


def _height(point: ChartPoint) -> float | None:
    return 100 * point.observed.rate.value if point.observed.rate else None


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _centres(chart: ControlChart, on: dict[str, str]) -> Iterator[Trace]:
    for phase in chart.phases:
        of_phase = [each for each in chart.points if each.phase == phase]
        yield theme.scatter(
            x=[_edges(of_phase[0], chart)[0], _edges(of_phase[-1], chart)[1]],
            y=[100 * phase.centre] * 2,
            mode="lines",
            line={"color": theme.GREY, "width": 1.5},
            hoverinfo="skip",
            **on,
        )


def _symbol(point: ChartPoint) -> str:
    if point.set_aside is not None:
        return ASIDE
    if not point.is_judged:
        return UNJUDGED
    if point.side is None:
        return COMMON
    return CONCERN if point.side == "above" else IMPROVEMENT


def _colour(point: ChartPoint) -> str:
    if point.side is None:
        return theme.GREY
    return theme.ORANGE if point.side == "above" else theme.BLUE


def _rates(found: Trend, counted: Counted, on: dict[str, str]) -> Trace:
    """Return the rates, joined from period to period; one without treatments, or with too few, is a gap."""
    points = found.chart.points
    return theme.scatter(
        x=[each.start for each in points],
        y=[_height(each) if each.is_shown else None for each in points],
        mode="lines+markers",
        connectgaps=False,
        line={"color": theme.GREY, "width": 1},
        marker={
            "size": [LARGE_MARK if each.side else MARK for each in points],
            "symbol": [_symbol(each) for each in points],
            "color": [_colour(each) for each in points],
            "opacity": [1.0 if each.overlaps(found.chosen) else OTHERS for each in points],
            "line": {"width": [1.5 if _symbol(each) in {UNJUDGED, ASIDE} else 0 for each in points],
                     "color": [_colour(each) for each in points]},
        },
        hovertext=[_hover(each, found.chart, counted) for each in points],
        hoverinfo="text",
        cliponaxis=False,
        **on,
    )  # fmt: skip


def _bars(chart: ControlChart, hovers: Sequence[str], chosen: Period | None, counted: Counted) -> Trace:
    here = [each.overlaps(chosen) for each in chart.points]
    return theme.bar(
        name=f"{unit(counted)}s",
        x=[each.start for each in chart.points],
        y=[each.observed.treatments for each in chart.points],
        width=[
            BAR_SHARE * (next_period(each.start, chart.by) - each.start).days * MILLISECONDS_A_DAY
            for each in chart.points
        ],
        marker={
            "color": [theme.PALE_BLUE if each else theme.GRID for each in here],
            "line": {"color": [theme.BLUE if each else theme.GRID for each in here], "width": 1},
        },
        hovertext=hovers,
        hoverinfo="text",
        xaxis="x2",
        yaxis="y2",
    )


def _inside(found: Trend) -> list[ChartPoint]:
    """Return the points of a chosen period; none where none is chosen."""
    return [each for each in found.chart.points if found.chosen is not None and each.overlaps(found.chosen)]


def _chosen_ground(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the ground behind a chosen period."""
    if inside := _inside(found):
        yield {
            "type": "rect", "layer": "below", "xref": "x", "x0": _edges(inside[0], found.chart)[0],
            "x1": _edges(inside[-1], found.chart)[1], "yref": "paper", "y0": 0, "y1": 1, "fillcolor": theme.HIGHLIGHT,
            "line": {"width": 0},
        }  # fmt: skip


def _chosen_name(found: Trend) -> Iterator[dict[str, Any]]:
    if inside := _inside(found):
        left = is_late(found, inside[0].start)
        yield {
            "x": inside[-1 if left else 0].start, "y": 1, "xref": "x", "yref": "paper", "text": "chosen period",
            "showarrow": False, "xanchor": "right" if left else "left", "yanchor": "bottom",
        }  # fmt: skip


def _layout(found: Trend, counted: Counted, height: int, key: Sequence[str]) -> dict[str, Any]:
    chart = found.chart
    is_by_week = chart.by == "week"
    days = {
        **theme.AXIS,
        # The year stands below the first of its months, so that a phone has room for all upright.
        "tickformat": "%-d %b\n%Y" if is_by_week else "%b\n%Y",
        "hoverformat": "%-d %B %Y" if is_by_week else "%B %Y",
        "showgrid": False,
    }
    if len(chart.points) <= FEW_PERIODS or chart.by == "quarter":
        every = max(1, round(len(chart.points) / FEW_PERIODS))
        days["tickvals"] = [each.start for each in chart.points[::every]]
        days["ticktext"] = [
            period_name(each.start, chart.by).removeprefix("week of ") for each in chart.points[::every]
        ]
        if chart.by == "month":
            days["ticktext"] = [f"{each.start:%b %Y}" for each in chart.points[::every]]
    if chart.points:
        # Labels beside a mark must not make the axis longer.
        days["range"] = [_edges(chart.points[0], chart)[0], _edges(chart.points[-1], chart)[1]]
    return {
        **theme.dressing(trend_heading(found, counted), height, key=key, ends=ends(found)),
        "xaxis": {**days, "anchor": "y", "matches": "x2", "showticklabels": False},
        "yaxis": {
            **theme.AXIS,
            "anchor": "x",
            "domain": [1 - RATES, 1],
            "title": {"text": "per 100"},
            "range": marks.rate_axis(highest_drawn(found)),
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


def highest_drawn(found: Trend) -> float:
    """Return the highest rate, upper limit of a judged period, or line that is drawn, per 100."""
    shown = [each for each in found.chart.points if each.is_shown]
    rates = [each.observed.rate.value for each in shown if each.observed.rate]
    limits = [each.upper for each in shown if each.is_judged and each.upper is not None]
    return 100 * max([*rates, *limits, *(rate for rate, _ in rates_of_lines(found))], default=0.0)
