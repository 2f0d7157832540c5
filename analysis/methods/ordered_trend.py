"""Whether the rate rises or falls along ordered levels."""

from __future__ import annotations

import math

import numpy as np

from analysis.methods.linear_by_linear import linear_by_linear, rises
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import Test

COCHRAN_ARMITAGE = "Cochran-Armitage trend"


def trend_test(breakouts: np.ndarray, no_breakouts: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test | None:
    """Test for a trend of the rate over ordered levels, scored 1, 2, 3 and so on.

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each level in order
        Levels without a known outcome, or without any treatment, keep their place in the order.
    effect : TableEffect
        z² is divided by it (Rao & Scott 1992).

    Returns
    -------
    Test or None
        The statistic is a standard normal z, positive where the rate rises, or Student's t where the design effect is
        estimated. None where fewer than two levels have known outcomes or every outcome is the same.

    Notes
    -----
    z² is the linear-by-linear association of `linear_by_linear` with two grades. Its variance is the one of the
    permutation distribution (it divides by N - 1), so it is (N - 1) / N times the X² of R's ``prop.trend.test``.

    References
    ----------
    Armitage P (1955) Tests for linear trends in proportions and frequencies. Biometrics 11:375-386.
    """
    counts = np.column_stack([no_breakouts, breakouts])
    association = linear_by_linear(counts, effect)
    if association is None:
        return None
    size = math.sqrt(association.statistic)
    statistic = size if rises(counts) else -size
    return Test(
        name=COCHRAN_ARMITAGE,
        statistic=statistic,
        p_value=association.p_value,
        source="Armitage 1955, two-sided",
    )
