"""Rows below the last treatment that hold only what a spreadsheet prefills: boxes nobody ticked, formulas, numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.column_texts import WORDS, usual_shapes
from analysis.files.row_cells import blank_cells, cells_that
from analysis.files.row_words import is_default

if TYPE_CHECKING:
    import pandas as pd

# A column that is filled in so many rows up to its last one is filled in every treatment.
MOST_FILLED = 0.9
# Fewer rows may be treatments of which one thing is not known: a code or a date, or else a word.
LEAST_ROWS_WITHOUT_CODE, LEAST_ROWS_WITHOUT_WORD = 3, 10
ROWS_COUNTED = 3
# A number, or a code that ends in one: 31, C031, "No. 31".
_NUMBER = re.compile(r"([^\W\d]{0,4}[-_.# ]{0,2})(\d{1,12})")


class DefaultRows(NamedTuple):
    """The rows that hold only defaults, and those that may: a code of their own beside an answer that may be one.

    Attributes
    ----------
    sure, unsure : ndarray of bool
    """

    sure: np.ndarray
    unsure: np.ndarray


def default_rows(frame: pd.DataFrame) -> DefaultRows:
    """Mark the rows at the end that hold only defaults, where columns that are filled in every treatment are blank.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts, without blank rows.
    """
    sure, unsure = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    none = DefaultRows(sure, unsure)
    positions = range(frame.shape[1])
    # Pandas would compare the texts of all columns to make one row of them.
    last = [str(frame[position].array[-1]).strip() for position in positions] if len(frame) else []
    # Most logs end in a treatment, which is seen at once.
    if all(last) or not all(not text or _NUMBER.fullmatch(text) or is_default(text) for text in last):
        return none
    filled = {position: ~blank_cells(frame[position]) for position in positions}
    ends = {position: int(np.flatnonzero(rows)[-1]) + 1 for position, rows in filled.items() if rows.any()}
    always = [position for position, end in ends.items() if filled[position][:end].mean() >= MOST_FILLED]
    # Boxes, formulas and row numbers are filled to the end, and say nothing of where the treatments end.
    numbered = [position for position in always if ends[position] == len(frame) and _counts_on(frame[position])]
    by_hand = [
        position
        for position in always
        if position not in numbered and not (last[position] and is_default(last[position]))
    ]
    if not by_hand:
        return none
    start = max(ends[position] for position in by_hand)
    below = frame.iloc[start:]
    prefilled = np.ones(len(below), dtype=bool)
    for position in positions:
        prefilled &= _prefilled(below[position]) if position not in numbered else True
    needed = LEAST_ROWS_WITHOUT_WORD if _is_of_words(frame[by_hand[0]]) else LEAST_ROWS_WITHOUT_CODE
    # Codes of treatments follow each other as well.
    if any(not last[position].isdecimal() for position in numbered):
        if prefilled.sum() >= LEAST_ROWS_WITHOUT_WORD:
            holds_more = np.logical_or.reduce([~blank_cells(below[each]) for each in positions if each not in numbered])
            sure[start:], unsure[start:] = prefilled & ~holds_more, prefilled & holds_more
    elif len(by_hand) > 1 or (not numbered and prefilled.sum() >= needed):
        sure[start:] = prefilled
    return DefaultRows(sure, unsure)


def _prefilled(column: pd.Series) -> np.ndarray:
    """Mark the cells that are blank or hold a default."""
    return cells_that(column.cat.remove_unused_categories(), lambda text: not text or is_default(text))


def _counts_on(column: pd.Series) -> bool:
    """Tell whether the last cells of a column count the rows, "C031" behind "C030" included."""
    last = [_NUMBER.fullmatch(str(text).strip()) for text in column.iloc[-ROWS_COUNTED:]]
    numbers = [(each[1], int(each[2])) for each in last if each is not None]
    return len(numbers) == len(last) and all(after == (kind, before + 1) for (kind, before), after in pairwise(numbers))


def _is_of_words(column: pd.Series) -> bool:
    return WORDS in usual_shapes(column.array.categories)
