"""A saved log in an object store, copied to this computer to be read; the copy follows the store.

Nothing is ever written back: no lock there keeps two writers apart.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from analysis.outcome_log.object_store import ObjectFolder, only_read

if TYPE_CHECKING:
    from analysis.errors import DashboardError
    from analysis.outcome_log.object_store import StoredFile

# The store is asked no more often for what is new: each question takes a while, and a page asks many times.
ASKED_AFTER_SECONDS = 10.0
_BEING_COPIED = ".copying"
_ROWS = ".parquet"


class Copy:
    """The copy of one folder of a store, which goes when the program ends.

    Parameters
    ----------
    url : str
    """

    def __init__(self, url: str) -> None:
        self._from = ObjectFolder(url)
        above = tempfile.mkdtemp(prefix="outcome_log_")
        weakref.finalize(self, shutil.rmtree, above, ignore_errors=True)
        self._folder = Path(above) / (self._from.name or "log")
        # As they were copied; and the names of all that are there.
        self._copied: dict[str, StoredFile] = {}
        self._names: set[str] = set()
        self._asked_at = -ASKED_AFTER_SECONDS
        self._one_at_a_time = Lock()

    @property
    def folder(self) -> Path:
        """Where the copy is, as the store has it by now.

        Raises
        ------
        DashboardError
            Where the store does not answer.
        """
        with self._one_at_a_time:
            if time.monotonic() - self._asked_at >= ASKED_AFTER_SECONDS:
                self._follow()
                self._asked_at = time.monotonic()
        return self._folder

    def refusal(self) -> DashboardError:
        """Return the error for a change of the log."""
        return only_read(self._from.url)

    def _follow(self) -> None:
        """Copy what is new, treatments before the commits that name them, and drop what is gone."""
        found = {each.name: each for each in self._from.files()}
        for each in sorted(found.values(), key=lambda each: (not each.name.endswith(_ROWS), each.name)):
            if self._copied.get(each.name) != each:
                self._write(each)
        # A store's clock has whole seconds: of what was written in the last one, the next change may look the same.
        # Files with rows are named after what they contain.
        latest = max((each.written for each in found.values() if each.written is not None), default=None)
        for each in found.values():
            if each.written == latest and not each.name.endswith(_ROWS):
                self._copied.pop(each.name, None)
        for name in self._names - found.keys():
            (self._folder / name).unlink(missing_ok=True)
            self._copied.pop(name, None)
        self._names = set(found)

    def _write(self, each: StoredFile) -> None:
        path = self._folder / each.name
        path.parent.mkdir(parents=True, exist_ok=True)
        being_copied = path.with_name(_BEING_COPIED)
        with suppress(FileNotFoundError):  # gone since it was listed
            being_copied.write_bytes(self._from.read(each.name))
            being_copied.replace(path)
        self._copied[each.name] = each


@cache
def copy_of(url: str) -> Copy:
    """Return the copy of a folder of a store, of which this program has one."""
    return Copy(url)
