"""How much room a text takes on a slide: an estimate on the safe side, for no program is there to measure it."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# English Metric Units, in which slides are measured, in a point and in an inch.
POINT, INCH = 12_700, 914_400
# In the size of a text: the widths of letters as a typeface has them that is rather wide, and the height of a line.
NARROW, MIDDLE, CAPITAL, WIDE = 0.3, 0.55, 0.7, 1.05
LINE_HEIGHT, BETWEEN_PARAGRAPHS = 1.22, 0.3
# What is lost at the ends of lines, where a word has no more room.
RAGGED = 1.08
# A word in a column must not be broken where a program has a wider typeface in place of one that it lacks.
SAFE = 1.2
# On either side of a text in a box and in a cell, in points.
BESIDE = 7.2
CUT = "…"


@dataclass(frozen=True)
class Box:
    """A place on a slide, in English Metric Units."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.top + self.height

    def rest(self, used: int) -> Box:
        """Return what is left of it below so much."""
        return Box(self.left, self.top + used, self.width, max(self.height - used, 0))


def text_width(text: str) -> float:
    """Return how wide a text is in one line, in its size."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter.isascii():
        return NARROW if letter in " .,:;'|!ilIjt()" else CAPITAL if letter.isupper() or letter in "%@mwMW" else MIDDLE
    # Signs of direction and marks above a letter take no room.
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    is_wide = unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) == "So"
    return WIDE if is_wide else CAPITAL


def height_of(text: str, width: float, size: float) -> float:
    """Return the height of a text in points.

    Parameters
    ----------
    text : str
    width : float
        Of its lines, in points.
    size : float
        In points.
    """
    lines, parts = 0, text.split("\n")
    for part in parts:
        across = size * text_width(part)
        lines += max(1, math.ceil(across * (RAGGED if across > width else 1) / width))
    return size * (lines * LINE_HEIGHT + (len(parts) - 1) * BETWEEN_PARAGRAPHS)


def fit_text(text: str, box: Box, largest: float, smallest: float) -> tuple[str, float]:
    """Return a text as a box holds it and its size in points: a long one is smaller, and cut at the smallest size.

    Parameters
    ----------
    text : str
    box : Box
    largest, smallest : float
        In points.
    """
    width, height = box.width / POINT - 2 * BESIDE, box.height / POINT - BESIDE
    size = largest
    while size > smallest and height_of(text, width, size) > height:
        size -= 1
    while len(text) > len(CUT) and height_of(text, width, size) > height:
        text = f"{text[: min(len(text) * 9 // 10, len(text) - 2)].rstrip()}{CUT}"
    return text, size


def column_widths(
    rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: float, size: float, beside: float = BESIDE
) -> list[float]:
    """Return the widths of the columns of a table in points, together as wide as it may be.

    Numbers are never broken; texts share what these leave.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first has the titles.
    numeric : sequence of bool
        Which columns hold numbers.
    width : float
        Of the table, in points.
    size : float
        Of its texts, in points.
    beside : float
        On either side of each text, in points.
    """
    wanted, least = [], least_widths(rows, numeric, width, size, beside)
    for at, few in enumerate(least):
        words, cells = _words_and_cells(rows, at, size)
        title = size * SAFE * text_width(rows[0][at])
        wanted.append(max(few, max(cells, min(title, 2 * words)) + 2 * beside))
    if sum(least) >= width:
        return [each * width / sum(least) for each in least]
    more = [full - few for full, few in zip(wanted, least, strict=True)]
    left = width - sum(least)
    if sum(more) >= left:
        # A long text takes more than a short one, but not all.
        shares = [math.sqrt(each) for each in more]
        given = _shared(left, more, shares)
        return [few + each for few, each in zip(least, given, strict=True)]
    return [each * width / sum(wanted) for each in wanted]


def least_widths(
    rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: float, size: float, beside: float = BESIDE
) -> list[float]:
    """Return what each column of a table needs, as `column_widths` has them: a number as a whole, a text a word."""
    least = []
    for at, is_number in enumerate(numeric):
        words, cells = _words_and_cells(rows, at, size)
        least.append((max(words, cells) if is_number else min(words, width / 4)) + 2 * beside)
    return least


def _words_and_cells(rows: Sequence[Sequence[str]], at: int, size: float) -> tuple[float, float]:
    """Return the width of the longest word of a column, and that of its longest cell."""
    words = max((text_width(word) for row in rows for word in row[at].split()), default=0)
    return size * SAFE * words, size * SAFE * max((text_width(row[at]) for row in rows[1:]), default=0)


def _shared(left: float, more: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Return how much each column gets of what is left: none more than it wants."""
    given = [0.0] * len(more)
    waiting = {at for at, each in enumerate(more) if each > 0}
    while waiting and left > 0:
        part = left / sum(shares[at] for at in waiting)
        full = {at for at in waiting if part * shares[at] >= more[at]}
        for at in full or waiting:
            given[at] = more[at] if full else part * shares[at]
            left -= given[at]
        waiting = waiting - full if full else set()
    return given
