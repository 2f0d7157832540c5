"""The rates of a factor as known, and as far as unknown outcomes could move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import count, level_name, percent
from analysis.wording.outcomes import per_100_units
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    from analysis.figures.figure import Figure
    from analysis.methods.unknowns import Bounds, UnknownOutcomes
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted


def unknowns_figure(of: UnknownOutcomes, counted: Counted) -> Figure:
    """Draw one bar a level, from its rate if all unknown outcomes were no to its rate if all were yes."""
    factor = of.result.factor
    rows = list(range(len(of.levels)))
    names = [theme.wrapped(level_name(each.of.level, factor)) for each in of.levels]
    hover = [_hover(each, factor) for each in of.levels]
    known = [(row, 100 * each.of.rate.value) for row, each in zip(rows, of.levels, strict=True) if each.of.rate]
    traces = [
        theme.bar(
            y=rows,
            base=[100 * each.if_all_no for each in of.levels],
            x=[100 * (each.if_all_yes - each.if_all_no) for each in of.levels],
            orientation="h",
            marker={"color": theme.PALE_BLUE, "line": {"color": theme.BLUE, "width": 1}},
            hovertext=hover,
            hoverinfo="text",
        ),
        theme.scatter(
            y=[row for row, _ in known],
            x=[rate for _, rate in known],
            mode="markers",
            cliponaxis=False,
            marker={
                "size": 11,
                "symbol": "diamond",
                "color": theme.MARK,
                "line": {"width": 1.5, "color": theme.MARK_OUTLINE},
            },
            hovertext=[hover[row] for row, _ in known],
            hoverinfo="text",
        ),
    ]
    furthest = [100 * each.if_all_yes for each in of.levels]
    unknown = [f"   {count(each.of.unknown)} of {count(each.of.treatments)}" for each in of.levels]
    traces.append(
        theme.scatter(
            y=rows,
            x=furthest,
            mode="text",
            text=unknown,
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    key = ("◆ known rate   bar: if all unknown are no, or yes", "numbers: unknown of all")
    title = f"Unknown outcomes: {factor.title}"
    layout = theme.dressing(title, theme.rows_height(names), key=key, labels=names, ends=unknown)
    rates = {"title": {"text": per_100_units(counted)}, "range": marks.rate_axis(max(furthest, default=0.0))}
    return theme.dressed(traces, layout, rates, theme.rows_axis(names))


def _hover(each: Bounds, factor: Factor) -> str:
    known = n_of_n(each.of.rate) if each.of.rate else "no known outcome"
    unknown = f"{count(each.of.unknown)} of {count(each.of.treatments)} outcomes unknown"
    allowed = f"all no {percent(each.if_all_no)}, all yes {percent(each.if_all_yes)}"
    return f"{theme.plain(level_name(each.of.level, factor))}<br>as known {known}<br>{unknown}<br>{allowed}"
