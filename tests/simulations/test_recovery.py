"""Where clients come back, the intervals of Recovery hold the truth, and those without a design effect too seldom."""

from __future__ import annotations

from tests.simulations.recovery import SEED, simulate


def test_intervals_hold_the_truth_and_the_design_effect_is_needed_for_that() -> None:
    """Of so few logs the shares are rough; CONTRIBUTING.md says how to measure them."""
    found = simulate(15, SEED)
    assert found.held["by day 14"] >= 0.8
    assert found.held["median length"] >= 0.8
    assert found.without["by day 14"] < found.held["by day 14"]
    assert found.alarms <= 0.2
