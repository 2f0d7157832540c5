"""Whether the chances that a model gives come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import percent
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure
    from analysis.methods.adjusted.fit_quality import CalibrationGroup


def calibration_figure(groups: Sequence[CalibrationGroup]) -> Figure:
    """Draw the rate of each tenth of the predicted chances against their mean; on the line both are the same."""
    axis = marks.rate_axis(100 * max(max(each.predicted, each.observed.interval.high) for each in groups))
    traces = [
        theme.scatter(x=axis, y=axis, mode="lines", line={"color": theme.GREY, "dash": "dash"}, hoverinfo="skip"),
        theme.scatter(
            x=[100 * group.predicted for group in groups],
            y=[100 * group.observed.value for group in groups],
            mode="markers",
            marker={"size": 10, "color": theme.BLUE},
            error_y=marks.whiskers([(group.observed.value, group.observed.interval) for group in groups]),
            hovertext=[
                f"predicted {percent(group.predicted)}<br>observed {n_of_n(group.observed)}" for group in groups
            ],
            hoverinfo="text",
            cliponaxis=False,
        ),
    ]
    predicted, observed = (
        {"title": {"text": f"{which} per 100"}, "range": axis} for which in ("predicted", "observed")
    )
    layout = theme.dressing("Predicted and observed", 360, key=("dashed: where both are the same",))
    return theme.dressed(traces, layout, predicted, observed)
