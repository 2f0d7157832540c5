"""Warning signs that columns list, such as "redness; pustules": each sign becomes a column of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.importing.draft import NOT_KNOWN
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.signs_in_headers import signs_in
from analysis.outcome_log.words_of_headers import HEADER_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field

ABOUT = "listed warning signs"
# A column of more different texts is not gone through: clinics tick few combinations, and notes are all different.
MOST_TEXTS = 2_000
MOST_NAMED = 4
ANSWERS = (YES, NO, NOT_KNOWN)
_BETWEEN = re.compile(r"[;,/&+|•·\n]|\s+-\s+|\band\b", re.IGNORECASE)


def signs_in_lists(draft: Draft) -> Doubt | None:
    """Return the draft with a column for each warning sign that columns of reactions list; None where none does.

    A blank is asked about where no cell says that there was none.
    """
    outcome = draft.column_of(OUTCOME)
    if outcome is None:
        return None
    chosen = dict(draft.choices.columns)
    recorded = {column.field for column in draft.columns} | {field_of_header(name) for name in draft.clues}
    lists = {
        name: listed
        for name in draft.clues
        if _lists_reactions(name) and (name not in chosen or name == outcome.name)
        if any((listed := _listed(draft, name, recorded)).values())
    }
    if not lists:
        return None
    named = frozenset(sign for listed in lists.values() for found in listed.values() for sign in found)
    signs = [field for field in load().fields if field.name in named]
    blank = {name: [text for text in listed if not text.strip()] for name, listed in lists.items()}
    says_none = all(any(load().outcome.level_of(text) == NO for text in listed) for listed in lists.values())
    readings = [("", NOT_KNOWN)]
    if any(blank.values()) and not says_none:
        readings = [("; a blank means no sign", NO), ("; a blank means unknown", NOT_KNOWN)]
    rows = in_rows(sum(int(draft.rows_with(name, texts).sum()) for name, texts in blank.items()))
    titles = ", ".join(field.title.lower() for field in signs)
    options = [
        Option(
            f"yes or no for each sign: {titles}{said}",
            _with_signs(draft, lists, signs, meaning, outcome.name),
            f"{rows} {'without a sign' if meaning == NO else 'unknown'}",
        )
        for said, meaning in readings
    ]
    examples = [text.strip() for listed in lists.values() for text, found in listed.items() if found]
    because = f"{'it lists' if len(lists) == 1 else 'they list'} {quoted(examples, MOST_NAMED)}"
    question = f"How {'is' if len(lists) == 1 else 'are'} {quoted(lists)} read?"
    return Doubt(ABOUT, question, because, options, tuple(lists), must_ask=len(options) > 1)


def _lists_reactions(header: str) -> bool:
    """Tell whether a header asks what came of a treatment, and names no sign itself."""
    words = set(plain_words(header))
    return not words.isdisjoint(HEADER_WORDS["listing"]) and not signs_in(header)


def _listed(draft: Draft, name: str, recorded: Collection[str | None]) -> dict[str, frozenset[str]]:
    """Return the signs that each text of a column names and that no other column records; nothing for notes."""
    texts = draft.texts(name).texts
    if len(texts) > MOST_TEXTS:
        return {}
    return {
        text: frozenset(sign for item in _BETWEEN.split(text) for sign in signs_in(item) if sign not in recorded)
        for text in texts
    }


def _with_signs(
    draft: Draft, lists: Mapping[str, Mapping[str, frozenset[str]]], signs: Sequence[Field], blank: str, outcome: str
) -> Draft:
    """Return the draft with a column for each sign; the lists are no factors then."""
    columns, reasons = dict[str, str](), dict[str, str]()
    named = quoted(lists, MOST_NAMED)
    for field in signs:
        answers = np.full(len(draft.table.frame), ANSWERS.index(NOT_KNOWN))
        for name, listed in lists.items():
            texts = draft.texts(name)
            meant = [YES if field.name in listed[text] else _without_it(text, blank) for text in texts.texts]
            # Of several lists the one that says most of a row counts: a sign, else that there was none.
            answers = np.minimum(answers, np.array([ANSWERS.index(answer) for answer in meant])[texts.row_texts])
        title = f"{field.title} in {named}"
        draft = draft.with_column(title, ANSWERS, answers)
        columns[title], reasons[title] = field.name, f"it is listed in {named}"
    left_out = [name for name in lists if name != outcome]
    return draft.with_choices_for_columns(columns, reasons).without_columns(left_out, "what it lists are warning signs")


def _without_it(text: str, blank: str) -> str:
    """Return what a text says of a sign that it does not name: who ticks what was seen did not see the others."""
    if not text.strip():
        return blank
    return NOT_KNOWN if load().is_missing(text) else NO
