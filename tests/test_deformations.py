"""The deformations themselves: the same seed gives the same file, and none changes what is true of a log."""

from __future__ import annotations

import random

import pytest

from tests.clean_logs import DOUBTS, clean_log
from tests.deformation_trials import Case, alone, case, steps
from tests.deformations import DEFORMATIONS


def test_there_are_many_and_each_says_what_it_does() -> None:
    assert len(DEFORMATIONS) >= 25
    assert all(each.change.__doc__ and each.wordings and each.name in each.claims for each in DEFORMATIONS.values())


def test_a_clean_log_has_both_outcomes_and_some_that_are_not_known() -> None:
    for seed in range(50):
        log = clean_log(seed)
        treatments, breakouts, no_breakouts = log.truth.counts
        assert 12 <= treatments == len(log.rows) <= 60
        assert breakouts >= 3
        assert no_breakouts >= 3
        assert breakouts + no_breakouts < treatments
        assert clean_log(seed) == log


def test_the_same_number_is_the_same_case_and_what_is_done_to_it_goes_together() -> None:
    for number in range(200):
        drawn = case(number)
        assert drawn == case(number)
        kinds = [step.deformation for step in drawn.steps]
        assert all(one.goes_with(other) for at, one in enumerate(kinds) for other in kinds[at + 1 :])


@pytest.mark.parametrize("name", DEFORMATIONS)
def test_a_deformation_changes_the_file_and_not_the_truth(name: str) -> None:
    trials = list(alone(range(40), [name], logs_each=1))
    assert trials
    changed = 0
    for trial in trials:
        clean = clean_log(trial.log)
        sheet = trial.sheet
        assert sheet.truth == clean.truth
        assert DOUBTS.index(sheet.doubt) >= DOUBTS.index(DEFORMATIONS[name].doubt_in(clean))
        # What a workbook is packed with has the time in it.
        if sheet.kind in {"csv", "html"} and sheet.packing != "zip":
            assert sheet.written() == Case(trial.log, trial.steps).sheet.written()
        changed += sheet.name != clean.name or sheet.written() != clean.written()
    assert changed


def test_a_step_is_the_same_without_the_others() -> None:
    """That is what lets a chain be shortened."""
    chosen = [DEFORMATIONS["spelled_by_many_hands"], DEFORMATIONS["page_marks"]]
    both = steps(chosen, random.Random(1))
    spelled = Case(7, both[:1]).sheet
    marked = Case(7, both).sheet
    assert set(spelled.rows) <= set(marked.rows)
    assert len(marked.rows) > len(spelled.rows)
