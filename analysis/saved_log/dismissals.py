"""Early warnings that somebody has dealt with, kept beside the treatments: which, when, by whom and why.

A warning is named by its key, which the same signal has in later versions of the log: a new signal has another one, so
that its warning is shown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.saved_log.file_names import without_client
from analysis.saved_log.folder import DISMISSALS, only_writer
from analysis.saved_log.records import read_records, write_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Dismissal:
    """A warning that is no longer shown.

    Attributes
    ----------
    key : str
        Of the warning.
    at : str
        When it was dismissed, as ISO 8601 in UTC.
    by : str or None
        By whom, where the dashboard knows.
    version : int
        The version of the saved log at that time; 0 for a file that is only looked at.
    note : str
    """

    key: str
    at: str
    by: str | None = None
    version: int = 0
    note: str = ""


def read_dismissals(folder: Path, version: int | None = None) -> tuple[Dismissal, ...]:
    """Return the dismissals up to a version of the saved log, or all of them.

    Raises
    ------
    DashboardError
        If the file is not as it was written.
    """
    found = read_records(folder / DISMISSALS, "dismissed", _dismissal)
    return found if version is None else tuple(each for each in found if each.version <= version)


def dismiss(folder: Path, dismissal: Dismissal) -> None:
    """Keep a dismissal with the saved log; one of the same warning is replaced.

    Raises
    ------
    DashboardError
        If the dismissals so far are damaged, or nothing can be written.
    """
    with only_writer(folder):
        _write(folder, with_dismissal(read_dismissals(folder), dismissal))


def with_dismissal(earlier: Sequence[Dismissal], dismissal: Dismissal) -> tuple[Dismissal, ...]:
    """Return dismissals with one more, the last; one of the same warning is replaced."""
    return (*without_dismissal(earlier, dismissal.key), dismissal)


def without_dismissal(earlier: Sequence[Dismissal], key: str) -> tuple[Dismissal, ...]:
    """Return dismissals without that of one warning."""
    return tuple(each for each in earlier if each.key != key)


def undo_dismissal(folder: Path, key: str) -> None:
    """Show a warning again, as though it had never been dismissed.

    Raises
    ------
    DashboardError
        If the dismissals are damaged, or nothing can be written.
    """
    with only_writer(folder):
        _write(folder, without_dismissal(read_dismissals(folder), key))


def forget_in_dismissals(folder: Path, called: Iterable[str]) -> None:
    """Take a client who is erased out of notes and keys; the caller holds the lock.

    Raises
    ------
    DashboardError
        If the dismissals are damaged, so that nobody can tell whom they name, or nothing can be written.
    """
    names = list(called)
    before = read_dismissals(folder)
    after = tuple(
        replace(each, key=without_client(each.key, names), note=without_client(each.note, names)) for each in before
    )
    if after != before:
        _write(folder, after)


def _write(folder: Path, dismissals: Sequence[Dismissal]) -> None:
    write_records(folder / DISMISSALS, "dismissed", [asdict(each) for each in dismissals])


def _dismissal(data: dict[str, Any]) -> Dismissal:
    """Return what was written of a dismissal; ValueError or TypeError for anything else."""
    found = Dismissal(**data)
    if not isinstance(found.key, str) or not isinstance(found.note, str) or not isinstance(found.version, int):
        raise TypeError(data)
    return found
