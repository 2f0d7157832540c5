"""Cells whose text is struck through, as workbooks say it: by the style of the cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from analysis.files.sheet_columns import column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

# Excel's XML: ECMA-376, part 1, 18.8: a style names a font, and a cell names a style.
_STYLES = "xl/styles.xml"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FALSE = frozenset({"0", "false"})

# OpenDocument 1.3, part 3, 20.372.
_LINE = b"text-line-through"
_ODS_DEFINED = re.compile(rb"<style:style\s([^<>]*)>(.*?)</style:style>", re.DOTALL)
_ODS_STRUCK = re.compile(rb"text-line-through-(?:style|type)\s*=\s*[\"'](?!none)")
_ODS_NAME = re.compile(rb"style:name\s*=\s*[\"']([^\"']*)")
_ODS_OF_CELL = re.compile(rb"table:style-name\s*=\s*[\"']([^\"']*)")


def xlsx_struck(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the styles of an Excel workbook that strike a text through."""
    name = next((name for name in archive.namelist() if name.casefold() == _STYLES), None)
    styles = archive.read(name) if name is not None else b""
    if b"strike" not in styles:
        return frozenset()
    try:
        root = ET.fromstring(styles)  # noqa: S314 it defines no entities
    except ET.ParseError:
        return frozenset()
    fonts, formats = root.find("{*}fonts"), root.find("{*}cellXfs")
    if fonts is None or formats is None:
        return frozenset()
    struck = {str(place) for place, font in enumerate(fonts) if _strikes(font.find("{*}strike"))}
    return frozenset(str(place).encode() for place, each in enumerate(formats) if each.get("fontId") in struck)


def _strikes(said: ET.Element | None) -> bool:
    return said is not None and said.get("val", "1") not in _FALSE


def xlsx_cells_of(piece: bytes, styles: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the row and column, from 0, of the cells of some styles in a piece of a sheet."""
    for cell in _CELL.finditer(piece):
        style = _STYLE.search(cell[1])
        if style and style[1] in styles and (place := _PLACE.search(cell[1])):
            yield int(place[2]) - 1, column_number(place[1])


def ods_struck(piece: bytes) -> frozenset[bytes]:
    """Return the names of the styles that a piece of OpenDocument defines and that strike a text through."""
    if _LINE not in piece:
        return frozenset()
    names = (_ODS_NAME.search(style[1]) for style in _ODS_DEFINED.finditer(piece) if _ODS_STRUCK.search(style[2]))
    return frozenset(name[1] for name in names if name)


def ods_style(said: bytes) -> bytes:
    """Return the name of the style of a cell, by its attributes."""
    name = _ODS_OF_CELL.search(said)
    return name[1] if name else b""
