"""Columns in which only yes is written, or a tick: a blank in them may mean no, and is asked about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_number
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.values import read_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.columns import Column

ABOUT = "blanks beside ticks"
# Fewer blanks, in number or as a share of all rows, are answers that nobody gave.
FEWEST_BLANKS, MOST_BLANK = 3, 0.05


def blanks_beside_ticks(*roles: str) -> Callable[[Draft], Doubt | None]:
    """Return the question about the columns with some roles: who ticks one of them ticks the others."""
    return partial(_in_columns, roles)


def _in_columns(roles: Sequence[str], draft: Draft) -> Doubt | None:
    """Return what a blank means in columns that say yes or nothing; None where there are none."""
    if draft.column_of(OUTCOME) is None:
        return None
    found = {column.name: blanks for column in draft.columns if (blanks := _blanks_beside_yes(draft, column, roles))}
    if not found:
        return None
    no = draft
    for name, blanks in found.items():
        no = no.with_texts(name, dict.fromkeys(blanks, NO))
    number = sum(int(draft.rows_with(name, blanks).sum()) for name, blanks in found.items())
    blank, named = in_number(number, "blank"), quoted(found)
    options = [
        Option(f"a blank in {named} means no", no, f"{blank} {'becomes' if number == 1 else 'become'} no"),
        Option(f"a blank in {named} means unknown", draft, f"{blank} {'stays' if number == 1 else 'stay'} unknown"),
    ]
    because = f"Each answer in {named} is a yes, and {blank} {'stands' if number == 1 else 'stand'} beside them."
    question = f"What does a blank in {named} mean?"
    return Doubt(f"{ABOUT}, {roles[0]}", question, because, options, tuple(found), must_ask=True)


def _blanks_beside_yes(draft: Draft, column: Column, roles: Collection[str]) -> Sequence[str]:
    """Return the blank texts of a column that says yes or nothing; none of any other."""
    field = load()[column.field] if column.field is not None else None
    if field is None or field.kind != "yes/no" or field.role not in roles or column.is_turned:
        return ()
    texts = draft.texts(column.name)
    reading = read_values(field, texts.filled, None)
    answers = {None if code == NOT_UNDERSTOOD else reading.levels[code] for code in reading.codes if code != BLANK}
    number = len(texts.codes) - texts.filled_rows
    if answers != {YES} or number < FEWEST_BLANKS or number <= MOST_BLANK * len(texts.codes):
        return ()
    return [text for text in texts.texts if not text.strip()]
