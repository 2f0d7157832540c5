from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.methods.normal import two_sided_p, two_sided_z


def test_the_familiar_values() -> None:
    # qnorm(0.975) and qnorm(0.995) in R 4.2.
    assert two_sided_z(0.95) == pytest.approx(1.959963984540054, rel=1e-15)
    assert two_sided_z(0.99) == pytest.approx(2.575829303548901, rel=1e-15)
    assert two_sided_p(0.0) == 1


@given(st.floats(-30, 30))
def test_as_scipy_stats_has_it_and_the_sign_does_not_matter(z: float) -> None:
    assert two_sided_p(z) == two_sided_p(-z) == 2 * norm.sf(abs(z))


@given(st.floats(0.5, 0.9999))
def test_the_two_turn_each_other_round(level: float) -> None:
    assert 1 - two_sided_p(two_sided_z(level)) == pytest.approx(level, rel=1e-12)
