"""The distinct texts of a column, and how often each stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.formulas import APOSTROPHE, as_it_was
from analysis.files.many_texts import ManyTexts, are_blank, begin_with, narrow, rows_with_each, selected, texts_in
from analysis.outcome_log.codebook import load
from analysis.outcome_log.numbers import is_limit, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.text_table import TextTable

# Enough distinct texts to judge what a column holds.
JUDGED_TEXTS = 2_000


@dataclass(frozen=True, eq=False)
class Texts:
    """The distinct texts of a column, the most common first.

    Attributes
    ----------
    texts : sequence of str
        A tuple, or `ManyTexts`.
    counts : ndarray of int
        In how many rows each text stands.
    places : ndarray of int
        For each category of the column, its position in `texts`.
    codes : ndarray of int, one for each row
        The category of the row, as the table has it.
    """

    texts: Sequence[str]
    counts: np.ndarray
    places: np.ndarray
    codes: np.ndarray

    @cached_property
    def filled(self) -> Sequence[str]:
        """The texts that are not blank, each once."""
        filled = selected(self.texts, self._is_filled)
        return filled if isinstance(filled, ManyTexts) else tuple(dict.fromkeys(filled))

    @cached_property
    def filled_rows(self) -> int:
        """In how many rows one of them stands."""
        return int(self.counts[self._is_filled].sum())

    @cached_property
    def _is_filled(self) -> np.ndarray:
        return ~are_blank(self.texts)

    @cached_property
    def numbers(self) -> frozenset[float] | None:
        """The different numbers of a column that holds numbers and limits such as "<5" alone; None of any other."""
        return _numbers(self.filled)

    @property
    def rows_of_categories(self) -> np.ndarray:
        """In how many rows each category of the column stands."""
        is_known = len(self.counts) == len(self.places)
        return self.counts[self.places] if is_known else np.bincount(self.codes, minlength=len(self.places))

    @property
    def row_texts(self) -> np.ndarray:
        """For each row, the position of its text in `texts`: made anew, so that no column is in memory twice."""
        of_rows: np.ndarray = self.places[self.codes]
        return of_rows


def distinct_texts(table: TextTable, name: str) -> Texts:
    """Return the distinct texts of column `name` that occur in a row."""
    column = table.frame[name].array
    counts = rows_with_each(column)
    # Small numbers are sorted much faster.
    order = np.argsort(narrow(-counts, counts.max(initial=0)), kind="stable")[: np.count_nonzero(counts)]
    position = np.zeros(len(counts), dtype=np.int32)
    position[order] = np.arange(len(order))
    return Texts(_as_they_were(texts_in(column.categories), order), counts[order], position, column.codes)


def _as_they_were(texts: Sequence[str], order: np.ndarray) -> Sequence[str]:
    """Return the texts in some places, as they were before our own exports made them harmless."""
    if isinstance(texts, ManyTexts) and not begin_with(texts, APOSTROPHE):
        return texts.taken(order)
    listed = list(texts)
    return tuple(as_it_was(listed[place]) for place in order.tolist())


def _numbers(filled: Sequence[str]) -> frozenset[float] | None:
    numbers = set()
    for text in filled:
        number = read_number(text)
        if number is not None:
            numbers.add(number)
        elif not load().is_missing(text) and not is_limit(text):
            return None
    return frozenset(numbers) or None
