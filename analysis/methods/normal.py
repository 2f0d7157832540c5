"""What methods ask of the standard normal distribution, and of Student's t, directly: hundreds of times a page."""

from __future__ import annotations

from scipy.special import ndtr, ndtri, stdtrit


def two_sided_z(confidence_level: float, freedom: float | None = None) -> float:
    """Return how many standard errors an interval reaches to either side of its estimate: 1.96 for a level of 0.95.

    With degrees of freedom it is Student's t, for a standard error that is itself estimated.
    """
    tail = (1 - confidence_level) / 2
    return -float(ndtri(tail) if freedom is None else stdtrit(freedom, tail))


def two_sided_p(z: float) -> float:
    """Return how often a standard normal value lies as far from 0 as `z`, or further."""
    return 2 * float(ndtr(-abs(z)))
