"""The screen: what points to a person is gone from everything it returns, and what a log needs stays."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.problems import Problem
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.identifiers import kinds
from analysis.identifiers.choices import ScreenChoices
from analysis.identifiers.mentions import HIDDEN
from analysis.identifiers.pseudonyms import pseudonym
from analysis.identifiers.screening import Finding, screen
from analysis.importing.cleaning import clean
from analysis.outcome_log.columns import clues_in
from analysis.outcome_log.recognising import recognise
from tests.identifiers.labelled import LabelledColumn, labelled_columns
from tests.identifiers.measure import table_of
from tests.identifiers.tables import ANSWERS, COLUMNS, KEY, PEOPLE, PHONES, everything_in, one, table

SAMPLES = sorted((Path(__file__).parents[2] / "sample_data").glob("*.csv"))


def with_problems(given_table: TextTable, *problems: Problem, notes: tuple[str, ...] = ()) -> TextTable:
    return TextTable(given_table.file_name, given_table.layout, given_table.frame, problems, notes)


# What is found ----


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_of_identifiers_is_dropped_and_named_with_the_reason(name: str) -> None:
    screened = screen(table(**{name: COLUMNS[name], "breakout": ANSWERS}), key=KEY)
    assert one(screened).column == name
    assert one(screened).action == "dropped"
    assert one(screened).reason
    assert list(screened.table.frame.columns) == ["breakout"]


def test_the_reason_counts_and_never_quotes() -> None:
    finding = one(screen(table(info=COLUMNS["Mail"], breakout=ANSWERS)))
    assert finding == Finding("info", kinds.EMAIL, "all 60 values look like e-mail addresses", "dropped")
    finding = one(screen(table(info=(*PHONES, "none", "ask"), breakout=ANSWERS)))
    assert (finding.kind, finding.reason) == (kinds.PHONE, "46 of 60 values look like phone numbers")


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Photo taken", ("yes", "no")),
        ("E-mail", ("Y", "N")),
        ("NHS or private", ("NHS", "private")),
        ("Birth outcome", ("1", "2", "3")),
        ("Postcode area", ("SW1A", "LS6", "M1")),
        ("Postcode", ("SW1A", "LS6", "M1")),
        ("PLZ", ("104", "80", "22")),
        ("Product name", ("Ruby Glow", "Anna's Balm", "Cica Cream")),
        ("Median RBC age", ("25", "31", "72")),
        ("Age of device", ("1", "2", "3")),
        ("Settings", ("1.5 mm / 120 Hz", "1.0 mm / 90 Hz")),
        ("Booked", ("2024-05-01-514", "2024-05-02-189", "2024-05-03-333")),
        ("Serial", ("0483048444", "0304621763", "0366970766", "0730158423")),
    ],
)
def test_what_only_sounds_or_looks_like_an_identifier_stays(header: str, texts: tuple[str, ...]) -> None:
    screened = screen(table(**{header: texts, "breakout": ANSWERS}))
    assert screened.findings == ()
    assert header in screened.table.frame.columns


def test_births_with_two_digit_years_are_not_taken_for_treatments() -> None:
    births = ("20.03.91", "30.10.74", "14.07.94", "25.09.46", "15.08.07", "29.08.59")
    assert one(screen(table(info=births, breakout=ANSWERS))).kind == kinds.BIRTH_DATE
    treatments = ("20.03.24", "30.10.24", "14.07.25", "25.09.25", "15.08.24", "29.01.26")
    assert screen(table(info=treatments, breakout=ANSWERS)).findings == ()


def test_clinic_and_staff_may_have_names_and_addresses_but_no_client_may_be_reached_through_them() -> None:
    clinic, staff = ("12 High Street, Leeds", "4 Park Road, York"), ("Anna Bell", "Tom Byrne", "Priya Shah")
    finding = one(screen(table(Clinic=clinic, Practitioner=staff, breakout=ANSWERS)))
    assert (finding.column, finding.action) == ("Practitioner", "offered")
    assert one(screen(table(Practitioner=COLUMNS["Mail"], breakout=ANSWERS))).action == "dropped"


@pytest.mark.parametrize("header", ["Consent signed by", "Referred by", "GP", "Family doctor", "Assistant"])
def test_people_around_the_client_are_found_however_often_they_come_again(header: str) -> None:
    kept = ScreenChoices(keep=frozenset({(header, kinds.NAME)}))
    for names in (("Anna Bell", "Tom Byrne", "Lena Vogt"), ("Dr Bell", "Dr. Byrne", "Prof. Vogt")):
        given_table = table(**{header: names, "breakout": ANSWERS})
        assert (one(screen(given_table)).kind, one(screen(given_table)).action) == (kinds.NAME, "dropped")
        assert set(screen(given_table, kept).table.frame[header]) == {*names}


@pytest.mark.parametrize("header", ["Assessed by", "Doctor", "Nurse in charge", "Team member", "User"])
def test_a_word_for_staff_does_not_switch_the_look_off(header: str) -> None:
    assert one(screen(table(**{header: PEOPLE, "breakout": ANSWERS}))).kind == kinds.NAME


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Referred by", ("Instagram", "Google", "a friend", "walk-in")),
        ("GP", ("yes", "no")),
        ("GP", ("informed", "not informed", "none")),
        ("Consent signed by", ("client", "parent", "guardian")),
        ("Assistant", ("A1", "A2", "A3")),
        ("Handle", ("ergonomic", "short", "long")),
        ("Social history", ("non-smoker", "smoker")),
    ],
)
def test_what_people_around_the_client_may_be_asked_for_stays(header: str, texts: tuple[str, ...]) -> None:
    assert screen(table(**{header: texts, "breakout": ANSWERS})).findings == ()


@pytest.mark.parametrize("header", ["User name", "screen_name", "Team member name", "Benutzername"])
def test_a_header_that_says_name_needs_no_look_at_what_a_name_looks_like(header: str) -> None:
    texts = ("Zxq", "Brr", "Kml", "Vvt")
    assert one(screen(table(**{header: texts, "breakout": ANSWERS}))).action == "dropped"


@pytest.mark.parametrize("header", ["Treated by", "Provider", "Practitioner", "Therapist", "Nurse", "Seen by"])
def test_the_practitioner_of_the_codebook_stays_under_any_of_its_names(header: str) -> None:
    screened = screen(table(**{header: PEOPLE, "breakout": ANSWERS}))
    assert (one(screened).kind, one(screened).action) == (kinds.STAFF, "offered")
    assert list(screened.table.frame[header].cat.categories) == [*PEOPLE]
    assert "practitioner" in clean(screened.table)[0]


@pytest.mark.parametrize("header", ["Practitioner", "Nurse 2", "Assessed by", "Doctor", "Zweite Behandlerin", "施術者"])
def test_staff_stay_and_become_pseudonyms_where_the_manager_asks(header: str) -> None:
    names = ("Anna Bell", "Tom Byrne", "Lena Vogt")
    given_table = table(**{header: names, "breakout": ANSWERS})
    assert one(screen(given_table)).action == "offered"
    replaced = screen(given_table, ScreenChoices(pseudonymise=frozenset({header})), KEY)
    assert one(replaced).action == "pseudonymised"
    assert set(replaced.table.frame[header]) == {pseudonym(name, KEY) for name in names}
    coded = table(**{header: ("P01", "P02", "P03"), "breakout": ANSWERS})
    assert screen(coded).findings == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("@poppy.moore", "@meera", "@tom"),
        tuple(f"{name.replace(' ', '_').lower()}{row}" for row in range(4) for name in PEOPLE),
        tuple(f"{name.split()[1]}{name.split()[0]}".lower() + "x" * row for row in range(4) for name in PEOPLE),
    ],
    ids=lambda texts: texts[0],
)
def test_user_names_are_found_under_any_header(texts: tuple[str, ...]) -> None:
    assert one(screen(table(x=texts, breakout=ANSWERS))).action == "dropped"


def test_a_name_beside_a_number_is_found_in_any_column() -> None:
    texts = tuple(f"{1000 + row} {name}" for row, name in enumerate(PEOPLE))
    assert one(screen(table(x=texts, breakout=ANSWERS))).kind == kinds.NAME


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_logs_lose_no_field_of_the_codebook(path: Path) -> None:
    before = read(path.read_bytes(), path.name)
    screened = screen(before, key=KEY)
    fields = {column.name for column in recognise(clues_in(before)) if column.meaning == "field"}
    assert fields.isdisjoint(finding.column for finding in screened.findings)
    left = list(screened.table.frame.columns)
    assert fields <= {*left}
    pd.testing.assert_frame_equal(screened.table.frame, before.frame[left])


# Ages ----


def test_exact_ages_go_no_further_than_the_screen() -> None:
    ages = ("34", "35.5", "97", "adult", "25-34", "about 91", "n/a", "")
    screened = screen(table(Age=ages, breakout=ANSWERS))
    finding = one(screened)
    assert (finding.kind, finding.action) == (kinds.AGE_OVER_89, "banded")
    assert list(screened.table.frame["Age"])[:8] == [
        "30-39",
        "30-39",
        "70 and over",
        "adult",
        "25-34",
        HIDDEN,
        "n/a",
        "",
    ]


@pytest.mark.parametrize("header", ["preOp_age", "Age at visit (years)", "Alter", "client age"])
def test_a_column_of_ages_is_banded_whatever_it_is_called(header: str) -> None:
    screened = screen(table(**{header: ("19", "20", "69", "70"), "breakout": ANSWERS}))
    assert one(screened).action == "banded"
    assert set(screened.table.frame[header]) == {"under 20", "20-29", "60-69", "70 and over"}


def test_bands_are_no_exact_ages() -> None:
    assert screen(table(Age=("20-29", "70 and over", "18-24"), breakout=ANSWERS)).findings == ()


# Single mentions ----


@pytest.mark.parametrize("mention", ["ask jane@example.com", "ring +44 7400 123456", "pay DE89 3704 0044 0532 0130 00"])
def test_one_mention_takes_a_column_out(mention: str) -> None:
    finding = one(screen(table(Area=("cheek",) * 59 + (mention,), breakout=ANSWERS)))
    assert (finding.column, finding.action) == ("Area", "dropped")
    assert finding.reason.startswith("1 value mentions a")


def test_a_field_loses_only_the_texts_that_mention_somebody() -> None:
    screened = screen(table(breakout=("yes", *["no"] * 58, "yes, ask jane@example.com")))
    assert one(screened).action == "hidden"
    assert list(screened.table.frame["breakout"].cat.categories) == ["yes", "no", HIDDEN]
    assert "jane" not in everything_in(screened)


def test_a_phone_number_among_words_needs_company() -> None:
    words = ("rang 07700 900123", "rang 07700 900456", "left message 0161 496 0123")
    fillers = ("no answer",) * 57
    assert one(screen(table(Reached=(*words, *fillers), breakout=ANSWERS))).kind == kinds.PHONE
    alone = one(screen(table(Reached=(words[0], "rang back", "no", *fillers), breakout=ANSWERS)))
    assert alone.kind == kinds.UNCLEAR


# What becomes of it ----


def test_rows_that_were_set_aside_do_not_quote_anybody() -> None:
    given_table = with_problems(
        table(Client=PEOPLE, clinic=("Harbour", "Old Town"), breakout=ANSWERS),
        Problem((70,), "", "Zoe Quinn,Harbour,yes,", "the row has 4 values", row_kept=False),
        Problem((71,), "Client", "Total Zoe Quinn", "a row of totals", row_kept=False),
        Problem((72,), "clinic", "mail zoe@example.com", "the header is repeated here", row_kept=False),
        Problem((73,), "clinic", "Harbour Total", "a row of totals", row_kept=False),
        notes=("Above the header: Zoe, zoe@example.com.", "Columns without a name in the header: 3."),
    )
    screened = screen(given_table, key=KEY)
    assert [problem.value for problem in screened.table.set_aside] == [HIDDEN, HIDDEN, HIDDEN, "Harbour Total"]
    assert [problem.rows for problem in screened.table.set_aside] == [(70,), (71,), (72,), (73,)]
    assert screened.table.rows_read == given_table.rows_read
    assert "zoe" not in everything_in(screened).lower()
    assert screened.table.notes[1] == given_table.notes[1]


def test_whole_rows_stay_quoted_where_nothing_points_to_anybody() -> None:
    problem = Problem((70,), "", "Harbour,yes,", "the row has 3 values", row_kept=False)
    given_table = with_problems(table(clinic=("Harbour", "Old Town"), breakout=ANSWERS), problem)
    assert screen(given_table).table.set_aside == (problem,)


def test_texts_that_stand_in_no_row_are_not_left_among_the_categories() -> None:
    given_table = table(Client=PEOPLE, breakout=ANSWERS)
    fewer = with_problems(given_table)
    fewer = TextTable("x.csv", fewer.layout, fewer.frame.iloc[1:], (), ())
    assert not set(PEOPLE) & set(screen(fewer, key=KEY).table.frame["Client"].cat.categories)


def test_keeping_wins_over_everything_else() -> None:
    choices = ScreenChoices(keep=frozenset({("Client name", ""), ("Age", "")}), pseudonymise=frozenset({"Client name"}))
    given_table = table(**{"Client name": PEOPLE, "Age": ("31", "92"), "breakout": ANSWERS})
    screened = screen(given_table, choices, KEY)
    assert [finding.action for finding in screened.findings] == ["kept", "kept"]
    pd.testing.assert_frame_equal(screened.table.frame, given_table.frame)


def test_an_empty_table_is_screened_too() -> None:
    empty = table_of({"Client name": [], "breakout": []})
    assert list(screen(empty).table.frame.columns) == ["Client name", "breakout"]


# Whatever the columns ----

identifiers = st.sampled_from([column for column in labelled_columns("looked at") if column.kind])
others = st.sampled_from([column for column in labelled_columns("looked at") if not column.kind])


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    pointing=st.lists(identifiers, min_size=1, max_size=3), plain=st.lists(others, max_size=3), as_client=st.booleans()
)
def test_nothing_dropped_or_replaced_survives_and_a_second_screen_finds_nothing_new(
    pointing: list[LabelledColumn],
    plain: list[LabelledColumn],
    as_client: bool,  # noqa: FBT001 - given by hypothesis
) -> None:
    rows = 50
    columns = {f"{column.header}{' ' * place}": column.texts for place, column in enumerate([*pointing, *plain])}
    if as_client:
        columns["Client"] = pointing[0].texts
    given_table = table_of({name: (texts * rows)[:rows] for name, texts in columns.items()})
    line = ",".join(str(text) for text in given_table.frame.iloc[0])
    given_table = with_problems(given_table, Problem((99,), "", line, "ragged", row_kept=False))
    screened = screen(given_table, key=KEY)

    assert list(screened.table.frame.index) == list(given_table.frame.index)
    assert screened.table.rows_read == given_table.rows_read
    gone = {finding.column for finding in screened.findings if finding.action in {"dropped", "pseudonymised"}}
    stays = {text for name in columns if name not in gone for text in columns[name]}
    left = everything_in(screened)
    for name in gone:
        for text in set(given_table.frame[name]) - stays:
            # Shorter texts may stand within others by chance.
            assert len(text.strip()) < 6 or text not in left

    again = screen(screened.table, key=KEY)
    assert again.findings == ()
    pd.testing.assert_frame_equal(again.table.frame, screened.table.frame)


@pytest.mark.parametrize("cell", ["x" * 400_000 + "@y", "12 a" * 100_000, "Ab Cd " * 70_000, "+1" * 200_000])
def test_a_cell_as_long_as_a_book_is_screened_like_any_other(cell: str) -> None:
    """Looking for e-mail and street addresses took the square of its length: hours."""
    table = table_of({"room": [cell, *["blue", "red"] * 20]})
    assert len(screen(table, key=b"key").table.frame) == 41
