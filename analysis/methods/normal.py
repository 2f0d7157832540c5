"""What methods ask of the standard normal distribution, asked of its functions directly: hundreds of times a page."""

from __future__ import annotations

from scipy.special import ndtr, ndtri


def two_sided_z(confidence_level: float) -> float:
    """Return how many standard errors an interval reaches to either side of its estimate: 1.96 for a level of 0.95."""
    return -float(ndtri((1 - confidence_level) / 2))


def two_sided_p(z: float) -> float:
    """Return how often a standard normal value lies as far from 0 as `z`, or further."""
    return 2 * float(ndtr(-abs(z)))
