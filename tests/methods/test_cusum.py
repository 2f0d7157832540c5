"""The CUSUM of a clinic is Steiner's, and its false alarms are as rare as it says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.methods.control_chart.cusum import (
    in_risk_groups,
    recalibrated,
    scores,
    unit_scores,
    weights,
    with_one_chance,
)
from analysis.methods.control_chart.run_length import LOWEST_LIMIT, average_run_length, limit_for
from tests.tallies import Known, r_values

DAYS = st.integers(1, 30)
RATE = np.array([0.09])


@pytest.mark.parametrize("known", r_values("weights", "cusum"))
def test_weights_of_two_patients_of_steiner(known: Known) -> None:
    yes, no = weights(known["chance"])
    assert (float(yes), float(no)) == pytest.approx((known["yes"], known["no"]))


@pytest.mark.parametrize("known", r_values("run_lengths", "cusum"))
def test_run_lengths_as_exact_ones_in_r(known: Known) -> None:
    chances, shares = (np.atleast_1d(np.asarray(known[name], dtype=float)) for name in ("chances", "shares"))
    found = average_run_length(known["limit"], chances, shares, truth=known["truth"])
    # Scores on their lattice often reach the limit exactly, and just pass or miss it on ours.
    assert found == pytest.approx(known["run_length"], rel=0.05)


def test_scores_as_in_r() -> None:
    (known,) = r_values("scores", "cusum")
    breakouts, treatments = (np.array(known[name])[:, np.newaxis] for name in ("breakouts", "known"))
    days = tuple(dt.date(2026, 1, 1) + dt.timedelta(days=day) for day in range(len(breakouts)))
    (found,) = unit_scores(with_one_chance(days, (None,), treatments, breakouts, known["chance"]), known["limit"])
    some = [score for score, of in zip(known["scores"], known["known"], strict=True) if of]
    assert found.scores == pytest.approx(some)
    assert [(each - days[0]).days + 1 for each in found.signals] == known["signals"]


@given(st.data())
def test_a_treatment_without_a_breakout_never_raises_a_score(data: st.DataObject) -> None:
    """Nor is any score below zero."""
    size = data.draw(DAYS)
    counts = arrays(np.int64, (size, 1), elements=st.integers(0, 6))
    breakouts, others = data.draw(counts), data.draw(counts)
    more = others.copy()
    more[data.draw(st.integers(0, size - 1))] += 1
    chance = data.draw(st.floats(0.01, 0.9))
    yes, no = weights(chance)
    before, after = (scores(breakouts * yes + each * no)[0] for each in (others, more))
    assert (before >= 0).all()
    assert (after <= before + 1e-9).all()


def test_outcomes_of_one_day_have_no_order_and_never_score_above_any_order() -> None:
    """So that false alarms are at most as frequent as those of single treatments."""
    yes, no = (float(each) for each in weights(0.1))
    one_by_one = scores(np.array([[no]] * 9 + [[yes]] * 2))[0][-1, 0]
    assert scores(np.array([[9 * no + 2 * yes]]))[0][0, 0] < one_by_one


@pytest.mark.parametrize(("run_length", "rate"), [(300, 0.09), (9_000, 0.09), (9_000, 0.3), (2_000_000, 0.05)])
def test_the_limit_gives_the_run_length_asked_for(run_length: float, rate: float) -> None:
    limit = limit_for(run_length, np.array([rate]), np.ones(1))
    assert average_run_length(limit, np.array([rate]), np.ones(1)) == pytest.approx(run_length, rel=0.02)


def test_a_run_shorter_than_from_one_breakout_to_the_next_has_the_lowest_limit() -> None:
    assert limit_for(5, RATE, np.ones(1)) == LOWEST_LIMIT


def test_a_doubling_is_found_much_sooner_than_a_false_alarm() -> None:
    limit = limit_for(9_000, RATE, np.ones(1))
    assert average_run_length(limit, RATE, np.ones(1), truth=2) < 200


def test_chances_in_groups_keep_their_mean() -> None:
    chances, known = np.linspace(0.02, 0.4, 101), np.arange(101)
    means, sizes = in_risk_groups(chances, known)
    assert sizes.sum() == known.sum()
    assert means @ sizes == pytest.approx(chances @ known)
    assert in_risk_groups(np.array([0.1]), np.array([3]))[0].tolist() == pytest.approx([0.1])


@given(
    groups=st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 50), st.integers(0, 50)), min_size=2, max_size=8),
)
def test_recalibrated_chances_expect_what_was_observed_and_keep_their_odds_ratios(
    groups: list[tuple[float, int, int]],
) -> None:
    chances, known, breakouts = (np.array(each) for each in zip(*groups, strict=True))
    breakouts = np.minimum(breakouts, known)
    assume(0 < breakouts.sum() < known.sum())
    after = recalibrated(chances, known, breakouts, np.ones(len(known), dtype=bool))
    assert known @ after == pytest.approx(breakouts.sum())
    odds_ratios = after / (1 - after) / (chances / (1 - chances))
    assert odds_ratios == pytest.approx(np.full(len(known), odds_ratios[0]), rel=1e-6)
