"""What the cells of each row hold, asked of the distinct texts of the columns."""

from __future__ import annotations

from operator import not_
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

# A column that is filled in so many rows, some of which may be totals, is filled in every treatment.
MOST_FILLED = 0.8
_ALIKE = str.maketrans("123456789", "0" * 9)


def cells_that(column: pd.Series, test: Callable[[str], object]) -> np.ndarray:
    """Apply `test` to the distinct texts of a column, without outer blanks, and return its answer for each row."""
    answers = np.array([bool(test(text.strip())) for text in column.array.categories], dtype=bool)
    cells: np.ndarray = answers[column.array.codes]
    return cells


def blank_cells(column: pd.Series) -> np.ndarray:
    """Mark the rows in which a column holds nothing."""
    # A column of a million ids has a million texts, each of which is looked at in C.
    answers = np.fromiter(map(not_, map(str.strip, column.array.categories.tolist())), dtype=bool)
    cells: np.ndarray = answers[column.array.codes]
    return cells


def blank_column(rows: int) -> pd.Categorical:
    """Return a column that holds nothing."""
    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), categories=pd.Index([""], dtype=object))


class Forms:
    """What the cells of a column look like where one digit is as good as another: "C-0042" and "C-0107" are one form.

    Most columns have few forms, however many texts.
    """

    def __init__(self, column: pd.Series) -> None:
        of_texts = [form_of(text) for text in column.array.categories]
        places = {form: place for place, form in enumerate(dict.fromkeys(of_texts))}
        self._forms = tuple(places)
        self._rows = np.array([places[form] for form in of_texts], dtype=np.int32)[column.array.codes]

    def cells_that(self, test: Callable[[str], object]) -> np.ndarray:
        """Return the answer of `test`, to which all digits are alike, for each row."""
        cells: np.ndarray = np.array([bool(test(form)) for form in self._forms], dtype=bool)[self._rows]
        return cells


def form_of(text: str) -> str:
    """Return a text without outer blanks, each digit a 0."""
    return text.strip().translate(_ALIKE)


def few_cells(frame: pd.DataFrame, test: Callable[[str], object], most: int) -> np.ndarray:
    """Return for how many cells of each row `test` holds, as long as these are not more than `most`; else more.

    To `test` all digits are alike.
    """
    found = np.zeros(len(frame), dtype=np.int32)
    rows = np.arange(len(frame))
    # Columns of few texts first: they leave few rows over, or none, for those of a million.
    for position in sorted(frame.columns, key=lambda position: len(frame[position].array.categories)):
        column = frame[position]
        if len(rows) < len(frame):
            column = column.iloc[rows].cat.remove_unused_categories()
        found[rows] += ~blank_cells(column) if test is bool else Forms(column).cells_that(test)
        rows = rows[found[rows] <= most]
        if not len(rows):
            break
    return found


def blank_rows(frame: pd.DataFrame) -> np.ndarray:
    """Mark the rows of categorical columns of texts that hold nothing at all."""
    blank = np.ones(len(frame), dtype=bool)
    for position in frame.columns:
        blank &= blank_cells(frame[position])
        if not blank.any():
            break
    return blank


def share_filled(column: pd.Series) -> float:
    """Return in which share of its rows a column holds something."""
    return 1 - float(blank_cells(column).mean())


def blanks_in_filled_columns(frame: pd.DataFrame, least: float = MOST_FILLED) -> np.ndarray:
    """Return how many of the columns that are filled in a share of the rows at least are blank in each row."""
    missing = np.zeros(len(frame), dtype=np.int32)
    for position in frame.columns if len(frame) else ():
        blank = blank_cells(frame[position])
        if 1 - blank.mean() >= least:
            missing += blank
    return missing
