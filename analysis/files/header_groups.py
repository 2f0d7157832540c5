"""Headers whose first row names groups of columns beside columns of their own, and whose next rows name the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.header_evidence import (
    MOST_OF_A_COLUMN,
    below,
    could_name_a_column,
    filled_places,
    recurs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# "Aftercare", "skin" and "kept clean" below each other are three.
MOST_ROWS_OF_PARTS = 2


def end_of_parts(rows: Sequence[Sequence[str]], row: int) -> int:
    """Return the last row of a header below whose names of groups stand those of their parts, else `row`.

    "Client, Breakout, Treatment, , Notes" above " , , Type, Area, ": the parts stand below groups only, where each
    treatment fills other columns as well, and every column that lacks a name gets one.
    """
    held = {place for other in rows[row + 1 :] for place in filled_places(other)}
    named = set(filled_places(rows[row]))
    # Numbers of the rows may stand under no name in front of the others.
    without = {place for place in held - named if place > min(named, default=place)}
    groups = {*without, *(place - 1 for place in without)}
    if not groups or not _has_columns_of_their_own(rows, row, named - groups):
        return row
    last, parts = row, set[int]()
    for other in range(row + 1, min(row + 1 + 2 * MOST_ROWS_OF_PARTS, len(rows) - 1)):
        places = set(filled_places(rows[other]))
        if not places or goes_on(rows[other], rows[row]):
            continue
        if not (places <= groups and _names_parts(rows, other)):
            break
        last, parts = other, parts | places
    return last if parts >= without else row


def goes_on(line: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a line is the rest of a name that was broken over two lines, without marks around it."""
    return len(line) == 1 < len(header)


def _has_columns_of_their_own(rows: Sequence[Sequence[str]], row: int, places: set[int]) -> bool:
    """Tell whether most rows fill one of the columns that are part of no group; notes that run over are no rows."""
    filled = sum(len(filled_places(other)) > 1 for other in rows[row + 1 :])
    return any(len(below(rows, row, place)) >= MOST_OF_A_COLUMN * (filled - MOST_ROWS_OF_PARTS) for place in places)


def _names_parts(rows: Sequence[Sequence[str]], row: int) -> bool:
    places = filled_places(rows[row])
    return not recurs(rows, row) and all(
        could_name_a_column(rows[row][place].strip()) or _is_above_ticks(rows, row, place) for place in places
    )


def _is_above_ticks(rows: Sequence[Sequence[str]], row: int, place: int) -> bool:
    """Tell whether nothing but one mark stands below a cell: "None" or "Yes" is the answer that it stands for."""
    return len(set(below(rows, row, place))) <= 1


def separates_names(line: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a line has a text above each name that stands more than once, as years do, and no two are alike."""
    names = [name.strip() for name in header]
    repeated = [place for place in filled_places(header) if names.count(names[place]) > 1]
    together = {(line[place].strip(), names[place]) for place in repeated}
    return bool(repeated) and filled_places(line) == repeated and len(together) == len(repeated)
