"""Answers that a workbook strikes through, alone in their rows: whether they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.doubts.doubtful_rows import rows_named
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "struck answers"


def answers_struck_through(draft: Draft) -> Doubt | None:
    """Return whether outcomes count that are struck through; None where there are none."""
    column = draft.column_of(OUTCOME)
    if column is None or column.name not in draft.table.struck_cells:
        return None
    texts = draft.texts(column.name)
    is_filled = np.array([bool(text.strip()) for text in texts.texts], dtype=bool)[texts.row_texts]
    numbers = draft.table.frame.index
    struck = is_filled & np.isin(numbers.to_numpy(), draft.table.struck_cells[column.name])
    if not struck.any():
        return None
    options = [
        Option("no: they are unknown", draft.with_unknown(column.name, struck)),
        Option("yes: count them as they are written", draft),
    ]
    where = rows_named(numbers[struck].tolist())
    because = f"{where} {'has' if struck.sum() == 1 else 'have'} a struck-through answer in “{column.name}”."
    question = f"Do the struck-through answers in “{column.name}” count?"
    rows = tuple(np.flatnonzero(struck).tolist())
    return Doubt(ABOUT, question, because, options, (column.name,), rows=rows)
