"""Bytes to text: which encoding a file has, or a plain sentence where it is no text."""

from __future__ import annotations

import re

import numpy as np

from analysis.files.problems import FileError

SAMPLE_LENGTH = 200_000
# More than this share of control characters, and a file is not text: real logs have none.
MOST_CONTROL_CHARACTERS = 0.01
# UTF-16 without a mark: in mostly Latin text every second byte is zero.
UTF16_ZERO_BYTES = 0.3
# Western letters beyond ASCII stand alone or in pairs; in other scripts they make whole words.
FOREIGN_WORD = 3

_SIGNATURES = (
    (b"PK\x03\x04", "a workbook or ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
)
_MARKUP = re.compile(rb"\s*<[a-z!?]", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")
_UNUSED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding; � stands for a character that could not be read.

    Raises
    ------
    FileError
        Where the file is empty, of another format, or in an encoding that cannot be told.
    """
    _refuse_other_formats(content, name)
    encoding = _encoding(content)
    if encoding is None:
        raise FileError(
            f"The characters of “{name}” cannot be told for certain (they are not UTF-8, UTF-16 or Western Windows): "
            "save the log as “CSV UTF-8” and upload that file."
        )
    text = content.decode(encoding, "replace")
    if _is_binary(text[:SAMPLE_LENGTH]):
        raise FileError(f"“{name}” is not a text file: export the log as CSV and upload that file.")
    return text.removeprefix("\ufeff").replace("\x00", ""), encoding


def _refuse_other_formats(content: bytes, name: str) -> None:
    if not content.lstrip(b"\x00\t\r\n\x0b\x0c \xef\xbb\xbf\xff\xfe"):
        raise FileError(f"“{name}” is empty: export the log again and upload that file.")
    what = next((what for signature, what in _SIGNATURES if content.startswith(signature)), None)
    start = content.removeprefix(b"\xef\xbb\xbf")
    if what is None and _MARKUP.match(start):
        what = "a web page or XML file"
    if what is None and _JSON.match(start):
        what = "a JSON file"
    if what is not None:
        raise FileError(f"“{name}” is {what}, not a CSV file: open it where it was made and save the log as CSV.")


def _encoding(content: bytes) -> str | None:
    """Return the encoding, None where it cannot be told."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = np.frombuffer(content[:SAMPLE_LENGTH], dtype=np.uint8) == 0
    for zeros, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if np.count_nonzero(zeros) > UTF16_ZERO_BYTES * len(zeros):
            return encoding
    if _is_mostly_utf8(content):
        return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    return None if _UNUSED_IN_CP1252.search(content) or _is_another_script(content) else "cp1252"


def _is_mostly_utf8(content: bytes) -> bool:
    """Tell whether the characters beyond ASCII are UTF-8, fewer broken ones aside."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return len(text) - len(text.encode("ascii", "ignore")) > 2 * broken
    return True


def _is_another_script(content: bytes) -> bool:
    words = re.findall(rb"[\x80-\xff]+", content)
    foreign = [word for word in words if len(word) >= FOREIGN_WORD and len(set(word)) > 1]
    return sum(map(len, foreign)) > sum(map(len, words)) / 2


def _is_binary(text: str) -> bool:
    controls = len(_CONTROLS.findall(text))
    return controls > MOST_CONTROL_CHARACTERS * len(text) or text.count("\x00") > len(text) / 2
