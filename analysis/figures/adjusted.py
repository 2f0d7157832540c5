"""Each factor's difference on its own, and below it the one after adjusting for the other factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, reach, theme
from analysis.wording.adjusted import adjusted_contrast_name
from analysis.wording.numbers import difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure, Trace
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.results import Estimate

APART = 0.17
ON_ITS_OWN, LINKED, COULD_BE_CHANCE = "circle-open", "diamond", "diamond-open"


def adjusted_figure(factors: Sequence[AdjustedFactor]) -> Figure:
    """Draw two marks a factor: a circle for the difference on its own, a diamond for the adjusted one.

    Of one factor only the diamond is drawn, as nothing was adjusted for. A filled diamond is linked, an open one could
    be chance. Orange is more, blue fewer.
    """
    traces: list[Trace] = []
    rows, others = list(range(len(factors))), len(factors) > 1
    alone = [(each.alone, ON_ITS_OWN, theme.GREY, _hover(each, each.alone, "on its own")) for each in factors]
    colours = [marks.direction_colour(each.risk_difference, linked=each.is_linked) for each in factors]
    after = "after adjusting" if others else ""
    adjusted = [
        (each.risk_difference, _symbol(each), colour, _hover(each, each.risk_difference, after))
        for each, colour in zip(factors, colours, strict=True)
    ]
    axis = reach.axis_of_estimates([estimate for estimate, *_ in (*(alone if others else ()), *adjusted)])
    for apart, drawn in ((-APART, alone), (APART, adjusted)) if others else ((0.0, adjusted),):
        values = [estimate.value for estimate, *_ in drawn]
        colours_drawn = [colour for _, _, colour, _ in drawn]
        traces.append(
            theme.scatter(
                y=[row + apart for row in rows],
                x=[100 * reach.within(value, axis) for value in values],
                mode="markers",
                marker={
                    "size": 11,
                    "color": colours_drawn,
                    "symbol": [symbol for _, symbol, _, _ in drawn],
                    "line": {"width": 2, "color": colours_drawn},
                },
                error_x=marks.whiskers(
                    [(value, estimate.interval) for value, (estimate, *_) in zip(values, drawn, strict=True)], axis
                ),
                hovertext=[hover for *_, hover in drawn],
                hoverinfo="text",
            )
        )
        beyond = reach.arrows([(row + apart, estimate) for row, (estimate, *_) in zip(rows, drawn, strict=True)], axis)
        if beyond:
            traces.append(beyond)
    labels = [
        f"<b>{theme.wrapped(each.factor.title)}</b><br>{theme.wrapped(adjusted_contrast_name(each))}"
        for each in factors
    ]
    marked = ("○ on its own   ◊ after adjusting",) if others else ()
    key = (*marked, "◆ linked (orange: more, blue: fewer)")
    title = "On its own and after adjusting" if others else "On its own"
    layout = theme.dressing(title, theme.rows_height(labels), key=key, labels=labels) | {"shapes": [marks.ZERO]}
    return theme.dressed(traces, layout, reach.differences_axis(axis), theme.rows_axis(labels))


def _hover(each: AdjustedFactor, estimate: Estimate, which: str) -> str:
    name = f"<b>{theme.plain(each.factor.title)}</b>: {theme.plain(adjusted_contrast_name(each))}"
    return f"{name}<br>{f'{which}: ' if which else ''}{difference(estimate)}"


def _symbol(each: AdjustedFactor) -> str:
    return LINKED if each.is_linked else COULD_BE_CHANCE
