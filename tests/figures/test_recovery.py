"""The curves of Recovery: steps that begin at zero, told apart without colours, with the numbers at risk below."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from analysis.exhibits.recovery import ticks_to
from analysis.figures.recovery import LINES, MOST_BANDS, MOST_CURVES, Axes, curves_figure, signs_figure
from analysis.methods.incidence_curve import IncidenceCurve, incidence_curve
from analysis.methods.rate import rate
from analysis.methods.recovery import SignByDay
from tests.figures.colours import contrast
from tests.figures.drawn import as_plotly

AXES = Axes(title="When breakouts begin", days="Days", share="Breakouts per 100 treatments", below="Still observed")
TICKS = (0, 3, 7, 14)


def curve(breakouts: int = 20) -> IncidenceCurve:
    events, censored = np.zeros(15, int), np.zeros(15, int)
    events[3], censored[14] = breakouts, 80
    return incidence_curve(events, censored)


def test_one_curve_rises_in_steps_from_zero_within_its_band() -> None:
    band, steps = as_plotly(curves_figure([("", curve())], TICKS, AXES)).data
    assert steps.line.shape == "hv"
    assert list(steps.y[:5]) == [0, 0, 0, 0, 20]
    assert list(steps.x[:3]) == [0, 0, 1]
    assert band.fill == "toself"
    assert max(band.y) > 20 > min(band.y)


def test_the_numbers_at_risk_stand_below_the_days_of_the_ticks() -> None:
    figure = as_plotly(curves_figure([("none", curve()), ("<b>past</b>", curve(40))], TICKS, AXES))
    numbers = [(each.x, each.text) for each in figure.layout.annotations if each.xref == "x"]
    assert numbers == [(0, "100"), (3, "100"), (7, "80"), (14, "80"), (0, "120"), (3, "120"), (7, "80"), (14, "80")]
    names = [each.text for each in figure.layout.annotations if each.xref == "paper"]
    assert names[0] == "Still observed"
    assert "&lt;b&gt;past" in names[2]
    # All of it has room below the axis.
    assert min(each.yshift for each in figure.layout.annotations) > -figure.layout.margin.b


def test_curves_differ_in_more_than_colour_and_are_read_on_both_pages() -> None:
    many = [(str(place), curve(place)) for place in range(1, MOST_CURVES + 1)]
    figure = as_plotly(curves_figure(many, TICKS, AXES))
    assert len({each.line.dash for each in figure.data}) == len(figure.data) == MOST_CURVES
    assert len(many) > MOST_BANDS
    for colour, _ in LINES:
        assert all(contrast(colour, page) >= 3 for page in ("#FFFFFF", "#14191F"))


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (1, (0, 1)),
        (5, (0, 3, 5)),
        (14, (0, 3, 7, 14)),
        (15, (0, 3, 7, 15)),
        (30, (0, 7, 14, 21, 30)),
        (365, (0, 90, 180, 365)),
    ],
)
def test_the_days_of_the_ticks_do_not_touch(last: int, ticks: tuple[int, ...]) -> None:
    found = ticks_to(last)
    assert found == ticks
    assert all(later - former >= last / 7 for former, later in pairwise(found))


def test_each_stretch_of_days_has_its_number_of_breakouts() -> None:
    early, late, whole = rate(2, 18), rate(3, 7), rate(5, 25)
    assert whole is not None
    signs = [
        SignByDay(title="Pustules", stretches=((0, 1, early), (2, 3, late)), whole=whole),
        SignByDay(title="Swelling", stretches=((0, 1, early), (2, 3, None)), whole=whole),
    ]
    figure = as_plotly(signs_figure(signs, "Warning signs", "Day", "Per 100"))
    assert list(figure.layout.xaxis.ticktext) == ["day 0 to 1<br>n = 20", "day 2 to 3<br>n = 10"]
    assert [len(each.x) for each in figure.data] == [2, 1]
