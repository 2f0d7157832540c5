"""Rows of days on which nobody was treated: "CLOSED" or "Bank holiday" in place of a client or a treatment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.row_cells import MOST_FILLED, cells_that, few_cells, share_filled
from analysis.files.row_words import is_closed, is_day, is_default, is_placeholder
from analysis.files.sparse_rows import LEAST_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

# The word, the day and the weekday.
MOST_CELLS = 3
# A column of more texts is one of ids, names or notes: of these, rows of few cells alone are looked at.
MOST_TEXTS = 2_000

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")


class ClosedDays(NamedTuple):
    """The rows of days without a treatment, and those that may be: defaults, or a note, stand beside the word.

    Attributes
    ----------
    sure, unsure : ndarray of bool
    """

    sure: np.ndarray
    unsure: np.ndarray


def closed_days(frame: pd.DataFrame) -> ClosedDays:
    """Mark the rows that hold such a word, a day and nothing else, or nothing but defaults or a note.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows.
    """
    sure, unsure = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    words: dict[int, set[str]] = {}
    found = list(_rows_with_a_word(frame))
    if not found:
        return ClosedDays(sure, unsure)
    # What is filled in wherever no such word stands, however many days the clinic was closed and notes run over.
    is_found = np.zeros(len(frame), dtype=bool)
    is_found[[row for row, _ in found]] = True
    rest = frame[~is_found & (few_cells(frame, bool, 1) > 1)]
    always = [place for place in range(frame.shape[1]) if share_filled(rest[place]) >= MOST_FILLED]
    for row, cells in found:
        texts = {place: text for place, cell in enumerate(cells) if not is_placeholder(text := cell.strip())}
        closed = {place for place, text in texts.items() if is_closed(text)}
        others = {place: text for place, text in texts.items() if place not in closed and not _is_beside(place, text)}
        missing = [place for place in always if place not in texts]
        is_noted = len(missing) >= LEAST_MISSING and others.keys().isdisjoint(always)
        if is_noted or all(map(is_default, others.values())):
            unsure[row] = bool(others)
            sure[row] = not others and bool(len(closed) > 1 or missing)
            for place in closed:
                words.setdefault(place, set()).add(texts[place])
    for place, closing in words.items():
        # A word that stands beside a treatment as well is one of its details, such as closed comedones.
        has_word = cells_that(frame[place], closing.__contains__)
        if (has_word & ~sure & ~unsure).any():
            sure &= ~has_word
            unsure &= ~has_word
    return ClosedDays(sure, unsure)


def _rows_with_a_word(frame: pd.DataFrame) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the place and the cells of the rows in which a cell names a closed day; none where they are most rows."""
    possible = few_cells(frame, bool, MOST_CELLS) <= MOST_CELLS
    for position in frame.columns:
        column = frame[position].array
        if len(column.categories) <= MOST_TEXTS and any(is_closed(text.strip()) for text in column.categories):
            possible |= cells_that(frame[position], is_closed)
    rows = np.flatnonzero(possible)
    if 2 * len(rows) <= len(frame):
        for row, cells in zip(rows.tolist(), frame.iloc[rows].itertuples(index=False), strict=True):
            if any(is_closed(cell.strip()) for cell in cells):
                yield row, cells


def _is_beside(place: int, text: str) -> bool:
    """Tell whether a text is a day, or the number of a row."""
    return is_day(text) and (place == 0 or _NUMBER.fullmatch(text) is None)
