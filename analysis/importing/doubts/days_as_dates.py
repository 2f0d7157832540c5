"""Days of the breakout that a column gives as dates, and the day of a follow-up that it gives as a number of days."""

from __future__ import annotations

import datetime as dt
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
from analysis.outcome_log.log import DATE, FOLLOW_UP, ONSET, RESOLVED
from analysis.outcome_log.no_dates import is_no_date
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.questions_in_headers import names_breakouts
from analysis.outcome_log.words_of_headers import is_planned

if TYPE_CHECKING:
    from analysis.importing.draft import Draft
    from analysis.outcome_log.dates import DateOrder

ABOUT, ABOUT_FOLLOW_UP = "dates of the breakout", "days until the follow-up"
_ON_A_DAY = re.compile(r"\b(?:dates?|began|begun|started|datum|fecha|data)\b", re.IGNORECASE)
_RESOLVED = re.compile(r"\b(?:resol(?:ved|ution)|cleared|healed|settled|abgeheilt)\b", re.IGNORECASE)
# The last breakout before the treatment, or the day on which somebody wrote of one.
_OF_SOMETHING_ELSE = re.compile(
    r"last|prev|prior|before|history|first|record|report|note|enter|seen|photo|review|follow|call|refer|treat",
    re.IGNORECASE,
)
# "Days until follow-up", "Follow-up (weeks)"; one that is due did not take place.
_DAYS_OF_FOLLOW_UP = re.compile(
    r"\b(?P<unit>day|week)s?\b.*\b(?:follow[ _-]?up|review)\b|\b(?:follow[ _-]?up|review)\b.*\b(?P<behind>day|week)s\b",
    re.IGNORECASE,
)
_IN_DAYS = {"day": 1, "week": 7}
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


def days_until_follow_up(draft: Draft) -> Doubt | None:
    """Return the draft with the dates of follow-ups that a column counts in days or weeks from the treatment.

    None where there is no such column, or the dates are there. It is certain, and only recorded.
    """
    treated = draft.column_of(DATE)
    chosen = dict(draft.choices.columns)
    names = [name for name in draft.clues if name not in chosen and _counts_to_follow_up(draft, name)]
    if treated is None or draft.column_of(FOLLOW_UP) is not None or len(names) != 1:
        return None
    order = order_of(draft.texts(treated.name).filled, draft.choices)
    if order is None:
        return None
    (name,) = names
    found = _DAYS_OF_FOLLOW_UP.search(name)
    unit = (found["unit"] or found["behind"]).casefold() if found is not None else "day"
    texts = draft.texts(name)
    numbers = [read_number(text) for text in texts.texts]
    after = np.array([np.nan if number is None else number * _IN_DAYS[unit] for number in numbers])[texts.row_texts]
    days, codes = np.unique(_ordinals(draft, treated.name, order) + after, return_inverse=True)
    dates = ["" if np.isnan(day) else dt.date.fromordinal(int(day)).isoformat() for day in days]
    title = f"Follow-up date by “{name}”"
    columns = {title: FOLLOW_UP, name: LEAVE_OUT}
    why = {title: f"the treatment and the {unit}s in “{name}”", name: "it is read as the date of the follow-up"}
    option = Option(
        f"in {unit}s from the date of treatment",
        draft.with_column(title, dates, codes).with_choices_for_columns(columns, why),
    )
    question, because = f"How is {quoted(names)} read?", f"{quoted(names)} holds numbers of {unit}s"
    return Doubt(ABOUT_FOLLOW_UP, question, because, [option], (name,))


def _counts_to_follow_up(draft: Draft, name: str) -> bool:
    """Tell whether a column counts the days from the treatment to the follow-up that took place."""
    if _DAYS_OF_FOLLOW_UP.search(name) is None or is_planned(name):
        return False
    filled = draft.texts(name).filled
    numbers = [number for text in filled if (number := read_number(text)) is not None]
    return bool(numbers) and len(numbers) == len(filled) and all(0 <= number <= _LONGEST for number in numbers)


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
    columns = {in_days: field, name: LEAVE_OUT}
    why = {in_days: f"days from the treatment to “{name}”", name: f"it is read as “{in_days}”"}
    return with_column.with_choices_for_columns(columns, why)
