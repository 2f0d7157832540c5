"""The charts of what a log can tell, of unknown outcomes and of a curve draw what they are given."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from analysis.exhibits.curve import curve_table
from analysis.exhibits.power import abilities_table
from analysis.exhibits.unknowns import bounds_table
from analysis.figures import theme
from analysis.figures.curve import curve_figure
from analysis.figures.power import power_figure
from analysis.figures.unknowns import unknowns_figure
from analysis.methods.curve import RateCurve, rate_curve
from analysis.methods.one_factor import examine
from analysis.methods.power import Ability, NothingToCompare, ability
from analysis.methods.rate import total_rate
from analysis.methods.unknowns import UnknownOutcomes, unknown_outcomes
from analysis.outcome_log.log import Factor
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS, Counts, counted, factor

PRODUCT = factor(title="New product", reference="no")
RISING = {each / 4: (4 * each, 100 - 4 * each, 3) for each in range(1, 11)}
NASTY = '<a href="http://a.example">x</a>'


def able(counts: Counts, of: Factor = PRODUCT) -> Ability | NothingToCompare:
    return ability(examine(of, counted(counts)))


def hidden(counts: Counts, of: Factor = PRODUCT) -> UnknownOutcomes:
    tally = counted(counts)
    return unknown_outcomes(examine(of, tally), tally, total_rate(tally))


def along(counts: Counts, title: str = "Depth") -> RateCurve:
    tally = counted(counts)
    return rate_curve(examine(factor("number", title=title, unit="mm"), tally), tally)


def drawn(figure: go.Figure) -> str:
    shown = figure.to_plotly_json()
    texts = [[trace.get("hovertext"), trace.get("text")] for trace in shown["data"]]
    return json.dumps([shown["layout"], texts], default=str)


def test_the_band_is_what_would_be_missed_and_the_mark_what_was_seen() -> None:
    of = able({"no": (50, 450), "yes": (60, 440)})
    band, mark = as_plotly(power_figure([of, able({"no": (5, 20)})], BREAKOUTS)).data
    assert isinstance(of, Ability)
    assert of.detectable.fewer is not None
    assert of.detectable.more is not None
    assert list(band.base) == [pytest.approx(-100 * of.detectable.fewer)]
    assert band.base[0] + band.x[0] == pytest.approx(100 * of.detectable.more)
    assert list(mark.x) == [pytest.approx(2)]
    assert mark.marker.symbol[0] == "circle-open"


def test_settled_is_known_by_shape() -> None:
    of = able({"no": (50, 450), "yes": (150, 350)})
    assert as_plotly(power_figure([of], BREAKOUTS)).data[1].marker.symbol[0] == "diamond"


def test_where_none_would_show_the_band_ends_where_rates_do() -> None:
    band = as_plotly(power_figure([able({"no": (5, 5), "yes": (6, 4)})], BREAKOUTS)).data[0]
    assert (band.base[0], band.base[0] + band.x[0]) == (pytest.approx(-50), pytest.approx(50))


def test_the_factor_that_the_page_is_about_is_marked_and_no_other() -> None:
    of = [able({"no": (50, 450), "yes": (60, 440)}, factor(name=name, title=name)) for name in ("lot", "device")]
    assert [text[:8] for text in as_plotly(power_figure(of, BREAKOUTS, "device")).layout.yaxis.ticktext] == [
        "<b>lot</",
        "<b>▶ dev",
    ]
    assert "▶" not in drawn(as_plotly(power_figure(of, BREAKOUTS)))


def test_a_wide_band_is_cut_at_the_edge_and_the_key_says_so() -> None:
    narrow = able({"no": (500, 4500), "yes": (600, 4400)})
    wide = able({"no": (5, 5), "yes": (6, 4)}, factor(title="Lot"))
    of = [narrow] * 9
    assert "goes further" not in as_plotly(power_figure(of, BREAKOUTS)).layout.title.text
    figure = as_plotly(power_figure([*of, wide], BREAKOUTS))
    band = figure.data[0]
    low, high = figure.layout.xaxis.range
    assert "goes further" in figure.layout.title.text
    assert low > band.base[-1]
    assert high < band.base[-1] + band.x[-1]
    assert band.x[0] > (high - low) / 3


def test_what_was_seen_beyond_the_edge_is_a_triangle_there_with_its_number() -> None:
    far = able({"no": (1, 99), "yes": (60, 40)}, factor(title="Lot"))
    near = able({"no": (500, 4500), "yes": (600, 4400)})
    low, high = as_plotly(power_figure([far], BREAKOUTS)).layout.xaxis.range
    assert low < 59 < high
    figure = as_plotly(power_figure([*[near] * 9, far], BREAKOUTS))
    _, mark, number = figure.data
    assert mark.marker.symbol[-1] == "triangle-right"
    assert mark.x[-1] == figure.layout.xaxis.range[1]
    assert number.text[0].strip() == "59 more"


def test_bands_of_about_the_same_width_are_drawn_to_their_ends() -> None:
    figure = as_plotly(
        power_figure([able({"no": (5, 5), "yes": (6, 4)}), able({"no": (5, 5), "yes": (5, 5)})], BREAKOUTS)
    )
    low, high = figure.layout.xaxis.range
    assert low < -50
    assert high > 50


def test_bars_run_from_all_no_to_all_yes() -> None:
    bars, marks, texts = as_plotly(unknowns_figure(hidden({"no": (10, 80, 10), "yes": (0, 0, 30)}), BREAKOUTS)).data
    assert list(bars.base) == [10, 0]
    assert [base + length for base, length in zip(bars.base, bars.x, strict=True)] == [pytest.approx(20), 100]
    # A level without a known outcome has no mark.
    assert list(marks.x) == [pytest.approx(100 / 9)]
    assert [text.strip() for text in texts.text] == ["10 of 100", "30 of 30"]


def test_a_rate_as_known_is_dark_with_a_light_outline_and_not_orange_which_means_more() -> None:
    marks = as_plotly(unknowns_figure(hidden({"no": (10, 80, 10), "yes": (5, 5, 30)}), BREAKOUTS)).data[1]
    assert (marks.marker.color, marks.marker.line.color) == (theme.MARK, theme.MARK_OUTLINE)


def test_the_curve_its_band_its_groups_and_its_strip() -> None:
    of = along(RISING)
    band, line, strip, groups, low_end, twice = as_plotly(curve_figure(of, BREAKOUTS)).data
    assert list(line.x) == [each.value for each in of.drawn.points]
    assert len(band.x) == 2 * len(of.drawn.points)
    assert list(strip.y) == [100] * 10
    assert strip.yaxis == "y2"
    assert len(groups.x) == 5
    assert twice.y[0] == pytest.approx(2 * low_end.y[0])


def test_without_a_curve_the_groups_alone() -> None:
    assert len(as_plotly(curve_figure(along({1.0: (20, 30), 2.0: (30, 20)}), BREAKOUTS)).data) == 1
    assert len(as_plotly(curve_figure(along({}), BREAKOUTS)).data) == 1


def test_few_values_have_their_ticks_and_many_do_not() -> None:
    three, two = (along(dict.fromkeys(each, (9, 91))) for each in ((0.5, 1.0, 1.5), (0.5, 1.5)))
    assert three.drawn is not None
    assert list(as_plotly(curve_figure(three, BREAKOUTS)).layout.xaxis.tickvals) == [0.5, 1.0, 1.5]
    assert list(as_plotly(curve_figure(two, BREAKOUTS)).layout.xaxis.tickvals) == [0.5, 1.5]
    for many in (along(RISING), along({})):
        assert as_plotly(curve_figure(many, BREAKOUTS)).layout.xaxis.tickvals is None


def test_names_from_a_file_are_shown_and_not_run() -> None:
    of = Factor(NASTY, NASTY, "category", (NASTY, "b"), is_extra=True)
    counts = {NASTY: (10, 90, 5), "b": (40, 60, 5)}
    figures = (
        as_plotly(power_figure([able(counts, of)], BREAKOUTS)),
        as_plotly(unknowns_figure(hidden(counts, of), BREAKOUTS)),
        as_plotly(curve_figure(along(RISING, NASTY), BREAKOUTS)),
    )
    for figure in figures:
        assert "<a" not in drawn(figure)
        assert "&lt;a" in drawn(figure)


@pytest.mark.parametrize("counts", [{}, {"no": (0, 0, 1)}, {"no": (1, 0)}, {"no": (3, 9), "yes": (0, 0, 5)}])
def test_little_or_nothing_can_be_drawn_and_listed(counts: Counts) -> None:
    for figure in (
        as_plotly(power_figure([able(counts)], BREAKOUTS)),
        as_plotly(unknowns_figure(hidden(counts), BREAKOUTS)),
    ):
        assert "NaN" not in json.dumps(figure.to_plotly_json(), default=str)
    assert len(abilities_table([able(counts)], BREAKOUTS)) == 1
    assert len(bounds_table(hidden(counts), BREAKOUTS)) == (len(counts) + 1 if counts else 0)


def test_tables_hold_the_numbers_of_the_charts() -> None:
    row = abilities_table([able({"no": (62, 558), "yes": (166, 1314)})], BREAKOUTS).iloc[0]
    assert (row["Known outcomes"], row["Compared with"]) == (1480, 620)
    assert row["Observed, per 100"] == pytest.approx(100 * 166 / 1480 - 10)
    assert row["More treatments to confirm it"] == "about 22,000"
    bounds = bounds_table(hidden({"no": (10, 80, 10)}), BREAKOUTS)
    assert list(bounds.iloc[0])[:4] == ["no", 100, 10, pytest.approx(100 / 9)]
    assert list(bounds.iloc[0])[-2:] == [10.0, 20.0]
    assert len(curve_table(along(RISING))) == 101
    assert len(curve_table(along({1.0: (20, 30), 2.0: (30, 20)}))) == 2
