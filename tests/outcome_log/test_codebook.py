"""The codebook: one file describes every field, and everything derived from it agrees with itself."""

from __future__ import annotations

import csv
import io

import pytest

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.codebook import Field, fold, load
from analysis.outcome_log.columns import Clues, clues_in
from analysis.outcome_log.recognising import recognise

FIELDS = load().fields
NAMES = [field.name for field in FIELDS]


def by_name(field: Field) -> str:
    return field.name


def one_column(header: str, *values: str) -> dict[str, Clues]:
    file = io.StringIO()
    csv.writer(file).writerows([[header, "padding"], *([value, "x"] for value in values)])
    return clues_in(read(file.getvalue().encode(), "log.csv"))


def test_the_fields_are_those_of_the_design_and_the_count_of_a_table_of_counts() -> None:
    assert NAMES == [
        "treatment_id", "client_id", "clinic", "practitioner", "practitioner_grade", "treatment",
        "treatment_date", "device", "cartridge_lot", "needle_depth_mm", "sterilisation", "pre_cleanse",
        "active_acne", "age_band", "fitzpatrick", "skin_type", "acne_history", "new_product",
        "harsh_product", "moisturiser", "makeup_after_hours", "kept_clean", "hands_off", "avoided_makeup",
        "hydrated", "balanced_diet", "adherence_percent", "followed_up", "follow_up_date", "breakout",
        "onset_day", "resolved_day", "severity", "persistent_redness", "swelling", "pustules",
        "infection_suspected", "referred", "treatment_count",
    ]  # fmt: skip


def test_ordered_levels_stand_in_the_order_of_the_design() -> None:
    levels = {name: load()[name].levels for name in ("fitzpatrick", "acne_history", "severity", "age_band")}
    assert levels["fitzpatrick"] == ("I", "II", "III", "IV", "V", "VI")
    assert levels["acne_history"] == ("none", "past", "current")
    assert levels["severity"] == ("mild", "moderate", "severe")
    assert levels["age_band"] == ("under 20", "20-29", "30-39", "40-49", "50-59", "60-69", "70 and over")


@pytest.mark.parametrize("field", FIELDS, ids=by_name)
def test_every_field_says_what_it_is_in_one_sentence(field: Field) -> None:
    assert field.title
    assert field.description.endswith(".")
    assert field.description.count(". ") == 0
    assert field.aliases


@pytest.mark.parametrize("field", FIELDS, ids=by_name)
def test_levels_and_references_are_understood_as_themselves(field: Field) -> None:
    assert all(field.level_of(level) == level for level in field.levels)
    assert field.reference is None or field.reference in field.levels


@pytest.mark.parametrize("field", FIELDS, ids=by_name)
def test_no_text_is_both_a_level_and_missing(field: Field) -> None:
    """A text in both lists would turn an answer into a blank, or a blank into an answer."""
    assert not field.missing & field.synonyms.keys()


def test_no_header_spelling_belongs_to_two_fields() -> None:
    spellings: dict[str, set[str]] = {}
    for field in FIELDS:
        for spelling in (field.name, field.title, *field.aliases):
            spellings.setdefault("".join(filter(str.isalnum, fold(spelling))), set()).add(field.name)
    assert {spelling: names for spelling, names in spellings.items() if len(names) > 1} == {}


@pytest.mark.parametrize("field", FIELDS, ids=by_name)
def test_every_alias_is_recognised_with_the_fields_own_example(field: Field) -> None:
    for header in (field.name, field.title, *field.aliases):
        found = recognise(one_column(header, field.example))[0]
        assert (found.field, found.confidence) == (field.name, "high"), header


@pytest.mark.parametrize(
    ("header", "field"),
    [("Skin type", "skin_type"), ("skintype", "skin_type"), ("Acne hx", "acne_history"), ("Fitz", "fitzpatrick"),
     ("Tx date", "treatment_date"), ("Provider", "practitioner"), ("Break-out?", "breakout")],
)  # fmt: skip
def test_headers_as_real_clinic_exports_spell_them(header: str, field: str) -> None:
    assert recognise(one_column(header, load()[field].example))[0].field == field


@pytest.mark.parametrize("text", ["DNA", "lost to follow-up", "Unknown", "n/a", "", "?", "pending"])
def test_an_outcome_nobody_knows_is_unknown(text: str) -> None:
    assert load().outcome.is_missing(text)
    assert load().outcome.level_of(text) is None


def test_the_template_is_a_log_that_reads_without_a_complaint() -> None:
    log, report = clean(read(load().template().encode(), "template.csv"))
    assert [column.field for column in report.columns] == NAMES[:-1]
    assert (len(log), report.problems, report.rows_set_aside) == (1, (), 0)


def test_looking_up_a_field_that_is_not_there_fails() -> None:
    assert "colour" not in load()
    with pytest.raises(KeyError):
        load()["colour"]
