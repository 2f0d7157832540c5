"""The chart of months: a chosen period is highlighted, never cut out, and unusual months are named at their mark."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.figures.over_time import over_time_figure
from analysis.methods.rate import level_rate
from analysis.methods.unusual import judged
from tests.tallies import BREAKOUTS

MONTHS = tuple(
    level_rate(dt.date(2026, month, 1), 100 - yes, yes, 0) for month, yes in enumerate((8, 9, 31, 7, 8, 10, 9, 8), 1)
)
JUNE = dt.date(2026, 6, 1), dt.date(2026, 6, 30)


def test_without_a_period_nothing_is_paler() -> None:
    rates, treatments = over_time_figure(MONTHS, BREAKOUTS).data
    assert rates.opacity == 1
    assert len(set(treatments.marker.color)) == 1


def test_a_chosen_period_leaves_all_months_drawn_and_is_named() -> None:
    figure = over_time_figure(MONTHS, BREAKOUTS, chosen=JUNE)
    every, chosen, treatments = figure.data
    assert list(every.y) == pytest.approx([8, 9, 31, 7, 8, 10, 9, 8])
    assert every.opacity < 1
    assert (list(chosen.x), list(chosen.y), chosen.opacity) == ([JUNE[0]], [10], 1)
    colours = treatments.marker.color
    assert [month for month, colour in zip(treatments.x, colours, strict=True) if colour == colours[5]] == [JUNE[0]]
    assert [each.text for each in figure.layout.annotations] == ["chosen period"]
    (ground,) = figure.layout.shapes
    assert ground.x0 < JUNE[0] < ground.x1


def test_an_unusual_month_has_a_shape_and_words_of_its_own_and_says_so_when_pointed_at() -> None:
    figure = over_time_figure(MONTHS, BREAKOUTS, judged(MONTHS))
    rates, unusual, _ = figure.data
    assert (list(unusual.x), unusual.marker.symbol) == ([dt.date(2026, 3, 1)], "diamond")
    assert [each.text for each in figure.layout.annotations] == ["March 2026<br>31 of 100, unusual"]
    assert rates.hovertext[2].endswith("<br>unusual (usual: 1 to 19)")
    assert rates.hovertext[0].endswith("<br>usual: 3 to 24")


def test_a_label_near_the_right_edge_stands_left_of_its_mark() -> None:
    figure = over_time_figure(MONTHS[:3], BREAKOUTS, judged(MONTHS[:3]))
    assert [each.xanchor for each in figure.layout.annotations] == ["right"]
