"""The work list after the calls that were made: what was dealt with is off it until there is a reason to call again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.listing.reasons import REASONS
from analysis.outcome_log.coded_reader import row_numbers
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, Log
from analysis.saved_log.calls import Called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.listing.reasons import Reason
    from analysis.listing.waiting import Keys, WaitingList
    from analysis.listing.work_list import WorkList
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.saved_log.calls import Call
    from analysis.saved_log.opening import SavedLog
    from analysis.saved_log.texts import TextColumn


class TreatmentKeys:
    """What each treatment of a log is called in the calls about it.

    Of the saved log that is the key by which imports find the treatment again; of a file that is only looked at, the
    number of its row.

    Parameters
    ----------
    log : Log or CodedLog
    saved : SavedLog or None
        What `log` was opened from; None for a file.
    """

    def __init__(self, log: Log | CodedLog, saved: SavedLog | None = None) -> None:
        self._numbers = log.frame.index.to_numpy() if isinstance(log, Log) else row_numbers(log)
        self._saved = saved

    def of(self, row: int) -> str:
        """Return the key of the treatment in a row of the log."""
        number = int(self._numbers[row])
        if self._saved is None:
            return str(number)
        # The rows of a saved log are numbered from 1.
        return self._saved.contents.keys[int(self._saved.treatments.key[number - 1])]

    def rows(self, keys: Sequence[str]) -> np.ndarray:
        """Return the row of each treatment; -1 for one that the log does not have."""
        if not keys or not len(self._numbers):
            return np.full(len(keys), -1)
        if self._saved is None:
            numbers = np.array([int(key) if key.isdecimal() else 0 for key in keys], dtype=np.int64)
        else:
            contents, treatments = self._saved.contents, self._saved.treatments
            numbers = treatments.positions(len(contents.keys))[contents.positions(keys)] + 1
        # Rows that were set aside have left gaps between the numbers, which ascend.
        places = np.minimum(np.searchsorted(self._numbers, numbers), len(self._numbers) - 1)
        rows: np.ndarray = np.where(self._numbers[places] == numbers, places, -1)
        return rows

    def ids(self, row: int) -> tuple[str | None, str | None]:
        """Return the IDs of a treatment of the saved log and of its client, as far as they are known."""
        if self._saved is None:
            return None, None
        number = int(self._numbers[row])
        treatment = self._saved.treatments.part(number - 1, number)
        return _only_text(treatment.column(TREATMENT_ID)), _only_text(treatment.column(CLIENT))


def _only_text(column: TextColumn) -> str | None:
    """Return the text of a column with one row."""
    (code,) = column.codes.tolist()
    return column.texts[code] if code >= 0 else None


@dataclass(frozen=True, eq=False)
class Calls:
    """A work list and what came of earlier calls.

    Attributes
    ----------
    open : WaitingList
        What still waits, or waits again.
    last : mapping of int to Call
        By row of the log: the latest call about a treatment, also about one that waits again.
    later : WaitingList
        What nobody answered, and is to be tried again on a later day.
    older : WaitingList
        What was so long ago that it is only counted; not where somebody has called before.
    """

    open: WaitingList
    last: Mapping[int, Call]
    later: WaitingList
    older: WaitingList


def after_calls(waiting: WorkList, calls: Iterable[Call], keys: TreatmentKeys) -> Calls:
    """Return what is left of a work list after some calls, of which the latest about a treatment counts.

    A treatment comes back on the day on which to try again, and whenever it is worse than it was: on the list for a
    more urgent reason, or with another warning sign.
    """
    latest = latest_calls(calls)
    rows = keys.rows(list(latest))
    dealt_with = {int(row): each for row, each in zip(rows, latest.values(), strict=True) if row >= 0}
    was_called = np.isin(waiting.rows, list(dealt_with))
    # Safety first: of a warning sign without a referral nobody wrote that a doctor has seen it.
    has_sign = waiting.reasons == REASONS.index("warning signs")
    is_older = waiting.is_long_ago & ~has_sign & ~was_called
    is_open, is_later = ~is_older, np.zeros(len(waiting), dtype=bool)
    for place in np.flatnonzero(was_called):
        row = int(waiting.rows[place])
        call, called = dealt_with[row]
        if is_worse(waiting.reason(int(place)), waiting.signs_at(int(place)), called):
            continue
        again_on = call.try_again_on
        is_open[place] = again_on is not None and again_on <= waiting.today
        is_later[place] = again_on is not None and again_on > waiting.today
    return Calls(
        open=waiting.where(is_open),
        last={row: call for row, (call, _) in dealt_with.items()},
        later=waiting.where(is_later),
        older=waiting.where(is_older),
    )


def called(waiting: WaitingList, rows: Iterable[int], keys: Keys) -> tuple[Called, ...]:
    """Return treatments of a work list as they are now, for a call about them."""
    return tuple(Called(keys.of(row), reason, signs) for row, reason, signs in waiting.reasons_and_signs(rows))


def latest_calls(calls: Iterable[Call]) -> dict[str, tuple[Call, Called]]:
    """Return the latest call about each treatment, by its key."""
    return {called.key: (call, called) for call in calls for called in call.treatments}


def is_worse(reason: Reason, signs: tuple[str, ...], then: Called) -> bool:
    """Tell whether a treatment is worse than when somebody called: more urgent, or with another warning sign."""
    is_more_urgent = then.reason in REASONS and REASONS.index(reason) < REASONS.index(then.reason)
    return is_more_urgent or not set(signs) <= set(then.signs)
