"""The simulation of large logs still runs; here its logs are small, so that this takes a second."""

from __future__ import annotations

from tests.simulations.large_logs import tried


def test_no_log_is_refused_whatever_was_mistyped() -> None:
    every = [each for seed in (3, 4) for each in tried(seed, 10_000)]
    assert {each.mistyped for each in every} == {0, 3}
    assert all(each.mixed for each in every)
    assert [each.refused for each in every] == [None] * 4
