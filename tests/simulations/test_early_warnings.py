"""A steady log has few early warnings, and false alarms of a CUSUM are as rare as its limit says or rarer."""

from __future__ import annotations

import numpy as np

from analysis.methods.control_chart.run_length import average_run_length, limit_for
from analysis.wording.methods_guide import methods_guide
from tests.simulations.early_warnings import LOGS, MONTHS, STEADY, simulate, simulated_run_length

RATE = 0.15


def test_a_log_in_which_a_clinic_changes_is_warned_of_and_a_steady_one_is_not() -> None:
    """Of so few logs; the shares of many stand on the Methods page."""
    assert simulate(*STEADY[0], 3, 7).any_warning == 0
    assert simulate(*STEADY[0], 1, 7, 2.5).by_kind["CUSUM"] == 1


def test_false_alarms_are_at_most_as_frequent_as_worked_out() -> None:
    limit = limit_for(400, np.array([RATE]), np.ones(1))
    one_by_one = simulated_run_length(limit, RATE, 1, 1_000)
    assert 0.88 * 400 <= one_by_one <= 1.12 * 400
    assert simulated_run_length(limit, RATE, 10, 1_000) >= one_by_one
    doubled = average_run_length(limit, np.array([RATE]), np.ones(1), truth=2)
    assert abs(simulated_run_length(limit, RATE, 1, 1_000, 2.0) / doubled - 1) < 0.12


def test_the_methods_page_names_the_logs_it_speaks_of() -> None:
    assert f"was measured in {LOGS} made-up logs of {MONTHS} months" in methods_guide()
