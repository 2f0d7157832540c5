"""What went wrong with a file: plain data for its rows, an error where nothing of it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


# What the reason of a row of another width than the header says.
ANOTHER_WIDTH = "values where the header has"
# What the reason of a row of another table says that may hold treatments.
OF_ANOTHER_LOG = "belongs to another table, which may hold treatments"


@dataclass(frozen=True)
class Problem:
    """One text in one column that could not be used, with the rows it stands in.

    `rows` are row numbers as a spreadsheet shows them: the header is row 1 of a file that starts with it.
    """

    rows: tuple[int, ...]
    column: str
    value: str
    reason: str
    row_kept: bool

    @property
    def is_of_another_width(self) -> bool:
        """Whether it is about rows that have more or fewer values than the header has names."""
        return ANOTHER_WIDTH in self.reason

    @property
    def is_of_another_log(self) -> bool:
        """Whether it is about rows of another table, which may hold treatments."""
        return OF_ANOTHER_LOG in self.reason

    def each_row(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield (row, column, value, reason) for every row."""
        for row in self.rows:
            yield row, self.column, self.value, self.reason


def problems_in(column: pd.Series, rows: np.ndarray, name: str, reason: str, *, row_kept: bool) -> list[Problem]:
    """Return one problem for each distinct text that stands in `rows` of a column of texts, called `name`."""
    positions = np.flatnonzero(rows)
    if not len(positions):
        return []
    codes = column.cat.codes.to_numpy()[positions]
    order = np.argsort(codes, kind="stable")
    texts, starts = np.unique(codes[order], return_index=True)
    # Of these rows alone: an index that counts the rows would keep all of their numbers.
    numbers = np.split(column.index.take(positions[order]).to_numpy(), starts[1:])
    return [
        Problem(tuple(rows_of_text.tolist()), name, str(column.cat.categories[text]), reason, row_kept)
        for text, rows_of_text in zip(texts, numbers, strict=False)
    ]
