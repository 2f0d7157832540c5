"""What a file is, known from its first bytes: its name may say anything."""

from __future__ import annotations

import re
from typing import Literal

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
    (b"ARROW1", "an Arrow file"),
    (b"RDX", "a file of R"),
    (b"X\n\x00\x00\x00", "a file of R"),
    (b"\x00\x01\x00\x00Standard Jet DB", "a database (Access)"),
    (b"\x00\x01\x00\x00Standard ACE DB", "a database (Access)"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
)
# SPSS, packed or not; Stata from 13 on, and before: version, order of bytes, kind of file; SAS; what they exchange.
_STATISTICS = (
    (re.compile(rb"\$FL[23]"), "SPSS"),
    (re.compile(rb".{0,400}?ASCII SPSS PORT FILE", re.DOTALL), "SPSS portable"),
    (re.compile(rb"<stata_dta>|[\x68-\x73][\x01\x02]\x01\x00"), "Stata"),
    (re.compile(rb"\x00{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c"), "SAS"),
    (re.compile(rb"HEADER RECORD\*{7}LIB(RARY|V8)"), "SAS transport"),
)
_MARKUP = re.compile(rb"\s*<[a-z!?]", re.IGNORECASE)
_MESSAGE = re.compile(rb"(MIME-Version|From|Content-Type|Subject|Date|Snapshot-Content-Location):", re.IGNORECASE)
_XML_WORKBOOK = re.compile(rb"<(?:\w+:)?Workbook\s[^<>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL)
_OPEN_DOCUMENT = re.compile(rb"<office:document\s")
# XML that is no web page may have an element called "table" all the same.
_OTHER_XML = re.compile(rb"\s*<\?xml(?![\s\S]*<(?:html|!DOCTYPE html|table|body|head|div)\b)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
# A mark, or every second byte zero.
_UTF16 = re.compile(rb"(\xff\xfe|\xfe\xff)|([^\x00]\x00){4}|(\x00[^\x00]){4}")
_START = 4000


def statistics_program(content: bytes) -> str | None:
    """Return the statistics program that wrote a file, None where none did."""
    return next((program for start, program in _STATISTICS if start.match(content)), None)


def is_web_archive(content: bytes) -> bool:
    """Tell whether a file is a web page together with its parts, as an e-mail message would be (MHTML)."""
    start = content[:_START].lstrip()
    return _MESSAGE.match(start) is not None and b"multipart/related" in start.lower()


def markup_kind(content: bytes) -> Literal["web page", "XML workbook", "OpenDocument XML"] | None:
    """Return what a file of markup is, None where it holds no table or is none."""
    if is_web_archive(content):
        return "web page"
    start = _plain_start(content)
    if not _MARKUP.match(start):
        return None
    if _XML_WORKBOOK.search(start):
        return "XML workbook"
    if _OPEN_DOCUMENT.search(start):
        return "OpenDocument XML"
    has_table = re.search(
        rb"<table", content.replace(b"\x00", b"") if _UTF16.match(content) else content, re.IGNORECASE
    )
    return "web page" if has_table and not _OTHER_XML.match(start) else None


def _plain_start(content: bytes) -> bytes:
    """Return the beginning of a file without a mark, in one byte for each Latin letter."""
    start = content[:_START].removeprefix(b"\xef\xbb\xbf")
    if _UTF16.match(start):
        start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    return start


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
    start = _plain_start(content)
    if what is None and _MARKUP.match(start):
        what = "a web page or XML file"
    if what is None and _JSON.match(start):
        what = "a JSON file"
    if what is not None:
        raise DashboardError(
            f"“{name}” is {what}, neither a CSV file nor a workbook: open it in its own program and save the log as "
            "CSV or .xlsx."
        )
