"""Visits that were cancelled or missed: rows of an appointment book that are no treatments, unless somebody says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.typed_columns import quoted
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.log import MOST_LEVELS, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft

ABOUT = "visits"
_WHOSE = r"(?:late |same[- ]day |client |patient |clinic )*"
# As appointment books of many countries write it.
_NOT_HELD = (
    r"cancel(?:l?ed|l?ation|s)?|no[ -]?shows?|did not (?:attend|arrive|show|come)|dna|fta|failed to attend",
    r"not attended",
    r"missed(?: appointment)?|re-?scheduled|postponed|declined|deleted|void(?:ed)?|was not brought",
    r"booked|scheduled|upcoming|not (?:yet )?(?:done|performed|treated|carried out)",
    r"nicht erschienen|abgesagt|storniert|annul[ée]e?s?|non pr[ée]sent[ée]?e?|pas venue?|geannuleerd|niet verschenen",
    r"cancelad[oa]|anulad[oa]|no (?:asisti[óo]|acudi[óo])|annullat[oa]|non presentat[oa]|avbokad|uteblev|uteblivet",
    r"aflyst|udeblev|avlyst|peruttu|odwo[łl]ane?|nie przysz(?:ed[łl]|[łl]a)|zru[šs]en[oay]|iptal(?: edildi)?|gelmedi",
    r"отмен[её]н[оа]?|не приш[её]л|не пришла|キャンセル|取消|취소",
)
_NO_VISIT = re.compile(rf"{_WHOSE}(?:{'|'.join(_NOT_HELD)})(?: (?:by|visit|appointment|appt|\().*)?")
# No status is longer.
LONGEST_STATUS = 200
NAMED = 3
_HELD = re.compile(
    r"(?:client |patient |visit |appointment )*(?:attended|attendance|arrived|came|showed up|held|took place|treated|"
    r"treatment (?:done|given|carried out)|completed|checked in)"
)
# The outcome of a treatment that took place may have been asked about in a visit that did not.
_OF_FOLLOW_UP = re.compile(r"follow|review|call|check|f/?u\b", re.IGNORECASE)


def is_no_visit(text: str) -> bool:
    """Tell whether a text says that a visit did not take place."""
    return len(text) <= LONGEST_STATUS and _NO_VISIT.fullmatch(fold(text).rstrip(".!")) is not None


def _missed(header: str, texts: Sequence[str]) -> list[str]:
    """Return the texts of a column that say that the visit did not take place, by themselves or under its header."""
    by_themselves = [text for text in texts if is_no_visit(text)]
    answer_of = load().answer_of
    if by_themselves or not all(answer_of(text) for text in texts):
        return by_themselves
    denying = YES if is_no_visit(header) else NO if _HELD.fullmatch(fold(header).rstrip("?")) else None
    return [text for text in texts if answer_of(text) == denying]


def visits_that_did_not_happen(draft: Draft) -> Doubt | None:
    """Return whether rows count whose status says that the visit did not take place; None where there are none."""
    read_as = {column.name: column.field for column in draft.columns}
    for name in draft.clues:
        texts = draft.texts(name)
        if len(texts.filled) > MOST_LEVELS or read_as[name] not in {None, OUTCOME}:
            continue
        # Of an outcome “DNA” says that nobody came to the follow-up: it is not known.
        known = load().outcome.is_missing if read_as[name] == OUTCOME else lambda _: False
        missed = [text for text in _missed(name, texts.filled) if not known(text)]
        is_about_all = draft.rows_with(name, missed).all() and read_as[name] != OUTCOME
        if missed and not is_about_all and not _OF_FOLLOW_UP.search(name):
            return _doubt(draft, name, missed, is_outcome=read_as[name] == OUTCOME)
    return None


def _doubt(draft: Draft, name: str, missed: list[str], *, is_outcome: bool) -> Doubt:
    rows = draft.rows_with(name, missed)
    because = f"In “{name}”, {int(rows.sum()):,} of the rows say {quoted(map(str.strip, missed[:NAMED]))}."
    counted = draft.with_texts(name, dict.fromkeys(missed, "")) if is_outcome else draft
    options = [
        Option(
            "leave them out: no treatment took place",
            draft.without_rows(rows, name, "the visit did not take place"),
        ),
        Option("count them: a treatment took place", counted),
    ]
    return Doubt(ABOUT, "Do cancelled and missed visits count as treatments?", because, options, (name,), tuple(missed))
