"""Columns of which it is known whether they point to a person, to measure the screen with.

The identifiers are Faker's, of people who do not exist; everything else is what clinics' logs hold. Half of the
locales, headers and vocabularies may be looked at while the screen is worked on, the other half only measure it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Literal

from faker import Faker

from analysis.identifiers import kinds
from tests.identifiers import clinic_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Part = Literal["looked at", "held out"]
SEEDS: dict[Part, int] = {"looked at": 20260501, "held out": 20260502}

LOCALES = (
    "en_GB", "en_US", "de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "sv_SE", "pl_PL", "pt_BR", "en_IN", "en_CA",
    "da_DK", "de_CH", "no_NO", "fi_FI", "tr_TR", "cs_CZ", "en_AU", "en_IE", "pt_PT", "de_AT", "es_MX", "fr_CA",
)  # fmt: skip
# Faker makes up the length of other countries' account numbers.
IBAN_LOCALES = ("de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "pl_PL")
SILENT_HEADERS = ("column 7", "field_12", "x", "info", "Q3", "value", "data 2", "Unnamed: 4", "other", "misc")
MOST_REPEATS = 6


@dataclass(frozen=True)
class LabelledColumn:
    """A column and what it is: one of the kinds, or None where it points to nobody."""

    header: str
    texts: tuple[str, ...]
    kind: str | None
    source: str
    header_tells: bool


@cache
def labelled_columns(part: Part) -> tuple[LabelledColumn, ...]:
    """Return the columns of one half, the same every time."""
    chance = random.Random(SEEDS[part])
    Faker.seed(SEEDS[part])
    known = (*_identifiers(chance, part), *_others(chance, part))
    return (*known, *_people_in_disguise(random.Random(SEEDS[part] + 1), part))


def half(of: Sequence[str], part: Part) -> Sequence[str]:
    """Return every other element."""
    chosen = of[0 if part == "looked at" else 1 :: 2]
    return chosen or of


# Identifiers ----

_HEADERS = {
    kinds.NAME: (
        "Name", "Client name", "Full name", "patient_name", "Surname", "First Name", "Name of client", "Last name",
        "clientName", "Forename", "Nachname", "Vorname", "Nom", "Prénom", "Nombre", "Apellidos", "Naam", "Cognome",
    ),
    kinds.EMAIL: (
        "Email", "E-mail", "email address", "Client e-mail", "E-Mail-Adresse", "Contact email", "EMAIL", "courriel",
    ),
    kinds.PHONE: (
        "Phone", "Mobile", "Tel.", "Telephone no", "Contact number", "Handy", "Telefon", "phone_1", "Teléfono",
        "Cell",
    ),
    kinds.ADDRESS: (
        "Address", "Street address", "Anschrift", "Home address", "Address line 1", "Adresse", "Straße",
        "Dirección",
    ),
    kinds.POSTCODE: ("Postcode", "Post code", "PLZ", "ZIP", "Zip code", "Postal code", "Code postal", "Postnummer"),
    kinds.BIRTH_DATE: (
        "DOB", "Date of birth", "D.O.B.", "Birth date", "Geburtsdatum", "birthdate", "Client DOB",
        "Date de naissance",
    ),
    kinds.NATIONAL_NUMBER: (
        "NHS number", "SSN", "National ID", "BSN", "NHS No.", "Social security no", "CPF", "Passport number",
    ),
    kinds.RECORD_NUMBER: (
        "MRN", "Hospital number", "Chart no", "Medical record number", "Hospital No.", "Chart number",
    ),
    kinds.IBAN: ("IBAN", "Client IBAN"),
    kinds.WEB_ADDRESS: ("URL", "Website", "Web address", "Link"),
    kinds.IP_ADDRESS: ("IP address", "IP", "ip_addr", "Client IP"),
    kinds.PHOTO: ("Photo", "Photo file", "Image", "Before photo", "Picture", "Photos"),
    kinds.FREE_TEXT: (
        "Notes", "Comments", "Remarks", "Comment", "Bemerkungen", "Free text", "Clinical notes",
        "Notes (aftercare)",
    ),
    kinds.AGE: ("Age", "Age (years)", "Client age", "age_at_visit", "Alter", "Patient age"),
}  # fmt: skip


def _makers(fake: Faker, chance: random.Random) -> dict[str, list[Callable[[], str]]]:
    """Return what makes one text of each kind, in the forms people use."""
    return {
        kinds.NAME: [
            lambda: f"{fake.first_name()} {fake.last_name()}",
            lambda: f"{fake.last_name()}, {fake.first_name()}",
            lambda: f"{fake.first_name().upper()} {fake.last_name().upper()}",
            fake.first_name,
            lambda: f"{fake.first_name()[0]}. {fake.last_name()}",
            fake.last_name,
            fake.name,
        ],
        kinds.EMAIL: [fake.email, fake.ascii_free_email],
        kinds.PHONE: [fake.phone_number],
        kinds.ADDRESS: [fake.street_address, lambda: fake.address().replace("\n", ", ")],
        kinds.POSTCODE: [fake.postcode],
        kinds.BIRTH_DATE: [
            partial(_birth_date, fake, form) for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%d %B %Y", "%Y%m%d")
        ],
        kinds.NATIONAL_NUMBER: [fake.ssn],
        kinds.RECORD_NUMBER: [
            lambda: f"{chance.randrange(10**6, 10**7)}",
            lambda: f"H{chance.randrange(10**5, 10**6)}",
        ],
        kinds.IBAN: [Faker(chance.choice(IBAN_LOCALES)).iban],
        kinds.WEB_ADDRESS: [fake.url, lambda: f"www.{fake.domain_name()}/{fake.user_name()}"],
        kinds.IP_ADDRESS: [fake.ipv4, fake.ipv6],
        kinds.PHOTO: [lambda: f"IMG_{chance.randrange(10**4):04}.jpg", lambda: f"photos/{fake.user_name()}_before.png"],
        kinds.FREE_TEXT: [partial(clinic_words.note, chance)],
        kinds.AGE: [lambda: str(chance.randrange(17, 96)), lambda: f"{chance.uniform(17, 95):.1f}"],
    }


# Postcodes of digits alone are told by their header only.
_LETTERED_POSTCODES = frozenset({"en_GB", "en_CA", "fr_CA", "nl_NL", "pt_BR", "en_IE"})
# Only the header tells a record number from any other code, and an age from any other number.
_HEADER_NEEDED = frozenset({kinds.RECORD_NUMBER, kinds.AGE})
_SAME_EVERYWHERE = frozenset(
    {kinds.RECORD_NUMBER, kinds.AGE, kinds.IP_ADDRESS, kinds.PHOTO, kinds.FREE_TEXT, kinds.WEB_ADDRESS, kinds.EMAIL}
)


def _birth_date(fake: Faker, form: str) -> str:
    return fake.date_of_birth(minimum_age=17, maximum_age=85).strftime(form)


def _identifiers(chance: random.Random, part: Part) -> Iterator[LabelledColumn]:
    for locale in half(LOCALES, part):
        fake = Faker(locale)
        for kind, makers in _makers(fake, chance).items():
            if kind in _SAME_EVERYWHERE and chance.random() < 0.5:
                continue
            for header_tells in (True, False):
                needs_header = kind in _HEADER_NEEDED or (kind == kinds.POSTCODE and locale not in _LETTERED_POSTCODES)
                if needs_header and not header_tells:
                    continue
                header = chance.choice(half(_HEADERS[kind] if header_tells else SILENT_HEADERS, part))
                make = chance.choice(makers)
                texts = _visits(chance, [make() for _ in range(chance.randrange(25, 150))])
                yield LabelledColumn(header, texts, kind, f"{kind}, {locale}", header_tells)


# Of these the header tells at most that they may hold people; what they hold has to.
DISGUISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "compound id": (
        kinds.NAME,
        ("Client ID", "Client ref", "Client code", "Patient no", "Patient", "Client number", "Treatment ref", "Client"),
    ),
    "initials and birth date": (
        kinds.BIRTH_DATE,
        ("Client code", "Client ID", "Patient code", "Patient ID", "Subject ID", "Client", "Client no", "Patient ref"),
    ),
    "around the client": (
        kinds.NAME,
        ("Consent signed by", "Referred by", "Family doctor", "GP", "Assistant", "Recommended by", "Parent/guardian",
         "Accompanied by", "Witness", "Hausarzt", "Referring doctor", "Signed by"),
    ),
    "user name": (
        kinds.HANDLE,
        ("Insta", "User name", "Handle", "Screen name", "Social", "Username", "IG", "column 7"),
    ),
}  # fmt: skip


def _disguises(fake: Faker, chance: random.Random) -> dict[str, list[Callable[[], str]]]:
    """Return what makes one text of each disguise, as receptions write them."""

    def born(form: str) -> str:
        return fake.date_of_birth(minimum_age=17, maximum_age=85).strftime(form)

    def initials() -> str:
        return fake.first_name()[0].upper() + fake.last_name()[0].upper()

    return {
        "compound id": [
            lambda: f"{chance.randrange(1000, 9999)} {fake.first_name()} {fake.last_name()}",
            lambda: f"{fake.first_name()}_{fake.last_name()}",
            lambda: f"{fake.first_name()} {fake.last_name()} {born('%d/%m/%y')}",
            lambda: f"{fake.last_name()}-{chance.randrange(100, 999)}",
            lambda: f"{fake.last_name().upper()}{fake.first_name()[0].upper()}{chance.randrange(10, 99)}",
        ],
        "initials and birth date": [
            lambda: initials() + born("%d%m%y"),
            lambda: f"{initials().lower()}-{born('%Y-%m-%d')}",
            lambda: born("%d%m%y") + initials(),
            lambda: f"{initials()} {born('%d.%m.%Y')}",
            lambda: initials() + born("%Y%m%d"),
        ],
        "around the client": [
            lambda: f"{fake.first_name()} {fake.last_name()}",
            lambda: f"{fake.last_name()}, {fake.first_name()}",
            lambda: f"{fake.first_name()[0]}. {fake.last_name()}",
        ],
        "user name": [lambda: f"@{fake.user_name()}", fake.user_name],
    }


def _people_in_disguise(chance: random.Random, part: Part) -> Iterator[LabelledColumn]:
    """Yield ids with people in them, people around the client and names on the internet, by few and by many."""
    for locale in half(LOCALES, part):
        fake = Faker(locale)
        for disguise, makers in _disguises(fake, chance).items():
            kind, headers = DISGUISES[disguise]
            make = chance.choice(makers)
            people = [make() for _ in range(chance.choice((12, 40, 120)))]
            # One family doctor has many of the clients.
            often = range(chance.randrange(1, 4) if disguise == "around the client" else 1)
            texts = _visits(chance, [person for person in people for _ in often])
            header = chance.choice(half(headers, part))
            yield LabelledColumn(header, texts, kind, f"{disguise}, {locale}", header_tells=False)


def _visits(chance: random.Random, clients: Sequence[str]) -> tuple[str, ...]:
    """Return the value of each treatment: clients come back, and some of their values are not known."""
    rows = [text for text in clients for _ in range(chance.randrange(1, MOST_REPEATS))]
    chance.shuffle(rows)
    blank = chance.choice((0.0, 0.0, 0.1, 0.6))
    return tuple("" if chance.random() < blank else text for text in rows)


# Everything else ----


def _others(chance: random.Random, part: Part) -> Iterator[LabelledColumn]:
    for headers, make in clinic_words.columns(chance, part):
        for header_tells in (True, False):
            header = chance.choice(half(headers if header_tells else SILENT_HEADERS, part))
            rows = tuple(make() for _ in range(chance.randrange(60, 500)))
            blank = chance.choice((0.0, 0.0, 0.1, 0.6))
            texts = tuple("" if chance.random() < blank else text for text in rows)
            yield LabelledColumn(header, texts, None, headers[0], header_tells)
