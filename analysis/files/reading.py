"""Bytes and a file name in, a table of texts out: no type is guessed, no row is shifted, none is lost unsaid."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.archive import unpacked
from analysis.files.delimited import read_delimited
from analysis.files.extra_rows import set_extra_rows_aside
from analysis.files.formats import refuse_other_formats
from analysis.files.header import UnnamedEnd, unnamed_end, with_names
from analysis.files.layout import Layout, LayoutChoices
from analysis.files.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    import pandas as pd

    from analysis.files.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """A file as texts.

    Attributes
    ----------
    frame : DataFrame
        One categorical column of texts for each column of the file; the index holds the row numbers of the file.
    set_aside : tuple of Problem
        Rows that are not in `frame`: the wrong number of values, the header again, totals, lines below the table.
    notes : tuple of str
        What the manager should know about the file as a whole.
    sheets : tuple of str
        The names of a workbook's sheets; none for a text file.
    unnamed_end : UnnamedEnd
        The columns behind the last one that the header names.
    """

    file_name: str
    layout: Layout
    frame: pd.DataFrame
    set_aside: tuple[Problem, ...]
    notes: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    unnamed_end: UnnamedEnd = field(default_factory=UnnamedEnd)

    @property
    def rows_read(self) -> int:
        """Rows of the file below its header, blank lines aside."""
        return len(self.frame) + sum(len(problem.rows) for problem in self.set_aside)


def read(content: bytes, file_name: str, choices: LayoutChoices = LayoutChoices()) -> TextTable:  # noqa: B008 frozen
    """Read a delimited text file or a workbook, compressed or not.

    Parameters
    ----------
    content : bytes
        The whole file.
    file_name : str
        Its name, for messages only: what the file is, its bytes say.
    choices : LayoutChoices
        What the manager said about the layout; the rest is found.

    Raises
    ------
    DashboardError
        Where the file holds no table of texts, or a choice does not fit it: one sentence says what and what to do.
    """
    name = PurePath(file_name.replace("\\", "/")).name or "the file"
    if len(content) > limits.MOST_BYTES:
        raise DashboardError(
            f"“{name}” has more than {limits.MOST_BYTES // limits.MEGABYTE:,} MB, which is the most that can be read: "
            "export a shorter period."
        )
    content, notes = unpacked(content, name)
    if is_workbook(content):
        raw = read_workbook(content, name, choices)
    else:
        refuse_other_formats(content, name)
        raw = read_delimited(content, name, choices)
    rows = set_extra_rows_aside(raw.frame, raw.header, raw.ragged)
    named, naming = with_names(rows.frame, rows.names)
    return TextTable(
        name,
        raw.layout,
        named,
        rows.set_aside,
        (*notes, *raw.notes, *raw.header.notes, *rows.notes, *naming),
        raw.sheets,
        unnamed_end(rows.frame, raw.header),
    )
