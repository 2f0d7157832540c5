"""Cells merged below the header: each row that they cover has their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.header import Area


def with_merged_filled(
    texts: Sequence[tuple[str, ...]], codes: np.ndarray, merged: Sequence[Area], below: int
) -> tuple[Sequence[tuple[str, ...]], np.ndarray, dict[int, tuple[int, int]]]:
    """Return a sheet with its merged cells filled, and for each column how many cells filled how many others.

    A row that holds nothing of its own is no treatment and stays as it is: a line over the whole table, or rows behind
    the last treatment.

    Parameters
    ----------
    texts : sequence of tuple of str
        The distinct texts of each column.
    codes : ndarray, shape (columns, rows)
        Which of them stands in each cell.
    merged : sequence of Area
    below : int
        The first row below the header, from 0.
    """
    columns, rows = codes.shape
    areas = [area for area in merged if below <= area.top < rows and area.left < columns]
    if not areas:
        return texts, codes, {}
    filled: np.ndarray = np.zeros((columns, rows), dtype=bool)
    for column, of_column in enumerate(texts):
        is_text = np.fromiter((bool(text.strip()) for text in of_column), dtype=bool, count=len(of_column))
        filled[column] = is_text[codes[column]]
    is_own = filled.copy()
    for top, left, bottom, right in areas:
        is_own[left : right + 1, top : bottom + 1] = False
    has_own = np.logical_or.reduce(is_own, axis=0)
    known = [{text: code for code, text in enumerate(of_column)} for of_column in texts]
    new, given = codes.copy(), dict[int, tuple[int, int]]()
    for top, left, bottom, right in areas:
        if not filled[left, top]:
            continue
        text = texts[left][codes[left, top]]
        here = np.arange(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, columns)):
            blank = here[has_own[here] & ~filled[column, here]]
            if len(blank):
                new[column, blank] = known[column].setdefault(text, len(known[column]))
                cells, added = given.get(column, (0, 0))
                given[column] = cells + 1, added + len(blank)
    return [tuple(of_column) for of_column in known], new, given
