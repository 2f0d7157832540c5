"""Warning signs in several columns, or several in one: none is lost, and none is taken from the wrong day."""

from __future__ import annotations

import pytest

from analysis.importing.choices import ImportChoices
from tests.importing.asking import asked
from tests.importing.test_number_doubts import with_column
from tests.importing.test_own_answers import read, values_in

ANY, NONE = "a sign in any of them counts", "no"


# Several columns ----


def test_the_same_sign_on_several_days_is_asked_about() -> None:
    """The redness of the first day was the persistent one, and that of the seventh a factor."""
    content = with_column("Redness at 24h,Redness at 7 days", ("yes,no", "no,no", "no,yes", "yes,no"))
    decision = asked(content)
    first, last = "yes, “Redness at 24h” does", "yes, “Redness at 7 days” does"
    assert decision.question == "Does a column record persistent redness?"
    assert [each.reading for each in decision.alternatives] == [first, last, ANY, NONE]
    led_to = {
        each: values_in(read(content, (decision.about, each)), "persistent_redness") for each in (first, last, ANY)
    }
    assert led_to == {first: {"yes": 12, "no": 12}, last: {"yes": 6, "no": 18}, ANY: {"yes": 18, "no": 6}}
    for reading in (first, last, ANY, NONE):
        log = read(content, (decision.about, reading))
        assert ("persistent_redness" in log) == (reading != NONE)
        assert not log.factors


def test_a_sign_that_is_unknown_in_one_column_is_known_by_the_other() -> None:
    content = with_column("Swelling day 1,Swelling day 7", ("yes,n/k", "n/k,no", "n/k,n/k", "no,no"))
    log = read(content, ("swelling column", ANY))
    assert values_in(log, "swelling") == {"yes": 6, "no": 12, None: 6}


def test_ticks_of_several_days_keep_their_blanks_for_the_question_about_them() -> None:
    content = with_column("Swelling day 1,Swelling day 7", ("x,", ",", ",x", ","))
    choices = ImportChoices().with_answer("swelling column", ANY)
    assert asked(content, choices).question == "What does a blank in “Swelling in any of 2 columns” mean?"


def test_a_single_column_in_grades_is_asked_about_once() -> None:
    content = with_column("Redness >72h", ("none", "slight", "severe"))
    decision = asked(content)
    assert decision.question == "Which answers in “Redness >72h” count as persistent redness?"
    reading = "“severe” counts as persistent redness, “none”, “slight” do not"
    assert values_in(read(content, (decision.about, reading)), "persistent_redness") == {"yes": 8, "no": 16}
    assert "persistent_redness" not in read(content, (decision.about, "leave the column out"))


def test_what_the_answers_of_the_chosen_column_mean_is_asked_next() -> None:
    content = with_column("Redness day 1,Redness day 7", ("none,none", "severe,slight", "severe,severe"))
    column = ("persistent_redness column", "yes, “Redness day 7” does")
    choices = ImportChoices().with_answer(*column)
    assert asked(content, choices).question == "Which answers in “Redness day 7” count as persistent redness?"
    reading = "“severe” counts as persistent redness, “none”, “slight” do not"
    log = read(content, column, ("persistent_redness answers", reading))
    assert values_in(log, "persistent_redness") == {"yes": 8, "no": 16}


@pytest.mark.parametrize(
    "header",
    [
        "Redness before treatment",
        "History of infection",
        "No swelling",
        "Infection control checklist done",
        "Referred by a friend",
        "Redness explained",
        "Pustules and swelling",
    ],
)
def test_a_column_about_something_else_or_about_two_signs_is_no_sign(header: str) -> None:
    log = read(with_column(header, ("yes", "no")))
    assert not [each for each in ("swelling", "infection_suspected", "referred", "persistent_redness") if each in log]


def test_the_column_that_is_called_like_the_sign_wins_over_another_name_of_it() -> None:
    """“Redness” came first, so that of the first day was the persistent one."""
    log = read(with_column("Redness,Persistent redness", ("yes,no", "yes,yes", "no,no")))
    assert values_in(log, "persistent_redness") == {"yes": 8, "no": 16}


# Several in one ----

LISTED = (
    "None",
    "Redness; Pustules",
    "Infection",
    "pustules + referred to GP",
    "no pustules",
    "Bruising",
    "n/k",
    "None",
)
SIGNS = ("persistent_redness", "pustules", "infection_suspected", "referred")


def test_signs_that_one_column_lists_are_columns_of_their_own() -> None:
    """They were factors: the list of calls said that no column had warning signs."""
    log = read(with_column("Side effects", LISTED))
    found = {name: values_in(log, name) for name in SIGNS}
    assert found == {
        "persistent_redness": {"yes": 3, "no": 18, None: 3},
        "pustules": {"yes": 6, "no": 15, None: 3},
        "infection_suspected": {"yes": 3, "no": 18, None: 3},
        "referred": {"yes": 3, "no": 18, None: 3},
    }
    assert "swelling" not in log
    assert not log.factors


def test_a_blank_in_a_list_is_asked_about_where_no_cell_says_none() -> None:
    content = with_column("Reactions (tick all that apply)", ("", '"Redness, Swelling"', "Swelling", ""))
    decision = asked(content)
    titles = "yes or no for each sign: persistent redness, swelling"
    assert [each.reading for each in decision.alternatives] == [
        f"{titles}; a blank means no sign",
        f"{titles}; a blank means unknown",
    ]
    none, unknown = (read(content, (decision.about, each.reading)) for each in decision.alternatives)
    assert values_in(none, "swelling") == {"yes": 12, "no": 12}
    assert values_in(unknown, "swelling") == {"yes": 12, None: 12}


def test_a_blank_in_a_list_beside_none_is_unknown() -> None:
    log = read(with_column("Warning signs", ("none", "", "Swelling", "none")))
    assert values_in(log, "swelling") == {"yes": 6, "no": 12, None: 6}


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Redness or swelling", {"persistent_redness", "swelling"}),
        ("swelling with pustules", {"swelling", "pustules"}),
        ("Infection confirmed by GP", {"infection_suspected"}),
        ("infection treated with antibiotics", {"infection_suspected"}),
        ("Swelling, gone by day 3", {"swelling"}),
        ("no swelling", set()),
        ("infection ruled out", set()),
    ],
)
def test_an_answer_that_names_a_sign_is_one_whatever_it_says_beside(text: str, signs: set[str]) -> None:
    """Each was a “no” for every sign."""
    log = read(with_column("Side effects", (f'"{text}"', "None", "Redness; swelling; pustules; infection")))
    found = {name for name in (*SIGNS[:3], "swelling") if values_in(log, name)["yes"] == 16}
    assert found == signs


@pytest.mark.parametrize("first", ["Complications", "Adverse reaction", "Did you notice any of the following?"])
def test_every_column_that_lists_signs_is_read(first: str) -> None:
    """Only the first column was, and another that said yes and no hid the list."""
    log = read(with_column(f"{first},Side effects", ("No,None", "Yes,Swelling", "Bruising,Infection")))
    assert (values_in(log, "swelling")["yes"], values_in(log, "infection_suspected")["yes"]) == (8, 8)
    both = read(with_column(f"{first},Side effects", ("Pustules,None", "None,Swelling", "None,None")))
    assert (values_in(both, "pustules"), values_in(both, "swelling")) == ({"yes": 8, "no": 16},) * 2


def test_a_list_without_signs_or_beside_columns_of_signs_stays_a_factor() -> None:
    assert [factor.name for factor in read(with_column("Side effects", ("None", "Bruising"))).factors] == [
        "Side effects"
    ]
    log = read(with_column("Side effects,Swelling", ("None,no", "Swelling,yes")))
    assert values_in(log, "swelling") == {"yes": 12, "no": 12}
    assert [factor.name for factor in log.factors] == ["Side effects"]
