"""The words of headers: what denies, what tells a time, and what only names a group of questions."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib import resources
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

When = Literal["", "before", "after"]

FOLLOW_UP_CALLED = re.compile(r"(?:(?:at|on|the) )*(?:follow ?up|review|check ?up)(?: visit| call)?")
_WORD = re.compile(r"[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")

# No question is longer; patterns would take long over a page of text.
LONGEST_HEADER = 500
HEADER_WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words)
    for name, words in json.loads(
        resources.files(__package__).joinpath("header_words.json").read_text(encoding="utf-8")
    ).items()
}
NEGATIONS, NEGATIONS_BEHIND, NEGATIONS_WITH_OF = (
    HEADER_WORDS[name] for name in ("negations", "negationsBehind", "negationsWithOf")
)
DENYING = NEGATIONS | NEGATIONS_BEHIND | NEGATIONS_WITH_OF
WORDS_BEFORE, WORDS_AFTER, WORDS_OF_OCCASIONS = (HEADER_WORDS[name] for name in ("before", "after", "occasion"))
REVIEWS = HEADER_WORDS["reviews"]


def is_denied(words: Sequence[str]) -> bool:
    """Tell whether words begin or end with one that denies the others."""
    denies_of = len(words) > 1 and words[0] in NEGATIONS_WITH_OF and words[1] in {"of", "from"}
    return bool(words) and (words[0] in NEGATIONS or words[-1] in NEGATIONS_BEHIND or denies_of)


def is_group_called(words: Sequence[str]) -> bool:
    """Tell whether words name a group of questions, a page or a visit."""
    return all(word in HEADER_WORDS["groups"] or word.isdigit() or len(word) == 1 for word in words)


def without_denial_and_time(words: Sequence[str], when: When, *, is_negated: bool) -> Iterator[list[str]]:
    """Yield the words without denial, and without those about time."""
    left = list(words)
    if is_negated:
        if left[0] in NEGATIONS | NEGATIONS_WITH_OF:
            left = left[2:] if left[1:2] in (["of"], ["from"]) else left[1:]
        else:
            left = left[:-1]
    yield left
    if when:
        times = WORDS_BEFORE | WORDS_AFTER
        yield [word for word in left if word not in times]
        yield [word for word in left if word not in times | WORDS_OF_OCCASIONS]


def is_planned(header: str) -> bool:
    """Tell whether a header says that something is still to come: "Follow up due"."""
    return not HEADER_WORDS["planned"].isdisjoint(plain_words(header))


def plain_words(text: str) -> list[str]:
    """Return the words and numbers of a header in small letters without accents, "newProduct2" as three."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).casefold()
    plain = re.sub("n['’]t\\b", " not", plain)
    return _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def time_named(text: str, *, is_group: bool = False) -> When:
    """Return the time that some words tell; a group of questions called "follow-up" tells none."""
    words = plain_words(text)
    if not WORDS_BEFORE.isdisjoint(words):
        return "before"
    is_after = not WORDS_AFTER.isdisjoint(words) and all(
        word.isdigit() or word in WORDS_AFTER | WORDS_OF_OCCASIONS for word in words
    )
    return "after" if is_after or (not is_group and FOLLOW_UP_CALLED.fullmatch(" ".join(words))) else ""
