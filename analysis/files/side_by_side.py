"""Tables that stand side by side in one sheet or file: the same columns twice, or a list beside the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.files.header_words import name_words
from analysis.files.row_cells import blank_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# One name that comes again is a column that was exported twice.
LEAST_NAMES = 2


def refuse_side_by_side(names: Sequence[str], file_name: str) -> None:
    """Refuse a header that names the same columns in the same order twice or more.

    Raises
    ------
    DashboardError
    """
    named = [name for name in names if name]
    words = [name_words(name) for name in named]
    for width in range(LEAST_NAMES, len(words) // 2 + 1):
        copies, rest = divmod(len(words), width)
        if rest == 0 and len({*words[:width]}) == width and words == words[:width] * copies:
            raise DashboardError(
                f"“{file_name}” holds {copies} tables side by side, each with the columns “{named[0]}” to "
                f"“{named[width - 1]}”: move them one below the other, and upload the file again."
            )


def rows_beside(frame: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Mark the rows that hold nothing of the widest of the tables that blank columns part.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows.
    names : sequence of str
        Of its columns.
    """
    tables = _tables(frame, names)
    return blank_rows(frame[tables[0]]) if len(tables) > 1 else np.zeros(len(frame), dtype=bool)


def columns_beside(frame: pd.DataFrame, names: Sequence[str]) -> list[int]:
    """Return the columns of lists beside the widest table that fill the first rows only, and fewer than half."""
    found: list[int] = []
    for table in _tables(frame, names)[1:]:
        filled = np.flatnonzero(~blank_rows(frame[table]))
        if 0 < len(filled) == filled[-1] + 1 < len(frame) / 2:
            found += table
    return found


def _tables(frame: pd.DataFrame, names: Sequence[str]) -> list[list[int]]:
    """Return the columns of each table that blank columns part, the widest first; none where two are as wide."""
    tables: list[list[int]] = [[]]
    for position in range(frame.shape[1]):
        if names[position] or any(map(str.strip, frame[position].cat.categories)):
            tables[-1].append(position)
        elif tables[-1]:
            tables.append([])
    tables = sorted(filter(None, tables), key=len, reverse=True)
    return tables if len(tables) == 1 or (tables and len(tables[0]) > len(tables[1])) else []
