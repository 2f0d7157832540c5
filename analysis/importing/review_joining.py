"""Join the rows that tell of one treatment: what was noted of it, and what came of it at the review that counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.importing.event_reviews import is_outcome_or_after
from analysis.outcome_log.codebook import YES, load
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from analysis.importing.draft import Draft
    from analysis.outcome_log.columns import Column

JOINED_REVIEW = "it is about the same treatment as another row, and its values were added to that row"
_TOLD = "it numbers the reviews, which were combined into treatments"


@dataclass(frozen=True, eq=False)
class SharedTreatments:
    """Rows that tell of one treatment together.

    Attributes
    ----------
    groups : ndarray of int, one for each row
        Rows with the same number are one treatment.
    turns : ndarray of float, one for each row
        Their order in time; all alike where it is not known.
    reviews : tuple of str
        The columns that tell the reviews of a treatment apart.
    """

    groups: np.ndarray
    turns: np.ndarray
    reviews: tuple[str, ...]


class _Best:
    """Finds the row of each group that has the highest score, of equal ones the earliest."""

    def __init__(self, shared: SharedTreatments) -> None:
        self.rows = np.flatnonzero(np.bincount(shared.groups)[shared.groups] > 1)
        # In the order of their groups, within these in the order of time.
        self.rows = self.rows[np.lexsort((self.rows, shared.turns[self.rows], shared.groups[self.rows]))]
        groups = shared.groups[self.rows]
        self._starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])

    def of(self, scores: np.ndarray) -> np.ndarray:
        size = len(self.rows)
        keys = scores[self.rows].astype(np.int64) * size + np.arange(size - 1, -1, -1)
        found: np.ndarray = self.rows[size - 1 - np.maximum.reduceat(keys, self._starts) % size]
        return found


def joined_reviews(draft: Draft, shared: SharedTreatments, *, counts_last: bool = False) -> Draft:
    """Return the draft with one row for each treatment.

    Parameters
    ----------
    draft : Draft
        One of its columns is read as the outcome.
    shared : SharedTreatments
        At least one treatment has several rows.
    counts_last : bool
        Whether the last known outcome of a treatment counts, rather than a breakout in any of its rows.
    """
    outcome = next(column for column in draft.columns if column.field == OUTCOME)
    best = _Best(shared)
    kept = best.of(np.zeros(len(shared.groups)))
    known = _meant(draft, outcome)
    order = np.empty(len(known), dtype=np.int64)
    order[best.rows] = np.arange(1, len(best.rows) + 1)
    chosen = best.of(np.where(known > 0, order if counts_last else known, 0))
    is_best = np.zeros(len(known), dtype=np.int64)
    is_best[chosen] = 1
    frame = draft.table.frame
    changed: dict[str, pd.Series] = {}
    for column in draft.columns:
        codes = frame[column.name].cat.codes.to_numpy()
        if column is outcome:
            source = chosen
        else:
            scores = draft.rows_with(column.name, draft.texts(column.name).filled).astype(np.int64)
            if is_outcome_or_after(column.field):
                scores = 2 * scores + is_best + 4 * _warns(draft, column)
            source = best.of(scores)
        if (codes[kept] != codes[source]).any():
            new = codes.copy()
            new[kept] = codes[source]
            texts = pd.Categorical.from_codes(new, categories=frame[column.name].cat.categories)
            changed[column.name] = pd.Series(texts, index=frame.index, name=column.name)
    gone = np.zeros(len(known), dtype=bool)
    gone[best.rows] = True
    gone[kept] = False
    table = replace(draft.table, frame=frame.assign(**changed))
    beside = shared.reviews[0] if shared.reviews else outcome.name
    merged = [each.name for each in draft.columns if each.name in shared.reviews and each.field is None]
    return replace(draft, table=table).without_columns(merged, _TOLD).without_rows(gone, beside, JOINED_REVIEW)


def _meant(draft: Draft, outcome: Column) -> np.ndarray:
    """Return 2 for a breakout, 1 for none and 0 where it is not known, of each row."""
    texts = draft.texts(outcome.name)
    meanings = draft.meanings(outcome.name, is_turned=outcome.is_turned)
    codes = {"yes": 2, "no": 1}
    of_texts = np.array([codes.get(meanings[text], 0) for text in texts.texts], dtype=np.int64)
    known: np.ndarray = of_texts[texts.row_texts]
    return known


def _warns(draft: Draft, column: Column) -> np.ndarray:
    """Mark where a warning sign was seen, or the client was reached: it holds whatever was found at other reviews."""
    field = load()[column.field] if column.field is not None else None
    if field is None or field.kind != "yes/no":
        return np.zeros(len(draft.table.frame), dtype=np.int64)
    warning = [text for text in draft.texts(column.name).texts if field.level_of(text) == YES]
    return draft.rows_with(column.name, warning).astype(np.int64)
