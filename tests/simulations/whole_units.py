"""How often a clinic or a grade without any effect is flagged, where treatments by one practitioner are alike.

Each practitioner has a clinic and a grade, and true log odds of their own; now and then they help out elsewhere.
Run ``python -m tests.simulations.whole_units`` for the shares with and without allowing for that, and of how many true
effects are found; it takes about ten minutes. The same is asked of the grades of breakouts, of whether an outcome is
known, and of two factors together, where the second is at random or the practitioners' own as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from analysis.counting.tallies import OneWay, TwoWay
from analysis.methods.grades import LevelGrades, graded
from analysis.methods.one_factor import examine
from analysis.methods.rate import total_rate
from analysis.methods.together import Together, put_together
from analysis.methods.units import SharedUnits, least_alike, whole_units
from analysis.methods.unknowns import unknown_outcomes, whether_known
from analysis.outcome_log.log import Factor
from analysis.results import SIGNIFICANT

LOGS, SEED = 2_000, 20_261_128
USUAL = -2.4
TREATMENTS = 2_200
# How much of a practitioner's work is at another level.
ELSEWHERE = 0.02
EFFECT = 0.8
# How many levels the second of two factors has, and what share of breakouts is severe.
SECOND, SEVERE = 3, 0.3
PRACTITIONER = Factor("practitioner", "Practitioner", "category", ())


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Flagged:
    """In what share of logs something is flagged by chance, without and with allowing for units."""

    plain: float
    own: float


def simulate_answers(team: Team, logs: int, seed: int) -> tuple[Flagged, Flagged]:
    """Return how often grades of breakouts, and whether an outcome is known, are called different."""
    chance, seen = np.random.default_rng(seed), np.zeros((2, 2))
    for _ in range(logs):
        factor, both = drawn(team, chance)
        answers = np.stack([both.counts[..., 0], *_split(both.counts[..., 1], chance)], axis=-1)
        levels = [
            LevelGrades(name, tuple(map(int, of_level)), 0)
            for name, of_level in zip(factor.levels, answers[:-1].sum(axis=1), strict=True)
        ]
        unknown = TwoWay(both.factors, both.levels, both.counts[..., [0, 2, 1]])
        tally = OneWay(factor.name, both.levels[0], unknown.counts.sum(axis=1))
        units = whole_units(both, PRACTITIONER, answers)
        follow_up = whole_units(unknown, PRACTITIONER, whether_known(unknown.counts)[..., :2])
        result = examine(factor, tally)
        for place, allow in enumerate((False, True)):
            graded_test = graded(factor, ("none", "mild", "severe"), levels, units=units if allow else None).test
            told = unknown_outcomes(result, tally, total_rate(tally.total), units=follow_up if allow else None)
            seen[0, place] += graded_test is not None and graded_test.p_value < SIGNIFICANT
            seen[1, place] += told.spread is not None and told.spread.p_value < SIGNIFICANT
    of_grades, of_known = (seen / logs).tolist()
    return Flagged(*of_grades), Flagged(*of_known)


def simulate_together(team: Team, logs: int, seed: int, *, both_whole: bool) -> tuple[Flagged, Flagged]:
    """Return how often two factors depend on each other, and a combination is called the highest."""
    chance, seen = np.random.default_rng(seed), np.zeros((2, 2))
    for _ in range(logs):
        for place, found in enumerate(together_by_unit(team, chance, both_whole=both_whole)):
            seen[0, place] += found.test is not None and found.test.p_value < SIGNIFICANT
            seen[1, place] += found.highest is not None
    of_test, of_highest = (seen / logs).tolist()
    return Flagged(*of_test), Flagged(*of_highest)


def together_by_unit(team: Team, chance: np.random.Generator, *, both_whole: bool) -> tuple[Together, Together]:
    """Return two factors together, without and with allowing for the practitioners that one, or both, hold whole."""
    drawn_factor, two = drawn(team, chance)
    known = two.counts[:-1, :-1, :2].sum(axis=-1)
    shares = chance.dirichlet(np.full(SECOND, 8.0), known.shape)
    if both_whole:
        shares = np.broadcast_to(np.eye(SECOND)[np.arange(known.shape[1]) % SECOND], shares.shape)
    sizes = chance.multinomial(known, shares).transpose(0, 2, 1)
    breakouts = chance.binomial(sizes, expit(USUAL + chance.normal(0, team.spread, known.shape[1])))
    counts = np.zeros((len(known) + 1, SECOND + 1, 3), dtype=np.int64)
    counts[:-1, :-1, 0], counts[:-1, :-1, 1] = (sizes - breakouts).sum(axis=2), breakouts.sum(axis=2)
    factor = Factor("room", "Room", team.kind, drawn_factor.levels, is_extra=True)
    second = Factor("second", "Second", "category", tuple(map(str, range(SECOND))), is_extra=True)
    tally = TwoWay((factor.name, second.name), (two.levels[0], (*second.levels, None)), counts)
    held = (
        (each, whole_units(_with_unit(sizes, breakouts, axis), PRACTITIONER))
        for each, axis in ((factor, 1), (second, 0))
    )
    least = least_alike((each, units) for each, units in held if units is not None)
    shared = None if least is None else SharedUnits(*least, sizes)
    return put_together(factor, second, tally), put_together(factor, second, tally, shared=shared)


def _split(breakouts: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    severe = chance.binomial(breakouts, SEVERE)
    return breakouts - severe, severe


def _with_unit(sizes: np.ndarray, breakouts: np.ndarray, axis: int) -> TwoWay:
    """Return the treatments by one factor and practitioner, the other summed over."""
    counts = np.stack([sizes - breakouts, breakouts, np.zeros_like(sizes)], axis=-1).sum(axis=axis)
    levels = tuple((*map(str, range(places)), None) for places in counts.shape[:2])
    return TwoWay(("factor", "practitioner"), levels, np.pad(counts, ((0, 1), (0, 1), (0, 0))))


def main() -> None:
    for place, team in enumerate(teams()):
        seed, name = SEED + place, f"{team.name}, spread {team.spread}"
        plain, own, answered = simulate(team, LOGS, seed)
        found = simulate(team, LOGS // 4, seed, EFFECT)
        print(
            f"{name}: flagged {plain:.1%} before, {own:.1%} now; answered {answered:.0%}; "
            f"a true effect found {found[0]:.0%} before, {found[1]:.0%} now"
        )
        grades, known = simulate_answers(team, LOGS // 4, seed)
        print(f"{name}: grades flagged {_shares(grades)}; whether an outcome is known {_shares(known)}")
        for both_whole in (False, True):
            test, highest = simulate_together(team, LOGS // 4, seed, both_whole=both_whole)
            second = "theirs as well" if both_whole else "at random"
            print(f"{name}, second factor {second}: dependence {_shares(test)}; a highest {_shares(highest)}")


def _shares(of: Flagged) -> str:
    return f"{of.plain:.1%} before, {of.own:.1%} now"


if __name__ == "__main__":
    main()
