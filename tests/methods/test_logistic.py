"""The fit itself: what it must settle on whatever the size of a log and the units of its columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.special import expit

from analysis.methods.adjusted.logistic import Fit, Residuals, contrast_degrees
from analysis.methods.logistic import most_likely

LARGE = 200_000
MOST = 1_000


def made_up(treatments: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return a design matrix of levels and numbers, and outcomes that follow from it."""
    draws = np.random.default_rng(seed)
    matrix = np.ones((treatments, 5))
    matrix[:, 1] = draws.random(treatments) < 0.01
    matrix[:, 2] = draws.random(treatments) < 0.5
    matrix[:, 3:] = draws.normal(size=(treatments, 2))
    breakouts = draws.random(treatments) < expit(matrix @ [-2.5, 0.8, 0.3, -0.2, 0.0])
    return matrix, breakouts.astype(float)


@pytest.mark.parametrize("seed", range(3))
def test_a_mistyped_number_in_a_large_log_does_not_look_like_separated_outcomes(seed: int) -> None:
    """Rounding over 200,000 treatments made the likelihood seem to fall, and a log-odds of 1e8 never kept still."""
    matrix, breakouts = made_up(LARGE, seed)
    matrix[0, 4] = 1e8
    matrix[:, 4] -= matrix[:, 4].mean()
    breakouts[0] = 1
    assert most_likely(matrix, breakouts, np.ones(LARGE)) is not None


@given(power=st.lists(st.integers(-9, 9), min_size=4, max_size=4))
def test_a_fit_does_not_depend_on_the_units_of_its_columns(power: list[int]) -> None:
    """Minutes or days: the chances are the same, and the coefficients shrink as their columns grow."""
    matrix, breakouts = made_up(400)
    matrix[:40, 1] = 1
    units = np.array([1, *(10.0**each for each in power)])
    plain = most_likely(matrix, breakouts, np.ones(400))
    scaled = most_likely(matrix * units, breakouts, np.ones(400))
    assert plain is not None
    assert scaled is not None
    assert scaled.chances == pytest.approx(plain.chances, rel=1e-6)
    assert scaled.coefficients * units == pytest.approx(plain.coefficients, rel=1e-5, abs=1e-6)


@given(treatments=st.integers(20, 400), unit=st.integers(-6, 6))
def test_a_number_that_separates_the_outcomes_has_no_fit(treatments: int, unit: int) -> None:
    """However few or many treatments, and whatever the number is measured in."""
    values = np.arange(treatments) * 10.0**unit
    matrix = np.column_stack([np.ones(treatments), values - values.mean()])
    breakouts = (np.arange(treatments) >= treatments // 3).astype(float)
    assert most_likely(matrix, breakouts, np.ones(treatments)) is None


def test_a_level_without_breakouts_has_no_fit_in_a_large_log() -> None:
    """One treatment of 200,000 is enough for a coefficient without end."""
    matrix, breakouts = made_up(LARGE)
    matrix[:, 1] = 0
    matrix[0, 1] = 1
    breakouts[0] = 0
    assert most_likely(matrix, breakouts, np.ones(LARGE)) is None


@pytest.mark.parametrize("value", [1e8, -1e10, 1e12])
@pytest.mark.parametrize("breakout", [0, 1])
@pytest.mark.parametrize("seed", range(3))
def test_a_telephone_number_among_the_values_leaves_a_fit(value: float, breakout: int, seed: int) -> None:
    """Newton's method alone brings its log-odds near by 1 with each step, and gave up before it was there."""
    matrix, breakouts = made_up(5_000, seed)
    matrix[:40, 1] = 1
    matrix[0, 4], breakouts[0] = value, breakout
    found = most_likely(matrix, breakouts, np.ones(5_000))
    assert found is not None
    score = matrix * (breakouts - found.chances)[:, np.newaxis]
    assert np.abs(score.sum(axis=0)).max() < 1e-4 * np.abs(score).sum(axis=0).max()
    without = most_likely(matrix[1:], breakouts[1:], np.ones(4_999))
    assert without is not None
    # Where the others' slope already gives the value its outcome it changes nothing; else it takes their slope away.
    agrees = (without.coefficients[4] * value > 0) == bool(breakout)
    assert (found.coefficients == pytest.approx(without.coefficients, abs=1e-6)) == agrees
    assert agrees or abs(found.coefficients[4]) < 1e-6


def test_a_level_where_nearly_every_client_broke_out_has_a_fit_in_a_log_of_a_low_rate() -> None:
    """From the rate of all, 2.6%, the first step to a rate of 99.2% goes too far to find back."""
    matrix = np.array([[1.0, 0.0], [1.0, 1.0]])
    found = most_likely(matrix, np.array([8_083.0, 1_171.0]), np.array([357_768.0, 1_181.0]))
    assert found is not None
    assert found.chances == pytest.approx([8_083 / 357_768, 1_171 / 1_181], rel=1e-9)
    assert found.coefficients[1] == pytest.approx(np.log(1_171 / 10 / (8_083 / 349_685)), rel=1e-9)


@given(once=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=30))
def test_clients_who_came_once_leave_the_variance_as_sure_as_it_can_be(once: list[tuple[bool, bool]]) -> None:
    """Only pairs of treatments of one client make it uncertain."""
    alone = [(place, *each) for place, each in enumerate(once)]
    assert _degrees(alone) == MOST
    paired = [(client, True, client > 90 + visit) for client in (90, 91, 92) for visit in range(3)]
    assert 0 < _degrees(paired) < _degrees([*paired, *((place, True, True) for place in range(30))]) < MOST


def _degrees(cells: list[tuple[int, bool, bool]]) -> float:
    """Return the degrees of freedom of a slope; of each treatment its client, pattern and outcome."""
    client = np.unique([each for each, _, _ in cells], return_inverse=True)[1]
    pattern = np.array([int(each) for _, each, _ in cells])
    left = np.array([0.7 if yes else -0.3 for _, _, yes in cells])
    size, matrix = (int(client.max()) + 1, 2), np.array([[1.0, 0.0], [1.0, 1.0]])
    sums, squares = (csr_array((of, (client, pattern)), shape=size) for of in (left, left**2))
    found = contrast_degrees(
        np.array([0.0, 1.0]),
        Fit(
            coefficients=np.zeros(2),
            covariance=np.eye(2),
            chances=np.full(2, 0.3),
            degrees=MOST,
            of_model=np.eye(2),
            residuals=Residuals(matrix=matrix, sums=sums, squares=squares),
        ),
    )
    assert found is not None
    return found
