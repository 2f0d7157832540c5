"""Clean logs, drawn from a seed, with what is true of them, and the file that a log is written to.

A `Sheet` is what stands between the log and its bytes: `tests.deformations` changes it as the world does.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import html
import io
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import openpyxl
import pandas as pd
from openpyxl.styles import Font

from tests.files.workbooks import ods, packed, xls

Cell = str | bool | float | dt.date
Row = tuple[Cell, ...]
Kind = Literal["csv", "xlsx", "xls", "ods", "html", "dta"]
# How the lines of a text file are put down.
Style = Literal["plain", "whole lines quoted", "quoted behind a blank"]
# What the file lets a careful reader know: all of it; all of it, though asking once is fair; or not enough.
Doubt = Literal["none", "fair to ask", "must ask"]
DOUBTS: tuple[Doubt, ...] = ("none", "fair to ask", "must ask")

YES_NO = ("breakout", "new_product", "harsh_product", "persistent_redness", "followed_up")
# What came of the breakout stands in the row that tells of it.
AFTERWARDS = ("breakout", "treatment_date", "onset_day", "severity", "followed_up", "persistent_redness")
FIRST_DAY = dt.date(2025, 9, 1)
NOT_KNOWN = ("", "", "unknown")
SPELLINGS: Mapping[str, tuple[str, str, str]] = {
    "client_id": ("client", "client_id", "Client code"),
    "treatment_date": ("treatment date", "treatment_date", "Treatment date"),
    "breakout": ("breakout", "breakout", "Breakout"),
    "new_product": ("new product", "new_product", "New product"),
    "harsh_product": ("harsh product", "harsh_product", "Harsh product"),
    "skin_type": ("skin type", "skin_type", "Skin type"),
    "acne_history": ("acne history", "acne_history", "Acne history"),
    "needle_depth_mm": ("depth", "needle_depth_mm", "Needle depth"),
    "makeup_after_hours": ("makeup after hours", "makeup_after_hours", "Hours until make-up"),
    "onset_day": ("onset day", "onset_day", "Onset day"),
    "severity": ("severity", "severity", "Severity"),
    "followed_up": ("followed up", "followed_up", "Followed up"),
    "persistent_redness": ("persistent redness", "persistent_redness", "Persistent redness"),
    "extra room": ("room", "room", "Room"),
    "extra cost": ("cost", "cost", "Cost"),
}
DRAWN: Mapping[str, tuple[str, ...]] = {
    "new_product": ("yes", "no"),
    "harsh_product": ("yes", "no"),
    "persistent_redness": ("no", "no", "yes"),
    "skin_type": ("oily", "dry", "normal", "combination"),
    "acne_history": ("none", "past", "current"),
    "needle_depth_mm": ("0.5", "1", "1.5", "2"),
    "makeup_after_hours": ("6", "12", "24", "36", "48"),
    "extra room": ("blue", "green", "garden"),
    "extra cost": tuple(str(cost) for cost in range(90, 990, 40)),
}
COURSE = ("onset_day", "severity", "followed_up")


@dataclass(frozen=True)
class Truth:
    """What is true of a log: the outcome of each treatment ("yes", "no", "" for not known) and some of its values.

    `values` has, by field, the value of each treatment; "" where it is not known.
    """

    outcomes: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Treatments, those with a breakout and those without."""
        return len(self.outcomes), self.outcomes.count("yes"), self.outcomes.count("no")


@dataclass(frozen=True)
class Sheet:
    """A log as a table of cells and how it is written to a file.

    Attributes
    ----------
    header : tuple of str
    roles : tuple of str
        What each column is: a field of the codebook, "extra …" for one of the clinic's own, "added …" for what a
        program put there.
    rows : tuple of tuple
        Shorter ones have lost what stood at their end.
    truth : Truth
    doubt : Doubt
        What a careful reader of this file can know of `truth`.
    above, below_header, below : tuple of tuple of str
        Lines above the header, between it and the first row, and below the last one.
    first_line : str
        As `sep=;`.
    merged : tuple of (column, first row, last row)
        Cells of `rows` merged into one, counted from 0.
    sheets : tuple of (name, number of rows)
        The sheets over which a workbook spreads the rows; none where all stand in one.
    formats : tuple of (column, number format)
        How a workbook shows the numbers of some columns.
    struck : tuple of int
        Rows that a workbook strikes through, counted from 0.
    packing : str
        How the file is compressed; "" where it is not.
    """

    header: tuple[str, ...]
    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    truth: Truth
    doubt: Doubt = "none"
    above: tuple[tuple[str, ...], ...] = ()
    below_header: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[Cell, ...], ...] = ()
    has_header: bool = True
    kind: Kind = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\r\n"
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    style: Style = "plain"
    first_line: str = ""
    blank_lines: int = 0
    merged: tuple[tuple[int, int, int], ...] = ()
    sheets: tuple[tuple[str, int], ...] = ()
    formats: tuple[tuple[int, str], ...] = ()
    struck: tuple[int, ...] = ()
    packing: Literal["", "gz", "zip"] = ""

    @property
    def name(self) -> str:
        """The name of its file."""
        name = f"log.{'xls' if self.kind == 'html' else self.kind}"
        return f"{name}.gz" if self.packing == "gz" else "log.zip" if self.packing else name

    @property
    def lines(self) -> list[Row]:
        """All lines from the first one above the header to the last one below the rows."""
        named = [self.header] if self.has_header else []
        return [*self.above, *named, *self.below_header, *self.rows, *self.below]

    def at(self, role: str) -> int:
        """Return the position of a column."""
        return self.roles.index(role)

    def column(self, role: str) -> list[Cell]:
        """Return the cells of a column."""
        return [row[self.at(role)] for row in self.rows]

    def doubtful(self, doubt: Doubt) -> Sheet:
        """Return the sheet, of which a careful reader can know no more than `doubt` says."""
        return replace(self, doubt=max(self.doubt, doubt, key=DOUBTS.index))

    def changed(self, role: str, change: Callable[[Cell], Cell]) -> Sheet:
        """Return the sheet with every cell of a column changed."""
        return self.filled(role, [change(cell) for cell in self.column(role)])

    def filled(self, role: str, cells: Iterable[Cell]) -> Sheet:
        """Return the sheet with other cells in a column."""
        at = self.at(role)
        rows = ((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(self.rows, cells, strict=True))
        return replace(self, rows=tuple(rows))

    def worded(self, words: Mapping[str, str], roles: Sequence[str] = YES_NO) -> Sheet:
        """Return the sheet with other words in some columns."""
        sheet = self
        for role in roles:
            if role in self.roles:
                sheet = sheet.changed(role, lambda cell: words.get(str(cell), cell))
        return sheet

    def renamed(self, role: str, name: str) -> Sheet:
        """Return the sheet with another header over a column."""
        at = self.at(role)
        return replace(self, header=(*self.header[:at], name, *self.header[at + 1 :]))

    def with_column(self, name: str, role: str, cells: Sequence[Cell], at: int | None = None) -> Sheet:
        """Return the sheet with one more column, the last one where `at` does not say otherwise."""
        at = len(self.header) if at is None else at
        # A line that says of every column that it holds answers says it of this one, too.
        below = ((*line[:at], "Response" if "Response" in line else "", *line[at:]) for line in self.below_header)
        return replace(
            self,
            header=(*self.header[:at], name, *self.header[at:]),
            below_header=tuple(below),
            roles=(*self.roles[:at], role, *self.roles[at:]),
            rows=tuple((*row[:at], cell, *row[at:]) for row, cell in zip(self.rows, cells, strict=True)),
        )

    def without(self, role: str) -> Sheet:
        """Return the sheet without a column."""
        at = self.at(role)
        return replace(
            self,
            header=(*self.header[:at], *self.header[at + 1 :]),
            roles=(*self.roles[:at], *self.roles[at + 1 :]),
            rows=tuple((*row[:at], *row[at + 1 :]) for row in self.rows),
        )

    def line(self, cells: Mapping[str, Cell]) -> Row:
        """Return a row that is blank but for some columns."""
        return tuple(cells.get(role, "") for role in self.roles)

    def first_cell(self, text: str) -> Row:
        """Return a row that holds one text in its first cell."""
        return (text, *[""] * (len(self.header) - 1))

    def inserted(self, lines: Mapping[int, Sequence[Row]]) -> Sheet:
        """Return the sheet with more lines in front of some rows."""
        rows: list[Row] = []
        for number in range(len(self.rows) + 1):
            rows += lines.get(number, ())
            rows += self.rows[number : number + 1]
        return replace(self, rows=tuple(rows))

    def written(self) -> bytes:
        """Return the file."""
        match self.packing:
            case "gz":
                return gzip.compress(self._unpacked(), mtime=0)
            case "zip":
                return packed({replace(self, packing="").name: self._unpacked()})
            case _:
                return self._unpacked()

    def _unpacked(self) -> bytes:
        match self.kind:
            case "xlsx":
                return self._xlsx()
            case "xls":
                first = len(self.lines) - len(self.rows) - len(self.below)
                struck = {first + row for row in self.struck}
                return xls({"Log": [[_typed(cell) for cell in row] for row in self.lines]}, struck)
            case "ods":
                return ods({"Log": [[text_of(cell) for cell in row] for row in self.lines]})
            case "html":
                return self._html()
            case "dta":
                return self._dta()
            case _:
                return _encoded(self._text(), self.encoding)

    def _text(self) -> str:
        lines = "".join(self._put_down([text_of(cell) for cell in row]) for row in self.lines)
        return (self.first_line + self.line_end if self.first_line else "") + lines

    def _put_down(self, cells: list[str]) -> str:
        if self.style == "quoted behind a blank":
            joined = f"{self.delimiter} ".join('"' + cell.replace('"', '""') + '"' for cell in cells)
            return joined + self.line_end * (1 + self.blank_lines)
        target = io.StringIO(newline="")
        csv.writer(target, delimiter=self.delimiter, lineterminator="", quoting=self.quoting).writerow(cells)
        line = target.getvalue()
        if self.style == "whole lines quoted":
            line = '"' + line.replace('"', '""') + '"'
        return line + self.line_end * (1 + self.blank_lines)

    def _xlsx(self) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        first = len(self.lines) - len(self.rows) - len(self.below)
        start = first
        for name, rows in self.sheets or (("Log", len(self.rows)),):
            sheet = book.create_sheet(name)
            for row in (*self.lines[:first], *self.lines[start : start + rows], *self.below):
                sheet.append([cell if cell != "" else None for cell in row])
            start += rows
        for column, top, bottom in self.merged:
            book.worksheets[0].merge_cells(
                start_row=first + top + 1, end_row=first + bottom + 1, start_column=column + 1, end_column=column + 1
            )
        for line in book.worksheets[0].iter_rows(min_row=first + 1):
            for column, code in self.formats:
                line[column].number_format = code
        for place in self.struck:
            for cell in book.worksheets[0][first + place + 1]:
                cell.font = Font(strike=True)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    def _dta(self) -> bytes:
        names = [re.sub(r"\W", "_", name, flags=re.ASCII)[:24] or "v" for name in self.header]
        columns = {f"{name}_{at}" if name in names[:at] else name: at for at, name in enumerate(names)}
        rows = [
            [*map(text_of, row), *[""] * (len(names) - len(row))]
            for row in (*self.below_header, *self.rows, *self.below)
        ]
        frame = pd.DataFrame({name: pd.Categorical([row[at] for row in rows]) for name, at in columns.items()})
        target = io.BytesIO()
        labels = {name: self.header[at][:80] for name, at in columns.items()}
        frame.to_stata(target, write_index=False, version=118, variable_labels=labels)
        return target.getvalue()

    def _html(self) -> bytes:
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text_of(cell))}</td>" for cell in row) + "</tr>\n" for row in self.lines
        )
        return f"<html><head><meta charset='utf-8'></head><body><table>\n{rows}</table></body></html>".encode()


def _encoded(text: str, encoding: str) -> bytes:
    """Return the bytes of a text: Unicode where the encoding lacks one of its characters, as an editor proposes."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def text_of(cell: Cell) -> str:
    """Return a cell as a text file has it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _typed(cell: Cell) -> object:
    return text_of(cell) if isinstance(cell, dt.date) else cell


def clean_log(seed: int) -> Sheet:
    """Return a log that nothing is wrong with; the same seed gives the same one."""
    random_ = random.Random(f"log {seed}")
    size = random_.randint(12, 60)
    outcomes = _outcomes(size, random_)
    days = sorted(FIRST_DAY + dt.timedelta(days=random_.randrange(300)) for _ in range(size))
    cells: dict[str, list[str]] = {
        "client_id": [f"C{random_.randrange(int(0.8 * size)):03}" for _ in range(size)],
        "treatment_date": [day.isoformat() for day in days],
    }
    for role in random_.sample(sorted([*DRAWN, *COURSE]), random_.randint(2, 6)):
        cells[role] = _drawn(role, outcomes, random_)
    not_known = random_.choice(NOT_KNOWN)
    outcome = [each or not_known for each in outcomes]
    order = list(cells)
    order.insert(random_.choice((2, len(order), len(order))), "breakout")
    cells["breakout"] = outcome
    spelling = random_.randrange(3)
    return Sheet(
        tuple(SPELLINGS[role][spelling] for role in order),
        tuple(order),
        tuple(zip(*(cells[role] for role in order), strict=True)),
        Truth(tuple(outcomes), {role: tuple(column) for role, column in cells.items() if role != "breakout"}),
    )


def _outcomes(size: int, random_: random.Random) -> list[str]:
    """Draw three or more of each answer and one or more that is not known."""
    rate = random_.uniform(0.15, 0.6)
    outcomes = ["yes"] * 3 + ["no"] * 3 + [""]
    outcomes += random_.choices(["yes", "no", ""], [rate, 1 - rate, random_.uniform(0, 0.2)], k=size - len(outcomes))
    random_.shuffle(outcomes)
    return outcomes


def _drawn(role: str, outcomes: Sequence[str], random_: random.Random) -> list[str]:
    match role:
        case "onset_day":
            return [str(random_.randint(1, 9)) if outcome == "yes" else "" for outcome in outcomes]
        case "severity":
            return [random_.choice(("mild", "moderate", "severe")) if outcome == "yes" else "" for outcome in outcomes]
        case "followed_up":
            return ["yes" if outcome else "no" for outcome in outcomes]
        case _:
            return [random_.choice(DRAWN[role]) for _ in outcomes]
