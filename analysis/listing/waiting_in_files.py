"""The work list of a log in files: who waits is found where the treatments are, and at most a page of them travels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from analysis.listing.calls import Calls, is_worse, latest_calls
from analysis.listing.reasons import NOT_KNOWN, REASONS, URGENCY, Known, reasons_of
from analysis.listing.rows_in_files import LATEST, NUMBER, latest_first, page_of, source_at, value_of
from analysis.listing.waiting import Waiting, WaitingList
from analysis.outcome_log.codebook import YES, load
from analysis.outcome_log.coded_log import PLACE, ROW, ROW_BITS
from analysis.outcome_log.log import CLINIC, DATE, PRACTITIONER, RESOLVED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analysis.counting.passing_rows import PassingRows
    from analysis.listing.reasons import Reason, Settings, Urgency
    from analysis.listing.waiting import Keys
    from analysis.saved_log.calls import Call

_REASON, _LONG_AGO, _SIGN, _STATUS, _N = "reason", "is_long_ago", "sign", "status", "n"
_SHOWN = (DATE, CLINIC, PRACTITIONER, RESOLVED)
_OPEN, _LATER, _OLDER, _DEALT_WITH = range(4)
# So much of the digest of a log tells its treatments from those of another.
_DIGITS = 12


class _InFiles(Known):
    """What is known of each treatment of a log in files."""

    def __init__(self, passing: PassingRows, today: dt.date) -> None:
        self._passing = passing
        # A treatment without a date has a place beyond every day.
        since = today.toordinal() - nw.col(PLACE) // 2**ROW_BITS
        self.days = nw.when(since < 0).then(nw.lit(NOT_KNOWN)).otherwise(since)
        self.none = nw.col(PLACE) < 0

    def has(self, name: str) -> bool:
        """Tell whether the log has a column."""
        return name in self._passing.log

    def among(self, name: str, levels: set[str]) -> nw.Expr:
        """Mark the treatments with one of these levels."""
        return self._passing.has(name, levels.__contains__)

    def known(self, name: str) -> nw.Expr:
        """Mark the treatments whose value is known."""
        return self._passing.code(name) >= 0


@dataclass(frozen=True)
class KeysInFiles:
    """What each treatment of a log in files is called in the calls about it: its number in just this log."""

    digest: str

    def of(self, row: int) -> str:
        """Return the key of the treatment in a row of the log."""
        return f"{self.digest[:_DIGITS]}:{row}"

    def rows(self, keys: Sequence[str]) -> np.ndarray:
        """Return the row of each treatment; -1 where the key is of another log."""
        return np.array([*map(self._row, keys)], dtype=np.int64)

    def _row(self, key: str) -> int:
        digest, _, row = key.partition(":")
        return int(row) if digest == self.digest[:_DIGITS] and row.isdecimal() else NOT_KNOWN

    def ids(self, row: int) -> tuple[None, None]:  # noqa: ARG002 of no treatment
        """Return no IDs: such a log has none."""
        return None, None


@dataclass(frozen=True, eq=False)
class WaitingInFiles(WaitingList):
    """Treatments of a log in files that wait for a call.

    Attributes
    ----------
    passing : PassingRows
    today : date
    keys : Keys
    frame : LazyFrame
        Those that wait, and have this status.
    numbers : mapping of (str, bool) to int
        How many there are for each reason, lately and long ago.
    """

    passing: PassingRows
    today: dt.date
    keys: Keys
    frame: nw.LazyFrame[Any]
    numbers: Mapping[tuple[Reason, bool], int]

    def __len__(self) -> int:
        """Return how many treatments wait."""
        return sum(self.numbers.values())

    def count(self, urgency: Urgency) -> int:
        """Return how many treatments are of this urgency."""
        return sum(number for (reason, _), number in self.numbers.items() if URGENCY[reason] == urgency)

    def count_long_ago(self, urgency: Urgency) -> int:
        """Return how many treatments of this urgency were long ago."""
        return sum(number for (reason, old), number in self.numbers.items() if old and URGENCY[reason] == urgency)

    def of(self, urgency: Urgency) -> WaitingInFiles:
        """Return the treatments of one urgency."""
        places = [place for place, reason in enumerate(REASONS) if URGENCY[reason] == urgency]
        of_these = {
            (reason, old): number for (reason, old), number in self.numbers.items() if URGENCY[reason] == urgency
        }
        with self.passing.turn():
            return replace(self, frame=self.frame.filter(nw.col(_REASON).is_in(places)), numbers=of_these)

    def page(self, first: int, most: int) -> tuple[Waiting, ...]:
        """Return at most `most` treatments from place `first` on."""
        found = page_of(self.passing, self.frame, (_REASON, LATEST, NUMBER), first, min(most, len(self) - first))
        return _as_waiting(self.passing, found, self.today, self.keys)

    def reasons_and_signs(self, rows: Iterable[int]) -> Iterator[tuple[int, Reason, tuple[str, ...]]]:
        """Yield the row, the reason and the warning signs of the treatments of the list in some rows."""
        for each in _in_rows(self.passing, self.frame, rows, self.today, self.keys):
            yield each.row, each.reason, each.signs


def calls_in_files(
    passing: PassingRows, today: dt.date, settings: Settings, calls: Iterable[Call], keys: Keys
) -> Calls:
    """Return who waits for a call after some calls: as `work_list` and `after_calls` of a log in memory.

    Parameters
    ----------
    passing : PassingRows
    today : date
    settings : Settings
    calls : iterable of Call
    keys : Keys
        What their treatments are called in them.
    """
    frame = passing.keep(("waiting", today, settings), lambda: _waiting(passing, today, settings))
    latest = latest_calls(calls)
    made = {row: each for row, each in zip(keys.rows([*latest]).tolist(), latest.values(), strict=True) if row >= 0}
    is_open, is_later = [], []
    for each in _in_rows(passing, frame, made, today, keys) if made else ():
        call, then = made[each.row]
        again_on = call.try_again_on
        if is_worse(each.reason, each.signs, then) or (again_on is not None and again_on <= today):
            is_open.append(each.row)
        elif again_on is not None:
            is_later.append(each.row)
    is_listed = (nw.col(_LONG_AGO) == 0) | (nw.col(_REASON) == REASONS.index("warning signs"))
    status = nw.when(is_listed).then(nw.lit(_OPEN)).otherwise(nw.lit(_OLDER))
    for rows, of in ((list(made), _DEALT_WITH), (is_later, _LATER), (is_open, _OPEN)):
        if rows:
            status = nw.when(nw.col(NUMBER).is_in(rows)).then(nw.lit(of)).otherwise(status)
    with passing.turn():
        frame = frame.with_columns(status.alias(_STATUS))
        found = passing.ask(frame.group_by(_STATUS, _REASON, _LONG_AGO).agg(nw.len().alias(_N)))
        with_status = {of: frame.filter(nw.col(_STATUS) == of) for of in (_OPEN, _LATER, _OLDER)}
    counted = [*zip(*(found[name].tolist() for name in (_STATUS, _REASON, _LONG_AGO, _N)), strict=True)]

    def those(of: int) -> WaitingInFiles:
        numbers = {(REASONS[reason], bool(old)): number for has, reason, old, number in counted if has == of}
        return WaitingInFiles(passing, today, keys, with_status[of], numbers)

    last = {row: call for row, (call, _) in made.items()}
    return Calls(open=those(_OPEN), last=last, later=those(_LATER), older=those(_OLDER))


def _waiting(passing: PassingRows, today: dt.date, settings: Settings) -> nw.LazyFrame[Any]:
    """Return the treatments that wait, with what a page shows of them."""
    treatments, log = _InFiles(passing, today), passing.log
    signs = [treatments.is_among(name, {YES}) for name in load().warning_signs]
    holding = reasons_of(treatments, reduce(or_, signs), settings)
    place = nw.lit(NOT_KNOWN)
    for at, reason in reversed([*enumerate(REASONS)]):
        place = nw.when(holding[reason]).then(nw.lit(at)).otherwise(place)
    is_old = treatments.none if settings.listed_for is None else treatments.days > settings.listed_for
    columns = {
        _REASON: place,
        _LONG_AGO: nw.when(is_old).then(nw.lit(1)).otherwise(nw.lit(0)),
        **latest_first(today),
        **{_SIGN + str(at): nw.when(sign).then(nw.lit(1)).otherwise(nw.lit(0)) for at, sign in enumerate(signs)},
    }
    shown = [log.stored[name] for name in _SHOWN if name in log]
    return passing.rows.with_columns(**columns).select(*columns, ROW, *shown).filter(nw.col(_REASON) >= 0)


def _in_rows(
    passing: PassingRows, frame: nw.LazyFrame[Any], rows: Iterable[int], today: dt.date, keys: Keys
) -> tuple[Waiting, ...]:
    with passing.turn():
        found = passing.ask(frame.filter(nw.col(NUMBER).is_in(list(rows))))
    return _as_waiting(passing, found, today, keys)


def _as_waiting(
    passing: PassingRows, found: Mapping[str, np.ndarray], today: dt.date, keys: Keys
) -> tuple[Waiting, ...]:
    log = passing.log
    waiting = []
    for at in range(len(found[NUMBER])):
        row = int(found[NUMBER][at])
        treated = value_of(log, found, DATE, at)
        treatment_id, client_id = keys.ids(row)
        waiting.append(
            Waiting(
                row=row,
                treatment_id=treatment_id,
                client_id=client_id,
                treatment_date=treated,
                clinic=value_of(log, found, CLINIC, at),
                practitioner=value_of(log, found, PRACTITIONER, at),
                reason=REASONS[int(found[_REASON][at])],
                signs=tuple(name for sign, name in enumerate(load().warning_signs) if found[_SIGN + str(sign)][at]),
                settled_on=value_of(log, found, RESOLVED, at),
                days=None if treated is None else (today - treated).days,
                source=source_at(log, found, at),
            )
        )
    return tuple(waiting)
