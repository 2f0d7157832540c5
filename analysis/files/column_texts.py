"""How well a text fits a column, by what else stands there: nothing is known of its meaning."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# How well a text fits: not at all, by its shape, or because the same text stands there already.
UNLIKE, LIKE_IN_SHAPE, KNOWN = float("-inf"), 1.0, 2.0
WORDS, NUMBER = "words", "9"
# So many distinct texts show which shapes a column has.
TEXTS_LOOKED_AT = 2_000
# A shape that fewer of them have than this share is a slip.
LEAST_OF_A_COLUMN = 0.05
# No date, number or code is longer; patterns would take long over a page of text.
LONGEST_CODE = 200
_NUMBER = re.compile(r"[-+−–<>≤≥~£$€]?\s*\d[\d.,' ]*\s*[%£$€]?")
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]{2}\S*\s+\S+\s+\S")


def shape_of(text: str) -> str:
    """Return what is alike in dates, numbers, codes and words: "2026-01-05" and "2025-12-31" are both "9-9-9"."""
    text = text.strip()
    if len(text) > LONGEST_CODE:
        return WORDS
    if not text or _NUMBER.fullmatch(text):
        return text and NUMBER
    if not any(map(str.isdigit, text)) or _SEVERAL_WORDS.search(text):
        return WORDS
    return _DIGITS.sub("9", _LETTERS.sub("a", text))


def usual_shapes(texts: Iterable[str]) -> frozenset[str]:
    """Return the shapes that the texts of a column usually have, blanks aside."""
    shapes = Counter(shape_of(text) for text in islice(texts, TEXTS_LOOKED_AT))
    del shapes[""]
    return frozenset(shape for shape, often in shapes.items() if often >= LEAST_OF_A_COLUMN * shapes.total())


class ColumnTexts:
    """The distinct texts of one column, asked how well others fit in."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._fits = dict.fromkeys(texts, KNOWN)
        self.shapes = usual_shapes(self._fits)

    def learn(self, text: str) -> None:
        """Know a text from now on: it stands in the column, too."""
        self._fits[text] = self._fits[text.strip()] = KNOWN

    def fit(self, text: str) -> float:
        """Return how well a text fits the column; a blank may be missing anywhere."""
        if text not in self._fits:
            plain = text.strip()
            is_alike = not plain or shape_of(plain) in self.shapes
            self._fits[text] = KNOWN if plain in self._fits else LIKE_IN_SHAPE if is_alike else UNLIKE
        return self._fits[text]


def fit_of(cells: Iterable[str], columns: Iterable[ColumnTexts]) -> float:
    """Return how well cells fit the columns that they stand under, `UNLIKE` where one of them does not."""
    return sum(column.fit(cell) for cell, column in zip(cells, columns, strict=False))
