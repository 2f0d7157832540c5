"""The CUSUM of each clinic: its score day by day, its limit and its alarms, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures import theme
from analysis.figures.figure import Figure
from analysis.figures.small_multiples import axes_of, small_multiples
from analysis.figures.trend import CONCERN, LARGE_MARK
from analysis.wording.cusum import cusum_heading, score_name, score_on
from analysis.wording.numbers import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.figures.figure import Trace
    from analysis.methods.control_chart.cusum import UnitScore
    from analysis.questions.cusum import Cusum

# The axis goes this much further than the highest score, or the limit.
ROOM = 1.12


def cusum_figure(found: Cusum) -> Figure:
    """Draw the score of each clinic that `found` shows; there is at least one."""
    shown = found.shown
    highest = max(found.limit, *(max(each.scores) for each in shown))
    key = (f"line: score{theme.BETWEEN}▲ alarm{theme.BETWEEN}dotted line: limit {found.limit:.1f}",)
    title = cusum_heading(found)
    layout = small_multiples([score_name(each, found) for each in shown], title, [0, ROOM * highest], key=key)
    first, last = min(each.days[0] for each in shown), max(each.days[-1] for each in shown)
    layout["shapes"] = [_limit(found.limit, axes_of(place)) for place in range(len(shown))]
    traces: list[Trace] = []
    for place, each in enumerate(shown):
        number = axes_of(place)
        layout[f"xaxis{number}"]["range"] = [first, last]
        traces.extend(_traces(each, found, {"xaxis": f"x{number}", "yaxis": f"y{number}"}))
    return Figure.of(traces, layout)


def _traces(of: UnitScore, found: Cusum, on: dict[str, str]) -> Iterator[Trace]:
    of_day = dict(zip(of.days, of.scores, strict=True))
    yield theme.scatter(
        x=of.days,
        y=of.scores,
        mode="lines",
        line={"color": theme.GREY, "width": 1.5, "shape": "hv"},
        hovertext=[f"{day(on_day)}<br>{score_on(score, found)}" for on_day, score in of_day.items()],
        hoverinfo="text",
        **on,
    )  # fmt: skip
    at = {on_day: of_day[on_day] for on_day in of.signals}
    yield theme.scatter(
        x=list(at),
        y=list(at.values()),
        mode="markers",
        marker={"color": theme.ORANGE, "symbol": CONCERN, "size": LARGE_MARK},
        hovertext=[f"{day(on_day)}<br>alarm: {score_on(score, found)}" for on_day, score in at.items()],
        hoverinfo="text",
        cliponaxis=False,
        **on,
    )


def _limit(height: float, number: str) -> dict[str, Any]:
    return {
        "type": "line", "xref": f"x{number} domain", "x0": 0, "x1": 1, "yref": f"y{number}", "y0": height,
        "y1": height, "line": {"color": theme.GREY, "width": 1.5, "dash": "dot"},
    }  # fmt: skip
