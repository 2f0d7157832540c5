"""Rows in which the header of a table stands again, and the titles above them, where exports were pasted together."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.header_words import as_printed_once, name_words
from analysis.files.many_texts import rows_with_each
from analysis.files.other_tables import MOST_ROWS_OF_A_NAME
from analysis.files.row_cells import few_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# A header that stands again has the names of all columns but so many of them.
MOST_UNLIKE_THE_HEADER = 0.25
# "Source: …", "Exported on …", "Treatments of the second room", but neither a name nor a code.
SEVERAL_WORDS = re.compile(r"\S\s+\S+\s+\S|:\s")


def header_again(frame: pd.DataFrame, line: Sequence[str]) -> np.ndarray:
    """Mark the rows that hold the texts of a row of the header, or all but a few.

    A note may stand in one of them, and an older page may lack a column; what names one otherwise is another header.
    """
    names = {position: as_printed_once(name) for position, name in enumerate(line) if name.strip()}
    missing = np.zeros(len(frame), dtype=np.int32)
    most = int(MOST_UNLIKE_THE_HEADER * len(names))
    if len(names) <= 1:
        return missing > 0
    for position, name in sorted(names.items(), key=lambda each: len(frame[each[0]].cat.categories)):
        missing += _unlike(frame[position], name, most)
        if (missing > most).all():
            break
    return missing <= most


def _unlike(column: pd.Series, name: str, most: int) -> np.ndarray:
    """Return 0 for the rows with a name, 1 for blank ones and for values, and more than `most` for other names."""
    codes, rows = column.array.codes, rows_with_each(column.array)
    costs = [
        0 if as_printed_once(text) == name else 1 if not text.strip() or _is_value(text, name, often) else most + 1
        for text, often in zip(column.cat.categories, rows, strict=True)
    ]
    costs_of_rows: np.ndarray = np.array(costs, dtype=np.int32)[codes]
    return costs_of_rows


def _is_value(text: str, name: str, rows: int) -> bool:
    """Tell whether a text stands in so many rows that it is no name, least of all one that turns another."""
    return rows > MOST_ROWS_OF_A_NAME and {*name_words(text)}.isdisjoint(name_words(name))


def titles_above(frame: pd.DataFrame, headers: Sequence[int]) -> np.ndarray:
    """Mark the rows of one text of several words that stand behind a blank line and right above a repeated header.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows; the index holds the rows of the file.
    headers : sequence of int
        The rows of the file in which the header stands again; `frame` is without them.
    """
    titles = np.zeros(len(frame), dtype=bool)
    if not headers:
        return titles
    is_behind_a_gap = np.array([True, *(number > before + 1 for before, number in pairwise(frame.index.tolist()))])
    ends = np.searchsorted(frame.index.to_numpy(), np.array(headers)) - 1
    titles[ends[ends > 0]] = True
    titles &= is_behind_a_gap[: len(frame)] & (few_cells(frame, bool, 1) == 1)
    for row in np.flatnonzero(titles).tolist():
        titles[row] = any(SEVERAL_WORDS.search(text.strip()) for text in frame.iloc[row])
    return titles
