"""Files with rows that the table does not name: what a change put aside or a write that was cut short left behind."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.saved_log.folder import COMPANIONS, COPY, LAST_BACKUP, LOG, TREATMENTS
from analysis.saved_log.putting_back import COPYING
from analysis.saved_log.stored_names import VERSION

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

# Files that are being written have a longer name, which one cut short keeps.
_FILE_WITH_ROWS = re.compile(r"part-.*\.parquet(?P<being_written>.*)")
# Far more than lie about between two changes of a log.
_MOST_REMEMBERED = 4096
_SMALL_FILES = "|".join(map(re.escape, (*COMPANIONS, LAST_BACKUP, COPY)))
# What is written beside its place, under a name that begins with a dot and ends with letters of its own.
_BESIDE = re.compile(rf"\.(?:{_SMALL_FILES}|part-.*\.parquet)\.\w+|{re.escape(COPYING)}\w+")
_COMMIT_BEING_WRITTEN = re.compile(r"_commit_.*\.tmp|.*\.(?:json|parquet)#\d+")


@dataclass(frozen=True)
class Leftover:
    """A file with rows that the table does not name.

    Attributes
    ----------
    path : Path
    written : float
        When it was written, in seconds since 1970.
    newest : int or None
        The newest version that it holds rows of; 0 where it was never written whole, so that no version can need it;
        None where nobody can tell.
    is_of_one_version : bool
        Whether it holds rows of that version only, so that it is none that was put together of others.
    """

    path: Path
    written: float
    newest: int | None
    is_of_one_version: bool = False

    def is_outdone(self, latest: int) -> bool:
        """Tell whether nobody can make a version of it any more, because the table is at `latest` by now."""
        return self.newest is not None and (self.newest < latest or (self.newest == latest and self.is_of_one_version))


def leftovers(treatments: Path, named: Container[str]) -> Iterator[Leftover]:
    """Yield the files with rows in the folder of the table that are not among the `named`."""
    with os.scandir(treatments) as entries:
        for entry in entries:
            match = _FILE_WITH_ROWS.fullmatch(entry.name)
            if match is None or entry.name in named:
                continue
            try:
                about = entry.stat()
                is_whole = not match["being_written"] and about.st_size > 0
                oldest, newest = _versions(entry.path, about.st_mtime_ns, about.st_size) if is_whole else (None, 0)
            except FileNotFoundError:  # whoever changes the log just now has deleted it
                continue
            yield Leftover(Path(entry.path), about.st_mtime, newest, oldest is not None and oldest == newest)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _versions(path: str, written: int, size: int) -> tuple[int | None, int | None]:  # noqa: ARG001 - part of the key
    """Return the oldest and the newest version that a file holds rows of, by its footer; None where nobody can tell."""
    try:
        return versions_in(pq.read_metadata(path))
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError):
        return None, None


def versions_in(about: pq.FileMetaData) -> tuple[int | None, int | None]:
    """Return the oldest and the newest version that a file holds rows of, by its footer; None where it notes none."""
    try:
        column = about.schema.names.index(VERSION)
        ranges = [about.row_group(part).column(column).statistics for part in range(about.num_row_groups)]
        return min(each.min for each in ranges), max(each.max for each in ranges)
    except (ValueError, AttributeError, TypeError):
        return None, None


def cut_short(folder: Path) -> Iterator[Path]:
    """Yield what writing a file whole, here or by Delta Lake, or copying a log, has left where it was killed."""
    treatments = folder / TREATMENTS
    for place, pattern in ((folder, _BESIDE), (treatments, _BESIDE), (treatments / LOG, _COMMIT_BEING_WRITTEN)):
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
            yield from (Path(entry.path) for entry in entries if pattern.fullmatch(entry.name))


def sweep_cut_short(folder: Path) -> None:
    """Delete what `cut_short` yields; whoever calls holds the lock, so that nobody is still writing it.

    Where locks do not hold across machines, whoever is writing it fails and says so.

    Raises
    ------
    OSError
        Where one of them could not be deleted.
    """
    for path in list(cut_short(folder)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
