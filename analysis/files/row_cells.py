"""What the cells of each row hold, asked of the distinct texts of the columns."""

from __future__ import annotations

from operator import not_
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def cells_that(column: pd.Series, test: Callable[[str], object]) -> np.ndarray:
    """Apply `test` to the distinct texts of a column, without outer blanks, and return its answer for each row."""
    answers = np.array([bool(test(text.strip())) for text in column.cat.categories], dtype=bool)
    cells: np.ndarray = answers[column.cat.codes.to_numpy()]
    return cells


def few_cells(frame: pd.DataFrame, test: Callable[[str], object], most: int) -> np.ndarray:
    """Return for how many cells of each row `test` holds, as long as these are not more than `most`; else more."""
    found = np.zeros(len(frame), dtype=np.int32)
    rows = np.arange(len(frame))
    # Columns of few texts first: they leave few rows over, or none, for those of a million.
    for position in sorted(frame.columns, key=lambda position: len(frame[position].cat.categories)):
        column = frame[position]
        if len(rows) < len(frame):
            column = column.iloc[rows].cat.remove_unused_categories()
        found[rows] += cells_that(column, test)
        rows = rows[found[rows] <= most]
        if not len(rows):
            break
    return found


def blank_rows(frame: pd.DataFrame) -> np.ndarray:
    """Mark the rows of categorical columns of texts that hold nothing at all."""
    blank = np.ones(len(frame), dtype=bool)
    for position in frame.columns:
        blank &= cells_that(frame[position], not_)
        if not blank.any():
            break
    return blank


def share_filled(column: pd.Series) -> float:
    """Return in which share of its rows a column holds something."""
    blank = [code for code, text in enumerate(column.cat.categories) if not text.strip()]
    return 1 - float(np.isin(column.cat.codes.to_numpy(), blank).mean())
