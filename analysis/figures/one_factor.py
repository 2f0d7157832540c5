"""Bars of the rate of each level of a factor, with intervals and n/N."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import level_name
from analysis.wording.outcomes import per_100_units, rate_name
from analysis.wording.rates import n_of_n
from analysis.wording.shrunken import shrunken_hover, shrunken_key

if TYPE_CHECKING:
    from analysis.figures.figure import Figure, Trace
    from analysis.methods.shrunken import ShrunkenRates
    from analysis.outcome_log.log import Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult

COMPARED_WITH = "<br>  <i>compared with</i>"
VS_THE_OTHERS = "<br>  <i>vs all the others</i>"


def one_factor_figure(result: FactorResult, counted: Counted, shrunken: ShrunkenRates | None = None) -> Figure:
    """Draw one bar a level, in the factor's order from top to bottom.

    The level that others are compared with is grey and says so; one that is compared with all the others is dark. A
    level without a known outcome keeps its row. A diamond marks the `shrunken` rate.
    """
    reference = result.contrast.reference if result.contrast is not None else None
    chosen = result.one_of_all
    # Rows are placed by number: two levels may share a name once it is shortened.
    rows = list(range(len(result.levels)))
    names = [theme.wrapped(level_name(each.level, result.factor)) for each in result.levels]
    furthest = marks.furthest_end(result.levels)
    counts = [
        f"  {marks.beyond(each, furthest)}{n_of_n(each.rate) if each.rate else 'no known outcome'}"
        f"{COMPARED_WITH if each.level == reference else VS_THE_OTHERS if chosen and each.level == chosen else ''}"
        for each in result.levels
    ]
    traces = [
        theme.bar(
            y=rows,
            x=[100 * each.rate.value if each.rate else 0 for each in result.levels],
            orientation="h",
            marker={
                "color": [_fill(each.level, chosen, reference) for each in result.levels],
                "line": {
                    "color": [theme.GREY if each.level == reference else theme.BLUE for each in result.levels],
                    "width": 1,
                },
            },
            error_x=marks.rate_whiskers(result.levels, furthest),
            hovertext=[marks.rate_hover(each, counted, result.factor) for each in result.levels],
            hoverinfo="text",
            # A click on a bar compares its level with all the others; they must not fade on the way.
            customdata=[[level_name(each.level, result.factor)] for each in result.levels],
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        ),
        theme.scatter(
            y=rows,
            x=[min(marks.highest_end([each]), furthest) for each in result.levels],
            mode="text",
            text=counts,
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
        ),
    ]
    key = () if shrunken is None else (shrunken_key(shrunken, counted),)
    if shrunken is not None:
        _add_shrunken(traces, result, shrunken, counted)
    title = f"{rate_name(counted)}: {result.factor.title}"
    layout = theme.dressing(title, theme.rows_height(names), key=key, labels=names, ends=counts)
    per_100 = theme.wrapped_title(per_100_units(counted))
    rates = {"title": {"text": per_100}, "range": marks.rate_axis(furthest)}
    return theme.dressed(traces, layout, rates, theme.rows_axis(names))


def _add_shrunken(traces: list[Trace], result: FactorResult, found: ShrunkenRates, counted: Counted) -> None:
    """Mark the rate of each level that allows for how few treatments it has."""
    rows = {each.level: row for row, each in enumerate(result.levels)}
    traces.append(
        theme.scatter(
            y=[rows[each.level] for each in found.groups],
            x=[100 * each.value for each in found.groups],
            mode="markers",
            marker={
                "symbol": "diamond",
                "size": 8,
                "color": theme.MARK_OUTLINE,
                "line": {"width": 1.5, "color": theme.MARK},
            },
            hovertext=[
                f"{theme.plain(level_name(each.level, result.factor))}<br>{shrunken_hover(each, counted)}"
                for each in found.groups
            ],
            hoverinfo="text",
            # As a bar's: a click on a mark is one on its level.
            customdata=[[level_name(each.level, result.factor)] for each in found.groups],
        )
    )


def _fill(level: Level, chosen: Level, reference: Level) -> str:
    """Return the colour of a bar."""
    if chosen is not None and level == chosen:
        return theme.BLUE
    return theme.PALE_GREY if level == reference else theme.PALE_BLUE
