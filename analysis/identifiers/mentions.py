"""Single identifiers within other texts: one is enough, because its form leaves nothing to chance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import phonenumbers
from stdnum import iban

from analysis.identifiers import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

# What stands in the place of a text that named somebody.
HIDDEN = "(hidden)"

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
WEB_ADDRESS = re.compile(r"https?://\S|\bwww\.\w", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"(?<![\w+])\+[1-9][\d ().\-/]{7,18}\d(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def mentions(texts: Sequence[str]) -> tuple[str, np.ndarray] | None:
    """Return the kind of identifier that any of `texts` mentions and a mark for each text that does; None where none.

    Of kinds that are found, the first counts: e-mail address, phone number with its country code, IBAN.
    """
    joined = "\n".join(texts)
    for kind, needed, finds in _KINDS:
        if needed in joined and finds(joined):
            return kind, np.fromiter((finds(text) for text in texts), dtype=bool, count=len(texts))
    return None


def without_mentions(text: str) -> str:
    """Return `text`, or where it mentions an identifier what stands in its place."""
    return HIDDEN if mentions([text]) else text


def _has_email(text: str) -> bool:
    return EMAIL.search(text) is not None


def _has_phone(text: str) -> bool:
    return any(_is_phone(match.group()) for match in _INTERNATIONAL.finditer(text))


def _is_phone(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _has_iban(text: str) -> bool:
    return any(iban.is_valid(match.group()) for match in _IBAN.finditer(text))


_KINDS = ((kinds.EMAIL, "@", _has_email), (kinds.PHONE, "+", _has_phone), (kinds.IBAN, "", _has_iban))
