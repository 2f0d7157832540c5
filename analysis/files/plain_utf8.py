"""A text file as the bytes that are split: those of the file itself where they are UTF-8 that every parser reads alike.

Then nothing of a file of 200 MB is decoded but its beginning, and nothing is copied.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from analysis.files import limits
from analysis.files.decoding import SAMPLE_LENGTH, is_binary, is_utf8_by_chance
from analysis.files.dialect import dialect_of
from analysis.files.marks import opening_of
from analysis.files.plain_csv import BLANKS
from analysis.files.records import ESCAPE, Dialect
from analysis.files.spaced_text import without_spaces_between

if TYPE_CHECKING:
    from analysis.files.layout import LayoutChoices

# What is judged of a text: as many characters as the longest sample has, and one more to see that the text goes on.
HEAD_CHARACTERS = 200_001
BYTES_OF_A_CHARACTER = 4
# What is compared at once stays in the cache of the processor, and takes no new memory.
PIECE = 1 << 18


@dataclass(frozen=True)
class Bytes:
    """A text as UTF-8.

    Attributes
    ----------
    content : bytes
    start : int
        Where the text begins in `content`.
    head : str
        Its first `HEAD_CHARACTERS` characters or more.
    """

    content: bytes
    start: int
    head: str

    @classmethod
    def of(cls, text: str) -> Bytes:
        """Return a text as bytes; what cannot be written stands there as a question mark."""
        return cls(text.encode("utf-8", "replace"), 0, text[:HEAD_CHARACTERS])

    @property
    def buffer(self) -> pa.Buffer:
        """The bytes without a copy of them."""
        return pa.py_buffer(self.content).slice(self.start)

    def behind(self, characters: int) -> Bytes:
        """Return what follows the first characters, as many as stand in the head at most."""
        start = self.start + len(self.head[:characters].encode("utf-8", "replace"))
        return Bytes(self.content, start, self.head[characters:])

    def end_of_line(self, start: int, likely: int) -> int:
        """Return the place behind the last line break before a likely place, else behind the next, else the end."""
        start, likely = self.start + start, self.start + likely
        found = self.content.rfind(b"\n", start, likely) + 1 or self.content.find(b"\n", likely) + 1
        return (found or len(self.content)) - self.start

    def count(self, mark: str) -> int:
        """Return how often a mark stands in the text."""
        # Of one sign numpy compares many bytes at once.
        return self._count_sign(ord(mark)) if len(mark) == 1 else self.content.count(mark.encode(), self.start)

    def _count_sign(self, sign: int) -> int:
        signs = np.frombuffer(self.content, dtype=np.uint8)
        starts = range(self.start, len(signs), PIECE)
        return sum(int(np.count_nonzero(signs[start : start + PIECE] == sign)) for start in starts)

    def holds(self, mark: str) -> bool:
        """Tell whether a mark stands in the text."""
        return self.content.find(mark.encode(), self.start) >= 0

    def text(self) -> str:
        """Return all of it as text."""
        return self.content[self.start :].decode("utf-8")


class Source(NamedTuple):
    """A text file as it is split.

    Attributes
    ----------
    text : Bytes
        Written as every parser splits it alike.
    dialect : Dialect
    encoding : str
    notes : tuple of str
    unsure : tuple of str
        Encodings that it may have; see `RawTable`.
    """

    text: Bytes
    dialect: Dialect
    encoding: str
    notes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def as_it_stands(content: bytes, choices: LayoutChoices, name: str) -> Source | None:
    """Return a file as it is, where `decode` and all that rewrites a text change nothing.

    None of a file that is no UTF-8, holds what is left out or noted (a character that could not be read, a zero byte),
    has quotation marks around its lines or blanks before them, or marks that are escaped; and of one that has a line
    too long, which has an error of its own.

    Raises
    ------
    DashboardError
        Where a choice separates nothing.
    """
    start = len(codecs.BOM_UTF8) * content.startswith(codecs.BOM_UTF8)
    is_encoding_certain = choices.encoding is None and not content.startswith(codecs.BOM_UTF8, start)
    if not is_encoding_certain or _holds_what_is_noted(content):
        return None
    if not _is_utf8(content) or _has_long_line(content) or is_utf8_by_chance(content):
        return None
    most = start + BYTES_OF_A_CHARACTER * HEAD_CHARACTERS
    text = Bytes(content, start, codecs.utf_8_decode(content[start:most], "strict", most >= len(content))[0])
    begins = text.head.lstrip()
    if not begins or begins.startswith('"') or is_binary(text.head[:SAMPLE_LENGTH]):
        return None
    if not choices.delimiter and without_spaces_between(text.head, name)[0] is not text.head:
        return None
    dialect = dialect_of(text.head, choices, name)
    if _is_written_anew(text, dialect):
        return None
    return Source(text, dialect, "utf-8-sig" if start else "utf-8")


def _holds_what_is_noted(content: bytes) -> bool:
    """Tell whether a zero byte or the sign for what could not be read stands in a file."""
    sign = "\ufffd".encode()
    # One byte is found much faster than three.
    return b"\x00" in content or (sign[:1] in content and sign in content)


def _is_utf8(content: bytes) -> bool:
    ends = pa.py_buffer(np.array([0, len(content)], dtype=np.int64))
    whole = pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(content))
    try:
        # Arrow looks at many bytes at once, and makes no text of them.
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _has_long_line(content: bytes) -> bool:
    """Tell whether a line has more bytes than a line may have characters."""
    start = 0
    while start + limits.LONGEST_LINE < len(content):
        end = start + limits.LONGEST_LINE
        start = max(content.rfind(b"\n", start, end), content.rfind(b"\r", start, end)) + 1
        if start == 0:
            return True
    return False


def _is_written_anew(text: Bytes, dialect: Dialect) -> bool:
    """Tell whether other marks than those at its beginning, or blanks before marks, make another text of it."""
    if dialect.escape or (
        text.holds(ESCAPE) and any(text.holds(f"{ESCAPE}{mark}") for mark in (dialect.delimiter, *"\"'\n\r"))
    ):
        return True
    if text.holds("'") and re.compile(opening_of("'", dialect.delimiter).encode()).search(text.content, text.start):
        return True
    # One sign is found much faster than two.
    return (dialect.quote != "" and text.holds(dialect.quote)) and any(
        text.holds(f"{blank}{dialect.quote}") for blank in BLANKS if blank != dialect.delimiter
    )
