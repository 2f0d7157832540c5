"""Several rows that may be one treatment: a row for each of its reviews, or several rows of one treatment's number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.cleaning import CONFLICT
from analysis.importing.decision import ALIKE_TREATMENTS
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.event_groups import SameRows, are_once, differ_within, group_of_first, rows_that_may_be_one
from analysis.importing.event_joining import JOINED, SPREAD
from analysis.importing.event_reviews import codes_of, is_outcome_or_after, review_columns
from analysis.importing.events import ABOUT_ROWS, EACH_OUTCOME, EACH_ROW
from analysis.importing.review_joining import SharedTreatments, joined_reviews
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft
    from analysis.importing.event_reviews import ReviewColumn

ABOUT = "follow-ups"
# Fewer treatments whose rows contradict each other are slips of a hand, set aside and reported.
FEWEST_CONTRADICTIONS = 3
MOST_SLIPS_OF_IDS = 0.05
# Where fewer rows have another of the same client, clients came again.
MOSTLY_AGAIN = 0.5
# So few reviews of one client that stand twice are slips.
MOSTLY_ONCE = 0.9


def rows_of_one_treatment(draft: Draft) -> Doubt | None:
    """Return whether several rows are one treatment, and which of them counts; None where each row is one."""
    if draft.column_of(OUTCOME) is None or _is_settled(draft):
        return None
    shared = rows_that_may_be_one(draft)
    if shared is None:
        return None
    reviews = [review for review in review_columns(draft) if review.name not in shared.names]
    for review in reviews:
        beside = {each.name for each in reviews if each is not review}
        if (doubt := _by_review(draft, shared, review, beside)) is not None:
            return doubt
    return _by_id(draft, shared) if shared.id_column else None


def _is_settled(draft: Draft) -> bool:
    """Tell whether rows were joined already or hold several treatments, or somebody chose that each is a treatment."""
    if draft.table.holds_visits:
        return True
    if draft.records:
        return draft.choices.answer_to(ABOUT_ROWS) in {EACH_ROW, EACH_OUTCOME}
    return any(problem.reason in {JOINED, SPREAD} for problem in draft.table.set_aside)


# What tells their rows apart ----


def _by_review(draft: Draft, shared: SameRows, review: ReviewColumn, beside: set[str]) -> Doubt | None:
    """Return which of several reviews counts, and whether they are of one treatment where that is not certain.

    The columns `beside` may tell reviews, too.
    """
    differing = differ_within(shared.groups, review.codes)
    of_reviews = np.isin(shared.groups, shared.groups[differing])
    if of_reviews.mean() <= ALIKE_TREATMENTS or (of_reviews.mean() < MOSTLY_AGAIN and _is_in_blocks(review.codes)):
        return None
    groups = _apart(shared.groups, of_reviews)
    is_once = are_once(groups, review.codes)
    if not shared.is_treatment and not (
        review.is_named and review.is_after and of_reviews.mean() >= MOSTLY_AGAIN and is_once.mean() >= MOSTLY_ONCE
    ):
        return None
    turns = review.places[review.codes] if review.is_in_order else np.zeros(len(groups))
    turns = np.where(review.codes < 0, -np.inf, turns)
    treatments = SharedTreatments(groups, turns, (review.name, *beside))
    others = _differing_factors(draft, groups, {*shared.names, review.name, *beside})
    is_whole = _are_filled(draft, shared.names, of_reviews)
    is_certain = shared.is_treatment and review.is_named and is_once.all() and not others and is_whole
    is_certain |= bool(draft.records)
    split = _split_by(draft, shared, review, others, of_reviews)
    if split is not None:
        names = replace(shared, names=(*shared.names, *others), groups=split, is_treatment=True)
        options = _options(draft, names, replace(treatments, groups=split), in_order=review.is_in_order)
    else:
        options = _options(draft, shared, treatments, in_order=review.is_in_order)
    number = int(of_reviews.sum())
    because = (
        f"In {number:,} rows {shared.in_words} {'are' if shared.is_of_several else 'is'} the same as in another row, "
        f"and “{review.name}” differs."
    )
    shown, rows = (review.name, *shared.names), _that_differ(draft, groups)
    if is_certain:
        return Doubt(ABOUT, "Which follow-up of a treatment should count?", because, options, shown, rows=rows)
    options.append(Option(EACH_ROW, _each_row(draft, shared)))
    if others:
        because += f" So is {quoted(others, 3)}." if split is None else f" {quoted(others)} shows which treatment."
    question = "Are several rows of the file follow-ups of one treatment?"
    return Doubt(ABOUT, question, because, options, shown, rows=rows)


def _is_in_blocks(codes: np.ndarray) -> bool:
    """Tell whether the rows of each review stand together, as the weeks of a log do where each has its heading."""
    return bool(np.count_nonzero(np.diff(codes)) == len(np.unique(codes)) - 1)


def _that_differ(draft: Draft, groups: np.ndarray) -> tuple[int, ...]:
    """Return the places of the rows of one treatment whose answers differ; none where all are alike."""
    name = next(column.name for column in draft.columns if column.field == OUTCOME)
    return group_of_first(groups, differ_within(groups, codes_of(draft.texts(name))))


def _apart(groups: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return the groups with every row that is not `of` them alone in one."""
    alone = np.where(of, groups, -1 - np.arange(len(groups)))
    numbered: np.ndarray = np.unique(alone, return_inverse=True)[1]
    return numbered


def _differing_factors(draft: Draft, groups: np.ndarray, own: set[str]) -> tuple[str, ...]:
    """Return the columns with something of a treatment of which a group has several values."""
    shared = np.bincount(groups)[groups] > 1
    return tuple(
        column.name
        for column in draft.columns
        if column.name not in own and column.meaning != "left out" and not is_outcome_or_after(column.field)
        if differ_within(groups, np.where(shared, codes_of(draft.texts(column.name)), -1)).any()
    )


def _are_filled(draft: Draft, names: Sequence[str], rows: np.ndarray) -> bool:
    return not any((codes_of(draft.texts(name))[rows] < 0).any() for name in names)


def _split_by(
    draft: Draft, shared: SameRows, review: ReviewColumn, others: Sequence[str], of_reviews: np.ndarray
) -> np.ndarray | None:
    """Return smaller groups where a review comes twice in one and what differs tells which belongs to which."""
    if not others or are_once(shared.groups, review.codes)[of_reviews].all():
        return None
    groups = shared.groups
    for name in others:
        codes = codes_of(draft.texts(name))
        groups = np.unique(groups * (int(codes.max(initial=-1)) + 2) + codes + 1, return_inverse=True)[1]
    is_split = bool(are_once(groups, review.codes)[of_reviews].all() and len(groups) > groups.max() + 1)
    return groups if is_split else None


def _options(draft: Draft, shared: SameRows, treatments: SharedTreatments, *, in_order: bool) -> list[Option]:
    one = f"one treatment for each {shared.in_words}"
    options = [Option(f"{one}: a breakout at any follow-up counts", joined_reviews(draft, treatments))]
    if in_order:
        last = joined_reviews(draft, treatments, counts_last=True)
        options.append(Option(f"{one}: the last follow-up counts", last))
    return options


def _each_row(draft: Draft, shared: SameRows) -> Draft:
    if not shared.id_column or shared.is_by_ending:
        return draft
    return draft.without_columns([shared.id_column], "several treatments have the same number")


# Several rows of one number, with nothing that tells reviews ----


def _by_id(draft: Draft, shared: SameRows) -> Doubt | None:
    """Return whether rows with one treatment's number are joined; None where they repeat, or are slips."""
    own = set(shared.names)
    differing = {
        column.name: differ_within(shared.groups, codes_of(draft.texts(column.name)))
        for column in draft.columns
        if column.name not in own and column.meaning != "left out"
    }
    contradicting = np.logical_or.reduce([*differing.values(), np.zeros(len(shared.groups), dtype=bool)])
    number = len(np.unique(shared.groups[contradicting]))
    is_slip = number < FEWEST_CONTRADICTIONS or contradicting.mean() <= MOST_SLIPS_OF_IDS
    must_join = bool(draft.records) or shared.is_by_ending
    groups = shared.groups
    if is_slip and not must_join:
        # Those that contradict each other stay apart, and all but the first are set aside in cleaning.
        groups = _apart(groups, ~np.isin(groups, groups[contradicting]))
        if len(np.unique(groups)) == len(groups) or not _adds(draft, groups):
            return None
    joined = joined_reviews(draft, SharedTreatments(groups, np.zeros(len(groups)), ()))
    if is_slip and not shared.is_by_ending and not (draft.records and contradicting.any()):
        reading = f"the rows with the same {shared.in_words} are one treatment"
        because = (
            f"Rows with the same {shared.in_words} have different columns filled in and hardly contradict each other."
        )
        return Doubt(
            ABOUT, "Which rows of the file are one treatment?", because, [Option(reading, joined)], shared.names
        )
    one = f"one treatment for each {shared.in_words}"
    first = _only_first(draft, shared)
    options = [
        Option(f"{one}: a breakout in any row counts", joined),
        Option(f"{one}: only its first row counts", first),
        Option(EACH_ROW, _each_row(draft, shared)),
    ]
    names = [name for name, rows in differing.items() if rows.any()]
    because = f"{number:,} treatments of “{shared.id_column}” have several rows that differ in {quoted(names, 3)}."
    if shared.is_by_ending:
        because = f"Rows of one client and day have numbers in “{shared.id_column}” that differ only in their ending."
    return Doubt(ABOUT, "Which rows of the file are one treatment?", because, options, (*names[:1], *shared.names))


def _only_first(draft: Draft, shared: SameRows) -> Draft:
    _, first = np.unique(shared.groups, return_index=True)
    later = np.ones(len(shared.groups), dtype=bool)
    later[first] = False
    return draft.without_rows(later, shared.id_column, CONFLICT)


def _adds(draft: Draft, groups: np.ndarray) -> bool:
    """Tell whether a row of a treatment fills in what another one leaves blank."""
    for name in draft.clues:
        filled = codes_of(draft.texts(name)) >= 0
        with_value, with_blank = (np.bincount(groups[rows], minlength=1) > 0 for rows in (filled, ~filled))
        size = min(len(with_value), len(with_blank))
        if (with_value[:size] & with_blank[:size]).any():
            return True
    return False
