"""Tables below a log in the same sheet or file: a summary, a price list, another clinic with columns of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.header_evidence import could_name_a_column
from analysis.files.header_words import name_words
from analysis.files.many_texts import joined
from analysis.files.row_cells import few_cells
from analysis.files.sparse_rows import UsualRow

if TYPE_CHECKING:
    from collections.abc import Sequence

# A header names so many columns at least, and none of its names stands in more rows as a value.
LEAST_NAMES = 2
MOST_ROWS_OF_A_NAME = 3
# More rows that could be headers are rows of a log of words.
MOST_HEADERS = 30
# Rows of which so many are unlike treatments belong to a summary or a list; the first ones tell.
MOST_UNLIKE, ROWS_LOOKED_AT = 0.8, 200
# So many of the names of the log in another header make it one of a log, too.
LEAST_SHARED = 0.5


@dataclass(frozen=True)
class OtherTable:
    """A table below the first one.

    Attributes
    ----------
    first, end : int
        The places of its header and of the row behind its last one, counted from 0.
    order : tuple of int or None
        Where its header has the names of the log in another order: for each column of the log, its column.
    may_be_log : bool
        Whether its rows may be treatments.
    """

    first: int
    end: int
    order: tuple[int, ...] | None
    may_be_log: bool


def other_tables(frame: pd.DataFrame, names: Sequence[str], header_again: Sequence[int]) -> list[OtherTable]:
    """Return the tables below the first one that have another header.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows; the index holds the rows of the file.
    names : sequence of str
        Of the columns of the log.
    header_again : sequence of int
        The rows of the file in which the header of the log stands once more, and the log goes on.
    """
    words = [name_words(name) for name in names]
    headers = _possible_headers(frame, words).tolist()
    if len(headers) > MOST_HEADERS:
        return []
    numbers = frame.index.to_numpy()
    goes_on = np.searchsorted(numbers, np.sort(np.array(header_again, dtype=np.int64))).tolist()
    tables: list[OtherTable] = []
    is_log = np.ones(len(frame), dtype=bool)
    for row in headers:
        if not 0 < row < len(frame) - 1 or not is_log[row]:
            continue
        end = min((place for place in goes_on if place > row), default=len(frame))
        end = min((other for other in headers if row + 1 < other < end and is_log[other]), default=end)
        above = is_log.copy()
        above[row:] = False
        is_apart = bool(numbers[row] > numbers[row - 1] + 1)
        table = _table(frame, words, (row, end), UsualRow(frame, above), is_apart=is_apart)
        if table is not None:
            tables.append(table)
            is_log[row:end] = False
    return tables


def with_columns_in_order(frame: pd.DataFrame, tables: Sequence[OtherTable]) -> pd.DataFrame:
    """Return a frame in which the rows below a header in another order stand under the names of the log."""
    reordered = [(table, table.order) for table in tables if table.order is not None]
    if not reordered:
        return frame
    columns = {}
    for place, position in enumerate(frame.columns):
        pieces, start = [], 0
        for table, order in reordered:
            pieces += [
                frame[position].iloc[start : table.first + 1],
                frame[frame.columns[order[place]]].iloc[table.first + 1 : table.end],
            ]
            start = table.end
        columns[position] = joined([*pieces, frame[position].iloc[start:]])
    return pd.DataFrame(columns, index=frame.index, copy=False)


def _possible_headers(frame: pd.DataFrame, words: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Return the rows that hold two texts at least and no value, nor a word that is one in other rows."""
    known = {each for each in words if each}
    rows = np.arange(len(frame))
    for position in sorted(frame.columns, key=lambda position: len(frame[position].cat.categories)):
        column = frame[position].cat
        codes = column.codes.to_numpy()
        often = np.bincount(codes, minlength=len(column.categories))
        possible = [
            code
            for code in np.unique(codes[rows]).tolist()
            if not (text := column.categories[code].strip())
            or (often[code] <= MOST_ROWS_OF_A_NAME and could_name_a_column(text))
            or name_words(text) in known
        ]
        rows = rows[np.isin(codes[rows], possible)]
        if not len(rows):
            break
    return rows[few_cells(frame.iloc[rows], bool, LEAST_NAMES) >= LEAST_NAMES] if len(rows) else rows


def _table(
    frame: pd.DataFrame, words: Sequence[tuple[str, ...]], rows: tuple[int, int], usual: UsualRow, *, is_apart: bool
) -> OtherTable | None:
    """Return the table that begins and ends with `rows`; None where the first of them is no header."""
    first, end = rows
    cells = [str(cell).strip() for cell in frame.iloc[first]]
    filled = [(position, cell) for position, cell in enumerate(cells) if cell]
    spoken = [usual.speaks(position, cell) for position, cell in filled]
    if max(spoken) > 0 or len({cell for _, cell in filled}) < len(filled):
        return None
    here = [name_words(cell) for cell in cells]
    if sorted(here) == sorted(words) and len({*words}) == len(words):
        return OtherTable(first, end, tuple(here.index(each) for each in words), may_be_log=True)
    shared = len({*here} & {*words} - {()})
    is_log = shared >= LEAST_NAMES and shared >= LEAST_SHARED * len(filled)
    if not is_log and spoken.count(-1) < LEAST_NAMES:
        return None
    below = frame.iloc[first + 1 : min(end, first + 1 + ROWS_LOOKED_AT)].itertuples(index=False)
    cells_below = [[str(cell).strip() for cell in row] for row in below]
    unlike = list(map(usual.is_unlike, cells_below))
    widths = sorted(sum(map(bool, row)) for row in cells_below)
    if not is_log and widths[len(widths) // 2] > len(filled):
        # Two names over rows of four values are a line between treatments.
        return None
    is_list = sum(unlike) >= MOST_UNLIKE * len(unlike) and end - first <= first
    return OtherTable(first, end, None, may_be_log=is_log or not is_list) if is_log or is_list or is_apart else None
