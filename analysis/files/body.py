"""What stands below a header without the rows that are no treatments, merged cells filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.files.doubtful_rows import DoubtfulRows, those_among
from analysis.files.extra_rows import set_extra_rows_aside
from analysis.files.merged_cells import with_merged_filled
from analysis.files.sheet_notes import notes_on_merged

if TYPE_CHECKING:
    import pandas as pd

    from analysis.files.problems import Problem
    from analysis.files.raw_table import RawTable


@dataclass(frozen=True, eq=False)
class Body:
    """The treatments of a table.

    Attributes
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …; the index holds the row numbers of the file.
    names : tuple of str
        A name for each column; those of headings above the rows come last.
    set_aside : tuple of Problem
        The rows that are none.
    notes : tuple of str
    doubtful : tuple of DoubtfulRows
        Rows of `frame` that may be none.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]
    set_aside: tuple[Problem, ...]
    notes: tuple[str, ...]
    doubtful: tuple[DoubtfulRows, ...] = ()


def body_of(raw: RawTable) -> Body:
    """Return the body of a table; a total is known before a merged cell around it gives it a clinic."""
    rows = set_extra_rows_aside(raw.frame, raw.header, raw.ragged, raw.labels)
    frame, filled = with_merged_filled(rows.frame, raw.frame, raw.merged)
    notes = (*rows.notes, *notes_on_merged(raw.header, filled))
    struck = those_among([DoubtfulRows("struck", raw.struck)], frozenset(frame.index)) if raw.struck else ()
    return Body(frame, rows.names, rows.set_aside, notes, (*rows.doubtful, *struck))
