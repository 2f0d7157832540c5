"""A short note that somebody types: whether it says who a client is."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.identifiers import kinds
from analysis.identifiers.dates import has_date
from analysis.identifiers.handles import has_at
from analysis.identifiers.mentions import EMAIL, WEB_ADDRESS
from analysis.identifiers.names import name_among_words
from analysis.identifiers.numbers import has_iban
from analysis.identifiers.places import is_address, is_full_postcode

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nobody needs so many digits to say how a client is; dates have eight.
_MOST_DIGITS = 8
_DIGITS = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d)+")
# "12 High Street", "Hauptstraße 12": among words, "way down, 2 days" is no street.
_NAMED_PLACE = re.compile(r"\d+[a-z]?(?: [A-Z]\w+)+|[A-Z]\w+(?: [A-Z]\w+)*\.? \d+")
_BIRTH = re.compile(r"\b(?:born|birth|dob|d\.o\.b)\b", re.IGNORECASE)


def identifier_in(note: str) -> str | None:
    """Return the kind of identifier that a note mentions, one of `kinds`; None where it mentions none.

    A note is one text among words, not a column: whatever looks like an identifier counts as one.
    """
    return next(_found(note), None)


def _found(note: str) -> Iterator[str]:
    words = note.split()
    if EMAIL.search(note):
        yield kinds.EMAIL
    if WEB_ADDRESS.search(note):
        yield kinds.WEB_ADDRESS
    if any(map(has_at, words)):
        yield kinds.HANDLE
    if has_iban(note) or any(map(has_iban, words)):
        yield kinds.IBAN
    if any(sum(map(str.isdigit, match.group())) > _MOST_DIGITS for match in _DIGITS.finditer(note)):
        yield kinds.PHONE
    if _BIRTH.search(note) and has_date(note):
        yield kinds.BIRTH_DATE
    pairs = map(" ".join, pairwise(words))
    if any(map(is_full_postcode, (word.strip(",.;") for word in (*words, *pairs)))):
        yield kinds.POSTCODE
    if any(map(is_address, _NAMED_PLACE.findall(note))):
        yield kinds.ADDRESS
    if name_among_words(note):
        yield kinds.NAME
