"""What a log would show of each factor, beside what it did show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis.figures import marks, theme
from analysis.report import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.power import Ability, Detectable
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Rate

OFTEN_MISSED = "rgba(122,130,136,0.35)"
SETTLED, OPEN = "diamond", "circle-open"


def detectable_differences(of: Sequence[Ability], counted: Counted) -> go.Figure:
    """Draw one row a factor: the differences that would often be missed as a band, and the one seen as a mark.

    Parameters
    ----------
    of : sequence of Ability
        Those without a contrast are left out; say so next to the chart.
    counted : Counted
    """
    shown = [
        (each, each.result.contrast.comparison, each.detectable)
        for each in of
        if each.result.contrast is not None and each.detectable is not None
    ]
    rows = list(range(len(shown)))
    bands = [_often_missed(found, comparison.second) for _, comparison, found in shown]
    colours = [
        marks.direction_colour(comparison.risk_difference, stands_out=each.is_settled) for each, comparison, _ in shown
    ]
    hover = [_hover(each, counted) for each, _, _ in shown]
    figure = go.Figure()
    figure.add_bar(
        y=rows,
        base=[100 * low for low, _ in bands],
        x=[100 * (high - low) for low, high in bands],
        orientation="h",
        marker={"color": OFTEN_MISSED, "line": {"width": 0}},
        hovertext=hover,
        hoverinfo="text",
    )
    figure.add_vline(x=0, line={"color": theme.GREY, "width": 1.5})
    figure.add_scatter(
        y=rows,
        x=[100 * (comparison.risk_difference.value or 0.0) for _, comparison, _ in shown],
        mode="markers",
        marker={
            "size": 12,
            "color": colours,
            "symbol": [SETTLED if each.is_settled else OPEN for each, _, _ in shown],
            "line": {"width": 2, "color": colours},
        },
        hovertext=hover,
        hoverinfo="text",
    )
    labels = [
        f"<b>{theme.wrapped(each.result.factor.title)}</b><br>{theme.wrapped(wording.contrast_name(each.result))}"
        for each, _, _ in shown
    ]
    key = ("grey: differences this log would often miss", "◆ seen, stands out   ○ seen, could be chance")
    theme.dressed(figure, "What this log can tell", theme.rows_height(labels), key=key, labels=labels)
    figure.update_xaxes(title="fewer ← per 100 → more", tickformat="+.3~f")
    figure.update_yaxes(tickvals=rows, ticktext=labels, range=[len(rows) - 0.5, -0.5], showgrid=False)
    return figure


def _often_missed(found: Detectable, reference: Rate) -> tuple[float, float]:
    """Return the differences between which this log would often miss one: as far as rates go where all would be."""
    low = -found.fewer if found.fewer is not None else -reference.value
    return low, found.more if found.more is not None else 1 - reference.value


def _hover(of: Ability, counted: Counted) -> str:
    return "<br>".join(theme.plain(line) for line in theme.broken(wording.can_tell(of, counted)))
