"""What speaks for a row to name the columns of a table, and what for it to be one of the rows."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.files.column_texts import NUMBER, WORDS, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A header names at least this share of the columns that its rows fill; a title or a date above it does not.
LEAST_NAMED = 0.5
# A column is of one kind if so many of its values are: logs hold "n/k" among numbers.
MOST_OF_A_COLUMN = 0.8

_VALUE = re.compile(
    r"[-+–<>≤≥~£$€]?\s*\d[\d.,:/' \-]*(%|[ap]\.?m\.?)?|\d{1,2}[\s.\-/](\d{1,2}|[^\W\d]{3,9})[\s.\-/]\d{2,4}(\s.*)?"
    r"|\d{4}-\d{2}-\d{2}.*|true|false|yes|no|[yn]",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"yes|no|true|false|ja|nein|nee|oui|non|s[íi]|sim|não|nej|tak|nie", re.IGNORECASE)
_NOT_KNOWN = re.compile(r"n/?[akd]|unknown|not\s.*|none|missing|null|nan|[-–?.x]*|#.*", re.IGNORECASE)


def is_value(cell: str) -> bool:
    """Tell whether a text is a number, a date or an answer."""
    return _VALUE.fullmatch(cell) is not None


def is_number_or_day(cell: str) -> bool:
    """Tell whether a text is a value, and no answer such as a column may be named after: "Yes", "N"."""
    return is_value(cell) and not _ANSWER.fullmatch(cell) and len(cell) > 1


def is_name(cell: str) -> bool:
    """Tell whether a text is neither a value nor what says that one is not known."""
    return not (_VALUE.fullmatch(cell) or _NOT_KNOWN.fullmatch(cell))


def could_name_a_column(cell: str) -> bool:
    """Tell whether a text is no answer in any language either."""
    return is_name(cell) and not _ANSWER.fullmatch(cell)


def is_filled(row: Iterable[str]) -> bool:
    """Tell whether a row holds anything."""
    return any(cell.strip() for cell in row)


def filled_places(row: Sequence[str]) -> list[int]:
    """Return the places of the cells that hold something."""
    return [place for place, cell in enumerate(row) if cell.strip()]


def filled_end(row: Sequence[str]) -> int:
    """Return how many cells a row has up to the last that is filled."""
    return next((place + 1 for place in reversed(range(len(row))) if row[place].strip()), 0)


def below(rows: Sequence[Sequence[str]], row: int, place: int) -> list[str]:
    """Return what stands below a row in one column, blanks aside."""
    cells = (other[place].strip() for other in rows[row + 1 :] if place < len(other))
    return [cell for cell in cells if cell]


def are_values(texts: Sequence[str]) -> bool:
    """Tell whether the texts of a column are numbers, dates or answers."""
    return bool(texts) and sum(map(is_value, texts)) >= MOST_OF_A_COLUMN * len(texts)


def recurs(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a text of a row stands again below, in a row that is not the same one once more."""
    others = [other for other in rows[row + 1 :] if list(other) != list(rows[row])]
    return any(
        cell.strip() and any(place < len(other) and other[place] == cell for other in others)
        for place, cell in enumerate(rows[row])
    )


def names_columns(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a row differs in kind from those below it: words above numbers, and no word that comes again."""
    cells = [cell.strip() for cell in rows[row]]
    if not all(is_name(cell) for cell in cells if cell) or recurs(rows, row):
        return False
    return any(cell and are_values(below(rows, row, place)) for place, cell in enumerate(cells))


def is_plainly_a_row(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether a row is plainly a treatment: its dates, codes and answers are all like those below it.

    A number says nothing by itself, as years name columns, too; but where a row holds numbers only, and so do those
    below it, those of a header rise, or fall, from one column to the next.
    """
    others = _with_others(rows, row)
    if _differs_in_kind(others):
        return False
    again = evidence = 0
    places = filled_places(rows[row])
    for place in places:
        cell, texts = rows[row][place].strip(), below(others, 0, place)
        shape = shape_of(cell)
        # A column of ticks may hold its own name.
        again += cell in texts and len(set(texts)) > 1
        evidence += bool(texts) and usual_shape(texts) in (shape, None) and _is_evidence(cell, shape, texts)
    return evidence > 0 or (again > 0 and again >= LEAST_NAMED * len(places)) or _has_numbers_in_no_order(others)


def could_be_a_row(rows: Sequence[Sequence[str]], row: int) -> bool:
    """Tell whether nothing shows that a row names the columns: each of its cells is like those below it."""
    others = _with_others(rows, row)
    return any(map(is_filled, others[1:])) and not _differs_in_kind(others)


def usual_shape(texts: Sequence[str]) -> str | None:
    """Return the shape that most texts of a column have, None where they are words."""
    shapes = Counter(map(shape_of, texts))
    shape, often = max(shapes.items(), key=lambda each: each[1], default=(WORDS, 0))
    return shape if shape != WORDS and often >= MOST_OF_A_COLUMN * shapes.total() else None


def _with_others(rows: Sequence[Sequence[str]], row: int) -> list[Sequence[str]]:
    return [rows[row], *(other for other in rows[row + 1 :] if list(other) != list(rows[row]))]


def _differs_in_kind(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a word of the first row stands over numbers, dates or codes, or something else over answers."""
    for place in filled_places(rows[0]):
        cell, texts = rows[0][place].strip(), below(rows, 0, place)
        usual = usual_shape(texts)
        if texts and usual is not None and shape_of(cell) != usual:
            return True
        if texts and cell not in texts and all(map(_ANSWER.fullmatch, texts)) and not _ANSWER.fullmatch(cell):
            return True
    return False


def _is_evidence(cell: str, shape: str, texts: Sequence[str]) -> bool:
    """Tell whether no name of a column looks like `cell`: a date, decimals, an answer or a code like the others."""
    if shape == NUMBER:
        return re.search(r"\d[.,]\d", cell) is not None
    is_date = shape.count(NUMBER) > 1
    is_answer = _ANSWER.fullmatch(cell) is not None and all(map(_ANSWER.fullmatch, texts))
    if shape == WORDS or is_answer:
        return is_answer
    return is_date or any(re.sub(r"\d+", NUMBER, text) == re.sub(r"\d+", NUMBER, cell) for text in texts)


def _has_numbers_in_no_order(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row holds whole numbers only, as each column does, and they neither rise nor fall."""
    places = filled_places(rows[0])
    cells = [rows[0][place].strip() for place in places]
    if not all(re.fullmatch(r"\d{1,9}", cell) for cell in cells):
        return False
    is_like_all = all(usual_shape(below(rows, 0, place)) == NUMBER for place in places)
    steps = [int(behind) - int(before) for before, behind in pairwise(cells)]
    return is_like_all and bool(steps) and min(steps) <= 0 <= max(steps)
