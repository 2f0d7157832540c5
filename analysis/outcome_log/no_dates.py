"""Dates that stand for "no date": what programs write where a day has to be filled in and none is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 3
_DATE = re.compile(
    r"(\d{1,4})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?"
    r"(?:[T ]+0{1,2}:00(?::00(?:\.0+)?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# The first days that Excel (Windows and Mac), Unix, SQL Server, Windows, SPSS and Java count from, and the last ones
# that programs know; year, month, day.
_FIRST_AND_LAST = frozenset({
    (1, 1, 1), (1582, 10, 14), (1582, 10, 15), (1600, 12, 31), (1601, 1, 1), (1753, 1, 1), (1800, 1, 1), (1899, 12, 30),
    (1899, 12, 31), (1900, 1, 0), (1900, 1, 1), (1901, 1, 1), (1904, 1, 1), (1970, 1, 1), (2099, 12, 31),
    (2999, 12, 31), (9999, 1, 1), (9999, 9, 9), (9999, 12, 31),
})  # fmt: skip


def is_no_date(text: str) -> bool:
    """Tell whether a text is written like a date and stands for none: 1900-01-01, 00.00.0000, 31/12/9999."""
    text = text.strip()
    if not text[:1].isdecimal():
        return False
    if match := _DATE.fullmatch(text):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
    elif match := _COMPACT.fullmatch(text):
        first, second, third = map(int, match.groups())
    else:
        return False
    if second == 0 and 0 in (first, third):
        return True
    is_four_digits_first = len(match[1]) == 4  # noqa: PLR2004 - a year
    if is_four_digits_first:
        return (first, second, third) in _FIRST_AND_LAST
    return bool({(third, second, first), (third, first, second)} & _FIRST_AND_LAST)


def read_as_no_date(texts: Sequence[str]) -> str:
    """Return what to say of the texts of a column that stand for no date; "" where there are none."""
    found = [text.strip() for text in texts if is_no_date(text)]
    return f"{quoted(found, NAMED, ', …')} was not read as a date" if found else ""
