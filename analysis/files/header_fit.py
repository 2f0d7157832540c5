"""How a header fits the rows below it: a name too few for a column of names, or names that no row has a value for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files.header_evidence import is_filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analysis.files.header import Header

# Of fewer rows any column could be one of names.
LEAST_NAMED_ROWS = 3
# What the first column is called where R wrote names of the rows, and none over them.
ROW_NAMES = "Row names"
# One row as wide as a header that is wider than all others may itself be torn apart.
LEAST_FULL_ROWS = 2
# Programs leave the last answers out of every row where nobody has given one. Of more names the delimiter is doubtful.
MOST_WITHOUT_VALUES = 3


@dataclass(frozen=True)
class UnnamedEnd:
    """The columns behind the last one that has a name.

    Where a name is left out of the header, those behind it stand over the wrong columns, and the last column has none.

    Attributes
    ----------
    columns : int
        How many there are.
    shows_a_shift : bool
        Whether the header is shorter than its rows, or one of these columns holds a value: what programs write behind
        every line, header and all, is neither.
    """

    columns: int = 0
    shows_a_shift: bool = False


def unnamed_end(frame: pd.DataFrame, header: Header) -> UnnamedEnd:
    """Return what stands behind the last name; `frame` has the columns 0, 1, … of the file, categoricals of texts."""
    columns = len(header.names) - named_columns(header.names)
    ends = frame.columns[len(header.names) - columns :]
    holds_a_value = any(any(map(str.strip, frame[position].cat.categories)) for position in ends)
    return UnnamedEnd(columns, columns > 0 and (header.has_longer_rows or holds_a_value))


def with_row_names(header: Header, below: Sequence[Sequence[str]]) -> Header | None:
    """Return the header with a name for the first column where rows have names, as R writes them; else None.

    Each row then has one value more than the header, and begins with one that no other row has.
    """
    rows = [row for row in below if is_filled(row)]
    firsts = {row[0].strip() for row in rows if row[:1]}
    is_each_longer = all(len(row) == len(header.names) + 1 for row in rows)
    if (
        not is_each_longer
        or not all(header.names)
        or "" in firsts
        or len(firsts) < len(rows)
        or len(rows) < LEAST_NAMED_ROWS
    ):
        return None
    note = f"The first value of each row has no name in the header and was read as the name of the row: “{ROW_NAMES}”."
    return replace(header, names=(ROW_NAMES, *header.names), has_row_names=True, notes=(*header.notes, note))


def named_columns(names: Sequence[str]) -> int:
    """Return how many columns there are up to the last one that has a name."""
    return max((position for position, name in enumerate(names, 1) if name), default=0)


def fitted(header: Header, below: Sequence[Sequence[str]], name: str) -> Header:
    """Return the header with as many names as its rows have values; refuse one that does not fit them."""
    names = header.names
    widths = Counter(len(record) for record in below if is_filled(record))
    usual = max(widths, key=lambda width: (widths[width], width == len(names)), default=len(names))
    if usual < len(names) == max(widths) and widths[len(names)] >= LEAST_FULL_ROWS:
        # Trailing blank cells were left out of most rows, not of all.
        return header
    # A header that ends in delimiters itself, and is shorter than its rows all the same, lacks a name.
    named = named_columns(names) if usual > len(names) else len(names)
    spare = {cell.strip() for record in below if len(record) == usual for cell in record[named:]}
    if {*names[usual:], *spare} <= {""}:
        fitting = (*names[:usual], *[""] * (usual - len(names)))
        return replace(header, names=fitting, has_longer_rows=usual > len(names))
    if (of_rows := with_row_names(header, below)) is not None:
        return of_rows
    if _leaves_the_last_out(header, widths):
        return replace(header, names_without_values=len(names) - usual)
    raise misfit(header, usual, name)


def misfit(header: Header, values: int, name: str) -> DashboardError:
    """Return the error of a header that has more or fewer names than its rows have values."""
    named = named_columns(header.names) if values > len(header.names) else len(header.names)
    return DashboardError(
        f"The header of “{name}” has {named} names but its rows have {values} values, so it is not clear which "
        "value belongs to which column: name every column in one row above the first treatment, and upload the file "
        "again."
    )


def _leaves_the_last_out(header: Header, widths: Counter[int]) -> bool:
    """Tell whether all rows lack the same few columns at their end, and no name looks like a part of another.

    "skin, type" without quotation marks is two names, the second of which begins with a blank.
    """
    missing = len(header.names) - max(widths, default=0)
    is_whole = len(header.lines) == 1 and all(cell and cell == cell.strip() for cell in header.lines[0])
    return is_whole and len(widths) == 1 and widths.total() >= LEAST_NAMED_ROWS and 0 < missing <= MOST_WITHOUT_VALUES
