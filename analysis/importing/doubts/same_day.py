"""Several rows of one client and one day: a row for each photo, area or assessor counts one treatment several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.importing.doubts.follow_ups import ABOUT as ABOUT_REVIEWS
from analysis.importing.events import ABOUT_ROWS, EACH_ROW
from analysis.importing.review_joining import SharedTreatments, joined_reviews
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, COUNT, DATE, OUTCOME
from analysis.outcome_log.reading import BLANK
from analysis.outcome_log.values import read_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft

ABOUT = "rows of a day"
# Fewer rows, in number or as a share of all, are second treatments or slips of a hand.
FEWEST_ROWS, MOST_AGAIN = 3, 0.05


def rows_of_a_client_and_a_day(draft: Draft) -> Doubt | None:
    """Return whether the rows of a client and a day are one treatment; None where few are, or IDs tell treatments."""
    columns = {column.field: column.name for column in draft.columns if column.field is not None}
    has_more = draft.table.holds_visits or not {TREATMENT_ID, COUNT}.isdisjoint(columns)
    if has_more or not columns.keys() >= {CLIENT, DATE, OUTCOME} or _is_answered(draft):
        return None
    groups = _groups(draft, (columns[CLIENT], columns[DATE]))
    asked = groups
    if _again(groups).sum() > MOST_AGAIN * len(groups) and not any(each.action == "dropped" for each in draft.findings):
        # Of rows that are the same throughout the account speaks; what was left out may have distinguished them.
        asked = groups[~draft.table.frame.duplicated().to_numpy()]
    again = int(_again(asked).sum())
    if again < FEWEST_ROWS or again <= MOST_AGAIN * len(groups):
        return None
    one = joined_reviews(draft, SharedTreatments(groups, np.zeros(len(groups)), ()))
    options = [Option("yes: a breakout in any of their rows counts", one), Option(f"no: {EACH_ROW}", draft)]
    because = (
        f"{in_rows(again)} repeat the client and the day of an earlier row. Some files have a row for each photo, area "
        "or assessor."
    )
    shown = tuple(np.flatnonzero(groups == groups[np.argmax(_again(groups))]).tolist())
    question = "Are several rows of a client and a day one treatment?"
    return Doubt(ABOUT, question, because, options, (columns[CLIENT], columns[DATE], columns[OUTCOME]), rows=shown)


def _is_answered(draft: Draft) -> bool:
    """Tell whether somebody has said already that each row is a treatment."""
    return EACH_ROW in {draft.choices.answer_to(about) for about in (ABOUT_REVIEWS, ABOUT_ROWS)}


def _again(groups: np.ndarray) -> np.ndarray:
    """Mark the rows whose group an earlier row has."""
    again = np.ones(len(groups), dtype=bool)
    again[np.unique(groups, return_index=True)[1]] = False
    return again


def _groups(draft: Draft, names: Sequence[str]) -> np.ndarray:
    """Return a number for each row that its client and day share; a row in which one is not known is alone."""
    codebook, keys = load(), np.zeros(len(draft.table.frame), dtype=np.int64)
    known = np.ones(len(keys), dtype=bool)
    for name in names:
        texts = draft.texts(name)
        known &= (read_ids(texts.texts, codebook.is_missing).codes != BLANK)[texts.row_texts]
        keys = keys * (len(texts.texts) + 1) + texts.row_texts
    groups: np.ndarray = np.unique(np.where(known, keys, -1 - np.arange(len(keys))), return_inverse=True)[1]
    return groups
