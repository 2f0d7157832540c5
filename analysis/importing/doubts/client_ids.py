"""Client IDs that a spreadsheet or several hands have changed: one client in several spellings, or several in one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import digit_forms
from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.outcome_log.columns import LEAVE_OUT
from analysis.outcome_log.log import CLIENT
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT_SPELLINGS, ABOUT_ZEROS, ABOUT_SHORTENED = "spellings of clients", "zeros of clients", "shortened clients"
# Of more forms none is looked at: a program that makes such codes spells each alike.
MOST_FORMS = 10_000
MOST_NAMED = 3
# As forms have them, in which each digit is a zero.
_DIGITS = re.compile(r"0+")
_WHOLE = re.compile(r"0+[.,]0+")
_SHORTENED = re.compile(r"0[.,]0+e\+?0+", re.IGNORECASE)


def spellings_of_clients(draft: Draft) -> Doubt | None:
    """Return the draft with one spelling of each client; None where each has one.

    Case, blanks and the ".0" that a spreadsheet adds tell no clients apart: it is certain, and only recorded.
    """
    column = draft.column_of(CLIENT)
    if column is None:
        return None
    forms, _ = digit_forms(draft.texts(column.name).texts)
    shared = Counter(map(level_key, forms)) if len(forms) <= MOST_FORMS else Counter[str]()
    spelled = [form for form in forms if shared[level_key(form)] > 1 or _WHOLE.fullmatch(form)]
    first: dict[str, str] = {}
    meant: dict[str, str] = {}
    for text in _with_forms(draft, column.name, spelled):
        key = level_key(text)
        one = first.setdefault(key, key if key.isdigit() else text.strip())
        if text.strip() != one:
            meant[text] = one
    if not meant:
        return None
    said = ", ".join(f"“{text.strip()}” is “{one}”" for text, one in list(meant.items())[:MOST_NAMED])
    more = f", and {len(meant) - MOST_NAMED:,} more" if len(meant) > MOST_NAMED else ""
    option = Option(f"{said}{more}", draft.with_texts(column.name, meant))
    because = "capital letters, blanks and a spreadsheet's “.0” tell no clients apart"
    question = f"Which spellings in “{column.name}” are one client?"
    return Doubt(ABOUT_SPELLINGS, question, because, [option], (column.name,))


def ids_without_zeros(draft: Draft) -> Doubt | None:
    """Return whether numbers with and without zeros before them are one client; None where no two are alike.

    A spreadsheet drops the zeros of a cell that it takes for a number.
    """
    column = draft.column_of(CLIENT)
    if column is None:
        return None
    forms, _ = digit_forms(draft.texts(column.name).texts)
    digits = [form for form in forms if _DIGITS.fullmatch(form)]
    if len(digits) <= 1:
        # Of one length no two are alike.
        return None
    texts = _with_forms(draft, column.name, digits)
    numbers = Counter(text.lstrip("0") for text in texts)
    alike = [text for text in texts if numbers[text.lstrip("0")] > 1]
    if not alike:
        return None
    # As long as the longest that has a zero in front.
    width = max(len(text) for text in texts if text.startswith("0"))
    first = next(text for text in alike if text.startswith("0"))
    second = next(text for text in alike if text != first and text.lstrip("0") == first.lstrip("0"))
    one = draft.with_texts(column.name, {text: text.zfill(width) for text in texts})
    options = [
        Option(
            f"“{second}” and “{first}” are one client: a spreadsheet dropped the zeros",
            one,
            _clients(one, column.name),
        ),
        Option(f"“{second}” and “{first}” are two clients", draft, _clients(draft, column.name)),
    ]
    because = f"{quoted(alike, 2 * MOST_NAMED)} differ in the zeros before them alone."
    question = f"Do zeros tell clients apart in “{column.name}”?"
    return Doubt(ABOUT_ZEROS, question, because, options, (column.name,), (first, second), must_ask=True)


def shortened_ids(draft: Draft) -> Doubt | None:
    """Return whether IDs such as 1.23E+11, whose last digits a spreadsheet has dropped, still tell clients apart."""
    column = draft.column_of(CLIENT)
    if column is None:
        return None
    texts = draft.texts(column.name)
    forms, of_texts = digit_forms(texts.texts)
    marks = np.array([_SHORTENED.fullmatch(form) is not None for form in forms], dtype=bool)[of_texts]
    if not marks.any():
        return None
    shortened = [texts.texts[place] for place in np.flatnonzero(marks)[:MOST_NAMED].tolist()]
    rows = int(texts.counts[marks].sum())
    reason = "a spreadsheet has dropped the last digits of its IDs"
    options = [
        Option(
            "leave the column out: nobody knows whose treatments they are",
            draft.with_choices_for_columns(
                dict(draft.choices.columns) | {column.name: LEAVE_OUT}, {column.name: reason}
            ),
            "no clients",
        ),
        Option("each of them is one client", draft, _clients(draft, column.name)),
    ]
    because = (
        f"A spreadsheet shows {quoted(shortened, MOST_NAMED)} in place of longer numbers ({in_rows(rows)}), so several "
        "clients may have become one. To keep them apart, format the column as a number without decimals, save the "
        "file again and upload that."
    )
    question = f"Do the IDs in “{column.name}” still tell clients apart?"
    return Doubt(ABOUT_SHORTENED, question, because, options, (column.name,), tuple(shortened), must_ask=True)


def _clients(draft: Draft, name: str) -> str:
    clients = len(draft.texts(name).filled)
    return f"{clients:,} {'client' if clients == 1 else 'clients'}"


def _with_forms(draft: Draft, name: str, wanted: list[str]) -> list[str]:
    """Return the texts of a column that look like one of some forms, the most common first."""
    texts = draft.texts(name).texts
    forms, of_texts = digit_forms(texts)
    marks = np.array([form in set(wanted) for form in forms], dtype=bool)[of_texts]
    return [texts[place] for place in np.flatnonzero(marks).tolist()]
