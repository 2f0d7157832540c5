"""Units in a funnel: the rate of each by its size, within limits that are wider the smaller it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import marks, theme
from analysis.figures.figure import Figure
from analysis.methods.funnel import INNER, OUTER, usual_rates
from analysis.wording.numbers import level_name, per_100
from analysis.wording.outcomes import unit
from analysis.wording.teams import about_unit, teams_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.figures.figure import Trace
    from analysis.methods.funnel import Funnel, FunnelUnit, UsualRates
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.teams import Teams

HEIGHT = 360
# Points of a limit that is drawn as a line.
STEPS = 160
# More labels would cover one another; the hover texts and the table have the rest.
MOST_LABELLED = 8
# Of more units only those outside the outer limits are named, only those that move across a limit have an arrow, and
# each has a bar for the outer limits only: all else would be a thicket.
MANY_UNITS = 40
# Of the height of the chart: a shorter arrow has no room for its head.
SHORTEST_ARROW = 0.03
MARK, LARGE_MARK, SMALL_MARK = 8, 12, 6
# The axis begins and ends this much further than the smallest and largest unit.
MARGIN = 0.06
ROOM_ABOVE = 1.08
ABOVE_OUTER, BELOW_OUTER = "triangle-up", "triangle-down"
_SHAPES = f"▲▼ outside the outer limits{theme.BETWEEN}△▽ the inner limits"
_LINES = "Limits: inner dotted, outer solid"
_BARS = f"Limits: inner narrow, outer wide{theme.BETWEEN}× before adjusting"
_MANY_BARS = f"Bars: outer limits{theme.BETWEEN}× before adjusting"


def funnel_figure(found: Teams, counted: Counted) -> Figure:
    """Draw the rate of each unit by the number of its treatments.

    What lies outside the limits has a shape and a colour. Adjusted, each unit has limits of its own, because its
    clients differ: they are bars, and an arrow leads from its rate on its own to the adjusted one.
    """
    funnel = found.funnel
    limits = _own_ranges(funnel) if funnel.is_adjusted else _lines(funnel)
    highest, centre = _highest(found), 100 * funnel.centre
    moving = _moving(found, highest) if funnel.is_adjusted else []
    bars = _MANY_BARS if len(funnel.units) > MANY_UNITS else _BARS
    key = (_SHAPES, bars if funnel.is_adjusted else _LINES)
    average = f"all<br>{per_100(funnel.centre)}"
    layout = {
        **theme.dressing(teams_heading(found, counted), HEIGHT, key=key, ends=(average,)),
        "xaxis": {
            **theme.AXIS,
            "range": _sizes_axis(funnel),
            "title": {"text": f"{unit(counted)}s with a known outcome"},
            "showgrid": False,
        },
        "yaxis": {**theme.AXIS, "range": marks.rate_axis(highest), "title": {"text": "per 100"}},
        "shapes": [{**marks.across(centre, color=theme.GREY, width=1.5), "layer": "below"}],
        "annotations": [
            *_arrows(moving),
            *_labels(found, highest),
            marks.name_beside(centre, average),
        ],
    }
    tails = [_tails(moving)] if funnel.is_adjusted else []
    return Figure.of([*limits, *tails, _units(found, counted)], layout)


def shown_rate(each: FunnelUnit, funnel: Funnel) -> float:
    """Return the rate that is drawn of a unit, per 100."""
    return 100 * (each.adjusted if funnel.is_adjusted else each.value)


def _scale(each: FunnelUnit, funnel: Funnel) -> float:
    """Return what a rate of a unit's own is multiplied by to be an adjusted one."""
    return funnel.centre / each.expected_rate if funnel.is_adjusted and each.expected > 0 else 1.0


def _highest(found: Teams) -> float:
    """Return how far the axis has to reach, per 100: to every unit, and the limits of one of middling size."""
    funnel = found.funnel
    rates = [shown_rate(each, funnel) for each in funnel.units]
    rates += [100 * own.value for own, each in found.pairs if each.side is not None or own.side is not None]
    middling = float(np.median([100 * min(each.outer.high * _scale(each, funnel), 1.0) for each in funnel.units]))
    return ROOM_ABOVE * max(*rates, middling)


def _sizes_axis(funnel: Funnel) -> list[float]:
    """Return from where to where the axis of sizes goes: a little beyond the smallest and the largest unit."""
    sizes = [each.observed.known for each in funnel.units]
    beside = MARGIN * max(sizes)
    return [max(min(sizes) - 2 * beside, 0), max(sizes) + beside]


def _lines(funnel: Funnel) -> Iterator[Trace]:
    """Yield the lower and the upper line of either pair of limits."""
    known = {each.observed.known for each in funnel.units}
    first, last = _sizes_axis(funnel)
    grid = np.unique(np.geomspace(max(first, 1), last, STEPS).round().astype(int))
    sizes = sorted({*grid.tolist(), *known})
    extra = funnel.overdispersion.tau_squared if funnel.is_widened and funnel.overdispersion is not None else 0.0
    for level, dash in ((INNER, "dot"), (OUTER, "solid")):
        rates = [usual_rates(size, funnel.centre, funnel.design_effect, extra, level) for size in sizes]
        for ends in ([each.low for each in rates], [each.high for each in rates]):
            yield theme.scatter(
                x=sizes,
                y=[100 * end for end in ends],
                mode="lines",
                line={"color": theme.GREY, "width": 1.2, "dash": dash},
                hoverinfo="skip",
            )


def _own_ranges(funnel: Funnel) -> Iterator[Trace]:
    """Yield the limits of each unit as bars, the outer ones behind the inner ones."""
    many = len(funnel.units) > MANY_UNITS
    bars = ((theme.GRID, 2, 1),) if many else ((theme.GRID, 9, 1), (theme.GROUND, 4, 0))
    for colour, width, place in bars:
        x: list[float | None] = []
        y: list[float | None] = []
        for each in funnel.units:
            limits: UsualRates = (each.inner, each.outer)[place]
            scale = _scale(each, funnel)
            x += [each.observed.known, each.observed.known, None]
            y += [100 * min(limits.low * scale, 1.0), 100 * min(limits.high * scale, 1.0), None]
        yield theme.scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip")


def _symbol(each: FunnelUnit) -> str:
    if each.side is None:
        return "circle"
    shape = ABOVE_OUTER if each.side == "above" else BELOW_OUTER
    return shape if each.is_beyond else f"{shape}-open"


def _colour(each: FunnelUnit) -> str:
    if each.side is None:
        return theme.MARK
    return theme.ORANGE if each.side == "above" else theme.BLUE


def _units(found: Teams, counted: Counted) -> Trace:
    funnel = found.funnel
    usual = SMALL_MARK if len(funnel.units) > MANY_UNITS else MARK
    return theme.scatter(
        x=[each.observed.known for each in funnel.units],
        y=[shown_rate(each, funnel) for each in funnel.units],
        mode="markers",
        marker={
            "size": [LARGE_MARK if each.side else usual for each in funnel.units],
            "symbol": [_symbol(each) for each in funnel.units],
            "color": [_colour(each) for each in funnel.units],
            "line": {"width": [2 if each.side else 1 for each in funnel.units],
                     "color": [_colour(each) if each.side else theme.MARK_OUTLINE for each in funnel.units]},
        },
        customdata=[[level_name(each.observed.level, found.unit)] for each in funnel.units],
        hovertext=[_hover(each, found, counted) for each in funnel.units],
        hoverinfo="text",
        cliponaxis=False,
    )  # fmt: skip


def _hover(each: FunnelUnit, found: Teams, counted: Counted) -> str:
    adjusted = f"adjusted rate {per_100(each.adjusted)} per 100" if found.funnel.is_adjusted else ""
    more = [line for text in (adjusted, about_unit(each)) for line in theme.broken(text)]
    return "<br>".join([marks.rate_hover(each.observed, counted, found.unit), *map(theme.plain, more)])


def _labels(found: Teams, highest: float) -> Iterator[dict[str, Any]]:
    """Yield the names of the units outside the limits, those outside the outer ones first."""
    funnel = found.funnel
    largest = max(each.observed.known for each in funnel.units)
    inner = () if len(funnel.units) > MANY_UNITS else funnel.between
    for each in (*funnel.beyond, *inner)[:MOST_LABELLED]:
        left = 2 * each.observed.known > largest
        yield {
            "x": each.observed.known,
            "y": min(shown_rate(each, funnel), highest),
            "text": theme.plain(theme.short(level_name(each.observed.level, found.unit))),
            "showarrow": False,
            "xanchor": "right" if left else "left",
            "xshift": -10 if left else 10,
        }


def _moving(found: Teams, highest: float) -> list[tuple[FunnelUnit, FunnelUnit]]:
    """Return the units on their own and adjusted between which there is an arrow."""
    pairs = found.pairs
    if len(pairs) > MANY_UNITS:
        pairs = tuple((own, each) for own, each in pairs if (own.side, own.beyond) != (each.side, each.beyond))
    return [(own, each) for own, each in pairs if abs(100 * (own.value - each.adjusted)) > SHORTEST_ARROW * highest]


def _arrows(moving: Sequence[tuple[FunnelUnit, FunnelUnit]]) -> list[dict[str, Any]]:
    return [
        {
            "x": each.observed.known, "y": 100 * each.adjusted, "ax": own.observed.known, "ay": 100 * own.value,
            "axref": "x", "ayref": "y", "xref": "x", "yref": "y", "showarrow": True, "arrowhead": 2, "arrowsize": 1,
            "arrowwidth": 1.5, "arrowcolor": _colour(each) if each.side else theme.GREY, "standoff": 4, "text": "",
        }
        for own, each in moving
    ]  # fmt: skip


def _tails(moving: Sequence[tuple[FunnelUnit, FunnelUnit]]) -> Trace:
    """Return where the arrows begin."""
    return theme.scatter(
        x=[own.observed.known for own, _ in moving],
        y=[100 * own.value for own, _ in moving],
        mode="markers",
        marker={"size": MARK - 1, "symbol": "x-thin-open", "color": theme.GREY, "line": {"width": 1.5}},
        hoverinfo="skip",
    )
