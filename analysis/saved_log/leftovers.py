"""Files with rows that the table does not name: what a change put aside or a write that was cut short left behind."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.saved_log.stored_names import VERSION

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

# Files that are being written have a longer name, which one cut short keeps.
_FILE_WITH_ROWS = re.compile(r"part-.*\.parquet(?P<being_written>.*)")
# Far more than lie about between two changes of a log.
_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
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
    """

    path: Path
    written: float
    newest: int | None


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
                newest = _newest_version(entry.path, about.st_mtime_ns, about.st_size) if is_whole else 0
            except FileNotFoundError:  # whoever changes the log just now has deleted it
                continue
            yield Leftover(Path(entry.path), about.st_mtime, newest)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _newest_version(path: str, written: int, size: int) -> int | None:  # noqa: ARG001 - part of the key
    """Return the newest version that a file holds rows of, by its footer; None where nobody can tell."""
    try:
        about = pq.read_metadata(path)
        column = about.schema.names.index(VERSION)
        newest: list[int] = [
            about.row_group(part).column(column).statistics.max for part in range(about.num_row_groups)
        ]
        return max(newest)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, ValueError, AttributeError):
        return None
