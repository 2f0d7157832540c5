"""What text files and workbooks have in common: a header found, and the rows below it as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analysis.files.header import Area, Header
    from analysis.files.layout import Layout
    from analysis.files.problems import Problem


@dataclass(frozen=True, eq=False)
class RawTable:
    """The rows below a header, totals and blank ones among them.

    Attributes
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …; the index holds the row numbers of the file.
    ragged : tuple of Problem
        Rows with more or fewer values than the header has names. Those that hold one text stand in `frame` as well,
        where they may be headings or totals; what remains of them is set aside.
    sheets : tuple of str
        The names of a workbook's sheets.
    same_header_sheets : tuple of str
        The other visible ones with the same header.
    date_cells : mapping of int to frozenset of str
        For the columns that hold both dates and texts that look like dates, the texts written for their dates.
    labels : mapping of int to str
        What the file says of its columns beside their names.
    merged : tuple of Area
        The merged cells of the sheet, the header's among them.
    beside : tuple of str
        The lines of other, small sheets.
    like_header_sheets : tuple of str
        The other visible sheets whose header has many of the same names, and others.
    struck : tuple of int
        The rows of the file most of whose texts are struck through.
    struck_cells : mapping of int to tuple of int
        For each column the other rows of the file in which its text is struck through.
    unsure_encodings : tuple of str
        Those that a text file may have, the one that was taken first, where too little tells which; else none.
    """

    layout: Layout
    header: Header
    frame: pd.DataFrame
    ragged: tuple[Problem, ...]
    notes: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    same_header_sheets: tuple[str, ...] = ()
    date_cells: Mapping[int, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    beside: tuple[str, ...] = ()
    like_header_sheets: tuple[str, ...] = ()
    struck: tuple[int, ...] = ()
    struck_cells: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    unsure_encodings: tuple[str, ...] = ()
