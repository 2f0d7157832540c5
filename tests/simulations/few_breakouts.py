"""Whether intervals of Firth's method hold the truth where breakouts are few.

Run ``python -m tests.simulations.few_breakouts``; the Methods page says what it prints.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from analysis.methods.firth import Likelihood, penalised_fit, penalised_test, profile_interval

LOGS = 1000
SEED = 20_260_115
TREATMENTS = 300
# Log odds of the factor asked about and of two others, and how common each is.
TRUTH = np.array([1.0, 0.5, 0.0])
COMMON = (0.3, 0.4, 0.5)
# Breakouts expected for each of the three parameters.
EVENTS = (3, 5, 8)


def simulate(logs: int, per_parameter: int, seed: int = SEED) -> tuple[float, float]:
    """Return in what share of logs the interval of the factor holds the truth, and chance alone is called an effect."""
    chance = np.random.default_rng(seed)
    held: list[bool] = []
    flagged: list[bool] = []
    while len(held) < logs:
        factors = (chance.random((TREATMENTS, 3)) < COMMON).astype(float)
        of = _drawn(factors, TRUTH, per_parameter, chance)
        none = _drawn(factors, TRUTH * [0, 1, 1], per_parameter, chance)
        if of is None or none is None:
            continue
        best, nothing = penalised_fit(of), penalised_fit(none)
        assert best is not None
        assert nothing is not None
        interval, test = profile_interval(of, best, 1), penalised_test(none, nothing, [1])
        assert interval is not None
        assert test is not None
        held.append(bool(interval.low <= TRUTH[0] <= interval.high))
        flagged.append(test.p_value < 0.05)
    return float(np.mean(held)), float(np.mean(flagged))


def _drawn(
    factors: np.ndarray, truth: np.ndarray, per_parameter: int, chance: np.random.Generator
) -> Likelihood | None:
    """Return a log with about so many breakouts, or None where it has fewer than the method asks for."""
    log_odds = factors @ truth
    wanted = per_parameter * len(truth) / TREATMENTS
    lift = np.log(wanted / np.exp(log_odds).mean())
    breakouts = (chance.random(TREATMENTS) < expit(lift + log_odds)).astype(float)
    if breakouts.sum() < 3 * len(truth):
        return None
    rows, place = np.unique(factors, axis=0, return_inverse=True)
    known = np.bincount(place.ravel()).astype(float)
    matrix = np.column_stack([np.ones(len(rows)), rows])
    return Likelihood(matrix, np.bincount(place.ravel(), weights=breakouts), known)


def main() -> None:
    for per_parameter in EVENTS:
        held, flagged = simulate(LOGS, per_parameter)
        print(f"{per_parameter} breakouts for each parameter: {held:.1%} hold the truth, {flagged:.1%} flag chance")


if __name__ == "__main__":
    main()
