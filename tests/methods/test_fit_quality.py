"""How well chances tell outcomes apart, and whether they hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.complete_cases import CompleteCases, complete_cases
from analysis.methods.adjusted.fit_quality import calibration, discrimination
from analysis.methods.adjusted.logistic import fit_logistic
from tests.patterns import r_models


def cases_of(counts: list[tuple[int, int]], client: list[int] | None = None) -> CompleteCases:
    """Return treatments without and with a breakout, a pattern each."""
    each = np.array([(*row, 0) for row in counts], dtype=np.int64)
    of = None if client is None else np.array(client)
    levels = (*map(str, range(len(each))), None)
    return complete_cases(Patterns(("pattern",), (levels,), np.arange(len(each))[:, np.newaxis], of, each))


def test_ratings_of_tomograms() -> None:
    """Hanley JA, McNeil BJ (1982) Radiology 143:29-36, Table I."""
    known = r_models()["ratings"]
    cases = cases_of(list(zip(known["normal"], known["abnormal"], strict=True)))
    found = discrimination(np.array([0.1, 0.3, 0.5, 0.7, 0.9]), cases)
    assert found is not None
    assert found.value == pytest.approx(0.893, abs=5e-4)
    ours = (found.value, found.interval.low, found.interval.high)
    assert ours == pytest.approx((known["value"], known["lower"], known["upper"]), rel=1e-6)
    assert found.interval.method == "DeLong"


def test_chances_that_are_all_the_same_tell_nothing_apart() -> None:
    found = discrimination(np.full(3, 0.2), cases_of([(5, 3), (10, 4), (7, 2)]))
    assert found is not None
    assert (found.value, found.interval.low, found.interval.high) == (0.5, 0.5, 0.5)


def test_chances_that_tell_every_outcome() -> None:
    found = discrimination(np.array([0.1, 0.9]), cases_of([(5, 0), (0, 4)]))
    assert found is not None
    assert (found.value, found.interval.low, found.interval.high) == (1.0, 1.0, 1.0)


def test_no_spread_between_clients_can_be_distinguished_from_one() -> None:
    assert discrimination(np.array([0.1, 0.9, 0.5]), cases_of([(5, 0), (2, 4), (3, 0)], [1, 2, 3])) is None
    assert discrimination(np.array([0.1, 0.9]), cases_of([(5, 1), (2, 0)])) is None


COUNTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(any), min_size=2, max_size=12)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_area_is_that_of_all_pairs_and_turns_with_the_outcome(
    counts: list[tuple[int, int]], chance: object
) -> None:
    no, yes = (np.array([row[place] for row in counts]) for place in (0, 1))
    if min(no.sum(), yes.sum()) < 2:
        return
    chances = np.array([chance.choice([0.1, 0.2, 0.3, 0.4]) for _ in counts])  # type: ignore[attr-defined]
    found = discrimination(chances, cases_of(counts))
    turned = discrimination(chances, cases_of([(row[1], row[0]) for row in counts]))
    assert found is not None
    assert turned is not None
    higher = (chances[:, None] > chances).astype(float) + (chances[:, None] == chances) / 2
    assert found.value == pytest.approx(float(yes @ higher @ no) / (yes.sum() * no.sum()))
    assert found.value == pytest.approx(1 - turned.value)
    assert found.interval.low == pytest.approx(1 - turned.interval.high)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=3, max_size=12))
def test_fitted_chances_add_up_to_the_breakouts_and_nothing_pulls_them(counts: list[tuple[int, int]]) -> None:
    cases = cases_of(counts)
    matrix = np.column_stack([np.ones(len(counts)), np.arange(len(counts)) / len(counts)])
    fit = fit_logistic(matrix, cases)
    assert fit is not None
    assert matrix.T @ (cases.breakouts - cases.known * fit.chances) == pytest.approx(np.zeros(2), abs=1e-7)
    groups = calibration(fit.chances, cases)
    assert sum(each.observed.known for each in groups) == cases.known.sum()
    assert [each.predicted for each in groups] == sorted(each.predicted for each in groups)
    assert sum(each.predicted * each.observed.known for each in groups) == pytest.approx(cases.breakouts.sum())
