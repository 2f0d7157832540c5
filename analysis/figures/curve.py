"""A smooth curve of the rate over the values of a number, with the rates of its groups and how many there are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.results import ValueRange
from analysis.wording.curve import rounded
from analysis.wording.numbers import level_name, percent
from analysis.wording.outcomes import per_100_units, units
from analysis.wording.rates import interval

if TYPE_CHECKING:
    from analysis.figures.figure import Figure, Trace
    from analysis.methods.curve import Doubling, DrawnCurve, RateCurve
    from analysis.outcome_log.outcomes import Counted

BAND = "rgba(42,135,192,0.22)"
HEIGHT = 430
# Shares of the height: the strip of how many there are stands below the curve.
STRIP, CURVE = (0.0, 0.12), (0.2, 0.98)
# With no more distinct values than this each has its tick.
MOST_TICKS = 6
# Where each value has its own bar, how much of the way to the next value it fills.
BAR_WIDTH = 0.7


def curve_figure(of: RateCurve, counted: Counted) -> Figure:
    """Draw the curve with its band, the groups with their intervals, and below them how many there are."""
    traces: list[Trace] = []
    drawn = of.drawn
    if drawn is not None:
        _add_curve(traces, of, drawn)
        _add_strip(traces, of, drawn, counted)
    groups = [(each, middle) for each, middle in of.middles if each.rate is not None]
    traces.append(
        theme.scatter(
            x=[middle for _, middle in groups],
            y=[100 * each.rate.value for each, _ in groups if each.rate],
            mode="markers",
            marker={"size": 9, "color": theme.GREY, "symbol": "circle-open", "line": {"width": 2}},
            error_y=marks.rate_whiskers([each for each, _ in groups]),
            hovertext=[marks.rate_hover(each, counted, of.result.factor) for each, _ in groups],
            hoverinfo="text",
            cliponaxis=False,
        )
    )
    key = ["○ rate of each group, with 95% CI"]
    if drawn is not None:
        key = ["line: smooth curve with 95% band   ○ rate of each group", "bars below: how many there are"]
        if drawn.doubling is not None and drawn.doubling.is_shown:
            _add_doubling(traces, of, drawn, drawn.doubling)
            key[-1] += "   ◆ twice the rate of the low end"
    title = f"Rate along {of.result.factor.title}"
    name = theme.plain(of.result.factor.title + (f", {of.result.factor.unit}" if of.result.factor.unit else ""))
    values: dict[str, object] = {"title": {"text": name}, "anchor": "y2" if drawn is not None else "y"}
    if few := _few_values(of):
        values["tickvals"] = few
    rates = {"domain": CURVE, "title": {"text": per_100_units(counted)}, "range": marks.rate_axis(_highest(of))}
    strip = {**theme.AXIS, "domain": STRIP, "visible": False, "rangemode": "tozero"}
    layout = theme.dressing(title, HEIGHT, key=key) | {"yaxis2": strip, "bargap": 0.05}
    return theme.dressed(traces, layout, values, rates)


def _few_values(of: RateCurve) -> list[float] | None:
    """Return the values that were drawn where they are few; None leaves the ticks to the chart."""
    drawn = [each.level for each, _ in of.middles] if of.drawn is None else [each for each, _ in of.drawn.strip]
    groups = [each for each in drawn if isinstance(each, ValueRange)]
    if len(groups) > MOST_TICKS or any(each.low != each.high for each in groups):
        return None
    return [each.low for each in groups] or None


def _highest(of: RateCurve) -> float:
    """Return the highest end of the band and of the intervals, per 100."""
    groups = marks.highest_end([each for each, _ in of.middles])
    if of.drawn is None:
        return groups
    return max(groups, *(100 * each.rate.interval.high for each in of.drawn.points))


def _add_curve(traces: list[Trace], of: RateCurve, drawn: DrawnCurve) -> None:
    values = [each.value for each in drawn.points]
    ends = [(each.rate.interval.low, each.rate.interval.high) for each in drawn.points]
    traces.append(
        theme.scatter(
            x=[*values, *reversed(values)],
            y=[*(100 * low for low, _ in ends), *(100 * high for _, high in reversed(ends))],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=BAND,
            hoverinfo="skip",
        )
    )
    traces.append(
        theme.scatter(
            x=values,
            y=[100 * each.rate.value for each in drawn.points],
            mode="lines",
            line={"color": theme.BLUE, "width": 2.5},
            hovertext=[
                f"{theme.plain(level_name(rounded(drawn, each.value), of.result.factor))}<br>"
                f"{percent(each.rate.value)} ({interval(each.rate.interval)})"
                for each in drawn.points
            ],
            hoverinfo="text",
        )
    )


def _add_strip(traces: list[Trace], of: RateCurve, drawn: DrawnCurve, counted: Counted) -> None:
    middles = [(each.low + each.high) / 2 for each, _ in drawn.strip]
    nearest = min((later - former for former, later in pairwise(middles)), default=1.0)
    traces.append(
        theme.bar(
            x=middles,
            y=[count for _, count in drawn.strip],
            width=BAR_WIDTH * nearest if drawn.strip[0][0].low == drawn.strip[0][0].high else nearest,
            yaxis="y2",
            marker={"color": theme.GREY, "line": {"width": 0}},
            hovertext=[
                f"{theme.plain(level_name(each, of.result.factor))}<br>{units(count, counted)}"
                for each, count in drawn.strip
            ],
            hoverinfo="text",
        )
    )


def _add_doubling(traces: list[Trace], of: RateCurve, drawn: DrawnCurve, doubling: Doubling) -> None:
    for point, symbol in ((doubling.low_end, "circle"), (doubling.at, "diamond")):
        traces.append(
            theme.scatter(
                x=[point.value],
                y=[100 * point.rate.value],
                mode="markers",
                marker={"size": 12, "color": theme.ORANGE, "symbol": symbol},
                hovertext=theme.plain(
                    f"{level_name(rounded(drawn, point.value), of.result.factor)}: {percent(point.rate.value)}"
                ),
                hoverinfo="text",
            )
        )
