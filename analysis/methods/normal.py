"""What methods ask of the standard normal distribution and its kin, directly: hundreds of times a page."""

from __future__ import annotations

import scipy


def two_sided_z(confidence_level: float, freedom: float | None = None) -> float:
    """Return how many standard errors an interval reaches to either side of its estimate: 1.96 for a level of 0.95.

    With degrees of freedom it is Student's t, for a standard error that is itself estimated.
    """
    tail = (1 - confidence_level) / 2
    return -float(scipy.special.ndtri(tail) if freedom is None else scipy.special.stdtrit(freedom, tail))


def normal_quantile(share: float, freedom: float | None = None) -> float:
    """Return the value below which such a share of standard normal ones, or of Student's t, lies."""
    return float(scipy.special.ndtri(share) if freedom is None else scipy.special.stdtrit(freedom, share))


def two_sided_p(z: float, freedom: float | None = None) -> float:
    """Return how often a standard normal value, or Student's t, lies as far from 0 as `z`, or further."""
    return 2 * float(scipy.special.ndtr(-abs(z)) if freedom is None else scipy.special.stdtr(freedom, -abs(z)))


def chi_square_p(statistic: float, dimensions: int, freedom: float | None = None) -> float:
    """Return how often a chi-square is as large as this, or larger.

    With degrees of freedom, those of a variance that is itself estimated, it is F times its dimensions; with one
    dimension that is the square of Student's t.
    """
    if freedom is None:
        return float(scipy.special.chdtrc(dimensions, statistic))
    return float(scipy.special.fdtrc(dimensions, freedom, statistic / dimensions))
