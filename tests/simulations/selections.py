"""How often eleven selections of a log without any link show one: the sample's treatments with shuffled outcomes.

Run ``python -m tests.simulations.selections`` for the shares that the Methods page shows.
"""

from __future__ import annotations

import sys

import numpy as np

from analysis.counting.in_memory import InMemory
from analysis.methods.linked import chance_of_any_link
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import OUTCOME
from analysis.questions.at_a_glance import at_a_glance
from tests.simulations.honesty import sample_log, with_outcomes

LOGS, SEED = 200, 20_261_127
# The whole log, each clinic, three treatments, each acne history, oily skin: what a manager looks through.
BY = {
    "clinic": ("Harbour", "Northgate", "Café Quarter"),
    "treatment": ("microneedling", "RF microneedling", "microneedling + PRP"),
    "acne_history": ("none", "past", "current"),
    "skin_type": ("oily",),
}
SELECTIONS = (Filters(), *(Filters(levels=((name, (level,)),)) for name, levels in BY.items() for level in levels))


def simulate(logs: int, seed: int = SEED) -> np.ndarray:
    """Return which selections of each log show any link, shape (logs, selections)."""
    log, chance = sample_log(), np.random.default_rng(seed)
    outcomes = log.codes(OUTCOME)
    found = np.zeros((logs, len(SELECTIONS)), dtype=bool)
    for place in range(logs):
        shuffled = with_outcomes(log, chance.permutation(outcomes))
        for at, filters in enumerate(SELECTIONS):
            factors = at_a_glance(InMemory(shuffled, filters)).factors
            found[place, at] = any(each.is_linked or each.is_linked_in_shape for each in factors)
    return found


if __name__ == "__main__":
    seen = simulate(int(sys.argv[1]) if len(sys.argv) > 1 else LOGS)
    one, any_of = seen[:, 0].mean(), seen.any(axis=1).mean()
    print(f"{len(seen)} logs, one selection: {one:.1%}; any of {seen.shape[1]}: {any_of:.1%}")
    print(f"said: up to {chance_of_any_link(seen.shape[1]):.1%}")
