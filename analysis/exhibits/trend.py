"""The rate over time as a control chart: what is unusual, by which rule, and what the limits rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.exhibit import Exhibit, OfficeChart, Series
from analysis.exhibits.number_columns import RATE_SERIES, share_per_100
from analysis.exhibits.rates_table import rates_table
from analysis.figures.trend import trend_figure
from analysis.wording.numbers import file_stem
from analysis.wording.outcomes import rate_name
from analysis.wording.trend import (
    describe_trend,
    how_trend,
    period_name,
    signal_in_words,
    signals_in_words,
    target_in_words,
    trend_cautions,
    trend_heading,
    trend_left_out,
    trend_verdict,
    variation,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import Trend

AVERAGE, USUAL_FROM, USUAL_TO, UNUSUAL, SET_ASIDE = (
    "Average, %",
    "Expected from, %",
    "Expected to, %",
    "Unusual",
    "Set aside",
)
# On a page of its own the chart has more room than on Home.
TALL = 380


def trend_exhibit(found: Trend, counted: Counted, height: int = TALL, *, has_key: bool = True) -> Exhibit:
    """Return the control chart, drawn as `trend_figure` says, with all that belongs to it."""
    return Exhibit(
        stem=file_stem(rate_name(counted), "by", found.chart.by),
        heading=trend_heading(found, counted),
        finding=trend_verdict(found, counted),
        figure=trend_figure(found, counted, height, has_key=has_key),
        alt=describe_trend(found, counted),
        numbers=periods_table(found, counted),
        only_in_files=_only_in_files(found),
        office_chart=OfficeChart(
            kind="line",
            names=(found.chart.by.capitalize(),),
            series=(
                Series(value=RATE_SERIES.value),
                *(Series(value=name) for name in (AVERAGE, USUAL_FROM, USUAL_TO)),
            ),
            rows=len(found.chart.points),
        ),
        details=(
            *signals_in_words(found),
            *filter(None, (variation(found, counted), target_in_words(found))),
        ),
        left_out=tuple(trend_left_out(found, counted)),
        cautions=tuple(trend_cautions(found, counted)),
        how=how_trend(found, counted),
    )


def periods_table(found: Trend, counted: Counted) -> pd.DataFrame:
    """Return the rate of each period, its expected range, and by which rule it is unusual."""
    chart = found.chart
    table = rates_table([each.observed for each in chart.points], chart.by.capitalize(), counted)
    table[chart.by.capitalize()] = [period_name(each.start, chart.by) for each in chart.points]
    table[AVERAGE] = [share_per_100(each.phase.centre if each.phase else None) for each in chart.points]
    table[USUAL_FROM] = [share_per_100(each.lower) for each in chart.points]
    table[USUAL_TO] = [share_per_100(each.upper) for each in chart.points]
    table[UNUSUAL] = [", ".join(map(signal_in_words, each.signals)) for each in chart.points]
    table[SET_ASIDE] = [each.set_aside or "" for each in chart.points]
    return table


def _only_in_files(found: Trend) -> tuple[str, ...]:
    """Return the columns that a page has no room for: the range takes the place of the interval."""
    aside = any(each.set_aside is not None for each in found.chart.points)
    return ("95% CI from, %", "95% CI to, %", AVERAGE, *(() if aside else (SET_ASIDE,)))
