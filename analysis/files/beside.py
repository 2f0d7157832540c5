"""What stands beside a table, line by line: titles above it, notes below it, small sheets such as a legend's."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.files.problems import Problem
    from analysis.files.raw_table import RawTable

# A legend takes a few lines; what is longer is a table of its own.
MOST_LINES = 40
MOST_CELLS_OF_A_LEGEND = 60
_PAIR = 2


def line_of(cells: Iterable[str]) -> str:
    """Return a row as one line: a sign and its meaning in two cells are a pair, such as "1 = clear"."""
    filled = [text for cell in cells if (text := cell.strip())]
    return (" = " if len(filled) == _PAIR and "=" not in "".join(filled) else ", ").join(filled)


def lines_beside(raw: RawTable, set_aside: Sequence[Problem]) -> tuple[str, ...]:
    """Return the lines above the header, those set aside below it, and those of small sheets; the last of many."""
    numbers = sorted({row for problem in set_aside for row in problem.rows})[-MOST_LINES:]
    below = raw.frame.loc[raw.frame.index.isin(numbers)].itertuples(index=False) if numbers else ()
    # Of a row of another width the whole line is shown.
    torn = [problem.value for problem in raw.ragged][-MOST_LINES:]
    lines = map(line_of, chain(raw.header.above[-MOST_LINES:], below))
    return (*filter(None, lines), *torn, *raw.beside)
