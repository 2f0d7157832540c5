"""A design matrix kept as codes gives what the plain matrix gives, product by product and in a whole model."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from numbers import Number
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.methods import coded_matrix
from analysis.methods.coded_matrix import Block, CodedMatrix, matrix_of, with_columns
from analysis.questions.adjusted import adjusted
from tests.logs import log_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    sizes=st.lists(st.tuples(st.integers(1, 7), st.integers(1, 3)), min_size=1, max_size=5),
    cached=st.sampled_from([6, 2**14]),
    widest=st.sampled_from([20, 2**20]),
    seed=st.integers(0, 2**32 - 1),
)
def test_products_are_those_of_the_plain_matrix(
    sizes: list[tuple[int, int]], cached: int, widest: int, seed: int
) -> None:
    """However blocks are counted together, and also where a pair of them is too wide to be."""
    draws, rows = np.random.default_rng(seed), 60
    blocks = [Block(draws.integers(0, levels, rows), draws.normal(size=(levels, columns))) for levels, columns in sizes]
    weights, units = draws.random(rows), np.sort(draws.integers(0, 9, rows))
    units = np.unique(units, return_inverse=True)[1]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(coded_matrix, "CACHED", cached)
        patched.setattr(coded_matrix, "WIDEST", widest)
        patched.setattr(coded_matrix, "UNITS_AT_ONCE", 4)
        coded = CodedMatrix(tuple(blocks))
        plain = matrix_of(blocks)
        assert isinstance(plain, np.ndarray)
        assert coded.shape == plain.shape
        coefficients = draws.normal(size=plain.shape[1])
        assert coded @ coefficients == pytest.approx(plain @ coefficients)
        assert weights @ coded == pytest.approx(weights @ plain)
        assert coded.products(weights) == pytest.approx((plain.T * weights) @ plain)
        sums = np.zeros((units[-1] + 1, plain.shape[1]))
        np.add.at(sums, units, plain * weights[:, np.newaxis])
        found = coded.products_by_unit(np.arange(rows), units, weights)
        assert found == pytest.approx(sums.T @ sums)
        assert np.asarray(with_columns(coded, blocks[0])) == pytest.approx(with_columns(plain, blocks[0]))


def numbers_in(result: object) -> list[float]:
    """Return all numbers of a result, in its order."""
    if is_dataclass(result):
        return [number for each in fields(result) for number in numbers_in(getattr(result, each.name))]
    if isinstance(result, (tuple, list)):
        return [number for each in result for number in numbers_in(each)]
    return [float(result)] if isinstance(result, Number) else []


@pytest.mark.parametrize("entered", ["per unit", "levels"])
@pytest.mark.parametrize("most_left_out", [5_000, 10])
def test_a_model_is_the_same_from_codes(entered: str, most_left_out: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs of a million rows have it from codes; the tests against R hold for the plain matrix of smaller ones."""
    names = ("acne_history", "skin_type", "adherence_percent", "needle_depth_mm", "new_product")
    monkeypatch.setattr("analysis.methods.adjusted.logistic.MOST_LEFT_OUT", most_left_out)
    log = log_of(SAMPLE.read_bytes())
    plain = adjusted(InMemory(log), names, entered)
    monkeypatch.setattr(coded_matrix, "MOST_PLAIN", 0)
    coded = adjusted(InMemory(log), names, entered)
    assert len(numbers_in(plain)) > 400
    assert numbers_in(coded) == pytest.approx(numbers_in(plain), rel=1e-7, abs=1e-12)
