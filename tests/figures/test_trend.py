"""The control chart: what is unusual has a shape, a colour and a name, and a chosen period is highlighted."""

from __future__ import annotations

import datetime as dt

import plotly.graph_objects as go
import pytest

from analysis.figures.trend import ASIDE, COMMON, CONCERN, IMPROVEMENT, UNJUDGED, trend_figure
from analysis.outcome_log.chart_settings import ChartSettings, NamedLine, Note, SetAside
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS
from tests.wording.subjects import trend_with

COUNTS = [(yes, 100) for yes in (8, 9, 31, 7, 8, 10, 9, 8)]
JUNE = dt.date(2026, 6, 1), dt.date(2026, 6, 30)


def rates(figure: go.Figure) -> go.Scatter:
    (trace,) = figure.select_traces({"mode": "lines+markers"})
    return trace


def bars(figure: go.Figure) -> go.Bar:
    (trace,) = figure.select_traces({"type": "bar"})
    return trace


def names(figure: go.Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


def test_without_a_period_nothing_is_paler() -> None:
    figure = as_plotly(trend_figure(trend_with(COUNTS), BREAKOUTS))
    assert set(rates(figure).marker.opacity) == {1}
    assert len(set(bars(figure).marker.color)) == 1


def test_a_chosen_period_leaves_all_months_drawn_and_is_named() -> None:
    figure = as_plotly(trend_figure(trend_with(COUNTS, chosen=JUNE), BREAKOUTS))
    assert list(rates(figure).y) == pytest.approx([8, 9, 31, 7, 8, 10, 9, 8])
    opacity = rates(figure).marker.opacity
    assert [place for place, each in enumerate(opacity) if each == 1] == [5]
    colours = bars(figure).marker.color
    months = bars(figure).x
    assert [month for month, colour in zip(months, colours, strict=True) if colour == colours[5]] == [
        JUNE[0].isoformat()
    ]
    assert "chosen period" in names(figure)
    (ground,) = figure.layout.shapes
    assert ground.x0 < JUNE[0].isoformat() < ground.x1


def test_an_unusual_month_has_a_shape_and_words_of_its_own_and_says_so_when_pointed_at() -> None:
    figure = as_plotly(trend_figure(trend_with(COUNTS), BREAKOUTS))
    assert list(rates(figure).marker.symbol) == [COMMON, COMMON, CONCERN, *[COMMON] * 5]
    assert "March 2026<br>31 of 100, unusual" in names(figure)
    assert rates(figure).hovertext[2].endswith("unusual: above the expected<br>range")
    assert rates(figure).hovertext[0].endswith("expected range 1.8% to 20.7%")


@pytest.mark.parametrize(
    ("unusual", "named"),
    [
        ((5, 6), {"July 2026": "left"}),
        ((9, 10, 13), {"October 2026": "right", "February 2027": "left"}),
        ((11, 13), {"December 2026": "right", "February 2027": "left"}),
        ((2, 20), {"March 2026": "left", "September 2027": "right"}),
        ((3, 5, 7), {"August 2026": "left"}),
    ],
)
def test_no_name_of_an_unusual_month_covers_another_one_or_its_mark(
    unusual: tuple[int, ...], named: dict[str, str]
) -> None:
    counts = [(40 if month in unusual else 9, 100) for month in range(24)]
    figure = as_plotly(trend_figure(trend_with(counts), BREAKOUTS))
    found = {each.text.split("<br>")[0]: each.xanchor for each in figure.layout.annotations if "<br>40" in each.text}
    assert found == named


def test_fewer_more_small_and_set_aside_differ_by_shape() -> None:
    counts = [*[(30, 100), (28, 100)] * 4, (2, 100), (70, 100), (1, 5), (60, 100)]
    march = SetAside(dt.date(2026, 12, 1), dt.date(2026, 12, 31), "bad lot")
    figure = as_plotly(trend_figure(trend_with(counts, ChartSettings(set_aside=(march,))), BREAKOUTS))
    assert list(rates(figure).marker.symbol)[8:] == [IMPROVEMENT, CONCERN, UNJUDGED, ASIDE]
    assert len(set(rates(figure).marker.color)) == 3


def test_a_label_near_the_right_edge_stands_left_of_its_mark() -> None:
    figure = as_plotly(trend_figure(trend_with(COUNTS[:3]), BREAKOUTS))
    (label,) = (each for each in figure.layout.annotations if "unusual" in each.text)
    assert label.xanchor == "right"


def test_the_range_follows_the_size_of_a_month() -> None:
    band = as_plotly(trend_figure(trend_with([(9, 100), (36, 400), (9, 100)]), BREAKOUTS)).data[0]
    assert band.fill == "toself"
    upper = [height for height in band.y if height is not None and height > 9]
    assert upper[0] == upper[1] > upper[2] == upper[3] < upper[4]


def test_lines_and_notes_are_named_and_a_long_text_is_cut() -> None:
    settings = ChartSettings(
        target=0.05,
        lines=(NamedLine("<b>published</b>", 0.13),),
        notes=(Note(dt.date(2026, 3, 10), "new aftercare sheet for all the clinics we have"),),
    )
    figure = as_plotly(trend_figure(trend_with(COUNTS, settings), BREAKOUTS))
    assert {
        "target<br>5",
        "&lt;b&gt;published&lt;/b&gt;<br>13",
        "average<br>11",
        "expected range",
        "new aftercare sheet for all…",
    } <= {*names(figure)}
    assert len(figure.layout.shapes) == 3


@pytest.mark.parametrize("counts", [[], [(0, 0)], [(1, 1)], [(0, 40)] * 3, [(40, 40)] * 3])
def test_little_or_nothing_can_be_drawn(counts: list[tuple[int, int]]) -> None:
    figure = as_plotly(trend_figure(trend_with(counts), BREAKOUTS, has_key=True))
    assert "nan" not in str(figure.to_plotly_json()["data"]).casefold().replace("nanosecond", "")
