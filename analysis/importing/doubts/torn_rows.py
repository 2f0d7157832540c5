"""Rows of another width than the header, too many to be slips: whether the rest of the file is the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "rows of another width"
# Fewer are slips of a hand: they are set aside, and reported.
MOST_SLIPS = 0.05


def rows_of_another_width(draft: Draft) -> Doubt | None:
    """Return whether a file is the log without its torn rows; None where it has few."""
    torn = [problem for problem in draft.table.set_aside if problem.is_of_another_width]
    rows = sum(len(problem.rows) for problem in torn)
    # Lines that were never treatments make no slip smaller.
    if rows <= MOST_SLIPS * (len(draft.table.frame) + rows):
        return None
    because = (
        f"{rows:,} of {draft.table.rows_read:,} rows have more or fewer values than the header has names, for example "
        f"row {torn[0].rows[0]:,}. If a text contains the delimiter, save the log again with quotation "
        "marks around texts."
    )
    question = f"Should the file be read without these {rows:,} rows?"
    return Doubt(ABOUT, question, because, [Option("read the file without them", draft)], must_ask=True)
