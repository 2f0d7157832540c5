"""The rate of each level of a factor if its treatments did not differ in the other factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, theme
from analysis.wording.numbers import count, level_name, percent
from analysis.wording.outcomes import per_100_units
from analysis.wording.rates import interval

if TYPE_CHECKING:
    from analysis.figures.figure import Figure
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.outcome_log.outcomes import Counted

CRUDE, ADJUSTED = "circle-open", "diamond"


def adjusted_rates_figure(each: AdjustedFactor, counted: Counted, *, is_only_one: bool = False) -> Figure:
    """Draw the standardised rate of each level with its interval, and the rate in the log beside it."""
    rows = list(range(len(each.rates)))
    model = "in the model" if is_only_one else "after adjusting"
    names = [theme.wrapped(level_name(rate.level, each.factor)) for rate in each.rates]
    traces = [
        theme.scatter(
            y=rows,
            x=[100 * rate.breakouts / rate.known for rate in each.rates],
            mode="markers",
            marker={"size": 10, "symbol": CRUDE, "color": theme.GREY, "line": {"width": 2, "color": theme.GREY}},
            hovertext=[
                f"{name}<br>in the log: {count(rate.breakouts)} of {count(rate.known)}"
                for name, rate in zip(names, each.rates, strict=True)
            ],
            hoverinfo="text",
            cliponaxis=False,
        ),
        theme.scatter(
            y=rows,
            x=[100 * rate.rate.value for rate in each.rates],
            mode="markers",
            marker={"size": 12, "symbol": ADJUSTED, "color": theme.BLUE},
            error_x=marks.whiskers([(rate.rate.value, rate.rate.interval) for rate in each.rates]),
            hovertext=[
                f"{name}<br>{model}: {percent(rate.rate.value)}<br>{interval(rate.rate.interval)}"
                for name, rate in zip(names, each.rates, strict=True)
            ],
            hoverinfo="text",
            cliponaxis=False,
        ),
    ]
    key = (f"○ in the log   ◆ {model}",)
    title = f"Adjusted rate by {each.factor.title}"
    layout = theme.dressing(title, theme.rows_height(names), key=key, labels=names)
    highest = max((max(rate.breakouts / rate.known, rate.rate.interval.high) for rate in each.rates), default=0.0)
    rates = {"title": {"text": per_100_units(counted)}, "range": marks.rate_axis(100 * highest)}
    return theme.dressed(traces, layout, rates, theme.rows_axis(names))
