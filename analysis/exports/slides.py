"""A document as PowerPoint slides: a finding each, with its figure, and in the notes all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis.errors import DashboardError
from analysis.exports.drawing import can_draw, drawn
from analysis.exports.figure_files import beside_a_picture, caption_lines
from analysis.exports.logo import logo_alt
from analysis.exports.pdf_report import MOST_ROWS, cut
from analysis.exports.slide_charts import add_office_chart, office_chart_key
from analysis.exports.slide_deck import SMALL_SIZES, Deck
from analysis.exports.slide_fit import INCH, POINT, Box
from analysis.exports.slide_tables import add_table
from analysis.exports.typeface import LICENCE
from analysis.exports.typesetting import FIGURE, POINTS, as_pictures, figure_values
from analysis.figures import theme
from analysis.figures.picture import SLIDE, on_paper, sentences
from analysis.wording.one_factor import NOT_PROOF
from analysis.wording.pictures import PRODUCT
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import METHODS_HEADING, PROVENANCE_HEADING, SAMPLE_DATA, STEPS_HEADING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pptx.slide import Slide

    from analysis.exhibits.document import Document, Placed
    from analysis.exhibits.exhibit import Exhibit
    from analysis.exhibits.summary import Summary
    from analysis.figures.figure import Figure

# As pictures that look like those of the pages, or drawn by PowerPoint, so that they can be edited.
Charts = Literal["pictures", "editable"]
# A title is what can be read at a glance; the rest of a finding stands below it.
LONGEST_TITLE = 170
# Times the pixels that a chart is laid out on.
SHARPNESS = 2
# In points: smaller texts cannot be read on a wall. PowerPoint's own charts have one line a row, and so larger ones.
SMALLEST_TEXT = 8
# In points, too: smaller texts nobody reads on a slide, so that it has the table in place of the chart.
SMALLEST_IN_A_ROOM = 5
# The lines below a title and at the foot of a slide.
LINE, FOOT = INCH // 2, INCH * 3 // 10


def as_slides(
    of: Document,
    *,
    charts: Charts = "pictures",
    template: bytes = b"",
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Return a document as a presentation (.pptx), to the same byte for the same document.

    Without a browser that draws, bars, rankings and rates over time are drawn by PowerPoint, and of other charts there
    is the table. PowerPoint also draws those whose picture has texts too small to read on a wall.

    Parameters
    ----------
    of : Document
    charts : {"pictures", "editable"}
        Bars, rankings and rates over time can be edited; other charts are pictures always.
    template : bytes
        A clinic's own presentation, whose slides are left out; empty for a white one.
    progress : callable
        Is told what is drawn next.

    Raises
    ------
    DashboardError
        Where the template cannot be used.
    """
    making = _Making(of, Deck(template), charts, progress)
    making.make()
    signature = of.signature
    return making.deck.save(of.title, signature.author or signature.clinic or PRODUCT, of.dated)


def title_and_rest(finding: str) -> tuple[str, str]:
    """Return as many sentences of a finding as make a title, and those that remain."""
    title, *rest = sentences(finding)
    while rest and len(title) + len(rest[0]) < LONGEST_TITLE:
        title = f"{title} {rest.pop(0)}"
    return title, " ".join(rest)


class _Making:
    """Puts one document on slides."""

    def __init__(self, of: Document, deck: Deck, charts: Charts, progress: Callable[[str], None]) -> None:
        self.deck = deck
        self._of, self._progress, self._draws = of, progress, can_draw()
        self._is_editable = charts == "editable"
        # Their texts are in the typeface that has to be named.
        self._has_pictures = False

    def make(self) -> None:
        """Make every slide."""
        of = self._of
        self._first()
        if of.summary is not None:
            self._summary(of.summary)
        for placed in of.placed:
            self._exhibit(placed)
        if of.methods:
            self._list(METHODS_HEADING, of.methods)
        self._list(PROVENANCE_HEADING, (*of.provenance, *([LICENCE] if self._has_pictures else [])))

    def _first(self) -> None:
        of, signature = self._of, self._of.signature
        answer = of.summary.answer if of.summary is not None else ""
        about = [f"{name}: {value}" for name, value in of.about.items() if name != "Counted"]
        lines = filter(None, (answer, signature.clinic, *about, SAMPLE_DATA if of.is_sample else ""))
        slide = self.deck.first(of.title, "\n".join(lines))
        if signature.logo:
            self.deck.picture(slide, signature.logo, self.deck.corner(1 / 8), logo_alt(signature.clinic))
        self.deck.notes(slide, [*filter(None, signature.comment.splitlines()), *of.about.values()])
        if signature.comment.strip():
            self._list("Comment", signature.comment.splitlines())

    def _summary(self, of: Summary) -> None:
        title, rest = title_and_rest(of.answer)
        slide = self.deck.add(title)
        key_numbers = pd.DataFrame(
            [{"Key number": each.name, "Value": each.value, "Based on": each.note} for each in of.key_numbers]
        )
        box = self.deck.body
        half = Box(box.left, box.top, box.width * 55 // 100, box.height - FOOT)
        add_table(
            lambda number, _: slide if number == 1 else self.deck.add(title), key_numbers, half, "The key numbers", 1
        )
        right = half.left + half.width + INCH // 4
        steps = [f"{STEPS_HEADING}:", *of.next_steps, "", of.unusual, rest, of.not_followed_up]
        beside = Box(right, box.top, box.left + box.width - right, half.height)
        self.deck.text(slide, "\n".join(filter(None, steps)), beside, (16, 10))
        self._at_the_foot(slide, RED_FLAGS)
        self.deck.notes(slide, [of.answer, of.unusual, *of.cautions, of.not_followed_up, *self._of.caption])
        if of.links is not None:
            self._table(of.links_finding, of.links, [NOT_PROOF, *self._of.caption], of.links_heading)

    def _exhibit(self, of: Placed) -> None:
        exhibit = of.exhibit
        notes = caption_lines(exhibit, self._of.caption_of(exhibit), self._of.source)
        has_figure = self._figure(exhibit, notes)
        table = exhibit.table
        if table is not None and (self._of.has_tables or not has_figure):
            title = exhibit.heading if has_figure else exhibit.finding
            self._table(title, table, notes, exhibit.heading, exhibit)
        elif not has_figure:
            title, rest = title_and_rest(exhibit.finding)
            slide = self.deck.add(title)
            self.deck.text(slide, "\n".join(filter(None, (rest, *exhibit.sentences, *of.notes))), self._middle())
            self.deck.notes(slide, notes)

    def _figure(self, of: Exhibit, notes: list[str]) -> bool:
        """Add the slide of a figure; return whether there is one."""
        if of.figure is None:
            return False
        title, rest = title_and_rest(of.finding)
        box = self._middle()
        below = box.rest(LINE) if rest else box
        prefers_own = self._is_editable or not self._draws or _size_of_texts(of.figure, below) < SMALLEST_TEXT
        is_office = of.office_chart is not None and prefers_own
        if not is_office and of.table is not None and _size_of_texts(of.figure, below) < SMALLEST_IN_A_ROOM:
            return False
        png = None if is_office else self._picture(of, below)
        if png is None and of.office_chart is None:
            return False
        slide = self.deck.add(title)
        if rest:
            self.deck.text(slide, rest, Box(box.left, box.top, box.width, LINE), (16, 9))
        if png is None:
            add_office_chart(slide, of, below)
        else:
            self.deck.picture(slide, png, below, of.alt)
            self._has_pictures = True
        self._at_the_foot(slide, self._foot(of, "" if png is not None else office_chart_key(of)))
        self.deck.notes(slide, [*notes, *(beside_a_picture(notes) if png is not None else [])])
        return True

    def _picture(self, of: Exhibit, box: Box) -> bytes | None:
        """Return a figure in the shape of a box as PNG; None where it cannot be drawn."""
        if not self._draws or of.figure is None:
            return None
        self._progress(of.heading)
        width = _width_of_layout(of.figure, box)
        alone = on_paper(of.figure, width, round(width * box.height / box.width))
        try:
            drawing = drawn(alone)
        except DashboardError:
            # The slide has the chart that PowerPoint draws, or the table.
            return None
        values = figure_values(drawing, alone["layout"], of.heading, of.alt)
        return as_pictures(FIGURE, values, POINTS * SHARPNESS)[0]

    def _table(
        self, title: str, table: pd.DataFrame, notes: list[str], heading: str, of_exhibit: Exhibit | None = None
    ) -> None:
        """Add the slides of a table; the foot of the last says what is left out."""
        left_out = cut(table, "the workbook (.xlsx) of the same report")
        first, _ = title_and_rest(title)

        def new_slide(number: int, of: int) -> Slide:
            slide = self.deck.add(first if number == 1 else f"{heading} ({number} of {of})")
            self._at_the_foot(slide, self._foot(of_exhibit, " ".join(left_out) if number == of else ""))
            self.deck.notes(slide, [*notes, *left_out])
            return slide

        decimals = 1 if of_exhibit is None else of_exhibit.decimals
        add_table(new_slide, table.head(MOST_ROWS), self._middle(), f"Table: {heading}", decimals)

    def _list(self, title: str, lines: tuple[str, ...] | list[str]) -> None:
        slide = self.deck.add(title)
        self.deck.text(slide, "\n".join(lines), self.deck.body)
        self.deck.notes(slide, list(lines))

    def _middle(self) -> Box:
        """Return the room between the title and the line at the foot."""
        box = self.deck.body
        return Box(box.left, box.top, box.width, box.height - FOOT)

    def _foot(self, of: Exhibit | None = None, key: str = "") -> str:
        """Return what was counted, and where the numbers come from."""
        caption = self._of.caption if of is None else self._of.caption_of(of)
        return " · ".join(filter(None, (key, *caption[:1], self._of.source)))

    def _at_the_foot(self, slide: Slide, text: str) -> None:
        box = self.deck.body
        self.deck.text(slide, text, box.rest(box.height - FOOT), SMALL_SIZES)


def _width_of_layout(of: Figure, box: Box) -> int:
    """Return on how many pixels a figure is laid out that fills a box: on more, the more rows it has."""
    return max(SLIDE.least_width, round(of.height * box.width / box.height))


def _size_of_texts(of: Figure, box: Box) -> float:
    """Return how large, in points, the texts of a figure are that fills a box."""
    return theme.SMALL * box.width / POINT / _width_of_layout(of, box)
