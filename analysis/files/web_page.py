"""Web pages as a table, alone or in one file with their parts: what many programs write when asked for Excel."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.decoding import decode
from analysis.files.formats import is_web_archive
from analysis.files.header import Area
from analysis.files.sheet_texts import (
    LEAST_COLUMNS,
    LEAST_ROWS,
    Book,
    ParsedSheet,
    SheetMarks,
    chosen_texts,
    filled_cells,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.files.sheet_texts import SheetTexts

SHEET = "Table"
# Particulars above a log are pairs: a name and what it is.
LEAST_COLUMNS_OF_A_LOG = 3
_CHARSET = re.compile(rb"<meta[^<>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4000
# What browsers read under these names.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
_UNSHOWN = frozenset({"script", "style", "title", "template", "noscript"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_NOT_DISPLAYED = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "option"})
_MOST_SPAN = 65_534


def web_page_texts(content: bytes, name: str, chosen: str | None) -> SheetTexts:
    """Return the one table of a web page that is a table of rows.

    Raises
    ------
    DashboardError
        Where there is none, several, or one that is too large.
    """
    tables: list[_Table] = []
    for page in _pages(content, name):
        parser = _Tables(name, limits.most_cells(len(content)))
        parser.feed(page)
        parser.close()
        parser.end_all()
        tables += parser.ended
    table = _the_table(tables, name)
    rows = table.padded(name, limits.most_cells(len(content)))
    sheet = ParsedSheet(SHEET, is_visible=True, rows=rows, merged=tuple(table.areas), filled=filled_cells(rows))
    hidden = tuple(row for row, is_hidden in enumerate(table.hidden) if is_hidden)
    marks = SheetMarks(hidden_rows=hidden, merged=sheet.merged, header=table.header)
    return chosen_texts(Book(name, (SHEET,), frozenset({SHEET}), (sheet,), lambda _: marks), chosen)


def _pages(content: bytes, name: str) -> Iterator[str]:
    """Yield the text of each page in a file."""
    if not is_web_archive(content):
        yield _decoded(content, None, name)
        return
    for part in email.message_from_bytes(content, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                yield _decoded(page, part.get_content_charset(), name)


def _decoded(page: bytes, charset: str | None, name: str) -> str:
    """Return the text of a page in the encoding that it says, where it fits."""
    declared = _CHARSET.search(page[:_CHARSET_WITHIN])
    charset = charset or (declared[1].decode("ascii", "replace") if declared else None)
    if charset and not page.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            codec = codecs.lookup(charset).name
            return page.decode(_WIDER.get(codec, codec))
        except (LookupError, ValueError):
            pass
    return decode(page, name).text


@dataclass(slots=True, eq=False)
class _Table:
    """A table as far as it was read.

    Attributes
    ----------
    rows : list of list of str
    areas : list of Area
        The cells that span several rows or columns.
    holds_a_table : bool
        Whether it only arranges another table of rows.
    """

    rows: list[list[str]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    holds_a_table: bool = False
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    # For each column the row, from 0, before which a cell from above still covers it.
    covered: dict[int, int] = field(default_factory=dict)
    cells: int = 0
    # For each row how many of its filled cells are headings, how many are not, and whether it is hidden.
    headings: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    is_heading: bool = False

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @property
    def is_of_rows(self) -> bool:
        filled = sum(any(row) for row in self.rows)
        return not self.holds_a_table and filled >= LEAST_ROWS and self.width >= LEAST_COLUMNS

    @property
    def names(self) -> list[str]:
        return next((row for row in self.rows if any(row)), [])

    @property
    def header(self) -> tuple[int, int] | None:
        """The first row of headings, a title over all columns aside, and how many follow each other; None for none."""
        are_headings = [
            headings > 0 and not values for headings, values in zip(self.headings, self.values, strict=True)
        ]
        first = next((row for row, of_row in enumerate(are_headings) if of_row and self.headings[row] > 1), None)
        if first is None or False not in are_headings[first:]:
            return None
        return first, are_headings.index(False, first) - first

    def begin_row(self, *, is_hidden: bool) -> None:
        self.end_cell()
        self.rows.append([])
        self.headings.append(0)
        self.values.append(0)
        self.hidden.append(is_hidden)

    def begin_cell(self, spans: tuple[int, int], *, is_heading: bool) -> None:
        self.end_cell()
        if not self.rows:
            self.begin_row(is_hidden=False)
        self.cell, self.spans, self.is_heading = [], spans, is_heading

    def end_cell(self) -> None:
        if self.cell is None:
            return
        text = " ".join("".join(self.cell).split())
        row, number = self.rows[-1], len(self.rows) - 1
        if text:
            counted = self.headings if self.is_heading else self.values
            counted[-1] += 1
        before = len(row)
        while self.covered.get(len(row), 0) > number:
            row.append("")
        down, across = self.spans
        start = len(row)
        row += [text, *[""] * (across - 1)]
        if down > 1:
            self.covered |= dict.fromkeys(range(start, start + across), number + down)
        if self.spans != (1, 1):
            self.areas.append(Area(number, start, number + down - 1, start + across - 1))
        self.cells += len(row) - before
        self.cell = None

    def padded(self, name: str, most_cells: int) -> list[list[str]]:
        """Return its rows, each as long as the longest."""
        width = self.width
        _refuse_too_large(len(self.rows), width, name)
        if len(self.rows) * width > most_cells:
            raise _too_large(len(self.rows) * width, name)
        return [row + [""] * (width - len(row)) for row in self.rows]


class _Tables(HTMLParser):
    """Takes the tables out of a page; scripts are not run and nothing is fetched."""

    def __init__(self, name: str, most_cells: int) -> None:
        super().__init__(convert_charrefs=True)
        self._most_cells = most_cells
        self.ended: list[_Table] = []
        self._name = name
        self._open: list[_Table] = []
        self._unshown = 0
        # The tag whose text within a cell is not shown, and how many of its kind are open within it.
        self._hidden = ("", 0)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _UNSHOWN:
            self._unshown += 1
        elif tag == "table":
            self._open.append(_Table())
        elif self._open and tag in {"tr", "td", "th"}:
            self._start_row_or_cell(self._open[-1], tag, attributes)
        elif self._open and tag == self._hidden[0]:
            self._hidden = (tag, self._hidden[1] + 1)
        elif self._open and not _is_hidden(attributes):
            self._add(_shown(tag, attributes))
        elif self._open and tag not in _VOID and not self._hidden[0]:
            self._hidden = (tag, 1)

    def _start_row_or_cell(self, table: _Table, tag: str, attributes: Mapping[str, str | None]) -> None:
        self._hidden = ("", 0)
        if tag == "tr":
            table.begin_row(is_hidden=_is_hidden(attributes))
            _refuse_too_large(len(table.rows), 1, self._name)
            return
        table.begin_cell((_span(attributes, "rowspan"), _span(attributes, "colspan")), is_heading=tag == "th")
        _refuse_too_large(1, max(len(table.rows[-1]), table.spans[1]), self._name)
        if table.cells > self._most_cells:
            raise _too_large(table.cells, self._name)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(self._unshown - 1, 0)
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self._open:
            self._open[-1].end_cell()
        elif tag == self._hidden[0]:
            depth = self._hidden[1] - 1
            self._hidden = (tag, depth) if depth else ("", 0)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def end_all(self) -> None:
        """End the tables that the page leaves open."""
        while self._open:
            self._end_table()

    def _add(self, text: str) -> None:
        is_shown = not self._unshown and not self._hidden[0]
        if text and is_shown and self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(text)

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_cell()
        self.ended.append(table)
        around = self._open[-1] if self._open else None
        if around is not None and (table.is_of_rows or table.holds_a_table):
            around.holds_a_table = True
        elif around is not None:
            # A small table within a cell is part of its text.
            self.ended.pop()
            self._add(" " + " ".join(cell for row in table.rows for cell in row))


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    text = (attributes.get(name) or "").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or _NOT_DISPLAYED.search(attributes.get("style") or "") is not None


def _shown(tag: str, attributes: Mapping[str, str | None]) -> str:
    """Return what a tag shows in its place: a picture's text, a tick, a blank."""
    if tag == "img":
        return attributes.get("alt") or attributes.get("title") or ""
    if tag == "input" and attributes.get("type") == "checkbox":
        return "TRUE" if "checked" in attributes else "FALSE"
    return " " if tag in _BREAKS else ""


def _the_table(tables: Sequence[_Table], name: str) -> _Table:
    """Return the table of rows, several with the same header as one."""
    of_rows = [table for table in tables if table.is_of_rows]
    wide = [table for table in of_rows if table.width >= LEAST_COLUMNS_OF_A_LOG]
    found = wide or of_rows
    if not found:
        raise DashboardError(
            f"“{name}” is a web page without a table of rows: open it in its own program and save the log as CSV or "
            ".xlsx."
        )
    first, *others = found
    if any(table.names != first.names for table in others):
        raise DashboardError(
            f"“{name}” is a web page with {len(found)} different tables: open it in Excel, keep the table with the "
            "log, save that as .xlsx or CSV, and upload that file."
        )
    place = tables.index(first)
    before = tables[place - 1] if place > 0 else None
    # Some programs put the header, which stays while the rows roll, into a table of its own.
    is_header = before is not None and len(before.rows) == 1 and before.width == first.width and all(before.rows[0])
    whole = _Table()
    for table in [before, first, *others] if before is not None and is_header else found:
        start = len(whole.rows)
        whole.areas += [Area(start + top, left, start + end, right) for top, left, end, right in table.areas]
        whole.rows += table.rows
        whole.headings += table.headings
        whole.values += table.values
        whole.hidden += table.hidden
    return whole


def _refuse_too_large(rows: int, columns: int, name: str) -> None:
    if rows > limits.MOST_ROWS or columns > limits.MOST_COLUMNS:
        raise _too_large(rows * columns, name)


def _too_large(cells: int, name: str) -> DashboardError:
    return DashboardError(
        f"A table of “{name}” has {cells:,} cells or more, in more rows or columns than can be read "
        f"({limits.MOST_ROWS:,}, {limits.MOST_COLUMNS:,}): save the log as CSV, or export a shorter period."
    )
