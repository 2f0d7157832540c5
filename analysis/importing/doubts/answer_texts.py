"""What one answer says by its parts, by its first word, or by the number that it begins with."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.codebook import fold, load, opposite, visible
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.outcome_words import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS = re.compile(r"[/()\[\]|:;,=•·▪–—-]|(?<=^\d)\s+(?=\D)")
_CODE = re.compile(r"[A-Za-z]?\d{1,3}\.?")
_NUMBER_OF = re.compile(r"(\d{1,4})\s*([^\W\d_]+)")
_FIRST_WORD = re.compile(r"\s*([^\W_]+|[✓✔✗✘])\s*[-–—:,;(/.!]")


def in_every_part(texts: Iterable[str], *, is_turned: bool) -> dict[str, str]:
    """Return yes or no for texts of which every part says it, or is a code: "Yes/Ja", "A1: Yes", "no, stayed clear".

    "Ano" and "Ne" answer only beside each other, so that the parts at one place are read together.
    """
    read = load().answer_of if is_turned else _in_so_many_words
    # What is strange although it answers by itself has been given another meaning; "0 spots" is no code of spots.
    parts = {text: _parts_of(text) for text in texts if read(text) is None and not _counts_something(text)}
    pairs = [answers_of_pair({*place} - {""}) or {} for place in zip_longest(*parts.values(), fillvalue="")]
    found = {}
    for text, of_text in parts.items():
        answers = {pair.get(part) or read(part) for part, pair in zip(of_text, pairs, strict=False)}
        answer = answers.pop() if len(answers) == 1 else None
        if answer is not None:
            found[text] = opposite(answer) if is_turned else answer
    return found


def _counts_something(text: str) -> bool:
    match = _NUMBER_OF.fullmatch(visible(text))
    return match is not None and load().answer_of(match[2]) is None


def _parts_of(text: str) -> list[str]:
    parts = (part.strip() for part in _PARTS.split(visible(text)))
    return [part for part in parts if part and not _CODE.fullmatch(part)]


def _in_so_many_words(text: str) -> str | None:
    return load().outcome.level_of(text) or answer_in_words(text)


def numbers_in(texts: Iterable[str]) -> dict[str, float]:
    """Return the texts that are numbers, or all that are numbers of one thing: "0 spots", "4 spots"."""
    matches = {text: _NUMBER_OF.fullmatch(visible(text)) for text in texts}
    counted = {fold(match[2]).removesuffix("s") for match in matches.values() if match is not None}
    return {
        text: number
        for text, match in matches.items()
        if (number := read_number(match[1] if match and len(counted) == 1 else visible(text))) is not None
    }


def by_first_word(text: str) -> str | None:
    """Return yes or no where a text begins with it: "Yes – chin"."""
    outcome = load().outcome
    if (level := outcome.level_of(text)) is not None:
        return level
    match = _FIRST_WORD.match(text) or re.match(r"\s*([^\W_]+)\s", text)
    return load().answer_of(match[1]) if match is not None and not match[1].isdigit() else None
