"""Charts of two factors: what is drawn, that no name becomes HTML, and that every number can be read."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest

from analysis.figures import theme
from analysis.figures import together as drawing
from analysis.figures.stratified import MOST_GROUPS, drawn_groups, stratified_figure
from analysis.figures.together import together_figure
from analysis.methods.stratified import Stratified, stratify
from analysis.methods.together import put_together
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.wording.stratified import groups_not_drawn
from tests.figures.colours import channels, contrast
from tests.figures.drawn import as_plotly
from tests.methods.two_factors import Groups, crude_contrast, tally_of
from tests.tallies import BREAKOUTS, factor

NASTY = '<b onclick="x">oily</b>'
PRODUCT = factor(levels=("harsh", "gentle"), name="product", title="Product", reference="gentle", is_extra=True)
PART: Groups = {
    "none": {"harsh": (20, 180), "gentle": (15, 285)},
    "current": {"harsh": (90, 210), "gentle": (40, 160)},
}


def within(of: Groups, title: str = "Acne history") -> Stratified:
    tally = tally_of(of)
    by = factor(levels=tuple(of), name="acne", title=title, is_extra=True)
    return stratify(crude_contrast(PRODUCT, tally), by, tally)


def marks_of(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_two_marks_a_group_and_two_differences() -> None:
    first, second, differences = marks_of(as_plotly(stratified_figure(within(PART), PRODUCT, BREAKOUTS)))
    assert list(first.x) == pytest.approx([10, 30])
    assert list(second.x) == pytest.approx([5, 20])
    assert {first.marker.symbol, second.marker.symbol} == {"circle", "diamond-open"}
    assert list(differences.x) == pytest.approx([11, 7.5])
    assert differences.error_x.array[0] > 0


def test_neither_level_is_orange_which_means_more() -> None:
    first, second, *_ = marks_of(as_plotly(stratified_figure(within(PART), PRODUCT, BREAKOUTS)))
    assert (first.marker.color, second.marker.color) == (theme.BLUE, theme.GREY)


def test_counts_stand_beside_every_mark_and_zero_in_sight() -> None:
    figure = as_plotly(stratified_figure(within(PART), PRODUCT, BREAKOUTS))
    texts = [trace.text for trace in figure.data if trace.mode == "text"]
    assert [text.strip() for each in texts for text in each] == ["20 of 200", "90 of 300", "15 of 300", "40 of 200"]
    low, high = figure.layout.xaxis2.range
    assert low < 0 < high


def test_the_key_names_both_levels_and_the_axis_the_outcome() -> None:
    figure = as_plotly(
        stratified_figure(within(PART), PRODUCT, Counted(Outcome("pustules", ("yes",), "Pustules"), "clients"))
    )
    assert "● harsh" in figure.layout.title.text
    assert "◊ gentle" in figure.layout.title.text
    assert figure.layout.xaxis.title.text == "“Pustules” per 100 clients"


def test_a_comparison_that_cannot_be_made_draws_its_rates_alone() -> None:
    figure = as_plotly(
        stratified_figure(within({"none": {"harsh": (20, 180), "gentle": (15, 285)}}), PRODUCT, BREAKOUTS)
    )
    assert len(marks_of(figure)) == 2


def test_the_largest_of_many_groups_are_drawn_in_their_order() -> None:
    of = {f"lot {place}": {"harsh": (3, 20 + place), "gentle": (2, 20)} for place in range(50)}
    found = within(of)
    assert [each.level for each in drawn_groups(found)] == [f"lot {place}" for place in range(50 - MOST_GROUPS, 50)]
    assert len(marks_of(as_plotly(stratified_figure(found, PRODUCT, BREAKOUTS)))[0].x) == MOST_GROUPS
    assert groups_not_drawn(found, MOST_GROUPS).startswith("The chart shows the 12 largest of 50 groups")


def heat_map(of: Groups, title: str = "Acne history") -> go.Figure:
    found = put_together(PRODUCT, factor(name="acne", title=title, is_extra=True), tally_of(of))
    return as_plotly(together_figure(found, BREAKOUTS))


def test_every_cell_says_its_rate_and_n_or_that_it_is_too_small() -> None:
    figure = heat_map({**PART, "past": {"harsh": (3, 6), "gentle": (12, 88)}})
    texts = [annotation.text for annotation in figure.layout.annotations]
    assert texts == [
        *("<b>10.0</b><br>n 200", "<b>5.0</b><br>n 300"),
        *("<b>30.0</b><br>n 300", "<b>20.0</b><br>n 200"),
        *("n &lt; 10", "<b>12.0</b><br>n 100"),
    ]
    rates, suppressed = figure.data
    assert [list(row) for row in suppressed.z] == [[None, None], [None, None], [0.0, None]]
    assert rates.z[2][0] is None


def test_every_number_can_be_read_on_its_cell() -> None:
    pale, deep = channels(drawing.PALEST), channels(drawing.DEEPEST)
    for share in range(101):
        mixed = [round(a + (b - a) * share / 100) for a, b in zip(pale, deep, strict=True)]
        ink = drawing.LIGHT if share / 100 > drawing.LIGHT_FROM else drawing.DARK
        assert contrast("#" + "".join(f"{each:02X}" for each in mixed), ink) >= 4.5
    assert contrast(drawing.SUPPRESSED, drawing.DARK) >= 4.5


def test_names_from_a_file_are_never_html() -> None:
    of = {NASTY: PART["none"], "current": PART["current"]}
    for figure in (as_plotly(stratified_figure(within(of, NASTY), PRODUCT, BREAKOUTS)), heat_map(of, NASTY)):
        text = figure.to_json().encode().decode("unicode_escape")
        assert not re.search(r"<b onclick", text)


@pytest.mark.parametrize("of", [{}, {"none": {}}, {"none": {"harsh": (0, 0), "gentle": (0, 3)}}])
def test_a_heat_map_of_nothing_is_drawn_all_the_same(of: Groups) -> None:
    assert isinstance(heat_map(of), go.Figure)
