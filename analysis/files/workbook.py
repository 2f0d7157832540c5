"""Workbooks, web pages and files of statistics programs as tables, recognised by what they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.formats import OLE, ZIP, markup_kind, statistics_program
from analysis.files.header import Header, find_header
from analysis.files.header_evidence import filled_places
from analysis.files.layout import Layout
from analysis.files.own_process import sheet_texts_apart
from analysis.files.raw_table import RawTable
from analysis.files.safe_workbook import packed_as_ods, safe_workbook
from analysis.files.sheet_notes import notes_on
from analysis.files.sheet_texts import SAMPLE_ROWS
from analysis.files.uncalculated import without_uncalculated
from analysis.files.worded_formats import notes_on_words, with_words_shown

if TYPE_CHECKING:
    from analysis.files.layout import LayoutChoices
    from analysis.files.own_process import Kind
    from analysis.files.sheet_texts import SheetTexts


def kind_of_workbook(content: bytes) -> Kind | None:
    """Return how a file is to be parsed, None where it is text or nothing that can be read."""
    if content.startswith((ZIP, OLE)):
        return "workbook"
    if statistics_program(content) is not None:
        return "statistics"
    kind = markup_kind(content)
    return "workbook" if kind == "OpenDocument XML" else kind


def read_workbook(content: bytes, name: str, kind: Kind, choices: LayoutChoices, size: int) -> tuple[RawTable, ...]:
    """Read one sheet of a workbook: the one chosen, else the visible one that holds most; or all with its header.

    What it may cost depends on the `size` of the file that was uploaded, in which it may have been packed.

    Raises
    ------
    DashboardError
        Where the workbook is locked, damaged, too large or without a table, or a choice does not fit it.
    """
    if choices.encoding or choices.delimiter or choices.quote:
        raise DashboardError(f"“{name}” is a workbook, which has no encoding and no delimiter to choose.")
    if kind == "workbook":
        content = safe_workbook(content if content.startswith((ZIP, OLE)) else packed_as_ods(content), name, size)
    sheet = sheet_texts_apart(content, name, choices.sheet, kind, size)
    sheets = (sheet, *sheet.others)
    return tuple(_raw_table(each, name, kind, choices, is_alone=len(sheets) == 1) for each in sheets)


def _raw_table(sheet: SheetTexts, name: str, kind: Kind, choices: LayoutChoices, *, is_alone: bool) -> RawTable:
    sheet, words = with_words_shown(sheet)
    header = _header(sheet, name, kind, choices)
    layout = Layout("", "", "", header.first_row, len(header.lines), sheet.name)
    calculated, uncalculated = without_uncalculated(sheet, header, name)
    below = calculated.codes[:, header.last_row :]
    columns = zip(header.names, calculated.texts, below, strict=True)
    frame = pd.DataFrame(
        {position: _categorical(*column, name) for position, column in enumerate(columns)},
        index=np.arange(header.last_row + 1, header.last_row + 1 + below.shape[1]),
        copy=False,
    )
    struck, struck_cells = _struck(sheet, frame)
    return RawTable(
        layout,
        header,
        frame,
        (),
        (
            *notes_on(sheet, header, frame, is_alone=is_alone),
            *uncalculated,
            *notes_on_words(header.names, words),
            *sheet.notes,
        ),
        sheet.sheets,
        sheet.same_header,
        {position: frozenset(of_dates) for position, of_dates in enumerate(sheet.date_cells) if of_dates},
        {position: label for position, label in enumerate(sheet.labels) if label},
        sheet.merged,
        sheet.beside,
        like_header_sheets=sheet.like_header,
        struck=struck,
        struck_cells=struck_cells,
    )


def _struck(sheet: SheetTexts, frame: pd.DataFrame) -> tuple[tuple[int, ...], dict[int, tuple[int, ...]]]:
    """Return the rows of the file of which more than half of the texts are struck through, and the other such cells."""
    struck = {column: {row + 1 for row in rows} for column, rows in sheet.marks.struck.items()}
    if not struck:
        return (), {}
    found = []
    possible = frame[frame.index.isin(set().union(*struck.values()))]
    for row, *cells in possible.itertuples():
        filled = filled_places(cells)
        if 2 * sum(row in struck.get(column, ()) for column in filled) > len(filled):
            found.append(row)
    alone = {column: tuple(sorted(rows.difference(found))) for column, rows in struck.items()}
    return tuple(found), {column: rows for column, rows in alone.items() if rows}


def _header(sheet: SheetTexts, name: str, kind: Kind, choices: LayoutChoices) -> Header:
    """Return the header that the file itself says or the manager chose, else the one found."""
    rows = sheet.first_rows(SAMPLE_ROWS)
    if kind == "statistics":
        return Header(1, (tuple(rows[0]),), tuple(rows[0]), ())
    if sheet.header is not None and choices.header_row is None and choices.header_rows is None:
        first, number = sheet.header
        choices = replace(choices, header_row=first + 1, header_rows=number)
    return find_header(rows, choices, name, sheet.merged)


def _categorical(title: str, texts: tuple[str, ...], codes: np.ndarray, name: str) -> pd.Categorical:
    """Return a column below the header."""
    if any(len(text) > limits.LONGEST_CELL for text in texts):
        raise DashboardError(
            f"A cell in the column “{title}” of “{name}” holds more than {limits.LONGEST_CELL:,} characters, which is "
            "the most that can be read: shorten it and upload the file again."
        )
    column = pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object))
    return column.remove_unused_categories()
