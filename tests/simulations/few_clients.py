"""How often intervals hold the truth where few clients came back often, or a group rests on few regulars.

Outcomes of one client are alike. The truth of a rate is that of all clients there could be, not of the few in the log.
Run ``python -m tests.simulations.few_clients`` for the shares; it takes some minutes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.log import CLIENT, OUTCOME, Factor, Log
from analysis.questions.at_a_glance import at_a_glance

LOGS, SEED = 1_000, 20_261_130
# The outcomes of one client's treatments come from normal deviates that correlate so.
LIKENESS = 0.3
RATE = 0.2
PRODUCT = Factor("new_product", "New product", "category", ("no", "yes"), reference="no")
SKIN = Factor("skin_type", "Skin type", "category", ("oily", "dry"))


@dataclass(frozen=True)
class Situation:
    """How many clients there are, how often each came, and how many of them have the rarer skin."""

    name: str
    visits: tuple[int, ...]
    rare: int


SITUATIONS = (
    Situation("1 client", (200,), 0),
    Situation("2 clients", (100, 100), 1),
    Situation("3 clients", (70, 70, 60), 1),
    Situation("5 clients", (40,) * 5, 2),
    Situation("10 clients", (20,) * 10, 4),
    Situation("20 clients", (10,) * 20, 8),
    Situation("300 clients once, a group of 3 regulars", (*(20,) * 3, *(1,) * 300), 3),
    Situation("300 clients once, a group of 6 regulars", (*(20,) * 6, *(1,) * 300), 6),
    Situation("300 clients once, a group of 12 regulars", (*(10,) * 12, *(1,) * 300), 12),
)


@dataclass(slots=True)
class Seen:
    """Intervals by what they are of: how many there were, and how many held the truth."""

    intervals: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, *, holds: bool) -> None:
        self.intervals[what] += 1
        self.held[what] += holds


def drawn(of: Situation, chance: np.random.Generator) -> Log:
    client = np.repeat(np.arange(len(of.visits)), of.visits)
    of_client = chance.normal(size=len(of.visits))[client]
    deviates = np.sqrt(LIKENESS) * of_client + np.sqrt(1 - LIKENESS) * chance.normal(size=len(client))
    columns = {
        CLIENT: _column(client, tuple(f"C{each}" for each in range(len(of.visits)))),
        PRODUCT.name: _column(chance.random(len(client)) < 0.4, ("no", "yes")),
        SKIN.name: _column(client < of.rare, ("oily", "dry")),
        OUTCOME: _column(norm.cdf(deviates) < RATE, ("no", "yes")),
    }
    return Log(pd.DataFrame(columns), (PRODUCT, SKIN))


def _column(codes: np.ndarray, levels: tuple[str, ...]) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(codes.astype(np.int64), pd.Index(levels, dtype=object))


def simulate(of: Situation, logs: int, seed: int = SEED) -> Seen:
    chance, seen = np.random.default_rng(seed), Seen()
    for _ in range(logs):
        found = at_a_glance(InMemory(drawn(of, chance)))
        if found.total.rate is not None:
            interval = found.total.rate.interval
            seen.note("overall rate", holds=interval.low <= RATE <= interval.high)
        for result in found.factors:
            for each in result.levels:
                if each.rate is not None:
                    interval = each.rate.interval
                    name = f"rate by {result.factor.title.lower()}"
                    seen.note(name, holds=interval.low <= RATE <= interval.high)
            if result.contrast is not None:
                interval = result.contrast.comparison.risk_difference.interval
                seen.note(f"difference by {result.factor.title.lower()}", holds=interval.low <= 0 <= interval.high)
    return seen


def main() -> None:
    for place, each in enumerate(SITUATIONS):
        seen = simulate(each, LOGS, SEED + place)
        shares = ", ".join(f"{what} {seen.held[what] / number:.1%}" for what, number in seen.intervals.items())
        print(f"{each.name}: {shares}")


if __name__ == "__main__":
    main()
