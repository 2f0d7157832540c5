"""When the log was last backed up, and where to: noted beside it, and not part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analysis.saved_log.folder import LAST_BACKUP
from analysis.saved_log.small_files import read_small, write_small

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class BackUp:
    """A copy of the log.

    Attributes
    ----------
    place : str
        The folder or file that holds it.
    version : int
        The newest version of the log that it has.
    when : str
        The time by the clock of the machine that made it, in UTC, as ISO 8601.
    """

    place: str
    version: int
    when: str


def last_backup(folder: Path) -> BackUp | None:
    """Return the last backup of the log in `folder`; None where none is known of."""
    try:
        data = read_small(folder / LAST_BACKUP)
        noted = BackUp(str(data["place"]), int(data["version"]), data["when"])
        dt.datetime.fromisoformat(noted.when)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return noted


def note_backup(folder: Path, made: BackUp) -> None:
    """Note a backup.

    Raises
    ------
    OSError
        Where the note cannot be written.
    """
    write_small(folder / LAST_BACKUP, asdict(made))
