"""Rows that hold next to nothing of what every treatment has: notes that run over, marks, small tables below a log."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import filterfalse
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.column_texts import KNOWN, LIKE_IN_SHAPE, WORDS, ColumnTexts, shape_of
from analysis.files.row_cells import blank_cells, share_filled
from analysis.files.row_words import is_amount, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# A column that is filled in so many treatments is filled in every one of them.
MOST_FILLED = 0.9
# Fewer treatments do not show what every one of them has.
LEAST_TREATMENTS = 4
# A row that lacks one thing only may be a treatment of which that is not known.
LEAST_MISSING = 2
# Answers come again: a column of words has so many rows for each of its texts, or it is one of names and remarks. One
# name in a few rows shows nothing of the next.
ROWS_OF_AN_ANSWER = 4
LEAST_ANSWERS = 2
# In a column of names hardly any comes again; where words stand in so many rows each, a new one is unlike them.
ROWS_OF_A_COMMON_WORD = 2
# Of what every treatment has, a line below the table holds this share at most.
MOST_OF_A_TREATMENT = 1 / 3
# A treatment may be known by its day alone, and "01.02.2026" looks like an amount.
_DAY = re.compile(r"\d{1,4}([. ])\d{1,2}\1\d{2,4}")


class UsualRow:
    """What every treatment of a table has, and how well other rows have it."""

    def __init__(self, frame: pd.DataFrame, is_usual: np.ndarray) -> None:
        self._frame = frame[is_usual]

    @cached_property
    def always(self) -> dict[int, ColumnTexts]:
        """The texts of the columns that are filled in every treatment."""
        if len(self._frame) < LEAST_TREATMENTS:
            return {}
        return {
            position: ColumnTexts(filterfalse(is_placeholder, self._texts(position)))
            for position in range(self._frame.shape[1])
            if share_filled(self._frame[position]) >= MOST_FILLED
        }

    def _texts(self, position: int) -> pd.Index:
        return self._frame[position].cat.remove_unused_categories().cat.categories

    @cached_property
    def _answers(self) -> frozenset[int]:
        return frozenset(
            position
            for position, texts in self.always.items()
            if texts.shapes == {WORDS}
            and ROWS_OF_AN_ANSWER * max(LEAST_ANSWERS, self._frame[position].nunique()) <= len(self._frame)
        )

    def has(self, position: int, text: str) -> bool:
        """Tell whether a text stands in a column that every treatment fills in, and is like the others there."""
        if position not in self.always:
            return False
        if is_placeholder(text.strip()):
            return text in self._texts(position)
        return self.always[position].fit(text) >= (KNOWN if position in self._answers else LIKE_IN_SHAPE)

    def speaks(self, position: int, text: str) -> int:
        """Return 1 where a text is what treatments have in that column, -1 where it cannot be, 0 where any word can."""
        if position not in self.always or (WORDS in self.always[position].shapes and position not in self._answers):
            return 0
        return 1 if self.has(position, text) else -1

    def lacks_everything(self, cells: Sequence[str]) -> bool:
        """Tell whether a row holds nothing of what every treatment has."""
        missing = sum(not cells[position].strip() for position in self.always)
        return missing >= LEAST_MISSING and not any(
            text.strip() and self.has(position, text) for position, text in enumerate(cells)
        )

    def is_unlike(self, cells: Sequence[str]) -> bool:
        """Tell whether a row holds hardly anything of what every treatment has, and something else in its place."""
        held = [self.has(position, cells[position]) for position in self.always if cells[position].strip()]
        return not all(held) and sum(held) <= MOST_OF_A_TREATMENT * len(self.always)

    def is_sum(self, cells: Sequence[str]) -> bool:
        """Tell whether a row holds amounts beside a word such as no treatment has in a column of words that come again,
        and hardly anything of what every treatment has.
        """
        texts = {position: text.strip() for position, text in enumerate(cells) if text.strip()}
        words = [position for position, text in texts.items() if shape_of(text) == WORDS]
        amounts = [text for text in texts.values() if is_amount(text) and not _DAY.fullmatch(text)]
        if len(words) != 1 or not amounts or len(texts) != 1 + len(amounts):
            return False
        if len(self.always.keys() & texts.keys()) > MOST_OF_A_TREATMENT * len(self.always):
            return False
        column = self._frame[words[0]]
        rows = int(np.count_nonzero(~blank_cells(column)))
        known = {text.strip() for text in column.unique()} - {""}
        return texts[words[0]] not in known and ROWS_OF_A_COMMON_WORD * len(known) <= rows


def sparse_rows(frame: pd.DataFrame, filled: np.ndarray, most: int) -> np.ndarray:
    """Mark the rows that hold nothing of what every treatment has, among those of up to `most` texts.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …
    filled : ndarray of int
        How many cells of each row are filled, exact up to `most`.
    most : int
    """
    marked = np.zeros(len(frame), dtype=bool)
    few = np.flatnonzero(filled <= most)
    if not len(few) or 2 * len(few) > len(frame):
        return marked
    usual = UsualRow(frame, filled > most)
    if len(usual.always) >= LEAST_MISSING:
        for row, cells in zip(few.tolist(), frame.iloc[few].itertuples(index=False), strict=True):
            marked[row] = usual.lacks_everything(cells)
    return marked
