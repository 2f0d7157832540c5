"""Names of people: by their shape, and by the first names in them."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.identifiers.samples import Sample

# The list knows about half of the first names of Western Europe, so less than half of a column of names is recognised.
KNOWN_SHARE = 0.3
TITLED_SHARE = 0.3
# Where the list helps little, nearly all texts must have the shape, and their words must hardly repeat, as surnames do
# and the words of products, clinics and treatments do not.
SHAPED_SHARE = 0.9
UNREPEATED_WORDS = 0.5
FEWEST_SHAPED = 20
LONGEST_NAME = 5
EAST_ASIAN_SHARE = 0.8
# "Referred by" holds people, or "Instagram" and "a friend".
PEOPLE_SHARE = 0.5
# Of a few words in small letters one is a name in some language, such as "cara" and "má".
FEW_TEXTS = 8
# Of a few texts that come again: "Ruby Glow" is a cream.
PEOPLE_AGAIN_SHARE = 0.6
# Shorter first names stand within many words.
SHORTEST_WITHIN = 4

# The vowels of India's and Thailand's letters are marks, which no class of letters has.
_LETTER = r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e3a\u0e47-\u0e4e])"
_LETTERS = re.compile(rf"{_LETTER}+(?:['’.‐-]{_LETTER}+)*\.?")
_LETTER_WITHIN = re.compile(r"[^\W\d_]")
_HAS_BRACKET, _HAS_DIGIT = re.compile(r"[(\[]"), re.compile(r"\d")
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_NOT_OF_NAMES = re.compile(r"[\d_@#/:;|.-]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,3}[ \u3000・][\u3040-\u30ff\u4e00-\u9fff]{1,4}")
# Two syllables and more are words as often.
_KOREAN = re.compile(r"[\uac00-\ud7af] ?[\uac00-\ud7af]{2}")


def names(sample: Sample) -> Sequence[bool]:
    """Mark the texts that look like people's names, none where the column as a whole does not hold names."""
    if len(sample.texts) <= FEW_TEXTS and all(map(str.islower, sample.texts)):
        return [False] * len(sample.texts)
    parsed = [_parse(text) for text in sample.texts]
    titled = [name is not None and name.titled for name in parsed]
    known = [_knows_name_in(text, name) for text, name in zip(sample.texts, parsed, strict=True)]
    shaped = [name is not None and name.shaped for name in parsed]
    east_asian = [_is_east_asian(text) for text in sample.texts]
    for marks, share in ((titled, TITLED_SHARE), (known, KNOWN_SHARE), (east_asian, EAST_ASIAN_SHARE)):
        if sample.rows_where(marks) >= share * sample.rows:
            return (
                marks
                if marks is east_asian
                else [bool(name) or is_known for name, is_known in zip(parsed, known, strict=True)]
            )
    if sum(shaped) >= FEWEST_SHAPED and sample.rows_where(shaped) >= SHAPED_SHARE * sample.rows:
        words = [
            word for name, is_shaped in zip(parsed, shaped, strict=True) if name and is_shaped for word in name.words
        ]
        if len(set(words)) >= UNREPEATED_WORDS * len(words):
            return shaped
    return [False] * len(parsed)


def people(sample: Sample) -> Sequence[bool]:
    """Mark the names of people in a column whose header says that it holds people: a form that levels do not have."""
    parsed = [_parse(text) for text in sample.texts]
    marks = [
        _is_east_asian(text) or (name is not None and (name.titled or name.known or name.shaped))
        for text, name in zip(sample.texts, parsed, strict=True)
    ]
    return marks if sample.rows_where(marks) >= PEOPLE_SHARE * sample.rows else [False] * len(marks)


def are_people(sample: Sample) -> bool:
    """Tell whether nearly all of a few texts that come again are names in full, with a title, or first names."""
    # Most columns of a wide file hold numbers.
    if not _LETTER_WITHIN.search("".join(sample.texts)):
        return False
    parsed = [_parse(text) for text in sample.texts]
    marks = [
        _is_east_asian(text)
        or (name is not None and (name.titled or (name.known and (name.shaped or not name.has_case))))
        for text, name in zip(sample.texts, parsed, strict=True)
    ]
    if sample.rows_where(marks) >= PEOPLE_AGAIN_SHARE * sample.rows:
        return True
    return all(name is not None and name.known and name.is_capital for name in parsed)


def could_be_staff(sample: Sample) -> bool:
    """Tell whether a column of staff names them, by whatever part of their names, rather than by numbers."""
    marks = [
        not any(map(str.isdigit, text)) and not text[:1].islower() and len(text.split()) <= LONGEST_NAME
        for text in sample.texts
    ]
    return sample.rows_where(marks) >= PEOPLE_AGAIN_SHARE * sample.rows


def is_first_name(word: str) -> bool:
    """Tell whether `word` is a first name of the list."""
    return _plain(word) in _words("first_names")


def name_among_words(text: str) -> str | None:
    """Return a name of a person that stands among other words, with a capital letter; None where none is known.

    A title with a capitalised word behind it is a name, too.
    """
    words = [match.group().strip(".") for match in _LETTERS.finditer(text)]
    for word, following in pairwise([*words, ""]):
        if _plain(word) in _words("titles") | {"dr"} and following[:1].isupper():
            return f"{word} {following}"
        if word[:1].isupper() and _plain(word) in _words("first_names", "surnames"):
            return word
    return None


def begins_or_ends_with_first_name(text: str) -> bool:
    """Tell whether one of the list's first names of four letters and more stands at either end of the letters."""
    letters = _NOT_OF_NAMES.sub("", text)
    ends = (end for length in range(SHORTEST_WITHIN, len(letters) + 1) for end in (letters[:length], letters[-length:]))
    return any(end in _words("first_names") for end in ends)


def _knows_name_in(text: str, name: _Name | None) -> bool:
    """Tell whether a first name stands in `text`, beside a number as in "1008 Poppy Moore" or in "poppy_moore92"."""
    if (name is None or not name.known) and _NOT_OF_NAMES.search(text):
        name = _parse(_NOT_OF_NAMES.sub(" ", text))
    return name is not None and name.known


class _Name:
    """A text that could be a name."""

    __slots__ = ("has_case", "is_capital", "known", "shaped", "titled", "words")

    def __init__(self, words: list[str], *, titled: bool) -> None:
        plain = [_plain(word) for word in words]
        capitals = [word[:1].isupper() for word in words]
        self.words = plain
        self.titled = titled
        self.known = not _words("first_names", "surnames").isdisjoint(plain)
        self.has_case = any(word.lower() != word.upper() for word in words)
        self.is_capital = all(capitals) or not self.has_case
        self.shaped = len(words) > 1 and all(capitals) and any(len(word) > 2 for word in plain)  # noqa: PLR2004 - no initials


def _parse(text: str) -> _Name | None:
    """Return the name that `text` could be; None where it holds digits, signs or too many words."""
    if _HAS_BRACKET.search(text):
        text = _BRACKETED.sub(" ", text)
    if _HAS_DIGIT.search(text):
        return None
    parts = text.replace(",", " , ").split()
    words = [part for part in parts if part != ","]
    if parts.count(",") > 1 or not 1 <= len(words) <= LONGEST_NAME + 1:
        return None
    if not all(map(_LETTERS.fullmatch, words)):
        return None
    plain = [_plain(word) for word in words]
    titled = plain[0] in _words("titles", "learned") and len(words) > 1
    bare = [
        word
        for word, folded in zip(words, plain, strict=True)
        if folded not in _words("learned", "particles", "titles")
    ]
    if not bare or len(bare) > LONGEST_NAME or max(map(len, bare)) < 2:  # noqa: PLR2004 - initials alone name nobody
        return None
    return _Name(bare, titled=titled)


def _plain(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip(".").split("-")[0]


@cache
def _words(*of: str) -> frozenset[str]:
    """Return the words of ``names.json`` under each of these headings, without accents."""
    return frozenset(_plain(word) for each in of for word in _listed()[each])


def _is_east_asian(text: str) -> bool:
    """Tell whether `text` begins with one of the commonest surnames of China or Korea, or the start of one of Japan."""
    if _KOREAN.fullmatch(text):
        return text[0] in _signs("korean_surnames")
    return _CHINESE.fullmatch(text) is not None and text[0] in _signs("chinese_surnames")


@cache
def _signs(of: str) -> frozenset[str]:
    return frozenset("".join(_listed()[of]))


@cache
def _listed() -> Mapping[str, Sequence[str]]:
    words: dict[str, list[str]] = json.loads(
        resources.files(__package__).joinpath("names.json").read_text(encoding="utf-8")
    )
    return words
