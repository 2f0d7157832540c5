"""Lines above a header that hold more cells than the table has columns, or are marked as remarks: titles."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from analysis.files.column_texts import shape_of
from analysis.files.header_evidence import (
    MOST_OF_A_COLUMN,
    below,
    filled_end,
    filled_places,
    is_filled,
    names_columns,
    usual_shape,
)
from analysis.files.row_words import is_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many rows behind the first candidate a header is looked for: groups take one or two, particulars a few.
HEADER_SEARCH = 10
_REMARK = re.compile(r"\s*#+\s+\S.*", re.DOTALL)
# A label of a group has fewer words, and no year.
LEAST_WORDS_OF_A_TITLE = 3
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def below_titles(rows: Sequence[Sequence[str]], first: int) -> int:
    """Return the row that names the columns below titles such as "Sample 22, by Anna, May 2026", else `first`.

    A header with a delimiter in one of its names is wider than its rows as well: it is a title only where another row
    names the columns without doubt.
    """
    ends = [filled_end(row) for row in rows]
    widest = list(accumulate(reversed(ends), max))[::-1]

    def is_title(row: int, header: int) -> bool:
        """Tell whether a row is marked as a remark, or fills more columns than any row from `header` on."""
        return ends[row] > widest[header] or (bool(rows[row]) and _REMARK.fullmatch(rows[row][0]) is not None)

    for row in range(first + 1, min(first + 1 + HEADER_SEARCH, len(rows) - 1)):
        if not is_title(first, row):
            continue
        if names_columns(rows, row) and _is_as_wide_as_most(rows, row) and not _is_of_another_kind(rows, row):
            are_titles = all(is_title(other, row) or ends[other] < ends[row] for other in range(first, row))
            return row if are_titles and not is_title(row, row) else first
    return first


def _is_as_wide_as_most(rows: Sequence[Sequence[str]], row: int) -> bool:
    widths = Counter(len(other) for other in rows[row + 1 :] if is_filled(other))
    return widths[len(rows[row])] >= MOST_OF_A_COLUMN * widths.total()


def _is_of_another_kind(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a row holds units mostly, or a code like those below it as a treatment does."""
    cells = {place: rows[row][place].strip() for place in filled_places(rows[row])}
    return sum(map(is_unit, cells.values())) > len(cells) / 2 or any(
        shape_of(cell) == usual_shape(below(rows, row, place)) for place, cell in cells.items()
    )


def is_dated_title(line: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a line holds one text, of several words and a year: a title over the middle of a table.

    Above a name that stands more than once it may say which of the two is meant.
    """
    texts = [line[place] for place in filled_places(line)]
    names = [header[place].strip() for place in filled_places(header)]
    is_title = len(texts) == 1 and len(texts[0].split()) >= LEAST_WORDS_OF_A_TITLE
    return is_title and _YEAR.search(texts[0]) is not None and len(set(names)) == len(names)
