"""One difference on its own, within groups and after adjusting: a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, reach, theme
from analysis.figures.figure import Figure
from analysis.wording.numbers import difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Estimate

ROW = 40
ABOVE_AND_BELOW = 110


def story_figure(title: str, names: Sequence[str], estimates: Sequence[Estimate]) -> Figure:
    """Draw a mark with its interval for each difference: a filled diamond excludes zero, an open circle does not.

    Parameters
    ----------
    title : str
    names : sequence of str
        What each difference is of, in a word or two.
    estimates : sequence of Estimate
    """
    rows = list(range(len(estimates)))
    labels = [theme.wrapped(name) for name in names]
    drawn = theme.scatter(
        y=rows,
        x=[100 * each.value for each in estimates],
        mode="markers",
        marker=marks.differences_marks(estimates),
        error_x=marks.whiskers([(each.value, each.interval) for each in estimates]),
        hovertext=[f"{theme.plain(name)}<br>{difference(each)}" for name, each in zip(names, estimates, strict=True)],
        hoverinfo="text",
    )
    layout = {
        **theme.dressing(title, ABOVE_AND_BELOW + ROW * len(rows), labels=labels),
        "xaxis": {**theme.AXIS, "title": {"text": "more or fewer per 100"}, **reach.SIGNED},
        "yaxis": {**theme.AXIS, **theme.rows_axis(labels)},
        "shapes": [marks.ZERO],
    }
    return Figure.of([drawn], layout)
