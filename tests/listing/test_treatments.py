"""The treatments behind a bar are those that its counts counted, and the table shows nothing else of the log."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exports.treatments import treatments_table
from analysis.importing.choices import ImportChoices
from analysis.listing.treatments import treatments_that_pass, treatments_with
from analysis.outcome_log.filters import Filters
from analysis.questions.at_a_glance import at_a_glance
from pages.parts.cached import Source, log_of


@pytest.mark.parametrize("name", ["acne_history", "needle_depth_mm", "practitioner", "cartridge_lot"])
def test_as_many_as_the_bar_counts(name: str) -> None:
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    filters = Filters(levels=(("clinic", ("Harbour",)),))
    result = next(each for each in at_a_glance(InMemory(log, filters)).factors if each.factor.name == name)
    for level in (*result.levels, result.not_answered):
        found = treatments_with(log, filters, name, level.level)
        assert len(found) == level.treatments
        dates = [each.treatment_date for each in found.page(0, 5) if each.treatment_date]
        assert dates == sorted(dates, reverse=True)
        assert {each.clinic for each in found.page(0, 20)} <= {"Harbour"}


def test_the_table_has_ids_dates_place_level_and_outcome() -> None:
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    factor = log.factor("acne_history")
    table = treatments_table(treatments_with(log, Filters(), "acne_history", "past"), factor, 50, 50)
    assert list(table) == [
        "Treatment ID", "Client ID", "Treatment date", "Clinic", "Practitioner", "Acne history", "Breakout"
    ]  # fmt: skip
    assert len(table) == 50
    assert set(table["Acne history"]) == {"past"}


def test_a_page_beyond_the_end_is_empty() -> None:
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    found = treatments_with(log, Filters(), "clinic", "nowhere")
    assert len(found) == 0
    assert treatments_table(found, log.factor("clinic"), 0, 50).empty


def test_the_treatments_of_a_period_are_those_between_its_days() -> None:
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    march = Filters().between(dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    found = treatments_that_pass(log, march)
    assert len(found) == InMemory(log, march).total.treatments
    table = treatments_table(found, None, 0, 50)
    assert set(table["Treatment date"].str[:7]) == {"2025-03"}
    assert "Acne history" not in table
