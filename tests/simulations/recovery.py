"""How often the intervals of Recovery hold the truth where clients come back, and how often its test is wrong.

Run ``python -m tests.simulations.recovery`` for the shares. Clients break out more or less readily, and heal more or
less fast, each time they come; some treatments are reviewed early, so that what happens later is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.in_memory import InMemory
from analysis.methods.incidence_curve import incidence_curve
from analysis.questions.recovery import recovery, recovery_by
from tests.logs import log_of

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log

LOGS, SEED = 1_000, 20_261_126
CLIENTS, VISITS = 120, 5
RATE, WINDOW = 0.2, 14
# A breakout of the client in the middle lasts so many days, the longer one's own as many times.
MEDIAN_LENGTH, SPREAD = 7.0, 0.6
BY_DAY = (3, 7, 14)
FIRST_DAY = np.datetime64("2026-01-05")


@dataclass(frozen=True)
class Shares:
    """The share of logs whose intervals hold the truth, with the design effect and without, and of false alarms."""

    held: dict[str, float]
    without: dict[str, float]
    alarms: float


def came_back(chance: np.random.Generator, clients: int = CLIENTS, visits: int = VISITS) -> Log:
    """Return a log of clients who each came so often, with a skin of their own; nothing depends on `skin_type`."""
    # Beta with a mean of RATE and an intraclass correlation of 0.25.
    readily = chance.beta(0.6, 2.4, clients)
    slow = chance.normal(0.0, SPREAD, clients)
    skin = chance.choice(["dry", "oily", "normal"], clients)
    rows = ["client_id,treatment_date,follow_up_date,skin_type,breakout,onset_day,resolved_day"]
    for client in range(clients):
        for visit in range(visits):
            review = WINDOW + 30 if chance.random() < 0.6 else int(chance.integers(1, WINDOW + 1))
            onset = min(int(chance.gamma(2.0, 2.0)), WINDOW - 1)
            broke = chance.random() < readily[client] and onset <= review
            gone = onset + round(MEDIAN_LENGTH * np.exp(slow[client] + chance.normal(0.0, 0.3)))
            day = FIRST_DAY + 60 * visit + client % 50
            course = f"yes,{onset},{gone if gone <= review else ''}" if broke else "no,,"
            rows.append(f"C{client},{day},{day + review},{skin[client]},{course}")
    return log_of("\n".join(rows) + "\n")


def truth(chance: np.random.Generator, draws: int = 2_000_000) -> dict[int, float]:
    """Return the share that breaks out by each day."""
    onset = np.minimum(chance.gamma(2.0, 2.0, draws).astype(int), WINDOW - 1)
    return {day: RATE * float((onset <= day).mean()) for day in BY_DAY}


def simulate(logs: int = LOGS, seed: int = SEED) -> Shares:
    """Return how often the intervals hold the truth."""
    chance = np.random.default_rng(seed)
    true = truth(chance)
    held = {f"by day {day}": 0 for day in BY_DAY} | {"median length": 0}
    without, alarms = dict(held), 0
    for _ in range(logs):
        log = came_back(chance)
        counts = InMemory(log)
        found = recovery(counts)
        onset, lasting, times, lengths = found.onset, found.lasting, counts.onsets(), counts.durations()
        if onset is None or lasting is None or times is None or lengths is None:
            continue
        plain = incidence_curve(times.events[0], times.censored[0])
        for day in BY_DAY:
            for into, curve in ((held, onset.whole), (without, plain)):
                interval = curve.shares[day].interval
                into[f"by day {day}"] += interval.low <= true[day] <= interval.high
        plain = incidence_curve(lengths.events[0], lengths.censored[0])
        for into, curve in ((held, lasting.whole), (without, plain)):
            low, high = curve.median.low, curve.median.high
            into["median length"] += (low is None or low <= MEDIAN_LENGTH) and (high is None or high >= MEDIAN_LENGTH)
        split = recovery_by(counts, log.factor("skin_type"), found).onset
        test = None if split is None or split.by_level is None else split.by_level.test
        alarms += test is not None and test.p_value < 0.05
    of_logs = [{name: number / logs for name, number in each.items()} for each in (held, without)]
    return Shares(of_logs[0], of_logs[1], alarms / logs)


def main() -> None:
    """Print the shares."""
    found = simulate()
    print("| Interval | With the design effect | Without |\n|---|---|---|")
    for name, share in found.held.items():
        print(f"| {name} | {share:.1%} | {found.without[name]:.1%} |")
    print(f"Log-rank tests below 0.05 where nothing differs: {found.alarms:.1%}")


if __name__ == "__main__":
    main()
