"""Charts draw the numbers they are given, in order, and never the HTML of a file."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from analysis.counting.tallies import OneWay
from analysis.figures import theme
from analysis.figures.one_factor import one_factor_figure
from analysis.figures.ranking import ranking_figure
from analysis.figures.trend import trend_figure
from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.outcome_log.log import Factor
from analysis.outcome_log.outcomes import Counted, Outcome
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS
from tests.wording.subjects import trend_of_days

MOISTURISER = Factor("moisturiser", "Moisturiser", "category", ("gentle", "heavy"), "gentle")


def tally(levels: tuple[object, ...], counts: list[list[int]]) -> OneWay:
    """Return a tally by one factor, with nothing under "not known"."""
    return OneWay("factor", (*levels, None), np.array([*counts, [0, 0, 0]]))


def texts(figure: go.Figure) -> str:
    return json.dumps(figure.to_plotly_json(), default=str)


def test_bars_are_the_rates_in_the_order_of_the_levels() -> None:
    figure = as_plotly(
        one_factor_figure(examine(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 5], [60, 40, 0]])), BREAKOUTS)
    )
    bars, labels = figure.data
    assert list(bars.x) == [10, 40]
    assert [text.strip() for text in labels.text] == [
        "10 of 100 (10.0%)<br>  <i>compared with</i>",
        "40 of 100 (40.0%)",
    ]
    assert list(figure.layout.yaxis.ticktext) == ["gentle", "heavy"]
    # The first level is on top.
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_whiskers_are_the_interval() -> None:
    result = examine(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 0], [60, 40, 0]]))
    bars = as_plotly(one_factor_figure(result, BREAKOUTS)).data[0]
    for at, each in enumerate(result.levels):
        assert each.rate is not None
        assert bars.x[at] - bars.error_x.arrayminus[at] == pytest.approx(100 * each.rate.interval.low)
        assert bars.x[at] + bars.error_x.array[at] == pytest.approx(100 * each.rate.interval.high)


def test_a_level_without_known_outcomes_keeps_its_row_and_says_so() -> None:
    figure = as_plotly(
        one_factor_figure(examine(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 0], [0, 0, 7]])), BREAKOUTS)
    )
    assert figure.data[1].text[1].strip() == "no known outcome"
    assert "no known outcome among 7" in figure.data[0].hovertext[1]


def test_names_from_a_file_are_shown_and_not_run() -> None:
    nasty = '<a href="http://a.example">x</a>'
    factor = Factor(nasty, nasty, "category", (nasty, "b"), is_extra=True)
    counted = tally((nasty, "b"), [[90, 10, 0], [60, 40, 0]])
    for figure in (
        as_plotly(one_factor_figure(examine(factor, counted), BREAKOUTS)),
        as_plotly(ranking_figure(ranked([(factor, counted)]), BREAKOUTS)),
    ):
        shown = figure.to_plotly_json()
        drawn = json.dumps([shown["layout"], [trace.get("hovertext") for trace in shown["data"]]], default=str)
        assert "<a" not in drawn
        assert "&lt;a" in drawn


def test_long_names_are_broken_and_cut() -> None:
    lines = theme.wrapped("a very long name of a product that goes on and on " * 10).split("<br>")
    assert len(lines) == theme.MOST_LINES
    assert all(len(line) <= theme.LONGEST_LINE for line in lines)


def test_the_title_is_for_a_picture_and_the_key_ends_above_the_first_row() -> None:
    outcome = Outcome(
        "redness", ("severe",), "Redness of the skin on the third evening after the treatment", is_ordered=True
    )
    results = ranked([(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 0], [60, 40, 0]]))])
    layout = as_plotly(ranking_figure(results, Counted(outcome, "treatments"))).layout
    key = layout.title.text.split("<br>")
    assert (layout.title.yanchor, layout.title.y, len(key)) == ("top", 1, 2)
    assert "Redness" in layout.meta["title"]
    assert "Redness" not in layout.title.text
    assert layout.margin.t >= theme.KEY_HEIGHT * len(key)


def test_ranking_has_one_row_a_factor_that_leads_to_it() -> None:
    results = ranked([(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 0], [60, 40, 0]]))])
    points = as_plotly(ranking_figure(results, BREAKOUTS)).data[0]
    assert list(points.x) == [pytest.approx(30)]
    assert points.customdata[0][0] == "moisturiser"
    assert points.marker.symbol[0] == "diamond"


def test_ranking_tells_chance_by_shape_and_not_by_colour_alone() -> None:
    results = ranked([(MOISTURISER, tally(("gentle", "heavy"), [[90, 10, 0], [89, 11, 0]]))])
    assert as_plotly(ranking_figure(results, BREAKOUTS)).data[0].marker.symbol[0] == "circle-open"


def test_months_without_treatments_leave_a_gap() -> None:
    by_day = OneWay("treatment_date", (dt.date(2026, 1, 5), dt.date(2026, 3, 9)), np.array([[9, 1, 0], [8, 2, 1]]))
    figure = as_plotly(trend_figure(trend_of_days(by_day), BREAKOUTS))
    (line,), (bars,) = figure.select_traces({"mode": "lines+markers"}), figure.select_traces({"type": "bar"})
    assert list(line.y) == [10, None, 20]
    assert line.connectgaps is False
    assert list(bars.y) == [10, 0, 11]


def test_one_level_and_nothing_at_all_can_be_drawn() -> None:
    assert as_plotly(one_factor_figure(examine(MOISTURISER, tally(("gentle",), [[5, 5, 0]])), BREAKOUTS)).data
    assert as_plotly(one_factor_figure(examine(MOISTURISER, tally((), [])), BREAKOUTS)).data is not None
    assert "NaN" not in texts(as_plotly(ranking_figure([], BREAKOUTS)))


def test_a_factor_whose_compared_groups_may_be_alike_is_not_marked_as_linked() -> None:
    """All groups together differ, but the word follows the interval of the two that are compared."""
    acne = Factor("acne_history", "Acne history", "ordered", ("none", "past", "current"), "none")
    counted = tally(("none", "past", "current"), [[900, 100, 0], [800, 180, 0], [30, 6, 0]])
    points = as_plotly(ranking_figure(ranked([(acne, counted)]), BREAKOUTS)).data[0]
    assert points.marker.symbol[0] == "circle-open"
