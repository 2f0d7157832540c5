"""What the texts of a column look like, whatever the column is called."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.identifiers import kinds
from analysis.identifiers.dates import birth_dates
from analysis.identifiers.handles import handles, has_at
from analysis.identifiers.mentions import EMAIL, WEB_ADDRESS
from analysis.identifiers.names import is_first_name, names
from analysis.identifiers.numbers import has_iban, national_numbers, phone_numbers
from analysis.identifiers.places import are_coordinates, is_address, is_full_postcode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.identifiers.samples import Sample

# One row in five: what has a form of its own is no accident there.
FORM_SHARE = 0.2
# What a code could look like by chance must fill the column.
CODE_SHARE = 0.8
# The columns that a log has of clients differ from row to row; those of staff, clinics and products repeat.
PERSONAL_SPREAD = 0.1
# More than a clinic has staff or rooms, so that a file of many visits a client is judged like any other.
MANY_PEOPLE = 40
FEWEST_TEXTS = 4
# A note has sentences; a level has a word or three.
NOTE_WORDS = 4
NOTE_SPREAD = 0.3
NOTE_SHARE = 0.5
LONG_NOTE = 60
MOST_GRADES, LEAST_TURNS = 8, 3

_PICTURE = re.compile(r"\.(?:jpe?g|png|heic|heif|gif|bmp|tiff?|webp|raw|cr2|nef)\b|^data:image/", re.IGNORECASE)
_COULD_BE_IP = re.compile(r"[\da-fA-F:.]{7,45}")
# Octets above these are rare in version numbers such as 2.1.0.4 and common in addresses.
_LARGE_OCTET = 30


@dataclass(frozen=True)
class Detector:
    """How one kind is found by content.

    Attributes
    ----------
    kind : str
    find : callable
        Marks the distinct texts of a sample that look like it.
    least_share : float
        Of the rows, how many must look like it.
    varies : bool
        Whether only columns count whose texts differ as clients do.
    beyond_fields : bool
        Whether the codebook's own columns are left alone: a clinic has a name and an address too.
    of_clients : bool
        Whether columns of places and things are left alone as well.
    beyond_lots : bool
        Whether the numbers of lots and devices are left alone: a few digits and dashes look like anything.
    in_ids : bool
        Whether ids are judged by it as a whole; where words in them show, they are looked at text by text (`codes`).
    """

    kind: str
    find: Callable[[Sample], Sequence[bool]]
    least_share: float = FORM_SHARE
    varies: bool = False
    beyond_fields: bool = False
    of_clients: bool = False
    beyond_lots: bool = False
    in_ids: bool = True


def _each(test: Callable[[str], object]) -> Callable[[Sample], Sequence[bool]]:
    return lambda sample: [bool(test(text)) for text in sample.texts]


def is_ip_address(text: str) -> bool:
    """Tell whether `text` is an address of a computer rather than the version of a program."""
    if not _COULD_BE_IP.fullmatch(text):
        return False
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.version == 6 or sum(octet > _LARGE_OCTET for octet in address.packed) > 1  # noqa: PLR2004 - IPv6


def free_texts(sample: Sample) -> Sequence[bool]:
    """Mark the texts of several words, none where they repeat as levels do."""
    words = [sum(map(_is_word, text.split())) for text in sample.texts]
    long = sum(len(text) for text in sample.texts) > LONG_NOTE * len(sample.texts)
    if (sample.spread < NOTE_SPREAD and len(sample.texts) < MANY_PEOPLE) or len(sample.texts) < FEWEST_TEXTS:
        return [False] * len(words)
    return [number >= NOTE_WORDS or (long and number > 1) for number in words]


def _is_word(part: str) -> bool:
    """Tell whether a part of a text is more than a number, a sign or a unit of one letter: "1 h 7 min" has one word."""
    return sum(map(str.isalpha, part)) > 1


def are_levels(sample: Sample) -> bool:
    """Tell whether a few words that are no first names take turns, as grades do and remarks do not."""
    return (
        len(sample.texts) <= MOST_GRADES
        and sample.spread <= 1 / LEAST_TURNS
        and not any(len(text.split()) > 1 or is_first_name(text) for text in sample.texts)
    )


DETECTORS = (
    Detector(kinds.EMAIL, _each(EMAIL.search)),
    Detector(kinds.WEB_ADDRESS, _each(WEB_ADDRESS.search)),
    Detector(kinds.COORDINATES, _each(are_coordinates), CODE_SHARE),
    Detector(kinds.PHOTO, _each(_PICTURE.search), beyond_fields=True),
    Detector(kinds.IP_ADDRESS, _each(is_ip_address), CODE_SHARE),
    Detector(kinds.IBAN, _each(has_iban)),
    Detector(kinds.NATIONAL_NUMBER, national_numbers, CODE_SHARE, beyond_lots=True),
    Detector(kinds.BIRTH_DATE, birth_dates, CODE_SHARE, beyond_fields=True, of_clients=True),
    Detector(kinds.PHONE, phone_numbers, beyond_lots=True),
    Detector(kinds.POSTCODE, _each(is_full_postcode), CODE_SHARE, varies=True, beyond_fields=True, of_clients=True),
    Detector(kinds.ADDRESS, _each(is_address), varies=True, beyond_fields=True, of_clients=True, in_ids=False),
    Detector(kinds.HANDLE, _each(has_at), in_ids=False),
    Detector(kinds.HANDLE, handles, varies=True, beyond_fields=True, of_clients=True, in_ids=False),
    Detector(kinds.NAME, names, varies=True, beyond_fields=True, of_clients=True, in_ids=False),
    Detector(kinds.FREE_TEXT, free_texts, NOTE_SHARE, beyond_fields=True, in_ids=False),
)


def varies_like_people(sample: Sample) -> bool:
    """Tell whether the texts of a column differ from row to row as clients do, and staff or products do not."""
    return len(sample.texts) >= FEWEST_TEXTS and (sample.spread >= PERSONAL_SPREAD or len(sample.texts) >= MANY_PEOPLE)
