"""One wide interval does not squeeze the others: it is cut at the edge, with an arrow and its number."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.figures import marks, reach
from analysis.figures.ranking import ranking_figure
from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.outcome_log.log import Factor
from analysis.results import Estimate, Interval
from analysis.wording.numbers import signed
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS, Counts, counted, factor

SHARES = st.floats(-1, 1)
# A number of 100 and one that was drawn from it, through the computer's own rounding.
SAME = 1e-9


def estimate(numbers: list[float]) -> Estimate:
    low, value, high = sorted(numbers)
    return Estimate(value, Interval(low=low, high=high, level=0.95, method="any"))


@given(st.lists(st.lists(SHARES, min_size=3, max_size=3).map(estimate), max_size=15))
def test_every_interval_is_inside_or_has_an_arrow_with_its_number(estimates: list[Estimate]) -> None:
    axis = reach.axis_of_estimates(estimates)
    assert axis[0] < 0 < axis[1]
    # Of one that lies beyond an edge as a whole both ends are there, and the arrow has all of it.
    assume(all(each.interval.low <= axis[1] and each.interval.high >= axis[0] for each in estimates))
    beyond = reach.arrows(list(enumerate(estimates)), axis)
    marked = dict(zip(zip(beyond["y"], beyond["x"], strict=True), beyond["text"], strict=True)) if beyond else {}
    bars = marks.whiskers([(each.value, each.interval) for each in estimates], axis)
    for row, each in enumerate(estimates):
        drawn = 100 * reach.within(each.value, axis)
        ends = drawn - bars["arrayminus"][row], drawn + bars["array"][row]
        for end, edge, shown in zip((each.interval.low, each.interval.high), axis, ends, strict=True):
            is_inside = axis[0] <= end <= axis[1]
            assert shown == pytest.approx(100 * (end if is_inside else edge), abs=SAME)
            text = marked.pop((row, 100 * edge), None)
            assert (text is None) == is_inside
            if text is not None and axis[0] <= each.value <= axis[1]:
                assert text == signed(end)
    assert not marked


@given(st.lists(st.floats(0.02, 0.3), min_size=5, max_size=20))
def test_ordinary_rows_keep_half_of_the_chart_whatever_one_does(highs: list[float]) -> None:
    rows = [(0.0, each) for each in highs]
    _, usual = reach.axis_of(rows)
    _, with_one = reach.axis_of([*rows, (0.0, 1.0)])
    assert with_one <= 2.2 * max(highs) + SAME
    assert usual <= with_one + SAME


def test_rows_that_differ_little_are_not_cut() -> None:
    assert reach.arrows([], (-1, 1)) is None
    rows = [estimate([-0.02, 0.05 + each / 100, 0.1 + each / 50]) for each in range(6)]
    assert reach.arrows(list(enumerate(rows)), reach.axis_of_estimates(rows)) is None


def small(title: str, counts: Counts) -> tuple[Factor, OneWay]:
    return factor(name=title, title=title, reference="no"), counted(counts)


def test_a_wide_row_of_the_ranking_leaves_the_others_their_room() -> None:
    narrow = [small(f"Factor {each}", {"no": (100, 900), "yes": (150, 850)}) for each in range(9)]
    figure = as_plotly(ranking_figure(ranked([*narrow, small("Lot", {"no": (1, 19), "yes": (16, 4)})]), BREAKOUTS))
    _, high = figure.layout.xaxis.range
    arrow = figure.data[-1]
    assert high < 25
    assert list(arrow.marker.symbol) == ["triangle-right"]
    assert arrow.text[0].startswith("75 more per 100 (95% CI")


def test_a_bar_is_never_cut_and_a_wide_interval_has_its_end_beside_its_counts() -> None:
    levels = {"none": (50, 950), **{f"l{each}": (60, 940) for each in range(9)}, "rare": (1, 9)}
    figure = as_plotly(one_factor_exhibit(examine(factor(levels=tuple(levels)), counted(levels)), BREAKOUTS).figure)
    bars, labels, *_ = figure.data
    assert max(bars.x) < figure.layout.xaxis.range[1] < 20
    assert labels.text[-1].strip().startswith("→ 40.4%   1 of 10 (10.0%)")
    assert bars.x[-1] + bars.error_x.array[-1] <= figure.layout.xaxis.range[1]


def test_zero_has_no_sign_on_an_axis_of_differences() -> None:
    assert reach.differences_axis((-0.1, 0.1))["labelalias"] == {"+0": "0"}
