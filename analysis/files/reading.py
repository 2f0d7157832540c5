"""Bytes and a file name in, a table of texts out: no type is guessed, no row is shifted, none is lost unsaid."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.archive import unpacked
from analysis.files.beside import lines_beside
from analysis.files.body import body_of
from analysis.files.delimited import read_delimited
from analysis.files.formats import refuse_other_formats
from analysis.files.header import with_names
from analysis.files.header_fit import unnamed_end
from analysis.files.layout import LayoutChoices
from analysis.files.repeated_rows import repeated_rows
from analysis.files.side_by_side import refuse_side_by_side
from analysis.files.stacked_sheets import StackedSheets, stacked, with_sheets
from analysis.files.text_table import TextTable
from analysis.files.workbook import kind_of_workbook, read_workbook
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def read(content: bytes, file_name: str, choices: LayoutChoices = LayoutChoices()) -> TextTable:  # noqa: B008 frozen
    """Read a delimited text file, a workbook, a web page or a file of a statistics program, compressed or not.

    Parameters
    ----------
    content : bytes
        The whole file.
    file_name : str
        Its name, for messages only: what the file is, its bytes say.
    choices : LayoutChoices
        What the manager chose for the layout; the rest is found.

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
    report_progress("reading")
    size = len(content)
    content, notes = unpacked(content, name)
    kind = kind_of_workbook(content)
    if kind is not None:
        tables = read_workbook(content, name, kind, choices, size)
    else:
        refuse_other_formats(content, name)
        tables = (read_delimited(content, name, choices),)
    report_progress("rows")
    whole = stacked(tables) if len(tables) > 1 else StackedSheets(tables[0], body_of(tables[0]), None)
    raw, body = whole.raw, whole.body
    refuse_side_by_side(raw.header.names, name)
    named, naming = with_names(body.frame, body.names)
    names = dict(zip(_named_places(body.frame, body.names), named.columns, strict=True))
    last_with_values = len(raw.header.names) - raw.header.names_without_values
    return TextTable(
        name,
        raw.layout,
        named if whole.sheet_of_rows is None else with_sheets(named, whole.sheet_of_rows),
        body.set_aside,
        (*notes, *raw.notes, *raw.header.notes, *body.notes, *naming),
        raw.sheets,
        unnamed_end(body.frame, raw.header),
        raw.same_header_sheets,
        {names[place]: texts for place, texts in raw.date_cells.items() if place in names},
        {names[place]: label for place, label in raw.labels.items() if place in names},
        {names[place]: rows for place, rows in raw.struck_cells.items() if place in names},
        beside=lines_beside(raw, body.set_aside),
        doubtful=(*body.doubtful, *repeated_rows(body.frame)),
        has_row_names=raw.header.has_row_names,
        header_could_be_a_row=raw.header.could_be_a_row,
        like_header_sheets=raw.like_header_sheets,
        unsure_encodings=raw.unsure_encodings,
        names_without_values=tuple(names[place] for place in range(last_with_values, len(raw.header.names))),
    )


def _named_places(frame: pd.DataFrame, header: Sequence[str]) -> list[int]:
    """Return the places of the columns that have a name or a value: those that `with_names` keeps."""
    return [place for place, given in enumerate(header) if given or any(map(str.strip, frame[place].cat.categories))]
