"""Several sheets with the same header, one a month, as one table: its rows say which sheet and row they are.

The names may stand in another order, and be worded otherwise, as “Acne history” and “History of acne” are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.body import Body, body_of
from analysis.files.doubtful_rows import DoubtfulRows, moved_down
from analysis.files.header_words import places_in
from analysis.files.layout import ALL_SHEETS
from analysis.files.problems import Problem
from analysis.files.quoting import quoted
from analysis.files.row_cells import blank_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.raw_table import RawTable

SHEET_COLUMN = "Sheet"
# Row 17 of the second sheet is 2017, or 20,017 where a sheet has 1,000 rows or more.
LEAST_STEP = 1000


@dataclass(frozen=True, eq=False)
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
    first = tables[0]
    tables = [first, *(_in_order_of(first, table) for table in tables[1:])]
    bodies = [body_of(table) for table in tables]
    # Headings above the rows of a sheet are columns behind those of its header.
    column_names = max((body.names for body in bodies), key=len)
    last = max((int(table.frame.index[-1]) for table in tables if len(table.frame)), default=1)
    step = max(LEAST_STEP, 10 ** len(str(last)))
    frames, aside, sheets, notes = list[pd.DataFrame](), list[Problem](), list[int](), list[str]()
    doubtful: list[DoubtfulRows] = []
    for place, (table, body) in enumerate(zip(tables, bodies, strict=True)):
        start = (place + 1) * step
        frames.append(_widened(body.frame.set_axis(body.frame.index + start, axis="index"), len(column_names)))
        aside += [replace(problem, rows=tuple(row + start for row in problem.rows)) for problem in body.set_aside]
        doubtful += moved_down(body.doubtful, start)
        sheets += [place] * len(body.frame)
        notes += (*table.notes, *body.notes)
    widest = max(tables, key=lambda table: len(table.header.names))
    raw = replace(
        first,
        layout=replace(first.layout, sheet=ALL_SHEETS),
        header=replace(first.header, names=widest.header.names),
        notes=(_note(names, step), *dict.fromkeys(notes)),
        same_header_sheets=tuple(names),
        date_cells=_united(tables),
        struck_cells=_struck_below_each_other(tables, step),
    )
    of_rows = pd.Categorical.from_codes(sheets, categories=pd.Index(names, dtype=object))
    return StackedSheets(raw, Body(_stacked(frames), column_names, tuple(aside), (), tuple(doubtful)), of_rows)


def _in_order_of(first: RawTable, table: RawTable) -> RawTable:
    """Return a table with its columns in the order of another with the same names."""
    places = places_in(table.header.names, first.header.names)
    if places == list(range(len(places))):
        return table
    lines = tuple(tuple(line[place] if place < len(line) else "" for place in places) for line in table.header.lines)
    new = {place: position for position, place in enumerate(places)}
    return replace(
        table,
        header=replace(table.header, lines=lines, names=tuple(table.header.names[place] for place in places)),
        frame=table.frame[places].set_axis(range(len(places)), axis="columns"),
        date_cells={new[place]: texts for place, texts in table.date_cells.items()},
        labels={new[place]: label for place, label in table.labels.items()},
        struck_cells={new[place]: rows for place, rows in table.struck_cells.items() if place in new},
        merged=tuple(
            area._replace(left=new[area.left], right=new[area.left])
            for area in table.merged
            if area.left == area.right and area.left in new
        ),
    )


def with_sheets(frame: pd.DataFrame, sheet_of_rows: pd.Categorical) -> pd.DataFrame:
    """Return a table with a column that says of which sheet a row is."""
    name, number = SHEET_COLUMN, 2
    while name in frame.columns:
        name, number = f"{SHEET_COLUMN} ({number})", number + 1
    return frame.assign(**{name: sheet_of_rows})


def _widened(frame: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return the rows of a sheet with as many columns as the widest has."""
    blank = blank_column(len(frame))
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


def _struck_below_each_other(tables: Sequence[RawTable], step: int) -> dict[int, tuple[int, ...]]:
    cells: dict[int, tuple[int, ...]] = {}
    for number, table in enumerate(tables, 1):
        for place, rows in table.struck_cells.items():
            cells[place] = (*cells.get(place, ()), *(row + number * step for row in rows))
    return cells


def _note(names: Sequence[str], step: int) -> str:
    sheets = quoted(names)
    example = f"row 2 of “{names[-1]}” is called row {len(names) * step + 2:,}"
    return f"The {len(names)} sheets {sheets} were read as one table, each with its own row numbers: {example}."
