"""Rows below the last treatment that hold only what a spreadsheet prefills: boxes nobody ticked, formulas, numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.column_texts import WORDS, usual_shapes
from analysis.files.row_words import is_default

if TYPE_CHECKING:
    import pandas as pd

# A column that is filled in so many rows up to its last one is filled in every treatment.
MOST_FILLED = 0.9
# Fewer rows may be treatments of which one thing is not known: a code or a date, or else a word.
LEAST_ROWS_WITHOUT_CODE, LEAST_ROWS_WITHOUT_WORD = 3, 10
ROWS_COUNTED = 3


def default_rows(frame: pd.DataFrame) -> np.ndarray:
    """Mark the rows at the end that hold only defaults, where columns that are filled in every treatment are blank.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts, without blank rows.
    """
    marked = np.zeros(len(frame), dtype=bool)
    positions = range(frame.shape[1])
    last = [str(frame[position].iloc[-1]).strip() for position in positions] if len(frame) else []
    # Most logs end in a treatment, which is seen at once.
    if all(last) or not all(not text or text.isdigit() or is_default(text) for text in last):
        return marked
    filled = {position: _filled(frame[position]) for position in positions}
    ends = {position: int(np.flatnonzero(rows)[-1]) + 1 for position, rows in filled.items() if rows.any()}
    always = [position for position, end in ends.items() if filled[position][:end].mean() >= MOST_FILLED]
    # Boxes, formulas and row numbers are filled to the end, and say nothing of where the treatments end.
    numbered = [position for position in always if ends[position] == len(frame) and _counts_on(frame[position])]
    telling = [
        position
        for position in always
        if position not in numbered and not (last[position] and is_default(last[position]))
    ]
    if not telling:
        return marked
    start = max(ends[position] for position in telling)
    below = frame.iloc[start:]
    prefilled = np.ones(len(below), dtype=bool)
    for position in positions:
        prefilled &= _prefilled(below[position]) if position not in numbered else True
    needed = LEAST_ROWS_WITHOUT_WORD if _is_of_words(frame[telling[0]]) else LEAST_ROWS_WITHOUT_CODE
    if len(telling) > 1 or (not numbered and prefilled.sum() >= needed):
        marked[start:] = prefilled
    return marked


def _filled(column: pd.Series) -> np.ndarray:
    filled = np.array([bool(text.strip()) for text in column.array.categories], dtype=bool)
    cells: np.ndarray = filled[column.array.codes]
    return cells


def _prefilled(column: pd.Series) -> np.ndarray:
    """Mark the cells that are blank or hold a default."""
    column = column.cat.remove_unused_categories()
    plain = [text.strip() for text in column.array.categories]
    prefilled = np.array([not text or is_default(text) for text in plain], dtype=bool)
    cells: np.ndarray = prefilled[column.array.codes]
    return cells


def _counts_on(column: pd.Series) -> bool:
    """Tell whether the last cells of a column count the rows."""
    last = [str(text).strip() for text in column.iloc[-ROWS_COUNTED:]]
    return all(text.isdecimal() for text in last) and all(
        int(after) == int(before) + 1 for before, after in pairwise(last)
    )


def _is_of_words(column: pd.Series) -> bool:
    return WORDS in usual_shapes(column.array.categories)
