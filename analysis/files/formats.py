"""What a file is, told from its first bytes: its name may say anything."""

from __future__ import annotations

import re

from analysis.errors import DashboardError

ZIP = b"PK\x03\x04"
GZIP = b"\x1f\x8b"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"RIFF", "a picture or sound (RIFF)"),
    (b"\x00\x00\x00\x18ftyp", "a picture or film"),
    (b"\x00\x00\x00\x1cftyp", "a picture or film"),
    (b"\x00\x00\x00\x20ftyp", "a picture or film"),
    (b"\x00\x00\x00\x24ftyp", "a picture or film"),
    (b"%PDF", "a PDF document"),
    (b"PK\x05\x06", "an empty archive (ZIP)"),
    (b"\xd0\xcf\x11\xe0", "a damaged Office document"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
)
_MARKUP = re.compile(rb"\s*<[a-z!?]", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
# A mark, or every second byte zero.
_UTF16 = re.compile(rb"(\xff\xfe|\xfe\xff)|([^\x00]\x00){4}|(\x00[^\x00]){4}")
_START = 1000


def refuse_other_formats(content: bytes, name: str) -> None:
    """Refuse what is neither text nor a workbook, and say what it is.

    Raises
    ------
    DashboardError
        Where the file is empty or of a known other format.
    """
    if not content.lstrip(b"\x00\t\r\n\x0b\x0c \xef\xbb\xbf\xff\xfe"):
        raise DashboardError(f"“{name}” is empty: export the log again and upload that file.")
    what = next((what for signature, what in _SIGNATURES if content.startswith(signature)), None)
    start = content[:_START].removeprefix(b"\xef\xbb\xbf")
    if _UTF16.match(start):
        start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    if what is None and _MARKUP.match(start):
        what = "a web page or XML file"
    if what is None and _JSON.match(start):
        what = "a JSON file"
    if what is not None:
        raise DashboardError(
            f"“{name}” is {what}, neither a CSV file nor a workbook: open it where it was made and save the log as "
            "CSV or .xlsx."
        )
