"""Blanks filled in: beside the complete cases, never in their place, and nothing where nothing is blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.model_cautions import TooManyToFillIn
from analysis.outcome_log.log import Log
from analysis.questions import imputed as asking
from analysis.questions.adjusted import Adjusted, adjusted, default_factors
from analysis.questions.imputed import Imputed, NotImputed, imputed
from tests.logs import log_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def sample() -> Log:
    return log_of(SAMPLE.read_bytes())


def test_the_sample_log_finds_a_true_effect_that_complete_cases_miss(sample: Log) -> None:
    """Active acne and needle depth are in the sample's truth; harsh products and the time before are not."""
    counts = InMemory(sample)
    names = default_factors(counts)
    without, found = adjusted(counts, names), imputed(counts, names)
    assert isinstance(without, Adjusted)
    assert isinstance(found, Imputed)
    assert found.known == without.known + without.left_out
    assert (found.filled_in, found.left_out) == (without.left_out, 0)
    assert tuple(each.complete for each in found.factors) == without.factors
    p_adjusted = {each.complete.factor.name: (each.complete.p_adjusted, each.p_adjusted) for each in found.factors}
    flipped = {each.complete.factor.name for each in found.factors if each.is_linked != each.complete.is_linked}
    assert flipped == {"active_acne", "needle_depth_mm"}
    assert p_adjusted["harsh_product"][1] > 0.05
    assert p_adjusted["pre_cleanse"][1] > 0.05


def test_what_was_planned_is_not_corrected_for_what_it_is_adjusted_for(sample: Log) -> None:
    """Active acne and needle depth have an effect of their own; what has none stays chance, planned or not."""
    counts = InMemory(sample)
    names = default_factors(counts)
    found = {name: imputed(counts, names, planned=name) for name in names}
    planned = {
        name: next(each for each in of.factors if each.complete.factor.name == name) for name, of in found.items()
    }
    assert planned["active_acne"].p_adjusted == pytest.approx(0.021, abs=0.005)
    assert planned["needle_depth_mm"].p_adjusted == pytest.approx(0.003, abs=0.002)
    assert {name for name, each in planned.items() if not each.is_linked} == {"harsh_product", "pre_cleanse"}
    assert all(each.complete.family.size == 1 for each in planned.values())
    # The others are still a search, of one factor less.
    rest = [each.complete.family for each in found["active_acne"].factors if each.complete.factor.name != "active_acne"]
    assert {(of.size, of.is_planned) for of in rest} == {(len(names) - 1, False)}


def test_nothing_is_filled_in_where_nothing_is_blank_or_there_is_no_answer(sample: Log) -> None:
    assert imputed(InMemory(sample), ("adherence_percent",)) is None
    assert imputed(InMemory(sample), ("cartridge_lot", "skin_type")) is None
    assert imputed(InMemory(log_of("new_product,breakout\nyes,no\n,yes\n")), ("new_product",)) is None


def test_more_than_a_page_can_wait_for_is_refused_with_a_way_out(sample: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_FILLED_IN", 1000)
    found = imputed(InMemory(sample), ("acne_history", "new_product"))
    assert isinstance(found, NotImputed)
    assert isinstance(found.reason, TooManyToFillIn)
    assert found.reason.most == 1000 < found.reason.rows


def test_a_table_of_counts_is_not_spread_out_into_rows_without_end() -> None:
    """One line of a table may stand for many thousand treatments, each of which would be filled in by itself."""
    lines = ["new_product,acne_history,breakout,freq"]
    for product, history, yes in (
        ("yes", "none", 3),
        ("yes", "past", 5),
        ("no", "none", 2),
        ("no", "past", 4),
        ("no", "", 9),
    ):
        lines += [f"{product},{history},yes,{yes * 1000}", f"{product},{history},no,{10_000 if history else 40_000}"]
    found = imputed(InMemory(clean(read("\n".join(lines).encode(), "clinic.csv"))[0]), ("new_product", "acne_history"))
    assert isinstance(found, NotImputed)
    assert found.reason == TooManyToFillIn(49_004, asking.MOST_FILLED_IN)


def test_a_number_in_fifths_takes_blanks_and_values_between_fifths(sample: Log) -> None:
    found = imputed(InMemory(sample), ("needle_depth_mm", "acne_history"), "levels")
    assert isinstance(found, Imputed)
    assert found.left_out == 0
    assert found.factors[0].risk_difference.value == pytest.approx(
        found.factors[0].complete.risk_difference.value, abs=0.03
    )
