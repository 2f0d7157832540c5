"""Whether the outcome goes with a factor whose levels have no order."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln
from scipy.stats import fisher_exact

from analysis.methods.likeness import INDEPENDENT_TABLE, TableEffect
from analysis.results import ExactTest, Test

CHI_SQUARE = "chi-square"
FISHER = "Fisher exact"
FISHER_FREEMAN_HALTON = "Fisher-Freeman-Halton exact"

# Cochran WG (1954) Some methods for strengthening the common chi-square tests. Biometrics 10:417-451.
SMALLEST_EXPECTED = 5

# An r x 2 table is sampled this often, always from the same seed; the error of the p-value is stated with it.
RESAMPLES = 9_999
SEED = 20_260_101
# Tables whose probabilities part by less than this are equally likely (R's fisher.test).
EQUALLY_LIKELY = 1e-7


def too_few(expected: np.ndarray, design_effect: float) -> np.ndarray:
    """Tell which expected counts are smaller than a chi-square stands, all counts divided by the design effect."""
    small: np.ndarray = expected / design_effect < SMALLEST_EXPECTED
    return small


def any_too_few(breakouts: np.ndarray, no_breakouts: np.ndarray, design_effect: float = 1.0) -> bool:
    """Tell whether any count to be expected if the outcome did not depend on the level is too small."""
    return bool(too_few(_expected(np.column_stack([breakouts, no_breakouts])), design_effect).any())


def _expected(table: np.ndarray) -> np.ndarray:
    """Return the counts to be expected with these margins if the outcome did not depend on the level."""
    expected: np.ndarray = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return expected


def association_test(
    breakouts: np.ndarray, no_breakouts: np.ndarray, effect: TableEffect | None = None
) -> Test | ExactTest | None:
    """Test whether the rate differs between levels.

    Chi-square without Yates' correction, divided by the table's mean design effect (Rao & Scott's first correction),
    with an F distribution where that is estimated. Where hardly any client came back and an expected count is below 5,
    Fisher's exact test, in the form of Freeman and Halton for more than two levels (its p-value sampled from a fixed
    seed). The exact tests know no design effect, and find differences everywhere among treatments of few clients; so
    where clients came back it is chi-square however small the counts are, and then approximate.

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each level
        Levels without a known outcome do not count.
    effect : TableEffect, optional
        Without, treatments are independent.

    Returns
    -------
    Test, ExactTest or None
        None where there are fewer than two levels or every outcome is the same.

    References
    ----------
    Freeman GH, Halton JH (1951) Note on an exact treatment of contingency, goodness of fit and other problems of
    significance. Biometrika 38:141-149.
    Rao JNK, Scott AJ (1984) On chi-squared tests for multiway contingency tables with cell proportions estimated from
    survey data. Ann Stat 12:46-60.
    """
    table = np.column_stack([breakouts, no_breakouts])
    table = table[table.sum(axis=1) > 0]
    if len(table) < 2 or (table.sum(axis=0) == 0).any():  # noqa: PLR2004 - one level has nothing to differ from
        return None
    expected = _expected(table)
    effect = effect or INDEPENDENT_TABLE
    if not effect.independent or not too_few(expected, effect.mean).any():
        statistic = float(((table - expected) ** 2 / expected).sum()) / effect.mean
        source = "Pearson 1900, without Yates' correction"
        if effect.mean != 1:
            source += "; divided by the design effect of this table, Rao & Scott 1984"
        return Test(
            name=CHI_SQUARE, statistic=statistic, p_value=effect.p_value(statistic, len(table) - 1), source=source
        )
    if len(table) == 2:  # noqa: PLR2004
        return ExactTest(
            name=FISHER, p_value=min(float(fisher_exact(table).pvalue), 1.0), source="Fisher 1935, two-sided"
        )
    p_value = _sampled_p(table)
    error = float(np.sqrt(p_value * (1 - p_value) / RESAMPLES))
    return ExactTest(
        name=FISHER_FREEMAN_HALTON, p_value=p_value, source="Freeman & Halton 1951, sampled", p_error=error
    )


def _sampled_p(table: np.ndarray) -> float:
    """Return how often a table with the same margins is no likelier than this one, this one counted as a sample.

    scipy 1.17 has this test, but fails where there are more treatments than cells in all samples together.
    """
    # In this order the p-value does not depend on the order of the levels.
    table = table[np.lexsort(table.T)]
    totals = table.sum(axis=1)
    breakouts = np.random.default_rng(SEED).multivariate_hypergeometric(
        totals, int(table[:, 0].sum()), size=RESAMPLES, method="marginals"
    )
    # The log of the factorial of every count that can occur, for what a sample needs of it is only looked up.
    log_factorial = gammaln(np.arange(int(totals.max()) + 1) + 1)
    likelihood = _log_likelihood(breakouts, totals, log_factorial)
    no_likelier = likelihood <= _log_likelihood(table[:, 0], totals, log_factorial) + EQUALLY_LIKELY
    return float((no_likelier.sum() + 1) / (RESAMPLES + 1))


def _log_likelihood(breakouts: np.ndarray, totals: np.ndarray, log_factorial: np.ndarray) -> np.ndarray:
    """Return the log of the probability of each table with these margins, but for what they share."""
    summed: np.ndarray = -(log_factorial[breakouts] + log_factorial[totals - breakouts]).sum(axis=-1)
    return summed
