"""Exports with one row an event: the rows of one record are joined, so that each row is a treatment.

REDCap, OpenClinica, Castor and others write a row for each visit of a client: what was noted on the day in one, the
outcome in another. Joining them is certain only where each visit fills columns of its own; a log in which a client
comes again, each row a whole treatment, has no such columns and stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.event_joining import Joined, join, spread
from analysis.importing.event_rows import cells_of, outcome_column, rows_of_events
from analysis.importing.event_ways import (
    fill_apart,
    in_turn,
    numbered,
    one_a_record,
    one_an_outcome,
    repeated_forms,
)
from analysis.importing.event_words import comes_before, numbers_treatments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.files.text_table import TextTable
    from analysis.importing.event_rows import ColumnCells, EventRows

BARE = "only its record and its event are filled in"
GLANCED_ROWS = 1_000
ABOUT_ROWS = "rows"
EACH_ROW = "each row is a treatment"
EACH_OUTCOME = "each row with an outcome is a treatment, and the values of the other rows belong to all of its record"
ONE_A_RECORD = "each record is one treatment, and its rows belong together"


@dataclass(frozen=True, eq=False)
class UnsureEvents:
    """A table that seems to have one row an event, where only a person knows which rows are one treatment.

    Attributes
    ----------
    sentence : str
        What is not certain, and the way out.
    id_column : str
        The column that tells records.
    readings : mapping
        How it can be read, in words, and the table that this gives.
    """

    sentence: str
    id_column: str
    readings: Mapping[str, Joined]


def joined_events(table: TextTable) -> Joined | UnsureEvents | None:
    """Join the rows of each record where a table has one row an event.

    Parameters
    ----------
    table : TextTable
        As read, with the ids of the file.

    Returns
    -------
    Joined, UnsureEvents or None
        None where each row is a treatment already.
    """
    rows = rows_of_events(table)
    if rows is None:
        return None
    if rows.is_named and rows.data and (bare := rows.bare).any():
        rest = table.without_rows(bare, rows.event_column, BARE)
        return joined_events(rest) or Joined(rest)
    if _is_whole_at_a_glance(rows) or not rows.data or _are_one_by_number(rows):
        return None
    if rows.is_named:
        for attempt in (one_a_record, numbered, in_turn, repeated_forms, one_an_outcome):
            if (joined := attempt(rows)) is not None:
                return joined
    return _unsure(rows) if _has_signs(rows) else None


def _is_whole_at_a_glance(rows: EventRows) -> bool:
    """Tell whether rows with an outcome have every column filled somewhere, so that none is another event's.

    The first thousand tell it of nearly every log, without a look at all rows of all columns.
    """
    frame = rows.table.frame
    outcome = outcome_column(rows.table)
    if outcome is None or rows.instances is not None or any(map(comes_before, rows.names)):
        return False
    with_outcome = np.flatnonzero(cells_of(frame[outcome], outcome).content)
    few = frame.iloc[with_outcome[:GLANCED_ROWS]]
    unfilled = [
        name for name in frame.columns if not cells_of(few[name].cat.remove_unused_categories(), name).content.any()
    ]
    return not any(_is_beside(cells_of(frame[name], name), with_outcome) for name in unfilled)


def _are_one_by_number(rows: EventRows) -> bool:
    """Tell whether the number of a treatment joins its rows for certain, as `doubts.follow_ups` does later."""
    return numbers_treatments(rows.id_column) and not rows.is_named and not rows.varying


def _is_beside(cells: ColumnCells, with_outcome: np.ndarray) -> bool:
    return bool(cells.content.any()) and not cells.content[with_outcome].any()


# Where it is not certain ----


def _has_signs(rows: EventRows) -> bool:
    """Tell whether a table looks as if it had one row an event.

    What stands only beside the outcome's rows must be as much as what differs within records on both sides; or the
    outcome was asked before as well as after.
    """
    if rows.outcome is None:
        return rows.instances is not None and fill_apart(rows)
    if rows.apart:
        beside = len(rows.varying_beside(rows.outcome))
        return len(rows.apart) >= beside if rows.is_named else len(rows.apart) > beside
    asked = [rows.names[event] for event in np.flatnonzero(rows.filled_in[rows.outcome])]
    return rows.is_named and rows.is_once and fill_apart(rows) and 0 < sum(map(comes_before, asked)) < len(asked)


def _unsure(rows: EventRows) -> UnsureEvents:
    readings = {EACH_ROW: Joined(rows.table)}
    if rows.outcome is not None:
        treated = rows.cells[rows.outcome].content
        each = np.arange(len(rows.ids))
        # A review of which the outcome is not known is a review all the same.
        reviewed = rows.filled_in[rows.outcome][rows.events]
        of_outcomes = spread(rows, each, ~treated) or spread(rows, each, ~reviewed)
        if of_outcomes is not None:
            readings = {EACH_OUTCOME: of_outcomes, **readings}
            if not rows.is_once:
                # What came of it is then joined in turn, by `doubts.follow_ups`.
                readings = {ONE_A_RECORD: of_outcomes, **readings}
    if rows.is_once:
        readings = {ONE_A_RECORD: join(rows, rows.ids, rows.varying), **readings}
    sentence = (
        f"“{rows.table.file_name}” seems to have several rows for one treatment, because the same “{rows.id_column}” "
        "comes again with other columns filled in, and it is not certain which rows belong together: say how to read "
        "it, or upload the log again with one row for each treatment."
    )
    return UnsureEvents(sentence, rows.id_column, readings)
