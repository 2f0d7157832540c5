"""Names that stand over the wrong columns: a header in which one is left out, found by what the columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.outcome_log.codebook import Field, load
from analysis.outcome_log.column_texts import Texts, distinct_texts
from analysis.outcome_log.columns import LIKELY_CONTENT, SURE_CONTENT, TREATMENT_ID, share_of_values
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analysis.files.text_table import TextTable

# A program that writes more delimiters than this behind each row left out no names: nobody loses so many at once.
MOST_LEFT_OUT = 3


def refuse_shifted_names(table: TextTable, chosen: Mapping[str, str]) -> None:
    """Refuse a table whose last columns have no name where the names fit as well, or better, further to the right.

    A name over values that its field understands speaks for where it stands, one over values that it does not
    understand against it; names of fields that take any text, of columns of the clinic's own and over blank columns say
    nothing. Where as many fit further right, and one that fits would move, nobody can tell which is meant.

    Parameters
    ----------
    table : TextTable
        With every column of the file.
    chosen : mapping
        Column name to field name, as the manager chose.

    Raises
    ------
    DashboardError
        Where it is not clear which name belongs to which column.
    """
    if not table.unnamed_end.columns:
        return
    texts = [distinct_texts(table, name) for name in table.frame.columns]
    fields = [_decisive_field(chosen.get(name) or field_of_header(name)) for name in table.frame.columns]
    as_named = [_speaks(*each) for each in zip(fields, texts, strict=True)]
    for places in range(1, min(table.unnamed_end.columns, MOST_LEFT_OUT) + 1):
        moved = [_speaks(field, texts[to] if to < len(texts) else None) for to, field in enumerate(fields, places)]
        # From the right, so that the fewest names are moved.
        for first in reversed(range(len(fields))):
            now, then = as_named[first:], moved[first:]
            is_better = sum(then) > sum(now) and then.count(1) > now.count(1)
            is_as_good = sum(then) >= sum(now) and 1 in now
            if is_better or (is_as_good and table.unnamed_end.shows_a_shift):
                raise DashboardError(_refusal(table, first, places))


def refuse_doubtful_row_names(table: TextTable) -> None:
    """Refuse a table whose first column was taken for names of the rows, where the names may as well stand over it.

    Raises
    ------
    DashboardError
        Where the name left out may be that of a later column, and the first values the numbers of its treatments.
    """
    if not table.has_row_names:
        return
    row_names, *names = table.frame.columns
    texts = [distinct_texts(table, name) for name in table.frame.columns]
    fields = [_decisive_field(field_of_header(name)) for name in names]
    fits_right = [_speaks(*each) for each in zip(fields, texts[1:], strict=True)]
    fits_left = [_speaks(*each) for each in zip(fields, texts[:-1], strict=True)]
    fit = sum(fits_right)
    # The name left out may be that of any later column; where only texts stand before it, nothing counts otherwise.
    first = next((place for place, field in enumerate(fields) if field is not None), len(names))
    others = [sum(fits_left[:place]) + sum(fits_right[place:]) for place in range(first + 1, len(names) + 1)]
    has_ids = not {CLIENT, TREATMENT_ID}.isdisjoint(filter(None, map(field_of_header, names)))
    may_be_ids = has_ids and not _counts_the_rows(table.frame[row_names])
    if may_be_ids or fit <= max(others, default=fit):
        raise DashboardError(
            f"The header of “{table.file_name}” has {len(names)} names but its rows have {len(texts)} values, so it is "
            "not clear which value belongs to which column: name every column in one row above the first treatment, "
            "and upload the file again."
        )


def _counts_the_rows(column: pd.Series) -> bool:
    numbers = [str(text).strip() for text in column]
    return all(map(str.isdecimal, numbers)) and list(map(int, numbers)) == list(
        range(int(numbers[0]), int(numbers[0]) + len(numbers))
    )


def _decisive_field(name: str | None) -> Field | None:
    """Return a field that does not take any text."""
    codebook = load()
    field = codebook[name] if name is not None and name in codebook else None
    return None if field is None or field.kind in {"text", "open category"} else field


def _speaks(field: Field | None, texts: Texts | None) -> int:
    """Return 1 where the texts of a column speak for the field over it, -1 where they speak against it, else 0."""
    if field is None or texts is None or not texts.filled:
        return 0
    share = share_of_values(field, texts)
    return (share >= SURE_CONTENT) - (share < LIKELY_CONTENT)


def _refusal(table: TextTable, first: int, places: int) -> str:
    name = table.frame.columns[first]
    further = "one column" if places == 1 else f"{places} columns"
    return (
        f"It is not clear which value of “{table.file_name}” belongs to which column, because the header has no name "
        f"for the last column and from “{name}” on the values fit the names as well or better {further} further to the "
        "right: put a name above every column, delete the last one if it is empty, and upload the file again."
    )
