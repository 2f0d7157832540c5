"""How much nearer to the truth rates come that are drawn towards that of all, and how often their intervals hold it.

Groups of the sizes of the sample log's practitioners, lots and clinics, whose true log odds differ much, little or not.
Run ``python -m tests.simulations.shrunken`` for the shares on the Methods page; it takes about two minutes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from analysis.methods.rate import level_rate
from analysis.methods.shrunken import shrunken_rates

LOGS, SEED = 1_000, 20_261_127
USUAL = -2.4
# What a lead practitioner treats and what a new one does; each month a lot; sites.
GROUPS = {
    "12 practitioners": (277, 298, 286, 230, 220, 167, 203, 176, 117, 125, 144, 138),
    "8 practitioners of a small clinic": (60, 45, 40, 32, 25, 18, 12, 9),
    "40 lots": tuple(int(each) for each in np.linspace(20, 100, 40)),
    "4 clinics": (400, 250, 120, 60),
}
# Of the true log odds; 0.3 is the sample log's.
SPREADS = (0.0, 0.3, 0.6)


@dataclass(slots=True)
class Seen:
    """Squared distances from the truth, and how many intervals hold it."""

    raw: float = 0.0
    drawn: float = 0.0
    held: dict[str, int] = field(default_factory=lambda: {"own": 0, "drawn": 0})
    intervals: int = 0

    @property
    def nearer(self) -> float:
        """By what share the root mean square error is smaller."""
        return 1 - math.sqrt(self.drawn / self.raw)


def simulate(sizes: tuple[int, ...], spread: float, logs: int, seed: int) -> Seen:
    chance, seen = np.random.default_rng(seed), Seen()
    for _ in range(logs):
        truth = expit(chance.normal(USUAL, spread, len(sizes)))
        breakouts = chance.binomial(sizes, truth).tolist()
        levels = [level_rate(place, n - x, x, 0) for place, (n, x) in enumerate(zip(sizes, breakouts, strict=True))]
        found = shrunken_rates(levels)
        if found is None:
            continue
        for each, true in zip(found.groups, truth.tolist(), strict=True):
            seen.raw += (each.own.value - true) ** 2
            seen.drawn += (each.value - true) ** 2
            seen.held["own"] += each.own.interval.low <= true <= each.own.interval.high
            seen.held["drawn"] += each.interval.low <= true <= each.interval.high
            seen.intervals += 1
    return seen


def main() -> None:
    for place, (name, sizes) in enumerate(GROUPS.items()):
        for spread in SPREADS:
            seen = simulate(sizes, spread, LOGS, SEED + place)
            held = ", ".join(f"{kind} {count / seen.intervals:.1%}" for kind, count in seen.held.items())
            print(f"{name}, spread {spread}: error {seen.nearer:.0%} smaller; truth held: {held}")


if __name__ == "__main__":
    main()
