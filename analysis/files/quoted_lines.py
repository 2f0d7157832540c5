"""Text each of whose lines stands in quotation marks as a whole, as when rows were pasted into one column and saved."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from analysis.files.layout import DELIMITERS
from analysis.files.records import Dialect, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_LINES = 100
NOTE = "Every line of the file is in quotation marks; they were left out."
_LINES_IN_QUOTES = Dialect(",", '"')


def without_quotes_around_lines(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the quotation marks around its lines, and what to say of that; others as they are."""
    if not text.lstrip().startswith('"') or not _holds_rows(islice(_lines_in_quotes(text), SAMPLE_LINES)):
        return text, ()
    lines = list(_lines_in_quotes(text))
    if None in lines:
        return text, ()
    return "".join(f"{line}\n" for line in lines), (NOTE,)


def _lines_in_quotes(text: str) -> Iterable[str | None]:
    """Yield what stands in each line's quotation marks; None, as the last, where a line is written otherwise."""
    records = _LINES_IN_QUOTES.records(lines_of(text), is_strict=True)
    try:
        for record in records:
            if len(record) > 1:
                yield None
                return
            yield record[0] if record else ""
    except csv.Error:
        yield None


def _holds_rows(lines: Iterable[str | None]) -> bool:
    """Tell whether lines hold several values each, or most of them do."""
    filled = [line for line in lines if line != ""]
    if None in filled:
        return False
    return any(2 * sum(mark in (line or "") for line in filled) > len(filled) for mark in DELIMITERS)
