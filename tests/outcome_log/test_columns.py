"""Recognising columns: which column is which field, how sure that is, and what else a column may be."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.outcome_log.column_texts import distinct_texts
from analysis.outcome_log.columns import Column, clues_in
from analysis.outcome_log.recognising import recognise


def columns(text: str, chosen: dict[str, str] | None = None) -> dict[str, Column]:
    return {column.name: column for column in recognise(clues_in(table(text)), chosen)}


def table(text: str) -> TextTable:
    return read(text.encode(), "log.csv")


def column_of(values: list[str], name: str = "room") -> Column:
    rows = "".join(f'"{value}",yes\n' for value in values)
    return columns(f"{name},breakout\n{rows}")[name]


# Fields ----


def test_a_header_and_values_that_fit_are_recognised_with_high_confidence() -> None:
    found = columns("Skin Type,BREAKOUT\noily,yes\ndry,no\n")
    assert (found["Skin Type"].field, found["Skin Type"].confidence) == ("skin_type", "high")
    assert found["BREAKOUT"].field == "breakout"


def test_values_that_hardly_fit_lower_the_confidence() -> None:
    found = columns("skin,breakout\noily,yes\ndry,no\nglowing,no\n")["skin"]
    assert (found.field, found.confidence) == ("skin_type", "medium")
    assert "67%" in found.reason


def test_a_known_header_over_quite_different_values_is_not_that_field() -> None:
    assert column_of(["radio", "tv"] * 5, "skin type").meaning == "extra factor"


def test_a_misspelt_header_is_recognised_with_low_confidence() -> None:
    found = columns("acne histry,breakout\nnone,yes\npast,no\n")["acne histry"]
    assert (found.field, found.confidence) == ("acne_history", "low")


def test_the_surer_column_gets_the_field_and_the_other_is_left_out_by_name() -> None:
    found = columns("age,age group,breakout\n34,30-39,yes\n41,40-49,no\n")
    assert [found[name].field for name in ("age", "age group")] == ["age_band", None]
    assert found["age group"].reason == "“age” is already read as age band"


@pytest.mark.parametrize("first", ["Location", "Clinic"])
def test_the_column_that_has_the_name_of_a_field_gets_it_before_other_names_of_it(first: str) -> None:
    second = "Clinic" if first == "Location" else "Location"
    found = columns(f"{first},{second},breakout\n" + "Leeds,York,yes\nYork,Leeds,no\n" * 6)
    assert (found["Clinic"].field, found["Location"].field) == ("clinic", None)


@pytest.mark.parametrize("header", ["Location", "Site", "Branch"])
def test_parts_of_the_body_are_no_clinics(header: str) -> None:
    """A clinic's own column “Clinic” was left out beside them."""
    found = columns(f"{header},Clinic,breakout\n" + "Full face,Leeds,yes\nneck & chest,York,no\n" * 6)
    assert (found["Clinic"].field, found[header].field) == ("clinic", None)


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ("mild", "severe", "severity"),
        ("junior", "senior", "practitioner_grade"),
        ("1", "2", "practitioner_grade"),
    ],
)
def test_grades_of_breakouts_are_no_practitioners(one: str, other: str, field: str) -> None:
    found = columns("Grade,breakout\n" + f"{one},yes\n{other},yes\n,no\n" * 6)
    assert found["Grade"].field == field


@pytest.mark.parametrize(("header", "field"), [("Follow up due", None), ("Follow up date", "follow_up_date")])
def test_a_follow_up_that_is_due_is_none_that_took_place(header: str, field: str | None) -> None:
    found = columns(f"treatment date,{header},breakout\n" + "2026-05-02,2026-05-16,yes\n2026-05-03,2026-05-19,no\n")
    assert found[header].field == field


def test_an_id_that_repeats_is_not_the_treatment_id() -> None:
    """It may be the client's: taking repeats for doubled treatments would lose rows."""
    found = columns("id,breakout\n" + "A1,yes\nA2,no\nA3,yes\nA1,no\n")
    assert found["id"].field is None


def test_a_column_called_treatment_id_is_that_even_if_a_few_repeat() -> None:
    found = columns("Treatment ID,breakout\n" + "A1,yes\nA2,no\nA3,yes\nA1,no\n")["Treatment ID"]
    assert (found.field, found.confidence) == ("treatment_id", "medium")


def test_ambiguous_dates_are_still_dates() -> None:
    assert columns("date,breakout\n03/04/2026,yes\n05/06/2026,no\n")["date"].field == "treatment_date"


# What the manager says ----


def test_a_choice_always_holds() -> None:
    found = columns(
        "a,b,breakout\noily,1,yes\ndry,2,no\n", {"a": "skin_type", "breakout": "leave out", "b": "breakout"}
    )
    assert (found["a"].field, found["a"].confidence) == ("skin_type", "chosen")
    assert found["b"].field == "breakout"
    assert found["breakout"].meaning == "left out"


def test_a_chosen_field_is_taken_from_the_column_that_would_have_got_it() -> None:
    found = columns("ill,breakout\nyes,no\nno,yes\n", {"ill": "breakout"})
    assert found["ill"].field == "breakout"
    assert (found["breakout"].meaning, found["breakout"].field) == ("left out", None)


def test_a_column_or_field_that_does_not_exist_is_an_error() -> None:
    for chosen in ({"nowhere": "skin_type"}, {"a": "colour"}):
        with pytest.raises(KeyError, match=r"nowhere|colour"):
            columns("a,breakout\noily,yes\n", chosen)


def test_two_columns_cannot_be_chosen_as_the_same_field() -> None:
    """One of them would vanish without a word."""
    with pytest.raises(DashboardError, match="“a” and “b” were both chosen as breakout"):
        columns("a,b\nyes,no\n", {"a": "breakout", "b": "breakout"})


# Columns outside the codebook ----


@pytest.mark.parametrize("levels", [2, 50])
def test_two_to_fifty_levels_make_an_extra_factor(levels: int) -> None:
    assert column_of([f"room {number}" for number in range(levels)] * 3).meaning == "extra factor"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([f"room {number}" for number in range(51)] * 3, "51 different texts are too many"),
        (["a"] * 10, "all rows are the same (“a”)"),
        ([""] * 10, "the column is blank"),
        (
            [f"client felt fine on day {number}, redness settled, see notes overleaf" for number in range(9)] * 9,
            "free text",
        ),
        ([f"X{number}" for number in range(30)], "nearly every row has a different text"),
        (["a", "b", "c"], "nearly every row has a different text"),
        ([str(1000 + number) for number in range(30)], "a row number or an identifier"),
    ],
)
def test_what_cannot_form_groups_is_left_out_with_the_reason(values: list[str], reason: str) -> None:
    found = column_of(values)
    assert found.meaning == "left out"
    assert reason in found.reason


def test_of_two_columns_of_dates_none_is_guessed_to_be_the_treatment() -> None:
    found = columns("first,second,breakout\n" + "2026-05-01,2026-06-01,yes\n2026-05-02,2026-06-02,no\n" * 5)
    assert {found[name].field for name in ("first", "second")} == {None}


def test_days_form_no_groups() -> None:
    """“Next appointment” was a factor with a level for each day."""
    found = columns("Next appointment,breakout\n" + "2026-10-01,yes\n2026-10-02,no\n2026-10-05,no\n" * 12)
    assert found["Next appointment"].reason == "it holds dates, and days form no groups"


def test_measurements_are_an_extra_factor_however_many_values_they_have() -> None:
    assert column_of([f"{number}.5" for number in range(100)]).meaning == "extra factor"


def test_levels_that_differ_only_in_case_count_once() -> None:
    assert (
        column_of([f"{word} {number}" for number in range(30) for word in ("room", "ROOM")] * 2).meaning
        == "extra factor"
    )


def test_distinct_texts_come_most_common_first_with_their_rows() -> None:
    texts = distinct_texts(table("room,breakout\nb,yes\na,no\na,no\n,no\n"), "room")
    assert (texts.texts[0], texts.counts.tolist()) == ("a", [2, 1, 1])
    assert [texts.texts[position] for position in texts.row_texts] == ["b", "a", "a", ""]
    assert (texts.filled, texts.filled_rows) == (("a", "b"), 3)


# What points to a person ----


@pytest.mark.parametrize("header", ["Date of birth", "DOB", "Birth year", "d.o.b"])
def test_a_birth_date_is_no_factor(header: str) -> None:
    values = ["1980-01-01", "1991-05-02"] * 10
    assert "personal data" in column_of(values, header).reason


@pytest.mark.parametrize("header", ["Age (years)", "Client age at visit", "Age at treatment [yrs]"])
def test_an_age_is_banded_whatever_its_header_adds(header: str) -> None:
    assert column_of(["34", "41"] * 10, header).field == "age_band"


def test_a_column_whose_spellings_are_all_one_level_is_no_factor() -> None:
    assert column_of(["Room A", "room a"] * 10).meaning == "left out"


# Content ----


def test_a_column_that_only_looks_like_a_field_is_read_as_it_and_marked_as_a_guess() -> None:
    found = columns("how is it,breakout\n" + "oily,yes\ndry,no\nnormal,no\n" * 5)["how is it"]
    assert (found.field, found.confidence) == ("skin_type", "low")
    assert "but the header does not" in found.reason


def test_the_only_column_of_dates_is_the_day_of_treatment() -> None:
    found = columns("when,breakout\n2026-05-01,yes\n2026-05-02,no\n")["when"]
    assert (found.field, found.confidence) == ("treatment_date", "low")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("room,breakout", ["yes,yes", "no,no"]),
        ("room,breakout", ["I,yes", "II,no", "III,no"]),
        ("room,breakout", ["1,yes", "2,no", "3,no", "4,no", "5,no", "6,yes"]),
        ("room,breakout", ["none,yes", "current,no"]),
        ("room,other,breakout", ["oily,dry,yes", "dry,normal,no", "normal,oily,no"]),
        ("room,breakout", ["mild,yes", "moderate,no", "severe,no"]),
    ],
)
def test_content_that_could_be_several_things_is_not_guessed(header: str, rows: list[str]) -> None:
    """Plain answers, grades: a wrong guess is worse than a factor under its own name."""
    assert {column.meaning for column in columns("\n".join([header, *rows * 5])).values() if column.field is None} == {
        "extra factor"
    }


def test_the_last_row_of_a_header_of_several_rows_tells_the_field() -> None:
    found = columns("Skin / skin type,Outcome / breakout\noily,yes\ndry,no\n")
    assert [found[name].field for name in ("Skin / skin type", "Outcome / breakout")] == ["skin_type", "breakout"]
