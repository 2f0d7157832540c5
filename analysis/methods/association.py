"""Does the outcome go with a factor whose levels have no order?"""

from __future__ import annotations

import numpy as np
from scipy.stats import MonteCarloMethod, chi2_contingency, fisher_exact
from scipy.stats.contingency import expected_freq

from analysis.results import Test

CHI_SQUARE = "chi-square"
FISHER = "Fisher exact"
FISHER_FREEMAN_HALTON = "Fisher-Freeman-Halton exact"

# Cochran WG (1954) Some methods for strengthening the common chi-square tests. Biometrics 10:417-451.
SMALLEST_EXPECTED = 5

# An r x 2 table is sampled this often, always from the same seed; the error of the p-value is stated with it.
RESAMPLES = 9_999
SEED = 20_260_101


def smallest_expected(breakouts: np.ndarray, no_breakouts: np.ndarray) -> float:
    """Return the smallest count to be expected in the table if the outcome did not depend on the level."""
    return float(expected_freq(np.column_stack([breakouts, no_breakouts])).min())


def association_test(breakouts: np.ndarray, no_breakouts: np.ndarray) -> Test | None:
    """Test whether the rate differs between levels.

    Chi-square without Yates' correction where every expected count is at least 5, else Fisher's exact test, in the form
    of Freeman and Halton for more than two levels (its p-value sampled from a fixed seed).

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each level
        Levels without a known outcome do not count.

    Returns
    -------
    Test or None
        None where there are fewer than two levels or every outcome is the same.

    References
    ----------
    Freeman GH, Halton JH (1951) Note on an exact treatment of contingency, goodness of fit and other problems of
    significance. Biometrika 38:141-149.
    """
    table = np.column_stack([breakouts, no_breakouts])
    table = table[table.sum(axis=1) > 0]
    if len(table) < 2 or (table.sum(axis=0) == 0).any():  # noqa: PLR2004 - one level has nothing to differ from
        return None
    if expected_freq(table).min() >= SMALLEST_EXPECTED:
        result = chi2_contingency(table, correction=False)
        return Test(
            CHI_SQUARE, float(result.statistic), float(result.pvalue), "Pearson 1900, without Yates' correction"
        )
    if len(table) == 2:  # noqa: PLR2004
        return Test(FISHER, None, min(float(fisher_exact(table).pvalue), 1.0), "Fisher 1935, two-sided")
    method = MonteCarloMethod(n_resamples=RESAMPLES, rng=np.random.default_rng(SEED))
    p_value = float(fisher_exact(table, method=method).pvalue)
    error = float(np.sqrt(p_value * (1 - p_value) / RESAMPLES))
    return Test(FISHER_FREEMAN_HALTON, None, p_value, "Freeman & Halton 1951, sampled", error)
