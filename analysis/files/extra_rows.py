"""Rows of a file that are no treatments: totals, lines below the table, and the header once more where exports were
pasted together.
"""

from __future__ import annotations

import re
from functools import partial
from operator import not_
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.files.problems import Problem, problems_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd

    from analysis.files.header import Header

_TOTAL = re.compile(
    r"((grand|sub|overall|column)[\s-]*totals?\b.*|totals?(\s+(for|of)\b.*)?|sum)\s*[:=]?", re.IGNORECASE
)
# "Harbour Total", as a spreadsheet's own subtotals are called, behind the rows of "Harbour".
_SUBTOTAL = re.compile(r"(.+?)[\s-]+(sub-?)?total:?", re.IGNORECASE)
_STATISTIC = re.compile(r"(mean|average|count|median|n)\s*[:=]?", re.IGNORECASE)
# What one of these needs, looked for first: most columns hold none of it, and some a million texts.
_MENTION = re.compile(r"total|sum|mean|average|count|median|^\s*n\s*[:=]?\s*$", re.IGNORECASE | re.MULTILINE)
_AMOUNT = re.compile(r"([-–£$€]?\s*\d[\d.,' ]*%?(\s*(/|of)\s*\d[\d.,]*)?(\s*\(.*\))?|[-–]|=.*)?")
# A label in more than a quarter of the rows is a level, not a total.
MOST_TOTALS = 0.25
# A row of one or two columns may well hold a single text.
LEAST_COLUMNS_FOR_LINES_BELOW = 3
MOST_LINES_BELOW = 20
# "Source: …", "Exported on …", but neither a name nor a code.
_SEVERAL_WORDS = re.compile(r"\S\s+\S+\s+\S|:\s")


def set_extra_rows_aside(frame: pd.DataFrame, header: Header) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return `frame` without the rows that are no treatments, and an account of those that are not blank.

    Parameters
    ----------
    frame : DataFrame
        The rows below the header: a categorical column of texts for each column of the file, called 0, 1, …
    header : Header
        Its rows and the name of each column.
    """
    frame = frame[~blank_rows(frame)]
    problems: list[Problem] = []
    for line in header.lines:
        again = _header_again(frame, line)
        problems += problems_in(frame[0], again, header.names[0], "the header stands here again", row_kept=False)
        frame = frame[~again]
    below = _below_the_table(frame)
    for position in range(frame.shape[1]):
        here = below & ~_cells(frame[position], not_) if below.any() else below
        problems += problems_in(
            frame[position], here, header.names[position], "a line below the table is not a treatment", row_kept=False
        )
    frame = frame[~below]
    aside = np.zeros(len(frame), dtype=bool)
    for position, totals in _totals(frame):
        problems += problems_in(
            frame[position], totals, header.names[position], "a row of totals is not a treatment", row_kept=False
        )
        aside |= totals
    return frame[~aside], tuple(problems)


def blank_rows(frame: pd.DataFrame) -> np.ndarray:
    """Mark the rows of categorical columns of texts that hold nothing at all."""
    blank = np.ones(len(frame), dtype=bool)
    for position in frame.columns:
        blank &= _cells(frame[position], not_)
        if not blank.any():
            break
    return blank


def _header_again(frame: pd.DataFrame, line: Sequence[str]) -> np.ndarray:
    names = [*line, *[""] * (frame.shape[1] - len(line))]
    again = np.full(len(frame), fill_value=sum(map(bool, names)) > 1)
    for position in range(frame.shape[1]):
        if not again.any():
            break
        column = frame[position].cat
        again &= (column.categories == names[position])[column.codes]
    return again


def _below_the_table(frame: pd.DataFrame) -> np.ndarray:
    """Mark the last rows where they hold one text each, behind a blank line or of several words.

    That is how sources, dates of export and signatures stand below a table. A table of one or two columns has rows
    like that itself.
    """
    below = np.zeros(len(frame), dtype=bool)
    if frame.shape[1] < LEAST_COLUMNS_FOR_LINES_BELOW:
        return below
    last = frame.iloc[-MOST_LINES_BELOW - 1 :]
    texts = [[text.strip() for text in row if text.strip()] for row in last.itertuples(index=False)]
    numbers = last.index.to_list()
    row, start = len(texts) - 1, len(texts)
    while row > 0 and len(texts[row]) == 1:
        is_behind_a_gap = numbers[row] > numbers[row - 1] + 1
        if is_behind_a_gap or _SEVERAL_WORDS.search(texts[row][0]):
            start = row
        row -= 1
    below[len(frame) - (len(texts) - start) :] = start < len(texts)
    return below


def _totals(frame: pd.DataFrame) -> Iterator[tuple[Any, np.ndarray]]:
    """Yield, column by column, the rows that add up others.

    Such a row begins with a label and holds only amounts beside it; or it is the last one, and "total" stands nowhere
    else in its column. A level that happens to be called "Total" or "average" is neither.
    """
    blank_so_far = np.ones(len(frame), dtype=bool)
    is_last = np.arange(len(frame)) == len(frame) - 1
    for position in frame.columns:
        column = frame[position].cat
        was_blank = blank_so_far
        if was_blank.any():
            blank_so_far = was_blank & _cells(frame[position], not_)
        if not _MENTION.search("\n".join(column.categories)):
            continue
        rows_of_text = np.bincount(column.codes, minlength=len(column.categories))[column.codes]
        sums_up = partial(_sums_up, names={text.strip().casefold() for text in column.categories})
        says_total = _cells(frame[position], _TOTAL.fullmatch)
        says_subtotal = _cells(frame[position], sums_up)
        stands_alone = is_last & (rows_of_text == 1)
        statistic = stands_alone & _cells(frame[position], _STATISTIC.fullmatch)
        labelled = was_blank & (says_total | says_subtotal | statistic) & (rows_of_text <= _most_totals(frame))
        if labelled.any():
            labelled[labelled] = _only_amounts(frame[labelled].drop(columns=position))
        totals = labelled | (stands_alone & says_total)
        if totals.any():
            yield position, totals


def _sums_up(text: str, names: set[str]) -> bool:
    match = _SUBTOTAL.fullmatch(text)
    return match is not None and match[1].casefold() in names


def _most_totals(frame: pd.DataFrame) -> float:
    return max(1.0, MOST_TOTALS * len(frame))


def _only_amounts(frame: pd.DataFrame) -> np.ndarray:
    amounts = np.ones(len(frame), dtype=bool)
    for position in frame.columns:
        amounts &= _cells(frame[position].cat.remove_unused_categories(), _AMOUNT.fullmatch)
    return amounts


def _cells(column: pd.Series, test: Callable[[str], object]) -> np.ndarray:
    """Apply `test` to the distinct texts of a column, without outer blanks, and return its answer for each row."""
    answers = np.array([bool(test(text.strip())) for text in column.cat.categories], dtype=bool)
    cells: np.ndarray = answers[column.cat.codes.to_numpy()]
    return cells
