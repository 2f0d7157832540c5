"""How many treatments lie between one breakout and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.figures.trend import COMMON, CONCERN, IMPROVEMENT, LARGE_MARK, MARK
from analysis.wording.gaps import gap_in_words, gaps_heading
from analysis.wording.outcomes import unit

if TYPE_CHECKING:
    from analysis.figures.figure import Figure
    from analysis.methods.control_chart.g_chart import GChart
    from analysis.outcome_log.outcomes import Counted

HEIGHT = 300


def gaps_figure(found: GChart, counted: Counted) -> Figure:
    """Draw each gap in the order of time, with the median and the upper limit."""
    symbols = {None: COMMON, True: CONCERN, False: IMPROVEMENT}
    colours = {None: theme.GREY, True: theme.ORANGE, False: theme.BLUE}
    places = list(range(1, len(found.gaps) + 1))
    gaps = theme.scatter(
        x=places,
        y=[each.treatments for each in found.gaps],
        mode="lines+markers",
        line={"color": theme.GROUND, "width": 1.5},
        marker={
            "size": [MARK if each.more is None else LARGE_MARK for each in found.gaps],
            "symbol": [symbols[each.more] for each in found.gaps],
            "color": [colours[each.more] for each in found.gaps],
        },
        hovertext=["<br>".join(map(theme.plain, theme.broken(gap_in_words(each, counted)))) for each in found.gaps],
        hoverinfo="text",
        cliponaxis=False,
    )
    names = ((found.centre, f"median<br>{found.centre:g}"), (found.upper, f"upper limit<br>{found.upper:.0f}"))
    lines = [
        marks.across(height, color=theme.GREY, width=1.5, dash=dash)
        for (height, _), dash in zip(names, ("solid", "dot"), strict=True)
    ]
    labels = [marks.name_beside(height, name) for height, name in names]
    key = (f"▲ close together, so more{theme.BETWEEN}▼ far apart, so fewer",)
    layout = theme.dressing(gaps_heading(counted), HEIGHT, key=key, ends=[name for _, name in names])
    return theme.dressed(
        [gaps],
        layout | {"shapes": lines, "annotations": labels},
        {"title": {"text": "gap, in the order of time"}, "showgrid": False},
        {"rangemode": "tozero", "title": {"text": f"{unit(counted)}s"}},
    )
