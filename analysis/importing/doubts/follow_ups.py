"""Several rows that may be one treatment: a row for each of its reviews, or several rows of one treatment's number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.identifiers.headers import words_of
from analysis.importing.cleaning import CONFLICT
from analysis.importing.decision import ALIKE_TREATMENTS
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.event_joining import JOINED, SPREAD
from analysis.importing.event_reviews import codes_of, is_outcome_or_after, review_columns
from analysis.importing.event_words import RECORD_KEYS, names_treatment
from analysis.importing.events import EACH_OUTCOME, EACH_ROW
from analysis.importing.review_joining import SharedTreatments, joined_reviews, without_columns
from analysis.importing.typed_columns import quoted
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.headers import field_called, field_of_header
from analysis.outcome_log.log import CLIENT, DATE, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft
    from analysis.importing.event_reviews import ReviewColumn
    from analysis.outcome_log.columns import Column

ABOUT = "follow-ups"
# Fewer treatments whose rows contradict each other are slips of a hand, set aside and said.
FEWEST_CONTRADICTIONS = 3
MOST_SLIPS_OF_IDS = 0.05
# Where fewer rows have another of the same client, clients came again.
MOSTLY_AGAIN = 0.5
# So few reviews of one client that stand twice are slips.
MOSTLY_ONCE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
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
    """

    names: tuple[str, ...]
    groups: np.ndarray
    is_treatment: bool
    id_column: str = ""

    @property
    def rows(self) -> np.ndarray:
        """Mark the rows that share their treatment with another."""
        shared: np.ndarray = np.bincount(self.groups)[self.groups] > 1
        return shared

    @property
    def in_words(self) -> str:
        *others, last = (f"“{name}”" for name in self.names)
        return f"{', '.join(others)} and {last}" if others else last


def rows_of_one_treatment(draft: Draft) -> Doubt | None:
    """Return whether several rows are one treatment, and which of them counts; None where each row is one."""
    columns = draft.columns
    if not any(column.field == OUTCOME for column in columns) or _is_settled(draft):
        return None
    shared = _of_treatment_ids(draft, columns) or _of_clients(draft, columns)
    if shared is None:
        return None
    for review in review_columns(draft, columns):
        if review.name not in shared.names and (doubt := _by_review(draft, columns, shared, review)) is not None:
            return doubt
    return _by_id(draft, columns, shared) if shared.id_column else None


def _is_settled(draft: Draft) -> bool:
    """Tell whether the rows of the file were joined already, or somebody said that each is a treatment."""
    joined = any(problem.reason in {JOINED, SPREAD} for problem in draft.table.set_aside)
    return joined or draft.choices.answer_to("rows") in {EACH_ROW, EACH_OUTCOME}


# Which rows may be one treatment ----


def _is_id(column: Column) -> bool:
    """Tell whether a column is called the number of a treatment, rather than of whatever stands in a row."""
    if column.confidence == "chosen":
        return column.field == TREATMENT_ID
    return field_of_header(column.name) == TREATMENT_ID and names_treatment(column.name)


def _of_treatment_ids(draft: Draft, columns: Sequence[Column]) -> _Shared | None:
    name = next((each.name for each in columns if _is_id(each)), None)
    if name is None or not _is_any_repeated([draft.texts(name).row_texts]):
        return None
    ids = codes_of(draft.texts(name))
    client = next((each.name for each in columns if each.field == CLIENT), None)
    if client is not None and _differ_within(ids, codes_of(draft.texts(client))).any():
        # The treatments of each client are numbered.
        return _shared(draft, (client, name), is_treatment=True, id_column=name)
    return _shared(draft, (name,), is_treatment=True, id_column=name)


def _of_clients(draft: Draft, columns: Sequence[Column]) -> _Shared | None:
    """Return the rows of one client and one day of treatment; of one client where no day of treatment is told."""
    read_as = {column.field: column.name for column in columns if column.field is not None}
    client = read_as.get(CLIENT) or next(filter(_is_record, (each.name for each in columns)), None)
    if client is None or any(map(_is_id, columns)):
        return None
    date = read_as.get(DATE)
    if date is not None:
        of_day = _shared(draft, (client, date), is_treatment=True)
        if of_day is not None or names_treatment(date):
            return of_day
    return _shared(draft, (client,), is_treatment=False)


def _is_record(header: str) -> bool:
    return "".join(words_of(header)) in RECORD_KEYS or field_called(header) == TREATMENT_ID


def _shared(draft: Draft, names: tuple[str, ...], *, is_treatment: bool, id_column: str = "") -> _Shared | None:
    """Return the rows that are the same in some columns; None where none are. A row with a blank is like no other."""
    rough = [draft.texts(name).row_texts for name in names]
    if not _is_any_repeated(rough):
        return None
    codes = _carried_down([codes_of(draft.texts(name)) for name in names])
    groups, blank = np.zeros(len(codes[0]), dtype=np.int64), np.zeros(len(codes[0]), dtype=bool)
    for each in codes:
        groups = groups * (int(each.max(initial=0)) + 2) + each + 1
        blank |= each < 0
    groups[blank] = -1 - np.flatnonzero(blank)
    groups = np.unique(groups, return_inverse=True)[1]
    is_shared = len(groups) > groups.max(initial=-1) + 1
    return _Shared(names, groups, is_treatment, id_column) if is_shared else None


def _is_any_repeated(codes: Sequence[np.ndarray]) -> bool:
    together = np.zeros(len(codes[0]), dtype=np.int64)
    for each in codes:
        together = together * (int(each.max(initial=0)) + 1) + each
    return len(np.unique(together)) < len(together)


def _carried_down(codes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the codes with those of the row above in rows that are blank in every one of several columns."""
    blank = np.logical_and.reduce([each < 0 for each in codes])
    if len(codes) == 1 or not blank.any() or blank[0]:
        return list(codes)
    above = np.maximum.accumulate(np.where(blank, 0, np.arange(len(blank))))
    return [each[above] for each in codes]


def _differ_within(groups: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Mark the rows with a value whose group has another one, too; blanks, -1, are no values."""
    known = (codes >= 0) & (groups >= 0)
    size = int(groups.max(initial=-1)) + 1
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(low, groups[known], codes[known])
    np.maximum.at(high, groups[known], codes[known])
    marked: np.ndarray = known & (low < high)[np.maximum(groups, 0)]
    return marked


# What tells their rows apart ----


def _by_review(draft: Draft, columns: Sequence[Column], shared: _Shared, review: ReviewColumn) -> Doubt | None:
    """Return which of several reviews counts, and whether they are of one treatment where that is not certain."""
    differing = _differ_within(shared.groups, review.codes)
    of_reviews = np.isin(shared.groups, shared.groups[differing])
    if of_reviews.mean() <= ALIKE_TREATMENTS:
        return None
    groups = _apart(shared.groups, of_reviews)
    is_once = _are_once(groups, review.codes)
    if not shared.is_treatment and not (
        review.is_told and review.says_after and of_reviews.mean() >= MOSTLY_AGAIN and is_once.mean() >= MOSTLY_ONCE
    ):
        return None
    turns = review.places[review.codes] if review.is_in_order else np.zeros(len(groups))
    turns = np.where(review.codes < 0, -np.inf, turns)
    treatments = SharedTreatments(groups, turns, (review.name,))
    others = _differing_factors(draft, columns, groups, {*shared.names, review.name})
    is_whole = _are_filled(draft, shared.names, of_reviews)
    is_certain = shared.is_treatment and review.is_told and is_once.all() and not others and is_whole
    split = _split_by(draft, shared, review, others, of_reviews)
    if split is not None:
        names = _Shared((*shared.names, *others), split, is_treatment=True)
        options = _options(draft, columns, names, replace(treatments, groups=split), in_order=review.is_in_order)
    else:
        options = _options(draft, columns, shared, treatments, in_order=review.is_in_order)
    number = int(of_reviews.sum())
    because = (
        f"In {number:,} rows {shared.in_words} {'are' if len(shared.names) > 1 else 'is'} the same as in another row, "
        f"and “{review.name}” is not."
    )
    if is_certain:
        return Doubt(ABOUT, "Which follow-up of a treatment counts?", because, options, (review.name, *shared.names))
    options.append(Option(EACH_ROW, _each_row(draft, shared)))
    if others:
        because += f" So is {quoted(others, 3)}." if split is None else f" {quoted(others)} tells several treatments."
    question = "Are several rows of the file follow-ups of one treatment?"
    return Doubt(ABOUT, question, because, options, (review.name, *shared.names))


def _apart(groups: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return the groups with every row that is not `of` them alone in one."""
    alone = np.where(of, groups, -1 - np.arange(len(groups)))
    numbered: np.ndarray = np.unique(alone, return_inverse=True)[1]
    return numbered


def _are_once(groups: np.ndarray, reviews: np.ndarray) -> np.ndarray:
    """Mark the rows whose review stands in no other row of their group."""
    pairs = groups * (int(reviews.max(initial=-1)) + 2) + reviews + 1
    _, place, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    once: np.ndarray = counts[place] == 1
    return once


def _differing_factors(draft: Draft, columns: Sequence[Column], groups: np.ndarray, own: set[str]) -> tuple[str, ...]:
    """Return the columns with something of a treatment of which a group has several values."""
    shared = np.bincount(groups)[groups] > 1
    return tuple(
        column.name
        for column in columns
        if column.name not in own and column.meaning != "left out" and not is_outcome_or_after(column.field)
        if _differ_within(groups, np.where(shared, codes_of(draft.texts(column.name)), -1)).any()
    )


def _are_filled(draft: Draft, names: Sequence[str], rows: np.ndarray) -> bool:
    return not any((codes_of(draft.texts(name))[rows] < 0).any() for name in names)


def _split_by(
    draft: Draft, shared: _Shared, review: ReviewColumn, others: Sequence[str], of_reviews: np.ndarray
) -> np.ndarray | None:
    """Return smaller groups where a review comes twice in one and what differs tells which belongs to which."""
    if not others or _are_once(shared.groups, review.codes)[of_reviews].all():
        return None
    groups = shared.groups
    for name in others:
        codes = codes_of(draft.texts(name))
        groups = np.unique(groups * (int(codes.max(initial=-1)) + 2) + codes + 1, return_inverse=True)[1]
    is_split = bool(_are_once(groups, review.codes)[of_reviews].all() and len(groups) > groups.max() + 1)
    return groups if is_split else None


def _options(
    draft: Draft, columns: Sequence[Column], shared: _Shared, treatments: SharedTreatments, *, in_order: bool
) -> list[Option]:
    one = f"one treatment for each {shared.in_words}"
    options = [Option(f"{one}: a breakout at any follow-up counts", joined_reviews(draft, columns, treatments))]
    if in_order:
        last = joined_reviews(draft, columns, treatments, counts_last=True)
        options.append(Option(f"{one}: the last follow-up counts", last))
    return options


def _each_row(draft: Draft, shared: _Shared) -> Draft:
    if not shared.id_column:
        return draft
    return without_columns(draft, [shared.id_column], "the same number stands in several rows, each a treatment")


# Several rows of one number, with nothing that tells reviews ----


def _by_id(draft: Draft, columns: Sequence[Column], shared: _Shared) -> Doubt | None:
    """Return whether rows with one treatment's number are joined; None where they repeat, or are slips."""
    own = set(shared.names)
    differing = {
        column.name: _differ_within(shared.groups, codes_of(draft.texts(column.name)))
        for column in columns
        if column.name not in own and column.meaning != "left out"
    }
    contradicting = np.logical_or.reduce([*differing.values(), np.zeros(len(shared.groups), dtype=bool)])
    treatments = SharedTreatments(shared.groups, np.zeros(len(shared.groups)), ())
    joined = joined_reviews(draft, columns, treatments)
    if not contradicting.any():
        if not _adds(draft, shared):
            return None
        reading = f"the rows with the same {shared.in_words} are one treatment"
        because = f"Rows with the same {shared.in_words} fill in different columns and contradict each other in none."
        return Doubt(
            ABOUT, "Which rows of the file are one treatment?", because, [Option(reading, joined)], shared.names
        )
    number = len(np.unique(shared.groups[contradicting]))
    if number < FEWEST_CONTRADICTIONS or contradicting.mean() <= MOST_SLIPS_OF_IDS:
        return None
    one = f"one treatment for each {shared.in_words}"
    first = _only_first(draft, shared)
    options = [
        Option(f"{one}: a breakout in any row counts", joined),
        Option(f"{one}: only its first row counts", first),
        Option(EACH_ROW, _each_row(draft, shared)),
    ]
    names = [name for name, rows in differing.items() if rows.any()]
    because = f"{number:,} treatments of “{shared.id_column}” have several rows that differ in {quoted(names, 3)}."
    return Doubt(ABOUT, "Which rows of the file are one treatment?", because, options, (*names[:1], *shared.names))


def _only_first(draft: Draft, shared: _Shared) -> Draft:
    _, first = np.unique(shared.groups, return_index=True)
    later = np.ones(len(shared.groups), dtype=bool)
    later[first] = False
    return draft.without_rows(later, shared.id_column, CONFLICT)


def _adds(draft: Draft, shared: _Shared) -> bool:
    """Tell whether a row of a treatment fills in what another one leaves blank."""
    for name in draft.clues:
        filled = codes_of(draft.texts(name)) >= 0
        with_value, with_blank = (np.bincount(shared.groups[rows], minlength=1) > 0 for rows in (filled, ~filled))
        size = min(len(with_value), len(with_blank))
        if (with_value[:size] & with_blank[:size]).any():
            return True
    return False
