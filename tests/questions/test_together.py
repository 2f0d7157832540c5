from __future__ import annotations

from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.together import MOST_ROWS
from analysis.outcome_log.log import Log
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.together import possible_others, together
from analysis.wording.together import both
from tests.logs import log_of
from tests.tallies import BREAKOUTS

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def sample() -> tuple[Log, AtAGlance]:
    log = log_of(SAMPLE.read_bytes())
    return log, at_a_glance(InMemory(log))


def test_moisturiser_and_acne_history_do_not_interact_in_the_sample(sample: tuple[Log, AtAGlance]) -> None:
    log, found = sample
    of = together(InMemory(log), log.factor("moisturiser"), log.factor("acne_history"), found)
    assert of.test.p_value > 0.05
    assert both(of, BREAKOUTS).startswith("Nothing shows that")
    assert of.highest.level == ("comedogenic", "current")
    assert of.column_levels == ("none", "past", "current")
    assert sum(cell.treatments for row in of.cells for cell in row) <= found.total.treatments


def test_the_lot_of_the_headline_is_in_the_picture(sample: tuple[Log, AtAGlance]) -> None:
    log, found = sample
    (lot,) = (each for each in found.factors if each.factor.name == "cartridge_lot")
    for other in possible_others(lot, found):
        for first, second in ((lot.factor, other), (other, lot.factor)):
            of = together(InMemory(log), first, second, found)
            shown = of.row_levels if of.rows == lot.factor else of.column_levels
            assert {lot.contrast.level, lot.contrast.reference} <= set(shown)
            assert len(of.row_levels) <= MOST_ROWS


def test_numbers_are_put_together_by_their_fifths(sample: tuple[Log, AtAGlance]) -> None:
    log, found = sample
    of = together(InMemory(log), log.factor("needle_depth_mm"), log.factor("adherence_percent"), found)
    assert len(of.row_levels) <= 5
    assert len(of.column_levels) <= 5


def test_every_pair_of_the_sample_has_words(sample: tuple[Log, AtAGlance]) -> None:
    log, found = sample
    for result in found.factors:
        for other in possible_others(result, found)[:3]:
            of = together(InMemory(log), result.factor, other, found)
            assert both(of, BREAKOUTS).endswith(".")


def test_what_records_the_same_is_no_second_factor(sample: tuple[Log, AtAGlance]) -> None:
    _, found = sample
    (result,) = (each for each in found.factors if each.factor.name == "adherence_percent")
    names = {other.name for other in possible_others(result, found)}
    assert "hands_off" not in names
    assert "acne_history" in names
