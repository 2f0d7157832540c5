"""What workbooks and presentations have in common: texts that XML can hold, and archives without the day of today."""

from __future__ import annotations

import io
import re
import zipfile

# What an entry of an archive is dated with: the earliest day that it can bear.
NO_DAY = (1980, 1, 1, 0, 0, 0)
# XML 1.0 can hold none of these, not even escaped: control characters but tab and line breaks, halves of a pair, and
# the two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def undated(archive: bytes) -> bytes:
    """Return a ZIP archive whose entries bear no day: the same content is the same file, whenever it was written."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            add_undated(new, entry.filename, old.read(entry))
    return content.getvalue()


def add_undated(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file to a ZIP archive that bears no day."""
    about = zipfile.ZipInfo(name, NO_DAY)
    about.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(about, content)
