"""Dates that a spreadsheet seems to have turned round, and dates of another calendar: converted only when confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.typed_columns import order_of
from analysis.outcome_log.codebook import load
from analysis.outcome_log.date_columns import calendar_of, swap_suspected
from analysis.outcome_log.dates import read_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts

AS_THEY_STAND = "the dates are right"
# Fewer dates that a swap moves may fall into their places among the others by chance.
FEWEST_MOVED = 4


def swapped_days(draft: Draft) -> Doubt | None:
    """Return whether days and months of a workbook's dates changed places; None where nothing points to it.

    It is certain where the rows are in the order of their dates under one of the readings only.
    """
    for field, name in _date_columns(draft):
        of_cells = draft.table.date_cells.get(name, frozenset())
        texts = draft.texts(name)
        dates = [text for text in texts.filled if text in of_cells]
        swapped = swap_suspected(dates, [text for text in texts.filled if text not in of_cells])
        if swapped is None:
            continue
        before, after = next(iter(swapped.meant.items()))
        because = (
            f"In “{name}” all date cells have a day of at most 12, and all text cells a day above "
            "12. This happens when a spreadsheet from another country is opened."
        )
        options = [
            Option(f"day and month were swapped: {before} is {after}", draft.with_texts(name, swapped.meant)),
            Option(AS_THEY_STAND, draft),
        ]
        about, question = f"days of {field}", f"Were day and month swapped in “{name}”?"
        stand = {text: day for text in texts.filled if (day := read_date(text, swapped.order)) is not None}
        moved = {text: stand[text].replace(month=stand[text].day, day=stand[text].month) for text in swapped.meant}
        in_order = [
            option for option, days in zip(options, (stand | moved, stand), strict=True) if _in_order(texts, days)
        ]
        if len(in_order) == 1 and sum(stand[text] != day for text, day in moved.items()) >= FEWEST_MOVED:
            because = f"{because} Only then are the rows in the order of their dates."
            return Doubt(about, question, because, in_order, (name,))
        return Doubt(about, question, because, options, (name,), tuple(dates), must_ask=True)
    return None


def _in_order(texts: Texts, days: Mapping[str, dt.date]) -> bool:
    """Tell whether no row has an earlier date than the row above it, or none a later one."""
    of_texts = np.array([days[text].toordinal() if text in days else 0 for text in texts.texts], dtype=np.int64)
    of_rows = of_texts[texts.row_texts]
    steps = np.diff(of_rows[of_rows > 0])
    return bool(np.all(steps >= 0) or np.all(steps <= 0))


def another_calendar(draft: Draft) -> Doubt | None:
    """Return whether dates are to be converted from another calendar; None where they are of the common one."""
    for field, name in _date_columns(draft):
        texts = draft.texts(name)
        calendar = calendar_of(texts.filled)
        order = order_of(texts.filled, draft.choices)
        if calendar is None:
            continue
        days = {text: day for text in texts.filled if (day := read_date(text, order, calendar=calendar)) is not None}
        if not days:
            continue
        example = next(iter(days))
        because = f"The years in “{name}” are in the {calendar} calendar."
        converted = draft.with_texts(name, {text: day.isoformat() for text, day in days.items()})
        options = [
            Option(f"convert them: {example.strip()} is {days[example].isoformat()}", converted),
            Option("leave these dates blank", draft),
        ]
        question = f"Are the dates in “{name}” in the {calendar} calendar?"
        return Doubt(f"calendar of {field}", question, because, options, (name,), must_ask=True)
    return None


def _date_columns(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the fields that hold days, each with its column."""
    codebook = load()
    for column in draft.columns:
        if column.field is not None and codebook[column.field].kind == "date":
            yield column.field, column.name
