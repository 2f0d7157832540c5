"""Rows with more or fewer values than the header has names: whole where only blank cells at their end are at issue.

Spreadsheets and other programs leave trailing blank cells out, or write more delimiters than there are columns. But a
short row may also be half a row that a line break has torn, or lack a cell in its middle: it is whole only where its
values fit the columns that they stand under, and no others as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.column_texts import KNOWN, LIKE_IN_SHAPE, UNLIKE, ColumnTexts, fit_of
from analysis.files.header_evidence import filled_end

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

# So many rows that end in the same column were not cut short by hand, where one of them alone would be in doubt.
LEAST_ALIKE = 3
# A row of one or two columns may well hold a single value.
LEAST_COLUMNS_FOR_LINES = 3
# A note has fewer lines.
MOST_PIECES = 50
# "Location:" and "Hill" may stand in two cells.
LABEL_AND_VALUE = 2


@dataclass(frozen=True)
class RaggedRow:
    """A row of another width than the header.

    Attributes
    ----------
    number : int
        Of the row, counted from the first one below the header.
    cells : tuple of str
    text : str
        The row as it stands in the file.
    """

    number: int
    cells: tuple[str, ...]
    text: str

    @property
    def texts(self) -> list[str]:
        """What its cells hold, blanks aside."""
        return [text for cell in self.cells if (text := cell.strip())]


def whole_rows(ragged: Sequence[RaggedRow], frame: pd.DataFrame) -> dict[int, tuple[str, ...]]:
    """Return the cells of those rows that lack nothing, and have nothing more, than blank cells at their end.

    Parameters
    ----------
    ragged : sequence of RaggedRow
        In the order of the file, blank ones included.
    frame : DataFrame
        The rows of the right width: categorical columns of texts.
    """
    width = frame.shape[1]
    usual = _without_sparse_rows(frame, ragged)
    texts: list[Iterable[str]] = [
        usual[position].cat.remove_unused_categories().cat.categories for position in range(width)
    ]
    if len(ragged) > len(usual):
        # Those of the right width are the odd ones.
        others = [row.cells for row in ragged if not _is_line(row, width)]
        texts = [
            [*of_usual, *(cells[place] for cells in others if place < len(cells))]
            for place, of_usual in enumerate(texts)
        ]
    columns = [ColumnTexts(of_column) for of_column in texts]
    torn = _torn(ragged, columns)
    possible = {
        row.number: row.cells
        for row in ragged
        if row.number not in torn and not _is_line(row, len(columns)) and filled_end(row.cells) <= len(columns)
    }
    beside = {row.number + step for row in ragged if row.texts for step in (-1, 1)}
    uncut = {number for number in possible if number not in beside and number < len(frame) + len(ragged)}
    sure, unsure = _sorted(possible, columns, uncut)
    if unsure and sure:
        # Where many rows are short, or long, those of the right width do not show all that stands in a column.
        for cells in sure.values():
            for text, column in zip(cells, columns, strict=False):
                column.learn(text)
        more, unsure = _sorted(unsure, columns, uncut)
        sure |= more
    alike = Counter(filled_end(cells) for cells in unsure.values())
    # Nobody writes too many delimiters behind several rows by hand.
    long = [cells for cells in unsure.values() if len(cells) > len(columns)]
    habits = Counter(len(cells) > len(columns) for cells in (*sure.values(), *long))
    sure |= {
        number: cells
        for number, cells in unsure.items()
        if max(alike[filled_end(cells)], habits[len(cells) > len(columns)]) >= LEAST_ALIKE
    }
    whole = {number: _filled_up(cells, len(columns)) for number, cells in sure.items()}
    return {number: cells for number, cells in whole.items() if cells is not None}


def _sorted(
    rows: Mapping[int, tuple[str, ...]], columns: Sequence[ColumnTexts], uncut: Collection[int]
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """Return the rows that fit the columns as they stand, and those that might also be read in another way."""
    sure: dict[int, tuple[str, ...]] = {}
    unsure: dict[int, tuple[str, ...]] = {}
    for number, cells in rows.items():
        fit = fit_of([*cells, *[""] * len(columns)][: len(columns)], columns)
        other = _best_other_fit(cells, columns)
        if UNLIKE < fit >= other:
            # A column that is blank in no other row may have lost its value where a row is cut off or torn in two.
            may_be_blank = number in uncut or all(column.fit("") == KNOWN for column in columns[len(cells) :])
            # Programs leave out all blanks at an end; who deletes a cell in the middle leaves them.
            ends_early = (
                number in uncut
                and 0 < len(cells) < len(columns)
                and bool(cells[-1].strip())
                and columns[len(cells) - 1].fit(cells[-1]) == KNOWN
            )
            (sure if may_be_blank and (fit > other or ends_early) else unsure)[number] = cells
    return sure, unsure


def _without_sparse_rows(frame: pd.DataFrame, ragged: Sequence[RaggedRow]) -> pd.DataFrame:
    """Return the rows that are filled as treatments are: totals and rows numbered in advance say nothing of blanks."""
    filled = np.zeros(len(frame), dtype=np.int32)
    for position in frame.columns:
        holds_text = np.array([bool(text.strip()) for text in frame[position].cat.categories], dtype=np.int32)
        filled += holds_text[frame[position].cat.codes.to_numpy()] if len(holds_text) else 0
    of_ragged = [len(row.texts) for row in ragged if row.texts]
    usual = max((float(np.median(each)) for each in (filled, of_ragged) if len(each)), default=0.0)
    return frame[filled * 2 >= usual] if len(frame) else frame


def lines_between(ragged: Sequence[RaggedRow], width: int) -> dict[int, tuple[str, ...]]:
    """Return the cells of the rows that hold one text, or "Location:" and one: they may be headings or totals."""
    lines = {row.number: _filled_up(row.cells, width) for row in ragged if row.texts and _is_line(row, width)}
    return {number: cells for number, cells in lines.items() if cells is not None}


def _is_line(row: RaggedRow, width: int) -> bool:
    texts = row.texts
    is_one = len(texts) == 1 or (len(texts) == LABEL_AND_VALUE and texts[0].endswith((":", "：")))
    return not texts or (is_one and width >= LEAST_COLUMNS_FOR_LINES)


def _filled_up(cells: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    """Return a row with as many cells as there are columns; None where it has more that are filled."""
    if filled_end(cells) > width:
        return None
    return (*cells[:width], *[""] * (width - len(cells)))


def _best_other_fit(cells: tuple[str, ...], columns: Sequence[ColumnTexts]) -> float:
    """Return how well a row would fit had it lost its cells, or got more of them, elsewhere than at its end."""
    missing = max(len(columns) - len(cells), 0)
    surplus = max(len(cells) - len(columns), 0)
    before = _added_up(column.fit(cell) for cell, column in zip(cells, columns, strict=False))
    shifted = [column.fit(cell) for cell, column in zip(cells[surplus:], columns[missing:], strict=True)]
    behind = _added_up(reversed(shifted))[::-1]
    if missing:
        blanks = [column.fit("") for column in columns]
        fits = (before[gap] + sum(blanks[gap : gap + missing]) + behind[gap] for gap in range(filled_end(cells)))
    else:
        # Cells that were one text, with the delimiter in it, fit where it looks like others there.
        ends = range(min(filled_end(cells), len(columns)))
        wholes = [
            min(columns[place].fit(",".join(cells[place : place + surplus + 1])), LIKE_IN_SHAPE) for place in ends
        ]
        fits = (before[place] + wholes[place] + behind[place + 1] for place in ends)
    return max(fits, default=UNLIKE)


def _added_up(fits: Iterable[float]) -> list[float]:
    return list(accumulate(fits, initial=0.0))


def _torn(ragged: Sequence[RaggedRow], columns: Sequence[ColumnTexts]) -> set[int]:
    """Return the rows that are pieces of others, which line breaks within a value have torn."""
    width = len(columns)
    following: Mapping[int, RaggedRow] = {row.number: row for row in ragged}
    torn: set[int] = set()
    alone: dict[int, bool] = {}
    for row in ragged:
        if row.number in torn or len(row.cells) >= width or not row.texts:
            continue
        # A value that is torn in two is counted twice.
        missing = width - len(row.cells) + 1
        for number in range(row.number + 1, row.number + MOST_PIECES):
            piece = following.get(number)
            if piece is None or not 1 <= len(piece.cells) <= missing:
                break
            if number not in alone:
                alone[number] = _stands_alone(piece, columns)
            if alone[number]:
                break
            if len(piece.cells) == missing and piece.texts:
                torn.update(range(row.number, number + 1))
                break
            missing -= len(piece.cells) - 1
    return torn


def _stands_alone(piece: RaggedRow, columns: Sequence[ColumnTexts]) -> bool:
    """Tell whether a row fits the first columns at least as well as the last ones, its first value aside."""
    if _is_line(piece, len(columns)):
        return False
    rest = ("", *piece.cells[1:])
    alone = fit_of(piece.cells, columns)
    return alone > UNLIKE and alone >= fit_of(rest, columns[len(columns) - len(rest) :])
