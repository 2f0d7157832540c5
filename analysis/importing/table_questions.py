"""What is asked of a file before it is screened: which sheets hold the log, whether its first row names the columns,
which of two entries counts, and which rows are one treatment.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from analysis.errors import DashboardError
from analysis.files.layout import ALL_SHEETS
from analysis.files.quoting import quoted
from analysis.importing.choices import (
    ABOUT_FIRST_ROW,
    ABOUT_SHEETS,
    ALL_TOGETHER,
    IS_A_TREATMENT,
    NAMES_COLUMNS,
    only_sheet,
)
from analysis.importing.double_entries import ABOUT_ENTRIES
from analysis.importing.draft import SHOWN_ROWS
from analysis.importing.event_groups import group_of_first
from analysis.importing.event_joining import Joined
from analysis.importing.events import ABOUT_ROWS, EACH_ROW, UnsureEvents, joined_events
from analysis.importing.first_row import is_in_doubt, what_first_row_is
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.files.layout import LayoutChoices
    from analysis.files.text_table import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.importing.double_entries import DoubleEntries

_Read: TypeAlias = "Callable[[LayoutChoices], TextTable]"

MOST_SHEETS_ALONE = 3


class Tables(NamedTuple):
    """What a file can be taken for, before it is screened; see `TableDoubt`."""

    about: str
    question: str
    because: str
    readings: Mapping[str, TextTable]
    records: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def which_sheets(table: TextTable, read: _Read, layout: LayoutChoices) -> Tables | None:
    """Return which sheets of a workbook the log is; None where it has one, or one was chosen."""
    sheets = _sheets_that_may_be_the_log(table, read, layout)
    return _which_of(table, sheets) if sheets else None


def _sheets_that_may_be_the_log(table: TextTable, read: _Read, layout: LayoutChoices) -> dict[str, TextTable]:
    """Return what else may be read of a workbook, nothing where a sheet was chosen: others alone, or several as one."""
    if layout.sheet is not None:
        return {}
    sheets = {ALL_TOGETHER: read(replace(layout, sheet=ALL_SHEETS))} if table.same_header_sheets else {}
    # One a month is all of them; of two or three any may be the one that holds.
    same = [name for name in table.same_header_sheets if name != table.layout.sheet]
    for name in same if len(same) <= MOST_SHEETS_ALONE else ():
        sheets[only_sheet(name)] = read(replace(layout, sheet=name))
    for name in table.like_header_sheets:
        with suppress(DashboardError):
            like = read(replace(layout, sheet=name))
            if _names_outcome(like) or not _names_outcome(table):
                sheets[only_sheet(name)] = like
    return sheets


def _names_outcome(table: TextTable) -> bool:
    return any(header is not None and header.field == OUTCOME for header in map(read_header, table.frame.columns))


def _which_of(table: TextTable, others: Mapping[str, TextTable]) -> Tables:
    sheet = table.layout.sheet
    reasons = []
    if ALL_TOGETHER in others:
        reasons.append(f"The sheet “{sheet}” has the same header as {quoted(table.same_header_sheets)}.")
    same = {only_sheet(name) for name in table.same_header_sheets}
    like = [other.layout.sheet for reading, other in others.items() if reading not in {ALL_TOGETHER, *same}]
    if like:
        verb, whose = ("looks", "its header has") if len(like) == 1 else ("look", "their headers have")
        reasons.append(
            f"{quoted(like)} {verb} like a log, too, but {whose} other columns than that of “{sheet}”: to read them "
            "together, give all of them the same header."
        )
    named = [reading for reading in others if reading == ALL_TOGETHER]
    readings = {
        **{reading: others[reading] for reading in named},
        only_sheet(sheet): table,
        **{reading: other for reading, other in others.items() if reading != ALL_TOGETHER},
    }
    return Tables(ABOUT_SHEETS, "Which sheets of the workbook hold the log?", " ".join(reasons), readings)


def which_first_row(table: TextTable, read: _Read, layout: LayoutChoices) -> Tables | None:
    """Return whether the row that names the columns is a treatment; None where that is not in doubt."""
    if not is_in_doubt(table):
        return None
    readings = {NAMES_COLUMNS: table, IS_A_TREATMENT: read(replace(layout, header_rows=0))}
    asked = what_first_row_is(table.layout.header_row)
    return Tables(ABOUT_FIRST_ROW, *asked, readings, rows=tuple(range(min(SHOWN_ROWS, len(table.frame)))))


def of_one_entry(table: TextTable, entries: DoubleEntries, choices: ImportChoices) -> tuple[TextTable, Tables | None]:
    """Return a table whose records were entered twice without the second entries, or which entry counts."""
    if len(entries.readings) == 1:
        (only,) = entries.readings.values()
        return replace(only, notes=(*only.notes, entries.because)), None
    events = {reading: joined_events(each) for reading, each in entries.readings.items()}
    answer = choices.answer_to(ABOUT_ENTRIES)
    if answer is not None and isinstance(events.get(answer), UnsureEvents):
        # Which rows are one treatment is asked next.
        return entries.readings[answer], None
    readings = {
        reading: found.table if isinstance(found := events[reading], Joined) else each
        for reading, each in entries.readings.items()
    }
    as_it_is = readings[EACH_ROW]
    rows = entries.rows if as_it_is is table else ()
    question = "Records were entered twice: which entry counts?"
    return as_it_is, Tables(ABOUT_ENTRIES, question, entries.because, readings, "", entries.columns, rows)


def which_rows(events: UnsureEvents) -> Tables:
    """Return which rows of a record are one treatment."""
    readings = {reading: joined.table for reading, joined in events.readings.items()}
    question = "Which rows of the file are one treatment?"
    ids = readings[EACH_ROW].frame[events.id_column].cat.codes.to_numpy()
    rows = group_of_first(ids, np.bincount(ids)[ids] > 1)
    return Tables(ABOUT_ROWS, question, events.sentence, readings, events.id_column, rows=rows)
