"""Formulas that no program ever calculated: the spreadsheet will show a result, the file holds none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.files.quoting import quoted
from analysis.files.sheet_columns import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.header import Header
    from analysis.files.sheet_texts import SheetTexts

WAY_OUT = "open the file in Excel or LibreOffice, save it there, and upload it again"
# A formula here and there, such as a total below the last treatment, leaves a column what it is.
MOST_OF_A_COLUMN = 0.05
MOST_NAMED = 5


def without_uncalculated(sheet: SheetTexts, header: Header, name: str) -> tuple[SheetTexts, tuple[str, ...]]:
    """Return a sheet whose formulas without a result are blank, and a note that names them.

    Raises
    ------
    DashboardError
        Where a column rests on such formulas.
    """
    first = header.last_row
    below = {
        column: [row for row in rows if row >= first]
        for column, rows in sheet.marks.uncalculated.items()
        if column < len(header.names) and any(row >= first for row in rows)
    }
    if not below:
        return sheet, ()
    texts, codes = list(sheet.texts), sheet.codes.copy()
    last = codes.shape[1] - 1
    empty = [column for column, rows in below.items() if _rests_on(sheet, column, rows, first, last)]
    if empty:
        which = quoted(header.names[column] or column_letters(column) for column in empty)
        what = f"The column {which} of “{name}” holds" if len(empty) == 1 else f"The columns {which} of “{name}” hold"
        raise DashboardError(
            f"{what} formulas without a result, because the program that wrote the file never calculated them: "
            f"{WAY_OUT}."
        )
    for column, rows in below.items():
        there = [row for row in rows if row <= last]
        blank = texts[column].index("") if "" in texts[column] else len(texts[column])
        if blank == len(texts[column]):
            texts[column] = (*texts[column], "")
        codes[column, there] = blank
    cells = [f"{column_letters(column)}{row + 1}" for column, rows in below.items() for row in rows]
    return replace(sheet, texts=tuple(texts), codes=codes), (_note(cells),)


def _rests_on(sheet: SheetTexts, column: int, rows: Sequence[int], first: int, last: int) -> bool:
    """Tell whether a column has more such formulas than its other values allow, that in the last row aside."""
    is_text = np.array([bool(text.strip()) for text in sheet.texts[column]], dtype=bool)
    filled = set((np.flatnonzero(is_text[sheet.codes[column, first:]]) + first).tolist())
    within = [row for row in rows if row < last]
    return len(within) > MOST_OF_A_COLUMN * len(filled | set(rows))


def _note(cells: Sequence[str]) -> str:
    named = ", ".join(cells[:MOST_NAMED])
    if len(cells) == 1:
        return f"The formula in {named} has no result and was read as blank: {WAY_OUT}."
    more = f" and {len(cells) - MOST_NAMED:,} more" if len(cells) > MOST_NAMED else ""
    return f"The formulas in {named}{more} have no result and were read as blank: {WAY_OUT}."
