"""The same control chart for each group of a factor, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks
from analysis.figures.figure import Figure
from analysis.figures.small_multiples import axes_of, small_multiples
from analysis.figures.trend import highest_drawn, rate_traces
from analysis.wording.numbers import level_name
from analysis.wording.trend import trend_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Trace
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import Trend


def trend_groups_figure(of: Sequence[tuple[Level, Trend]], factor: Factor, counted: Counted) -> Figure:
    """Draw a control chart for each of at least one group, in their order."""
    highest = max(highest_drawn(found) for _, found in of)
    title = f"{trend_heading(of[0][1], counted)} and {factor.title.lower()}, per 100"
    traces: list[Trace] = []
    for place, (_, found) in enumerate(of):
        traces.extend(rate_traces(found, counted, axes_of(place)))
    names = [level_name(level, factor) for level, _ in of]
    return Figure.of(traces, small_multiples(names, title, marks.rate_axis(highest)))
