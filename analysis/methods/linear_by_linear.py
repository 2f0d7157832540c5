"""Whether ordered grades go with ordered levels."""

from __future__ import annotations

import numpy as np

from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import Test

LINEAR_BY_LINEAR = "Linear-by-linear association"


def linear_by_linear(counts: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test | None:
    """Test for a linear association of ordered grades with ordered levels, both scored 0, 1, 2 and so on.

    Parameters
    ----------
    counts : ndarray of int, shape (levels, grades)
        Levels and grades without a treatment keep their place in the order.
    effect : TableEffect
        The statistic is divided by it (Rao & Scott 1992).

    Returns
    -------
    Test or None
        The statistic is M² = (N - 1) r², chi-square with one degree of freedom where there is no association. With two
        grades it is the square of the Cochran-Armitage z. None where all levels or all grades are the same.

    References
    ----------
    Mantel N (1963) Chi-square tests with one degree of freedom: extensions of the Mantel-Haenszel procedure. J Am Stat
    Assoc 58:690-700.
    """
    everyone = int(counts.sum())
    level, grade = centred_scores(counts)
    by_level, by_grade = counts.sum(axis=1), counts.sum(axis=0)
    spread = (by_level @ level**2) * (by_grade @ grade**2)
    if spread == 0:
        return None
    statistic = float((everyone - 1) * (level @ counts @ grade) ** 2 / spread) / effect.mean
    return Test(
        name=LINEAR_BY_LINEAR,
        statistic=statistic,
        p_value=effect.p_value(statistic, 1),
        source="Mantel 1963, (N − 1) r²",
    )


def centred_scores(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the levels and of the grades, less their means over all treatments."""
    everyone = max(int(counts.sum()), 1)
    level, grade = (np.arange(places, dtype=float) for places in counts.shape)
    return level - counts.sum(axis=1) @ level / everyone, grade - counts.sum(axis=0) @ grade / everyone


def rises(counts: np.ndarray) -> bool | None:
    """Tell whether higher levels go with higher grades; None where neither goes with the other."""
    level, grade = centred_scores(counts)
    along = float(level @ counts @ grade)
    return along > 0 if along else None
