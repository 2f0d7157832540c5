"""How a file is laid out: found by reading it, or chosen by the manager."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DELIMITERS: Mapping[str, str] = MappingProxyType({",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"})
QUOTES: Mapping[str, str] = MappingProxyType({'"': "double quotation marks", "'": "single quotation marks", "": "none"})
# Where a header takes several rows, the name of a column is put together from them.
PARTS_JOINED_BY = " / "
# What is offered when the characters look wrong: what clinics' programs write, under the names their menus use.
ENCODINGS: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "Unicode (UTF-8)",
        "utf-8-sig": "Unicode (UTF-8 with a mark)",
        "utf-16": "Unicode (UTF-16 with a mark)",
        "utf-16-le": "Unicode (UTF-16, little-endian)",
        "utf-16-be": "Unicode (UTF-16, big-endian)",
        "utf-32": "Unicode (UTF-32 with a mark)",
        "cp1252": "Western (Windows)",
        "iso8859-15": "Western (ISO 8859-15)",
        "mac-roman": "Western (old Macintosh)",
        "cp850": "Western (DOS)",
        "cp1250": "Central European (Windows)",
        "iso8859-2": "Central European (ISO 8859-2)",
        "cp852": "Central European (DOS)",
        "iso8859-16": "Central European (ISO 8859-16)",
        "mac-latin2": "Central European (old Macintosh)",
        "cp1251": "Cyrillic (Windows)",
        "koi8-r": "Cyrillic (KOI8)",
        "iso8859-5": "Cyrillic (ISO 8859-5)",
        "cp866": "Cyrillic (DOS)",
        "cp1253": "Greek (Windows)",
        "iso8859-7": "Greek (ISO 8859-7)",
        "cp1254": "Turkish (Windows)",
        "cp857": "Turkish (DOS)",
        "cp1255": "Hebrew (Windows)",
        "cp1256": "Arabic (Windows)",
        "iso8859-6": "Arabic (ISO 8859-6)",
        "cp874": "Thai (Windows)",
        "cp1257": "Baltic (Windows)",
        "iso8859-4": "Baltic (ISO 8859-4)",
        "cp775": "Baltic (DOS)",
        "cp932": "Japanese (Shift-JIS)",
        "euc_jp": "Japanese (EUC)",
        "gb18030": "Chinese, simplified (GB 18030)",
        "big5": "Chinese, traditional (Big5)",
        "cp949": "Korean (Windows)",
    }
)

# Said as the sheet of a workbook: all its visible sheets with the same header, one below the other.
ALL_SHEETS = "*"


@dataclass(frozen=True)
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
        How many rows the header takes; none where the table begins with a treatment, in `header_row`.
    sheet : str
        The sheet of a workbook, or `ALL_SHEETS`; "" for a text file.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_row: int = 1
    header_rows: int = 1
    sheet: str = ""


@dataclass(frozen=True)
class LayoutChoices:
    """What the manager chose for the layout of a file; what is None is to be found. See `Layout`."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    sheet: str | None = None
