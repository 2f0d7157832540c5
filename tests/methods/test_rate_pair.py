"""Two rates of one model: their interval is Newcombe's where they are independent, and its p-value is that of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.methods.adjusted.rate_pair import RatePair
from analysis.methods.rate import rate_among
from analysis.methods.two_levels import compare, difference_p

SHARES = st.floats(0.001, 0.999)


def counted(first: tuple[int, int], second: tuple[int, int], correlation: float = 0.0) -> RatePair:
    """Return the rates of so many breakouts among so many treatments."""
    rates = [breakouts / known for breakouts, known in (first, second)]
    variances = [rate * (1 - rate) / known for rate, (_, known) in zip(rates, (first, second), strict=True)]
    return RatePair(
        first=rates[0],
        second=rates[1],
        variances=(variances[0], variances[1]),
        covariance=correlation * math.sqrt(variances[0] * variances[1]),
        freedom=None,
    )


def test_independent_rates_have_newcombes_interval() -> None:
    """Newcombe RG (1998) Stat Med 17:873-890, Table II, (a): 56/70 and 48/80, method 10, 0.0524 to 0.3339."""
    interval = counted((56, 70), (48, 80)).difference().interval
    assert (interval.low, interval.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(st.integers(1, 99), st.integers(1, 99), st.floats(0.5, 0.999))
def test_independent_rates_are_compared_as_two_levels_are(first: int, second: int, level: float) -> None:
    pair, levels = counted((first, 100), (second, 150)), compare(rate_among(first, 100), rate_among(second, 150), level)
    ours, theirs = pair.difference(level).interval, levels.risk_difference.interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert pair.p_value == pytest.approx(max(difference_p(levels), pair.p_value if pair.p_value < 1e-11 else 0.0))


@st.composite
def pairs(draw: st.DrawFn) -> RatePair:
    """Return two rates worth 20 to 2,000 treatments each, with estimates that may correlate."""
    first, second = draw(SHARES), draw(SHARES)
    variances = tuple(rate * (1 - rate) / draw(st.floats(20, 2000)) for rate in (first, second))
    covariance = draw(st.floats(-0.9, 0.9)) * math.sqrt(math.prod(variances))
    return RatePair(
        first=first, second=second, variances=(variances[0], variances[1]), covariance=covariance, freedom=30
    )


@given(pairs(), st.floats(0.5, 0.999))
def test_difference_ratio_and_p_value_are_one_rule(pair: RatePair, level: float) -> None:
    difference, ratio = pair.difference(level).interval, pair.ratio(level).interval
    assert -1 <= difference.low <= pair.first - pair.second <= difference.high <= 1
    assert 0 <= ratio.low <= pair.first / pair.second <= ratio.high
    assume(abs(pair.p_value - (1 - level)) > 1e-9)
    assert (pair.p_value < 1 - level) == (difference.low > 0 or difference.high < 0)
    assert (difference.low > 0, difference.high < 0) == (ratio.low > 1, ratio.high < 1)


@given(pairs())
def test_counting_the_other_outcome_turns_the_difference(pair: RatePair) -> None:
    other = replace(pair, first=1 - pair.first, second=1 - pair.second)
    one, two = pair.difference().interval, other.difference().interval
    assert (one.low, one.high) == pytest.approx((-two.high, -two.low), abs=1e-9)
    assert pair.p_value == pytest.approx(other.p_value, rel=1e-6, abs=1e-12)


def test_more_degrees_of_freedom_make_an_interval_narrower() -> None:
    few, many = (
        RatePair(first=0.2, second=0.1, variances=(0.001, 0.001), covariance=0.0, freedom=freedom)
        for freedom in (5, 500)
    )
    assert few.p_value > many.p_value
    assert few.difference().interval.high > many.difference().interval.high
