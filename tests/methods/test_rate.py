from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.methods.rate import level_rates, rate, total_rate
from tests.tallies import counted, r_values

if TYPE_CHECKING:
    from tests.tallies import Known


@pytest.mark.parametrize("known", r_values("wilson"), ids=lambda each: f"{each['breakouts']}/{each['n']}")
def test_wilson_as_r_has_it(known: Known) -> None:
    found = rate(known["breakouts"], known["n"] - known["breakouts"], confidence_level=known["level"])
    assert found.value == pytest.approx(known["rate"], rel=1e-12)
    assert found.interval.low == pytest.approx(known["lower"], rel=1e-9, abs=1e-15)
    assert found.interval.high == pytest.approx(known["upper"], rel=1e-9)
    assert found.interval.level == known["level"]


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([0.8, 0.95, 0.999]))
def test_the_interval_contains_the_rate_and_is_a_share(breakouts: int, no_breakouts: int, level: float) -> None:
    found = rate(breakouts, no_breakouts, confidence_level=level)
    if breakouts + no_breakouts == 0:
        assert found is None
    else:
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([0.8, 0.95, 0.999]), st.floats(1, 9))
def test_the_interval_is_that_of_statsmodels(
    breakouts: int, no_breakouts: int, level: float, design_effect: float
) -> None:
    found = rate(breakouts, no_breakouts, design_effect, level).interval
    known = breakouts + no_breakouts
    expected = proportion_confint(breakouts / design_effect, known / design_effect, 1 - level, method="wilson")
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_mirrors_when_the_outcome_is_turned_round(breakouts: int, no_breakouts: int) -> None:
    found, turned = rate(breakouts, no_breakouts), rate(no_breakouts, breakouts)
    assert found.interval.low == pytest.approx(1 - turned.interval.high, abs=1e-12)


def test_no_known_outcome_has_no_rate() -> None:
    assert rate(0, 0) is None


def test_each_level_keeps_its_unknowns_out_of_the_rate() -> None:
    first, second, not_known = level_rates(counted({"dry": (1, 3, 6), "oily": (0, 0, 2)}))
    assert (first.level, first.treatments, first.breakouts, first.unknown) == ("dry", 10, 1, 6)
    assert (first.rate.known, first.rate.value) == (4, 0.25)
    assert (second.treatments, second.unknown, second.rate) == (2, 2, None)
    assert (not_known.level, not_known.treatments) == (None, 0)


def test_the_total_adds_up_all_levels() -> None:
    total = total_rate(counted({"dry": (1, 3, 6), "oily": (2, 0, 2)}, not_known=(1, 1, 1)))
    assert (total.treatments, total.breakouts, total.unknown, total.rate.known) == (17, 4, 9, 8)


def test_an_empty_tally() -> None:
    total = total_rate(counted({}))
    assert (total.treatments, total.rate) == (0, None)
