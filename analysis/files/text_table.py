"""A file as texts: what reading makes of it, and what all after it begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.header_fit import UnnamedEnd
from analysis.files.problems import problems_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from analysis.files.doubtful_rows import DoubtfulRows, RowsDoubt
    from analysis.files.layout import Layout
    from analysis.files.problems import Problem


@dataclass(frozen=True, eq=False)
class TextTable:
    """A file as texts.

    Attributes
    ----------
    frame : DataFrame
        One categorical column of texts for each column of the file; the index holds the row numbers of the file.
    set_aside : tuple of Problem
        Rows that are not in `frame`: the wrong number of values, the header again, totals, lines below the table.
    notes : tuple of str
        What the manager should know about the file as a whole.
    sheets : tuple of str
        The names of a workbook's sheets; none for a text file.
    unnamed_end : UnnamedEnd
        The columns behind the last one that the header names.
    same_header_sheets : tuple of str
        The other visible sheets that have the header of this one; `ALL_SHEETS` as the sheet reads all of them.
    date_cells : mapping of str to frozenset of str
        For the columns of a workbook that hold both real dates and texts that look like dates, the texts written for
        the real ones.
    labels : mapping of str to str
        What a file of a statistics program says of its columns beside their names.
    struck_cells : mapping of str to tuple of int
        For each column the rows in which a workbook strikes its text through, but not the row.
    holds_visits : bool
        Whether a row of the file holds several visits, each a row of `frame` with the same number.
    beside : tuple of str
        The lines that stand beside the table: above its header, set aside below it, in small sheets.
    doubtful : tuple of DoubtfulRows
        Rows of `frame` that may be no treatments.
    has_row_names : bool
        Whether the first column was taken for names of the rows, which the header does not name.
    header_could_be_a_row : bool
        Whether nothing but its place shows that the row taken for the header is none of the others.
    like_header_sheets : tuple of str
        The other visible sheets whose header has many of the same names, and others.
    unsure_encodings : tuple of str
        Those that a text file may have, the one that was taken first, where too little tells which; else none.
    names_without_values : tuple of str
        The last names of the header, where every row ends before them.
    """

    file_name: str
    layout: Layout
    frame: pd.DataFrame
    set_aside: tuple[Problem, ...]
    notes: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    unnamed_end: UnnamedEnd = field(default_factory=UnnamedEnd)
    same_header_sheets: tuple[str, ...] = ()
    date_cells: Mapping[str, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    struck_cells: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    holds_visits: bool = False
    beside: tuple[str, ...] = ()
    doubtful: tuple[DoubtfulRows, ...] = ()
    has_row_names: bool = False
    header_could_be_a_row: bool = False
    like_header_sheets: tuple[str, ...] = ()
    unsure_encodings: tuple[str, ...] = ()
    names_without_values: tuple[str, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows of the file below its header, blank lines aside."""
        if self.holds_visits:
            return len({*self.frame.index.tolist(), *(row for problem in self.set_aside for row in problem.rows)})
        return len(self.frame) + sum(len(problem.rows) for problem in self.set_aside)

    def rows_in_doubt(self, kind: RowsDoubt) -> np.ndarray:
        """Mark the rows of `frame` that may be no treatments, for one reason."""
        numbers = [row for each in self.doubtful if each.kind == kind for row in each.rows]
        rows: np.ndarray = np.isin(self.frame.index.to_numpy(), numbers)
        return rows

    def without_rows(self, rows: np.ndarray, column: str, reason: str) -> TextTable:
        """Return the table with rows set aside for a reason that stands in a column."""
        problems = problems_in(self.frame[column], rows, column, reason, row_kept=False)
        return replace(self, frame=self.frame[~rows], set_aside=(*self.set_aside, *problems))

    def renamed(self, names: Sequence[str]) -> TextTable:
        """Return the table with other names for its columns, in their order."""
        new = dict(zip(self.frame.columns, names, strict=True))
        return replace(
            self,
            frame=self.frame.set_axis(list(names), axis="columns"),
            date_cells={new[name]: texts for name, texts in self.date_cells.items()},
            labels={new[name]: label for name, label in self.labels.items()},
            struck_cells={new[name]: rows for name, rows in self.struck_cells.items()},
        )

    def without_columns(self, frame: pd.DataFrame, changed: Collection[str]) -> TextTable:
        """Return the table with another frame, without notes on columns that it lacks or whose texts are changed."""
        left = {name for name in frame.columns if name not in changed}
        return replace(
            self,
            frame=frame,
            date_cells={name: texts for name, texts in self.date_cells.items() if name in left},
            labels={name: label for name, label in self.labels.items() if name in frame.columns},
            struck_cells={name: rows for name, rows in self.struck_cells.items() if name in frame.columns},
        )
