"""Several sheets with the same header, one a month, as one table: its rows say which sheet and row they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.body import Body, body_of
from analysis.files.layout import ALL_SHEETS
from analysis.files.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.raw_table import RawTable

SHEET_COLUMN = "Sheet"
# Row 17 of the second sheet is 2017, or 20,017 where a sheet has 1,000 rows or more.
LEAST_STEP = 1000


@dataclass(frozen=True, slots=True, eq=False)
class StackedSheets:
    """Sheets as one table.

    Attributes
    ----------
    raw : RawTable
        What holds for all of them.
    body : Body
    sheet_of_rows : Categorical, optional
        The sheet of each row of the body; None where there is one sheet.
    """

    raw: RawTable
    body: Body
    sheet_of_rows: pd.Categorical | None


def stacked(tables: Sequence[RawTable]) -> StackedSheets:
    """Return sheets with the same header as one table, the rows of each with numbers of their own."""
    names = [table.layout.sheet for table in tables]
    bodies = [body_of(table) for table in tables]
    # Headings above the rows of a sheet are columns behind those of its header.
    column_names = max((body.names for body in bodies), key=len)
    last = max((int(table.frame.index[-1]) for table in tables if len(table.frame)), default=1)
    step = max(LEAST_STEP, 10 ** len(str(last)))
    frames, aside, sheets, notes = list[pd.DataFrame](), list[Problem](), list[int](), list[str]()
    for place, (table, body) in enumerate(zip(tables, bodies, strict=True)):
        start = (place + 1) * step
        frames.append(_widened(body.frame.set_axis(body.frame.index + start, axis="index"), len(column_names)))
        aside += [replace(problem, rows=tuple(row + start for row in problem.rows)) for problem in body.set_aside]
        sheets += [place] * len(body.frame)
        notes += (*table.notes, *body.notes)
    widest = max(tables, key=lambda table: len(table.header.names))
    first = tables[0]
    raw = replace(
        first,
        layout=replace(first.layout, sheet=ALL_SHEETS),
        header=replace(first.header, names=widest.header.names),
        notes=(_note(names, step), *dict.fromkeys(notes)),
        same_header_sheets=tuple(names),
        date_cells=_united(tables),
    )
    of_rows = pd.Categorical.from_codes(sheets, categories=pd.Index(names, dtype=object))
    return StackedSheets(raw, Body(_stacked(frames), column_names, tuple(aside), ()), of_rows)


def with_sheets(frame: pd.DataFrame, sheet_of_rows: pd.Categorical) -> pd.DataFrame:
    """Return a table with a column that says of which sheet a row is."""
    name, number = SHEET_COLUMN, 2
    while name in frame.columns:
        name, number = f"{SHEET_COLUMN} ({number})", number + 1
    return frame.assign(**{name: sheet_of_rows})


def _widened(frame: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return the rows of a sheet with as many columns as the widest has."""
    blank = pd.Categorical.from_codes(np.zeros(len(frame), dtype=np.int8), categories=pd.Index([""], dtype=object))
    more = {place: pd.Series(blank, index=frame.index) for place in range(frame.shape[1], width)}
    return pd.concat([frame, pd.DataFrame(more)], axis="columns") if more else frame


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    columns = {
        place: pd.api.types.union_categoricals([frame[place] for frame in frames]) for place in frames[0].columns
    }
    index = np.concatenate([frame.index.to_numpy() for frame in frames])
    return pd.DataFrame(columns, index=index, copy=False)


def _united(tables: Sequence[RawTable]) -> dict[int, frozenset[str]]:
    places = {place for table in tables for place in table.date_cells}
    none = frozenset[str]()
    return {place: none.union(*(table.date_cells.get(place, none) for table in tables)) for place in sorted(places)}


def _note(names: Sequence[str], step: int) -> str:
    sheets = ", ".join(f"“{name}”" for name in names)
    example = f"row 2 of “{names[-1]}” is called row {len(names) * step + 2:,}"
    return f"The {len(names)} sheets {sheets} were read as one table, each with numbers of its own: {example}."
