"""Whether the values of a column measure, order or name something: by its header, then by its values."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.reading import read
from analysis.outcome_log.column_texts import Texts, distinct_texts
from analysis.outcome_log.value_kinds import KindFound, ValueKind, can_be, kind_of_values, places_of
from analysis.outcome_log.values import are_codes_of_ages

ONE_TO_FIVE = ("1", "2", "3", "4", "5")
TO_TWENTY = tuple(map(str, range(1, 21)))


def texts_of(values: tuple[str, ...]) -> Texts:
    lines = ["breakout,own", *(f'no,"{value}"' for value in values)]
    return distinct_texts(read("\n".join(lines).encode(), "log.csv"), "own")


def kind(header: str, values: tuple[str, ...], chosen: ValueKind | None = None) -> KindFound:
    return kind_of_values(header, texts_of(values * 6), chosen)


@pytest.mark.parametrize(
    "header",
    [
        "Staff no", "Staff number", "staffNo", "Site", "site_id", "Room", "Room number", "No. room", "Device number",
        "Practitioner ID", "Injector", "Raumnummer", "Mitarbeiter Nr.", "N° salle", "Code", "Risk group id",
    ],
)  # fmt: skip
@pytest.mark.parametrize("values", [ONE_TO_FIVE, TO_TWENTY])
def test_numbers_that_a_header_calls_codes_are_names(header: str, values: tuple[str, ...]) -> None:
    assert kind(header, values) == KindFound("names", "the header names a code")


@pytest.mark.parametrize(
    "header",
    [
        "Risk score", "Pain (0-10)", "ASA", "Severity", "Visit number", "Number of sites", "No. of rooms", "N sites",
        "Staff grade", "Device age", "Room temperature", "Anzahl Nadeln", "risk group", "Age group", "# passes",
    ],
)  # fmt: skip
def test_what_is_measured_counts_more_than_whose_it_is(header: str) -> None:
    few, many = kind(header, ONE_TO_FIVE), kind(header, TO_TWENTY)
    assert (few.kind, many.kind) == ("ordered", "number")
    assert not few.is_doubtful
    assert not many.is_doubtful


@pytest.mark.parametrize(
    ("header", "values", "found"),
    [
        ("q7", ONE_TO_FIVE, "ordered"),
        ("q7", TO_TWENTY, "number"),
        ("Group", ("1", "2", "3"), "names"),
        ("Arm", TO_TWENTY, "names"),
    ],
)
def test_what_neither_header_nor_values_decide_is_named_as_a_doubt(
    header: str, values: tuple[str, ...], found: str
) -> None:
    assert (kind(header, values).kind, kind(header, values).is_doubtful) == (found, True)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("0.5", "1", "1.5"), "number"),
        (("5 mm", "10 mm", "15 mm"), "number"),
        (("0", "1"), "names"),
        (("1", "2"), "names"),
        (("yes", "no"), "names"),
        (("cheek", "chin", "neck"), "names"),
        (("S1", "S2", "S10"), "names"),
    ],
)
def test_values_that_can_be_only_one_thing_are_no_doubt(values: tuple[str, ...], found: ValueKind) -> None:
    assert kind("q7", values) == KindFound(found)


@pytest.mark.parametrize(
    "levels",
    [
        ("18-24", "25-34", "35+"),
        ("under 20", "20-29", "30 and over"),
        ("<5", "5-10", ">10"),
        ("0-40%", "40-80%", "80-100%"),
        ("LT 8 yrs", "8-12 yrs", "MT 12 yrs"),
        ("0-39g/day", "40-79", "80-119", "120+"),
        ("0", "1-2", "3 or more"),
        ("£0–£50", "£50–£100", "£100+"),
        ("10+", "20+", "100+"),
        ("2 bis 4", "5 bis 9"),
        ("I", "II", "IV", "IX"),
        ("S", "M", "L", "XL"),
        ("Class I", "Class II", "Class III"),
        ("week 2", "week 10"),
        ("mild", "moderate", "severe"),
        ("strongly disagree", "disagree", "neutral", "agree"),
    ],
)
def test_ranges_grades_and_scales_are_in_their_order(levels: tuple[str, ...]) -> None:
    found = kind("q7", tuple(reversed(levels)))
    assert (found.kind, found.is_doubtful) == ("ordered", False)
    places = places_of(texts_of(levels))
    assert places is not None
    assert sorted(levels, key=places.__getitem__) == list(levels)


@pytest.mark.parametrize(
    "names",
    [
        ("20-40", "25-30"),
        ("3-1", "1-2"),
        ("S", "M"),
        ("I", "V"),
        ("Type I", "Type II"),
        ("mild", "severe", "itchy"),
        ("25-34", "cheek"),
        ("grade 1", "stage 2"),
    ],
)
def test_what_has_no_order_of_its_own_stays_names(names: tuple[str, ...]) -> None:
    assert kind("q7", names) == KindFound("names")
    assert kind("q7", names, "ordered").kind == "names"


@pytest.mark.parametrize("chosen", ["number", "ordered", "names"])
@pytest.mark.parametrize("header", ["Room", "Risk score", "q7"])
def test_what_the_manager_says_holds(header: str, chosen: ValueKind) -> None:
    found = kind(header, ONE_TO_FIVE, chosen)
    assert (found.kind, found.is_chosen, found.is_doubtful) == (chosen, True, False)


def test_words_are_no_numbers_whatever_is_chosen() -> None:
    assert not can_be(texts_of(("cheek", "chin")), "number")
    assert kind("q7", ("cheek", "chin"), "number") == KindFound("names")


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([ONE_TO_FIVE, TO_TWENTY, ("18-24", "25-34", "35+"), ("S", "M", "L"), ("1", "2", "n/a", "3")]),
    st.sampled_from(["Room", "Risk score", "q7", "Group"]),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing(values: tuple[str, ...], header: str, random: Random) -> None:
    rows = [*values * 6]
    random.shuffle(rows)
    assert kind_of_values(header, texts_of(tuple(rows))) == kind(header, values)


@pytest.mark.parametrize("codes", [("0", "1"), ONE_TO_FIVE, ("1", "2", "3", "99"), ("1.0", "2.0"), TO_TWENTY[:15]])
def test_small_whole_numbers_are_codes_of_ages(codes: tuple[str, ...]) -> None:
    assert are_codes_of_ages(codes)


@pytest.mark.parametrize("ages", [("23", "41"), ("5 years", "7 years"), ("8", "19"), ("20-29",), (), ("2", "11", "15")])
def test_ages_are_no_codes(ages: tuple[str, ...]) -> None:
    assert not are_codes_of_ages(ages)
