"""Units that levels hold whole: how alike they are as in R, and what a comparison that rests on them may say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay, TwoWay
from analysis.methods.closer_cautions import RestsOnUnits, TooFewUnits
from analysis.methods.each_level import against_all_others
from analysis.methods.grades import LevelGrades, graded
from analysis.methods.one_factor import examine
from analysis.methods.power import ability
from analysis.methods.rate import total_rate
from analysis.methods.units import WholeUnits, whole_units
from analysis.methods.unknowns import unknown_outcomes, whether_known
from analysis.outcome_log.log import Level
from analysis.results import FactorResult
from tests.simulations.whole_units import (
    Team,
    simulate,
    simulate_answers,
    simulate_together,
    teams,
    together_by_unit,
)
from tests.tallies import Known, factor, kinds, r_values

PRACTITIONER = factor(name="practitioner", title="Practitioner")
# Of each practitioner: clinic, treatments, breakouts.
Work = tuple[tuple[int, int, int], ...]
ALIKE: Work = ((0, 200, 20), (0, 150, 15), (0, 100, 10), (1, 200, 40), (1, 150, 30), (1, 100, 20))
UNLIKE: Work = ((0, 200, 4), (0, 150, 30), (0, 100, 11), (1, 200, 60), (1, 150, 15), (1, 100, 15))


def two_way(work: Work) -> TwoWay:
    levels = max(level for level, *_ in work) + 1
    counts = np.zeros((levels + 1, len(work) + 1, 3), dtype=np.int64)
    for unit, (level, known, breakouts) in enumerate(work):
        counts[level, unit, :2] += known - breakouts, breakouts
    names = tuple(f"clinic {each}" for each in range(levels))
    return TwoWay(
        ("clinic", "practitioner"), ((*names, None), (*(f"P{each}" for each in range(len(work))), None)), counts
    )


def held(work: Work) -> WholeUnits | None:
    return whole_units(two_way(work), PRACTITIONER)


def clinic(work: Work, *, by_unit: bool = True) -> tuple[FactorResult, OneWay]:
    both = two_way(work)
    tally = OneWay("clinic", both.levels[0], both.counts.sum(axis=1))
    of = factor(name="clinic", title="Clinic", levels=both.levels[0][:-1])
    return examine(of, tally, units=whole_units(both, PRACTITIONER) if by_unit else None), tally


@pytest.mark.parametrize("known", r_values("nested", "units"), ids=lambda known: known["name"])
def test_units_are_as_alike_as_in_r(known: Known) -> None:
    work = tuple(zip((each - 1 for each in known["level"]), known["known"], known["breakouts"], strict=True))
    found = held(work)
    assert found is not None
    assert found.alike == pytest.approx(max(known["alike"], 0.0), rel=1e-9)
    assert found.freedom == known["freedom"]
    of_levels = found.sizes(found.levels)
    effects = [of_levels.effect(one) for one in np.eye(len(found.levels))]
    assert effects == pytest.approx(known["design_effects"], rel=1e-9)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(10, 200), st.integers(0, 10)), min_size=6, max_size=15))
def test_an_interval_is_never_narrower_for_its_units(work: list[tuple[int, int, int]]) -> None:
    """However alike the treatments of one practitioner are."""
    both = tuple((level, known, min(breakouts, known)) for level, known, breakouts in [(0, 30, 3), (1, 30, 5), *work])
    plain, own = clinic(both, by_unit=False)[0].contrast, clinic(both)[0].contrast
    if plain is None or own is None:
        assert plain is own
        return
    shown, allowing = plain.comparison.risk_difference, own.comparison.risk_difference
    assert allowing.value == shown.value
    assert allowing.interval.low <= shown.interval.low + 1e-12
    assert allowing.interval.high >= shown.interval.high - 1e-12


def test_a_difference_between_clinics_may_be_one_between_their_practitioners() -> None:
    plain, own = clinic(UNLIKE, by_unit=False)[0], clinic(UNLIKE)[0]
    assert plain.is_linked
    assert not own.is_linked
    assert RestsOnUnits in kinds(own.cautions)
    assert own.test is not None
    assert plain.test is not None
    assert own.test.p_value > 0.1 > plain.test.p_value


def test_how_much_data_would_be_enough_is_stated_to_rest_on_practitioners() -> None:
    assert RestsOnUnits in kinds(ability(clinic(UNLIKE)[0]).cautions)
    assert RestsOnUnits not in kinds(ability(clinic(UNLIKE, by_unit=False)[0]).cautions)


def test_a_difference_that_all_practitioners_of_a_clinic_have_is_found() -> None:
    assert clinic(ALIKE)[0].is_linked


def test_a_single_treatment_elsewhere_keeps_a_practitioner_whole_and_half_of_them_does_not() -> None:
    both = two_way(UNLIKE)
    both.counts[1, 0, 0] += 1
    found = whole_units(both, PRACTITIONER)
    assert found is not None
    assert (found.number, found.freedom) == (6, 4)
    both.counts[1, 0] += both.counts[0, 0]
    assert whole_units(both, PRACTITIONER) is None


@pytest.mark.parametrize(
    "work",
    [((0, 100, 9), (1, 100, 20)), ((0, 100, 9), (0, 90, 8)), ((0, 100, 9), (0, 90, 8), (1, 5, 1))],
    ids=["one for each level", "one level", "a level too small"],
)
def test_nothing_is_held_whole(work: Work) -> None:
    assert held(work) is None


def test_too_few_units_show_nothing_and_that_is_stated() -> None:
    result, _ = clinic(((0, 400, 20), (0, 300, 16), (1, 300, 90)))
    assert not result.is_linked
    assert result.test is None
    assert TooFewUnits in kinds(result.cautions)


def test_each_level_against_all_others_allows_for_units_too() -> None:
    work: Work = tuple((each % 4, 150, 5 + 3 * (each * 7 % 5)) for each in range(12))
    result, tally = clinic(work)
    units = held(work)
    plain, own = against_all_others(result, tally), against_all_others(result, tally, units=units)
    assert set(plain) == set(own) != set()
    for level, each in own.items():
        assert RestsOnUnits in kinds(each.cautions)
        width = [of.contrast.comparison.risk_difference.interval for of in (plain[level], each) if of.contrast]
        assert width[0].high - width[0].low < width[1].high - width[1].low


def test_grades_of_units_are_as_alike_as_in_r() -> None:
    (known,) = r_values("graded", "units")
    answers = np.zeros((3, 7, 3), dtype=np.int64)
    for unit, (level, grades) in enumerate(zip(known["level"], known["grades"], strict=True)):
        answers[level - 1, unit] = grades
    levels = (("clinic 0", "clinic 1", None), (*"ABCDEF", None))
    found = whole_units(TwoWay(("clinic", "practitioner"), levels, np.zeros_like(answers)), PRACTITIONER, answers)
    assert found is not None
    assert found.alike == pytest.approx(known["alike"], rel=1e-9)
    assert found.freedom == known["freedom"]


def test_grades_rest_on_practitioners_or_on_too_few_of_them() -> None:
    few: Work = ((0, 400, 20), (0, 300, 16), (1, 300, 90))
    for work, kind in ((UNLIKE, RestsOnUnits), (few, TooFewUnits)):
        both = two_way(work)
        levels = [LevelGrades(name, tuple(of[:2].tolist()), 0) for name, of in zip(*_named(both), strict=True)]
        of = factor(name="clinic", title="Clinic", levels=both.levels[0][:-1])
        plain, own = (graded(of, ("none", "mild"), levels, units=units) for units in (None, held(work)))
        assert kind in kinds(own.cautions)
        assert plain.test is not None
        assert plain.test.p_value < 0.05
        assert own.test is None or own.test.p_value > 0.1
        assert (own.test is None) == (kind is TooFewUnits)


def test_where_outcomes_are_unknown_may_be_a_matter_of_practitioners() -> None:
    for work, kind in ((UNLIKE, RestsOnUnits), (((0, 400, 20), (0, 300, 16), (1, 300, 90)), TooFewUnits)):
        both = two_way(work)
        unknown = TwoWay(both.factors, both.levels, both.counts[..., [0, 2, 1]])
        tally = OneWay("clinic", both.levels[0], unknown.counts.sum(axis=1))
        result = examine(factor(name="clinic", title="Clinic", levels=both.levels[0][:-1]), tally)
        units = whole_units(unknown, PRACTITIONER, whether_known(unknown.counts)[..., :2])
        plain, own = (unknown_outcomes(result, tally, total_rate(tally.total), units=each) for each in (None, units))
        assert plain.spread is not None
        assert plain.spread.p_value < 0.05
        assert kind in kinds(own.cautions)
        assert own.spread is None or own.spread.p_value > 0.1


@given(seed=st.integers(0, 2**32 - 1), spread=st.floats(0, 0.6), both_whole=st.booleans())
@settings(max_examples=20)
def test_two_factors_depend_on_each_other_no_more_surely_for_their_units(
    *, seed: int, spread: float, both_whole: bool
) -> None:
    team = Team("", (0, 0, 0, 1, 1, 1, 2, 2), spread)
    plain, own = together_by_unit(team, np.random.default_rng(seed), both_whole=both_whole)
    assert own.cells == plain.cells
    if own.test is not None:
        assert plain.test is not None
        assert own.test.p_value >= plain.test.p_value - 1e-12
    assert own.highest is None or own.highest == plain.highest


def _named(of: TwoWay) -> tuple[tuple[Level, ...], np.ndarray]:
    return of.levels[0][:-1], of.counts[:-1].sum(axis=1)


def _team(spread: float) -> Team:
    (team,) = (each for each in teams() if each.name == "3 clinics, 12 practitioners" and each.spread == spread)
    return team


def test_chance_is_flagged_as_seldom_as_promised() -> None:
    """A small run of the simulation on the Methods page."""
    plain, own, answered = simulate(_team(0.3), 200, 1)
    assert plain > 0.15
    assert own < 0.06
    assert answered == 1


def test_neither_are_grades_nor_unknown_outcomes_flagged_for_their_practitioners() -> None:
    for of in simulate_answers(_team(0.3), 100, 1):
        assert of.plain > 0.12
        assert of.own <= 0.06


def test_neither_are_two_factors_together() -> None:
    of_test, of_highest = simulate_together(_team(0.6), 60, 1, both_whole=True)
    assert min(of_test.plain, of_highest.plain) > 0.5
    assert max(of_test.own, of_highest.own) <= 0.06
