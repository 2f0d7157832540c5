"""The chart of the CUSUM has one panel a clinic on one scale, and its alarms stand on the line."""

from __future__ import annotations

import datetime as dt

from analysis.figures.cusum import cusum_figure
from analysis.figures.small_multiples import MOST_HEIGHT, small_multiples
from analysis.methods.control_chart.cusum import UnitScore
from analysis.questions.cusum import Cusum
from tests.figures.drawn import as_plotly
from tests.tallies import factor

DAYS = (dt.date(2026, 1, 1), dt.date(2026, 1, 5))


def test_each_clinic_has_its_line_its_limit_and_its_alarms() -> None:
    scores = tuple(
        UnitScore(level=level, known=9, breakouts=2, expected=1, days=DAYS, scores=(0.5, 5.2), signals=signals)
        for level, signals in (("<b>A", DAYS[1:]), ("B", ()))
    )
    figure = as_plotly(cusum_figure(
        Cusum(
            unit=factor(name="clinic"), scores=scores, too_small=0, limit=4.9, rate=0.1, run_length=9_000,
            run_length_doubled=180, design_effect=1,
        )
    ))  # fmt: skip
    alarms = [trace for trace in figure.data if trace.mode == "markers"]
    assert [list(trace.y) for trace in alarms] == [[5.2], []]
    assert [trace.xaxis for trace in alarms] == ["x", "x2"]
    assert [(line.y0, line.yref) for line in figure.layout.shapes] == [(4.9, "y"), (4.9, "y2")]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.range[1] > 5.2
    assert figure.layout.annotations[0].text == "<b>&lt;b&gt;A</b>"


def test_the_charts_of_many_clinics_fit_on_one_page_with_their_heading() -> None:
    heights = [small_multiples([str(place) for place in range(of)], "CUSUM", [0, 1])["height"] for of in (2, 4, 12)]
    assert heights[0] < heights[1] < heights[2] == MOST_HEIGHT
