"""Join rows: each group of them becomes one, or takes what was noted once for all of its record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.problems import problems_in
from analysis.files.quoting import quoted
from analysis.importing.event_rows import EventRows, merged_codes
from analysis.importing.event_words import ARM
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import DATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.files.text_table import TextTable
    from analysis.importing.event_rows import ColumnCells

JOINED = "its values were added to the row of the same record that counts"
SPREAD = "its values were copied to the treatments of the same record"
NO_TREATMENT = "its record has no treatment"
NAMED_EVENTS = 4
NAMED_COLUMNS = 4


@dataclass(frozen=True, eq=False)
class Joined:
    """A table of which each row is a treatment.

    Attributes
    ----------
    table : TextTable
        A row keeps the number of the row that holds its outcome; the others are set aside, with a note.
    of_clients : str
        The column that tells clients where several treatments are one client's, else "".
    """

    table: TextTable
    of_clients: str = ""


def join(rows: EventRows, groups: np.ndarray, side_by_side: list[str] | None = None) -> Joined:
    """Return one row for each group, with a column for each event of those that differ from event to event."""
    kept = _kept(rows, groups)
    columns: dict[str, pd.Series] = {}
    for name in rows.table.frame.columns:
        column = rows.table.frame[name]
        if name in (side_by_side or ()):
            for label, events in _labels(rows, name).items():
                codes = merged_codes(rows.cells[name], groups, np.isin(rows.events, events))[0][groups[kept]]
                columns[f"{name} ({label})"] = _column(column, codes, kept, blank=True)
        elif name in rows.data:
            columns[name] = _column(
                column, merged_codes(rows.cells[name], groups, rows.cells[name].filled)[0][groups[kept]], kept
            )
        else:
            columns[name] = column.iloc[kept]
    note = f"{_in_several_rows(rows)} the rows of one record were joined into one treatment"
    if side_by_side:
        note += f", with a column for each of them where they differ ({quoted(side_by_side, NAMED_COLUMNS)})"
    joined = _table(rows, columns, kept, {JOINED: np.ones(len(groups), dtype=bool)}, note)
    return Joined(joined, _of_clients(rows, kept))


def spread(rows: EventRows, groups: np.ndarray, shared: np.ndarray) -> Joined | None:
    """Return one row for each group, with the values of the `shared` rows of its record; None where they contradict."""
    if shared.all() or not shared.any():
        return None
    _, groups = np.unique(np.where(shared, -1, groups), return_inverse=True)
    if has_several_outcomes(rows, groups):
        return None
    kept = _kept(rows, groups)
    kept = kept[~shared[kept]]
    columns: dict[str, pd.Series] = {}
    for name in rows.table.frame.columns:
        column, cells = rows.table.frame[name], rows.cells[name]
        if name not in rows.data:
            columns[name] = column.iloc[kept]
            continue
        own, own_differ = merged_codes(cells, groups, ~shared)
        all_rows, all_differ = merged_codes(cells, rows.ids, shared)
        own, of_record = own[groups[kept]], all_rows[rows.ids[kept]]
        is_own_day = field_of_header(name) == DATE and (own >= 0).all()
        differ = (own != of_record) & _with_content(cells, own) & _with_content(cells, of_record)
        if own_differ or ((all_differ or differ.any()) and not is_own_day):
            return None
        columns[name] = _column(column, np.where(_with_content(cells, own) | (of_record < 0), own, of_record), kept)
    with_treatment = np.isin(rows.ids, rows.ids[kept])
    reasons = {JOINED: ~shared, SPREAD: shared & with_treatment, NO_TREATMENT: shared & ~with_treatment}
    note = f"{_in_several_rows(rows)} what was noted once for a record was copied to each of its treatments"
    return Joined(_table(rows, columns, kept, reasons, note), _of_clients(rows, kept))


def _of_clients(rows: EventRows, kept: np.ndarray) -> str:
    return rows.id_column if len(np.unique(rows.ids[kept])) < len(kept) else ""


def _with_content(cells: ColumnCells, codes: np.ndarray) -> np.ndarray:
    """Tell which codes are of texts that say something, as no empty tick box does."""
    # The last place, which -1 points to, is that of no text.
    is_content = np.zeros(int(cells.codes.max(initial=-1)) + 2, dtype=bool)
    is_content[cells.codes[cells.content]] = True
    of_codes: np.ndarray = is_content[codes]
    return of_codes


def _kept(rows: EventRows, groups: np.ndarray) -> np.ndarray:
    """Return the row of each group that holds the outcome, else its last one, in the order of the file."""
    last = np.full(int(groups.max()) + 1, -1, dtype=np.int64)
    last[groups] = np.arange(len(groups))
    if rows.outcome is not None:
        content = np.flatnonzero(rows.cells[rows.outcome].content)
        last[groups[content]] = content
    return np.sort(last[last >= 0])


def _labels(rows: EventRows, name: str) -> dict[str, list[int]]:
    """Return the events in which a column is filled, REDCap's arms of one event together."""
    labels: dict[str, list[int]] = defaultdict(list)
    for event in np.flatnonzero(rows.filled_in[name]):
        labels[ARM.sub("", rows.names[event]) or rows.names[event]].append(int(event))
    return labels


def _column(column: pd.Series, codes: np.ndarray, kept: np.ndarray, *, blank: bool = False) -> pd.Series:
    """Return a column with these codes; where one is -1 the kept row's own text stays, or it is left `blank`."""
    categories = column.cat.categories
    if blank and "" not in categories:
        categories = categories.append(pd.Index([""], dtype=categories.dtype))
    blank_code = list(categories).index("") if blank else -1
    instead = np.full(len(kept), blank_code) if blank else column.cat.codes.to_numpy()[kept]
    texts = pd.Categorical.from_codes(np.where(codes < 0, instead, codes), categories=categories)
    return pd.Series(texts, index=column.index[kept], name=column.name)


def _table(
    rows: EventRows, columns: Mapping[str, pd.Series], kept: np.ndarray, reasons: Mapping[str, np.ndarray], note: str
) -> TextTable:
    gone = np.ones(len(rows.ids), dtype=bool)
    gone[kept] = False
    source = rows.event_column
    problems = [
        problem
        for reason, of in reasons.items()
        for problem in problems_in(rows.table.frame[source], gone & of, source, reason, row_kept=False)
    ]
    table = rows.table
    frame = pd.DataFrame(columns, index=table.frame.index[kept], copy=False)
    return replace(table, frame=frame, set_aside=(*table.set_aside, *problems), notes=(*table.notes, f"{note}."))


def _in_several_rows(rows: EventRows) -> str:
    more = ", …" if len(rows.names) > NAMED_EVENTS else ""
    events = ", ".join(name or "(blank)" for name in rows.names[:NAMED_EVENTS])
    return f"Each “{rows.id_column}” stands in several rows, one for each “{rows.event_column}” ({events}{more}):"


def has_several_outcomes(rows: EventRows, groups: np.ndarray) -> bool:
    """Tell whether a group of rows has more than one row with an outcome."""
    if rows.outcome is None:
        return False
    return bool(np.any(np.bincount(groups[rows.cells[rows.outcome].content]) > 1))
