"""A document as an Excel workbook: each table a sheet, numbers as numbers, with what they mean and their source."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from numbers import Real
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import xlsxwriter

from analysis.exports.figure_files import caption_lines
from analysis.exports.office_files import storable
from analysis.exports.table_texts import column_values, rows_as_texts
from analysis.wording.one_factor import NOT_PROOF
from analysis.wording.pictures import PRODUCT
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import PROVENANCE_HEADING, SAMPLE_DATA, STEPS_HEADING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    import pandas as pd

    from analysis.exhibits.document import Document, Placed
    from analysis.exhibits.summary import Summary

# Excel's own limits: of the name of a sheet, of a text in a cell, and of a footer.
LONGEST_SHEET_NAME, LONGEST_TEXT, LONGEST_FOOTER = 31, 32_767, 255
# In letters: a longer text is broken into lines.
NARROWEST, WIDEST = 9, 48
# A title is broken into lines before its column grows: numbers are short. A button of the filter stands beside it.
LONGEST_TITLE_LINE, FILTER_BUTTON = 16, 3
# Sentences below a table run over its columns, and over more where it is narrow.
LINE, LINE_HEIGHT = 100, 15
# A heading in points: its row, and its letters in the width of a digit, are as much larger.
HEADING, HEADING_HEIGHT, HEADING_WIDTH = 14, 20, 1.5
# The first column of a table of two pages, which has the heading to itself.
HEADING_COLUMN = 30.0
# A letter of a sentence and what is lost at the ends of lines, in the width of a digit; and Excel's highest row.
LETTER_WIDTH, HIGHEST_ROW = 1.05, 409
# The same where a line is long and loses little at its end.
SENTENCE_LETTER = 0.9
# Columns that a sheet of paper holds, in letters, so that they can be read.
PAPER_WIDTH, A4 = 240, 9
INK, GROUND = "#1B242C", "#DCE9F2"
# What no name of a sheet may have.
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\t\r\n]")
# Where a formula or a quotation would begin.
_SIGNS = " '=+-@"
_NUMBER = re.compile(r"−?[\d,]+(?:\.(\d+))?")
_RESERVED = "history"


def as_workbook(of: Document) -> bytes:
    """Return a document as a workbook (.xlsx), to the same byte for the same document.

    Texts are written as texts, whatever they begin with: none becomes a formula or a link.

    Parameters
    ----------
    of : Document
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        _Writing(book, of).write()
    return content.getvalue()


def sheet_name(text: str, taken: set[str]) -> str:
    """Return what a sheet is called: as Excel allows it, and as no other is; `taken` gets its name.

    Parameters
    ----------
    text : str
    taken : set of str
        The names of the other sheets in small letters.
    """
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", storable(text)).split())
    plain = plain.lstrip(_SIGNS)[:LONGEST_SHEET_NAME].rstrip(" '") or "Sheet"
    name, number = plain, 1
    while name.casefold() in {*taken, _RESERVED}:
        number += 1
        ending = f" {number}"
        name = f"{plain[: LONGEST_SHEET_NAME - len(ending)].rstrip()}{ending}"
    taken.add(name.casefold())
    return name


def cell_format(shown: str) -> str:
    """Return the format in which a cell shows a number as the page does; the number itself stays whole."""
    found = _NUMBER.fullmatch(shown)
    if found is None:
        return f'"{shown}"'
    return f"#,##0.{'0' * len(found[1])}" if found[1] else "#,##0"


class _Writing:
    """Writes one document into one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, of: Document) -> None:
        self._book, self._of, self._taken = book, of, set[str]()
        self._formats: dict[str, xlsxwriter.format.Format] = {}
        book.set_properties(
            {
                "title": storable(of.title)[:LONGEST_FOOTER],
                "author": storable(of.signature.author or of.signature.clinic or PRODUCT),
                "created": dt.datetime.combine(of.dated, dt.time()),
            }
        )

    def write(self) -> None:
        """Write every sheet, the summary first; it names the others."""
        of = self._of
        first = self._sheet("Summary")
        named = [(placed, self._sheet(placed.exhibit.heading)) for placed in of.placed]
        last = []
        if of.codebook is not None:
            last.append(("What each column of a log means", self._sheet("Codebook")))
            self._table(last[0][1], of.codebook, "Codebook", ())
        last.append(("What it takes to make this workbook again", self._sheet("Provenance")))
        self._provenance(last[-1][1])
        for placed, sheet in named:
            self._exhibit(sheet, placed)
        contents = [(sheet.get_name(), placed.exhibit.heading, placed.exhibit.finding) for placed, sheet in named]
        self._first(first, [*contents, *((sheet.get_name(), about, "") for about, sheet in last)])

    def _sheet(self, heading: str) -> xlsxwriter.worksheet.Worksheet:
        """Add a sheet of a text, as wide as a sheet of paper."""
        sheet = self._book.add_worksheet(sheet_name(heading, self._taken))
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        title = storable(self._of.title)[: LONGEST_FOOTER // 3].replace("&", "&&")
        sheet.set_footer(f"&L{title}&R&P / &N")
        return sheet

    def _format(self, **of: object) -> xlsxwriter.format.Format:
        key = repr(sorted(of.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_color": INK, "valign": "top", **of})
        return self._formats[key]

    def _exhibit(self, sheet: xlsxwriter.worksheet.Worksheet, of: Placed) -> None:
        lines = caption_lines(of.exhibit, self._of.caption_of(of.exhibit), self._of.source)[1:]
        table = of.exhibit.numbers
        if table is None:
            self._heading(sheet, of.exhibit.heading)
            sheet.set_column(0, 0, LINE)
            self._lines(sheet, 2, [LINE], lines)
        else:
            self._table(sheet, table, of.exhibit.heading, lines, of.exhibit.decimals)

    def _table(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        table: pd.DataFrame,
        heading: str,
        lines: Iterable[str],
        decimals: int = 1,
    ) -> None:
        """Write a sheet of one table: its heading and titles stay in sight, all about it stands below."""
        names, rows, texts = [str(name) for name in table.columns], _rows(table), rows_as_texts(table, decimals)
        widths = _widths(names, texts)
        pages = math.ceil(sum(widths) / PAPER_WIDTH)
        if pages > 1:
            widths[0] = max(widths[0], HEADING_COLUMN)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        numeric = {at for row in rows for at, value in enumerate(row) if isinstance(value, Real)}
        self._titles(sheet, 1, names, widths, numeric=numeric)
        for at, (row, shown) in enumerate(zip(rows, texts, strict=True), 2):
            self._row(sheet, at, row, shown, widths)
        sheet.autofilter(1, 0, 1 + len(rows), len(names) - 1)
        sheet.fit_to_pages(pages, 0)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(1)
        sheet.repeat_columns(0)
        # The first column is on every page of a wide table: what runs on into the next column would be cut there.
        self._heading(sheet, heading, within=widths[0] if pages > 1 else None)
        self._lines(sheet, len(rows) + 3, widths, lines, first=int(pages > 1))

    def _titles(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        row: int,
        names: Sequence[str],
        widths: Sequence[float],
        *,
        numeric: Container[int] = (),
    ) -> None:
        sheet.set_row(row, _height(names, [width - FILTER_BUTTON for width in widths]))
        for at, name in enumerate(names):
            # As the cells below.
            side = {"align": "right"} if at in numeric else {"align": "left", "indent": int(at > 0)}
            look = self._format(bold=True, text_wrap=True, bg_color=GROUND, bottom=1, **side)
            self._write(sheet, row, at, name, look)

    def _row(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        at: int,
        row: Sequence[object],
        shown: Sequence[str],
        widths: Sequence[float],
    ) -> None:
        """Write a row of values, each as it is `shown`."""
        sheet.set_row(at, _height([each if isinstance(each, str) else "" for each in row], widths))
        for column, (value, text) in enumerate(zip(row, shown, strict=True)):
            if value is None or value == "":
                sheet.write_blank(at, column, None, self._format())
            elif isinstance(value, Real) and math.isfinite(value):
                look = self._format(num_format=cell_format(text))
                sheet.write_number(at, column, value, look)
            else:
                # Not where the number beside it ends.
                look = self._format(text_wrap=True, align="left", indent=int(column > 0))
                self._write(sheet, at, column, text, look)

    def _heading(self, sheet: xlsxwriter.worksheet.Worksheet, text: str, *, within: float | None = None) -> None:
        """Write the heading of a sheet; `within` is the width of its column where it may not run on."""
        self._text(sheet, 0, text, bold=True, font_size=HEADING, text_wrap=within is not None)
        lines = 1 if within is None else math.ceil(min(len(text), LINE) * HEADING_WIDTH / within)
        sheet.set_row(0, min(HEADING_HEIGHT * lines, HIGHEST_ROW))

    def _text(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, text: str, **of: object) -> None:
        """Write one line that runs over the cells right of it; one wider than paper would make all else small."""
        shown = text if len(text) <= LINE else f"{text[: LINE - 1]}…"
        self._write(sheet, row, 0, shown, self._format(**of))

    def _lines(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        row: int,
        widths: Sequence[float],
        lines: Iterable[str],
        *,
        first: int = 0,
        **of: object,
    ) -> int:
        """Write sentences below one another, from the `first` column over as many as needed; return the next row."""
        end, width = first, 0.0
        while width < LINE:
            width += widths[end] if end < len(widths) else NARROWEST
            end += 1
        look = self._format(text_wrap=True, **of)
        for line in lines:
            sheet.set_row(row, _height([line], [width], SENTENCE_LETTER))
            if end - first > 1:
                sheet.merge_range(row, first, row, end - 1, "", look)
            self._write(sheet, row, first, line, look)
            row += 1
        return row

    @staticmethod
    def _write(
        sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str, look: xlsxwriter.format.Format
    ) -> None:
        sheet.write_string(row, column, storable(text)[:LONGEST_TEXT], look)

    def _provenance(self, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        self._heading(sheet, PROVENANCE_HEADING)
        sheet.set_column(0, 0, LINE)
        about = [f"{name}: {value}" for name, value in self._of.about.items()]
        self._lines(sheet, 2, [LINE], (*about, *self._of.provenance))

    def _first(self, sheet: xlsxwriter.worksheet.Worksheet, contents: Sequence[tuple[str, str, str]]) -> None:
        """Write whose report it is, its summary, and what the other sheets have."""
        of, signature, widths = self._of, self._of.signature, [LONGEST_SHEET_NAME, WIDEST, WIDEST, WIDEST]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        self._lines(sheet, 0, widths, [of.title], bold=True)
        about = [(name, value) for name, value in of.about.items() if value]
        lines = [signature.clinic, SAMPLE_DATA if of.is_sample else "", *signature.comment.splitlines()]
        row = self._lines(sheet, 1, widths, filter(None, lines))
        row = self._pairs(sheet, row + 1, about)
        if of.summary is not None:
            row = self._summary(sheet, row + 1, widths, of.summary)
        self._titles(sheet, row + 1, ["Sheet", "What it is about", "Finding", ""], widths)
        wrapped = self._format(text_wrap=True)
        for at, (name, heading, finding) in enumerate(contents, row + 2):
            place = name.replace("'", "''")
            sheet.write_url(at, 0, f"internal:'{place}'!A1", self._format(font_color="#2A6496", underline=1), name)
            self._write(sheet, at, 1, heading, wrapped)
            sheet.merge_range(at, 2, at, 3, "", wrapped)
            self._write(sheet, at, 2, finding, wrapped)
            sheet.set_row(at, _height([finding], [2 * WIDEST]))

    def _pairs(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, of: Iterable[tuple[str, str]]) -> int:
        wrapped = self._format(text_wrap=True)
        for name, value in of:
            self._write(sheet, row, 0, name, self._format(bold=True))
            sheet.merge_range(row, 1, row, 3, "", wrapped)
            self._write(sheet, row, 1, value, wrapped)
            sheet.set_row(row, _height([value], [3 * WIDEST]))
            row += 1
        return row

    def _summary(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, widths: Sequence[int], of: Summary) -> int:
        row = self._lines(sheet, row, widths, filter(None, (of.answer, of.unusual, *of.cautions, of.not_followed_up)))
        self._titles(sheet, row + 1, ["Key number", "Value", "Based on"], widths)
        for at, each in enumerate(of.key_numbers, row + 2):
            texts = each.name, each.value, each.note
            self._row(sheet, at, texts, texts, widths)
        row += len(of.key_numbers) + 3
        self._text(sheet, row, of.links_heading, bold=True)
        row = self._lines(sheet, row + 1, widths, (of.links_finding, *([] if of.links is None else [NOT_PROOF])))
        if of.links is not None:
            names = [str(name) for name in of.links.columns]
            self._titles(sheet, row, names, widths)
            for at, (link, shown) in enumerate(zip(_rows(of.links), rows_as_texts(of.links), strict=True), row + 1):
                self._row(sheet, at, link, shown, widths)
            row += len(of.links) + 1
        self._text(sheet, row + 1, STEPS_HEADING, bold=True)
        return self._lines(sheet, row + 2, widths, (*of.next_steps, RED_FLAGS))


def _rows(of: pd.DataFrame) -> list[list[object]]:
    """Return the values of a table, None where there is no number."""
    return [list(row) for row in zip(*column_values(of), strict=True)]


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the width of each column in letters: as wide as its longest cell, and its title in lines."""
    widths = []
    for at, name in enumerate(names):
        cells = [_length(row[at]) for row in rows]
        title = max((len(word) for word in name.split()), default=0)
        longest = max([*cells, title, min(len(name), LONGEST_TITLE_LINE)])
        widths.append(float(min(max(longest + FILTER_BUTTON, NARROWEST), WIDEST)))
    return widths


def _height(texts: Sequence[str], widths: Sequence[float], letter: float = LETTER_WIDTH) -> float:
    """Return the height of a row in points: programs other than Excel do not fit it to broken lines by themselves."""
    lines = [math.ceil(_length(text) * letter / width) for text, width in zip(texts, widths, strict=False)]
    return min(LINE_HEIGHT * max([*lines, 1]), HIGHEST_ROW)


def _length(text: str) -> int:
    """Return how long a text is in letters; three Chinese signs are as wide as seven."""
    wide = 0 if text.isascii() else sum(east_asian_width(each) in "WF" for each in text)
    return len(text) + math.ceil(wide * 4 / 3)
