"""Several codes in one cell, such as "1,2" or "acne; redness": whether a column lists them, and which there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.values import level_key, natural_order

if TYPE_CHECKING:
    from collections.abc import Sequence

# More codes than this are words of a sentence.
MOST_CODES = 20
LONGEST_CODE = 40
# A column of lists has few different ones; one of measurements or sentences may have a million.
MOST_DISTINCT = 5_000
_MARKS = (";", "|", "\n", ",", " ")
_FEWEST_LISTS = 2
# "1,2" may be one and two tenths: then so many different cells must count upwards.
_FEWEST_NUMBER_LISTS = 6
# The share of codes that stand alone in a cell, too, or at both ends of lists.
_MOST, _NEARLY_ALL = 0.5, 0.8


@dataclass(frozen=True)
class _Lists:
    """The cells of a column parted at `mark`: of each its codes by their keys."""

    mark: str
    cells: tuple[tuple[str, ...], ...]
    names: dict[str, str]


def codes_in_cells(
    texts: Sequence[str], counts: Sequence[int], *, decimal_comma: bool = False
) -> tuple[str, ...] | None:
    """Return the codes of a column whose cells list several of them; None where its cells are no such lists.

    The codes repeat, stand alone in other cells, and no cell names one twice.

    Parameters
    ----------
    texts : sequence of str
        The distinct texts, the most common first.
    counts : sequence of int
        In how many rows each stands.
    decimal_comma : bool
        Whether the file writes one and a half as "1,5": then a cell must list three codes that part at commas.
    """
    found = _lists(texts, counts, decimal_comma=decimal_comma)
    return None if found is None else tuple(sorted(found.names.values(), key=natural_order))


def cells_with(code: str, texts: Sequence[str], counts: Sequence[int], *, decimal_comma: bool = False) -> list[bool]:
    """Tell for each text whether it names `code`, one of `codes_in_cells`."""
    found = _lists(texts, counts, decimal_comma=decimal_comma)
    if found is None:
        return [False] * len(texts)
    return [level_key(code) in _parts(text, found.mark) for text in texts]


def _lists(texts: Sequence[str], counts: Sequence[int], *, decimal_comma: bool) -> _Lists | None:
    if len(texts) > MOST_DISTINCT or not any(mark in text.strip() for text in texts for mark in _MARKS):
        return None
    entries = [(text, int(rows)) for text, rows in zip(texts, counts, strict=True) if not load().is_missing(text)]
    return next((found for mark in _MARKS if (found := _parted(entries, mark, decimal_comma=decimal_comma))), None)


def _parts(text: str, mark: str) -> tuple[str, ...]:
    return tuple(map(level_key, _names(text, mark)))


def _names(text: str, mark: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.strip().split(mark)]
    return parts[:-1] if len(parts) > 1 and not parts[-1] else parts


def _parted(entries: Sequence[tuple[str, int]], mark: str, *, decimal_comma: bool) -> _Lists | None:
    if not any(mark in text.strip() for text, _ in entries):
        return None
    cells: list[tuple[str, ...]] = []
    names: dict[str, str] = {}
    rows = Counter[str]()
    for text, count in entries:
        parts = _names(text, mark)
        cell = tuple(map(level_key, parts))
        for key, name in zip(cell, parts, strict=True):
            names.setdefault(key, name)
            rows[key] += count
        if not all(cell) or len(set(cell)) < len(cell) or len(names) > MOST_CODES:
            return None
        if max(map(len, parts)) > LONGEST_CODE:
            return None
        cells.append(cell)
    found = _Lists(mark, tuple(cells), names)
    if {YES, NO} <= {load().answer_of(name) for name in names.values() if not name.isdecimal()}:
        return None
    repeat = sum(rows[key] > 1 for key in names) >= _NEARLY_ALL * len(names)
    return found if repeat and _is_certain(found, decimal_comma=decimal_comma) else None


def _is_certain(found: _Lists, *, decimal_comma: bool) -> bool:
    """Tell whether the parts of cells are codes rather than halves of numbers, names or sentences."""
    lists = [cell for cell in found.cells if len(cell) > 1]
    if len(lists) < _FEWEST_LISTS:
        return False
    alone = {cell[0] for cell in found.cells if len(cell) == 1}
    if found.mark == " ":
        return len(alone) >= _NEARLY_ALL * len(found.names) and len(found.names) > _FEWEST_LISTS
    if found.mark == "," and all(name.isdecimal() for name in found.names.values()):
        return _count_upwards(found, lists, alone, decimal_comma=decimal_comma)
    return len(alone) >= _MOST * len(found.names)


def _count_upwards(found: _Lists, lists: Sequence[tuple[str, ...]], alone: set[str], *, decimal_comma: bool) -> bool:
    has_three = any(len(cell) > _FEWEST_LISTS for cell in lists)
    if any(list(cell) != sorted(cell, key=natural_order) for cell in lists) or (decimal_comma and not has_three):
        return False
    if has_three and len(alone) >= _MOST * len(found.names):
        return True
    heads, tails = {cell[0] for cell in lists}, {cell[-1] for cell in lists}
    at_both = sum((key in heads) + (key in tails) + (key in alone) > 1 for key in found.names)
    return len(lists) >= _FEWEST_NUMBER_LISTS and at_both >= _MOST * len(found.names)
