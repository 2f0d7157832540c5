"""What a question or a long label asks about, by the words that stand in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import load
from analysis.outcome_log.words_of_headers import (
    DENYING,
    HEADER_WORDS,
    LONGEST_HEADER,
    WORDS_BEFORE,
    plain_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.outcome_log.codebook import Field

# Where the skin was treated is a place like others, and nothing that was done about a breakout.
_TREATED_PLACE = re.compile(r"\btreated (?:side|half|area|cheek|face|skin|part|zone)\b", re.IGNORECASE)
_BREAKING_OUT = re.compile("|".join(rf"\b{phrase}\b" for phrase in sorted(HEADER_WORDS["breakingOut"], reverse=True)))
SHORTEST_PHRASE = 6
FEWEST_WORDS = 3
# "RBC age group" asks nobody's age.
FEWEST_WORDS_ASKING = 4


def asks_about(header: str) -> str | None:
    """Return the field that a question or a long label is about, by the words of one field that stand in it.

    A header that denies, or asks about the time before, is about none.
    """
    if len(header) > LONGEST_HEADER:
        return None
    words = plain_words(header)
    if len(words) < FEWEST_WORDS or not (DENYING | WORDS_BEFORE).isdisjoint(words):
        return None
    text = " ".join(words)
    if _BREAKING_OUT.search(text):
        return None if asks_more(text) else load().outcome.name
    if len(words) < FEWEST_WORDS_ASKING:
        return None
    found = {
        (len(phrase), field.name)
        for phrase, field in _phrases()
        if f" {phrase} " in f" {text} " and _may_be_asked(field, f" {text} ".replace(f" {phrase} ", " ").split())
    }
    longest = {name for length, name in found if length == max(found)[0]}
    return longest.pop() if len(longest) == 1 and load().outcome.name not in longest else None


@cache
def _phrases() -> tuple[tuple[str, Field], ...]:
    """Return the names of fields, as plain words, that are long enough to be found in a question."""
    spelled = (
        (" ".join(plain_words(spelling)), field)
        for field in load().fields
        for spelling in (field.name, field.title, *field.aliases)
    )
    return tuple((phrase, field) for phrase, field in spelled if len(phrase) >= SHORTEST_PHRASE)


def _may_be_asked(field: Field, beside: Iterable[str]) -> bool:
    """Tell whether words beside a field leave the question to be about it.

    "Redness at follow up" is about no follow-up, and "Infection control checklist done" about no infection: of signs
    `signs_in_headers` tells.
    """
    if field.role == "follow-up":
        return HEADER_WORDS["besideAFollowUp"].issuperset(beside)
    return field.role != "warning sign"


def names_breakouts(header: str) -> bool:
    """Tell whether a word for breakouts stands in a header that neither denies nor asks about the time before."""
    words = plain_words(header) if len(header) <= LONGEST_HEADER else []
    return (DENYING | WORDS_BEFORE).isdisjoint(words) and _BREAKING_OUT.search(" ".join(words)) is not None


def asks_more(text: str) -> bool:
    """Tell whether words beside “breakout” ask something else about it than whether there was one."""
    return not HEADER_WORDS["aboutABreakout"].isdisjoint(plain_words(_TREATED_PLACE.sub("", text)))
