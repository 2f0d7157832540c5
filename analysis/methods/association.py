"""Whether the outcome goes with a factor whose levels have no order."""

from __future__ import annotations

import math

import numpy as np
import scipy

from analysis.methods.freeman_halton import freeman_halton
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import ExactTest, Test

CHI_SQUARE = "chi-square"
FISHER = "Fisher exact"
FISHER_FREEMAN_HALTON = "Fisher-Freeman-Halton exact"

# Cochran WG (1954) Some methods for strengthening the common chi-square tests. Biometrics 10:417-451.
SMALLEST_EXPECTED = 5


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


def cramers_v(table: np.ndarray) -> float:
    """Return how closely two factors are associated, from 0 for not at all to 1, less what chance alone makes of it.

    Parameters
    ----------
    table : ndarray, shape (levels of one, levels of the other)

    Returns
    -------
    float
        Cramér's V with Bergsma's correction for few treatments in many levels; 0 where either has one level.

    References
    ----------
    Bergsma W (2013) A bias-correction for Cramér's V and Tschuprow's T. J Korean Stat Soc 42:323-328.
    """
    filled = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0].astype(float)
    everyone, (rows, columns) = float(filled.sum()), filled.shape
    if min(rows, columns) < 2 or everyone <= 1:  # noqa: PLR2004 - one level is associated with nothing
        return 0.0
    expected = _expected(filled)
    squared = float(((filled - expected) ** 2 / expected).sum()) / everyone
    surplus = max(squared - (rows - 1) * (columns - 1) / (everyone - 1), 0.0)
    smaller = min(each - (each - 1) ** 2 / (everyone - 1) for each in (rows, columns))
    return math.sqrt(surplus / (smaller - 1)) if smaller > 1 else 0.0


def association_test(
    breakouts: np.ndarray, no_breakouts: np.ndarray, effect: TableEffect | None = None
) -> Test | ExactTest | None:
    """Test whether the rate differs between levels.

    Chi-square without Yates' correction, divided by the table's mean design effect (Rao & Scott's first correction),
    with an F distribution where that is estimated. Where hardly any client came back and an expected count is below 5,
    Fisher's exact test, in the form of Freeman and Halton for more than two levels (its p-value sampled where
    the table is large). The exact tests know no design effect, and find differences everywhere among treatments of few
    clients; so where clients came back it is chi-square however small the counts are, and then approximate.

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
        source = effect.with_source("Pearson 1900, without Yates' correction")
        return Test(
            name=CHI_SQUARE, statistic=statistic, p_value=effect.p_value(statistic, len(table) - 1), source=source
        )
    if len(table) == 2:  # noqa: PLR2004
        return ExactTest(
            name=FISHER,
            p_value=min(float(scipy.stats.fisher_exact(table).pvalue), 1.0),
            source="Fisher 1935, two-sided",
        )
    found = freeman_halton(*table.T)
    if isinstance(found, float):
        return ExactTest(name=FISHER_FREEMAN_HALTON, p_value=found, source="Freeman & Halton 1951")
    return ExactTest(
        name=FISHER_FREEMAN_HALTON, p_value=found.value, source="Freeman & Halton 1951, sampled", p_error=found.error
    )
