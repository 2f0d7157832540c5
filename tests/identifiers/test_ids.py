"""Ids: plain codes stay, and what names a client becomes a pseudonym that stays the same."""

from __future__ import annotations

import pytest

from analysis.identifiers.choices import ScreenChoices
from analysis.identifiers.pseudonyms import is_pseudonym, pseudonym
from analysis.identifiers.screening import screen
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import CLIENT
from tests.identifiers.measure import table_of
from tests.identifiers.tables import ANSWERS, COLUMNS, KEY, PEOPLE, PHONES, everything_in, one, table

PLAIN_CODES = [
    ("C-104", "C-105", "C-106"),
    ("10482", "10483", "20001"),
    ("12.0", "13.0", "14"),
    ("HAR-0012", "PAR-0013", "har-0014"),
    ("KX-4471", "QT-1209", "MK-1008"),
    ("Client 12", "Client 14", "client no 15"),
    ("Patient-004",),
    ("SUBJECT0012", "SUBJECT0013"),
    ("Harbour-1", "Harbour-2", "Harbour-3"),
    ("7f3a9c2e", "8e2b1d90", "abcdef01"),
    ("123e4567-e89b-12d3-a456-426614174000", "c9bf9e57-1685-4c89-bafb-ff5af830be8a"),
    ("A7K2Q9", "B8L3R1"),
    ("2026/0012", "2026/0013"),
    tuple(str(110_101 + number) for number in range(60)),
    tuple(f"B{20_411 + number:06}" for number in range(60)),
    tuple(f"2026050{1 + number % 9}-{number}" for number in range(60)),
]
TELLING_CODES = {
    "1008 Poppy Moore": ("1008 Poppy Moore", "1009 Meera Kelly", "1010 Anna Bell"),
    "Meera_Kelly": ("Meera_Kelly", "Poppy_Moore"),
    "Meera Kelly 21/08/64": ("Meera Kelly 21/08/64", "Poppy Moore 03/11/91"),
    "one client": ("Meera Kelly 1008",),
    "MK210864": ("MK210864", "PM031191", "AB150272"),
    "mk-1964-08-21": ("mk-1964-08-21", "pm-1991-11-03"),
    "210864MK": ("210864MK", "031191PM"),
    "M.K. 1964": ("M.K. 1964", "P.M. 1991"),
    "210864": ("210864", "150372", "021190", "300188", "121275", "010169"),
    "MK": ("ABX", "QRT", "LMN"),
    "@poppy.moore": ("@poppy.moore", "@meera"),
    "poppy_moore92": ("poppy_moore92", "mkelly"),
    "Kelly-1008": ("Kelly-1008", "Moore-1009"),
    "Kim1008": ("Kim1008", "LEA-12"),
    "王1008": ("王1008", "李1009"),
}


@pytest.mark.parametrize("header", ["Client ID", "Treatment ID"])
@pytest.mark.parametrize("texts", PLAIN_CODES, ids=lambda texts: texts[0])
def test_plain_codes_stay(header: str, texts: tuple[str, ...]) -> None:
    assert screen(table(**{header: texts, "breakout": ANSWERS})).findings == ()


NAMESAKES = {
    "names": [f"{1000 + number} {('Poppy Moore', 'Meera Kelly')[number % 2]}" for number in range(60)],
    "many names": [
        f"{1000 + number} {('Okoro', 'Vance', 'Brandt', 'Ilves', 'Duarte', 'Haas', 'Novak')[number % 7]}"
        for number in range(60)
    ],
    "initials": [
        f"{('PM', 'MK', 'AO', 'ZB', 'LW', 'TF', 'JN')[number % 7]}{1 + number % 28:02}08{60 + number % 30}"
        for number in range(60)
    ],
}


@pytest.mark.parametrize("texts", NAMESAKES.values(), ids=NAMESAKES)
def test_words_that_many_ids_share_are_still_names(texts: list[str]) -> None:
    """What several ids have in common may be a clinic's name; a first name, or a dozen of words, is not."""
    screened = screen(table(**{"Client ID": texts, "breakout": ANSWERS}), key=KEY)
    assert one(screened).action == "pseudonymised"


@pytest.mark.parametrize("header", ["Client ID", "Treatment ID"])
@pytest.mark.parametrize("texts", TELLING_CODES.values(), ids=TELLING_CODES)
def test_ids_that_are_no_plain_codes_become_pseudonyms_and_say_why(header: str, texts: tuple[str, ...]) -> None:
    screened = screen(table(**{header: texts, "breakout": ANSWERS}), key=KEY)
    assert one(screened).action == "pseudonymised"
    assert one(screened).reason.startswith("all 60 values")
    assert set(screened.table.frame[header]) == {pseudonym(text, KEY) for text in texts}
    kept = ScreenChoices(keep=frozenset({(header, "")}))
    assert set(screen(table(**{header: texts, "breakout": ANSWERS}), kept).table.frame[header]) == {*texts}


def test_the_same_id_is_judged_alike_whatever_stands_beside_it() -> None:
    """Else a client would be one code in a month of names, and another in a month of numbers."""
    codes = tuple(f"{number}" for number in range(1000, 1040))
    screened = screen(table(**{"Client ID": (*codes, "Meera Kelly", "unknown", ""), "breakout": ANSWERS}), key=KEY)
    assert (
        one(screened).reason
        == "1 of 58 values contains a name, initials or other words; the others are plain codes and are kept"
    )
    assert set(screened.table.frame["Client ID"]) == {*codes, pseudonym("Meera Kelly", KEY), "unknown", ""}
    mostly_names = screen(table(**{"Client ID": (*PEOPLE, "1003"), "breakout": ANSWERS}), key=KEY)
    assert "1003" in set(mostly_names.table.frame["Client ID"])


def test_a_name_that_no_sample_has_is_found_among_many_ids() -> None:
    ids = [f"T-{number:06}" for number in range(5_000)]
    ids[2_501] = "Meera Kelly again"
    screened = screen(table_of({"Treatment ID": ids, "breakout": ["yes", "no"] * 2_500}), key=KEY)
    assert "Meera" not in everything_in(screened)
    assert (screened.table.frame["Treatment ID"] == ids).sum() == 4_999


def test_asking_for_pseudonyms_replaces_the_plain_codes_as_well() -> None:
    choices = ScreenChoices(pseudonymise=frozenset({"Client ID"}))
    texts = ("1001", "1002", "Meera Kelly")
    screened = screen(table(**{"Client ID": texts, "breakout": ANSWERS}), choices, KEY)
    assert set(screened.table.frame["Client ID"]) == {pseudonym(text, KEY) for text in texts}


def test_a_stray_name_among_codes_does_not_make_another_column_of_names_needed() -> None:
    codes = (*(f"C-{number}" for number in range(20)), "Meera Kelly")
    screened = screen(table(**{"Client ID": codes, "Client": PEOPLE, "breakout": ANSWERS}), key=KEY)
    assert {finding.column: finding.action for finding in screened.findings} == {
        "Client ID": "pseudonymised", "Client": "dropped",
    }  # fmt: skip


@pytest.mark.parametrize("texts", [PEOPLE, PHONES, COLUMNS["Mail"], COLUMNS["NHS no"]])
def test_client_ids_that_name_people_become_pseudonyms(texts: tuple[str, ...]) -> None:
    given_table = table(Patient=texts, breakout=ANSWERS)
    screened = screen(given_table, key=KEY)
    assert one(screened).action == "pseudonymised"
    assert list(screened.table.frame["Patient"]) == [pseudonym(text, KEY) for text in given_table.frame["Patient"]]
    assert CLIENT in clean(screened.table)[0]


def test_treatment_ids_that_name_people_become_pseudonyms() -> None:
    texts = tuple(f"{'-'.join(PEOPLE[row % 6].split())}{row}@example.com" for row in range(60))
    screened = screen(table(**{"Treatment ID": texts, "breakout": ANSWERS}), key=KEY)
    assert one(screened).action == "pseudonymised"
    assert len(set(screened.table.frame["Treatment ID"])) == 60


def test_a_record_number_is_dropped_unless_it_is_the_client_id() -> None:
    numbers = ("1048210", "1048211", "1048212")
    assert one(screen(table(MRN=numbers, breakout=ANSWERS))).action == "dropped"
    assert one(screen(table(**{"Client ID (MRN)": numbers, "breakout": ANSWERS}))).action == "pseudonymised"


def test_names_beside_plain_client_codes_are_dropped() -> None:
    screened = screen(table(Client=PEOPLE, **{"Client ID": ("C-1", "C-2", "C-3")}, breakout=ANSWERS))
    assert one(screened).action == "dropped"
    assert "Client ID" in screened.table.frame.columns


def test_pseudonyms_are_the_same_next_month_and_others_under_another_key() -> None:
    march, april = table(Client=PEOPLE, breakout=ANSWERS), table(Client=PEOPLE[::-1], breakout=ANSWERS)
    same = [set(screen(each, key=KEY).table.frame["Client"]) for each in (march, april)]
    assert same[0] == same[1]
    assert same[0].isdisjoint(screen(march, key=b"1" * 32).table.frame["Client"])


def test_without_a_key_pseudonyms_cannot_be_worked_out_from_the_names() -> None:
    made = set(screen(table(Client=PEOPLE, breakout=ANSWERS)).table.frame["Client"])
    assert all(map(is_pseudonym, made))
    assert made.isdisjoint(pseudonym(name, b"") for name in PEOPLE)


def test_spellings_of_one_client_become_one_and_unknown_stays_unknown() -> None:
    texts = ("Jane Doe", " jane  DOE", "unknown", "", "Omar Haddad")
    made = screen(table(Client=texts, breakout=ANSWERS), key=KEY).table.frame["Client"]
    assert made.iloc[0] == made.iloc[1]
    assert list(made.iloc[2:4]) == ["unknown", ""]


def test_an_exported_log_comes_back_with_the_pseudonyms_it_had() -> None:
    exported = screen(table(Client=PEOPLE, breakout=ANSWERS), key=KEY).table
    again = screen(exported, ScreenChoices(pseudonymise=frozenset({"Client"})), key=b"1" * 32)
    assert list(again.table.frame["Client"]) == list(exported.frame["Client"])


def test_plain_codes_become_pseudonyms_where_the_manager_asks() -> None:
    choices = ScreenChoices(pseudonymise=frozenset({"Client ID", "not in this file"}))
    screened = screen(table(**{"Client ID": ("10482", "10482.0", "10483"), "breakout": ANSWERS}), choices, KEY)
    assert one(screened).action == "pseudonymised"
    assert len(set(screened.table.frame["Client ID"])) == 2
    assert "10482" not in everything_in(screened)
