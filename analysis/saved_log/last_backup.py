"""When the log was last backed up, and where to: noted beside it, and not part of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analysis.files.whole_file import write_whole
from analysis.saved_log.digests import is_as_written, with_check
from analysis.saved_log.folder import LAST_BACKUP

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
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
        data = json.loads((folder / LAST_BACKUP).read_bytes())
        noted = BackUp(str(data["place"]), int(data["version"]), data["when"])
        dt.datetime.fromisoformat(noted.when)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return noted if is_as_written(data) else None


def note_backup(folder: Path, made: BackUp) -> None:
    """Note a backup.

    Raises
    ------
    OSError
        Where the note cannot be written.
    """
    write_whole(folder / LAST_BACKUP, json.dumps(with_check(asdict(made)), ensure_ascii=False).encode())
