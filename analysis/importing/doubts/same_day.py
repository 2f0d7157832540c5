"""Several rows of one client and one day: a row for each photo, area or assessor counts one treatment several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import COUNT_THEM, Doubt, Option, in_rows
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE, OUTCOME

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "rows of a day"
# Fewer rows, in number or as a share of all, are second treatments or slips of a hand.
FEWEST_ROWS, MOST_AGAIN = 3, 0.05
COUNT = "treatment_count"
# Of the rows of a treatment the worst counts.
_WORST = {"yes": 2, "no": 1}


def rows_of_a_client_and_a_day(draft: Draft) -> Doubt | None:
    """Return whether the rows of a client and a day are one treatment; None where few are, or IDs tell treatments."""
    columns = {column.field: column for column in draft.columns if column.field is not None}
    has_more = draft.table.holds_visits or not {TREATMENT_ID, COUNT}.isdisjoint(columns)
    if has_more or not columns.keys() >= {CLIENT, DATE, OUTCOME}:
        return None
    groups = _groups(draft, columns[CLIENT].name, columns[DATE].name)
    if _again(groups) > MOST_AGAIN * len(groups) and not any(each.action == "dropped" for each in draft.findings):
        # Of rows that are the same throughout the account speaks; what was left out may have distinguished them.
        groups[draft.table.frame.duplicated().to_numpy()] = -1
    again = _again(groups)
    if again < FEWEST_ROWS or again <= MOST_AGAIN * len(groups):
        return None
    outcome = columns[OUTCOME]
    meanings = draft.meanings(outcome.name, is_turned=outcome.is_turned)
    texts = draft.texts(outcome.name)
    ranks = np.array([_WORST.get(meanings[text], 0) for text in texts.texts])[texts.row_texts]
    # The worst of each group first, and of those the first in the file.
    order = np.lexsort((np.arange(len(groups)), -ranks, groups))
    counts = np.zeros(len(groups), dtype=bool)
    counts[order[np.flatnonzero(np.diff(groups[order], prepend=-2))]] = True
    others = (groups >= 0) & ~counts
    reason = "another row of the client and the day counts"
    options = [
        Option(
            "they are one treatment, with a breakout where any of them has one",
            draft.without_rows(others, columns[CLIENT].name, reason),
        ),
        Option(COUNT_THEM, draft),
    ]
    because = (
        f"In {in_rows(again)} “{columns[CLIENT].name}” and “{columns[DATE].name}” are those of an earlier row, as "
        "where each photo, area or assessor has a row."
    )
    shown = tuple(np.flatnonzero(groups == int(np.argmax(np.bincount(groups[groups >= 0])))).tolist())
    question = "Are several rows of a client and a day one treatment?"
    names = (columns[CLIENT].name, columns[DATE].name, outcome.name)
    return Doubt(ABOUT, question, because, options, names, rows=shown)


def _again(groups: np.ndarray) -> int:
    """Return how many rows are of the group of an earlier row."""
    return int(np.maximum(np.bincount(groups[groups >= 0], minlength=1) - 1, 0).sum())


def _groups(draft: Draft, client: str, date: str) -> np.ndarray:
    """Return a number for each row that its client and day share; -1 where one of them is not known."""
    keys = []
    known = np.ones(len(draft.table.frame), dtype=bool)
    for name in (client, date):
        texts = draft.texts(name)
        known &= np.array([bool(text.strip()) for text in texts.texts], dtype=bool)[texts.row_texts]
        keys.append(texts.row_texts.astype(np.int64))
    both = keys[0] * (int(keys[1].max(initial=0)) + 1) + keys[1]
    groups = np.unique(both, return_inverse=True)[1]
    return np.where(known, groups, -1)
