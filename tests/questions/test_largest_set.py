"""As many factors as a log can carry, in place of a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.methods.each_level import clearest_level, comparable_levels
from analysis.methods.model_cautions import (
    EntangledFactors,
    IsTheOutcome,
    OverlappingFactors,
    SeparatedOutcomes,
    TooFewEvents,
)
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.adjusted import Adjusted, Refusal, adjusted, default_factors
from analysis.questions.imputed import Imputed, imputed
from analysis.questions.largest_set import largest_set
from analysis.results import AllOthers
from tests.logs import log_of
from tests.tallies import counted

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def counts() -> InMemory:
    return InMemory(log_of(SAMPLE.read_bytes()))


def answer(counts: InMemory, *names: str, one_of: tuple[tuple[str, str], ...] = ()) -> Adjusted:
    found = largest_set(counts, names, one_of=one_of)
    assert isinstance(found, Adjusted)
    return found


def reasons(found: Adjusted) -> dict[str, type]:
    return {each.factor.name: type(each.reason) for each in found.without}


def test_what_can_be_carried_is_answered_as_before(counts: InMemory) -> None:
    names = default_factors(counts)
    found = answer(counts, *names)
    assert found == adjusted(counts, names)
    assert not found.without
    assert not found.by_itself


def test_what_was_added_comes_before_what_is_suggested(counts: InMemory) -> None:
    names = (*default_factors(counts), "age_band")
    found = answer(counts, *names)
    assert "age_band" in found.names
    assert set(reasons(found)) == set(names) - set(found.names)
    assert set(reasons(found).values()) == {TooFewEvents}
    # The weakest reasons to adjust go first, and those that stay keep their order.
    assert found.names == tuple(name for name in names if name in found.names)
    assert found.names[:2] == ("acne_history", "active_acne")


def test_one_level_of_a_factor_of_many_takes_one_parameter_and_allows_for_its_choice(counts: InMemory) -> None:
    found = answer(counts, "acne_history", "practitioner", "cartridge_lot")
    by_name = {each.factor.name: each for each in found.factors}
    assert found.parameters == 2 + 1 + 1
    assert [each.name for each in found.by_itself] == ["practitioner", "cartridge_lot"]
    assert by_name["practitioner"].level == "P09"
    assert isinstance(by_name["practitioner"].reference, AllOthers)
    assert (by_name["practitioner"].picked_from, by_name["cartridge_lot"].picked_from) == (12, 40)
    asked = answer(counts, "acne_history", "practitioner", one_of=(("practitioner", "P03"),))
    assert asked.factors[1].level == "P03"
    assert not asked.by_itself


def test_a_level_that_cannot_be_compared_is_passed_over(counts: InMemory) -> None:
    found = answer(counts, "practitioner", one_of=(("practitioner", "nobody"),))
    assert found.names == ("practitioner",)
    assert not found.one_of


def test_blanks_are_filled_in_for_the_same_levels(counts: InMemory) -> None:
    found = answer(counts, "acne_history", "new_product", "practitioner", one_of=(("practitioner", "P03"),))
    beside = imputed(counts, found.names, one_of=found.one_of)
    assert isinstance(beside, Imputed)
    assert [each.complete.factor for each in beside.factors] == [each.factor for each in found.factors]


def test_of_two_that_say_the_same_one_is_left_out(counts: InMemory) -> None:
    found = answer(counts, "kept_clean", "avoided_makeup", "makeup_after_hours")
    assert reasons(found) == {"makeup_after_hours": OverlappingFactors}
    rows = [f"{used},{used},{'yes' if place % 3 else 'no'}" for place in range(40) for used in ("yes", "no")]
    log = log_of("\n".join(["new_product,harsh_product,breakout", *rows]))
    same = answer(InMemory(log), "new_product", "harsh_product")
    # The log would suggest new products, so harsh ones are what somebody asked for.
    assert reasons(same) == {"new_product": EntangledFactors}


def test_what_records_the_outcome_is_left_out(counts: InMemory) -> None:
    log: Log = counts._log
    makeup = next(each for each in possible_outcomes(log) if each.name == "avoided_makeup")
    of_makeup = InMemory(log, counted=Counted(makeup))
    found = largest_set(of_makeup, ("adherence_percent", "skin_type"))
    assert isinstance(found, Adjusted)
    assert reasons(found) == {"adherence_percent": IsTheOutcome}


def test_what_leaves_no_fit_is_left_out() -> None:
    rows = ["new_product,pre_cleanse,breakout"]
    for product, cleansed, outcome, number in (
        ("yes", "yes", "yes", 30),
        ("yes", "no", "yes", 15),
        ("yes", "no", "no", 15),
        ("no", "yes", "yes", 15),
        ("no", "yes", "no", 15),
        ("no", "no", "no", 30),
    ):
        rows += [f"{product},{cleansed},{outcome}"] * number
    found = largest_set(InMemory(log_of("\n".join(rows))), ("new_product", "pre_cleanse"))
    whole = adjusted(InMemory(log_of("\n".join(rows))), ("new_product", "pre_cleanse"))
    assert isinstance(whole, Refusal)
    assert isinstance(whole.reason, SeparatedOutcomes)
    assert isinstance(found, Adjusted)
    assert len(found.factors) == 1
    assert list(reasons(found).values()) == [SeparatedOutcomes]


def test_a_refusal_is_left_where_not_one_factor_can_be_carried() -> None:
    log = log_of("new_product,acne_history,breakout\n" + "yes,past,yes\nno,none,no\n" * 4)
    names = ("new_product", "acne_history")
    assert largest_set(InMemory(log), names) == adjusted(InMemory(log), names)
    assert isinstance(largest_set(InMemory(log), names), Refusal)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=9))
@settings(max_examples=50, deadline=None)
def test_the_clearest_level_has_the_largest_pooled_z(cells: list[tuple[int, int]]) -> None:
    tally = counted({f"L{place}": cell for place, cell in enumerate(cells)})
    comparable = comparable_levels(tally)
    found = clearest_level(tally)
    assert (found is None) == (not comparable)

    def z(level: str) -> float:
        breakouts, none = cells[int(level[1:])]
        known, everyone = breakouts + none, sum(map(sum, cells))
        others, rate = sum(each for each, _ in cells) - breakouts, sum(each for each, _ in cells) / everyone
        pooled = rate * (1 - rate) * (1 / known + 1 / (everyone - known))
        return abs(breakouts / known - others / (everyone - known)) / pooled**0.5 if pooled else 0.0

    mixed = [level for level in comparable if all(cells[int(level[1:])])] or list(comparable)
    if found is not None:
        assert found in mixed
        assert z(found) == pytest.approx(max(map(z, mixed)))
