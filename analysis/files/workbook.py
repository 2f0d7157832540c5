"""A workbook as a table: .xlsx, .xlsm, .xls and .ods, told apart by what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.formats import OLE, ZIP
from analysis.files.header import find_header
from analysis.files.layout import Layout
from analysis.files.own_process import sheet_texts_apart
from analysis.files.raw_table import RawTable
from analysis.files.safe_workbook import safe_workbook

if TYPE_CHECKING:
    from analysis.files.layout import LayoutChoices
    from analysis.files.sheets import SheetTexts

SAMPLE_ROWS = 200


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is a ZIP or OLE container, as workbooks are."""
    return content.startswith((ZIP, OLE))


def read_workbook(content: bytes, name: str, choices: LayoutChoices) -> RawTable:
    """Read one sheet of a workbook: the one chosen, else the visible one that holds most.

    Raises
    ------
    DashboardError
        Where the workbook is locked, damaged, too large or without a table, or a choice does not fit it.
    """
    if choices.encoding or choices.delimiter or choices.quote:
        raise DashboardError(f"“{name}” is a workbook, which has no encoding and no delimiter to choose.")
    sheet = sheet_texts_apart(safe_workbook(content, name), name, choices.sheet)
    header = find_header(sheet.first_rows(SAMPLE_ROWS), choices, name, sheet.merged)
    layout = Layout("", "", "", header.first_row, len(header.lines), sheet.name)
    below = sheet.codes[:, header.last_row :]
    columns = zip(header.names, sheet.texts, below, strict=True)
    frame = pd.DataFrame(
        {position: _categorical(*column, name) for position, column in enumerate(columns)},
        index=np.arange(header.last_row + 1, header.last_row + 1 + below.shape[1]),
        copy=False,
    )
    return RawTable(layout, header, frame, (), _notes(sheet), sheet.sheets)


def _categorical(title: str, texts: tuple[str, ...], codes: np.ndarray, name: str) -> pd.Categorical:
    """Return a column below the header."""
    if any(len(text) > limits.LONGEST_CELL for text in texts):
        raise DashboardError(
            f"A cell in the column “{title}” of “{name}” holds more than {limits.LONGEST_CELL:,} characters, which is "
            "the most that can be read: shorten it and upload the file again."
        )
    column = pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object))
    return column.remove_unused_categories()


def _notes(sheet: SheetTexts) -> tuple[str, ...]:
    if len(sheet.sheets) == 1:
        return ()
    others = ", ".join(f"“{each}”" for each in sheet.sheets if each != sheet.name)
    kind = "" if sheet.is_visible else ", which is hidden"
    some_hidden = f" ({sheet.hidden} of the {len(sheet.sheets)} sheets are hidden)" if sheet.hidden else ""
    return (f"Read from the sheet “{sheet.name}”{kind}; the workbook also has {others}{some_hidden}.",)
