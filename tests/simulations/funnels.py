"""How often a funnel of units that do not differ has units outside, and offers wider limits.

Run as ``python -m tests.simulations.funnels``; copy what it prints to `analysis/wording/methods.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.methods.funnel import funnel
from analysis.methods.rate import level_rate

SETS = 1_000
# Units, treatments of each, and the rate of all.
KINDS = ((12, 200, 0.09), (12, 80, 0.09), (40, 55, 0.09), (20, 100, 0.3), (300, 60, 0.08))


@dataclass(frozen=True, kw_only=True)
class Found:
    """The share of sets that are offered wider limits, and of units outside the inner and the outer limits."""

    offered: float
    inner: float
    outer: float


def simulate(units: int, known: int, rate: float, sets: int = SETS, seed: int = 1) -> Found:
    """Return what funnels of so many like units say."""
    found = []
    for breakouts in np.random.default_rng(seed).binomial(known, rate, (sets, units)).tolist():
        of = funnel([level_rate(place, known - yes, yes, 0) for place, yes in enumerate(breakouts)])
        if of is not None:
            outside = [each.side is not None for each in of.units], [each.is_beyond for each in of.units]
            found.append((of.may_be_widened, *map(np.mean, outside)))
    offered, inner, outer = np.mean(found, axis=0).tolist()
    return Found(offered=offered, inner=inner, outer=outer)


if __name__ == "__main__":
    for kind in KINDS:
        each = simulate(*kind)
        print(kind, f"offered {each.offered:.1%}, inner {each.inner:.1%}, outer {each.outer:.2%}")
