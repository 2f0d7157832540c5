"""The sheet of a workbook that holds the log, as texts: what `own_process` runs apart from the dashboard."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analysis.errors import DashboardError
from analysis.files.cell_texts import text_of
from analysis.files.header import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

# A list of choices beside the log is no table; a header with one row and two columns is.
LEAST_ROWS, LEAST_COLUMNS = 2, 2


@dataclass(frozen=True, slots=True, eq=False)
class SheetTexts:
    """One sheet, beginning with the first row and column of the spreadsheet, blank or not.

    Attributes
    ----------
    name : str
    is_visible : bool
    sheets : tuple of str
        The names of all sheets of the workbook.
    hidden : int
        How many of them are hidden.
    merged : tuple of Area
    texts : tuple of tuple of str
        The distinct texts of each column.
    codes : ndarray of int32, shape (columns, rows)
        Which of them stands in each cell.
    """

    name: str
    is_visible: bool
    sheets: tuple[str, ...]
    hidden: int
    merged: tuple[Area, ...]
    texts: tuple[tuple[str, ...], ...]
    codes: np.ndarray

    def first_rows(self, number: int) -> list[list[str]]:
        """Return the texts of the first rows."""
        columns = [
            [texts[code] for code in codes[:number]] for texts, codes in zip(self.texts, self.codes, strict=True)
        ]
        return [list(row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as it was parsed."""

    name: str
    is_visible: bool
    rows: list[list[Any]]
    merged: tuple[Area, ...]
    filled: int

    @property
    def worth(self) -> tuple[bool, bool, int]:
        """What a sheet is chosen by: it holds a table and is visible, holds a table, holds most."""
        is_table = len(self.rows) >= LEAST_ROWS and len(self.rows[0]) >= LEAST_COLUMNS and self.filled > 0
        return is_table and self.is_visible, is_table, self.filled


def locked(name: str) -> DashboardError:
    """Return the refusal of a workbook that is encrypted."""
    return DashboardError(f"“{name}” is locked with a password: open it, save a copy without one, and upload the copy.")


def sheet_texts(content: bytes, name: str, chosen: str | None) -> SheetTexts:
    """Return one sheet of a workbook: the one chosen, else the visible one that holds most.

    Raises
    ------
    DashboardError
        Where the workbook is locked, damaged or without a table, or has no sheet of that name.
    """
    try:
        with CalamineWorkbook.from_object(io.BytesIO(content)) as workbook:
            return _sheet_texts(workbook, name, chosen)
    except (KeyboardInterrupt, SystemExit, DashboardError, MemoryError):
        raise
    except PasswordError as error:
        raise locked(name) from error
    except BaseException as error:  # a panic of the parser, which is written in Rust, is no Exception
        raise DashboardError(
            f"“{name}” is damaged, or a workbook that cannot be read: open it in Excel or LibreOffice, save it as "
            ".xlsx or CSV, and upload that file."
        ) from error


def _sheet_texts(workbook: CalamineWorkbook, name: str, chosen: str | None) -> SheetTexts:
    sheets = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = tuple(each.name for each in sheets)
    visible = {each.name for each in sheets if each.visible == SheetVisibleEnum.Visible}
    if chosen is not None and chosen not in names:
        raise DashboardError(
            f"“{name}” has no sheet called “{chosen}”: choose one of {', '.join(f'“{s}”' for s in names)}."
        )
    best: _Sheet | None = None
    for each in names if chosen is None else (chosen,):
        sheet = _parsed(workbook.get_sheet_by_name(each), is_visible=each in visible)
        if best is None or sheet.worth > best.worth:
            best = sheet
    if best is None or best.filled == 0:
        what = f"The sheet “{chosen}” of “{name}”" if chosen is not None else f"“{name}”"
        raise DashboardError(f"{what} holds no header and no row: export the log again and upload that file.")
    columns = [_texts_and_codes(column) for column in zip(*best.rows, strict=True)]
    return SheetTexts(
        best.name,
        best.is_visible,
        names,
        len(names) - len(visible),
        best.merged,
        tuple(texts for texts, _ in columns),
        np.stack([codes for _, codes in columns]),
    )


def _parsed(sheet: CalamineSheet, *, is_visible: bool) -> _Sheet:
    rows = list(sheet.iter_rows())
    merged = tuple(Area(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    filled = sum(len(row) - row.count("") for row in rows)
    return _Sheet(sheet.name, is_visible, rows, merged, filled)


def _texts_and_codes(column: Sequence[Any]) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the distinct texts of a column of cells, each made once, and which of them stands in each cell."""
    if all(kind is str for kind in set(map(type, column))):
        cells: Sequence[Any] = column
        texts = {cell: text_of(cell) for cell in dict.fromkeys(column)}
    else:
        # True, 1 and 1.0 are equal, and no two of them the same text.
        cells = list(zip(map(type, column), column, strict=True))
        texts = {cell: text_of(cell[1]) for cell in dict.fromkeys(cells)}
    codes_of_texts = {text: code for code, text in enumerate(dict.fromkeys(texts.values()))}
    codes_of_cells = {cell: codes_of_texts[text] for cell, text in texts.items()}
    codes = np.fromiter(map(codes_of_cells.__getitem__, cells), dtype=np.int32, count=len(cells))
    return tuple(codes_of_texts), codes
