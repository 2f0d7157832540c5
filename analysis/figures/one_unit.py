"""One unit for itself: its rate, as it is and allowing for what is known, beside what chance alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import percent
from analysis.wording.outcomes import per_100_units
from analysis.wording.rates import interval
from analysis.wording.shrunken import few_treatments

if TYPE_CHECKING:
    from analysis.figures.figure import Figure, Trace
    from analysis.methods.funnel import FunnelUnit
    from analysis.methods.shrunken import Shrunken
    from analysis.outcome_log.outcomes import Counted

MARK = 11
GROUND_WIDTH = 16
KEY = ("Bars: what chance alone gives, inner limits (short) and outer limits (long).",)


def one_unit_figure(each: FunnelUnit, shrunken: Shrunken | None, heading: str, counted: Counted) -> Figure:
    """Draw the rate of a unit and the rate that allows for few treatments over the limits.

    Parameters
    ----------
    each : FunnelUnit
        With a known outcome.
    shrunken : Shrunken or None
    heading : str
    counted : Counted
    """
    rate = each.observed.rate
    rows = [("Rate", rate.value, rate.interval)] if rate is not None else []
    if shrunken is not None:
        rows.append((few_treatments(counted), shrunken.value, shrunken.interval))
    names = ["Expected", *(name for name, _, _ in rows)]
    ends = [each.outer.high, *(of.high for _, _, of in rows)]
    traces = [
            *_ground(each),
            theme.scatter(
                x=[100 * value for _, value, _ in rows],
                y=list(range(1, len(names))),
                mode="markers",
                marker={"size": MARK, "color": theme.BLUE, "symbol": ["circle", "diamond-open"][: len(rows)],
                        "line": {"width": 2, "color": theme.BLUE}},
                error_x=marks.whiskers([(value, of) for _, value, of in rows]),
                hovertext=[theme.plain(f"{name}: {percent(value)}, {interval(of)}") for name, value, of in rows],
                hoverinfo="text",
            ),
        ]  # fmt: skip
    labels = [theme.wrapped(name) for name in names]
    layout = theme.dressing(heading, theme.rows_height(labels), key=KEY, labels=labels)
    per_100 = theme.wrapped_title(per_100_units(counted))
    rates = {"range": marks.rate_axis(100 * max(ends)), "title": {"text": per_100}}
    return theme.dressed(traces, layout, rates, theme.rows_axis(labels))


def _ground(each: FunnelUnit) -> list[Trace]:
    """Return the limits and the rate expected, on a row of their own."""
    bars = [
        theme.scatter(
            x=[100 * limits.low, 100 * limits.high],
            y=[0, 0],
            mode="lines",
            line={"color": colour, "width": GROUND_WIDTH},
            hovertext=theme.plain(f"{name} limits {percent(limits.low)} to {percent(limits.high)}"),
            hoverinfo="text",
        )
        for name, limits, colour in (("outer", each.outer, theme.GRID), ("inner", each.inner, theme.GROUND))
    ]
    middle = theme.scatter(
        x=[100 * each.expected_rate],
        y=[0],
        mode="markers",
        marker={"size": GROUND_WIDTH, "symbol": "line-ns-open", "color": theme.GREY, "line": {"width": 2}},
        hovertext=theme.plain(f"expected {percent(each.expected_rate)}"),
        hoverinfo="text",
    )
    return [*bars, middle]
