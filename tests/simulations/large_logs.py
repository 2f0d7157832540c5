"""Whether logs of 200,000 to 1,000,000 treatments are fitted, whatever a manager typed.

No factor decides the outcome. So a log that is refused is refused wrongly, but where by chance all treatments of a rare
level have the same outcome. Run ``python -m tests.simulations.large_logs [LOGS [FIRST]]``; a log takes 5 to 30 seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from analysis.counting.in_memory import InMemory
from analysis.methods.adjusted.terms import Entered
from analysis.outcome_log.log import CLIENT, OUTCOME, Factor, FactorKind, Log
from analysis.questions.adjusted import Adjusted, Refusal, adjusted

LOGS = 200
SEED = 20_261_126
SMALLEST, LARGEST = 200_000, 1_000_000
# What may stand where a number was meant: a slip of the key, a phone number, a code for "unknown".
MISTYPED = (1e8, -1e8, 99_999.0, 1e12)


# How many treatments are of the rare level.
RARE = (500, 3_000)


@dataclass(frozen=True)
class Tried:
    """A log and what became of it: an answer, or the name of the reason for none."""

    seed: int
    treatments: int
    mistyped: int
    entered: str
    mixed: bool
    refused: str | None
    seconds: float

    @property
    def wronged(self) -> bool:
        """Whether it was refused though both outcomes occur at the rare level."""
        return self.mixed and self.refused is not None


def large_log(seed: int, treatments: int | None = None) -> tuple[Log, int]:
    """Return a log whose rows nearly all differ, and how many of its numbers are mistyped."""
    chance = np.random.default_rng([SEED, seed])
    size = treatments or int(np.exp(chance.uniform(np.log(SMALLEST), np.log(LARGEST))))
    columns = {
        "yes_no": (chance.random(size) < 0.4).astype(np.int64),
        "rare": (chance.random(size) < chance.uniform(*RARE) / size).astype(np.int64),
        "many": chance.choice(12, size=size, p=chance.dirichlet(np.full(12, 0.5))),
        "depth": np.round(chance.gamma(4, 0.3, size=size), 2),
        "share": np.round(100 * chance.beta(6, 2, size=size), chance.integers(0, 4)),
    }
    slopes = chance.normal(0, 0.4, size=5)
    scales = [columns[name] - columns[name].mean() for name in columns]
    scales = [each / max(each.std(), 1e-9) for each in scales]
    log_odds = chance.uniform(-4, -0.5) + sum(slope * each for slope, each in zip(slopes, scales, strict=True))
    yes = chance.random(size) < expit(np.clip(log_odds, -12, 6))
    mistyped = int(chance.choice([0, 1, 3]))
    for row in chance.choice(size, size=mistyped, replace=False):
        columns["depth"][row] = chance.choice(MISTYPED)
    frame: dict[str, Any] = {name: pd.Categorical(values) for name, values in columns.items()}
    for name in ("yes_no", "rare", "many"):
        frame[name] = frame[name].rename_categories([f"level {each}" for each in frame[name].categories])
    outcome = yes.astype(np.int64)
    outcome[chance.random(size) < 0.05] = -1
    frame[OUTCOME] = pd.Categorical(pd.Series(outcome).map({0: "no", 1: "yes"}), ["no", "yes"])
    if chance.random() < 0.5:
        frame[CLIENT] = pd.Categorical(chance.integers(0, size // 2, size=size).astype(str))
    kinds: dict[str, FactorKind] = {"depth": "number", "share": "number"}
    factors = tuple(
        Factor(name, name, kinds.get(name, "category"), tuple(frame[name].categories), is_extra=True)
        for name in columns
    )
    return Log(pd.DataFrame(frame), factors), mistyped


def tried(seed: int, treatments: int | None = None) -> Iterator[Tried]:
    """Ask for all factors at once, numbers as a steady trend and in fifths."""
    log, mistyped = large_log(seed, treatments)
    names = tuple(factor.name for factor in log.factors)
    ways: tuple[Entered, ...] = ("per unit", "levels")
    for entered in ways:
        start = time.perf_counter()
        found: Adjusted | Refusal = adjusted(InMemory(log), names, entered)
        seconds = time.perf_counter() - start
        refused = type(found.reason).__name__ if isinstance(found, Refusal) else None
        yield Tried(seed, len(log), mistyped, entered, _is_mixed(log), refused, seconds)


def _is_mixed(log: Log) -> bool:
    """Tell whether both outcomes occur at the rare level."""
    outcomes = log.codes(OUTCOME)[log.codes("rare") == 1]
    return {0, 1} <= set(outcomes.tolist())


def main(logs: int = LOGS, first: int = 0) -> None:
    """Print each log that was refused, then how many were."""
    every: list[Tried] = []
    for seed in range(first, first + logs):
        every.extend(tried(seed))
        last = every[-1]
        reasons = [each.refused for each in every[-2:] if each.refused]
        print(f"{seed}: {last.treatments:,} treatments, {last.mistyped} mistyped, {last.seconds:.1f} s", *reasons)
        sys.stdout.flush()
    refused, wronged = sum(each.refused is not None for each in every), sum(each.wronged for each in every)
    slowest = max(each.seconds for each in every)
    print(
        f"{refused} of {len(every)} models of {logs} logs refused, {wronged} wrongly; the slowest took {slowest:.1f} s"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
