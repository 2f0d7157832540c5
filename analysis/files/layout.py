"""How a file is laid out: found by reading it, or said by the manager."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out.

    Attributes
    ----------
    encoding : str
        The name of the codec of a text file; "" for a workbook.
    delimiter : str
        What stands between two values of a row; "" for a workbook.
    quote : str
        What stands around a value that holds a delimiter or a line break; "" where nothing does.
    header_row : int
        The row, counted from 1 as a spreadsheet does, in which the header begins.
    header_rows : int
        How many rows the header takes.
    sheet : str
        The sheet of a workbook; "" for a text file.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_row: int = 1
    header_rows: int = 1
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class LayoutChoices:
    """What the manager said about the layout of a file; what is None is to be found. See `Layout`."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    sheet: str | None = None
