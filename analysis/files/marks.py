"""Which marks stand around the values of a text and before those within them, judged on all of it where it has any."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING

from analysis.files.records import ESCAPE, Dialect, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_marks(text: str, found: Dialect, quotes: Sequence[str]) -> Dialect:
    """Return the dialect with the marks under which most records have as many values as the others.

    Parameters
    ----------
    text : str
    found : Dialect
        As found on the beginning of the text; it stays where nothing reads better.
    quotes : sequence of str
        The quotation marks that may be.
    """
    singles = _openings(text, found.delimiter, "'")
    is_escaped = bool(found.quote) and any(
        f"{ESCAPE}{mark}" in text for mark in (found.delimiter, '"', "'", "\n", "\r") if ESCAPE in text
    )
    if not (singles or is_escaped):
        return found
    likely = "'" if singles > _openings(text, found.delimiter, '"') else '"'
    possible = dict.fromkeys((found.quote, *(quote for quote in quotes if quote == likely)))
    dialects = [
        Dialect(found.delimiter, quote, escape) for escape in ("", ESCAPE)[: 1 + is_escaped] for quote in possible
    ]
    return max(dialects, key=lambda dialect: _most_of_one_width(text, dialect))


def _openings(text: str, delimiter: str, mark: str) -> int:
    """Return how many values begin with `mark`."""
    # Most texts hold no such mark, which is seen at once.
    return text.startswith(mark) + len(re.findall(opening_of(mark, delimiter), text)) if mark in text else 0


def opening_of(mark: str, delimiter: str) -> str:
    """Return the pattern of a mark at which a value begins; what begins with the mark itself is found fastest."""
    edge = re.escape(delimiter)
    return rf"{mark}(?:(?<=[{edge}\r\n]{mark})|(?<={edge} {mark}))"


def _most_of_one_width(text: str, dialect: Dialect) -> int:
    """Return how many records have as many values as most have, and are quoted as they should be."""
    reader = dialect.records(lines_of(text), skips_blanks=True, is_strict=True)
    widths: Counter[int] = Counter()
    while True:
        try:
            widths[len(next(reader))] += 1
        except StopIteration:
            break
        except csv.Error:
            continue
    # Blank lines and titles have one value or none.
    return max((rows for width, rows in widths.items() if width > 1), default=0)
