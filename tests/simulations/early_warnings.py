"""How often a log in which nothing changes has early warnings, and how often a CUSUM has an alarm, false or not.

Run ``python -m tests.simulations.early_warnings`` (some minutes); copy what it prints to `analysis/wording/methods.md`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from analysis.counting.in_memory import InMemory
from analysis.methods.control_chart.cusum import weights
from analysis.methods.control_chart.run_length import average_run_length, limit_for
from analysis.outcome_log.log import Log
from analysis.questions.warnings import early_warnings
from tests.logs import log_of

MONTHS, LOGS, SEED = 24, 100, 20_261_126
DAYS = 730
CLINICS, PRACTITIONERS, LOTS = 3, 9, 36
SEVERE, SIGN = 0.1, 0.01
# Rate and treatments a month.
STEADY = ((0.09, 75), (0.09, 30), (0.04, 150))
RUNS = 1_000
KINDS = {
    "month": "Month",
    "shift of 7": "Run",
    "trend of 7": "Run",
    "2 of 3 beyond 2 sigma": "Run",
    "lot": "Lot",
    "practitioner": "Practitioner, clinic or device",
    "clinic": "Practitioner, clinic or device",
    "device": "Practitioner, clinic or device",
    "severity": "Severe or warning sign",
    "swelling": "Severe or warning sign",
    "pustules": "Severe or warning sign",
    "cusum": "CUSUM",
}
NAMES = tuple(dict.fromkeys(KINDS.values()))


@dataclass(frozen=True)
class Warned:
    """The shares of logs with any warning, and with one of each kind; and how many warnings a month there are."""

    any_warning: float
    by_kind: dict[str, float]
    a_month: float


def steady_log(rate: float, treatments: int, seed: int, later: float = 1.0) -> Log:
    """Return a log of `MONTHS` months; from the middle on the rate of the first clinic is `later` times as high."""
    chance = np.random.default_rng(seed)
    lines = ["treatment_date,clinic,practitioner,cartridge_lot,acne_history,severity,swelling,pustules,breakout"]
    start = np.datetime64("2024-01-01")
    for day in np.sort(chance.integers(0, DAYS, treatments * MONTHS)):
        practitioner = chance.integers(PRACTITIONERS)
        clinic = practitioner % CLINICS
        higher = later if clinic == 0 and day >= DAYS // 2 else 1.0
        yes = chance.random() < rate * higher
        severity = ("severe" if chance.random() < SEVERE else "mild") if yes else ""
        signs = ",".join("yes" if chance.random() < SIGN else "no" for _ in range(2))
        lot = f"L{day * LOTS // DAYS}"
        history = ("none", "past", "current")[chance.integers(3)]
        lines.append(
            f"{start + int(day)},C{clinic},P{practitioner},{lot},{history},{severity},{signs},{'yes' if yes else 'no'}"
        )
    return log_of("\n".join(lines))


def simulate(rate: float, treatments: int, logs: int, seed: int, later: float = 1.0) -> Warned:
    """Return which warnings logs have."""
    having: Counter[str] = Counter()
    number = 0
    for place in range(logs):
        found = early_warnings(InMemory(steady_log(rate, treatments, seed + place, later)))
        having.update({next(name for start, name in KINDS.items() if each.key.startswith(start)) for each in found})
        having["any"] += bool(found)
        number += len(found)
    by_kind = {name: having[name] / logs for name in NAMES}
    return Warned(having["any"] / logs, by_kind, number / logs / MONTHS)


def simulated_run_length(limit: float, rate: float, a_day: int, runs: int, truth: float = 1.0) -> float:
    """Return after how many treatments a score reaches its limit on average, with so many treatments a day."""
    chance = np.random.default_rng(SEED)
    yes, no = (float(each) for each in weights(rate))
    really = truth * rate / (1 + (truth - 1) * rate)
    score, length, running = np.zeros(runs), np.zeros(runs), np.ones(runs, dtype=bool)
    while running.any():
        breakouts = chance.binomial(a_day, really, int(running.sum()))
        step = breakouts * yes + (a_day - breakouts) * no
        length[running] += a_day
        score[running] = np.maximum(score[running] + step, 0.0)
        running &= score < limit
    return float(length.mean())


if __name__ == "__main__":
    print(f"Of {LOGS:,} logs (first seed {SEED}), {MONTHS} months each:\n")
    print(f"| Rate, treatments a month | Any warning | {' | '.join(NAMES)} | Warnings a year |")
    print(f"|{'---|' * (3 + len(NAMES))}")
    for place, (rate, treatments) in enumerate(STEADY):
        steady = simulate(rate, treatments, LOGS, SEED + 1_000 * place)
        shares = " | ".join(f"{100 * share:.0f}%" for share in (steady.any_warning, *steady.by_kind.values()))
        print(f"| {100 * rate:.0f} per 100, {treatments} | {shares} | {12 * steady.a_month:.1f} |")
    changed = simulate(*STEADY[0], LOGS, SEED, 2.5)
    print(f"\nWhere one clinic's rate is 2.5 times as high after a year: CUSUM {100 * changed.by_kind['CUSUM']:.0f}%, ")
    print(f"any warning {100 * changed.any_warning:.0f}%.\n")
    print("| Rate, treatments a day | Run length worked out | simulated | after a doubling | simulated |")
    print(f"|{'---|' * 5}")
    for rate, a_day in ((0.09, 1), (0.09, 4), (0.09, 15), (0.04, 4)):
        chances = np.array([rate])
        limit = limit_for(9_000, chances, np.ones(1))
        doubled = average_run_length(limit, chances, np.ones(1), truth=2)
        found = (simulated_run_length(limit, rate, a_day, RUNS, truth) for truth in (1.0, 2.0))
        lengths = [9_000, next(found), doubled, next(found)]
        print(f"| {100 * rate:.0f} per 100, {a_day} | {' | '.join(f'{length:,.0f}' for length in lengths)} |")
