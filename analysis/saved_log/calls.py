"""What came of calls to clients, kept beside the treatments: who called when, about which treatments, with what result.

The calls stand in one small JSON file, written whole and put in place in one step. It names treatments by the keys of
the saved log, so that a call stays with its treatment whatever later imports correct, and a client who is erased leaves
nothing behind.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from analysis.saved_log.file_names import without_client
from analysis.saved_log.folder import CALLS, only_writer
from analysis.saved_log.records import read_records, write_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

CallResult = Literal["reached", "referred", "no answer", "not needed"]
CALL_RESULTS: tuple[CallResult, ...] = get_args(CallResult)


@dataclass(frozen=True)
class Called:
    """A treatment as it was when somebody dealt with it.

    Attributes
    ----------
    key : str
        Which treatment it is.
    reason : str
        Why it was on the work list.
    signs : tuple of str
        The warning signs recorded by then: another one is a reason to call again.
    """

    key: str
    reason: str
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """What came of calling about some treatments.

    Attributes
    ----------
    result : str
        One of `CALL_RESULTS`.
    treatments : tuple of Called
    at : str
        When it was recorded, as ISO 8601 in UTC.
    by : str or None
        Who recorded it, where the dashboard knows.
    version : int
        The version of the saved log at that time; 0 for a file that is only looked at.
    note : str
    try_again_on : date or None
        The day on which the treatments come back, after no answer.
    number : int
        1, 2, 3, … in the order in which they were recorded; 0 before that.
    """

    result: CallResult
    treatments: tuple[Called, ...]
    at: str
    by: str | None = None
    version: int = 0
    note: str = ""
    try_again_on: dt.date | None = None
    number: int = 0


def read_calls(folder: Path, version: int | None = None) -> tuple[Call, ...]:
    """Return the calls recorded up to a version of the saved log, or all of them.

    Raises
    ------
    DashboardError
        If the file may not be read, or is not as it was written.
    """
    calls = read_records(folder / CALLS, "calls", _call)
    return calls if version is None else tuple(call for call in calls if call.version <= version)


def record_call(folder: Path, call: Call) -> Call:
    """Keep a call with the saved log, and return it with its number.

    Raises
    ------
    DashboardError
        If the calls so far are damaged, or nothing can be written.
    """
    with only_writer(folder):
        calls = read_calls(folder)
        recorded = with_number(call, calls)
        _write(folder, (*calls, recorded))
    return recorded


def with_number(call: Call, earlier: Sequence[Call]) -> Call:
    """Return a call with the number after those of the earlier ones."""
    return replace(call, number=max((each.number for each in earlier), default=0) + 1)


def undo_call(folder: Path, number: int) -> None:
    """Take a call back, as though it had never been recorded.

    Raises
    ------
    DashboardError
        If the calls are damaged, or nothing can be written.
    """
    with only_writer(folder):
        _write(folder, tuple(call for call in read_calls(folder) if call.number != number))


def forget_calls(folder: Path, keys: Collection[str], called: Iterable[str]) -> None:
    """Forget calls about treatments that are erased, and notes that name the client; whoever calls holds the lock.

    Raises
    ------
    DashboardError
        If the calls are damaged, so that nobody can tell whom they name, or nothing can be written.
    """
    names = list(called)
    calls = read_calls(folder)
    left = tuple(
        replace(call, treatments=remaining, note=without_client(call.note, names))
        for call in calls
        if (remaining := tuple(each for each in call.treatments if each.key not in keys))
    )
    if left != calls:
        _write(folder, left)


def _write(folder: Path, calls: Sequence[Call]) -> None:
    write_records(folder / CALLS, "calls", [_as_data(call) for call in calls])


def _as_data(call: Call) -> dict[str, Any]:
    again = call.try_again_on
    return asdict(call) | {"try_again_on": again.isoformat() if again else None}


def _call(data: dict[str, Any]) -> Call:
    """Return what `_as_data` wrote; ValueError, KeyError or TypeError for anything else."""
    if data["result"] not in CALL_RESULTS:
        raise ValueError(data["result"])
    again = data["try_again_on"]
    treatments = tuple(Called(each["key"], each["reason"], tuple(each["signs"])) for each in data["treatments"])
    return Call(**data | {"treatments": treatments, "try_again_on": dt.date.fromisoformat(again) if again else None})
