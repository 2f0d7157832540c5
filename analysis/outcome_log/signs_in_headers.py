"""Which warning sign a header names: "Any swelling?", "Signs of infection", "Redness at follow-up"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.outcome_log.codebook import REFERRED, load
from analysis.outcome_log.words_of_headers import DENYING, HEADER_WORDS, LONGEST_HEADER, WORDS_BEFORE, plain_words

_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")

_PEOPLE = frozenset({"client", "clients", "patient", "you", "your"})


class SignNamed(NamedTuple):
    """A warning sign in a header.

    Attributes
    ----------
    field : str
    beside : frozenset of str
        The other words: what tells this column from others about the same sign, such as a day.
    """

    field: str
    beside: frozenset[str]


def sign_named(header: str) -> SignNamed | None:
    """Return the one warning sign that a header names, with the words beside it.

    None where it names none or several, denies it, asks about the time before, or asks something else about it.
    """
    words = plain_words(_without_format(header)) if len(header) <= LONGEST_HEADER else []
    other = DENYING | WORDS_BEFORE | HEADER_WORDS["aboutASign"]
    if not _first_words().intersection(words) or not other.isdisjoint(words):
        return None
    found: dict[str, list[str]] = {}
    for spelling, field in _spellings():
        at = _place(spelling, words)
        if at is not None:
            words = [*words[:at], *words[at + len(spelling) :]]
            found.setdefault(field, words)
    if len(found) != 1 or (REFERRED in found and not HEADER_WORDS["aboutAReferral"].isdisjoint(words)):
        return None
    return SignNamed(next(iter(found)), frozenset(words))


def signs_in(text: str) -> frozenset[str]:
    """Return the warning signs that a text names, an answer such as "swelling, treated"; none that it denies."""
    words = plain_words(text) if len(text) <= LONGEST_HEADER else []
    if not DENYING.isdisjoint(words) or not HEADER_WORDS["ruledOut"].isdisjoint(words):
        return frozenset()
    return frozenset(field for spelling, field in _spellings() if _place(spelling, words) is not None)


def _without_format(header: str) -> str:
    """Return a header without brackets that only say how the answer is written: "(yes/no)"."""
    return _BRACKETED.sub(
        lambda each: "" if HEADER_WORDS["format"].issuperset(plain_words(each[0])) else each[0], header
    )


def sign_asked(header: str) -> str | None:
    """Return the warning sign that a header names with nothing beside it that tells the column from others."""
    named = sign_named(header)
    if named is None or not named.beside <= HEADER_WORDS["besideASign"]:
        return None
    # "Client referral" may be a client who was sent by another.
    return named.field if named.field != REFERRED or _PEOPLE.isdisjoint(named.beside) else None


@cache
def _spellings() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the names of the warning signs as words, the longest first."""
    spellings = {
        tuple(plain_words(spelling)): field.name
        for field in load().fields
        if field.role == "warning sign"
        for spelling in (field.name, field.title, *field.aliases)
    }
    return tuple(sorted(spellings.items(), key=lambda each: (-len(each[0]), each)))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(spelling[0] for spelling, _ in _spellings())


def _place(spelling: tuple[str, ...], words: list[str]) -> int | None:
    """Return where a spelling stands among words; None where it does not."""
    places = (at for at in range(len(words) - len(spelling) + 1) if tuple(words[at : at + len(spelling)]) == spelling)
    return next(places, None)
