"""A document as PDF: set by Typst with tags, descriptions and an outline, its charts as drawings."""

from __future__ import annotations

import hashlib
import io
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from analysis.errors import DashboardError
from analysis.exhibits.summary import ON_PAPER
from analysis.exports.drawing import can_draw, drawn
from analysis.exports.logo import as_address, logo_alt
from analysis.exports.long_words import LONGEST_NAME, breakable, short_name, with_short_names
from analysis.exports.slide_fit import LINE_HEIGHT, SAFE, column_widths, height_of, least_widths, text_width
from analysis.exports.table_texts import rows_as_texts
from analysis.exports.typeface import FAMILY, LICENCE, text_width_of
from analysis.exports.typesetting import as_pdf, as_pictures, without_glyph
from analysis.figures.picture import on_paper
from analysis.wording.directions import isolated
from analysis.wording.missing_letters import not_shown
from analysis.wording.numbers import day
from analysis.wording.one_factor import NOT_PROOF
from analysis.wording.pictures import PRODUCT
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import (
    HOW_HEADING,
    METHODS_HEADING,
    NO_CHARTS,
    PROVENANCE_HEADING,
    SAMPLE_DATA,
    STEPS_HEADING,
    UNKNOWN_HEADING,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

    from analysis.exhibits.document import Document, Placed, Signature
    from analysis.exhibits.summary import Summary

TEMPLATE = "report.typ"
# A chart is laid out on so many pixels and set as wide as the text, 180 mm: its texts are as large as those beside it.
CHART_WIDTH = 720
# In the same pixels: what a page has room for below a heading and a finding. A higher chart is set smaller, and laid
# out wider to take the whole width.
HIGHEST_CHART = 820
# The chart of the months shares its page with the rest of the summary.
MONTHS_HEIGHT = 215
# A table with more rows than this is cut on paper; the file of its numbers has them all.
MOST_ROWS = 60
LONGEST_FOOTER = 80
# In points: a sheet of paper between its margins, what is beside each text of a table, and above and below it.
PAPER_WIDTH, BESIDE, ABOVE = 510, 3.5, 2.4
# How wide our typeface is at most, of the widths that are estimated for any.
TYPEFACE = 0.94
# Of a table with few columns and with many, and the smallest in which it is still read.
LARGEST_TYPE, MANY_COLUMNS, SMALLER_TYPE, SMALLEST_TYPE = 8, 8, 7, 6
# A table as high as this, in points, and so many letters of notes stand together on a page.
HEIGHT_TOGETHER, LETTERS_TOGETHER = 300, 2500
PREVIEW_DOTS_PER_INCH = 80
# What the names of letters begin with that the typeface has, besides plain ones: é, −, – and “.
_IN_TYPEFACE = ("LATIN ", "MINUS ", "EN DASH", "LEFT DOUBLE ", "RIGHT DOUBLE ")


@dataclass(frozen=True, eq=False)
class Typeset:
    """A document with its charts drawn, ready to be set.

    Attributes
    ----------
    values : dict
        What the template shows.
    dated : date
    """

    values: dict[str, Any]
    dated: dt.date

    @property
    def digest(self) -> str:
        """What tells it from every other."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()

    def pdf(self) -> bytes:
        """Return it as PDF/UA-1, to the same byte for the same document."""
        return as_pdf(TEMPLATE, self.values, self.dated)

    def pages(self) -> list[bytes]:
        """Return the pages of the PDF as pictures, for a look at them."""
        return as_pictures(TEMPLATE, self.values, PREVIEW_DOTS_PER_INCH)


def typeset(of: Document, progress: Callable[[str], None] = lambda _: None) -> Typeset:
    """Return a document with its charts drawn.

    Parameters
    ----------
    of : Document
    progress : callable
        Is called with what is drawn next.
    """
    return Typeset(_values(of, progress), of.dated)


def _values(of: Document, progress: Callable[[str], None]) -> dict[str, Any]:
    draws = can_draw()
    setting = _Setting(of, progress, draws=draws)
    signature = of.signature
    values = {
        "title": isolated(of.title),
        "heading": shown(of.title),
        "typeface": FAMILY,
        "author": signature.author or signature.clinic or PRODUCT,
        "description": "; ".join(f"{name}: {value}" for name, value in of.about.items()),
        "date": {"year": of.dated.year, "month": of.dated.month, "day": of.dated.day},
        "footer": shown(f"{_in_a_line(of.title)} · {day(of.dated)}"),
        "clinic": shown(signature.clinic),
        "remark": SAMPLE_DATA if of.is_sample else "",
        "logo": _logo(signature),
        "about": [[name, shown(value)] for name, value in of.about.items()],
        "comment": [shown(line) for line in signature.comment.splitlines() if line.strip()],
        "red_flags": RED_FLAGS,
        "summary": None if of.summary is None else setting.first_page(of.summary),
        "parts": [*setting.months(), *(setting.part(each) for each in of.parts)],
        "methods": list(map(shown, of.methods)),
        "methods_heading": METHODS_HEADING,
        "how_heading": HOW_HEADING,
        "provenance": _notes([*of.provenance, LICENCE]),
        "provenance_heading": PROVENANCE_HEADING,
    }
    missing = not_shown(without_glyph(values))
    return values | {"remarks": list(filter(None, ("" if draws else NO_CHARTS, missing)))}


def _in_a_line(title: str) -> str:
    return title if len(title) <= LONGEST_FOOTER else f"{title[:LONGEST_FOOTER]}…"


def _logo(of: Signature) -> dict[str, str] | None:
    if not of.logo:
        return None
    width, height = Image.open(io.BytesIO(of.logo)).size
    size = f'width="{width}" height="{height}"'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{as_address(of.logo)}"/></svg>'
    return {"drawing": drawing, "alt": logo_alt(of.clinic)}


def shown(text: str) -> str:
    """Return a text as a page shows it: its names in their own direction and cut, and no word wider than a column."""
    return breakable(isolated(with_short_names(text)))


class _Setting:
    """Turns the parts of one document into what the template shows."""

    def __init__(self, document: Document, progress: Callable[[str], None], *, draws: bool) -> None:
        self._document, self._progress, self._draws = document, progress, draws

    def first_page(self, of: Summary) -> dict[str, Any]:
        months = self._document.over_time
        readings = self._document.readings
        return {
            "answer": shown(of.answer),
            "unusual": shown(of.unusual),
            "numbers": [
                {"name": shown(each.name), "value": each.value, "note": shown(each.note)} for each in of.key_numbers
            ],
            "months": None
            if months is None
            else {"heading": shown(months.exhibit.heading), "figure": self._figure(months, MONTHS_HEIGHT)},
            "links_heading": shown(of.links_heading),
            "links_finding": " ".join([shown(of.links_finding), *([NOT_PROOF] if of.links is not None else [])]),
            "links": None if of.links is None else table_values(of.links.head(ON_PAPER), largest=8.5),
            "unknown_heading": UNKNOWN_HEADING,
            "not_followed_up": shown(of.not_followed_up),
            "steps_heading": STEPS_HEADING,
            "steps": list(map(shown, of.next_steps)),
            "notes": [
                shown(" ".join((f"Data quality: {of.data_quality}", *of.cautions))),
                *([shown(f"How the file was read: {' '.join(readings)}")] if readings else []),
            ],
        }

    def months(self) -> Iterator[dict[str, Any]]:
        """Yield what belongs to the chart of the first page and has no room there."""
        months, document = self._document.over_time, self._document
        if months is not None and (document.has_tables or document.has_methods or not self._draws):
            yield self._part(months, None)

    def part(self, of: Placed) -> dict[str, Any]:
        """Return what a section shows."""
        return self._part(of, self._figure(of))

    def _part(self, of: Placed, figure: dict[str, Any] | None) -> dict[str, Any]:
        exhibit, document = of.exhibit, self._document
        table = exhibit.table if document.has_tables or figure is None else None
        return {
            "heading": shown(exhibit.heading),
            "finding": shown(exhibit.finding),
            "sentences": list(map(shown, exhibit.sentences)),
            "figure": figure,
            "caption": shown("".join(document.caption_of(exhibit)[:1])),
            "table": None if table is None else table_values(table, exhibit.decimals),
            "notes": _notes([*of.notes, *cut(table, "the file of the numbers behind the chart")]),
            "how": _notes(exhibit.how if document.has_methods else ()),
        }

    def _figure(self, of: Placed, height: int | None = None) -> dict[str, Any] | None:
        if of.exhibit.figure is None or not self._draws:
            return None
        self._progress(of.exhibit.heading)
        picture = on_paper(of.exhibit.figure, *_size(height or of.exhibit.figure.height))
        try:
            drawing = drawn(picture)
        except DashboardError:
            # A report without one chart has its numbers still.
            return None
        return {"drawing": drawing, "alt": isolated(of.exhibit.alt)}


def _size(height: int) -> tuple[int, int]:
    """Return the width and the height on which a chart of a height is laid out, in pixels."""
    return round(CHART_WIDTH * max(1, height / HIGHEST_CHART)), height


def _notes(of: Iterable[str]) -> dict[str, Any]:
    """Return lines as texts, and whether they are few enough to stand together."""
    lines = list(map(shown, of))
    return {"lines": lines, "together": sum(map(len, lines)) <= LETTERS_TOGETHER}


def table_values(of: pd.DataFrame, decimals: int = 1, largest: float = LARGEST_TYPE) -> dict[str, Any]:
    """Return a table as texts, which of its columns are numbers, and how it is set."""
    names = [shown(str(name)) for name in of.columns]
    rows = [[shown(short_name(text)) for text in row] for row in rows_as_texts(of.head(MOST_ROWS), decimals)]
    numeric = [dtype.kind in "iuf" for dtype in of.dtypes]
    texts = [names, *rows]
    size, widths = _set(texts, numeric, largest)
    return {
        "columns": names,
        "numeric": numeric,
        "widths": widths,
        "size": size,
        "rows": rows,
        "together": sum(_height(row, widths, size) for row in texts) <= HEIGHT_TOGETHER,
    }


def _set(rows: Sequence[Sequence[str]], numeric: Sequence[bool], largest: float) -> tuple[float, list[float]]:
    """Return the size of the texts of a table and the widths of its columns, in points.

    A table that is narrower than the page has no widths: each column takes what it needs. In any other, texts are
    broken into lines, and numbers are not.
    """
    size = largest if len(numeric) <= MANY_COLUMNS else SMALLER_TYPE
    longest = [max(_across(row[at]) for row in rows) for at in range(len(numeric))]
    for alike in (size, size - 0.5):
        if sum(2 * BESIDE + alike * each for each in longest) <= PAPER_WIDTH:
            return alike, []
    # What is estimated leaves room for a typeface that is wider yet.
    known = TYPEFACE / SAFE
    while size > SMALLEST_TYPE and sum(least_widths(rows, numeric, PAPER_WIDTH, known * size, BESIDE)) > PAPER_WIDTH:
        size -= 0.5
    return size, column_widths(rows, numeric, PAPER_WIDTH, known * size, BESIDE)


def _across(text: str) -> float:
    """Return how wide a text is at most in one line, in its size."""
    letters = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    is_latin = all(letter.isascii() or unicodedata.name(letter, "").startswith(_IN_TYPEFACE) for letter in letters)
    return text_width_of(letters) if is_latin else text_width(letters)


def _height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Return the height of a row of a table in points."""
    if not widths:
        return size * LINE_HEIGHT + 2 * ABOVE
    texts = zip(row, widths, strict=True)
    return max(height_of(text, width - 2 * BESIDE, TYPEFACE * size) for text, width in texts) + 2 * ABOVE


def cut(of: pd.DataFrame | None, elsewhere: str) -> list[str]:
    """Say that a table goes on elsewhere, or has its long names whole there."""
    if of is None:
        return []
    notes = []
    if len(of) > MOST_ROWS:
        notes.append(f"The first {MOST_ROWS} of {len(of):,} rows; {elsewhere} has all.")
    if any(len(text) > LONGEST_NAME for row in of.itertuples(index=False) for text in map(str, row)):
        notes.append(f"Names of more than {LONGEST_NAME} letters are cut; {elsewhere} has them whole.")
    return notes
