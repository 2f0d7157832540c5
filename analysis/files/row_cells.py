"""What the cells of each row hold, asked of the distinct texts of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.many_texts import are_blank, digit_forms, rows_marked, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable

# A column that is filled in so many rows, some of which may be totals, is filled in every treatment.
MOST_FILLED = 0.8
_ALIKE = str.maketrans("123456789", "0" * 9)


def cells_that(column: pd.Series, test: Callable[[str], object]) -> np.ndarray:
    """Apply `test` to the distinct texts of a column, without outer blanks, and return its answer for each row."""
    answers = np.array([bool(test(text.strip())) for text in texts_in(column.array.categories)], dtype=bool)
    return rows_marked(answers, column.array.codes)


def blank_cells(column: pd.Series) -> np.ndarray:
    """Mark the rows in which a column holds nothing."""
    return rows_marked(are_blank(texts_in(column.array.categories)), column.array.codes)


def blank_column(rows: int) -> pd.Categorical:
    """Return a column that holds nothing."""
    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), categories=pd.Index([""], dtype=object))


class Forms:
    """What the cells of a column look like where one digit is as good as another: "C-0042" and "C-0107" are one form.

    Most columns have few forms, however many texts.
    """

    def __init__(self, column: pd.Series) -> None:
        forms, self._of_texts = digit_forms(texts_in(column.array.categories))
        self._forms = [form.strip() for form in forms]
        self._codes = column.array.codes

    def cells_that(self, test: Callable[[str], object]) -> np.ndarray:
        """Return the answer of `test`, to which all digits are alike, for each row."""
        answers = np.array([bool(test(form)) for form in self._forms], dtype=bool)
        if not answers.any():
            return np.zeros(len(self._codes), dtype=bool)
        return rows_marked(answers[self._of_texts], self._codes)


def form_of(text: str) -> str:
    """Return a text without outer blanks, each digit a 0."""
    return text.strip().translate(_ALIKE)


def few_cells(
    frame: pd.DataFrame, test: Callable[[str], object], most: int, among: np.ndarray | None = None
) -> np.ndarray:
    """Return for how many cells of each row `test` holds, as long as these are not more than `most`; else more.

    To `test` all digits are alike.

    Parameters
    ----------
    frame : DataFrame
    test : callable
    most : int
    among : ndarray of int, optional
        The places of the rows that are asked about, else all.
    """
    found = np.zeros(len(frame) if among is None else len(among), dtype=np.int16)
    # The places in `found` of the rows that are still looked at; None while these are all.
    left: np.ndarray | None = None
    texts = {position: len(dtype.categories) for position, dtype in zip(frame.columns, frame.dtypes, strict=True)}
    # Columns of few texts first: they leave few rows over, or none, for those of a million.
    for position in sorted(texts, key=texts.__getitem__):
        column = frame[position]
        rows = among if left is None else left if among is None else among[left]
        if rows is not None:
            column = column.iloc[rows]
        if len(column) < len(column.array.categories):
            column = column.cat.remove_unused_categories()
        cells = ~blank_cells(column) if test is bool else Forms(column).cells_that(test)
        if left is None:
            found += cells
        else:
            found[left] += cells
        few = (found if left is None else found[left]) <= most
        remaining = np.count_nonzero(few)
        if not remaining:
            break
        # To take a few rows out of many takes longer than to look at them once more.
        if 2 * remaining < len(few):
            left = np.flatnonzero(few) if left is None else left[few]
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
    return 1 - np.count_nonzero(blank_cells(column)) / len(column) if len(column) else float("nan")


def blanks_in_filled_columns(frame: pd.DataFrame, least: float = MOST_FILLED) -> np.ndarray:
    """Return how many of the columns that are filled in a share of the rows at least are blank in each row."""
    missing = np.zeros(len(frame), dtype=np.int16)
    for position in frame.columns if len(frame) else ():
        blank = blank_cells(frame[position])
        blanks = np.count_nonzero(blank)
        if blanks and 1 - blanks / len(frame) >= least:
            missing += blank
    return missing
