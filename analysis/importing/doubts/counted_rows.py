"""A column of numbers called “count” or “n” beside factors that never repeat: each row may be so many treatments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.columns import INDIVIDUAL
from analysis.outcome_log.counted_rows import columns_of_counts
from analysis.outcome_log.log import COUNT

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "counts"


def rows_that_stand_for_several(draft: Draft) -> Doubt | None:
    """Return whether each row is as many treatments as a column says; None where no column could say so."""
    fields = {column.field for column in draft.columns}
    if COUNT in fields or not INDIVIDUAL.isdisjoint(fields):
        return None
    free = {column.name for column in draft.columns if column.field is None}
    name = next((name for name in columns_of_counts(draft.clues) if name in free), None)
    return None if name is None else _doubt(draft, name)


def _doubt(draft: Draft, name: str) -> Doubt:
    counted = draft.with_choices_for_columns({name: COUNT}, {name: "its numbers count the treatments in each row"})
    because = (
        f"“{name}” has whole numbers, the rows have no client and no date, and no two rows are the same in all "
        "other columns."
    )
    options = [
        Option(f"“{name}” is the number of treatments in each row", counted),
        Option("each row is one treatment", draft),
    ]
    return Doubt(ABOUT, f"Is “{name}” the number of treatments in each row?", because, options, (name,))
