"""How often a chart over time has a signal though nothing changed, and how often it shows a change that there was.

Run ``python -m tests.simulations.control_charts`` (some seconds); copy what it prints to `analysis/wording/methods.md`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np

from analysis.methods.control_chart.p_chart import control_chart
from analysis.methods.control_chart.rules import RULES
from analysis.methods.rate import level_rate
from analysis.outcome_log.periods import month_start

POINTS = 24
LOGS, SEED = 2_000, 20_261_126
FIRST = dt.date(2024, 1, 1)
# Rate and treatments a month.
STEADY = ((0.09, 75), (0.09, 45), (0.05, 100), (0.15, 60), (0.09, 400))
# Of the last twelve months.
CHANGED = 2.0


@dataclass(frozen=True)
class Found:
    """The shares of charts with any signal, with each kind of it, and with limits that were widened."""

    any_signal: float
    by_rule: dict[str, float]
    widened: float


def simulate(rate: float, treatments: int, logs: int, seed: int, later: float = 1.0) -> Found:
    """Return what is found in logs of `POINTS` months; from the middle on their rate is `later` times as high."""
    chance = np.random.default_rng(seed)
    rates = np.where(np.arange(POINTS) < POINTS // 2, rate, rate * later)
    having: Counter[str] = Counter()
    for _ in range(logs):
        sizes = chance.poisson(treatments, POINTS)
        months = [
            level_rate(month_start(FIRST, place), int(of - yes), int(yes), 0)
            for place, (of, yes) in enumerate(zip(sizes, chance.binomial(sizes, rates), strict=True))
        ]
        chart = control_chart(months, "month")
        found = {signal.rule for point in chart.points for signal in point.signals}
        having.update(found)
        having["any"] += bool(found)
        having["widened"] += chart.kind == "p'"
    by_rule = {rule: having[rule] / logs for rule in RULES}
    return Found(having["any"] / logs, by_rule, having["widened"] / logs)


if __name__ == "__main__":
    print(f"Of {LOGS:,} logs (seed {SEED}), {POINTS} months each:\n")
    print(f"| Rate, treatments a month | Any signal | {' | '.join(RULES)} |")
    print(f"|{'---|' * (2 + len(RULES))}")
    for place, (rate, treatments) in enumerate(STEADY):
        steady = simulate(rate, treatments, LOGS, SEED + place)
        shares = " | ".join(f"{100 * share:.0f}%" for share in (steady.any_signal, *steady.by_rule.values()))
        print(f"| {100 * rate:.0f} per 100, {treatments} | {shares} |")
    changed = simulate(*STEADY[0], LOGS, SEED, CHANGED)
    print(f"\nWhere the rate doubles after a year: {100 * changed.any_signal:.0f}% have a signal.")
