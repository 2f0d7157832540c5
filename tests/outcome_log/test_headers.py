"""What headers say: the field, and whatever tells a column from others about the same."""

from __future__ import annotations

import pytest

from analysis.outcome_log import dates, outcome_words
from analysis.outcome_log.dates import forget_dates_read, read_date
from analysis.outcome_log.headers import (
    HeaderMeaning,
    field_of_header,
    forget_headers_read,
    is_other_by_sign,
    read_header,
)
from analysis.outcome_log.outcome_words import forget_answers_read
from analysis.outcome_log.questions_in_headers import asks_about


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Breakout?", HeaderMeaning("breakout")),
        ("BREAKOUT (Y/N)", HeaderMeaning("breakout")),
        ("breakout (yes / no / unknown)", HeaderMeaning("breakout")),
        ("Breakout (after treatment)", HeaderMeaning("breakout")),
        ("Breakout (after)", HeaderMeaning("breakout")),
        ("Breakout (before treatment)", HeaderMeaning("breakout", when="before")),
        ("pre_breakout", HeaderMeaning("breakout", when="before")),
        ("Breakout at baseline", HeaderMeaning("breakout", when="before")),
        ("Baseline / breakout", HeaderMeaning("breakout", when="before")),
        ("followup/breakout", HeaderMeaning("breakout", group="followup")),
        ("followup.breakout", HeaderMeaning("breakout", group="followup")),
        ("followup-breakout", HeaderMeaning("breakout", group="followup")),
        ("followup:breakout", HeaderMeaning("breakout", group="followup")),
        ("Month 3 / breakout", HeaderMeaning("breakout", group="Month 3")),
        ("breakout_2", HeaderMeaning("breakout", detail="2")),
        ("breakout (2)", HeaderMeaning("breakout", detail="2")),
        ("Breakout: chin", HeaderMeaning("breakout", detail="chin")),
        ("Breakout (self-reported)", HeaderMeaning("breakout", detail="self-reported")),
        ("Breakout (choice=None)", HeaderMeaning("breakout", choice="None")),
        ("Breakout (choice=Chin (left))", HeaderMeaning("breakout", choice="Chin (left)")),
        ("breakout___1", HeaderMeaning("breakout", choice="1", is_coded=True)),
        ("No breakout", HeaderMeaning("breakout", is_negated=True)),
        ("non-breakout", HeaderMeaning("breakout", is_negated=True)),
        ("Breakout-free", HeaderMeaning("breakout", is_negated=True)),
        ("Free of breakouts", HeaderMeaning("breakout", is_negated=True)),
        ("No new product", HeaderMeaning("new_product", is_negated=True)),
        ("No make-up", HeaderMeaning("avoided_makeup")),
        ("Depth (mm)", HeaderMeaning("needle_depth_mm")),
        ("Onset day (hours)", HeaderMeaning("onset_day", detail="hours")),
        ("Age at treatment [yrs]", HeaderMeaning("age_band")),
        ("Acne history (none/past/current)", HeaderMeaning("acne_history")),
        ("Acne history (mother)", HeaderMeaning("acne_history", detail="mother")),
        ("Breakout (date)", HeaderMeaning("breakout", detail="date")),
        ("Q3 / Breakout after treatment?", HeaderMeaning("breakout", group="Q3")),
        ("No. of breakouts", None),
        ("Mood", None),
        ("Any redness?", HeaderMeaning("persistent_redness")),
        ("Pustules present (Y/N)", HeaderMeaning("pustules")),
        ("Signs of infection?", HeaderMeaning("infection_suspected")),
        ("Did you notice any pus-filled spots?", HeaderMeaning("pustules")),
        ("warning_redness", HeaderMeaning("persistent_redness")),
        ("Swelling at follow up", HeaderMeaning("swelling")),
        ("Skin reaction (choice=Redness)", HeaderMeaning("persistent_redness")),
        ("Rötung", HeaderMeaning("persistent_redness")),
        ("Swelling Y/N", HeaderMeaning("swelling")),
        ("Did the client report swelling?", HeaderMeaning("swelling")),
        ("Swelling after treatment", HeaderMeaning("swelling")),
        ("Ongoing redness", HeaderMeaning("persistent_redness")),
        ("Infection check", None),
        ("Redness at 24h", None),
        ("Referred by a friend", None),
        ("Infection control checklist done", None),
        ("Aftercare followed", None),
        ("Post care followed (Y/N)", None),
    ],
)
def test_nothing_that_a_header_says_is_thrown_away(header: str, found: HeaderMeaning | None) -> None:
    assert read_header(header) == found


@pytest.mark.parametrize(
    "header", ["Breakout (before treatment)", "No new product", "breakout_2", "Acne history (mother)"]
)
def test_a_header_that_says_more_than_a_field_is_not_that_field(header: str) -> None:
    assert field_of_header(header) is None


def test_of_a_date_a_detail_only_says_where_it_comes_from() -> None:
    assert field_of_header("Treatment date (from the diary)") == "treatment_date"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Did your skin break out after the treatment?", "breakout"),
        ("How many spots did you get?", "breakout"),
        ("Which skin type do you have?", "skin_type"),
        ("Did the client use a new product?", "new_product"),
        ("Did you not break out?", None),
        ("Was the skin free of breakouts?", None),
        ("Have you ever had breakouts before?", None),
        ("How severe was the breakout?", None),
        ("When did the breakout begin?", None),
        ("Was the follow up call made?", "followed_up"),
        ("Redness at follow up", None),
        ("Photo at follow up", None),
        ("Follow up email sent", None),
        ("Were you happy at follow up?", None),
    ],
)
def test_a_question_is_about_a_field_unless_it_denies_or_looks_back(header: str, field: str | None) -> None:
    assert asks_about(header) == field


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("dehydrated", "hydrated", True),
        ("inactiveacne", "activeacne", True),
        ("nobreakout", "breakout", True),
        ("breakout1", "breakout", True),
        ("brakout", "breakout", False),
        ("hydratd", "hydrated", False),
    ],
)
def test_one_digit_or_one_denying_prefix_makes_another_word(one: str, other: str, *, is_other: bool) -> None:
    assert is_other_by_sign(one, other) == is_other


def test_what_is_remembered_for_speed_is_forgotten_on_demand() -> None:
    """Headers and dates of a file must not stay in memory when its session ends."""
    assert read_header("breakout") is not None
    assert read_date("3 May 2026", "day first") is not None
    assert read_header.cache_info().currsize
    assert dates._read.cache_info().currsize
    forget_headers_read()
    forget_dates_read()
    forget_answers_read()
    for remembered in (
        read_header,
        dates._read,
        dates.month_called,
        dates._month_in,
        dates._is_weekday,
        outcome_words._answer,
    ):
        assert not remembered.cache_info().currsize


@pytest.mark.parametrize("header", ["/", "(code)", " / (yes or no)", "- -", ":"])
def test_a_header_of_signs_or_brackets_says_nothing(header: str) -> None:
    """A line of hints below the names, of which the first was blank, stopped the reading."""
    assert read_header(header) is None
