"""The funnel: every unit is drawn, what lies outside has a shape, a colour and a name, and 500 units stay readable."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from analysis.figures import theme
from analysis.figures.funnel import MANY_UNITS, MOST_LABELLED, funnel_figure
from analysis.figures.one_unit import one_unit_figure
from analysis.questions.teams import Teams
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS
from tests.wording.test_teams import LOT, of_units

USUAL = ((10, 90),) * 11


def marks_of(figure: go.Figure) -> go.Scatter:
    """Return the trace of the units."""
    return figure.data[-1]


def names(figure: go.Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations if each.text and not each.text.startswith("all<br>")]


@pytest.mark.parametrize("adjusted", [False, True])
def test_what_lies_outside_has_a_shape_a_colour_and_a_name(*, adjusted: bool) -> None:
    counts = (30, 30), (0, 200), (19, 81), *USUAL, *USUAL
    expected = tuple(0.1 * sum(each) for each in counts) if adjusted else ()
    drawn = marks_of(figure := as_plotly(funnel_figure(of_units(LOT, *counts, expected=expected), BREAKOUTS)))
    assert drawn.marker.symbol[:4] == ("triangle-up", "triangle-down", "triangle-up-open", "circle")
    assert drawn.marker.color[:4] == (theme.ORANGE, theme.BLUE, theme.ORANGE, theme.MARK)
    assert drawn.x[:3] == (60, 200, 100)
    assert len(drawn.x) == len(counts)
    assert names(figure) == ["U1", "U2", "U3"]
    assert [*map(tuple, drawn.customdata)][:2] == [("U1",), ("U2",)]


def test_without_adjusting_a_unit_outside_lies_beyond_the_lines() -> None:
    found = of_units(LOT, (30, 30), *USUAL)
    lines = [each for each in as_plotly(funnel_figure(found, BREAKOUTS)).data if each.mode == "lines"]
    assert len(lines) == 4
    upper = dict(zip(lines[3].x, lines[3].y, strict=True))
    assert upper[60] == pytest.approx(100 * found.funnel.units[0].outer.high)
    assert upper[60] < 50 <= 100 * found.funnel.units[0].value
    assert upper[100] >= 10


def test_an_arrow_leads_from_the_rate_on_its_own_to_the_adjusted_one() -> None:
    found = of_units(LOT, (19, 81), *USUAL, expected=(17.0, *(10.18,) * 11))
    (arrow,) = (each for each in as_plotly(funnel_figure(found, BREAKOUTS)).layout.annotations if each.showarrow)
    assert (arrow.x, arrow.ax) == (100, 100)
    assert arrow.ay == pytest.approx(19)
    assert arrow.y == pytest.approx(100 * found.funnel.units[0].adjusted)


def test_five_hundred_units_stay_readable() -> None:
    found = of_units(LOT, *((30, 30),) * 12, *((10, 90), (3, 27)) * 244)
    figure = as_plotly(funnel_figure(found, BREAKOUTS))
    assert len(found.funnel.units) > MANY_UNITS
    assert len(marks_of(figure).x) == 500
    assert len(names(figure)) == MOST_LABELLED


@pytest.mark.parametrize("counts", [((0, 1),), ((3, 0),), ((0, 40), (0, 10)), ((5, 0), (7, 0))])
def test_degenerate_units_are_drawn(counts: tuple[tuple[int, int], ...]) -> None:
    found: Teams = of_units(LOT, *counts)
    assert len(marks_of(as_plotly(funnel_figure(found, BREAKOUTS))).x) == len(counts)
    assert as_plotly(one_unit_figure(found.funnel.units[0], None, "U1", BREAKOUTS)).data
