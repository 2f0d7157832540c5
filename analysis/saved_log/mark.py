"""How far the log has come, kept in a small file beside the table, so that no log opens that lost its end unnoticed.

The table alone cannot tell: without its last commits it is a whole, older log. So every change goes this way: the mark
says which version is begun, the rows and their commit are written, the disk has them, the mark says that the version is
reached. Whatever stops it in between, three things stay true:

- A table that ends before what is reached has lost its end.
- Rows of a version later than any that was begun are of an end that table and mark have lost together.
- Rows of a begun version that the table does not name are of a write that was cut short, or of none any more.

It also says which bytes the newest commit and the newest checkpoint have, which no later commit says yet.

A log without a mark is one of an earlier release; the next change gives it one.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.files.whole_file import write_whole
from analysis.saved_log.commits import NOT_AS_WRITTEN
from analysis.saved_log.digests import is_as_written, with_check
from analysis.saved_log.folder import MARK, damaged, is_forbidden, not_readable
from analysis.saved_log.history import now

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Written:
    """Which bytes a file of the table's own log has: the commit it belongs to, and the digest of the bytes."""

    number: int
    digest: str


@dataclass(frozen=True)
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
    commit, checkpoint : Written or None
        The newest commit and the newest checkpoint that are known to be whole on the disk; earlier releases kept
        neither.
    """

    log: str | None
    reached: int
    begun: int
    when: str
    commit: Written | None = None
    checkpoint: Written | None = None

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
        mark = Mark(
            data["log"],
            int(data["reached"]),
            int(data["begun"]),
            data["when"],
            _written(data.get("commit")),
            _written(data.get("checkpoint")),
        )
        dt.datetime.fromisoformat(mark.when)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise not_readable(folder) if is_forbidden(error) else damaged(path, "cannot be read") from error
    if not is_as_written(data):
        raise damaged(path, NOT_AS_WRITTEN)
    return mark


def _written(data: dict[str, Any] | None) -> Written | None:
    return None if data is None else Written(int(data["number"]), str(data["digest"]))


def begin(folder: Path, log: str | None, version: int) -> None:
    """Say that a version of the log is about to be written: before any of it is.

    Raises
    ------
    OSError
        Where the mark cannot be written.
    """
    _write(folder, Mark(log, version - 1, version, now()))


def reach(folder: Path, log: str, version: int, commit: Written | None) -> None:
    """Say that the table has a version, and its newest commit: once all of it is on the disk. See `begin`."""
    _write(folder, Mark(log, version, version, now(), commit))


def note_checkpoint(folder: Path, log: str, checkpoint: Written) -> None:
    """Say which bytes the newest checkpoint has."""
    _write(folder, Mark(log, 0, 0, now(), checkpoint=checkpoint))


def _write(folder: Path, mark: Mark) -> None:
    """Write the mark, and never take back what it says: another writer may have come where file locks do not hold."""
    former = read_mark(folder)
    if former is not None:
        mark = replace(
            mark,
            log=mark.log or former.log,
            reached=max(mark.reached, former.reached),
            begun=max(mark.begun, former.begun),
            commit=_later(mark.commit, former.commit),
            checkpoint=_later(mark.checkpoint, former.checkpoint),
        )
    write_whole(folder / MARK, json.dumps(with_check(asdict(mark))).encode())


def _later(one: Written | None, other: Written | None) -> Written | None:
    known = [each for each in (one, other) if each is not None]
    return max(known, key=lambda each: each.number) if known else None
