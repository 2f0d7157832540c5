"""Names of people: by their shape, and by the first names in them."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
CHINESE_SHARE = 0.8

_LETTERS = re.compile(r"[^\W\d_]+(?:['’.‐-][^\W\d_]+)*\.?")
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}")


def names(sample: Sample) -> Sequence[bool]:
    """Mark the texts that look like people's names, none where the column as a whole does not hold names."""
    parsed = [_parse(text) for text in sample.texts]
    titled = [name is not None and name.titled for name in parsed]
    known = [name is not None and name.known for name in parsed]
    shaped = [name is not None and name.shaped for name in parsed]
    chinese = [_is_chinese(text) for text in sample.texts]
    for marks, share in ((titled, TITLED_SHARE), (known, KNOWN_SHARE), (chinese, CHINESE_SHARE)):
        if sample.rows_where(marks) >= share * sample.rows:
            return marks if marks is chinese else [bool(name) for name in parsed]
    if sum(shaped) >= FEWEST_SHAPED and sample.rows_where(shaped) >= SHAPED_SHARE * sample.rows:
        words = [
            word for name, is_shaped in zip(parsed, shaped, strict=True) if name and is_shaped for word in name.words
        ]
        if len(set(words)) >= UNREPEATED_WORDS * len(words):
            return shaped
    return [False] * len(parsed)


def could_be_name(text: str) -> bool:
    """Tell whether `text` is made of words as a name is: enough for a column that says whose it is."""
    return bool(_CHINESE.fullmatch(text)) or _parse(text) is not None


class _Name:
    """A text that could be a name."""

    __slots__ = ("known", "shaped", "titled", "words")

    def __init__(self, words: list[str], *, titled: bool) -> None:
        plain = [_plain(word) for word in words]
        capitals = [word[:1].isupper() for word in words]
        self.words = plain
        self.titled = titled
        self.known = any(word in _words("first_names") for word in plain)
        self.shaped = len(words) > 1 and all(capitals) and any(len(word) > 2 for word in plain)  # noqa: PLR2004 - no initials


def _parse(text: str) -> _Name | None:
    """Return the name that `text` could be; None where it holds digits, signs or too many words."""
    text = _BRACKETED.sub(" ", text)
    parts = text.replace(",", " , ").split()
    words = [part for part in parts if part != ","]
    if parts.count(",") > 1 or not 1 <= len(words) <= LONGEST_NAME + 1:
        return None
    if not all(map(_LETTERS.fullmatch, words)):
        return None
    plain = [_plain(word) for word in words]
    titled = plain[0] in _words("titles") and len(words) > 1
    bare = [
        word
        for word, folded in zip(words, plain, strict=True)
        if folded not in _words("learned") | _words("particles") | _words("titles")
    ]
    if not bare or len(bare) > LONGEST_NAME or max(map(len, bare)) < 2:  # noqa: PLR2004 - initials alone name nobody
        return None
    return _Name(bare, titled=titled)


def _plain(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip(".").split("-")[0]


@cache
def _words(of: str) -> frozenset[str]:
    """Return the words of ``names.json`` under `of`, without accents."""
    text = resources.files(__package__).joinpath("names.json").read_text(encoding="utf-8")
    return frozenset(map(_plain, json.loads(text)[of]))


def _is_chinese(text: str) -> bool:
    """Tell whether `text` begins with one of the commonest surnames of China, or the start of one of Japan."""
    return _CHINESE.fullmatch(text) is not None and text[0] in "".join(_words("chinese_surnames"))
