"""Counts added up as digits of one number are those counted one by one, also where they need several numbers."""

from __future__ import annotations

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest

from analysis.counting.counts_as_digits import CountsAsDigits


@pytest.mark.parametrize(("most", "numbers"), [(7, 1), (2**20, 2), (2**40, 5)])
def test_the_counts_are_those_of_each_answer(most: int, numbers: int) -> None:
    # Seven rows, an answer that is not known among them.
    answers = [0, 4, 4, 2, -1, 3, 4]
    digits = CountsAsDigits(5, most)
    frame = nw.from_native(duckdb.from_arrow(pa.table({"answer": answers})))
    added = frame.select(**digits.of(nw.col("answer"))).select(**digits.added).collect("pyarrow").to_native()
    assert added.num_columns == numbers
    found = digits.apart({name: np.asarray(added[name]) for name in added.column_names})
    assert found.tolist() == [[1, 0, 1, 1, 3]]
