"""A note about a call says how the client is, not who: what points to a person is found, and plain notes pass."""

from __future__ import annotations

import pytest

from analysis.identifiers import kinds
from analysis.identifiers.notes import identifier_in


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Spoke to Anna, better now", kinds.NAME),
        ("Called Mrs Smith", kinds.NAME),
        ("seen by Dr Patel", kinds.NAME),
        ("ring 07700 900123", kinds.PHONE),
        ("+44 20 7946 0958", kinds.PHONE),
        ("write to anna@example.com", kinds.EMAIL),
        ("see www.example.com", kinds.WEB_ADDRESS),
        ("on Instagram as @skin_diary", kinds.HANDLE),
        ("lives 12 High Street", kinds.ADDRESS),
        ("Hauptstraße 12", kinds.ADDRESS),
        ("SW1A 1AA", kinds.POSTCODE),
        ("born 12/05/1986", kinds.BIRTH_DATE),
        ("GB29 NWBK 6016 1331 9268 19", kinds.IBAN),
    ],
)
def test_what_points_to_a_person_is_found(note: str, kind: str) -> None:
    assert identifier_in(note) == kind


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Left a voicemail",
        "Will see her GP tomorrow",
        "may call back on Friday",
        "Redness down 50% since 2026-05-01",
        "3 spots on the chin on 12/05/2026",
        "swelling way down, 2 days now",
        "2 calls, 1 message, 15 minutes",
        "Use the cream twice a day for 10 days",
        "better; drinks 3 l of water a day",
    ],
)
def test_plain_notes_pass(note: str) -> None:
    assert identifier_in(note) is None
