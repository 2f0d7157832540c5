"""Columns in which only yes is written, or a tick: a blank in them may mean no, and is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.column_texts import JUDGED_TEXTS
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.values import read_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.columns import Column

ABOUT = "blanks beside ticks"
MOST_NAMED = 4
_ROLES = frozenset({"factor", "warning sign", "follow-up"})


def blanks_beside_ticks(draft: Draft) -> Doubt | None:
    """Return what a blank means in columns that say yes or nothing; None where there are none.

    It is asked once for all of them, as who ticks one column ticks the others, and where a field is among them: of a
    column of the clinic's own that says nothing else the account says that it was left out.
    """
    if draft.column_of(OUTCOME) is None:
        return None
    found = {column.name: blanks for column in draft.columns if (blanks := _blanks_beside_yes(draft, column))}
    if not any(column.field for column in draft.columns if column.name in found):
        return None
    no = draft
    for name, blanks in found.items():
        no = no.with_texts(name, dict.fromkeys(blanks, NO))
    rows = sum(int(draft.rows_with(name, blanks).sum()) for name, blanks in found.items())
    options = [
        Option("a blank means no", no, f"{rows:,} no, none unknown"),
        Option("a blank means unknown", draft, f"none no, {rows:,} unknown"),
    ]
    because = f"In {quoted(found, MOST_NAMED, ' and {} more columns')} each answer is a yes, and {rows:,} are blank."
    question = f"What does a blank in {quoted(found, MOST_NAMED, ' and {} more columns')} mean?"
    return Doubt(ABOUT, question, because, options, tuple(found), must_ask=True)


def _blanks_beside_yes(draft: Draft, column: Column) -> Sequence[str]:
    """Return the blank texts of a column that says yes or nothing; none of any other."""
    texts = draft.texts(column.name)
    answers: set[str | None] = set()
    if column.field is None and column.name not in dict(draft.choices.columns):
        answers = {load().answer_of(text) for text in texts.filled[:JUDGED_TEXTS]}
    elif column.field is not None:
        field = load()[column.field]
        if field.kind != "yes/no" or field.role not in _ROLES or column.is_turned:
            return ()
        reading = read_values(field, texts.filled, None)
        answers = {None if code == NOT_UNDERSTOOD else reading.levels[code] for code in reading.codes if code != BLANK}
    return [text for text in texts.texts if not text.strip()] if answers == {YES} else ()
