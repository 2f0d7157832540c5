"""The rates of two levels side by side within the groups of another factor, and what is left of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures import marks, reach, theme
from analysis.wording.numbers import count, difference, level_name
from analysis.wording.outcomes import per_100_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure, Trace
    from analysis.methods.stratified import Stratified, Stratum
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Estimate, LevelRate

# More groups than this make a picture that cannot be taken in; those with most treatments are drawn.
MOST_GROUPS = 12
GROUP_HEIGHT = 46
DIFFERENCE_HEIGHT = 40
AXIS_HEIGHT = 60
# How far the two levels stand above and below the middle of their row.
APART = 0.2


def stratified_figure(of: Stratified, factor: Factor, counted: Counted) -> Figure:
    """Draw one row a group with a mark for each level, and below them the difference on its own and within groups.

    A filled blue circle stands for the level that is compared, an open grey diamond for what it is compared with:
    neither is more or fewer by itself, so none is orange.
    """
    groups = drawn_groups(of)
    heights = [GROUP_HEIGHT * max(len(groups), 1) + AXIS_HEIGHT]
    differences = _differences(of)
    if differences:
        heights.append(DIFFERENCE_HEIGHT * len(differences) + AXIS_HEIGHT)
    above, below = _domains(heights)
    names = [theme.wrapped(level_name(each.level, of.by)) for each in groups]
    traces: list[Trace] = []
    counts = _add_rates(traces, of, groups, factor, counted)
    labels = [*names, *(theme.wrapped(name) for name, _ in differences)]
    key = (
        f"● {theme.short(level_name(of.contrast.level, factor))}",
        f"◊ {theme.short(level_name(of.contrast.reference, factor))}",
    )
    title = f"{factor.title} within groups of {of.by.title}"
    layout = theme.dressing(title, sum(heights) + AXIS_HEIGHT, key=key, labels=labels, ends=counts)
    if differences:
        layout |= _add_differences(traces, differences, below)
    rates = {"title": {"text": per_100_units(counted)}, "range": marks.rate_axis(_furthest(groups))}
    rows = {**theme.rows_axis(names), "anchor": "x", "domain": above}
    return theme.dressed(traces, layout, {**rates, "anchor": "y", "domain": [0.0, 1.0]}, rows)


def _domains(heights: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return from where to where the chart of the rates goes, and the one of the differences below, if there is one."""
    if len(heights) == 1:
        return [0.0, 1.0], []
    between = AXIS_HEIGHT / sum(heights)
    below = (1 - between) * heights[1] / sum(heights)
    return [below + between, 1.0], [0.0, below]


def drawn_groups(of: Stratified) -> tuple[Stratum, ...]:
    """Return the groups there is room for, in their order: those with most treatments."""
    by_size = sorted(of.strata, key=lambda each: -(each.first.treatments + each.second.treatments))
    kept = {each.level for each in by_size[:MOST_GROUPS]}
    return tuple(each for each in of.strata if each.level in kept)


def _add_rates(
    traces: list[Trace],
    of: Stratified,
    groups: tuple[Stratum, ...],
    factor: Factor,
    counted: Counted,
) -> list[str]:
    """Draw the rates with their counts, and return these."""
    sides = (
        ([each.first for each in groups], -APART, "circle", theme.BLUE),
        ([each.second for each in groups], APART, "diamond-open", theme.GREY),
    )
    counts, furthest = [], _furthest(groups)
    for levels, shift, symbol, colour in sides:
        rows = [place + shift for place in range(len(levels))]
        texts = [
            f"   {marks.beyond(each, furthest)}{_counts(each) if each.rate else 'no known outcome'}" for each in levels
        ]
        traces.append(
            theme.scatter(
                y=rows,
                x=[100 * each.rate.value if each.rate else None for each in levels],
                mode="markers",
                marker={"size": 11, "symbol": symbol, "color": colour, "line": {"width": 2, "color": colour}},
                error_x=marks.rate_whiskers(levels, furthest),
                cliponaxis=False,
                hovertext=[
                    _hover(of, group, each, factor, counted) for group, each in zip(groups, levels, strict=True)
                ],
                hoverinfo="text",
                xaxis="x",
                yaxis="y",
            )
        )
        traces.append(
            theme.scatter(
                y=rows,
                x=[min(marks.highest_end([each]), furthest) for each in levels],
                mode="text",
                text=texts,
                textposition="middle right",
                cliponaxis=False,
                hoverinfo="skip",
                xaxis="x",
                yaxis="y",
            )
        )
        counts.extend(texts)
    return counts


def _furthest(groups: tuple[Stratum, ...]) -> float:
    return marks.furthest_end([each for group in groups for each in (group.first, group.second)])


def _counts(each: LevelRate) -> str:
    """Return 27 of 100: on a telephone there is no room for more."""
    return f"{count(each.breakouts)} of {count(each.known)}"


def _hover(of: Stratified, group: Stratum, each: LevelRate, factor: Factor, counted: Counted) -> str:
    return f"{theme.plain(level_name(group.level, of.by))}<br>{marks.rate_hover(each, counted, factor)}"


def _differences(of: Stratified) -> list[tuple[str, Estimate]]:
    if of.alike is None:
        return []
    return [
        ("On its own", of.alike.crude.risk_difference),
        (f"Same {of.by.title}", of.alike.adjusted.risk_difference),
    ]


def _add_differences(
    traces: list[Trace], differences: list[tuple[str, Estimate]], domain: list[float]
) -> dict[str, Any]:
    """Draw the differences, and return their part of the layout."""
    rows = list(range(len(differences)))
    estimates = [estimate for _, estimate in differences]
    axis = reach.axis_of_estimates(estimates)
    on = {"xaxis": "x2", "yaxis": "y2"}
    traces.append(
        theme.scatter(
            y=rows,
            x=[100 * reach.within(each.value, axis) for each in estimates],
            mode="markers",
            marker={"size": 12, "symbol": "square", "color": theme.GREY},
            error_x=marks.whiskers([(each.value, each.interval) for each in estimates], axis),
            hovertext=[f"{theme.plain(name)}<br>{difference(estimate)}" for name, estimate in differences],
            hoverinfo="text",
            **on,
        )
    )
    beyond = reach.arrows(list(zip(rows, estimates, strict=True)), axis)
    if beyond:
        traces.append({**beyond, **on})
    names = [theme.wrapped(name) for name, _ in differences]
    return {
        "xaxis2": {
            **theme.AXIS,
            **reach.differences_axis(axis, of="difference: "),
            "anchor": "y2",
            "domain": [0.0, 1.0],
        },
        "yaxis2": {**theme.rows_axis(names), **theme.AXIS, "anchor": "x2", "domain": domain},
        "shapes": [{**marks.ZERO, "xref": "x2", "yref": "y2 domain"}],
    }
