"""Rows that may tell of one treatment: they have the same number of a treatment, or the same client and day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.identifiers.headers import words_of
from analysis.importing.decision import ALIKE_TREATMENTS
from analysis.importing.event_reviews import codes_of, review_columns
from analysis.importing.event_words import RECORD_KEYS, names_treatment, numbers_treatments
from analysis.importing.events import ABOUT_ROWS, ONE_A_RECORD
from analysis.outcome_log.codebook import fold
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.header_spellings import field_called
from analysis.outcome_log.log import CLIENT, DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.columns import Column

# Where fewer rows differ in the ending of their number alone, it is a part of the number like any other.
MOSTLY_OF_SEVERAL = 0.5


@dataclass(frozen=True, eq=False)
class SameRows:
    """Rows that are the same in the columns that tell treatments apart.

    Attributes
    ----------
    names : tuple of str
        These columns.
    groups : ndarray of int, one for each row
    is_treatment : bool
        Whether they tell treatments apart, rather than clients.
    id_column : str
        The one of them that numbers treatments, "" where none does.
    is_by_ending : bool
        Whether each row has a number of its own, which differs from the others only in its ending.
    people : str
        The column of people that tells them, too, and that was left out of the table; "" where none does.
    """

    names: tuple[str, ...]
    groups: np.ndarray
    is_treatment: bool
    id_column: str = ""
    is_by_ending: bool = False
    people: str = ""

    @property
    def rows(self) -> np.ndarray:
        """Mark the rows that share their treatment with another."""
        shared: np.ndarray = np.bincount(self.groups)[self.groups] > 1
        return shared

    @property
    def is_of_several(self) -> bool:
        """Whether several columns tell it together."""
        return len(self.names) + bool(self.people) > 1

    @property
    def in_words(self) -> str:
        """The names of the columns, one after another."""
        if self.is_by_ending:
            return f"“{self.id_column}” without its ending"
        *others, last = (f"“{name}”" for name in filter(None, (self.people, *self.names)))
        return f"{', '.join(others)} and {last}" if others else last


def rows_that_may_be_one(draft: Draft) -> SameRows | None:
    """Return the rows that are the same in what tells treatments apart; None where none are."""
    if draft.records:
        return _of_records(draft)
    return _of_treatment_ids(draft) or _of_clients(draft)


def _is_id(column: Column) -> bool:
    """Tell whether a column numbers treatments: somebody said so, or it is called so."""
    if column.confidence == "chosen":
        return column.field == TREATMENT_ID
    return numbers_treatments(column.name)


def _of_treatment_ids(draft: Draft) -> SameRows | None:
    name = next((each.name for each in draft.columns if _is_id(each)), None)
    if name is None:
        return None
    if draft.texts(name).filled_rows == len(draft.texts(name).filled):
        return _of_endings(draft, name)
    ids = codes_of(draft.texts(name))
    client = draft.column_of(CLIENT)
    if client is not None and differ_within(ids, codes_of(draft.texts(client.name))).any():
        # The treatments of each client are numbered.
        return _shared(draft, (client.name, name), is_treatment=True, id_column=name)
    return _shared(draft, (name,), is_treatment=True, id_column=name)


def _of_records(draft: Draft) -> SameRows | None:
    """Return the rows of each record, of which somebody said that it is one treatment."""
    is_known = draft.records in draft.clues and draft.choices.answer_to(ABOUT_ROWS) == ONE_A_RECORD
    return _shared(draft, (draft.records,), is_treatment=True, id_column=draft.records) if is_known else None


def _of_clients(draft: Draft) -> SameRows | None:
    """Return the rows of one client and one day of treatment; of one client where no day of treatment is known."""
    client = draft.column_of(CLIENT) or next((each for each in draft.columns if is_record(each.name)), None)
    if (client is None and draft.people is None) or any(map(_is_id, draft.columns)):
        return None
    own = () if client is None else (client.name,)
    date = draft.column_of(DATE)
    if date is not None:
        of_day = _shared(draft, (*own, date.name), is_treatment=True, with_people=not own)
        if of_day is not None or names_treatment(date.name):
            return of_day
    if not any(review.is_named and review.is_after for review in review_columns(draft)):
        return None
    return _shared(draft, own, is_treatment=False, with_people=not own)


def is_record(header: str) -> bool:
    """Tell whether a column is called the number of a record, which may be a client."""
    return "".join(words_of(header)) in RECORD_KEYS or field_called(header) == TREATMENT_ID


def _shared(
    draft: Draft, names: tuple[str, ...], *, is_treatment: bool, id_column: str = "", with_people: bool = False
) -> SameRows | None:
    """Return the rows that are the same in some columns; None where none are. A row with a blank is like no other."""
    people = (
        draft.people.reindex(draft.table.frame.index, fill_value=-1)
        if with_people and draft.people is not None
        else None
    )
    named = [] if people is None else [people.to_numpy()]
    if _share_repeated([*named, *(draft.texts(name).row_texts for name in names)]) <= ALIKE_TREATMENTS:
        return None
    codes = _carried_down([*named, *(codes_of(draft.texts(name)) for name in names)])
    groups, blank = np.zeros(len(codes[0]), dtype=np.int64), np.zeros(len(codes[0]), dtype=bool)
    for each in codes:
        groups = groups * (int(each.max(initial=0)) + 2) + each + 1
        blank |= each < 0
    groups[blank] = -1 - np.flatnonzero(blank)
    groups = np.unique(groups, return_inverse=True)[1]
    is_shared = len(groups) > groups.max(initial=-1) + 1
    beside = "" if people is None else str(people.name)
    return SameRows(names, groups, is_treatment, id_column, people=beside) if is_shared else None


# What would tell rows of one treatment apart in its number: T1-1, T1-2; T1a, T1b.
_ENDING = re.compile(r"(.+?)(?:[-_./ ](?:\d{1,2}|[a-z])|(?<=\d)[a-z])", re.IGNORECASE)


def _of_endings(draft: Draft, name: str) -> SameRows | None:
    """Return the rows whose numbers differ only in an ending; None where these are not of one client and day."""
    client, date, texts = draft.column_of(CLIENT), draft.column_of(DATE), draft.texts(name)
    if client is None or date is None or not texts.texts:
        return None
    stems: list[str] = []
    for text in texts.texts:
        # In nearly every file the first number has no ending already.
        if (match := _ENDING.fullmatch(fold(text))) is None:
            return None
        stems.append(match[1])
    groups = np.unique(np.array(stems), return_inverse=True)[1][texts.row_texts]
    is_of_several = any(differ_within(groups, codes_of(draft.texts(each.name))).any() for each in (client, date))
    same = SameRows((name,), groups, is_treatment=True, id_column=name, is_by_ending=True)
    return same if not is_of_several and same.rows.mean() >= MOSTLY_OF_SEVERAL else None


def _share_repeated(codes: Sequence[np.ndarray]) -> float:
    """Return the share of rows that are the same as another in every one of some columns."""
    together = np.zeros(len(codes[0]), dtype=np.int64)
    for each in codes:
        together = together * (int(each.max(initial=0)) + 1) + each
    return float(pd.Series(together).duplicated(keep=False).mean()) if len(together) else 0.0


def _carried_down(codes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the codes with those of the row above in rows that are blank in every one of several columns."""
    blank = np.logical_and.reduce([each < 0 for each in codes])
    if len(codes) == 1 or not blank.any() or blank[0]:
        return list(codes)
    above = np.maximum.accumulate(np.where(blank, 0, np.arange(len(blank))))
    return [each[above] for each in codes]


def differ_within(groups: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Mark the rows with a value whose group has another one, too; blanks, -1, are no values."""
    known = (codes >= 0) & (groups >= 0)
    size = int(groups.max(initial=-1)) + 1
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(low, groups[known], codes[known])
    np.maximum.at(high, groups[known], codes[known])
    marked: np.ndarray = known & (low < high)[np.maximum(groups, 0)]
    return marked


def group_of_first(groups: np.ndarray, marked: np.ndarray) -> tuple[int, ...]:
    """Return the places of all rows in the group of the first marked row; none where no row is marked."""
    return tuple(np.flatnonzero(groups == groups[np.argmax(marked)]).tolist()) if marked.any() else ()


def are_once(groups: np.ndarray, reviews: np.ndarray) -> np.ndarray:
    """Mark the rows whose review stands in no other row of their group."""
    pairs = groups * (int(reviews.max(initial=-1)) + 2) + reviews + 1
    _, place, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    once: np.ndarray = counts[place] == 1
    return once
