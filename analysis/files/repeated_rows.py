"""Rows that say in every column what a row further up says: entered twice, pasted twice, or two alike treatments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.files.doubtful_rows import DoubtfulRows

if TYPE_CHECKING:
    import pandas as pd


# Rows of two columns say too little to tell whether they are the same.
LEAST_COLUMNS = 3
# Where fewer of the rows are distinct, the file holds factors only, and treatments are alike.
LEAST_DISTINCT = 1 / 3
# So many rows one below another, as they stand further up, were pasted.
LEAST_PASTED = 5


def repeated_rows(frame: pd.DataFrame) -> tuple[DoubtfulRows, ...]:
    """Return the rows that stand further up already, and those of them that were pasted once more.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts; the index holds the rows of the file.
    """
    if frame.shape[1] < LEAST_COLUMNS:
        return ()
    rows, group = np.arange(len(frame)), np.zeros(len(frame), dtype=np.int64)
    # What tells most rows apart first: hardly any of a million are left over.
    for position in sorted(frame.columns, key=lambda position: -len(frame[position].array.categories)):
        column = frame[position].array
        keys = group * (len(column.categories) + 1) + column.codes[rows]
        _, group, often = np.unique(keys, return_inverse=True, return_counts=True)
        rows, group = rows[often[group] > 1], group[often[group] > 1]
        if not len(rows):
            return ()
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    earlier = rows[first][group]
    again, of_which = rows[rows != earlier], earlier[rows != earlier]
    if len(frame) - len(again) < LEAST_DISTINCT * len(frame):
        return ()
    numbers = frame.index.to_numpy()
    starts = np.flatnonzero((np.diff(again, prepend=-2) != 1) | (np.diff(of_which, prepend=-2) != 1))
    lengths = np.diff(starts, append=len(again))
    pasted = again[np.repeat(lengths >= LEAST_PASTED, lengths)]
    found = (
        DoubtfulRows("again", tuple(numbers[again].tolist())),
        DoubtfulRows("pasted", tuple(numbers[pasted].tolist())),
    )
    return tuple(each for each in found if each.rows)
