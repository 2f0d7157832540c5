"""Single identifiers within other texts.

One e-mail address, phone number with its country code, or account number with its check digits is enough: its form
leaves nothing to chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from stdnum import iban

from analysis.files.many_texts import ManyTexts, digit_forms
from analysis.identifiers import kinds
from analysis.identifiers.numbers import (
    INTERNATIONAL_FORM,
    NATIONAL_FORM,
    has_international_phone_number,
    has_national_phone_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# A phone number without its country code could be a code once or twice.
FEW = 3

# What stands in the place of a text that named somebody.
HIDDEN = "(hidden)"

# The lengths are those of RFC 5321 and RFC 1035; without them a long word takes the square of its length.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,63}")
WEB_ADDRESS = re.compile(r"https?://\S|\bwww\.\w|\b[\w-]{3,}\.(?:com|net|org|info|me|[a-z]{2})/[\w@.-]", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


@dataclass(frozen=True, eq=False)
class Mentions:
    """Which texts of a column mention an identifier of one kind, called `what` in a sentence."""

    kind: str
    what: str
    marks: np.ndarray


def mentions(texts: Sequence[str]) -> Mentions | None:
    """Return which of `texts` mention an identifier; None where none does.

    Of several kinds the first counts: e-mail address, phone number, IBAN.
    """
    return _mentions_in_forms(texts) if isinstance(texts, ManyTexts) else _mentions_in_list(texts)


def _mentions_in_list(texts: Sequence[str]) -> Mentions | None:
    joined = "\n".join(texts)
    for kind, what, needed, finds, fewest in _KINDS:
        if needed in joined and finds(joined):
            marks = np.fromiter((finds(text) for text in texts), dtype=bool, count=len(texts))
            if np.count_nonzero(marks) >= fewest:
                return Mentions(kind, what, marks)
    return None


def _mentions_in_forms(texts: ManyTexts) -> Mentions | None:
    """Return the same of a million texts: those whose digits may be none of such an identifier are not looked at."""
    forms, of_texts = digit_forms(texts)
    for kind, what, _, finds, fewest in _KINDS:
        may_be = np.array([_MAY_BE[finds](form) is not None for form in forms], dtype=bool)
        marks = may_be[of_texts] if may_be.any() else np.zeros(len(texts), dtype=bool)
        places = np.flatnonzero(marks)
        marks[places] = [finds(text) for text in texts.taken(places)]
        if np.count_nonzero(marks) >= fewest:
            return Mentions(kind, what, marks)
    return None


def without_mentions(text: str) -> str:
    """Return `text`, or where it mentions an identifier what stands in its place."""
    return HIDDEN if any(needed in text and finds(text) for _, _, needed, finds, _ in _KINDS) else text


def _has_email(text: str) -> bool:
    return EMAIL.search(text) is not None


def _has_iban(text: str) -> bool:
    return any(iban.is_valid(match.group()) for match in _IBAN.finditer(text))


_KINDS: tuple[tuple[str, str, str, Callable[[str], bool], int], ...] = (
    (kinds.EMAIL, "an e-mail address", "@", _has_email, 1),
    (kinds.PHONE, "a phone number", "+", has_international_phone_number, 1),
    (kinds.PHONE, "a phone number", "0", has_national_phone_number, FEW),
    (kinds.IBAN, "an IBAN", "", _has_iban, 1),
)
# What each of them begins with, whatever the digits are.
_MAY_BE: Mapping[Callable[[str], bool], Callable[[str], re.Match[str] | None]] = {
    _has_email: EMAIL.search,
    has_international_phone_number: INTERNATIONAL_FORM.search,
    has_national_phone_number: NATIONAL_FORM.search,
    _has_iban: _IBAN.search,
}
