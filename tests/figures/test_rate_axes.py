"""Charts of rates: no tick above 100 per 100, and room for what stands beyond the longest bar on any page."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.counting.tallies import OneWay
from analysis.figures import marks
from analysis.figures.adjusted_rates import adjusted_rates_figure
from analysis.figures.calibration import calibration_figure
from analysis.figures.curve import curve_figure
from analysis.figures.one_factor import one_factor_figure
from analysis.figures.stratified import stratified_figure
from analysis.figures.trend import trend_figure
from analysis.figures.unknowns import unknowns_figure
from analysis.methods.adjusted.fit_quality import CalibrationGroup
from analysis.methods.curve import rate_curve
from analysis.methods.one_factor import examine
from analysis.methods.rate import total_rate
from analysis.methods.stratified import stratify
from analysis.methods.unknowns import unknown_outcomes
from tests.figures.drawn import as_plotly
from tests.methods.two_factors import crude_contrast, tally_of
from tests.tallies import BREAKOUTS, counted, factor
from tests.wording.subjects import trend_of_days
from tests.wording.test_adjusted import adjusted_factor

if TYPE_CHECKING:
    import plotly.graph_objects as go

PRODUCT = factor(levels=("harsh", "gentle"), name="product", title="Product", reference="gentle", is_extra=True)
# Above 100 the first tick of any axis with room for fewer than twenty of them.
NEXT_TICK = 105
# As wide as a narrow letter of the charts' font at 14 pixels; digits have 7.8.
NARROWEST = 7


def nearly_all_broke_out() -> dict[str, tuple[float, float]]:
    of = {"harsh": (9, 1, 2), "gentle": (8, 3, 4)}
    result, tally = examine(PRODUCT, counted(of)), counted(of)
    pairs = tally_of({"none": {"harsh": (9, 1), "gentle": (8, 3)}})
    within = stratify(crude_contrast(PRODUCT, pairs), factor(levels=("none",), name="acne"), pairs)
    number = counted(dict.fromkeys((0.5, 1.0, 1.5), (9, 1)))
    along = rate_curve(examine(factor("number", title="Depth"), number), number)
    by_day = OneWay("treatment_date", (dt.date(2026, 1, 5), dt.date(2026, 3, 9)), np.array([[1, 9, 0], [2, 8, 1]]))
    return {
        "by level": as_plotly(one_factor_figure(result, BREAKOUTS)).layout.xaxis.range,
        "unknown": as_plotly(
            unknowns_figure(unknown_outcomes(result, tally, total_rate(tally)), BREAKOUTS)
        ).layout.xaxis.range,
        "by stratum": as_plotly(stratified_figure(within, PRODUCT, BREAKOUTS)).layout.xaxis.range,
        "curve": as_plotly(curve_figure(along, BREAKOUTS)).layout.yaxis.range,
        "over time": as_plotly(trend_figure(trend_of_days(by_day), BREAKOUTS)).layout.yaxis.range,
        "adjusted": as_plotly(
            adjusted_rates_figure(adjusted_factor((990, 980), (0.01, -0.02, 0.04)), BREAKOUTS)
        ).layout.xaxis.range,
        "calibration": as_plotly(
            calibration_figure([CalibrationGroup(0.97, result.levels[0].rate)])
        ).layout.yaxis.range,
    }


def test_no_axis_of_rates_reaches_a_tick_above_100() -> None:
    for name, (low, high) in nearly_all_broke_out().items():
        assert low == 0, name
        assert 90 < high < NEXT_TICK, name


@pytest.mark.parametrize("highest", [0.0, 0.3, 16.5, 99.0, 100.0, 112.0])
def test_an_axis_holds_its_highest_rate(highest: float) -> None:
    low, high = marks.rate_axis(highest)
    assert low == 0
    assert min(highest, 100) < high < NEXT_TICK


def test_what_stands_beyond_the_longest_bar_has_its_room_in_the_margin() -> None:
    def fits(figure: go.Figure) -> bool:
        texts = [text for trace in figure.select_traces({"mode": "text"}) for text in trace.text]
        longest = max(len(re.sub("<[^>]*>", "", line)) for text in texts for line in text.split("<br>"))
        return bool(figure.layout.margin.r >= NARROWEST * longest)

    of = {"harsh": (8_000, 40_600), "gentle": (900, 40_000, 10_000)}
    result, tally = examine(PRODUCT, counted(of)), counted(of)
    pairs = tally_of({"none": {"harsh": (2_000, 18_000), "gentle": (15, 285)}})
    within = stratify(crude_contrast(PRODUCT, pairs), factor(levels=("none",), name="acne"), pairs)
    assert fits(as_plotly(one_factor_figure(result, BREAKOUTS)))
    assert fits(as_plotly(stratified_figure(within, PRODUCT, BREAKOUTS)))
    assert fits(as_plotly(unknowns_figure(unknown_outcomes(result, tally, total_rate(tally)), BREAKOUTS)))
