"""A curve over the values of a number: against R, and refused in words rather than drawn wildly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay
from analysis.methods.cautions import Caution, NothingKnown, SameOutcome
from analysis.methods.curve import MOST_BARS, POINTS, RateCurve, rate_curve
from analysis.methods.evidence_cautions import (
    CurveTooWide,
    FewForACurve,
    FewValues,
    NoCurveFits,
    OneValue,
    OneValueDecides,
)
from analysis.methods.logistic_curve import fit_curve
from analysis.methods.natural_spline import choose_knots, quantile, spline_columns
from analysis.methods.one_factor import examine
from analysis.results import INDEPENDENT, Clustering
from tests.tallies import Counts, counted, factor, kinds, r_values

CURVES = r_values("curves", "limits")
NAMES = [known["name"] for known in CURVES]
# Values from 1 to 10 with a rate that rises from 5 to 50 in 100.
RISING = {float(value): (5 * value, 100 - 5 * value) for value in range(1, 11)}


def drawn(counts: Counts, clustering: Clustering = INDEPENDENT) -> RateCurve:
    of, tally = factor("number", tuple(counts)), counted(counts)
    return rate_curve(examine(of, tally, clustering), tally, clustering.design_effect)


def counts_of(known: dict[str, Any]) -> Counts:
    return {float(value): (yes, no) for value, yes, no in zip(known["values"], known["yes"], known["no"], strict=True)}


def log_odds(rate: float) -> float:
    return math.log(rate / (1 - rate))


@pytest.mark.parametrize("known", CURVES, ids=NAMES)
def test_the_curve_and_its_band_are_those_of_glm_with_ns(known: dict[str, Any]) -> None:
    found = drawn(counts_of(known))
    assert list(found.drawn.knots) == pytest.approx(known["knots"])
    assert [each.value for each in found.drawn.points] == pytest.approx(known["drawn"])
    assert len(found.drawn.points) == POINTS
    z = 1.959963984540054
    for each, eta, error in zip(found.drawn.points, known["log_odds"], known["standard_errors"], strict=True):
        assert log_odds(each.rate.value) == pytest.approx(eta, rel=1e-6, abs=1e-8)
        assert log_odds(each.rate.interval.low) == pytest.approx(eta - z * error, rel=1e-6, abs=1e-8)
        assert log_odds(each.rate.interval.high) == pytest.approx(eta + z * error, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("known", CURVES, ids=NAMES)
def test_its_tests_are_those_of_r(known: dict[str, Any]) -> None:
    found = drawn(counts_of(known))
    for test, theirs in ((found.drawn.association, known["association"]), (found.drawn.bend, known["bend"])):
        assert (test is None) == (theirs is None)
        if test is not None:
            assert test.statistic == pytest.approx(theirs["statistic"], rel=1e-6)
            assert test.p_value == pytest.approx(theirs["p"], rel=1e-5)


@pytest.mark.parametrize("known", CURVES, ids=NAMES)
def test_the_ratio_of_two_rates_is_that_of_r(known: dict[str, Any]) -> None:
    values, yes, no = (np.array(known[name], dtype=float) for name in ("values", "yes", "no"))
    curve = fit_curve(values, yes, no, tuple(known["knots"]), 1.0)
    assert curve is not None
    log_ratio, error = curve.log_ratio(float(known["ratio"]["of"]), float(known["ratio"]["to"]))
    assert log_ratio == pytest.approx(known["ratio"]["log"], rel=1e-6)
    assert error == pytest.approx(known["ratio"]["standard_error"], rel=1e-6)
    wider = fit_curve(values, yes, no, tuple(known["knots"]), 2.25)
    assert wider is not None
    assert wider.log_ratio(float(known["ratio"]["of"]), float(known["ratio"]["to"]))[1] == pytest.approx(1.5 * error)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.floats(0, 1), st.integers(2, 5))
def test_a_quantile_is_a_value_that_does_not_change_with_a_doubled_log(
    counts: list[int], share: float, times: int
) -> None:
    values, treatments = np.arange(len(counts), dtype=float), np.array(counts)
    found = quantile(values, treatments, share)
    assert found in values
    assert found == quantile(values, times * treatments, share)
    assert treatments[values <= found].sum() >= share * treatments.sum() - 1e-6


def test_a_spline_is_straight_outside_its_knots() -> None:
    columns = spline_columns(np.array([-3.0, -2.0, -1.0, 20.0, 30.0, 40.0]), (0.0, 3.0, 5.0, 10.0))
    for outside in (columns[:3], columns[3:]):
        assert np.diff(outside, n=2, axis=0) == pytest.approx(0, abs=1e-9)


def test_knots_that_fall_together_are_one() -> None:
    values = np.arange(10.0)
    assert choose_knots(values, np.array([900, *[10] * 9]), 3) == ()
    assert choose_knots(values, np.array([500, *[100] * 9]), 3) == (0.0, 5.0, 9.0)
    assert choose_knots(values, np.full(10, 100), 1) == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=9), st.sampled_from([1.0, 1.6]))
def test_it_draws_a_sober_band_or_says_why_not(rows: list[tuple[int, int]], effect: float) -> None:
    found = drawn({float(at): row for at, row in enumerate(rows)}, Clustering(1, effect))
    assert (found.drawn is None) == (found.cautions != ())
    if found.drawn is None:
        return
    for each in found.drawn.points:
        low, high = each.rate.interval.low, each.rate.interval.high
        assert 0 <= low <= each.rate.value <= high <= 1
        assert high - low <= 0.5
    if found.drawn.doubling is not None:
        assert found.drawn.doubling.ratio.value == pytest.approx(2)
        assert found.drawn.doubling.is_shown <= (found.drawn.doubling.ratio.interval.low > 1)


def test_swapping_yes_and_no_mirrors_the_curve() -> None:
    one = drawn(RISING)
    other = drawn({value: (no, yes) for value, (yes, no) in RISING.items()})
    for mine, theirs in zip(one.drawn.points, other.drawn.points, strict=True):
        assert mine.rate.value == pytest.approx(1 - theirs.rate.value, abs=1e-9)
        assert mine.rate.interval.low == pytest.approx(1 - theirs.rate.interval.high, abs=1e-9)


def test_another_unit_of_measurement_changes_nothing_else() -> None:
    one, other = drawn(RISING), drawn({1000 * value + 7: counts for value, counts in RISING.items()})
    assert [each.rate.value for each in one.drawn.points] == pytest.approx(
        [each.rate.value for each in other.drawn.points]
    )
    assert one.drawn.association.statistic == pytest.approx(other.drawn.association.statistic)
    assert one.drawn.doubling is not None
    assert other.drawn.doubling is not None
    assert 1000 * one.drawn.doubling.at.value + 7 == pytest.approx(other.drawn.doubling.at.value)


def test_twice_the_log_has_the_same_curve_and_a_narrower_band() -> None:
    one, other = drawn(RISING), drawn({value: (2 * yes, 2 * no) for value, (yes, no) in RISING.items()})
    assert [each.rate.value for each in one.drawn.points] == pytest.approx(
        [each.rate.value for each in other.drawn.points]
    )
    assert other.drawn.points[0].rate.interval.low > one.drawn.points[0].rate.interval.low
    # Repeat clients with a design effect of 2 tell no more than half of them.
    repeats = drawn({value: (2 * yes, 2 * no) for value, (yes, no) in RISING.items()}, Clustering(1000, 2.0))
    assert repeats.drawn.points[0].rate.interval.low == pytest.approx(one.drawn.points[0].rate.interval.low)


def test_unknown_outcomes_and_levels_stay_out() -> None:
    of = factor("number", tuple(RISING))
    tally = counted({value: (*counts, 33) for value, counts in RISING.items()}, (50, 5, 5))
    assert rate_curve(examine(of, tally), tally).drawn.points == drawn(RISING).drawn.points


def test_the_value_where_the_rate_doubles() -> None:
    found = drawn(RISING)
    assert found.drawn.doubling is not None
    assert found.drawn.doubling.is_shown
    assert found.drawn.doubling.low_end.value == 1.0
    assert found.drawn.doubling.at.rate.value == pytest.approx(2 * found.drawn.doubling.low_end.rate.value)
    assert 1.5 < found.drawn.doubling.at.value < 3.5
    falling = drawn({11 - value: counts for value, counts in reversed(RISING.items())})
    assert falling.drawn.doubling is not None
    assert falling.drawn.doubling.low_end.value > falling.drawn.doubling.at.value


def test_a_rate_that_never_doubles_or_may_not_is_not_claimed_to() -> None:
    assert drawn({float(value): (10, 90) for value in range(1, 11)}).drawn.doubling is None
    # One treatment in twelve, one in five: so few that this can be chance.
    found = drawn({1.0: (2, 23), 2.0: (3, 22), 3.0: (3, 22), 4.0: (4, 21), 5.0: (5, 20)})
    assert found.drawn.doubling is not None
    assert not found.drawn.doubling.is_shown


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({}, NothingKnown),
        ({1.0: (0, 0, 5), 2.0: (0, 0, 5), 3.0: (0, 0, 5)}, NothingKnown),
        ({1.0: (1, 0)}, SameOutcome),
        ({1.0: (0, 50), 2.0: (0, 50), 3.0: (0, 50)}, SameOutcome),
        ({1.0: (50, 0), 2.0: (50, 0), 3.0: (50, 0)}, SameOutcome),
        ({1.0: (20, 30), 2.0: (30, 20)}, FewValues),
        ({1.0: (2, 30), 2.0: (3, 20), 3.0: (4, 20)}, FewForACurve),
        ({0.0: (300, 700), 1.0: (1, 2), 2.0: (1, 2)}, OneValue),
        ({1.0: (0, 50), 2.0: (0, 50), 3.0: (50, 0), 4.0: (50, 0)}, NoCurveFits),
        ({1.0: (50, 0), 2.0: (50, 0), 3.0: (0, 50), 4.0: (0, 50), 5.0: (0, 50)}, NoCurveFits),
        ({1.0: (20, 30), 2.0: (20, 30), 3.0: (20, 30), 1e6: (5, 0), 9e6: (1, 0)}, OneValueDecides),
        ({1.0: (4, 6), 2.0: (3, 4), 50.0: (3, 1)}, CurveTooWide),
    ],
)
def test_it_says_why_there_is_no_curve(counts: Counts, kind: type[Caution]) -> None:
    found = drawn(counts)
    assert found.drawn is None
    assert kinds(found.cautions) == [kind]


def test_all_yes_at_one_end_is_a_band_at_that_end() -> None:
    found = drawn({**{float(value): (10, 90) for value in range(1, 9)}, 9.0: (100, 0), 10.0: (100, 0)})
    assert all(each.rate.interval.high - each.rate.interval.low <= 0.5 for each in found.drawn.points)


def test_few_values_or_breakouts_leave_a_simpler_curve() -> None:
    assert drawn({1.0: (20, 80), 2.0: (30, 70), 3.0: (40, 60)}).drawn.knots == ()
    assert drawn({1.0: (20, 80), 2.0: (30, 70), 3.0: (40, 60)}).drawn.bend is None
    assert len(drawn({float(value): (2, 98) for value in range(10)}).drawn.knots) == 3
    assert len(drawn({float(value): (3, 97) for value in range(10)}).drawn.knots) == 4
    assert len(drawn({float(value): (3, 97) for value in range(10)}, Clustering(5, 1.4)).drawn.knots) == 3


def test_outcomes_that_are_all_but_separated_have_no_curve() -> None:
    """There is a most likely curve, but its log-odds have a standard error of 12 somewhere."""
    yes, no = np.array([44, 30, 3, 0, 0, 0]), np.array([2, 11, 32, 1, 31, 24])
    assert fit_curve(np.arange(6.0), yes, no, (0.0, 2.0, 5.0), 1.0) is None
    assert fit_curve(np.arange(6.0), yes, no, (), 1.0) is not None


def test_a_first_step_that_goes_too_far_is_taken_back() -> None:
    """Newton's method by itself runs away here, and a curve that bends would be given up for a straight line."""
    steep = drawn({1.0: (0, 80), 2.0: (1, 59), 3.0: (5, 75), 4.0: (17, 13)})
    assert steep.drawn.knots == (1.0, 2.0, 4.0)
    assert steep.drawn.ends[1].rate.value == pytest.approx(17 / 30, abs=0.01)


def test_a_hundred_thousand_values_make_one_curve() -> None:
    random = np.random.default_rng(1)
    values = np.sort(random.normal(50, 10, 100_000))
    yes = (random.random(100_000) < 1 / (1 + np.exp(3 - values / 50))).astype(np.int64)
    counts = np.column_stack([1 - yes, yes, np.zeros_like(yes)])
    tally = OneWay("skin", (*values.tolist(), None), np.vstack([counts, [[0, 0, 0]]]))
    result = examine(factor("number", tuple(values.tolist())), tally)
    found = rate_curve(result, tally)
    assert len(found.drawn.points) == POINTS
    assert len(found.drawn.strip) == MOST_BARS
    # 2 in 100 lie below what is drawn, and as many above.
    assert np.sum([count for _, count in found.drawn.strip]) == pytest.approx(96_000, abs=2)


def test_the_strip_counts_every_treatment_that_is_drawn() -> None:
    assert [(each.low, count) for each, count in drawn(RISING).drawn.strip] == [(value, 100) for value in RISING]


def test_each_fifth_stands_at_the_middle_of_its_treatments() -> None:
    assert [middle for _, middle in drawn(RISING).middles] == [1.0, 3.0, 5.0, 7.0, 9.0]
