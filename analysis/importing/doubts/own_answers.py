"""Factors with answers that the codebook does not know: leaving these blank or keeping all as they stand is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.identifiers.mentions import HIDDEN
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.reading import NOT_UNDERSTOOD
from analysis.outcome_log.values import read_values

if TYPE_CHECKING:
    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field
    from analysis.outcome_log.column_texts import Texts

ABOUT = "answers of their own"
# Fewer answers, in number or as a share of all, are slips of a hand, which the account lists.
FEWEST_ANSWERS, MOST_BLANK = 3, 0.05
MOST_NAMED = 4


def answers_of_their_own(draft: Draft) -> Doubt | None:
    """Return whether columns whose answers the codebook knows only in part are factors of their own.

    It is asked once for all of them.
    """
    if draft.column_of(OUTCOME) is None:
        return None
    found: dict[str, dict[str, int]] = {}
    for column in draft.columns:
        if column.field is None or column.name in draft.chosen_by_manager or column.is_turned:
            continue
        unknown = _not_in_codebook(load()[column.field], draft.texts(column.name))
        answers = sum(unknown.values())
        if answers >= FEWEST_ANSWERS and answers > MOST_BLANK * draft.texts(column.name).filled_rows:
            found[column.name] = unknown
    if not found:
        return None
    said = [
        f"In “{name}” the codebook does not know {quoted([text.strip() for text in unknown], MOST_NAMED)}: "
        f"{in_rows(sum(unknown.values()))}."
        for name, unknown in found.items()
    ]
    reason = "some of its answers are not in the codebook, so it is used under its own name"
    as_they_stand = draft.with_choices_for_columns(dict.fromkeys(found, EXTRA_FACTOR), dict.fromkeys(found, reason))
    blank = sum(sum(unknown.values()) for unknown in found.values())
    left_blank = f"{blank:,} answers are left blank"
    options = [
        Option(f"keep each answer in {quoted(found)} as a group of its own", as_they_stand, "no answer is left blank"),
        Option(f"leave them blank in {quoted(found)}", draft, left_blank),
    ]
    names = tuple(found)
    question = "What becomes of answers that the codebook does not know?"
    return Doubt(ABOUT, question, " ".join(said), options, names, tuple(found[names[0]]), must_ask=True)


def _not_in_codebook(field: Field, texts: Texts) -> dict[str, int]:
    """Return the answers that a factor with known levels does not know, and in how many rows each stands."""
    if field.role != "factor" or not field.levels:
        return {}
    codes = read_values(field, texts.filled, None).codes
    rows = dict(zip(texts.texts, texts.counts.tolist(), strict=True))
    unknown = (text for text, code in zip(texts.filled, codes, strict=True) if code == NOT_UNDERSTOOD)
    return {text: rows[text] for text in unknown if text != HIDDEN}
