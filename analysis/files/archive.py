"""ZIP and gzip: nothing is unpacked before its sizes are known, and then no further than they promise."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.formats import GZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PIECE = 1_000_000
_LOCKED = 0x1
# What zipfile, gzip and zlib raise for damaged, locked and unknown kinds of archives.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)
# What programs leave in an archive beside what was meant.
_CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Archive:
    """A ZIP file whose sizes have been checked.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Its name, for messages.

    Raises
    ------
    DashboardError
        Where the file is damaged, or unpacks to more than the limits allow.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except _DAMAGE as error:
            raise _damaged(name) from error
        # Programs that write backslashes mean folders.
        self._infos: Mapping[str, zipfile.ZipInfo] = {info.filename.replace("\\", "/"): info for info in infos}
        self._check(infos)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the files inside."""
        return tuple(self._infos)

    @property
    def is_locked(self) -> bool:
        """Whether a part of it is encrypted."""
        return any(info.flag_bits & _LOCKED for info in self._infos.values())

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > limits.MOST_PARTS:
            raise DashboardError(
                f"“{self._name}” consists of {len(infos):,} parts, and up to {limits.MOST_PARTS:,} can be read: save "
                "the log alone, as a new file."
            )
        if len(self._infos) < len(infos):
            raise _damaged(self._name)
        if sum(info.file_size for info in infos) > limits.MOST_UNPACKED_BYTES:
            raise _too_large(self._name, limits.MOST_UNPACKED_BYTES)
        for info in infos:
            is_harmless = info.file_size <= limits.LEAST_BYTES_FOR_RATIO
            if not is_harmless and info.file_size > limits.MOST_UNPACKED_RATIO * info.compress_size:
                raise DashboardError(
                    f"“{self._name}” unpacks to more than {limits.MOST_UNPACKED_RATIO} times its size, as files made "
                    "to do harm are: save the log as CSV and upload that file."
                )

    def pieces(self, part: str) -> Iterator[bytes]:
        """Unpack a part piece by piece, and no further than the size it claims.

        Raises
        ------
        DashboardError
            Where the part is damaged, locked, or larger than it claims.
        """
        info = self._infos[part]
        unpacked = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(PIECE):
                    unpacked += len(piece)
                    if unpacked > info.file_size:
                        raise _damaged(self._name)
                    yield piece
        except _DAMAGE as error:
            raise _damaged(self._name) from error

    def size(self, part: str) -> int:
        """Return how many bytes a part claims to unpack to; `pieces` holds it to that."""
        return self._infos[part].file_size

    def part(self, part: str) -> bytes:
        """Unpack a part."""
        return b"".join(self.pieces(part))


def unpacked(content: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the one file inside a compressed file or archive, and a note; anything else comes back as it is.

    Raises
    ------
    DashboardError
        Where the archive is locked, damaged, too large, or holds no or several files.
    """
    if content.startswith(GZIP):
        inside = _gunzipped(content, name)
        _refuse_archive_within(inside, name)
        return inside, (f"“{name}” was unpacked.",)
    if not content.startswith(ZIP):
        return content, ()
    archive = Archive(content, name)
    what = _kind(archive.parts)
    if what == "workbook":
        return content, ()
    if what is not None:
        raise DashboardError(
            f"“{name}” is {what}, neither a CSV file nor an Excel or OpenDocument workbook: open it in its own program "
            "and save the log as CSV or .xlsx."
        )
    files = [part for part in archive.parts if not any(each in _CLUTTER for each in PurePosixPath(part).parts)]
    if len(files) != 1:
        raise DashboardError(
            f"“{name}” is an archive of {len(files)} files: unpack it and upload the one with the log."
        )
    if archive.is_locked:
        raise DashboardError(f"“{name}” is locked with a password: unpack it and upload the file inside.")
    if archive.size(files[0]) > limits.MOST_BYTES:
        raise _too_large(name, limits.MOST_BYTES)
    inside = archive.part(files[0])
    _refuse_archive_within(inside, name)
    return inside, (f"“{PurePosixPath(files[0]).name}” was unpacked from the archive “{name}”.",)


def _refuse_archive_within(inside: bytes, name: str) -> None:
    """Refuse what was packed twice: what unpacks and unpacks can end anywhere."""
    if inside.startswith(GZIP) or (inside.startswith(ZIP) and _kind(Archive(inside, name).parts) is None):
        raise DashboardError(
            f"“{name}” is a compressed file that holds another compressed file: unpack it until the log itself comes "
            "out, as CSV or a workbook, and upload that file."
        )


def _kind(parts: tuple[str, ...]) -> str | None:
    """Return "workbook", what other document the parts make, or None for an archive."""
    names = {part.casefold() for part in parts}
    if "xl/workbook.bin" in names:
        return "a binary Excel workbook (.xlsb)"
    if "xl/workbook.xml" in names:
        return "workbook"
    for start, what in (("word/", "a Word document"), ("ppt/", "a presentation"), ("index/", "an Apple document")):
        if any(each.startswith(start) for each in names) and names & {"[content_types].xml", "index/document.iwa"}:
            return what
    if "encrypted-package" in names or {"content.xml", "meta-inf/manifest.xml"} <= names:
        return "workbook"
    return "an Office document without a table" if "[content_types].xml" in names else None


def _gunzipped(content: bytes, name: str) -> bytes:
    # What is inside is no workbook's part but the file itself.
    most = min(
        limits.MOST_UNPACKED_BYTES,
        limits.MOST_BYTES,
        max(limits.MOST_UNPACKED_RATIO * len(content), limits.LEAST_BYTES_FOR_RATIO),
    )
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            data = file.read(most + 1)
    except _DAMAGE as error:
        raise _damaged(name) from error
    if len(data) > most:
        raise _too_large(name, limits.MOST_BYTES)
    return data


def _damaged(name: str) -> DashboardError:
    return DashboardError(f"“{name}” is damaged or incomplete: save the log again and upload that file.")


def _too_large(name: str, most: int) -> DashboardError:
    return DashboardError(
        f"“{name}” unpacks to more than can be read ({most // limits.MEGABYTE:,} MB, "
        f"{limits.MOST_UNPACKED_RATIO} times its size): save the log as CSV, or export a shorter period."
    )
