"""What text files and workbooks have in common: a header found, and the rows below it as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from analysis.files.header import Header
    from analysis.files.layout import Layout
    from analysis.files.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """The rows below a header, totals and blank ones among them.

    Attributes
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …; the index holds the row numbers of the file.
    ragged : tuple of Problem
        Rows with more or fewer values than the header has names. Those that hold one text stand in `frame` as well,
        where they may be headings or totals; what remains of them is set aside.
    """

    layout: Layout
    header: Header
    frame: pd.DataFrame
    ragged: tuple[Problem, ...]
    notes: tuple[str, ...]
    sheets: tuple[str, ...] = ()
