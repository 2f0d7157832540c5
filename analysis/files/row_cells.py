"""What the cells of each row hold, asked of the distinct texts of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.many_texts import are_blank, forms_of, rows_of, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable

# A column that is filled in so many rows, some of which may be totals, is filled in every treatment.
MOST_FILLED = 0.8
_ALIKE = str.maketrans("123456789", "0" * 9)


def cells_that(column: pd.Series, test: Callable[[str], object]) -> np.ndarray:
    """Apply `test` to the distinct texts of a column, without outer blanks, and return its answer for each row."""
    answers = np.array([bool(test(text.strip())) for text in texts_in(column.array.categories)], dtype=bool)
    return rows_of(answers, column.array.codes)


def blank_cells(column: pd.Series) -> np.ndarray:
    """Mark the rows in which a column holds nothing."""
    return rows_of(are_blank(texts_in(column.array.categories)), column.array.codes)


def blank_column(rows: int) -> pd.Categorical:
    """Return a column that holds nothing."""
    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), categories=pd.Index([""], dtype=object))


class Forms:
    """What the cells of a column look like where one digit is as good as another: "C-0042" and "C-0107" are one form.

    Most columns have few forms, however many texts.
    """

    def __init__(self, column: pd.Series) -> None:
        forms, self._of_texts = forms_of(texts_in(column.array.categories))
        self._forms = [form.strip() for form in forms]
        self._codes = column.array.codes

    def cells_that(self, test: Callable[[str], object]) -> np.ndarray:
        """Return the answer of `test`, to which all digits are alike, for each row."""
        answers = np.array([bool(test(form)) for form in self._forms], dtype=bool)
        if not answers.any():
            return np.zeros(len(self._codes), dtype=bool)
        return rows_of(answers[self._of_texts], self._codes)


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
            column = column.iloc[rows]
        if len(rows) < len(column.array.categories):
            column = column.cat.remove_unused_categories()
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
