"""Treatments without a breakout whose client was never reached, as another column says: nobody knows how they fared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "nobody reached"
_NOT_REACHED = re.compile(
    r"(?:client |patient |outcome )?(?:no follow[ -]?up|lost(?: to follow[ -]?up)?|ltfu|lfu|unreachable|no contact|"
    r"not (?:reached|contacted|followed[ -]?up|known)|unknown)(?: made)?\??",
    re.IGNORECASE,
)
_REACHED = re.compile(r"(?:(?:client|patient) )?(?:was )?(?:reached|contacted|followed[ -]?up)\??", re.IGNORECASE)


def clients_not_reached(draft: Draft) -> Doubt | None:
    """Return whether “no breakout” holds where nobody was reached; None where no column says so of such a row."""
    outcome = draft.column_of(OUTCOME)
    if outcome is None:
        return None
    denied = [
        text for text, meant in draft.meanings(outcome.name, is_turned=outcome.is_turned).items() if meant == "no"
    ]
    without = draft.rows_with(outcome.name, denied)
    for column in draft.columns:
        if column.field is not None or (texts := _says_not_reached(draft, column.name)) is None:
            continue
        rows = draft.rows_with(column.name, texts) & without
        if not rows.any():
            continue
        marked = in_rows(int(rows.sum()))
        because = f"In {marked} the outcome says no breakout, and “{column.name}” says that nobody was reached."
        options = [
            Option("unknown: nobody checked", draft.with_unknown(outcome.name, rows)),
            Option("no breakout, as the outcome says", draft),
        ]
        question = "What came of treatments whose clients were not reached?"
        shown = tuple(np.flatnonzero(rows).tolist())
        return Doubt(ABOUT, question, because, options, (outcome.name, column.name), rows=shown)
    return None


def _says_not_reached(draft: Draft, name: str) -> list[str] | None:
    """Return the texts of a column of yes and no that say that nobody was reached; None of any other column."""
    wanted = YES if _NOT_REACHED.fullmatch(name.strip()) else NO if _REACHED.fullmatch(name.strip()) else None
    answers = {text: load().answer_of(text) for text in draft.texts(name).filled}
    if wanted is None or not all(answers.values()):
        return None
    return [text for text, answer in answers.items() if answer == wanted]
