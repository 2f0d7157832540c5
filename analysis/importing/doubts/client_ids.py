"""Client IDs that a spreadsheet or several hands have changed: one client in several spellings, or several in one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import digit_forms
from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_number, in_rows
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.importing.draft import Draft

ABOUT_WHOLE, ABOUT_LETTERS = "whole client numbers", "letters of clients"
ABOUT_ZEROS, ABOUT_SHORTENED = "zeros of clients", "shortened clients"
# Of more forms none is looked at: a program that makes such codes spells each alike.
MOST_FORMS = 10_000
MOST_NAMED, PAIR = 3, 2
_DIGITS = re.compile(r"\d+")
# Three zeros behind a mark are thousands.
_WHOLE = re.compile(r"(\d+)[.,]0{1,2}")
_SHORTENED = re.compile(r"\d[.,]\d+e\+?\d+", re.IGNORECASE)


def whole_numbers(draft: Draft) -> Doubt | None:
    """Return the draft without the ".0" that a spreadsheet adds to numbers; None where there is none. It is certain."""
    name = _client_column(draft)
    texts = _texts(draft, name, lambda form: _WHOLE.fullmatch(form) is not None) if name is not None else []
    if name is None or not texts or not all(_WHOLE.fullmatch(text.strip()) for text in texts):
        return None
    option = Option(
        f"“{texts[0].strip()}” is “{_without_fraction(texts[0])}”",
        draft.with_texts(name, {text: _without_fraction(text) for text in texts}),
    )
    question = f"Which numbers are the IDs in “{name}”?"
    return Doubt(ABOUT_WHOLE, question, "a spreadsheet adds “.0” to numbers", [option], (name,))


def _without_fraction(text: str) -> str:
    return _WHOLE.sub(r"\1", text.strip())


def ids_in_other_letters(draft: Draft) -> Doubt | None:
    """Return whether IDs that differ in capital letters alone are one client; None where no two do."""
    name = _client_column(draft)
    if name is None:
        return None
    forms, _ = digit_forms(draft.texts(name).texts)
    shared = Counter(map(_in_capitals, forms)) if len(forms) <= MOST_FORMS else Counter[str]()
    possible = _texts(draft, name, lambda form: shared[_in_capitals(form)] > 1)
    clients = Counter(map(_in_capitals, {text.strip() for text in possible}))
    alike = sorted((text for text in possible if clients[_in_capitals(text)] > 1), key=_in_capitals)
    return _same_or_not(draft, ABOUT_LETTERS, alike, {text: _in_capitals(text) for text in alike}, "capital letters")


def _in_capitals(text: str) -> str:
    return text.strip().upper()


def ids_without_zeros(draft: Draft) -> Doubt | None:
    """Return whether numbers with and without zeros before them are one client; None where no two are alike.

    A spreadsheet drops the zeros of a cell that it takes for a number.
    """
    name = _client_column(draft)
    if name is None:
        return None
    texts = _texts(draft, name, lambda form: _DIGITS.fullmatch(form) is not None)
    numbers = Counter(text.lstrip("0") for text in texts)
    alike = [text for text in texts if numbers[text.lstrip("0")] > 1]
    # As long as the longest that has a zero in front.
    width = max((len(text) for text in texts if text.startswith("0")), default=0)
    alike.sort(key=lambda text: text.lstrip("0"))
    return _same_or_not(draft, ABOUT_ZEROS, alike, {text: text.zfill(width) for text in texts}, "zeros in front")


def _same_or_not(draft: Draft, about: str, alike: list[str], meant: Mapping[str, str], what: str) -> Doubt | None:
    """Return whether IDs that differ in one thing alone are one client; None where none do.

    `meant` has one spelling of each. To put it in makes Python texts of all IDs: that is done where it is asked.
    """
    name = _client_column(draft)
    if name is None or not alike:
        return None
    one = draft.with_texts(name, meant)
    one_client, more = " and ".join(f"“{text.strip()}”" for text in alike[:PAIR]), len(alike) - PAIR
    options = [
        Option(f"yes: {what} do not matter", one, _clients(one, name)),
        Option("no: they are different clients", draft, _clients(draft, name)),
    ]
    because = f"They differ only in {what}{f', as {more:,} more IDs do' if more else ''}."
    question = f"Are {one_client} in “{name}” the same client?"
    return Doubt(about, question, because, options, (name,), tuple(alike[:MOST_NAMED]), must_ask=True)


def shortened_ids(draft: Draft) -> Doubt | None:
    """Return whether IDs such as 1.23E+11, whose last digits a spreadsheet has dropped, still distinguish clients."""
    name = _client_column(draft)
    texts = _texts(draft, name, lambda form: _SHORTENED.fullmatch(form) is not None) if name is not None else []
    if name is None or not texts:
        return None
    reason = "a spreadsheet has dropped the last digits of its IDs"
    options = [
        Option(
            "no: leave the column out, as nobody knows whose treatments they are",
            draft.without_columns([name], reason),
            "no clients",
        ),
        Option("yes: each of them is one client", draft, _clients(draft, name)),
    ]
    rows = in_rows(int(draft.rows_with(name, texts).sum()))
    because = (
        f"A spreadsheet shows {quoted(texts, MOST_NAMED)} in place of longer numbers ({rows}), so several clients may "
        "have become one. To keep them apart, format the column as a number without decimals, save the file again and "
        "upload that."
    )
    question = f"Do the IDs in “{name}” still distinguish clients?"
    return Doubt(ABOUT_SHORTENED, question, because, options, (name,), tuple(texts[:MOST_NAMED]), must_ask=True)


def _client_column(draft: Draft) -> str | None:
    column = draft.column_of(CLIENT)
    return None if column is None else column.name


def _clients(draft: Draft, name: str) -> str:
    return in_number(len(draft.texts(name).filled), "client")


def _texts(draft: Draft, name: str, is_wanted: Callable[[str], bool]) -> list[str]:
    """Return the texts of a column that look like a wanted form, in which each digit is a zero; most common first."""
    texts = draft.texts(name).texts
    forms, of_texts = digit_forms(texts)
    marks = np.array([is_wanted(form) for form in forms], dtype=bool)
    return [texts[place] for place in np.flatnonzero(marks[of_texts]).tolist()]
