"""Cumulative incidence and log-rank against R's survival, and what both are where nobody was reviewed early."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.kaplan_meier import cumulative_incidence, log_rank
from analysis.methods.rate import rate
from analysis.methods.sureness import TableEffect
from tests.tallies import Known, r_values

DAYS = st.lists(st.integers(0, 9), min_size=4, max_size=4)


@pytest.mark.parametrize("known", r_values("cumulative_incidence", "early"))
def test_cumulative_incidence_as_in_r(known: Known) -> None:
    events, censored = np.array(known["events"]), np.array(known["censored"])
    for level, interval in ((0.95, "interval"), (0.99, "interval_99")):
        found = cumulative_incidence(events, censored, confidence_level=level)
        if known["to_the_end"] == 0:
            assert found is None
            continue
        assert found is not None
        assert found.value == pytest.approx(known["value"], rel=1e-12)
        assert (found.interval.low, found.interval.high) == pytest.approx(known[interval], rel=1e-10)
        assert found.to_the_end == known["to_the_end"]


@pytest.mark.parametrize("known", r_values("log_rank", "early"))
def test_log_rank_as_in_r(known: Known) -> None:
    events, censored = np.array(known["events"]), np.array(known["censored"])
    test = log_rank(events, censored)
    assert test.statistic == pytest.approx(known["statistic"], rel=1e-10)
    assert test.p_value == pytest.approx(known["p"], rel=1e-9)
    assert log_rank(events, censored, TableEffect(mean=2.0, freedom=None)).statistic == pytest.approx(
        known["statistic"] / 2, rel=1e-10
    )


@given(DAYS, st.integers(0, 40))
def test_with_no_early_review_it_is_the_plain_rate_whatever_the_days(events: list[int], without: int) -> None:
    found = cumulative_incidence(np.array(events), np.array([0, 0, 0, without]))
    plain = rate(sum(events), without)
    if plain is None or not without + events[-1]:
        assert found is None
    else:
        assert found is not None
        assert found.value == plain.value
        assert found.interval.low <= found.value + 1e-12
        assert found.value <= found.interval.high + 1e-12


@given(DAYS, DAYS)
def test_an_early_review_never_lowers_the_rate(events: list[int], censored: list[int]) -> None:
    found = cumulative_incidence(np.array(events), np.array(censored))
    if found is not None:
        assert found.value >= sum(events) / (sum(events) + sum(censored)) - 1e-12
        wide = cumulative_incidence(np.array(events), np.array(censored), design_effect=2.0)
        assert wide is not None
        assert wide.interval.low <= found.interval.low + 1e-12


def test_nobody_or_everybody_broke_out() -> None:
    nobody = cumulative_incidence(np.array([0, 0]), np.array([90, 10]))
    assert nobody is not None
    assert nobody.interval.high == pytest.approx(rate(0, 10).interval.high)
    everybody = cumulative_incidence(np.array([5, 5]), np.array([0, 0]))
    assert everybody is not None
    assert everybody.value == 1


def test_levels_that_were_never_observed_together_cannot_differ() -> None:
    events, censored = np.array([[0, 0, 0, 20], [0, 0, 0, 0]]), np.array([[0, 0, 0, 80], [0, 100, 0, 0]])
    assert log_rank(events, censored).p_value == 1
    assert log_rank(np.zeros((2, 4), int), censored).p_value == 1
