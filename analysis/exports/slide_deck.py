"""A deck of slides: our own on white, or in a clinic's template, whose layouts are chosen by their placeholders."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.exc import PythonPptxError
from pptx.util import Emu, Pt

from analysis.errors import DashboardError
from analysis.exports.office_files import storable, undated
from analysis.exports.slide_fit import BETWEEN_PARAGRAPHS, INCH, Box, fit_text
from analysis.wording.directions import isolated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.presentation import Presentation as Slides
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide, SlideLayout

LARGEST_MEGABYTES = 20
# What a template may unpack to: pictures are packed already, so that more is no template.
MOST_UNPACKED = 200_000_000
# 16:9, as PowerPoint makes it.
WIDTH, HEIGHT = 12_192_000, 6_858_000
MARGIN, GAP = INCH // 2, INCH // 8
TITLE_SIZES, TEXT_SIZES, SMALL_SIZES = (28, 16), (20, 10), (11, 8)
# A layout whose title reaches further down has no room for a chart.
LOWEST_TITLE = 0.45
NO_TEMPLATE = "The template is not a PowerPoint presentation that can be read: save it as .pptx and choose it again."
MACROS = "The template has macros: save it as a PowerPoint presentation without macros (.pptx) and choose it again."
_FOOT = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
# What the library raises on a file that is damaged or something else.
_UNREADABLE = (
    zipfile.BadZipFile, XMLSyntaxError, PythonPptxError, KeyError, ValueError, AttributeError, NotImplementedError,
    OSError, RuntimeError,
)  # fmt: skip
# Of an archive, in small letters.
_PRESENTATION, _MACROS = "ppt/presentation.xml", "vbaproject.bin"
# The extension of a presentation that lists its sections.
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


class Deck:
    """Slides that are added one after the other.

    Parameters
    ----------
    template : bytes
        A clinic's own .pptx; empty for ours.

    Raises
    ------
    DashboardError
        Where the template cannot be used.
    """

    def __init__(self, template: bytes = b"") -> None:
        self._slides = _opened(template) if template else _own()
        self._first = self._layout_of_the_first()
        self._plain = self._layout_of_the_others()
        self.body = self._below_the_title()

    def first(self, title: str, text: str) -> Slide:
        """Add the first slide, with a title and a text below it."""
        slide = self._slides.slides.add_slide(self._first)
        kinds = {each.placeholder_format.type: each for each in slide.placeholders}
        below = kinds.get(PP_PLACEHOLDER.SUBTITLE)
        self._title(slide, title, 40)
        if below is None:
            self.text(slide, text, self.body)
        else:
            _fill(below, text, *TEXT_SIZES)
        self._without_empty(slide)
        return slide

    def add(self, title: str) -> Slide:
        """Add a slide with a title; `body` is the place below it."""
        slide = self._slides.slides.add_slide(self._plain)
        self._title(slide, title, TITLE_SIZES[0])
        self._without_empty(slide)
        return slide

    @staticmethod
    def text(slide: Slide, text: str, box: Box, sizes: tuple[int, int] = TEXT_SIZES) -> None:
        """Add a text that fits a box."""
        shape = slide.shapes.add_textbox(Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height))
        _fill(shape, text, *sizes)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP

    @staticmethod
    def picture(slide: Slide, png: bytes, box: Box, alt: str) -> None:
        """Add a picture as large as a box allows, in its middle."""
        shape = slide.shapes.add_picture(io.BytesIO(png), Emu(box.left), Emu(box.top))
        scale = min(box.width / shape.width, box.height / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape.left = Emu(box.left + (box.width - shape.width) // 2)
        shape.top = Emu(box.top + (box.height - shape.height) // 2)
        describe(shape, alt)

    @staticmethod
    def notes(slide: Slide, lines: list[str]) -> None:
        """Write what belongs to a slide and has no room on it."""
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = storable("\n".join(map(isolated, lines)))

    def corner(self, share: float) -> Box:
        """Return the upper right corner of a slide, of so much of its height."""
        width, height = self._size()
        side = int(share * height)
        return Box(width - MARGIN - 2 * side, MARGIN // 2, 2 * side, side)

    def save(self, title: str, author: str, dated: dt.date) -> bytes:
        """Return the deck as a file (.pptx) that bears a day and nothing of today."""
        about, noon = self._slides.core_properties, dt.datetime.combine(dated, dt.time(12))
        about.title, about.author, about.last_modified_by = storable(title)[:255], storable(author)[:255], ""
        about.created = about.modified = noon
        about.revision, about.keywords, about.comments, about.subject = 1, "", "", ""
        content = io.BytesIO()
        self._slides.save(content)
        return undated(content.getvalue())

    def _size(self) -> tuple[int, int]:
        return int(self._slides.slide_width or WIDTH), int(self._slides.slide_height or HEIGHT)

    def _layout_of_the_first(self) -> SlideLayout:
        for layout in self._slides.slide_layouts:
            kinds = [each.placeholder_format.type for each in layout.placeholders]
            if PP_PLACEHOLDER.SUBTITLE in kinds and _TITLES & set(kinds):
                return layout
        return self._layout_of_the_others()

    def _layout_of_the_others(self) -> SlideLayout:
        """Return the layout with a title on top and as little else as there is; without any, the emptiest."""
        width, height = self._size()

        def fitness(layout: SlideLayout) -> tuple[bool, int]:
            title = next((each for each in layout.placeholders if each.placeholder_format.type in _TITLES), None)
            place = _box(title) if title is not None else None
            is_above = place is not None and place.bottom <= LOWEST_TITLE * height and place.width >= width / 2
            others = [each for each in layout.placeholders if each.placeholder_format.type not in _FOOT | _TITLES]
            return not is_above, len(others)

        return min(self._slides.slide_layouts, key=fitness)

    def _below_the_title(self) -> Box:
        """Return the room below the title, above what the layout has at its foot."""
        width, height = self._size()
        top, bottom = self._place_of_title().bottom, height - MARGIN // 2
        for each in self._plain.placeholders:
            place = _box(each)
            if each.placeholder_format.type in _FOOT and place is not None and place.top > height / 2:
                bottom = min(bottom, place.top)
        return Box(MARGIN, top + GAP, width - 2 * MARGIN, bottom - top - GAP)

    def _place_of_title(self) -> Box:
        width, height = self._size()
        for each in self._plain.placeholders:
            place = _box(each)
            if each.placeholder_format.type in _TITLES and place is not None and place.bottom <= LOWEST_TITLE * height:
                return place
        return Box(MARGIN, MARGIN // 2, width - 2 * MARGIN, height // 6)

    def _title(self, slide: Slide, title: str, largest: int) -> None:
        shape = slide.shapes.title
        if shape is None or _box(shape) is None:
            self.text(slide, title, self._place_of_title(), TITLE_SIZES)
        else:
            _fill(shape, title, largest, TITLE_SIZES[1])

    @staticmethod
    def _without_empty(slide: Slide) -> None:
        """Take out the placeholders without a text: a program would ask to fill them in."""
        for each in list(slide.placeholders):
            if not each.has_text_frame or not each.text_frame.text:
                each.element.getparent().remove(each.element)


def describe(shape: BaseShape, alt: str) -> None:
    """Give a shape its text for whoever does not see it."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", storable(isolated(alt)))


def _box(of: BaseShape) -> Box | None:
    sides = (of.left, of.top, of.width, of.height)
    return None if any(each is None for each in sides) else Box(*map(int, sides))


def _fill(shape: Any, text: str, largest: int, smallest: int) -> None:  # noqa: ANN401 - boxes and placeholders
    place = _box(shape)
    shown = storable(isolated(text))
    shown, size = fit_text(shown, place, largest, smallest) if place is not None else (shown, smallest)
    frame = shape.text_frame
    frame.text, frame.word_wrap, frame.auto_size = shown, True, MSO_AUTO_SIZE.NONE
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(BETWEEN_PARAGRAPHS * size)
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _own() -> Slides:
    """Return a white deck of 16:9, its titles on the left."""
    slides = Presentation()
    wider = WIDTH / int(slides.slide_width or WIDTH)
    slides.slide_width, slides.slide_height = Emu(WIDTH), Emu(HEIGHT)
    slides.part.package.drop_rel(_thumbnail(slides))
    master = slides.slide_master
    for layout in (master, *slides.slide_layouts):
        for each in layout.placeholders:
            if each.element.spPr.xfrm is not None:
                each.left, each.width = Emu(int(each.left * wider)), Emu(int(each.width * wider))
    first, plain = (slides.slide_layouts.get_by_name(name) for name in ("Title Slide", "Title Only"))
    across = WIDTH - 2 * MARGIN
    _place(first, {PP_PLACEHOLDER.CENTER_TITLE: Box(MARGIN, HEIGHT // 5, across, HEIGHT // 5)})
    _place(first, {PP_PLACEHOLDER.SUBTITLE: Box(MARGIN, HEIGHT * 2 // 5 + GAP, across, HEIGHT * 2 // 5)})
    for layout in (master, plain):
        _place(layout, {PP_PLACEHOLDER.TITLE: Box(MARGIN, MARGIN // 2, across, INCH)})
    for style in (*master.element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr"), *first.element.xpath(".//a:lvl1pPr")):
        style.set("algn", "l")
    return slides


def _place(layout: Any, boxes: Mapping[Any, Box]) -> None:  # noqa: ANN401 - a master or a layout
    for each in layout.placeholders:
        box = boxes.get(each.placeholder_format.type)
        if box is not None:
            each.left, each.top, each.width, each.height = map(Emu, (box.left, box.top, box.width, box.height))


def _thumbnail(slides: Slides) -> str:
    """Return the id of the picture of itself that the library's own template has."""
    relations: dict[str, Any] = slides.part.package._rels  # noqa: SLF001 - there is no other way to it
    return next(id_ for id_, each in relations.items() if each.reltype == _THUMBNAIL)


def _opened(template: bytes) -> Slides:
    """Return a clinic's template without its slides."""
    if len(template) > LARGEST_MEGABYTES * 1_000_000:
        raise DashboardError(f"The template is larger than {LARGEST_MEGABYTES} MB: choose a smaller one.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            sizes = {each.filename.casefold(): each.file_size for each in archive.infolist()}
        has_macros = any(name.endswith(_MACROS) for name in sizes)
        is_one = _PRESENTATION in sizes and sum(sizes.values()) <= MOST_UNPACKED and not has_macros
        slides = Presentation(io.BytesIO(template)) if is_one else None
        if slides is not None:
            _remove_slides(slides)
    except _UNREADABLE as error:
        raise DashboardError(NO_TEMPLATE) from error
    if slides is None or not slides.slide_layouts:
        raise DashboardError(MACROS if has_macros else NO_TEMPLATE)
    return slides


def _remove_slides(slides: Slides) -> None:
    """Take out the slides of a template, and the sections and shows that name them."""
    listed = slides.slides._sldIdLst  # noqa: SLF001 - the library adds slides and removes none
    for each in list(listed):
        slides.part.drop_rel(each.rId)
        listed.remove(each)
    of = slides.part._element  # noqa: SLF001 - there is no other way to it
    for each in (*of.xpath(f"./p:extLst/p:ext[@uri='{_SECTIONS}']"), *of.xpath("./p:custShowLst")):
        each.getparent().remove(each)
