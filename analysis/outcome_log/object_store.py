"""A folder in an object store, named by a URL such as ``s3://bucket/log``: it is read, and never written.

Keys, region and another server's address are those of the environment, as for the store's own tools
(``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.errors import DashboardError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pyarrow.fs import FileSystem

_URL = "://"


def is_url(place: str | Path) -> bool:
    """Tell whether a place is named by a URL, and not by a folder of this computer."""
    return _URL in str(place)


@dataclass(frozen=True)
class StoredFile:
    """A file in an object store: its name within the folder, its size, and when it was written."""

    name: str
    size: int
    written: dt.datetime | None


@dataclass(frozen=True)
class ObjectFolder:
    """A folder in an object store.

    Attributes
    ----------
    url : str
    """

    url: str

    def __str__(self) -> str:
        """Return the URL, without a key that it may contain."""
        return _without_keys(self.url)

    @property
    def name(self) -> str:
        """The last part of the URL."""
        return str(self).rstrip("/").rpartition("/")[2]

    @cached_property
    def _opened(self) -> tuple[FileSystem, str]:
        from pyarrow.fs import FileSystem  # noqa: PLC0415 - it starts the store's whole client

        try:
            file_system, path = FileSystem.from_uri(self.url)
        except (ValueError, NotImplementedError, OSError) as error:
            raise _not_reached(self) from error
        return file_system, path.rstrip("/")

    @property
    def file_system(self) -> FileSystem:
        """What opens the files."""
        return self._opened[0]

    def path(self, name: str) -> str:
        """Return what the file system calls a file of the folder."""
        return f"{self._opened[1]}/{name}"

    def files(self) -> list[StoredFile]:
        """Return all files in the folder and below it.

        Raises
        ------
        DashboardError
            Where the store does not answer.
        """
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415

        root = self._opened[1]
        try:
            found = self.file_system.get_file_info(FileSelector(root, allow_not_found=True, recursive=True))
        except OSError as error:
            raise _not_reached(self) from error
        return [
            StoredFile(each.path.removeprefix(root).lstrip("/"), each.size, each.mtime)
            for each in sorted(found, key=lambda each: each.path)
            if each.type == FileType.File
        ]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises
        ------
        FileNotFoundError
            Where there is none of this name.
        DashboardError
            Where the store does not answer.
        """
        try:
            with self.file_system.open_input_file(self.path(name)) as file:
                content: bytes = file.read()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise _not_reached(self) from error
        return content


def only_read(place: str) -> DashboardError:
    """Return the error for a change of what is in an object store: nothing there keeps two writers apart."""
    return DashboardError(
        f"“{_without_keys(place)}” is only read here: write to a folder of a computer, and copy it to the store."
    )


def _not_reached(folder: ObjectFolder) -> DashboardError:
    """Return the error for a store that does not answer, or does not let this computer in."""
    return DashboardError(
        f"“{folder}” cannot be read: ask your IT person to check the address, and the keys in the environment of the "
        "dashboard."
    )


def _without_keys(url: str) -> str:
    """Return a URL without what stands before its host and after its path, which may be keys."""
    return re.sub(r"//[^/]*@", "//", url).partition("?")[0]
