"""Clients are drawn in an order that every engine can work out for itself."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.outcome_log.drawing_order import code_drawn, drawn_at, number_drawn


@pytest.mark.parametrize("clients", [0, 1, 2, 3, 8, 610, 1_000])
def test_each_client_is_drawn_once(clients: int) -> None:
    codes = np.arange(clients)
    places = drawn_at(codes, clients)
    assert sorted(places) == codes.tolist()
    assert code_drawn(places, clients).tolist() == codes.tolist()


def test_a_sample_is_spread_over_all_clients() -> None:
    drawn = np.flatnonzero(drawn_at(np.arange(10_000), 10_000) < number_drawn(10_000, 50))
    assert len(drawn) == 200
    # Codes follow the ids, and these often the date or the clinic.
    assert np.diff(drawn).max() <= 100


def test_who_is_in_a_smaller_sample_is_in_a_larger_one() -> None:
    places = drawn_at(np.arange(999), 999)
    large, small = (places < number_drawn(999, step) for step in (7, 100))
    assert (large | ~small).all()
