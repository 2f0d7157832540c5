"""Rows that a program keeps although they do not count: rejected and archived records, trial runs of a survey, money
given back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import COUNT_THEM, Option
from analysis.importing.doubts.rows_with_words import rows_with_words
from analysis.outcome_log.codebook import YES, fold, load
from analysis.outcome_log.log import MOST_LEVELS
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.doubts.doubt import Doubt
    from analysis.importing.draft import Draft

# As ODK, Kobo, Qualtrics, Castor and their like mark what they keep and do not count.
_VOID = re.compile(
    r"rejected|not approved|disapproved|archived|invalid(?:ated)?|survey (?:preview|test)|possible spam|spam|"
    r"excluded|withdrawn consent|entered in error|duplicate(?: record| entry)?"
)
_MARKED = re.compile(r"(?:is |record )?(?:archived|rejected|invalid|excluded|duplicate|entered in error)")
_MONEY = re.compile(
    r"\b(?:price|amount|paid|payment|revenue|betrag|preis|umsatz|prix|montant|importe|precio|prezzo|importo|prijs|bedrag)"
    r"\b|^(?:total|net|gross)$"
)
# A discount stands in many rows, money given back in few.
MOST_REFUNDS = 0.25


def records_that_do_not_count(draft: Draft) -> Doubt | None:
    """Return whether rows count that a program marks as void; None where there are none."""
    found = {name: void for name in draft.clues if (void := _void(name, draft.texts(name).filled))}
    found = {name: void for name, void in found.items() if not draft.rows_with(name, void).all()}
    if not found:
        return None
    question = "Should records marked as rejected, archived or a trial count?"
    left = ("leave them out: they are marked as void", "the record is marked as void")
    return rows_with_words(draft, "void records", question, found, leave=left, count=Option(COUNT_THEM, draft))


def money_given_back(draft: Draft) -> Doubt | None:
    """Return whether rows of a negative price are treatments; None where there are none."""
    found = {}
    for name in draft.clues:
        if _MONEY.search(fold(name)):
            below_0 = [text for text in draft.texts(name).filled if (read_number(text) or 0) < 0]
            if below_0 and draft.rows_with(name, below_0).mean() <= MOST_REFUNDS:
                found[name] = below_0
    if not found:
        return None
    question = "Are rows with a negative amount treatments, or refunds?"
    left = ("leave them out: they are refunds", "a refund is not a treatment")
    return rows_with_words(draft, "refunds", question, found, leave=left, count=Option(COUNT_THEM, draft))


def _void(header: str, texts: Sequence[str]) -> list[str]:
    """Return the texts of a column that mark a record as void, by themselves or under its header."""
    if len(texts) > MOST_LEVELS:
        return []
    if _MARKED.fullmatch(fold(header).rstrip("?")):
        return [text for text in texts if load().answer_of(text) == YES]
    return [text for text in texts if _VOID.fullmatch(fold(text))]
