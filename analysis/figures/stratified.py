"""The rates of two levels side by side within the groups of another factor, and what is left of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotly.subplots import make_subplots

from analysis.figures import marks, reach, theme
from analysis.wording.numbers import count, difference, level_name
from analysis.wording.outcomes import per_100_units

if TYPE_CHECKING:
    import plotly.graph_objects as go

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


def stratified_figure(of: Stratified, factor: Factor, counted: Counted) -> go.Figure:
    """Draw one row a group with a mark for each level, and below them the difference on its own and within groups.

    A filled blue circle stands for the level that is compared, an open grey diamond for what it is compared with:
    neither is more or fewer by itself, so none is orange.
    """
    groups = drawn_groups(of)
    heights = [GROUP_HEIGHT * max(len(groups), 1) + AXIS_HEIGHT]
    differences = _differences(of)
    if differences:
        heights.append(DIFFERENCE_HEIGHT * len(differences) + AXIS_HEIGHT)
    figure = make_subplots(
        rows=len(heights),
        cols=1,
        row_heights=heights,
        vertical_spacing=AXIS_HEIGHT / sum(heights) if differences else 0,
    )
    names = [theme.wrapped(level_name(each.level, of.by)) for each in groups]
    counts = _add_rates(figure, of, groups, factor, counted)
    if differences:
        _add_differences(figure, differences)
    labels = [*names, *(theme.wrapped(name) for name, _ in differences)]
    key = (
        f"● {theme.short(level_name(of.contrast.level, factor))}",
        f"◇ {theme.short(level_name(of.contrast.reference, factor))}",
    )
    title = f"{factor.title} within groups of {of.by.title}"
    theme.dressed(figure, title, sum(heights) + AXIS_HEIGHT, key=key, labels=labels, ends=counts)
    figure.update_xaxes(title=per_100_units(counted), range=marks.rate_axis(_furthest(groups)), row=1, col=1)
    figure.update_yaxes(theme.rows_axis(names), row=1, col=1)
    return figure


def drawn_groups(of: Stratified) -> tuple[Stratum, ...]:
    """Return the groups there is room for, in their order: those with most treatments."""
    by_size = sorted(of.strata, key=lambda each: -(each.first.treatments + each.second.treatments))
    kept = {each.level for each in by_size[:MOST_GROUPS]}
    return tuple(each for each in of.strata if each.level in kept)


def _add_rates(
    figure: go.Figure,
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
        figure.add_scatter(
            y=rows,
            x=[100 * each.rate.value if each.rate else None for each in levels],
            mode="markers",
            marker={"size": 11, "symbol": symbol, "color": colour, "line": {"width": 2, "color": colour}},
            error_x=marks.rate_whiskers(levels, furthest),
            cliponaxis=False,
            hovertext=[_hover(of, group, each, factor, counted) for group, each in zip(groups, levels, strict=True)],
            hoverinfo="text",
            row=1,
            col=1,
        )
        figure.add_scatter(
            y=rows,
            x=[min(marks.highest_end([each]), furthest) for each in levels],
            mode="text",
            text=texts,
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            row=1,
            col=1,
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


def _add_differences(figure: go.Figure, differences: list[tuple[str, Estimate]]) -> None:
    rows = list(range(len(differences)))
    estimates = [estimate for _, estimate in differences]
    axis = reach.axis_of_estimates(estimates)
    figure.add_scatter(
        y=rows,
        x=[100 * reach.within(each.value, axis) for each in estimates],
        mode="markers",
        marker={"size": 12, "symbol": "square", "color": theme.GREY},
        error_x=marks.whiskers([(each.value, each.interval) for each in estimates], axis),
        hovertext=[f"{theme.plain(name)}<br>{difference(estimate)}" for name, estimate in differences],
        hoverinfo="text",
        row=2,
        col=1,
    )
    beyond = reach.arrows(list(zip(rows, estimates, strict=True)), axis)
    if beyond:
        figure.add_trace(beyond, row=2, col=1)
    # Only now: plotly draws no line into a chart that has no mark yet.
    figure.add_vline(x=0, line={"color": theme.GREY, "width": 1.5}, row=2, col=1)
    figure.update_xaxes(reach.differences_axis(axis, of="difference: "), row=2, col=1)
    figure.update_yaxes(theme.rows_axis([theme.wrapped(name) for name, _ in differences]), row=2, col=1)
