"""Rows that all end before the last names of the header: whether the columns of these names are blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "last columns"
# Of the columns before them, which show whether the names stand over the right values.
SHOWN_BEFORE = 3


def rows_that_end_early(draft: Draft) -> Doubt | None:
    """Return whether the last columns are blank; None where the rows have a value for every name.

    Where a name was torn in two, or a value left out in the middle of every row, names stand over the wrong columns.
    """
    names = draft.table.names_without_values
    if not names:
        return None
    is_one = len(names) == 1
    what, them = ("last column", "it") if is_one else (f"last {len(names)} columns", "them")
    because = (
        f"The header names {quoted(names)}, but every row ends before {them}. If another value is missing in each row, "
        "or a name contains the delimiter, save the log again with a cell for every column."
    )
    question = f"{'Is' if is_one else 'Are'} the {what} of the file blank?"
    before = [name for name in draft.table.frame.columns if name not in names]
    shown = (*before[-SHOWN_BEFORE:], *(name for name in names if name in draft.table.frame))
    return Doubt(ABOUT, question, because, [Option("yes, in every row", draft)], shown, must_ask=True)
