"""The interval that a difference has where no other factor is allowed for, from the one that is shown."""

from __future__ import annotations

from dataclasses import replace

from analysis.methods.normal import two_sided_z
from analysis.results import CONFIDENCE_LEVEL, Estimate


def by_itself(shown: Estimate, picked_from: int = 1) -> Estimate:
    """Return a difference with the symmetric interval of 95 %, or of as much as its being picked asks for.

    The end beyond the estimate, seen from zero, is that of the interval as it was worked out; the other one may have
    been extended to zero.
    """
    interval = shown.interval
    far = interval.high - shown.value if shown.value > 0 else shown.value - interval.low
    level = 1 - (1 - CONFIDENCE_LEVEL) / picked_from
    reach = far * two_sided_z(level) / two_sided_z(interval.level)
    return Estimate(shown.value, replace(interval, low=shown.value - reach, high=shown.value + reach, level=level))
