"""The work list: which treatments wait for a call, the most urgent first, and why each is on the list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from analysis.listing.reasons import NOT_KNOWN, REASONS, URGENCY, Known, Reason, Settings, Urgency, reasons_of
from analysis.listing.waiting import Waiting, WaitingList
from analysis.outcome_log.codebook import YES, load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, PRACTITIONER, RESOLVED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from analysis.outcome_log.log import Log

    _Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]

# What a page of the list shows of each treatment.
_SHOWN = (TREATMENT_ID, CLIENT, DATE, CLINIC, PRACTITIONER, RESOLVED)
# What waits in a log does not depend on filters: it is looked for once, and forgotten with its log.
_found: WeakKeyDictionary[Log, tuple[tuple[dt.date, Settings], _Found]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class WorkList(WaitingList):
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
        if marked.all():
            return self
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

    def reasons_and_signs(self, rows: Iterable[int]) -> Iterator[tuple[int, Reason, tuple[str, ...]]]:
        """Yield the row, the reason and the warning signs of the treatments of the list in some rows."""
        places = {int(row): place for place, row in enumerate(self.rows)}
        for row in rows:
            yield row, self.reason(places[row]), self.signs_at(places[row])

    def page(self, first: int, most: int) -> tuple[Waiting, ...]:
        """Return at most `most` treatments from place `first` on."""
        rows = self.rows[first : first + most]
        of_each = zip(*(values_at(self.log, name, rows) for name in _SHOWN), strict=True)
        known = [dict(zip(_SHOWN, each, strict=True)) for each in of_each]
        return tuple(map(self._waiting, range(first, first + len(rows)), rows.tolist(), known))

    def _waiting(self, place: int, row: int, known: Mapping[str, Any]) -> Waiting:
        treated = known[DATE]
        return Waiting(
            row=row,
            treatment_id=known[TREATMENT_ID],
            client_id=known[CLIENT],
            treatment_date=treated,
            clinic=known[CLINIC],
            practitioner=known[PRACTITIONER],
            reason=self.reason(place),
            signs=self.signs_at(place),
            settled_on=known[RESOLVED],
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
    treatments = _Known(log, today)
    reasons = np.full(len(log), NOT_KNOWN, dtype=np.int8)
    signs = np.column_stack([treatments.is_among(name, {YES}) for name in load().warning_signs])
    holding = reasons_of(treatments, np.logical_or.reduce(signs, axis=1), settings)
    # From the least urgent to the most urgent, so that the first reason of `REASONS` stays.
    for place, reason in reversed([*enumerate(REASONS)]):
        reasons[holding[reason]] = place
    days = treatments.days
    rows = np.flatnonzero(reasons >= 0)
    # A treatment without a date comes after those of the same urgency.
    latest_first = np.where(days[rows] == NOT_KNOWN, np.iinfo(days.dtype).max, days[rows])
    rows = rows[np.lexsort((rows, latest_first, reasons[rows]))]
    is_long_ago = days[rows] > (np.inf if settings.listed_for is None else settings.listed_for)
    found = rows, reasons[rows], signs[rows], is_long_ago
    for each in found:
        each.flags.writeable = False
    return found


def values_at(log: Log, name: str, rows: np.ndarray) -> list[Any]:
    """Return the values of column `name` in some rows; None where one is not known, or the log lacks the column."""
    if name not in log:
        return [None] * len(rows)
    codes = log.codes(name)[rows]
    known = iter(log.frame[name].cat.categories.take(codes[codes >= 0]).tolist())
    return [None if code < 0 else next(known) for code in codes.tolist()]


class _Known(Known):
    """What is known of each treatment of a log in memory."""

    def __init__(self, log: Log, today: dt.date) -> None:
        self._log = log
        self.days = _days_since(log, today)
        self.none = np.zeros(len(log), dtype=bool)

    def has(self, name: str) -> bool:
        """Tell whether the log has a column."""
        return name in self._log

    def among(self, name: str, levels: set[str]) -> np.ndarray:
        """Mark the treatments with one of these levels."""
        return self._log.rows_where(name, levels.__contains__)

    def known(self, name: str) -> np.ndarray:
        """Mark the treatments whose value is known."""
        marked: np.ndarray = self._log.codes(name) >= 0
        return marked


def _days_since(log: Log, today: dt.date) -> np.ndarray:
    """Return the days from each treatment to `today`; -1 where that is not known or the day is yet to come."""
    if DATE not in log:
        return np.full(len(log), NOT_KNOWN, dtype=np.int32)
    since = [max((today - day).days, NOT_KNOWN) for day in log.values(DATE)]
    # The last place answers for code -1.
    of_rows: np.ndarray = np.array([*since, NOT_KNOWN], dtype=np.int32)[log.codes(DATE)]
    return of_rows
