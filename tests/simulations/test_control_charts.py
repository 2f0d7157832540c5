"""Charts over time raise few false alarms and show a change that there was; the Methods page has the shares."""

from __future__ import annotations

from analysis.wording.methods_guide import methods_guide
from tests.simulations.control_charts import CHANGED, LOGS, POINTS, SEED, STEADY, simulate


def test_a_steady_rate_seldom_has_a_signal_and_one_that_doubles_mostly_has() -> None:
    """Of fewer logs the shares are rougher than those on the Methods page."""
    assert simulate(*STEADY[0], 100, SEED).any_signal <= 0.25
    assert simulate(*STEADY[0], 100, SEED, CHANGED).any_signal >= 0.85


def test_the_methods_page_names_the_logs_it_speaks_of() -> None:
    text = methods_guide()
    assert f"{LOGS:,} made-up logs" in text
    assert f"{POINTS} months" in text
