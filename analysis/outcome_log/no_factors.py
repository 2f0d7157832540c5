"""Why a column outside the codebook cannot be a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.outcome_log.code_lists import codes_in_cells
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.log import MOST_LEVELS
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.outcome_log.column_texts import Texts
    from analysis.outcome_log.value_kinds import KindFound

LONGEST_LEVEL = 60
# A column whose texts differ in more than this share of rows distinguishes rows, not groups.
NEARLY_UNIQUE = 0.5
FEW_ROWS = 20


def why_no_factor(texts: Texts, kind: KindFound) -> str | None:
    """Return why a column outside the codebook, with values of that kind, cannot be a factor; None where it can."""
    filled = texts.filled
    rows = texts.filled_rows
    if not filled:
        return "the column is blank"
    if not _has_more_levels_than(1, filled):
        return f"all rows are the same (“{filled[0][:LONGEST_LEVEL]}”)"
    if kind.kind == "number":
        return _why_no_number(filled, rows)
    if kind.kind == "names" and not kind.is_chosen and codes_in_cells(texts.texts, texts.counts.tolist()) is not None:
        return None
    if texts.numbers is not None and (why := _why_no_number(filled, rows)):
        return why
    why = _why_no_groups(filled, rows)
    return f"{kind.because}, and {why}" if why and kind.because and kind.kind == "names" else why


def _has_more_levels_than(number: int, texts: Iterable[str]) -> bool:
    """Tell whether texts name more levels than so many; the rest of a hundred thousand are not looked at."""
    levels: set[str] = set()
    for text in texts:
        levels.add(level_key(text))
        if len(levels) > number:
            return True
    return False


def _why_no_groups(filled: Sequence[str], rows: int) -> str | None:
    if np.mean([len(text) for text in filled]) > LONGEST_LEVEL:
        return "free text"
    if len(filled) > (NEARLY_UNIQUE * rows if rows >= FEW_ROWS else rows - 1):
        return "nearly every row has a different text, so it cannot form groups"
    if _has_more_levels_than(MOST_LEVELS, filled):
        return f"{len(filled)} different texts are too many to form groups (at most {MOST_LEVELS})"
    if all(read_date(text, "day first") is not None for text in filled):
        return "it holds dates, and days form no groups"
    return None


def _why_no_number(filled: Sequence[str], rows: int) -> str | None:
    if len(filled) < rows or rows < FEW_ROWS:
        return None
    numbers = {number for text in filled if (number := read_number(text)) is not None}
    whole = all(number == int(number) for number in numbers)
    if whole and len(numbers) == rows:
        return "a different whole number in every row: a row number or an identifier"
    return None
