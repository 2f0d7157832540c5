"""Every factor's difference per 100 treatments in one chart, the strongest link first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, reach, theme
from analysis.figures.figure import Figure
from analysis.wording.numbers import difference
from analysis.wording.one_factor import contrast_name, link_in_short
from analysis.wording.outcomes import unit, what_is_linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Contrast, FactorResult


def ranking_figure(results: Sequence[FactorResult], counted: Counted) -> Figure:
    """Draw one row a factor: the difference of its contrast with its interval.

    A filled diamond is linked, an open circle could be chance. Orange is more, blue fewer.
    Each mark carries the factor's name as custom data, so that a page can lead to it.

    Parameters
    ----------
    results : sequence of FactorResult
        Those without a contrast are left out; say so next to the chart.
    counted : Counted
        What they are about.
    """
    shown = [(result, result.contrast) for result in results if result.contrast is not None]
    rows = list(range(len(shown)))
    differences = [contrast.comparison.risk_difference for _, contrast in shown]
    axis = reach.axis_of_estimates(differences)
    differences_drawn = theme.scatter(
        y=rows,
        x=[100 * reach.within(each.value, axis) for each in differences],
        mode="markers",
        marker=marks.differences_marks(differences),
        error_x=marks.whiskers([(each.value, each.interval) for each in differences], axis),
        customdata=[[result.factor.name] for result, _ in shown],
        hovertext=[_hover(result, contrast) for result, contrast in shown],
        hoverinfo="text",
        # A click opens the factor; the others must not fade on the way.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    labels = [_label(result) for result, _ in shown]
    key = ("◆ linked (orange: more, blue: fewer)   ○ could be chance",)
    per_100 = "per 100" if counted.unit == "treatments" else f"per 100 {unit(counted)}s"
    layout = {
        **theme.dressing(what_is_linked(counted), theme.rows_height(labels), key=key, labels=labels),
        "xaxis": {**theme.AXIS, **reach.differences_axis(axis, per_100)},
        "yaxis": {**theme.AXIS, **theme.rows_axis(labels)},
        "shapes": [marks.ZERO],
    }
    beyond = reach.arrows(list(zip(rows, differences, strict=True)), axis)
    return Figure.of([differences_drawn, *([beyond] if beyond else [])], layout)


def _label(result: FactorResult) -> str:
    return f"<b>{theme.wrapped(result.factor.title)}</b><br>{theme.wrapped(contrast_name(result))}"


def _hover(result: FactorResult, contrast: Contrast) -> str:
    compared = f"<b>{theme.plain(result.factor.title)}</b>: {theme.plain(contrast_name(result))}"
    return f"{compared}<br>{difference(contrast.comparison.risk_difference)}<br>{link_in_short(result)}"
