"""Visits that were cancelled or missed, or without a treatment, such as consultations: rows of an appointment book that
are no treatments, unless somebody says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Option
from analysis.importing.doubts.rows_with_words import first_quoted, rows_with_words
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.log import MOST_LEVELS, OUTCOME
from analysis.outcome_log.visit_words import is_consultation, is_no_visit, is_visit, is_without_treatment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.doubts.doubt import Doubt
    from analysis.importing.draft import Draft

ABOUT = "visits"
# "Cancelled at", "Cancellation reason", "No show date": whatever stands under it, the visit did not take place.
_WHEN_OR_WHY = re.compile(
    r"(?:(?:date|time|reason)(?: of| for)? )?(?:cancel(?:l?ed|l?ation)|no[ -]?show|voided|deleted|deletion)"
    r"(?: (?:at|on|date|time|date/time|reason|by))?"
)
# The outcome of a treatment that took place may have been asked about in a visit that did not.
_OF_FOLLOW_UP = re.compile(r"follow|review|call|check|f/?u\b", re.IGNORECASE)

ABOUT_CONSULTATIONS = "consultations"
_KIND_OF_VISIT = re.compile(
    r"visit|appointment|appt|session|contact type|^type$|service|treatment|procedure|reason|purpose|"
    r"(?:item|line|product|sale)s?[ _]?(?:type|category|kind)|^(?:item|category)$|"
    r"termin|besuch|behandlung|leistung|visite|rendez|soin|prestation|acte|motif|afspraak|bezoek|behandeling|cita|visita|"
    r"tipo|servicio|tratamiento|trattamento|besök|besøg|wizyt|визит|приём|прием|услуг|受診|施術|就诊|项目|방문",
    re.IGNORECASE,
)
# How somebody asked, came to the clinic or agreed is nothing that was done in a visit.
_OF_SOMETHING_ELSE = re.compile(
    r"follow|review|check|f/?u\b|source|referr|channel|booked|booking|consent|payment|remind|patch|last|previous|next|"
    r"after|prior|before|history",
    re.IGNORECASE,
)
# Where nearly every row is one, the word has another meaning there.
MOST_CONSULTATIONS = 0.9


def visits_without_treatment(draft: Draft) -> Doubt | None:
    """Return whether consultations and the like count as treatments; None where there are none."""
    read_as = {column.name: column.field for column in draft.columns}
    for name in draft.clues:
        texts = draft.texts(name)
        is_possible = len(texts.filled) <= MOST_LEVELS and read_as[name] in {None, "treatment"}
        if not is_possible or _OF_SOMETHING_ELSE.search(name):
            continue
        is_none = is_without_treatment if _KIND_OF_VISIT.search(name) else is_consultation
        found = [text for text in texts.filled if is_none(text)]
        if found and len(found) < len(texts.filled) and draft.rows_with(name, found).mean() < MOST_CONSULTATIONS:
            question = f"Should visits marked {first_quoted(found)} count as treatments?"
            left = ("leave them out: nobody was treated", "nobody was treated in this visit")
            counted = Option("count them: each was a treatment", draft)
            doubt = rows_with_words(draft, ABOUT_CONSULTATIONS, question, {name: found}, leave=left, count=counted)
            outcomes = doubt.options[0].draft.outcomes
            # Where they alone say what came of the treatments, they belong to these.
            if outcomes is None or outcomes.consequence.known:
                return doubt
    return None


def _missed(header: str, texts: Sequence[str]) -> list[str]:
    """Return the texts of a column that say that the visit did not take place, by themselves or under its header."""
    by_themselves = [text for text in texts if is_no_visit(text)]
    answer_of = load().answer_of
    plain = fold(header).rstrip("?")
    if not by_themselves and _WHEN_OR_WHY.fullmatch(plain) and not any(map(answer_of, texts)):
        return [text for text in texts if not load().is_missing(text)]
    if by_themselves or not all(answer_of(text) for text in texts):
        return by_themselves
    denying = YES if is_no_visit(header) else NO if is_visit(plain) else None
    return [text for text in texts if answer_of(text) == denying]


def visits_that_did_not_happen(draft: Draft) -> Doubt | None:
    """Return whether rows count whose status says that the visit did not take place; None where there are none."""
    read_as = {column.name: column.field for column in draft.columns}
    found: dict[str, list[str]] = {}
    counted = draft
    for name in draft.clues:
        texts = draft.texts(name)
        is_possible = len(texts.filled) <= MOST_LEVELS or _WHEN_OR_WHY.fullmatch(fold(name))
        if not is_possible or read_as[name] not in {None, OUTCOME, "treatment"} or _OF_FOLLOW_UP.search(name):
            continue
        # Of an outcome “DNA” says that nobody came to the follow-up: it is not known.
        known = load().outcome.is_missing if read_as[name] == OUTCOME else lambda _: False
        missed = [text for text in _missed(name, texts.filled) if not known(text)]
        is_about_all = draft.rows_with(name, missed).all() and read_as[name] != OUTCOME
        if missed and not is_about_all:
            found[name] = missed
            if read_as[name] == OUTCOME:
                counted = counted.with_texts(name, dict.fromkeys(missed, ""))
    if not found:
        return None
    question = "Should cancelled and missed visits count as treatments?"
    left = ("leave them out: no treatment took place", "the visit did not take place")
    as_treatments = Option("count them: a treatment took place", counted)
    return rows_with_words(draft, ABOUT, question, found, leave=left, count=as_treatments)
