"""The records of a text one by one, and its beginning: what is judged before all of it is split."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator

ESCAPE = "\\"
# The largest that every platform takes: a cell may be as long as the file.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Dialect:
    """How the values of a text file are separated.

    Attributes
    ----------
    delimiter : str
        What stands between two values of a record.
    quote : str
        What stands around a value that holds a delimiter or a line break; "" where nothing does.
    escape : str
        What stands before a delimiter or quotation mark that belongs to a value; "" where nothing does.
    """

    delimiter: str
    quote: str
    escape: str = ""

    def records(self, lines: Iterable[str], *, skips_blanks: bool = False, is_strict: bool = False) -> Reader:
        """Return an iterator over the records in `lines`, blank ones included.

        Parameters
        ----------
        lines : iterable of str
            With their ends.
        skips_blanks : bool
            Whether blanks behind a delimiter are no part of the value.
        is_strict : bool
            Whether a value that goes on behind its closing quotation mark is an error (`csv.Error`).
        """
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            skipinitialspace=skips_blanks,
            strict=is_strict,
        )


# Every line is a record, whatever stands in it.
LINES = Dialect(",", "")


def lines_of(text: str) -> io.StringIO:
    """Return an iterator over the lines of a text, with the line ends that they have."""
    return io.StringIO(text, newline="")


@dataclass(frozen=True)
class Beginning:
    """The first records of a text, all of them whole.

    Attributes
    ----------
    text : str
        From the start of the text to the end of the last of these records.
    records : list of list of str
    ends : list of int
        Where each of them ends, counted in characters.
    """

    text: str
    records: list[list[str]]
    ends: list[int]


def beginning(text: str, dialect: Dialect, characters: int, most: int) -> Beginning:
    """Return the first records, up to `most` that end within `characters`: none is cut in two."""
    sample = text[:characters]
    read = 0

    def counted() -> Iterator[str]:
        nonlocal read
        for line in lines_of(sample):
            read += len(line)
            yield line

    found: list[list[str]] = []
    ends: list[int] = []
    for record in dialect.records(counted()):
        if read == len(sample) < len(text):
            break
        found.append(record)
        ends.append(read)
        if len(found) == most:
            break
    return Beginning(text[: ends[-1]] if ends else "", found, ends)
