"""Rows of a file that are no treatments: totals, lines below the table, and the header once more where exports were
pasted together.
"""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.closed_days import closed_days
from analysis.files.column_texts import WORDS, shape_of, usual_shapes
from analysis.files.default_rows import default_rows
from analysis.files.doubtful_rows import DoubtfulRows, those_among
from analysis.files.example_rows import example_rows
from analysis.files.header_again import SEVERAL_WORDS, header_again, titles_above
from analysis.files.header_evidence import filled_places
from analysis.files.headings import headings_of
from analysis.files.labelled_totals import labelled_totals
from analysis.files.other_tables import other_tables, with_columns_in_order
from analysis.files.problems import OF_ANOTHER_LOG, Problem, problems_in
from analysis.files.quoting import quoted
from analysis.files.ragged_rows import LEAST_COLUMNS_FOR_LINES
from analysis.files.row_cells import blank_cells, blank_column, blank_rows, cells_that, few_cells
from analysis.files.row_words import is_import_id, is_page_mark, is_placeholder, is_unit
from analysis.files.side_by_side import columns_beside, rows_beside
from analysis.files.sparse_rows import UsualRow, sparse_rows
from analysis.files.unlabelled_totals import unlabelled_totals
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from analysis.files.doubtful_rows import RowsDoubt
    from analysis.files.header import Header

MOST_LINES_BELOW = 20
# Below a header stand so many rows of labels, units and question numbers at most.
PARTICULARS = 5
# "Page 2 of 3" may stand beside the day of printing, "Signed" beside a name.
FEW = 2
NO_LABELS: Mapping[int, str] = MappingProxyType({})


class TableRows(NamedTuple):
    """The rows of a table that are treatments, as far as the rows themselves tell.

    Attributes
    ----------
    frame : DataFrame
        Columns made of headings stand behind those of the file.
    names : tuple of str
        A name for each column.
    set_aside : tuple of Problem
        The rows that are no treatments, blank ones aside.
    notes : tuple of str
    doubtful : tuple of DoubtfulRows
        Rows of `frame` that may be none either.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]
    set_aside: tuple[Problem, ...]
    notes: tuple[str, ...]
    doubtful: tuple[DoubtfulRows, ...] = ()


def set_extra_rows_aside(
    frame: pd.DataFrame, header: Header, ragged: Sequence[Problem] = (), labels: Mapping[int, str] = NO_LABELS
) -> TableRows:
    """Return `frame` without the rows that are no treatments, and an account of those that are not blank.

    Parameters
    ----------
    frame : DataFrame
        The rows below the header: a categorical column of texts for each column of the file, called 0, 1, …
    header : Header
        Its rows and the name of each column.
    ragged : sequence of Problem
        Rows of another width. Those of them that stand in `frame` are no treatments, whatever else they are.
    labels : mapping of int to str
        What the file says of its columns beside their names.
    """
    rows = _Rows(frame[~blank_rows(frame)], header)
    rows.set_headers_aside(tuple(labels.get(position, "") for position in range(frame.shape[1])) if labels else ())
    import_ids = _first_rows(rows.frame, is_import_id)
    rows.set_all_aside(import_ids, "a row of question numbers for programs is not a treatment")
    rows.set_all_aside(_units(rows.frame), "the units or types of the columns are not a treatment")
    rows.set_all_aside(few_cells(rows.frame, _has_content, 0) == 0, "nothing is filled in")
    rows.set_lines_below_aside()
    report_progress("rows", 1, 3)
    filled = few_cells(rows.frame, bool, FEW)
    rows.set_all_aside(_page_marks(rows.frame, filled), "a page mark is not a treatment")
    rows.set_lists_beside_aside()
    rows.set_other_tables_aside()
    rows.set_examples_aside()
    rows.set_closed_days_aside()
    rows.set_headings_aside()
    report_progress("rows", 2, 3)
    rows.set_totals_aside()
    rows.set_defaults_aside()
    rows.set_sparse_aside()
    # Below these there may have been a mark or a note.
    rows.set_defaults_aside()
    return rows.treatments(ragged)


class _Rows:
    """The rows that remain, and why the others do not."""

    def __init__(self, frame: pd.DataFrame, header: Header) -> None:
        self.frame, self._header = frame, header
        self._names = header.names
        self._columns_of_the_file = list(frame.columns)
        self._problems: list[Problem] = []
        self._groups: frozenset[str] = frozenset()
        self._notes: list[str] = []
        self._headers_again: list[int] = []
        self._doubtful: list[DoubtfulRows] = []

    def set_aside(self, position: int, rows: np.ndarray, reason: str) -> None:
        """Set rows aside for what stands in one column."""
        if rows.any():
            self._account(position, rows, reason)
            self.frame = self.frame[~rows]

    def set_all_aside(self, rows: np.ndarray, reason: str) -> None:
        """Set rows aside for the first text in each of them."""
        if not rows.any():
            return
        remaining = rows.copy()
        for position in range(self.frame.shape[1]):
            here = remaining & ~blank_cells(self.frame[position])
            self._account(position, here, reason)
            remaining &= ~here
        self.frame = self.frame[~rows]

    def set_headers_aside(self, labels: tuple[str, ...]) -> None:
        """Set the rows aside in which the header stands again, or the labels of its columns."""
        for line in (*self._header.lines, labels):
            again = header_again(self.frame, line)
            self._headers_again += self.frame.index[again].tolist()
            self.set_aside(0, again, "the header is repeated here")
        if self.frame.shape[1] < LEAST_COLUMNS_FOR_LINES:
            # In a wider table such a text is a heading.
            titles = titles_above(self.frame, self._headers_again)
            self.set_all_aside(titles, "a title above the header is not a treatment")

    def set_lines_below_aside(self) -> None:
        """Set the lines aside that stand below the last table of the log."""
        below = _below_the_table(self.frame, max(self._headers_again, default=0))
        self.set_all_aside(below, "a line below the table is not a treatment")

    def set_lists_beside_aside(self) -> None:
        """Set the rows aside that hold only what stands beside the table, and leave the columns of short lists out."""
        beside = rows_beside(self.frame, self._header.names)
        self.set_all_aside(beside, "the row only has notes next to the table")
        positions = columns_beside(self.frame, self._header.names)
        if positions:
            named = quoted(filter(None, (self._names[position] for position in positions)))
            self._notes.append(f"A short list next to the table, after a blank column, was left out: {named}.")
            blank = blank_column(len(self.frame))
            self.frame = self.frame.copy(deep=False)
            for position in positions:
                self.frame[position] = blank
            self._names = tuple("" if place in positions else name for place, name in enumerate(self._names))

    def set_other_tables_aside(self) -> None:
        """Set tables aside that have another header, or read them by it where it has the same names."""
        tables = other_tables(self.frame, self._header.names, self._headers_again)
        if not tables:
            return
        self.frame = with_columns_in_order(self.frame, tables)
        headers, rows, logs = (np.zeros(len(self.frame), dtype=bool) for _ in range(3))
        for table in tables:
            if table.order is None:
                (logs if table.may_be_log else rows)[table.first : table.end] = True
                continue
            headers[table.first] = True
            number = int(self.frame.index[table.first])
            self._notes.append(
                f"Row {number:,} names the columns in another order: the rows below it were read by these names."
            )
        self.set_all_aside(headers, "the header is repeated here")
        self.set_all_aside(rows[~headers], "the row belongs to another table")
        self.set_all_aside(logs[~headers & ~rows], f"the row {OF_ANOTHER_LOG}")

    def set_examples_aside(self) -> None:
        """Set the row aside that shows how the log is filled in, and note the rows that may be such."""
        examples = example_rows(self.frame[self._columns_of_the_file], self._names)
        self._doubt("example", examples.unsure)
        self.set_all_aside(examples.sure, "an example is not a treatment")

    def set_closed_days_aside(self) -> None:
        """Set the days aside on which nobody was treated, and note the rows that may be such."""
        closed = closed_days(self.frame[self._columns_of_the_file])
        self._doubt("closed", closed.unsure)
        self.set_all_aside(closed.sure, "a day on which nobody was treated is not a treatment")

    def set_headings_aside(self) -> None:
        """Set headings aside, and keep what they say in columns of its own where every row lies under one."""
        if self.frame.shape[1] < LEAST_COLUMNS_FOR_LINES:
            return
        headings = headings_of(self.frame, few_cells(self.frame, bool, FEW))
        if not headings.found:
            return
        for name, column in headings.columns.items():
            self.frame = self.frame.copy(deep=False)
            self.frame[self.frame.shape[1]] = column
            self._names = (*self._names, name)
            self._notes.append(f"The headings between the rows became a column of their own, “{name}”.")
        self._groups = frozenset(heading.value.casefold() for heading in headings.found)
        rows = np.zeros(len(self.frame), dtype=bool)
        rows[[heading.row for heading in headings.found]] = True
        self.set_all_aside(rows, "a heading over the rows below it is not a treatment")

    def set_totals_aside(self) -> None:
        """Set rows of totals aside, which may add up what stands under a heading."""
        aside = np.zeros(len(self.frame), dtype=bool)
        for position, totals in labelled_totals(self.frame[self._columns_of_the_file], self._groups):
            self._account(position, totals & ~aside, "a row of totals is not a treatment")
            aside |= totals
        self.frame = self.frame[~aside] if aside.any() else self.frame
        unlabelled = unlabelled_totals(self.frame[self._columns_of_the_file])
        self._doubt("total", unlabelled.unsure)
        self.set_all_aside(unlabelled.sure, "a row of totals is not a treatment")

    def set_sparse_aside(self) -> None:
        """Set the rows aside that hold a text or two, and nothing of what every treatment has."""
        of_the_file = self.frame[self._columns_of_the_file]
        filled = few_cells(of_the_file, bool, FEW)
        rows = sparse_rows(of_the_file, filled, FEW)
        self.set_all_aside(rows, "the row has nothing that every treatment has")

    def set_defaults_aside(self) -> None:
        """Set the rows aside that hold only what a spreadsheet prefills."""
        for most, reason in (
            (1, "nothing else is filled in"),
            (self.frame.shape[1], "the row was only prepared for a later treatment"),
        ):
            rows, unsure = default_rows(self.frame[self._columns_of_the_file])
            self._doubt("waiting", unsure)
            if rows.any():
                rows &= few_cells(self.frame[self._columns_of_the_file], bool, most) <= most
                self.set_all_aside(rows, reason)

    def treatments(self, ragged: Sequence[Problem]) -> TableRows:
        """Return what remains without the rows of another width, each of which is accounted for once."""
        known = {row for problem in self._problems for row in problem.rows}
        ragged = [problem for problem in ragged if known.isdisjoint(problem.rows)]
        width = [row for problem in ragged for row in problem.rows]
        frame = self.frame[~self.frame.index.isin(width)] if width else self.frame
        doubtful = those_among(self._doubtful, frozenset(frame.index)) if self._doubtful else ()
        return TableRows(frame, self._names, (*ragged, *self._problems), tuple(self._notes), doubtful)

    def _doubt(self, kind: RowsDoubt, rows: np.ndarray) -> None:
        if rows.any():
            self._doubtful.append(DoubtfulRows(kind, tuple(self.frame.index[rows].tolist())))

    def _account(self, position: int, rows: np.ndarray, reason: str) -> None:
        self._problems += problems_in(self.frame[position], rows, self._names[position], reason, row_kept=False)


def _has_content(text: str) -> bool:
    return not is_placeholder(text)


def _units(frame: pd.DataFrame) -> np.ndarray:
    """Mark the first row of several texts where it holds units: the rest of a broken name may stand above it."""
    units = np.zeros(len(frame), dtype=bool)
    first_rows = frame.iloc[:PARTICULARS].itertuples(index=False)
    first = next((row for row, cells in enumerate(first_rows) if len(filled_places(cells)) > 1), 0)
    units[first : first + 1] = len(frame) > 0 and _holds_units(frame.iloc[first:])
    return units


def _first_rows(frame: pd.DataFrame, test: Callable[[str], bool]) -> np.ndarray:
    """Mark those of the first rows in which every text passes a test."""
    few = frame.iloc[:PARTICULARS]
    marked = np.zeros(len(frame), dtype=bool)
    marked[: len(few)] = [
        any(texts) and all(map(test, filter(None, texts)))
        for texts in ([text.strip() for text in row] for row in few.itertuples(index=False))
    ]
    return marked


def _holds_units(frame: pd.DataFrame) -> bool:
    """Tell whether the first row holds units or types only, such as no other row does, above something else."""
    texts = _texts_of_first(frame)
    if len(frame) == 1 or not all(is_unit(text) for text in texts.values()):
        return False
    others = {position: {str(text).strip() for text in frame[position].iloc[1:].unique()} for position in texts}
    return all(text not in others[position] for position, text in texts.items()) and any(
        shape_of(text) not in usual_shapes(others[position]) and WORDS not in usual_shapes(others[position])
        for position, text in texts.items()
        if others[position] != {""}
    )


def _texts_of_first(frame: pd.DataFrame) -> dict[int, str]:
    texts = {position: str(frame[position].iloc[0]).strip() for position in range(frame.shape[1])}
    return {position: text for position, text in texts.items() if text}


def _page_marks(frame: pd.DataFrame, filled: np.ndarray) -> np.ndarray:
    """Mark the rows of few texts one of which is a page mark."""
    marks = np.zeros(len(frame), dtype=bool)
    few = np.flatnonzero(filled <= FEW)
    if len(few) and frame.shape[1] >= LEAST_COLUMNS_FOR_LINES:
        sparse = frame.iloc[few]
        for position in frame.columns:
            marks[few] |= cells_that(sparse[position].cat.remove_unused_categories(), is_page_mark)
    return marks


def _below_the_table(frame: pd.DataFrame, last_header: int) -> np.ndarray:
    """Mark the last rows where they are no treatments by their looks, at most up to the last row with the header again.

    Sources, dates of export and signatures hold one text each, behind a blank line or of several words; a small table
    behind a blank line holds hardly anything of what every treatment has. A log of one or two columns has rows of one
    text itself.
    """
    below = np.zeros(len(frame), dtype=bool)
    last = frame.iloc[-MOST_LINES_BELOW - 1 :]
    rows = [[text.strip() for text in row] for row in last.itertuples(index=False)]
    gaps = [number > before + 1 for before, number in pairwise(last.index.to_list())]
    usual = None
    # A log with a blank line behind each treatment has none between the two that a small table would stand behind.
    if any(gaps) and not all(gaps):
        is_usual = few_cells(frame, bool, FEW) > FEW
        is_usual[len(frame) - gaps[::-1].index(True) - 1 :] = False
        usual = UsualRow(frame, is_usual)
    row, start = len(rows) - 1, len(rows)
    first = int(np.searchsorted(last.index.to_numpy(), last_header))
    while row > 0:
        texts = [text for text in rows[row] if text]
        is_line = len(texts) == 1 and frame.shape[1] >= LEAST_COLUMNS_FOR_LINES
        if not is_line and (usual is None or not (usual.is_unlike(rows[row]) or usual.is_sum(rows[row]))):
            break
        # The header that stood above the first row below it is no blank line.
        if (gaps[row - 1] and row != first) or (is_line and SEVERAL_WORDS.search(texts[0])):
            start = row
        row = 0 if row == first else row - 1
    below[len(frame) - (len(rows) - start) :] = start < len(rows)
    return below
