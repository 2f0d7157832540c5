"""What the style of a cell or its text says: it is struck through, a number shown as a word, or coloured."""

from __future__ import annotations

import re
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypedDict
from xml.etree import ElementTree as ET

from analysis.files.sheet_columns import column_number
from analysis.files.worded_formats import shows_words

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection, Iterable, Iterator, Mapping

# Excel's XML: ECMA-376, part 1, 18.8: a style names a font, and a cell names a style.
_STYLES = "xl/styles.xml"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FALSE = frozenset({"0", "false"})
# The first two fills of a workbook are none and a grey pattern that nobody chose.
_FIRST_COLOUR = 2
# No workbook of a clinic has so many styles; parsed for their colours they would take many times as much.
_MOST_STYLES = 4_000_000

# A text whose letters have styles of their own, 18.4.8 and 18.4.10: among those that cells share, or in its cell.
_SHARED_TEXTS = "xl/sharedstrings.xml"
_STRIKE = b"strike"
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])(?:[^<>]*/>|[^<>]*>(.*?)</(?:\w+:)?si\s*>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r\s*>", re.DOTALL)
_TEXT_OF_RUN = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>\s*[^<\s]")
_STRUCK_RUN = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*[\"'](?!0|false)[^\"']*[\"'])?\s*/>")
_CELL_WITH_SHARED_TEXT = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt\s*=\s*[\"']s[\"'][^<>]*)>\s*<(?:\w+:)?v>(\d{1,9})<")
_CELL_WITH_TEXT = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?is>(.*?)</(?:\w+:)?is\s*>", re.DOTALL)

# OpenDocument 1.3, part 3, 20.372 and 20.182.
_LINE, _COLOUR = b"text-line-through", b"fo:background-color"
_ODS_COLOURED = re.compile(rb"fo:background-color\s*=\s*[\"']#")
_ODS_DEFINED = re.compile(rb"<style:style\s([^<>]*)>(.*?)</style:style>", re.DOTALL)
_ODS_STRUCK = re.compile(rb"text-line-through-(?:style|type)\s*=\s*[\"'](?!none)")
_ODS_NAME = re.compile(rb"style:name\s*=\s*[\"']([^\"']*)")
_ODS_SPANS = re.compile(
    rb"\s*<text:p[^<>]*>((?:<text:span[^<>]*>[^<]*</text:span\s*>)+)</text:p\s*>\s*</table:table-cell\s*>"
)
_ODS_OF_SPAN = re.compile(rb"<text:span[^<>]*?(?:text:style-name\s*=\s*[\"']([^\"']*)[^<>]*)?>")
_ODS_OF_CELL = re.compile(rb"table:style-name\s*=\s*[\"']([^\"']*)")


class CellStyles(NamedTuple):
    """The numbers of the styles of an Excel workbook that strike a text through, show numbers as words, or colour."""

    struck: frozenset[bytes | int] = frozenset()
    worded: Mapping[bytes | int, str] = MappingProxyType({})
    coloured: frozenset[bytes] = frozenset()


class StyledCells:
    """The cells of a sheet, by row and column from 0, whose style says something of their text.

    Attributes
    ----------
    with_meaning : frozenset of bytes or int
        The styles that do.
    """

    def __init__(self, styles: CellStyles) -> None:
        self.with_meaning = styles.struck.union(styles.worded)
        self._styles = styles
        self._struck: list[tuple[int, int]] = []
        self._worded: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)

    def add(self, cells: Iterable[tuple[bytes | int, tuple[int, int]]]) -> None:
        """Take note of cells with their styles."""
        for style, cell in cells:
            if style in self._styles.struck:
                self._struck.append(cell)
            if style in self._styles.worded:
                self._worded[self._styles.worded[style]].append(cell)

    def add_struck(self, cells: Iterable[tuple[int, int]]) -> None:
        """Take note of cells whose text is struck through, whatever their style."""
        self._struck += cells

    @property
    def rows(self) -> _Rows:
        """What `SheetMarks` calls `struck` and `worded`."""
        return {
            "struck": rows_by_column(self._struck),
            "worded": {code: rows_by_column(cells) for code, cells in self._worded.items()},
        }


class _Rows(TypedDict):
    struck: Mapping[int, tuple[int, ...]]
    worded: Mapping[str, Mapping[int, tuple[int, ...]]]


def rows_by_column(cells: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return the rows of each column in which cells stand."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        rows[column].append(row)
    return {column: tuple(sorted({*rows[column]})) for column in sorted(rows)}


def xlsx_styles(archive: zipfile.ZipFile) -> CellStyles:
    """Return what the styles of an Excel workbook say of the cells that have them."""
    styles = _part(archive, _STYLES)
    are_few = len(styles) <= _MOST_STYLES
    if not are_few and b"strike" not in styles and b"formatCode" not in styles:
        return CellStyles()
    try:
        root = ET.fromstring(styles)  # noqa: S314 it defines no entities
    except ET.ParseError:
        return CellStyles()
    formats = root.find("{*}cellXfs")
    struck = {str(place) for place, font in enumerate(root.iterfind("{*}fonts/*")) if _strikes(font.find("{*}strike"))}
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/*")}
    worded = {number: code for number, code in codes.items() if shows_words(code)}
    numbered = [(str(place).encode(), each) for place, each in enumerate(formats if formats is not None else ())]
    return CellStyles(
        frozenset(number for number, each in numbered if each.get("fontId") in struck),
        {number: worded[format_id] for number, each in numbered if (format_id := each.get("numFmtId")) in worded},
        frozenset(number for number, each in numbered if are_few and _is_coloured(each.get("fillId", "0"))),
    )


def _part(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part of a workbook, in whatever case its name is written; nothing where there is none."""
    name = next((name for name in archive.namelist() if name.casefold() == part), None)
    return archive.read(name) if name is not None else b""


def _is_coloured(fill: str) -> bool:
    return fill.isdecimal() and int(fill) >= _FIRST_COLOUR


def _strikes(strike: ET.Element | None) -> bool:
    return strike is not None and strike.get("val", "1") not in _FALSE


def xlsx_cells_of(piece: bytes, styles: Collection[bytes | int]) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield the style, and the row and column, from 0, of the cells of some styles in a piece of a sheet."""
    for cell in _CELL.finditer(piece):
        style = _STYLE.search(cell[1])
        if style and style[1] in styles and (place := _PLACE.search(cell[1])):
            yield style[1], (int(place[2]) - 1, column_number(place[1]))


def struck_texts(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the texts shared by the cells of an Excel workbook that are struck through as a whole."""
    texts = _part(archive, _SHARED_TEXTS)
    if _STRIKE not in texts:
        return frozenset()
    found = enumerate(_SHARED_TEXT.finditer(texts))
    return frozenset(str(number).encode() for number, text in found if _is_struck(text[1] or b""))


def xlsx_struck_cells(piece: bytes, shared: Collection[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the row and column, from 0, of the cells in a piece of a sheet whose text is struck through as a whole."""
    found = [cell[1] for cell in _CELL_WITH_SHARED_TEXT.finditer(piece) if cell[2] in shared] if shared else []
    if _STRIKE in piece:
        found += [cell[1] for cell in _CELL_WITH_TEXT.finditer(piece) if _is_struck(cell[2])]
    places = map(_PLACE.search, found)
    return ((int(place[2]) - 1, column_number(place[1])) for place in places if place)


def _is_struck(text: bytes) -> bool:
    """Tell whether each run of a text that holds more than blanks is struck through."""
    runs = [run for run in _RUN.findall(text) if _TEXT_OF_RUN.search(run)]
    return bool(runs) and all(map(_STRUCK_RUN.search, runs))


def ods_struck(piece: bytes) -> frozenset[bytes]:
    """Return the names of the styles that a piece of OpenDocument defines and that strike a text through."""
    return _ods_styles(piece, _ODS_STRUCK) if _LINE in piece else frozenset()


def ods_coloured(piece: bytes) -> frozenset[bytes]:
    """Return the names of the styles that a piece of OpenDocument defines and that colour a cell."""
    return _ods_styles(piece, _ODS_COLOURED) if _COLOUR in piece else frozenset()


def _ods_styles(piece: bytes, saying: re.Pattern[bytes]) -> frozenset[bytes]:
    names = (_ODS_NAME.search(style[1]) for style in _ODS_DEFINED.finditer(piece) if saying.search(style[2]))
    return frozenset(name[1] for name in names if name)


def ods_has_struck_text(piece: bytes, start: int, styles: Collection[bytes]) -> bool:
    """Tell whether a cell, whose content begins at `start`, holds nothing but text in some styles."""
    spans = _ODS_SPANS.match(piece, start)
    return spans is not None and all(style in styles for style in _ODS_OF_SPAN.findall(spans[1]))


def ods_style(attributes: bytes) -> bytes:
    """Return the name of the style of a cell, by its attributes."""
    name = _ODS_OF_CELL.search(attributes)
    return name[1] if name else b""
