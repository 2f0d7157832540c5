"""Products of the counts of clients are those of a plain table, whoever is missing and however many are held."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.within_clients import products_of_counts

CLIENTS, WIDTH = 10, 3
ROWS = st.lists(st.tuples(st.integers(0, CLIENTS - 1), st.integers(0, WIDTH - 1), st.integers(1, 4)), max_size=30)


@given(ROWS, st.integers(1, 12))
def test_they_are_those_of_a_table_of_all(rows: list[tuple[int, int, int]], at_once: int) -> None:
    client, cell, counts = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T
    table = np.zeros((CLIENTS, WIDTH))
    np.add.at(table, (client, cell), counts)
    with patch("analysis.counting.within_clients._AT_ONCE", at_once):
        assert np.array_equal(products_of_counts(client, cell, counts, WIDTH), table.T @ table)
