"""How far the log has come, said in a small file beside the table, so that no log that lost its end opens unsaid.

The table alone cannot tell: without its last commits it is a whole, older log. So every change goes this way: the mark
says which version is begun, the rows and their commit are written, the disk has them, the mark says that the version is
reached. Whatever stops it in between, three things stay true:

- A table that ends before what is reached has lost its end.
- Rows of a version later than any that was begun are of an end that table and mark have lost together.
- Rows of a begun version that the table does not name are of a write that was cut short, or of none any more.

A log without a mark is one of an earlier release; the next change gives it one.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analysis.files.whole_file import write_whole
from analysis.saved_log.folder import MARK, damaged, is_forbidden, not_readable
from analysis.saved_log.history import now

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the log has come.

    Attributes
    ----------
    log : str or None
        The id of the table; None before there is one.
    reached : int
        The newest version that the table is known to have; 0 before the first.
    begun : int
        The newest version that anybody has begun to write.
    when : str
        The time by the clock of the machine that wrote the mark, in UTC, as ISO 8601.
    """

    log: str | None
    reached: int
    begun: int
    when: str

    @property
    def day(self) -> str:
        """The day on which the mark was written, as 5 May 2026."""
        local = dt.datetime.fromisoformat(self.when).astimezone()
        return f"{local.day} {local:%B %Y}"


def read_mark(folder: Path) -> Mark | None:
    """Return the mark in `folder`; None where there is none.

    Raises
    ------
    DashboardError
        Where it is damaged or may not be read.
    """
    path = folder / MARK
    try:
        data = json.loads(path.read_bytes())
        mark = Mark(data["log"], int(data["reached"]), int(data["begun"]), data["when"])
        dt.datetime.fromisoformat(mark.when)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise not_readable(folder) if is_forbidden(error) else damaged(path, "cannot be read") from error
    return mark


def begin(folder: Path, log: str | None, version: int) -> None:
    """Say that a version of the log is about to be written: before any of it is.

    Raises
    ------
    OSError
        Where the mark cannot be written.
    """
    _write(folder, log, reached=version - 1, begun=version)


def reach(folder: Path, log: str, version: int) -> None:
    """Say that the table has a version: once all of it is on the disk. See `begin`."""
    _write(folder, log, reached=version, begun=version)


def _write(folder: Path, log: str | None, *, reached: int, begun: int) -> None:
    """Write the mark, and never take back what it says: another writer may have come where file locks do not hold."""
    former = read_mark(folder)
    if former is not None:
        log, reached, begun = log or former.log, max(reached, former.reached), max(begun, former.begun)
    write_whole(folder / MARK, json.dumps(asdict(Mark(log, reached, begun, now()))).encode())
