"""A log without an answer about breakouts, but with a column that says when the skin broke out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.log import ONSET, OUTCOME
from analysis.outcome_log.no_dates import is_no_date
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.questions_in_headers import names_breakouts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts

ABOUT_DAYS = f"{OUTCOME} days"
_ONSET = re.compile(r"\bonset\b", re.IGNORECASE)
_DAYS = re.compile(r"\b(?:days?|tagen?|tage|jours?|d[ií]as?|giorn[io]|dagen?|dagar?|dni)\b", re.IGNORECASE)


def when_it_broke_out(draft: Draft) -> Doubt | None:
    """Return what a blank means in the only column that says when the skin broke out; None where there is none."""
    columns = [name for name in draft.clues if _holds_onset_days(draft, name)]
    return days_alone(draft, columns[0]) if len(columns) == 1 else None


def days_alone(draft: Draft, column: str) -> Doubt:
    """Return what a blank means in a column that says when the skin broke out."""
    texts = draft.texts(column)
    nothing = sorted({text.strip() for text in texts.filled if not _is_day(text)})
    blank = " or ".join(["a blank"] * any(not text.strip() for text in texts.texts) + [f"“{text}”" for text in nothing])
    what = "a date" if any(map(_is_date, texts.filled)) else "a number of days"
    options = [
        Option(f"{what} means a breakout, {blank} means no breakout", _taken_from(draft, column, NO)),
        Option(f"{what} means a breakout, {blank} means unknown", _taken_from(draft, column, "")),
    ]
    because = f"No column records whether the skin broke out; “{column}” records when, but not in every row."
    if all(map(_is_day, texts.texts)):
        because = f"No column records whether the skin broke out; “{column}” records when in every row."
        options = [Option(f"{what} means a breakout", options[0].draft)]
    question = f"How does “{column}” show a breakout?"
    return Doubt(ABOUT_DAYS, question, because, options, (column,), must_ask=True)


def are_days(name: str, texts: Texts) -> bool:
    """Tell whether a column holds dates, or numbers that its header calls days, and nothing else but words for none."""
    return _are_all(_is_number, texts) if _DAYS.search(name) else are_dates(texts)


def are_dates(texts: Texts) -> bool:
    """Tell whether a column holds dates, and nothing else but words for none."""
    return _are_all(_is_date, texts)


def names_onset(header: str) -> bool:
    """Tell whether a header has the word for the day on which a breakout begins."""
    return _ONSET.search(header) is not None


def _are_all(read: Callable[[str], bool], texts: Texts) -> bool:
    is_day = [read(text) for text in texts.filled]
    return any(is_day) and all(day or is_no_date(text) for day, text in zip(is_day, texts.filled, strict=True))


def _holds_onset_days(draft: Draft, name: str) -> bool:
    if name in dict(draft.choices.columns) or draft.clues[name].bookkeeping:
        return False
    header = read_header(name)
    if header is not None and header.field == ONSET:
        return are_days(f"days {name}", draft.texts(name))
    is_about = names_breakouts(name) or names_onset(name)
    return header is None and is_about and are_days(name, draft.texts(name))


def _is_day(text: str) -> bool:
    """Tell whether a text is a date, or a number of days other than none."""
    return _is_date(text) or bool(read_number(text))


def _is_date(text: str) -> bool:
    return read_date(text, "day first") is not None


def _is_number(text: str) -> bool:
    return read_number(text) is not None


def _taken_from(draft: Draft, column: str, blank: str) -> Draft:
    """Return the draft with an outcome of its own: yes where a column holds a day."""
    name = f"{load().outcome.title} by “{column}”"
    texts = draft.texts(column)
    places: Sequence[str] = ["", NO, YES]
    codes = np.array([places.index(YES if _is_day(text) else blank) for text in texts.texts])[texts.row_texts]
    taken = draft.with_column(name, places, codes).with_outcome(name, f"a day in “{column}” means a breakout")
    return replace(taken, answers_are_chosen=True)
