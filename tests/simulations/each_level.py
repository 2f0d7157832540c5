"""How often the one bad cartridge lot is found, and how often a good one is called linked.

Forty lots of the sizes of the sample log's; in half of the logs one has the sample's log odds above the others. Before,
one comparison was shown: the lot furthest from the most common one. Now each lot is compared with all the others, and
Fisher's exact test guards the interval, which finds too much where few breakouts are expected and many lots compared.
Run ``python -m tests.simulations.each_level`` for the shares; it takes about two minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from analysis.counting.tallies import OneWay
from analysis.methods.each_level import against_all_others
from analysis.methods.one_factor import examine
from analysis.outcome_log.log import Factor

LOGS, SEED = 1_000, 20_261_129
LOTS, SMALLEST, LARGEST = 40, 40, 80
USUAL, BAD = -2.4, 2.0


@dataclass(slots=True)
class Seen:
    """In how many logs the bad lot was found, by the one comparison and by each; and a good one was called linked."""

    logs: int = 0
    found_by_rule: int = 0
    found: int = 0
    false_by_rule: int = 0
    false: int = 0


def simulate(logs: int, bad: float, seed: int = SEED) -> Seen:
    chance, seen = np.random.default_rng(seed), Seen(logs)
    names = tuple(f"L{each:02}" for each in range(LOTS))
    factor = Factor("cartridge_lot", "Cartridge lot", "category", names)
    for _ in range(logs):
        sizes = chance.integers(SMALLEST, LARGEST + 1, LOTS)
        worst = names[int(chance.integers(LOTS))]
        log_odds = USUAL + bad * np.array([name == worst for name in names])
        breakouts = chance.binomial(sizes, expit(log_odds))
        counts = np.column_stack([sizes - breakouts, breakouts, np.zeros(LOTS, dtype=np.int64)])
        tally = OneWay(factor.name, (*names, None), np.vstack([counts, np.zeros((1, 3), dtype=np.int64)]))
        result = examine(factor, tally)
        linked = {level for level, each in against_all_others(result, tally).items() if each.is_linked}
        shown = {result.contrast.level} if result.contrast is not None and result.is_linked else set()
        truth = {worst} if bad else set()
        seen.found_by_rule += bool(shown & truth)
        seen.found += bool(linked & truth)
        seen.false_by_rule += bool(shown - truth)
        seen.false += bool(linked - truth)
    return seen


def main() -> None:
    for name, bad in (("one bad lot", BAD), ("no bad lot", 0.0)):
        seen = simulate(LOGS, bad)
        print(
            f"{name}: found by the one comparison {seen.found_by_rule / LOGS:.1%}, against all the others "
            f"{seen.found / LOGS:.1%}; a good lot linked {seen.false_by_rule / LOGS:.1%} and {seen.false / LOGS:.1%}"
        )


if __name__ == "__main__":
    main()
