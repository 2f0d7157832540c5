"""The sheets of a workbook as its parser gives them: what `own_process` runs apart from the dashboard."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.header import Area
from analysis.files.sheet_marks import is_open_document, marks_in
from analysis.files.sheet_texts import Book, ParsedSheet, chosen_texts, filled_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

    from analysis.files.sheet_texts import SheetTexts

_DAY = date(2000, 1, 1)
# A duration in OpenDocument: ISO 8601, as the parser gives it.
_ODS_TIME = re.compile(r"(-?)PT(\d{1,6})H(\d{1,6})M(\d{1,6})(?:[.,]\d*)?S")


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
            return chosen_texts(_book(workbook, content, name), chosen)
    except (KeyboardInterrupt, SystemExit, DashboardError, MemoryError):
        raise
    except PasswordError as error:
        raise locked(name) from error
    except BaseException as error:  # a panic of the parser, which is written in Rust, is no Exception
        raise DashboardError(
            f"“{name}” is damaged, or a workbook that cannot be read: open it in Excel or LibreOffice, save it as "
            ".xlsx or CSV, and upload that file."
        ) from error


def _book(workbook: CalamineWorkbook, content: bytes, name: str) -> Book:
    places = {each.name: place for place, each in enumerate(workbook.sheets_metadata)}
    sheets = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > limits.MOST_SHEETS:
        raise DashboardError(
            f"“{name}” has {len(sheets):,} sheets, and up to {limits.MOST_SHEETS:,} can be read: save the sheet with "
            "the log as a file of its own."
        )
    visible = frozenset(each.name for each in sheets if each.visible == SheetVisibleEnum.Visible)
    return Book(
        name,
        tuple(each.name for each in sheets),
        visible,
        (_parsed(workbook.get_sheet_by_name(each.name), is_visible=each.name in visible) for each in sheets),
        lambda sheet: marks_in(content, places[sheet.name], sheet.merged),
        _with_times if is_open_document(content) else tuple,
    )


def _parsed(sheet: CalamineSheet, *, is_visible: bool) -> ParsedSheet:
    rows = list(sheet.iter_rows())
    merged = tuple(Area(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return ParsedSheet(sheet.name, is_visible, rows, merged, filled_cells(rows))


def _with_times(column: Sequence[Any]) -> Sequence[Any]:
    """Return a column of OpenDocument with its times as durations, where one is none of a day.

    Both are written alike, and the parser gives a time of day where it can.
    """
    lasting = {
        cell: timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4])) * (-1 if match[1] else 1)
        for cell in set(column)
        if isinstance(cell, str) and cell.endswith("S") and (match := _ODS_TIME.fullmatch(cell))
    }
    if not lasting:
        return column
    return [
        datetime.combine(_DAY, cell) - datetime.combine(_DAY, time())
        if isinstance(cell, time)
        else lasting.get(cell, cell)
        for cell in column
    ]
