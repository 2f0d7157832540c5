"""Values: distinct texts become numbers, dates and levels, and a text that is none of them is never guessed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.many_texts import ManyTexts
from analysis.outcome_log.codebook import load
from analysis.outcome_log.date_columns import date_order
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.number_values import read_numbers
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.values import (
    level_key,
    natural_order,
    read_ids,
    read_open_category,
    read_values,
    why_no_values,
)

MAY_14 = dt.date(2026, 5, 14)


def meanings(field: str, *texts: str, order: str | None = None, decimal_comma: bool = False) -> list[object]:
    reading = read_values(load()[field], texts, order, decimal_comma=decimal_comma)
    special = {BLANK: None, NOT_UNDERSTOOD: "?"}
    return [special[code] if code < 0 else reading.levels[code] for code in reading.codes.tolist()]


# IDs ----


def test_no_word_for_an_unknown_id_ends_in_a_digit() -> None:
    """`read_ids` passes over a million IDs that do."""
    words = {word for field in load().fields if field.kind == "text" for word in field.missing}
    assert not [word for word in words if word[-1:].isdecimal()]


@given(
    st.lists(st.sampled_from(["n/a", "unknown", "Err:502", "C-1", "C-02", "—", "٣", "None", "x", "T 9"]), unique=True)
)
@settings(deadline=None)
def test_ids_that_stay_with_arrow_are_read_as_those_of_a_list(texts: list[str]) -> None:
    is_missing = load()["treatment_id"].is_missing
    held, listed = (read_ids(each, is_missing) for each in (ManyTexts(pa.array(texts, pa.large_string())), texts))
    assert list(held.levels) == list(listed.levels)
    assert held.codes.tolist() == listed.codes.tolist()


# Numbers ----


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5), ("1,5", 1.5), (" 1.5 mm", 1.5), ("1.5mm", 1.5), ("80 %", 80), ("80%", 80), ("24 hours", 24),
        (".5", 0.5), ("0,25", 0.25), ("-3", -3), ("+3", 3), ("1e-2", 0.01), ("1 250", 1250), ("1'250", 1250),
        ("1,250.50", 1250.5), ("1.250,50", 1250.5), ("0", 0), ("0.0", 0), ("15 days", 15),
    ],
)  # fmt: skip
def test_numbers_are_read_as_clinics_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["007", "00.5", "", "mm", "1.2.3", "1,2,3", "P03", "2026-05-14", "1.5 bananas", "nan", "inf", "²", "--1"]
)
def test_what_is_no_number_is_not_made_one(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["9" * 400, "9" * 5000, "1e99" + "9"])
def test_endless_digits_do_not_become_infinity(text: str) -> None:
    assert read_number(text) is None


def test_a_comma_groups_thousands_only_where_every_comma_of_the_column_can() -> None:
    assert read_numbers(("1,250", "900"), lambda text: not text).levels == (900.0, 1250.0)
    assert read_numbers(("1,250", "1,5"), lambda text: not text).levels == (1.25, 1.5)
    assert read_numbers(("1,250",), lambda text: not text, decimal_comma=True).levels == (1.25,)


def test_numbers_beyond_the_fields_limits_are_not_understood() -> None:
    assert meanings("needle_depth_mm", "1.5", "0,5", "15", "0", "-1", "") == [1.5, 0.5, "?", "?", "?", None]
    assert meanings("onset_day", "3", "3.0", "2.5", "-1") == [3.0, 3.0, "?", "?"]


# Dates ----


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-14", "2026/5/14", "2026.05.14", "20260514", "2026-05-14T09:30:00Z", "2026-05-14 09:30",
        "14 May 2026",
        "14-May-26", "14th May 2026", "May 14, 2026", "may 14 2026", "Thu 14 May 2026", "Thursday, 14 May 2026",
        "46156", "46156.375", " 2026-05-14 ",
    ],
)  # fmt: skip
def test_dates_that_need_no_order_are_read(text: str) -> None:
    assert read_date(text, None) == MAY_14


def test_the_order_decides_between_day_and_month() -> None:
    assert read_date("03/04/2026", "day first") == dt.date(2026, 4, 3)
    assert read_date("03/04/2026", "month first") == dt.date(2026, 3, 4)
    assert read_date("3.4.26 14:05", "day first") == dt.date(2026, 4, 3)
    assert read_date("5/14/2026 9:30 AM", "month first") == MAY_14


def test_an_ambiguous_date_is_not_guessed_without_an_order() -> None:
    assert read_date("03/04/2026", None) is None
    assert read_date("04/04/2026", None) is None
    assert read_date("04/04/2026", "month first") == dt.date(2026, 4, 4)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "0226-05-14", "1776-07-04", "12", "14 Foo 2026", "soon", ""]
)
def test_days_that_do_not_exist_are_not_understood(text: str) -> None:
    assert read_date(text, "day first") is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "14/05/2026"], "day first"),
        (["03/04/2026", "05/14/2026"], "month first"),
        (["03/04/2026", "05/06/2026"], "unclear"),
        (["04/04/2026", "2026-05-14"], "either"),
        (["14/05/2026", "05/14/2026"], "unclear"),
        (["14/05/2026", "15/05/2026", "05/14/2026"], "unclear"),
        ([], "either"),
    ],
)
def test_the_order_is_decided_from_the_whole_column(texts: list[str], order: str) -> None:
    assert date_order(texts) == order


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_every_day_is_read_back_from_every_way_of_writing_it(day: dt.date) -> None:
    assert read_date(day.isoformat(), None) == day
    assert read_date(f"{day:%d/%m/%Y}", "day first") == day
    assert read_date(f"{day:%m/%d/%Y}", "month first") == day
    assert read_date(f"{day.day} {day:%B} {day.year}", None) == day
    assert read_date(str((day - dt.date(1899, 12, 30)).days), None) == day


# Levels ----


def test_none_and_na_are_levels_where_the_field_has_them() -> None:
    assert meanings("acne_history", "none", "None", "N/A", "NONE ", "nil", "no") == ["none"] * 6
    assert meanings("moisturiser", "none", "N/A", "") == ["none", "none", None]
    assert meanings("sterilisation", "unknown", "N/A", "") == ["not recorded", "not recorded", None]


def test_a_text_that_is_no_level_is_not_understood_rather_than_missing() -> None:
    assert meanings("skin_type", "oily", "Greasy", "none", "purple", "?") == ["oily", "oily", "?", "?", None]


def test_numbered_codes_carry_their_meaning_behind_the_number() -> None:
    assert meanings("new_product", "0_no", "1_yes", "2_unknown", "1: Yes", "0) no") == ["no", "yes", None, "yes", "no"]
    assert meanings("skin_type", "1. Oily", "2-dry") == ["oily", "dry"]


def test_all_ways_to_say_yes_in_one_column_are_one_level() -> None:
    assert meanings("new_product", "yes", "Y", "1", "true", "✓", "TRUE", "1.0") == ["yes"] * 7
    assert meanings("new_product", "no", "N", "0", "False", "✗") == ["no"] * 5


def test_ordered_levels_keep_the_codebooks_order_whatever_occurs() -> None:
    reading = read_values(load()["fitzpatrick"], ("VI", "2", "type III"), None)
    assert reading.levels == ("I", "II", "III", "IV", "V", "VI")
    assert [reading.levels[code] for code in reading.codes] == ["VI", "II", "III"]


def test_ages_are_banded_and_go_no_further() -> None:
    assert meanings("age_band", "19", "20", "29.9", "30", "69", "70", "88", "30-39", "40s", "130", "-1") == [
        "under 20", "20-29", "20-29", "30-39", "60-69", "70 and over", "70 and over", "30-39", "40-49", "?", "?",
    ]  # fmt: skip


def test_spellings_that_differ_in_case_and_spaces_are_one_level_named_as_the_first() -> None:
    reading = read_open_category(("Pen A", "pen a", " PEN  A ", "pen b"))
    assert reading.levels == ("Pen A", "pen b")
    assert reading.codes.tolist() == [0, 0, 0, 1]


def test_codes_stay_apart_however_long_their_numbers_are() -> None:
    """Two lot numbers must not become one level because a float shows only six digits."""
    reading = read_open_category(
        ("20260101", "20260102", "007", "7", "7.0", "12345678901234567890", "12345678901234567891")
    )
    assert set(reading.levels) == {
        "7", "007", "20260101", "20260102", "12345678901234567890", "12345678901234567891",
    }  # fmt: skip
    assert level_key("7.0") == level_key("7")


def test_levels_sort_as_people_count() -> None:
    assert sorted(["P10", "P9", "P1", "10", "9", "008", "b", "A"], key=natural_order) == [
        "008",
        "9",
        "10",
        "A",
        "b",
        "P1",
        "P9",
        "P10",
    ]
    assert sorted(["9" * 5000, "1" * 5000], key=natural_order) == ["1" * 5000, "9" * 5000]


def test_minus_one_is_a_number_and_not_a_blank() -> None:
    reading = read_numbers(("-1", "", "-2", "x"), lambda text: not text)
    assert reading.levels == (-2.0, -1.0)
    assert reading.codes.tolist() == [1, BLANK, 0, NOT_UNDERSTOOD]


def test_a_column_without_texts_has_no_levels() -> None:
    assert read_open_category(()).levels == ()
    assert isinstance(read_values(load()["skin_type"], (), None).codes, np.ndarray)


# Spellings ----


@pytest.mark.parametrize(
    "text", ["yes.", "Yes!", "yes;", "yes,", "“yes”", "'Yes'", "yes\u200b", "\ufeffyes", "ye\u00ads", "\u200eyes",
    "yes\u00a0", "ｙｅｓ"]
)  # fmt: skip
def test_what_is_not_seen_and_closing_marks_do_not_matter(text: str) -> None:
    assert meanings("new_product", text) == ["yes"]


def test_an_exact_spelling_wins_over_one_without_marks() -> None:
    assert meanings("sterilisation", "?", "unknown", "unknown.", "not sure") == ["not recorded"] * 3 + [None]


@pytest.mark.parametrize(
    "text",
    ["not sure", "Unsure", "don't know", "N/K", "refused", "prefer not to say", "keine Angabe", "weiß nicht",
    "ne sait pas",
     "no sabe", "#NULL!", "#N/A", "#VALUE!", "#REF!", "NULL", ".a", ".z", "<NA>", "NaT", "N.A.", "k.A.", "—",
     "不明"],
)  # fmt: skip
def test_words_for_not_known_are_known_in_many_languages(text: str) -> None:
    assert meanings("new_product", text) == [None]
    assert meanings("needle_depth_mm", text, "1.5") == [None, 1.5]
    assert load().outcome.is_missing(text)


def test_a_word_whose_letters_an_encoding_lost_is_not_taken_for_not_known() -> None:
    assert meanings("new_product", "??", "???", "?") == ["?", "?", None]


def test_a_pair_of_signs_answers_a_field() -> None:
    assert meanings("new_product", "j", "n") == ["yes", "no"]
    assert meanings("new_product", "+", "-", "") == ["yes", "no", None]
    assert meanings("new_product", "x", "✓") == ["no", "yes"]


# Numbers of a field ----


def test_units_are_converted_to_the_fields_own() -> None:
    assert meanings("makeup_after_hours", "2 days", "24 h", "30 min", "1 week", "3 mm") == [48.0, 24.0, 0.5, 168.0, "?"]
    assert meanings("onset_day", "48 hours", "1 Woche", "2 Tage", "1 h") == [2.0, 7.0, 2.0, 0.0]
    assert "“2 days” is 48" in read_values(load()["makeup_after_hours"], ("2 days", "24 h"), None).note


def test_a_code_for_not_known_is_no_day() -> None:
    assert meanings("onset_day", "3", "5", "999") == [3.0, 5.0, None]
    assert meanings("onset_day", "999") == [None]
    assert meanings("onset_day", "3", "99") == [3.0, 99.0]
    assert "999 was read as unknown" in read_values(load()["onset_day"], ("3", "999"), None).note


def test_the_limits_of_a_field_decide_between_two_formats() -> None:
    assert meanings("needle_depth_mm", "1.250", "2.500", decimal_comma=True) == [1.25, 2.5]


def test_a_column_that_does_not_fit_is_shown_by_two_of_its_values() -> None:
    assert "such as “soon” and “later”," in why_no_values(load()["treatment_date"], ("soon", "later", "x"))
    assert "Buddhist" in why_no_values(load()["treatment_date"], ("2569-01-05", "2569-01-06"))
    assert "which" not in why_no_values(load()["onset_day"], ("a",))
