"""What each text of a column was taken to mean, with the number of rows: what the manager checks and corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.import_account import NOT_PLACED, UNKNOWN, ReadColumn, ReadValue
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.importing.typed_columns import TypedColumn
    from analysis.outcome_log.column_texts import Texts

# More texts of one column than this are no list that anybody reads; the most common come first.
MOST_TEXTS = 200


def read_meanings(
    columns: Mapping[str, TypedColumn], texts: Mapping[str, Texts], kept: np.ndarray
) -> tuple[ReadColumn, ...]:
    """Return what was made of every column with levels, the outcome first.

    Parameters
    ----------
    columns : mapping
        The typed columns by their names in the log, as they were read: before anything was blanked.
    texts : mapping
        The distinct texts by the column of the file.
    kept : ndarray of bool
        The rows that count as treatments.
    """
    names = [OUTCOME, *(name for name in columns if name != OUTCOME and _has_levels(name, columns[name]))]
    return tuple(_read_column(name, columns[name], texts[columns[name].source], kept) for name in names)


def _has_levels(name: str, column: TypedColumn) -> bool:
    codebook = load()
    if name in codebook and codebook[name].kind in {"text", "number", "date"}:
        return False
    return column.factor is None or column.factor.kind != "number"


def _read_column(name: str, column: TypedColumn, texts: Texts, kept: np.ndarray) -> ReadColumn:
    code_of_text = column.of_texts
    in_kept = texts.counts if kept.all() else np.bincount(texts.row_texts[kept], minlength=len(texts.texts))
    # The outcome's own texts may be what set their rows aside.
    rows = np.where((code_of_text == NOT_UNDERSTOOD) & (name == OUTCOME), texts.counts, in_kept)
    shown = [position for position in np.flatnonzero(rows).tolist() if texts.texts[position].strip() or name == OUTCOME]
    shown.sort(key=lambda position: code_of_text[position] != NOT_UNDERSTOOD)
    codebook = load()
    return ReadColumn(
        column.source,
        name if name in codebook else None,
        codebook[name].title if name in codebook else name,
        tuple(column.levels),
        tuple(
            ReadValue(
                texts.texts[position],
                int(rows[position]),
                _meaning(column, int(code_of_text[position])),
                is_level=bool(code_of_text[position] >= 0),
            )
            for position in shown[:MOST_TEXTS]
        ),
    )


def _meaning(column: TypedColumn, code: int) -> str:
    return NOT_PLACED if code == NOT_UNDERSTOOD else UNKNOWN if code == BLANK else str(column.levels[code])
