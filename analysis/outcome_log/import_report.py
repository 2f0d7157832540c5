"""What an import understood and what it did not: plain data, nothing is lost without a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analysis.outcome_log.columns import Column

OutcomeMeaning = Literal["yes", "no", "unknown", "not understood"]


class FileError(ValueError):
    """A file that cannot be read; its message is one plain sentence for a clinic manager."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One text in one column that could not be used, with the rows it stands in.

    `rows` are row numbers as a spreadsheet shows them: the header is row 1 of a file that starts with it.
    """

    rows: tuple[int, ...]
    column: str
    value: str
    reason: str
    row_kept: bool

    def each_row(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield (row, column, value, reason) for every row."""
        for row in self.rows:
            yield row, self.column, self.value, self.reason


def problems_in(column: pd.Series, rows: np.ndarray, name: str, reason: str, *, row_kept: bool) -> list[Problem]:
    """Return one problem for each distinct text that stands in `rows` of a column of texts, called `name`."""
    positions = np.flatnonzero(rows)
    codes = column.cat.codes.to_numpy()[positions]
    order = np.argsort(codes, kind="stable")
    texts, starts = np.unique(codes[order], return_index=True)
    numbers = np.split(column.index.to_numpy()[positions[order]], starts[1:])
    return [
        Problem(tuple(rows_of_text.tolist()), name, str(column.cat.categories[text]), reason, row_kept)
        for text, rows_of_text in zip(texts, numbers, strict=False)
    ]


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """One text of the outcome column, how often it stands there and what it was taken to mean."""

    value: str
    rows: int
    meaning: OutcomeMeaning


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The account of an import: ``rows_read == rows_kept + rows_set_aside``, always."""

    file_name: str
    encoding: str
    delimiter: str
    rows_read: int
    rows_kept: int
    columns: tuple[Column, ...]
    outcome_values: tuple[OutcomeValue, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    date_order_needed: tuple[str, ...]

    @property
    def rows_set_aside(self) -> int:
        """How many rows do not count as treatments."""
        return self.rows_read - self.rows_kept

    @property
    def set_aside(self) -> tuple[Problem, ...]:
        """The problems that set their rows aside; together they name each such row once."""
        return tuple(problem for problem in self.problems if not problem.row_kept)

    @property
    def values_left_out(self) -> tuple[Problem, ...]:
        """The problems that cost one value; their rows are kept."""
        return tuple(problem for problem in self.problems if problem.row_kept)
