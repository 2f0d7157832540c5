"""What the names of files say of people: the log keeps each import's, without what names somebody."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING

from analysis.identifiers.headers import is_code_word
from analysis.identifiers.mentions import HIDDEN, without_mentions
from analysis.identifiers.pseudonyms import is_pseudonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Shorter ids and words stand in many names of files, and shorter names within other words.
FEWEST_CHARACTERS = 2
FEWEST_LETTERS = 3
FEWEST_LETTERS_WITHIN = 5

_PART = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\W_]*")


def name_to_keep(file_name: str) -> str:
    """Return the name of a file without its folder, hidden where it mentions an e-mail address or a phone number."""
    path = PurePath(file_name.replace("\\", "/"))
    # Among words a number is looked at as one, and an underscore is a blank.
    words = f"file {path.stem.replace('_', ' ')}"
    return path.name if without_mentions(words) == words else f"{HIDDEN}{path.suffix}"


def without_client(text: str, called: Iterable[str]) -> str:
    """Return `text` without what a client is called: each ID as a whole, and each word of three letters or more."""
    # macOS writes an accent as a sign of its own.
    composed = unicodedata.normalize("NFC", text)
    parts, end = [], 0
    for start, stop in _merged(composed, sorted(_spans(composed, called))):
        parts += [composed[end:start], HIDDEN]
        end = stop
    return "".join([*parts, composed[end:]]) if parts else text


def _spans(text: str, called: Iterable[str]) -> Iterator[tuple[int, int]]:
    plain = _plain(text)
    for each in called:
        parts = _PART.findall(_plain(each))
        if sum(map(len, parts)) >= FEWEST_CHARACTERS:
            for match in re.finditer(r"[\W_]*".join(map(re.escape, parts)), plain):
                if all(_ends(text, *match.span())):
                    yield match.span()
        for word in () if is_pseudonym(each) else _WORD.findall(_plain(each)):
            if len(word) < FEWEST_LETTERS or is_code_word(word):
                continue
            for match in re.finditer(re.escape(word), plain):
                ends = _ends(text, *match.span())
                if all(ends) or (len(word) >= FEWEST_LETTERS_WITHIN and any(ends)):
                    yield match.span()


def _ends(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a word begins and ends there: letters go on with letters, digits with digits."""
    begins = start == 0 or not _goes_on(text[start - 1], text[start])
    return begins, end == len(text) or not _goes_on(text[end - 1], text[end])


def _goes_on(left: str, right: str) -> bool:
    """Tell whether two signs belong to one word; "KellyMarch" are two."""
    is_new_word = left.islower() and right.isupper()
    return (left.isdigit() and right.isdigit()) or (left.isalpha() and right.isalpha() and not is_new_word)


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans, those as one that only blanks and marks part."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or _BETWEEN.fullmatch(text, merged[-1][1], start)):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _plain(text: str) -> str:
    """Return `text` without capitals and accents, sign by sign."""
    signs = (unicodedata.normalize("NFKD", sign)[:1].casefold() for sign in unicodedata.normalize("NFC", text))
    return "".join(sign[:1] or " " for sign in signs)
