"""What could be prevented if a factor were as good as it can be everywhere, the most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.avoidable import avoided, target
from analysis.wording.outcomes import event, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure
    from analysis.methods.avoidable import Avoidable
    from analysis.outcome_log.outcomes import Counted


def avoidable_figure(found: Sequence[Avoidable], counted: Counted) -> Figure:
    """Draw one bar a factor with its interval; a grey one could be chance."""
    rows = list(range(len(found)))
    labels = [
        f"<b>{theme.wrapped(each.factor.title)}</b><br>{theme.wrapped(f'{target(each)} everywhere')}" for each in found
    ]
    linked = [each.is_linked for each in found]
    values = [each.avoidable.value for each in found]
    traces = [
        theme.bar(
            y=rows,
            x=[100 * value for value in values],
            orientation="h",
            marker={
                "color": [theme.PALE_BLUE if each else theme.PALE_GREY for each in linked],
                "line": {"color": [theme.BLUE if each else theme.GREY for each in linked], "width": 1},
            },
            error_x=marks.whiskers([(each.avoidable.value, each.avoidable.interval) for each in found]),
            hovertext=[
                f"<b>{theme.plain(each.factor.title)}</b><br>{theme.plain(avoided(each, counted))}" for each in found
            ],
            hoverinfo="text",
        ),
    ]
    key = ("if the link is causal", "grey: could be chance")
    title, per_100 = "What could prevent the most", f"Preventable {event(counted)} per 100 {unit(counted)}s"
    layout = theme.dressing(title, theme.rows_height(labels), key=key, labels=labels) | {"shapes": [marks.ZERO]}
    return theme.dressed(traces, layout, {"title": {"text": per_100}}, theme.rows_axis(labels))
