"""Answers outside the codebook: neither a warning sign nor a group of a factor is lost without a word."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from analysis.outcome_log.log import Factor, Log
from analysis.questions.adjusted import suggested_factors
from tests.importing.asking import asked, read_all
from tests.importing.test_number_doubts import with_column

LEAVE_OUT = "leave the column out"


def read(content: bytes, *answers: tuple[str, str]) -> Log:
    return read_all(content, *answers)[0]


def values_in(log: Log, name: str) -> dict[object, int]:
    """Return in how many treatments each value stands; None is unknown."""
    values = [*log.values(name), None]
    return dict(Counter(values[code] for code in log.codes(name)))


# Warning signs ----


@pytest.mark.parametrize(
    ("header", "cells", "field", "signs"),
    [
        ("swelling", ("none", "yes"), "swelling", 12),
        ("oedema", ("nil", "nil", "Y"), "swelling", 8),
        ("redness", ("keine", "ja"), "persistent_redness", 12),
        ("pustules", ("none", "few", "many"), "pustules", 16),
        ("pustules", ("0", "2", "7"), "pustules", 16),
        ("suspected infection", ("no", "no", "possible", "possibly"), "infection_suspected", 12),
        ("infection", ("ruled out", "no", "confirmed", "no"), "infection_suspected", 6),
    ],
)
def test_words_that_mean_a_sign_or_none_are_certain(
    header: str, cells: tuple[str, ...], field: str, signs: int
) -> None:
    """“Possible” was left blank, and “few” made a factor: nobody was called."""
    log = read(with_column(header, cells))
    assert values_in(log, field) == {"yes": signs, "no": 24 - signs}
    assert not log.factors


@pytest.mark.parametrize(
    ("header", "cells", "readings"),
    [
        (
            "swelling",
            ("none", "mild", "severe"),
            {
                "“mild”, “severe” count as swelling, “none” does not": {"yes": 16, "no": 8},
                "“severe” counts as swelling, “none”, “mild” do not": {"yes": 8, "no": 16},
            },
        ),
        (
            "swelling",
            ("none", "mild", "Mild", "severe"),
            {
                "“mild”, “Mild”, “severe” count as swelling, “none” does not": {"yes": 18, "no": 6},
                "“severe” counts as swelling, “none”, “mild”, “Mild” do not": {"yes": 6, "no": 18},
            },
        ),
        (
            "redness",
            ("0", "1", "2", "3"),
            {
                "1 and above count as persistent redness": {"yes": 18, "no": 6},
                "2 and above count as persistent redness": {"yes": 12, "no": 12},
                "3 and above count as persistent redness": {"yes": 6, "no": 18},
                "1 counts as persistent redness, 0 does not, and the others are unknown": {
                    "yes": 6,
                    "no": 6,
                    None: 12,
                },
            },
        ),
        (
            "swelling",
            ("1", "2", "-9"),
            {
                "1 counts as swelling, 2 does not, -9 unknown": {"yes": 8, "no": 8, None: 8},
                "2 counts as swelling, 1 does not, -9 unknown": {"yes": 8, "no": 8, None: 8},
                "1 and above count as swelling, -9 unknown": {"yes": 16, None: 8},
                "2 and above count as swelling, -9 unknown": {"yes": 8, "no": 8, None: 8},
            },
        ),
        (
            "redness",
            ("none", "normal", "persistent"),
            {
                "“normal”, “persistent” count as persistent redness, “none” does not": {"yes": 16, "no": 8},
                "“normal” counts as persistent redness, “none”, “persistent” do not": {"yes": 8, "no": 16},
                "“persistent” counts as persistent redness, “none”, “normal” do not": {"yes": 8, "no": 16},
                "“normal”, “persistent” mean no": {"no": 24},
                "“normal”, “persistent” mean unknown": {"no": 8, None: 16},
            },
        ),
        (
            "persistent redness",
            ("no", "slight", "yes", "n/k"),
            {
                "“slight”, “yes” count as persistent redness, “no” does not": {"yes": 12, "no": 6, None: 6},
                "“slight” means no": {"yes": 6, "no": 12, None: 6},
                "“slight” means unknown": {"yes": 6, "no": 6, None: 12},
            },
        ),
        (
            "referred",
            ("no", "letter", "Dr Moss"),
            {
                "“letter”, “Dr Moss” count as a referral to a doctor, “no” does not": {"yes": 16, "no": 8},
                "“letter” counts as a referral to a doctor, “no”, “Dr Moss” do not": {"yes": 8, "no": 16},
                "“Dr Moss” counts as a referral to a doctor, “no”, “letter” do not": {"yes": 8, "no": 16},
                "“letter”, “Dr Moss” mean no": {"no": 24},
                "“letter”, “Dr Moss” mean unknown": {"no": 8, None: 16},
            },
        ),
        (
            "swelling",
            ("left cheek", "chin", "n/k"),
            {
                "“left cheek”, “chin” count as swelling": {"yes": 16, None: 8},
                "“left cheek” counts as swelling, “chin” does not": {"yes": 8, "no": 8, None: 8},
                "“chin” counts as swelling, “left cheek” does not": {"yes": 8, "no": 8, None: 8},
            },
        ),
    ],
)
def test_grades_of_a_sign_are_asked_about(
    header: str, cells: tuple[str, ...], readings: dict[str, dict[str | None, int]]
) -> None:
    """Grades made a factor, or were left blank: a client with severe swelling was on no list."""
    content = with_column(header, cells)
    decision = asked(content)
    assert [each.reading for each in decision.alternatives] == [*readings, LEAVE_OUT]
    field = decision.about.removesuffix(" answers")
    for reading, values in readings.items():
        assert values_in(read(content, (decision.about, reading)), field) == values
    left_out = read(content, (decision.about, LEAVE_OUT))
    assert field not in left_out
    assert not left_out.factors


def test_from_which_number_on_a_sign_counts_is_remembered_whatever_the_next_file_has() -> None:
    """A file with 0 and 1 alone was read as no and yes after “2 and above count”."""
    answer = ("swelling answers", "2 and above count as swelling")
    assert values_in(read(with_column("swelling", ("0", "1")), answer), "swelling") == {"no": 24}
    assert values_in(read(with_column("swelling", ("0", "1", "4")), answer), "swelling") == {"yes": 8, "no": 16}


def test_an_answer_about_words_is_not_remembered_for_other_words() -> None:
    words = ("no", "wa", "wb", "wc", "wd", "we", "wf", "wg")
    reading = next(each.reading for each in asked(with_column("swelling", words)).alternatives if "no" in each.reading)
    other = with_column("swelling", (*words[:-1], "abscess"))
    assert asked(other, ImportChoices().with_answer("swelling answers", reading)).about == "swelling answers"


def test_each_sign_is_asked_about_alone_and_says_in_how_many_rows_each_answer_stands() -> None:
    content = with_column("swelling,redness", ("none,no", "none,no", "mild,slight", "severe,yes"))
    first = asked(content)
    assert [each.parts for each in first.alternatives] == [
        "12 rows count",
        "6 rows count",
        "6 rows count",
        "no row counts",
    ]
    assert first.question == "Which answers in “redness” count as persistent redness?"
    assert first.because == "The answers are “no” (12 rows), “slight” (6 rows), “yes” (6 rows)."
    choices = ImportChoices().with_answer(first.about, first.alternatives[0].reading)
    assert asked(content, choices).question == "Which answers in “swelling” count as swelling?"


@pytest.mark.parametrize(
    "cells",
    [("yes", "no"), ("ja", "nein"), ("1", "0"), ("yes", "no", "unknown"), [f"a note {number}" for number in range(13)]],
)
def test_plain_answers_and_notes_about_a_sign_are_not_asked_about(cells: tuple[str, ...]) -> None:
    log = read(with_column("swelling", cells))
    assert ("swelling" in log) == (len(cells) < 13)


# What was done on a day ----


def test_a_date_says_that_something_was_done_and_the_other_answers_are_asked_about() -> None:
    """Beside “booked”, which nobody knew, the column was left out: who did not attend had no breakout."""
    content = with_column("followed up", ("12/25/2026", "yes", "DNA", "booked in"))
    decision = asked(content)
    assert decision.question == "Which answers in “followed up” count as a follow-up?"
    log = read(content, (decision.about, "“booked in” means no"))
    assert values_in(log, "followed_up") == {"yes": 12, "no": 12}
    assert values_in(log, "follow_up_date") == {dt.date(2026, 12, 25): 6, None: 18}


def test_a_blank_beside_days_of_referrals_means_that_there_was_none() -> None:
    assert values_in(read(with_column("referral date", ("2026-02-01", "", ""))), "referred") == {"yes": 8, "no": 16}


@pytest.mark.parametrize("header", ["Client referral", "Was the client referred?"])
def test_a_referral_of_clients_is_asked_about(header: str) -> None:
    assert asked(with_column(header, ("yes", "no"))).question == f"Does “{header}” record a referral to a doctor?"


# Factors ----


@pytest.mark.parametrize(
    ("header", "yes", "no", "name"),
    [
        ("acne history", "Yes", "No", "acne history (yes or no)"),
        ("hx of acne", "Y", "N", "hx of acne"),
        ("moisturiser", "Y", "none", "moisturiser (as in the file)"),
    ],
)
def test_a_column_that_only_says_yes_or_no_of_a_field_with_more_levels_is_a_factor_of_its_own(
    header: str, yes: str, no: str, name: str
) -> None:
    """Each yes was left blank: one group was left of a column that nobody could call wrong."""
    log = read(with_column(header, (yes, no, no)))
    assert values_in(log, name) == {yes: 8, no: 16}
    assert [(factor.name, factor.is_extra, factor.recorded) for factor in log.factors] == [
        (name, True, "moisturiser" if header == "moisturiser" else "acne_history")
    ]


def test_a_column_of_their_own_answers_is_adjusted_for_as_the_field_that_it_records() -> None:
    log = read(with_column("acne history,room", ("yes,A", "no,B", "no,A", "yes,B", "no,A")))
    assert [factor.name for factor in suggested_factors(InMemory(log))] == ["acne history (yes or no)"]


def test_two_columns_that_record_one_field_overlap() -> None:
    theirs = Factor("Acne hx", "Acne hx", "category", ("no", "yes"), is_extra=True)
    field = Factor("acne_history", "Acne history", "ordered", ("none", "past"))
    room = Factor("Room", "Room", "category", ("A", "B"), is_extra=True)
    assert theirs.overlaps(field)
    assert field.overlaps(theirs)
    assert not theirs.overlaps(room)
    assert not room.overlaps(theirs)
    assert room.overlaps(room)


@pytest.mark.parametrize(
    ("header", "cells", "field", "own", "known"),
    [
        (
            "acne history",
            ("none", "past", "current", "mild"),
            "acne_history",
            {"none": 6, "past": 6, "current": 6, "mild": 6},
            {"none": 6, "past": 6, "current": 6, None: 6},
        ),
        ("harsh product", ("yes", "no", "retinol"), "harsh_product", {"yes": 8, "no": 8, "retinol": 8},
         {"yes": 8, "no": 8, None: 8}),
        ("age band", ("20-29", "34", "child"), "age_band", {"20-29": 8, "30-39": 8, "child": 8},
         {"20-29": 8, "30-39": 8, None: 8}),
    ],
)  # fmt: skip
def test_answers_that_a_factor_does_not_know_are_asked_about(
    header: str,
    cells: tuple[str, ...],
    field: str,
    own: dict[str | None, int],
    known: dict[str | None, int],
) -> None:
    content = with_column(header, cells)
    decision = asked(content)
    assert decision.because == f"In “{header}” the codebook does not know “{cells[-1]}”: {24 // len(cells)} rows."
    keep, blank = f"keep each answer in “{header}” as a group of its own", f"leave them blank in “{header}”"
    assert [each.reading for each in decision.alternatives] == [keep, blank]
    left = f"{24 // len(cells)} answers are left blank"
    assert [each.parts for each in decision.alternatives] == ["no answer is left blank", left]
    assert values_in(read(content, (decision.about, keep)), f"{header} (as in the file)") == own
    assert values_in(read(content, (decision.about, blank)), field) == known


def test_a_slip_of_a_hand_is_listed_and_not_asked_about() -> None:
    content = with_column("new product", ["yes", "no"] * 11 + ["no", "noo"])
    assert values_in(read(content), "new_product") == {"yes": 11, "no": 12, None: 1}


def test_ages_and_answers_in_other_languages_are_not_asked_about() -> None:
    content = with_column("age,new product", ("34,ja", "27,nein", "51,ja"))
    assert values_in(read(content), "new_product") == {"yes": 16, "no": 8}
