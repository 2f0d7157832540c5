"""Warning signs listed in one column, such as "redness; pustules": each becomes a column of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.importing.draft import NOT_KNOWN
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.columns import LEAVE_OUT
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.signs_in_headers import sign_named
from analysis.outcome_log.words_of_headers import HEADER_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.importing.draft import Draft

ABOUT = "listed warning signs"
# A column of more different texts is not gone through: clinics tick few combinations, and notes are all different.
MOST_TEXTS = 2_000
MOST_NAMED = 4
_BETWEEN = re.compile(r"[;,/&+|•·\n]|\s+-\s+|\band\b", re.IGNORECASE)


def signs_in_a_list(draft: Draft) -> Doubt | None:
    """Return the draft with a column for each warning sign that a column of reactions lists; None where none does.

    A blank is asked about where no cell says that there was none.
    """
    outcome = draft.column_of(OUTCOME)
    if outcome is None:
        return None
    name = next((each for each in draft.clues if _lists_reactions(each)), None)
    chosen = dict(draft.choices.columns)
    if name is None or (name in chosen and name != outcome.name):
        return None
    recorded = {column.field for column in draft.columns} | {field_of_header(each) for each in draft.clues}
    texts = draft.texts(name)
    if len(texts.texts) > MOST_TEXTS:
        return None
    listed = {text: _signs_in(text) - recorded for text in texts.texts}
    signs = [field for field in load().fields if any(field.name in found for found in listed.values())]
    if not signs:
        return None
    codebook = load()
    blank = [text for text in texts.texts if not text.strip()]
    says_none = any(codebook.outcome.level_of(text) == NO for text in texts.filled)
    readings: list[tuple[str, str]] = [("a blank means unknown", NOT_KNOWN)] if blank and says_none else [("", "")]
    if blank and not says_none:
        readings = [("a blank means none", NO), ("a blank means unknown", NOT_KNOWN)]
    titles = ", ".join(field.title.lower() for field in signs)
    rows = in_rows(int(draft.rows_with(name, blank).sum()))
    options = [
        Option(
            f"as {titles}{f'; {said}' if said else ''}",
            _with_signs(draft, name, listed, meaning, outcome.name),
            f"{rows} {'without a sign' if meaning == NO else 'unknown'}",
        )
        for said, meaning in readings
    ]
    because = f"it lists {quoted([text.strip() for text in texts.texts if listed[text]], MOST_NAMED)}"
    question = f"How is “{name}” read?"
    return Doubt(ABOUT, question, because, options, (name,), tuple(blank) or None, must_ask=len(options) > 1)


def _lists_reactions(header: str) -> bool:
    """Tell whether a header asks what came of a treatment, and names no sign itself."""
    words = set(plain_words(header))
    asks = not words.isdisjoint(HEADER_WORDS["reactions"] - HEADER_WORDS["after"]) or {"warning", "flags"} & words
    return bool(asks) and sign_named(header) is None


def _signs_in(text: str) -> set[str]:
    """Return the warning signs that the items of a text name; one that is denied is none."""
    return {named.field for item in _BETWEEN.split(text) if (named := sign_named(item)) is not None}


def _with_signs(draft: Draft, name: str, listed: Mapping[str, set[str]], blank: str, outcome: str) -> Draft:
    """Return the draft with a column for each sign; the list is no factor then."""
    texts = draft.texts(name)
    columns, reasons = dict(draft.choices.columns), dict[str, str]()
    for field in load().fields:
        if not any(field.name in found for found in listed.values()):
            continue
        answers = [YES if field.name in listed[text] else _without_it(text, blank) for text in texts.texts]
        title = f"{field.title} in “{name}”"
        places = [(YES, NO, NOT_KNOWN).index(answer) for answer in answers]
        draft = draft.with_column(title, (YES, NO, NOT_KNOWN), np.array(places)[texts.row_texts])
        columns[title], reasons[title] = field.name, f"it is listed in “{name}”"
    if name != outcome:
        columns[name], reasons[name] = LEAVE_OUT, "what it lists are warning signs"
    return draft.with_choices_for_columns(columns, reasons)


def _without_it(text: str, blank: str) -> str:
    """Return what a text says of a sign that it does not name."""
    if not text.strip():
        return blank
    return NOT_KNOWN if load().is_missing(text) else NO
