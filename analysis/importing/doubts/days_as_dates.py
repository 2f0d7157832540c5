"""Days of the breakout that a column gives as dates: counted from the treatment, so that the window holds for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.doubts.outcome_days import are_dates, names_onset
from analysis.importing.typed_columns import order_of
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import LEAVE_OUT
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.log import DATE, ONSET, RESOLVED
from analysis.outcome_log.no_dates import is_no_date
from analysis.outcome_log.questions_in_headers import names_breakouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.importing.draft import Draft
    from analysis.outcome_log.dates import DateOrder

ABOUT = "dates of the breakout"
_ON_A_DAY = re.compile(r"\b(?:dates?|began|begun|started|datum|fecha|data)\b", re.IGNORECASE)
_RESOLVED = re.compile(r"\b(?:resol(?:ved|ution)|cleared|healed|settled|abgeheilt)\b", re.IGNORECASE)
# The last breakout before the treatment, or the day on which somebody wrote of one.
_OF_SOMETHING_ELSE = re.compile(
    r"last|prev|prior|before|history|first|record|report|note|enter|seen|photo|review|follow|call|refer|treat",
    re.IGNORECASE,
)
# Breakouts come after the treatment: a column of which more dates are earlier tells of something else.
_MOST_AFTER = 0.5
# Nobody is followed for longer.
_LONGEST = 366


def days_as_dates(draft: Draft) -> Doubt | None:
    """Return the draft with such columns in days; None where there are none. It is certain, and only recorded."""
    treated = draft.column_of(DATE)
    taken = {column.field for column in draft.columns}
    found: dict[str, str] = {}
    with_days = draft
    for field in (ONSET, RESOLVED):
        if treated is None or field in taken:
            continue
        dates = [name for name in draft.clues if _says_when(draft, name, field) and _are_days(draft, name)]
        if len(dates) == 1 and (days := _days_after(draft, treated.name, dates[0])) is not None:
            found[dates[0]] = field
            with_days = _with_days(with_days, dates[0], field, days)
    if not found:
        return None
    because, question = f"{quoted(found)} holds dates", f"How is {quoted(found)} read?"
    if len(found) > 1:
        because, question = f"{quoted(found)} hold dates", f"How are {quoted(found)} read?"
    option = Option("counted in days from the date of treatment", with_days)
    return Doubt(ABOUT, question, because, [option], tuple(found))


def _says_when(draft: Draft, name: str, field: str) -> bool:
    if name in dict(draft.choices.columns) or draft.clues[name].bookkeeping or _OF_SOMETHING_ELSE.search(name):
        return False
    is_resolved = _RESOLVED.search(name) is not None
    if field == RESOLVED:
        return is_resolved
    says_when = names_onset(name) or (names_breakouts(name) and _ON_A_DAY.search(name))
    return bool(says_when) and not is_resolved


def _are_days(draft: Draft, name: str) -> bool:
    texts = draft.texts(name)
    # A program notes the time of day, too, and when somebody entered the breakout.
    has_times = any(":" in text and not is_no_date(text) for text in texts.filled)
    return not has_times and are_dates(texts)


def _days_after(draft: Draft, treated: str, name: str) -> np.ndarray | None:
    """Return how many days after the treatment each row's date is, nan without one; None where it is no such column."""
    order = order_of([*draft.texts(treated).filled, *draft.texts(name).filled], draft.choices)
    if order is None:
        return None
    days = _ordinals(draft, name, order) - _ordinals(draft, treated, order)
    known = days[~np.isnan(days)]
    is_after = (known >= 0) & (known <= _LONGEST)
    return days if len(known) and is_after.mean() > _MOST_AFTER else None


def _ordinals(draft: Draft, name: str, order: DateOrder) -> np.ndarray:
    texts = draft.texts(name)
    read = (read_date(text, order) for text in texts.texts)
    ordinals: np.ndarray = np.array([np.nan if day is None else day.toordinal() for day in read])[texts.row_texts]
    return ordinals


def _with_days(draft: Draft, name: str, field: str, days: np.ndarray) -> Draft:
    in_days = f"{load()[field].title} by “{name}”"
    levels, codes = np.unique(days, return_inverse=True)
    texts = ["" if np.isnan(level) else f"{level:.0f}" for level in levels]
    with_column = draft.with_column(in_days, texts, codes)
    columns: Mapping[str, str] = dict(draft.choices.columns) | {in_days: field, name: LEAVE_OUT}
    why = {in_days: f"days from the treatment to “{name}”", name: f"it is read as “{in_days}”"}
    return with_column.with_choices_for_columns(columns, why)
