"""What early reviews do to a comparison: practitioners with the same true rate, who review at different times.

Run ``python -m tests.simulations.early_reviews`` for the share of logs in which the plain test and the product's own
find a difference, and for how often the plain rate and the cumulative incidence hold the truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.in_memory import InMemory
from analysis.methods.association import association_test
from analysis.questions.at_a_glance import at_a_glance
from tests.logs import log_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.outcome_log.log import Log

FACTOR = "practitioner"
TRUTH = 0.20
TREATMENTS = 200
LOGS, SEED = 1_000, 20_260_118
FIRST_DAY = np.datetime64("2026-01-05")
# Days of review of the two practitioners, None for any day up to day 21, and the first day on which breakouts begin.
SITUATIONS: dict[str, tuple[dict[str, int | None], int]] = {
    "both at day 14": ({"P01": 14, "P02": 14}, 1),
    "both at day 7": ({"P01": 7, "P02": 7}, 1),
    "day 14 and day 7": ({"P01": 14, "P02": 7}, 1),
    "day 14 and day 3": ({"P01": 14, "P02": 3}, 1),
    "day 14 and day 3, breakouts from day 4 on": ({"P01": 14, "P02": 3}, 4),
    "both on any day": ({"P01": None, "P02": None}, 1),
    "day 14 and any day": ({"P01": 14, "P02": None}, 1),
}


def practitioners(
    chance: np.random.Generator,
    reviews: Mapping[str, int | None],
    first_day: int = 1,
    rates: Mapping[str, float] | None = None,
) -> Log:
    """Return a log in which each practitioner reviews on a day of their own, None for any day up to day 21.

    Breakouts begin on `first_day` or later, up to day 13; the clinic sees those that have begun by the review.
    """
    rows = [f"{FACTOR},treatment_date,follow_up_date,breakout,onset_day"]
    for name, fixed in reviews.items():
        truth = TRUTH if rates is None else rates[name]
        onset = np.minimum(first_day + chance.gamma(2.0, 2.0, TREATMENTS).astype(int), 13)
        review = chance.integers(0, 22, TREATMENTS) if fixed is None else np.full(TREATMENTS, fixed)
        seen = (chance.random(TREATMENTS) < truth) & (onset <= review)
        day = FIRST_DAY + chance.integers(0, 300, TREATMENTS)
        rows += [
            f"{name},{treated},{treated + after},{'yes' if broke else 'no'},{began if broke else ''}"
            for treated, after, broke, began in zip(day, review, seen, onset, strict=True)
        ]
    return log_of("\n".join(rows) + "\n")


def simulate(reviews: Mapping[str, int | None], first_day: int, logs: int, seed: int) -> dict[str, float]:
    """Return the share of logs with a p-value below 0.05, plain and as the product has it, and what the rates hold."""
    chance = np.random.default_rng(seed)
    plain, own, held_plain, held_own, answered = 0, 0, 0, 0, 0
    for _ in range(logs):
        counts = InMemory(practitioners(chance, reviews, first_day))
        found, tally = at_a_glance(counts), counts.by(FACTOR).answered
        (result,) = found.factors
        usual = association_test(tally.breakouts, tally.no_breakouts)
        plain += usual is not None and usual.p_value < 0.05
        own += result.p_adjusted is not None and result.p_adjusted < 0.05
        rate = found.total.rate
        held_plain += rate is not None and rate.interval.low <= TRUTH <= rate.interval.high
        allowing = rate if found.early is None else found.early.cumulative
        if allowing is not None:
            answered += 1
            held_own += allowing.interval.low <= TRUTH <= allowing.interval.high
    return {
        "linked, plain": plain / logs,
        "linked, product": own / logs,
        "truth held, plain rate": held_plain / logs,
        "truth held, cumulative incidence": held_own / answered if answered else float("nan"),
        "answered": answered / logs,
    }


if __name__ == "__main__":
    for place, (situation, (days, first)) in enumerate(SITUATIONS.items()):
        found = simulate(days, first, LOGS, SEED + place)
        shares = ", ".join(f"{name} {100 * share:.1f}%" for name, share in found.items())
        print(f"{situation}: {shares}")
