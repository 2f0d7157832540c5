"""How often a clinic or a grade without any effect is flagged, where treatments by one practitioner are alike.

Each practitioner has a clinic and a grade, and true log odds of their own; now and then they help out elsewhere.
Run ``python -m tests.simulations.whole_units`` for the shares with and without allowing for that, and of how many true
effects are found; it takes about two minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from analysis.counting.tallies import OneWay, TwoWay
from analysis.methods.one_factor import examine
from analysis.methods.units import whole_units
from analysis.outcome_log.log import Factor

LOGS, SEED = 2_000, 20_261_128
USUAL = -2.4
TREATMENTS = 2_200
# How much of a practitioner's work is at another level.
ELSEWHERE = 0.02
EFFECT = 0.8
PRACTITIONER = Factor("practitioner", "Practitioner", "category", ())


@dataclass(frozen=True, slots=True)
class Team:
    """At which level each practitioner is, and how much the true log odds of practitioners differ."""

    name: str
    at: tuple[int, ...]
    spread: float
    kind: str = "category"


def teams() -> list[Team]:
    shapes = {
        "3 clinics, 12 practitioners": ((0,) * 4 + (1,) * 4 + (2,) * 4, "category"),
        "3 grades, 12 practitioners": ((0, 1, 1, 2) * 3, "ordered"),
        "2 clinics, 6 practitioners": ((0, 0, 0, 1, 1, 1), "category"),
        "3 clinics, 7 practitioners": ((0, 0, 0, 1, 1, 2, 2), "category"),
        "5 clinics, 25 practitioners": (tuple(range(5)) * 5, "category"),
        "2 clinics, 4 practitioners": ((0, 0, 1, 1), "category"),
        "2 clinics, 5 practitioners": ((0, 0, 0, 1, 1), "category"),
    }
    return [Team(name, at, spread, kind) for name, (at, kind) in shapes.items() for spread in (0.0, 0.3, 0.6)]


def drawn(team: Team, chance: np.random.Generator, effect: float = 0.0) -> tuple[Factor, TwoWay]:
    """Return treatments by level and practitioner; `effect` are the log odds of the last level above the others."""
    levels = max(team.at) + 1
    shares = chance.dirichlet(np.full(len(team.at), 8.0))
    at, place = np.array(team.at), np.arange(len(team.at))
    counts = np.zeros((levels + 1, len(team.at) + 1, 3), dtype=np.int64)
    sizes = chance.multinomial(TREATMENTS, shares)
    own = chance.normal(0, team.spread, len(team.at))
    for elsewhere in (False, True):
        here = (at + elsewhere) % levels
        treated = np.rint(sizes * (ELSEWHERE if elsewhere else 1 - ELSEWHERE)).astype(np.int64)
        breakouts = chance.binomial(treated, expit(USUAL + own + effect * (here == levels - 1)))
        counts[here, place, 0] += treated - breakouts
        counts[here, place, 1] += breakouts
    names = tuple(f"level {each}" for each in range(levels))
    factor = Factor("clinic", "Clinic", team.kind, names)
    return factor, TwoWay((factor.name, "practitioner"), ((*names, None), (*map(str, place), None)), counts)


def simulate(team: Team, logs: int, seed: int, effect: float = 0.0) -> tuple[float, float, float]:
    """Return the share of logs in which the factor is linked without its units and with them; and answered at all."""
    chance, plain, own, answered = np.random.default_rng(seed), 0, 0, 0
    for _ in range(logs):
        factor, both = drawn(team, chance, effect)
        tally = OneWay(factor.name, both.levels[0], both.counts.sum(axis=1))
        units = whole_units(both, PRACTITIONER)
        plain += examine(factor, tally).is_linked
        own += examine(factor, tally, units=units).is_linked
        answered += units is None or not units.are_too_few
    return plain / logs, own / logs, answered / logs


def main() -> None:
    for place, team in enumerate(teams()):
        plain, own, answered = simulate(team, LOGS, SEED + place)
        found = simulate(team, LOGS // 4, SEED + place, EFFECT)
        print(
            f"{team.name}, spread {team.spread}: flagged {plain:.1%} before, {own:.1%} now; answered {answered:.0%}; "
            f"a true effect found {found[0]:.0%} before, {found[1]:.0%} now"
        )


if __name__ == "__main__":
    main()
