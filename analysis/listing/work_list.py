"""The work list: which treatments wait for a call, the most urgent first, and why each is on the list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from analysis.outcome_log.codebook import NO, REFERRED, YES, load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import (
    CLIENT,
    CLINIC,
    DATE,
    FOLLOW_UP,
    FOLLOWED_UP,
    OUTCOME,
    PRACTITIONER,
    RESOLVED,
    SEVERE,
    SEVERITY,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from analysis.outcome_log.log import Log

    _Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]

# Without any of these nobody knows who was not followed up.
FOLLOW_UP_COLUMNS = (FOLLOWED_UP, FOLLOW_UP)

Reason = Literal["warning signs", "severe", "no follow-up", "overdue", "unknown"]
Urgency = Literal["today", "soon", "overdue"]
# The most urgent first. A treatment is listed once, for the first reason that holds.
URGENCY: Mapping[Reason, Urgency] = {
    "warning signs": "today",
    "severe": "soon",
    "no follow-up": "soon",
    "overdue": "overdue",
    "unknown": "overdue",
}
REASONS: tuple[Reason, ...] = tuple(URGENCY)
URGENCIES: tuple[Urgency, ...] = tuple(dict.fromkeys(URGENCY.values()))

# Clinics usually see clients again two to four weeks after microneedling.
OVERDUE_AFTER_DAYS = 28
UNKNOWN_AFTER_DAYS = 30
# Our own choice: a quarter after a treatment a call seldom learns how the skin was in the days after it.
LISTED_FOR_DAYS = 90
NOT_KNOWN = -1

# What waits in a log does not depend on filters: it is looked for once, and forgotten with its log.
_found: WeakKeyDictionary[Log, tuple[tuple[dt.date, Settings], _Found]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Settings:
    """After how many days a call is due, and until when it is.

    Attributes
    ----------
    overdue_after : int
        Days from a treatment until its follow-up is overdue.
    unknown_after : int
        Days from a treatment until an unknown outcome is a reason to call.
    listed_for : int or None
        Days from a treatment until it is only counted, unless a warning sign was recorded; None for ever.
    """

    overdue_after: int = OVERDUE_AFTER_DAYS
    unknown_after: int = UNKNOWN_AFTER_DAYS
    listed_for: int | None = LISTED_FOR_DAYS


@dataclass(frozen=True, slots=True)
class Waiting:
    """A treatment that waits for a call.

    Attributes
    ----------
    row : int
        Its position in the log.
    treatment_id, client_id, clinic, practitioner : str or None
        None where the log does not have it.
    treatment_date : date or None
    reason : str
        One of `REASONS`.
    signs : tuple of str
        The fields of the warning signs that were recorded.
    settled_on : float or None
        The day after the treatment on which the skin had settled, if that was recorded.
    days : int or None
        Days since the treatment; None without its date.
    """

    row: int
    treatment_id: str | None
    client_id: str | None
    treatment_date: dt.date | None
    clinic: str | None
    practitioner: str | None
    reason: Reason
    signs: tuple[str, ...]
    settled_on: float | None
    days: int | None

    @property
    def urgency(self) -> Urgency:
        """How soon somebody should call."""
        return URGENCY[self.reason]


@dataclass(frozen=True, slots=True, eq=False)
class WorkList:
    """Treatments that wait for a call, the most urgent first and of equal urgency the latest treatment first.

    Attributes
    ----------
    log : Log
    today : date
    rows : ndarray of int
        Their positions in the log.
    reasons : ndarray of int
        The place of each reason in `REASONS`.
    signs : ndarray of bool, shape (treatments, warning signs)
        Which of the codebook's `warning_signs` were recorded of each.
    is_long_ago : ndarray of bool
        Whether a treatment was so long ago that it is only counted, unless a warning sign was recorded.
    """

    log: Log = field(repr=False)
    today: dt.date
    rows: np.ndarray
    reasons: np.ndarray
    signs: np.ndarray
    is_long_ago: np.ndarray

    def __len__(self) -> int:
        """Return how many treatments wait."""
        return len(self.rows)

    def count(self, urgency: Urgency) -> int:
        """Return how many treatments are of this urgency."""
        return int(self._is_of(urgency).sum())

    def count_long_ago(self, urgency: Urgency) -> int:
        """Return how many treatments of this urgency were long ago."""
        return int((self._is_of(urgency) & self.is_long_ago).sum())

    def _is_of(self, urgency: Urgency) -> np.ndarray:
        marked: np.ndarray = np.isin(self.reasons, [at for at, each in enumerate(URGENCY.values()) if each == urgency])
        return marked

    def where(self, marked: np.ndarray) -> WorkList:
        """Return the list of those that are marked."""
        return replace(
            self,
            rows=self.rows[marked],
            reasons=self.reasons[marked],
            signs=self.signs[marked],
            is_long_ago=self.is_long_ago[marked],
        )

    def reason(self, place: int) -> Reason:
        """Return why the treatment at a place of the list is on it."""
        return REASONS[int(self.reasons[place])]

    def signs_at(self, place: int) -> tuple[str, ...]:
        """Return the fields of the warning signs of the treatment at a place of the list."""
        return tuple(name for name, recorded in zip(load().warning_signs, self.signs[place], strict=True) if recorded)

    def of(self, urgency: Urgency) -> WorkList:
        """Return the treatments of one urgency."""
        return self.where(self._is_of(urgency))

    def searched(self, text: str) -> WorkList:
        """Return the treatments whose treatment or client ID contains `text`, in any case; all for a blank."""
        wanted = text.strip().casefold()
        if not wanted:
            return self
        found = np.zeros(len(self), dtype=bool)
        for name in (TREATMENT_ID, CLIENT):
            if name in self.log:
                found |= self.log.rows_where(name, lambda each: wanted in str(each).casefold())[self.rows]
        return self.where(found)

    def page(self, first: int, most: int) -> tuple[Waiting, ...]:
        """Return at most `most` treatments from place `first` on."""
        places = range(first, min(first + most, len(self)))
        return tuple(map(self._waiting, places))

    def _waiting(self, place: int) -> Waiting:
        row = int(self.rows[place])
        treated = value_at(self.log, DATE, row)
        return Waiting(
            row=row,
            treatment_id=value_at(self.log, TREATMENT_ID, row),
            client_id=value_at(self.log, CLIENT, row),
            treatment_date=treated,
            clinic=value_at(self.log, CLINIC, row),
            practitioner=value_at(self.log, PRACTITIONER, row),
            reason=self.reason(place),
            signs=self.signs_at(place),
            settled_on=value_at(self.log, RESOLVED, row),
            days=None if treated is None else (self.today - treated).days,
        )


def work_list(log: Log, today: dt.date, settings: Settings) -> WorkList:
    """Return which treatments of a log wait for a call on a day.

    Parameters
    ----------
    log : Log
        Each row a treatment of its own: a table of counts has nobody to call.
    today : date
        The day from which days are counted.
    settings : Settings
    """
    found = _found.get(log)
    if found is None or found[0] != (today, settings):
        found = (today, settings), _find(log, today, settings)
        _found[log] = found
    return WorkList(log, today, *found[1])


def _find(log: Log, today: dt.date, settings: Settings) -> _Found:
    """Return the rows of a work list, and of each its reason, its warning signs and whether it was long ago."""
    days = _days_since(log, today)
    reasons = np.full(len(log), NOT_KNOWN, dtype=np.int8)
    # From the least urgent to the most urgent, so that the first reason of `REASONS` stays.
    signs = [_is(log, name, {YES}) for name in load().warning_signs]
    holding = _reasons(log, days, np.logical_or.reduce(signs), settings)
    for place, reason in reversed([*enumerate(REASONS)]):
        reasons[holding[reason]] = place
    rows = np.flatnonzero(reasons >= 0)
    # A treatment without a date comes after those of the same urgency.
    latest_first = np.where(days[rows] == NOT_KNOWN, np.iinfo(days.dtype).max, days[rows])
    rows = rows[np.lexsort((rows, latest_first, reasons[rows]))]
    is_long_ago = days[rows] > (np.inf if settings.listed_for is None else settings.listed_for)
    found = rows, reasons[rows], np.column_stack([each[rows] for each in signs]), is_long_ago
    for each in found:
        each.flags.writeable = False
    return found


def value_at(log: Log, name: str, row: int) -> Any:  # noqa: ANN401 a text, a number or a date
    """Return the value of column `name` in a row; None where it is not known, or the log lacks the column."""
    if name not in log:
        return None
    code = int(log.codes(name)[row])
    return None if code < 0 else log.frame[name].cat.categories[code]


def _reasons(log: Log, days: np.ndarray, has_sign: np.ndarray, settings: Settings) -> dict[Reason, np.ndarray]:
    """Mark for each reason the treatments for which it holds."""
    outcome = log.codes(OUTCOME)
    broke_out, is_unknown = _is(log, OUTCOME, {YES}), outcome < 0
    not_followed_up = _not_followed_up(log)
    return {
        "warning signs": has_sign & ~_is(log, REFERRED, {YES}),
        "severe": _is(log, SEVERITY, {SEVERE}) & ~_is_known(log, RESOLVED),
        "no follow-up": broke_out & not_followed_up,
        "overdue": is_unknown & not_followed_up & (days > settings.overdue_after),
        "unknown": is_unknown & (days > settings.unknown_after),
    }


def _not_followed_up(log: Log) -> np.ndarray:
    """Mark the treatments that nobody followed up; none where the log has no column that records it."""
    if FOLLOWED_UP in log:
        nothing_recorded = ~_is_known(log, FOLLOWED_UP) & ~_is_known(log, FOLLOW_UP)
        marked: np.ndarray = _is(log, FOLLOWED_UP, {NO}) | nothing_recorded
        return marked
    if FOLLOW_UP in log:
        return ~_is_known(log, FOLLOW_UP)
    return np.zeros(len(log), dtype=bool)


def _days_since(log: Log, today: dt.date) -> np.ndarray:
    """Return the days from each treatment to `today`; -1 where that is not known or the day is yet to come."""
    if DATE not in log:
        return np.full(len(log), NOT_KNOWN, dtype=np.int32)
    since = [max((today - day).days, NOT_KNOWN) for day in log.values(DATE)]
    # The last place answers for code -1.
    of_rows: np.ndarray = np.array([*since, NOT_KNOWN], dtype=np.int32)[log.codes(DATE)]
    return of_rows


def _is(log: Log, name: str, levels: set[str]) -> np.ndarray:
    """Mark the treatments with one of these levels; none where the log lacks the column."""
    return log.rows_where(name, levels.__contains__) if name in log else np.zeros(len(log), dtype=bool)


def _is_known(log: Log, name: str) -> np.ndarray:
    if name not in log:
        return np.zeros(len(log), dtype=bool)
    known: np.ndarray = log.codes(name) >= 0
    return known
