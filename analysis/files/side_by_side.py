"""Tables that stand side by side in one sheet or file: the same columns twice, or a list beside the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.files.header_words import words_of
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
    words = [words_of(name) for name in named]
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
    tables: list[list[int]] = [[]]
    for position in range(frame.shape[1]):
        if names[position] or any(map(str.strip, frame[position].cat.categories)):
            tables[-1].append(position)
        elif tables[-1]:
            tables.append([])
    widths = sorted((len(table) for table in tables if table), reverse=True)
    if len(widths) <= 1 or widths[0] == widths[1]:
        return np.zeros(len(frame), dtype=bool)
    return blank_rows(frame[max(tables, key=len)])
