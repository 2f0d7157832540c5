"""How often a shape of a number is found, by chance and where there is one.

Logs of 1,500 treatments of clients who come back, with four numbers and four other factors. Run
``python -m tests.simulations.shapes`` for the shares that the Methods page shows.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.special import expit

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.log import Log
from analysis.questions.at_a_glance import at_a_glance
from tests.logs import log_of

# Chance is rare, so that it takes more logs to count it.
LOGS = {"no link": 4_000, "both ends": 1_000}
SEED = 20_261_126
TREATMENTS, CLIENTS = 1_500, 900
NUMBERS, OTHERS = 4, 4
# By how much the log-odds at both ends of the number lie above those in its middle.
BEND = 1.5


def drawn(chance: np.random.Generator, bend: float) -> Log:
    client = chance.integers(CLIENTS, size=TREATMENTS)
    numbers = chance.normal(size=(CLIENTS, NUMBERS))[client] + chance.normal(size=(TREATMENTS, NUMBERS))
    ranks = numbers[:, 0].argsort().argsort() / TREATMENTS - 0.5
    log_odds = -2.3 + bend * ((2 * ranks) ** 2 - 1 / 3) + 0.7 * chance.normal(size=CLIENTS)[client]
    others = chance.integers(3, size=(TREATMENTS, OTHERS))
    breakout = chance.random(TREATMENTS) < expit(log_odds)
    header = [f"number {place}" for place in range(NUMBERS)] + [f"other {place}" for place in range(OTHERS)]
    rows = [
        ",".join([f"C-{of:04d}", *(f"{each:.2f}" for each in own), *(f"level {each}" for each in rest), yes])
        for of, own, rest, yes in zip(client, numbers, others, np.where(breakout, "yes", "no"), strict=True)
    ]
    return log_of("\n".join([",".join(["client_id", *header, "breakout"]), *rows]) + "\n")


def simulate(logs: int, bend: float, seed: int = SEED) -> dict[str, float]:
    """Return the shares of logs in which any difference, any shape and the first number's own are linked."""
    chance = np.random.default_rng(seed)
    found = np.zeros((logs, 4), dtype=bool)
    for place in range(logs):
        factors = at_a_glance(InMemory(drawn(chance, bend))).factors
        first = next(each for each in factors if each.factor.title == "number 0")
        any_of = [any(each.is_linked for each in factors), any(each.is_linked_in_shape for each in factors)]
        found[place] = (*any_of, first.is_linked, first.is_linked_in_shape)
    names = ("any difference", "any shape", "the first number's difference", "the first number's shape")
    shares = dict(zip(names, found.mean(axis=0).tolist(), strict=True))
    return {**shares, "anything": float(found[:, :2].any(axis=1).mean())}


if __name__ == "__main__":
    for name, bend in (("no link", 0.0), ("both ends", BEND)):
        logs = int(sys.argv[1]) if len(sys.argv) > 1 else LOGS[name]
        print(name, {each: f"{share:.1%}" for each, share in simulate(logs, bend).items()})
