"""A workbook as a table: .xlsx, .xlsm, .xls and .ods, told apart by what they hold."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analysis.files import limits
from analysis.files.cell_texts import text_of
from analysis.files.formats import OLE, ZIP
from analysis.files.header import Area, find_header
from analysis.files.layout import Layout
from analysis.files.problems import FileError
from analysis.files.raw_table import RawTable
from analysis.files.safe_workbook import locked, safe_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

    from analysis.files.layout import LayoutChoices

SAMPLE_ROWS = 200
# A list of choices beside the log is no table; a header with one row and two columns is.
LEAST_ROWS, LEAST_COLUMNS = 2, 2


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with what it holds: the rows begin with the first of the spreadsheet, blank or not."""

    name: str
    is_visible: bool
    rows: list[list[Any]]
    merged: tuple[Area, ...]
    filled: int

    @property
    def holds_a_table(self) -> bool:
        return len(self.rows) >= LEAST_ROWS and len(self.rows[0]) >= LEAST_COLUMNS and self.filled > 0


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is a ZIP or OLE container, as workbooks are."""
    return content.startswith((ZIP, OLE))


def read_workbook(content: bytes, name: str, choices: LayoutChoices) -> RawTable:
    """Read one sheet of a workbook: the one chosen, else the visible one that holds most.

    Raises
    ------
    FileError
        Where the workbook is locked, damaged, too large or without a table, or a choice does not fit it.
    """
    if choices.encoding or choices.delimiter or choices.quote:
        raise FileError(f"“{name}” is a workbook, which has no encoding and no delimiter to choose.")
    safe = safe_workbook(content, name)
    try:
        with CalamineWorkbook.from_object(io.BytesIO(safe)) as workbook:
            sheet, sheets, hidden = _chosen_sheet(workbook, name, choices.sheet)
    except (KeyboardInterrupt, SystemExit, FileError):
        raise
    except PasswordError as error:
        raise locked(name) from error
    except BaseException as error:  # a panic of the parser, which is written in Rust, is no Exception
        raise FileError(
            f"“{name}” is damaged, or a workbook that cannot be read: open it in Excel or LibreOffice, save it as "
            ".xlsx or CSV, and upload that file."
        ) from error
    return _table(sheet, sheets, hidden, name, choices)


def _chosen_sheet(workbook: CalamineWorkbook, name: str, chosen: str | None) -> tuple[_Sheet, tuple[str, ...], int]:
    """Return the sheet to read, the names of all sheets, and how many of them are hidden."""
    sheets = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = tuple(each.name for each in sheets)
    visible = {each.name for each in sheets if each.visible == SheetVisibleEnum.Visible}
    if chosen is not None and chosen not in names:
        raise FileError(f"“{name}” has no sheet called “{chosen}”: choose one of {', '.join(f'“{s}”' for s in names)}.")
    best: _Sheet | None = None
    for each in names if chosen is None else (chosen,):
        sheet = _read_sheet(workbook.get_sheet_by_name(each), is_visible=each in visible)
        if best is None or _worth(sheet) > _worth(best):
            best = sheet
    if best is None or best.filled == 0:
        what = f"The sheet “{chosen}” of “{name}”" if chosen is not None else f"“{name}”"
        raise FileError(f"{what} holds no header and no row: export the log again and upload that file.")
    return best, names, len(names) - len(visible)


def _worth(sheet: _Sheet) -> tuple[bool, bool, int]:
    return sheet.holds_a_table and sheet.is_visible, sheet.holds_a_table, sheet.filled


def _read_sheet(sheet: CalamineSheet, *, is_visible: bool) -> _Sheet:
    rows = list(sheet.iter_rows())
    merged = tuple(Area(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    filled = sum(len(row) - row.count("") for row in rows)
    return _Sheet(sheet.name, is_visible, rows, merged, filled)


def _table(sheet: _Sheet, sheets: tuple[str, ...], hidden: int, name: str, choices: LayoutChoices) -> RawTable:
    sample = [[text_of(cell) for cell in row] for row in sheet.rows[:SAMPLE_ROWS]]
    header = find_header(sample, choices, name, sheet.merged)
    layout = Layout("", "", "", header.first_row, len(header.lines), sheet.name)
    below = sheet.rows[header.last_row :]
    numbers = np.arange(header.last_row + 1, len(sheet.rows) + 1)
    columns = zip(*below, strict=True) if below else [()] * len(header.names)
    frame = pd.DataFrame(
        {position: _categorical(column, header.names[position], name) for position, column in enumerate(columns)},
        index=numbers,
        copy=False,
    )
    return RawTable(layout, header, frame, (), _notes(sheet, sheets, hidden), sheets)


def _categorical(column: Sequence[Any], title: str, name: str) -> pd.Categorical:
    """Return a column of cells as texts, each distinct one made once."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        cells: Sequence[Any] = column
        texts = {cell: text_of(cell) for cell in dict.fromkeys(column)}
    else:
        # True, 1 and 1.0 are equal, and no two of them the same text.
        cells = list(zip(map(type, column), column, strict=True))
        texts = {cell: text_of(cell[1]) for cell in dict.fromkeys(cells)}
    if any(len(text) > limits.LONGEST_CELL for text in texts.values()):
        raise FileError(
            f"A cell in the column “{title}” of “{name}” holds more than {limits.LONGEST_CELL:,} characters, which is "
            "the most that can be read: shorten it and upload the file again."
        )
    codes_of_texts = {text: code for code, text in enumerate(dict.fromkeys(texts.values()))}
    codes_of_cells = {cell: codes_of_texts[text] for cell, text in texts.items()}
    codes = np.fromiter(map(codes_of_cells.__getitem__, cells), dtype=np.int32, count=len(cells))
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(codes_of_texts), dtype=object))


def _notes(sheet: _Sheet, sheets: tuple[str, ...], hidden: int) -> tuple[str, ...]:
    if len(sheets) == 1:
        return ()
    others = ", ".join(f"“{each}”" for each in sheets if each != sheet.name)
    kind = "" if sheet.is_visible else ", which is hidden"
    some_hidden = f" ({hidden} of the {len(sheets)} sheets are hidden)" if hidden else ""
    return (f"Read from the sheet “{sheet.name}”{kind}; the workbook also has {others}{some_hidden}.",)
