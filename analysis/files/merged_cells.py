"""Cells merged below the header: each row that they cover has their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.header import Area


def with_merged_filled(
    frame: pd.DataFrame, whole: pd.DataFrame, merged: Sequence[Area]
) -> tuple[pd.DataFrame, dict[int, tuple[int, int]]]:
    """Return a table with its merged cells filled, and for each column how many cells filled how many others.

    Only blank cells are filled, and the label of a row that goes on to the side, a total's say, stays where it is.

    Parameters
    ----------
    frame : DataFrame
        The treatments: categorical columns of texts called 0, 1, …; the index holds the row numbers of the file.
    whole : DataFrame
        All rows below the header.
    merged : sequence of Area
        Those that begin above these rows belong to the header.
    """
    first = int(whole.index[0]) if len(whole) else 0
    areas = [
        area
        for area in merged
        if 0 <= area.top + 1 - first < len(whole) and area.left < whole.shape[1] and not _is_label(whole, area, first)
    ]
    numbers = frame.index.to_numpy()
    columns, given = dict[int, _Column](), dict[int, tuple[int, int]]()
    for top, left, bottom, right in areas:
        text = _text(whole, top + 1 - first, left)
        rows = np.arange(np.searchsorted(numbers, top + 1), np.searchsorted(numbers, bottom + 1, side="right"))
        if not text.strip() or not len(rows):
            continue
        for column in range(left, min(right + 1, whole.shape[1])):
            if column not in columns:
                columns[column] = _Column(frame[column])
            filled = columns[column].fill(rows, text)
            if filled:
                cells, others = given.get(column, (0, 0))
                given[column] = cells + 1, others + filled
    if not given:
        return frame, {}
    filled_columns = {
        column: columns[column].whole() if column in given else frame[column] for column in range(frame.shape[1])
    }
    return pd.DataFrame(filled_columns, index=frame.index, copy=False), given


class _Column:
    """A column whose blank cells are being filled."""

    def __init__(self, column: pd.Series) -> None:
        self._codes = column.cat.codes.to_numpy(dtype=np.int32, copy=True)
        self._known = {text: code for code, text in enumerate(column.cat.categories)}
        self._is_blank = np.array([not text.strip() for text in self._known], dtype=bool)

    def fill(self, rows: np.ndarray, text: str) -> int:
        """Write a text where `rows` are blank, and return in how many."""
        codes = self._codes[rows]
        # What was filled before may have a code that no cell had.
        blank = rows[(codes < len(self._is_blank)) & self._is_blank[np.minimum(codes, len(self._is_blank) - 1)]]
        if len(blank):
            self._codes[blank] = self._known.setdefault(text, len(self._known))
        return len(blank)

    def whole(self) -> pd.Categorical:
        column = pd.Categorical.from_codes(self._codes, categories=pd.Index(list(self._known), dtype=object))
        return column.remove_unused_categories()


def _is_label(whole: pd.DataFrame, area: Area, first: int) -> bool:
    """Tell whether a cell goes on to the side only, and is the first one of its row that holds anything."""
    row = area.top + 1 - first
    is_first = not any(_text(whole, row, column).strip() for column in range(area.left))
    return area.top == area.bottom and is_first


def _text(frame: pd.DataFrame, row: int, column: int) -> str:
    return str(frame[column].array[row])
