"""The report as slides: every number is there, nothing is over an edge, any text and template is taken or refused."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Slides
from pptx.util import Emu

from analysis.errors import DashboardError
from analysis.exhibits.document import Document, Placed
from analysis.exhibits.exhibit import Exhibit
from analysis.exports import slides
from analysis.exports.office_files import NO_DAY
from analysis.exports.pdf_report import MOST_ROWS
from analysis.exports.slide_deck import LARGEST_MEGABYTES, MACROS, NO_TEMPLATE, Deck
from analysis.exports.slide_fit import POINT, Box, column_widths, fit_text, height_of
from analysis.exports.slide_outline import slides_shown
from analysis.exports.slide_tables import _parts
from analysis.exports.slides import Charts, as_slides, title_and_rest
from analysis.exports.table_texts import rows_as_texts
from analysis.figures.figure import Figure
from analysis.wording.rates import RED_FLAGS
from tests.exports.documents import HOSTILE, MADE_ON, hostile, sample

ISOLATION = str.maketrans("", "", "\u2068\u2069")


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a frame of the right size in place of each chart: what is around it needs no browser."""

    def frame(of: dict[str, Any]) -> str:
        size = f'width="{of["layout"]["width"]}" height="{of["layout"]["height"]}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="none" stroke="black"/></svg>'

    monkeypatch.setattr(slides, "drawn", frame)
    monkeypatch.setattr(slides, "can_draw", lambda: True)


@cache
def opened(of: Document, charts: Charts = "editable", template: bytes = b"") -> Slides:
    """Return the slides of a document, which no test changes."""
    return Presentation(io.BytesIO(as_slides(of, charts=charts, template=template)))


def shapes_of(deck: Slides) -> Iterator[Any]:
    for slide in deck.slides:
        yield from slide.shapes


def texts_of(deck: Slides) -> list[str]:
    shapes = [shape.text_frame.text for shape in shapes_of(deck) if shape.has_text_frame]
    cells = [each.text for shape in shapes_of(deck) if shape.has_table for each in shape.table.iter_cells()]
    return [text.translate(ISOLATION) for text in (*shapes, *cells)]


def notes_of(deck: Slides) -> list[str]:
    return [slide.notes_slide.notes_text_frame.text.translate(ISOLATION) for slide in deck.slides]


def template_with(change: Callable[[Slides], None] = lambda _: None) -> bytes:
    deck = Presentation()
    change(deck)
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def test_every_number_of_every_exhibit_is_on_a_slide_or_in_its_notes() -> None:
    of = sample()
    deck = opened(of)
    said, notes = texts_of(deck), "\n".join(notes_of(deck))
    rows = [
        [each.text.translate(ISOLATION) for each in row.cells]
        for shape in shapes_of(deck)
        if shape.has_table
        for row in shape.table.rows
    ]
    for placed in of.placed:
        exhibit = placed.exhibit
        title, rest = title_and_rest(exhibit.finding)
        assert {title, rest} - {""} <= set("\n".join(said).split("\n")), exhibit.stem
        for text in (exhibit.finding, *exhibit.sentences, *exhibit.cautions, *exhibit.how, *of.caption, of.source):
            assert text in notes
        if exhibit.table is not None:
            for shown in rows_as_texts(exhibit.table, exhibit.decimals):
                assert shown in rows
    summary = of.summary
    for text in (summary.answer, summary.unusual, summary.not_followed_up, *summary.next_steps, RED_FLAGS):
        assert any(text in each for each in said)
    for each in summary.key_numbers:
        assert [each.name, each.value, each.note] in rows
    assert any(of.provenance[0] in each for each in said)


def test_a_chart_to_edit_has_the_numbers_of_its_exhibit_and_their_intervals() -> None:
    of = sample()
    charts = [shape.chart for shape in shapes_of(opened(of)) if shape.has_chart]
    exhibits = [placed.exhibit for placed in of.placed if placed.exhibit.office_chart is not None]
    assert {each.office_chart.kind for each in exhibits} == {"bars", "differences", "line"}
    for chart, exhibit in zip(charts, exhibits, strict=True):
        columns = exhibit.office_chart
        numbers = exhibit.numbers.head(columns.rows)
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        written = {title: values for title, *values in sheet.iter_cols(min_col=2, values_only=True)}
        for series, drawn in zip(columns.series, chart.plots[0].series, strict=True):
            wanted = [None if pd.isna(each) else each for each in numbers[series.value]]
            assert drawn.name == series.value
            assert list(drawn.values) == wanted
            assert written[series.value] == pytest.approx(wanted)
            bars = drawn._element.findall("{*}errBars")
            assert len(bars) == bool(series.low)
            if series.low:
                for way, end, sign in (("plus", series.high, 1), ("minus", series.low, -1)):
                    reached = [float(each.text) for each in bars[0].findall(f"{{*}}{way}//{{*}}v")]
                    ends = [value + sign * each for value, each in zip(wanted, reached, strict=True)]
                    assert ends == pytest.approx(list(numbers[end]))
            order = [each.tag.rpartition("}")[2] for each in drawn._element]
            assert [each for each in order if each in {"spPr", "dPt", "errBars", "cat", "val"}] == sorted(
                (each for each in order if each in {"spPr", "dPt", "errBars", "cat", "val"}),
                key=["spPr", "dPt", "errBars", "cat", "val"].index,
            )


@pytest.mark.parametrize(("of", "charts"), [(sample, "editable"), (hostile, "pictures")])
def test_nothing_is_over_an_edge_and_every_picture_is_in_words(of: Callable[[], Document], charts: Charts) -> None:
    deck = opened(of(), charts)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    pictures = 0
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            bottom = shape.top + (sum(row.height for row in shape.table.rows) if shape.has_table else shape.height)
            assert min(shape.left, shape.top) >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert bottom <= deck.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
                room = shape.height / POINT
                assert height_of(shape.text_frame.text, shape.width / POINT - 14.4, size) <= room + 1
            else:
                pictures += 1
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
    assert pictures > 4


def test_without_a_browser_there_are_charts_of_powerpoint_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "can_draw", lambda: False)
    deck = Presentation(io.BytesIO(as_slides(hostile())))
    assert not [shape for shape in shapes_of(deck) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [shape for shape in shapes_of(deck) if shape.has_chart]

    def fails(_: object) -> str:
        raise DashboardError("no")

    monkeypatch.setattr(slides, "can_draw", lambda: True)
    monkeypatch.setattr(slides, "drawn", fails)
    assert texts_of(Presentation(io.BytesIO(as_slides(hostile())))) == texts_of(deck)


def test_a_picture_too_small_to_read_is_a_chart_of_powerpoint() -> None:
    deck = opened(sample(), "pictures")
    drawn = {slide.shapes.title.text_frame.text: slide for slide in deck.slides}
    exhibits = {placed.exhibit.stem: placed.exhibit for placed in sample().placed}
    for stem, is_chart in (("what-is-linked-to-breakouts", True), ("breakout-rate-by-acne-history", False)):
        shapes = drawn[title_and_rest(exhibits[stem].finding)[0]].shapes
        assert any(shape.has_chart for shape in shapes) == is_chart


def test_a_picture_that_nobody_could_read_is_left_to_its_table() -> None:
    of = next(placed for placed in sample().placed if placed.exhibit.stem == "breakout-rate-by-acne-history")
    drawn = of.exhibit.figure.plain()
    figure = Figure.of(drawn["data"], {**drawn["layout"], "height": 2400})
    tall = replace(of, exhibit=replace(of.exhibit, figure=figure, office_chart=None))
    deck = opened(replace(sample(), over_time=None, parts=(tall,)), "pictures")
    slide = next(each for each in deck.slides if each.shapes.title.text_frame.text.startswith("Acne history"))
    assert [shape.has_table for shape in slide.shapes].count(True) == 1


def test_the_last_slide_of_a_table_says_that_rows_are_left_out() -> None:
    rows = MOST_ROWS + 5
    found = Exhibit(stem="gaps", heading="Gaps", finding="Steady.", numbers=pd.DataFrame({"Treatments": range(rows)}))
    of = replace(sample(), summary=None, over_time=None, parts=(Placed(found, "gaps", ()),))
    texts = [
        "\n".join(each.text_frame.text for each in slide.shapes if each.has_text_frame) for slide in opened(of).slides
    ]
    said = [text for text in texts if f"The first {MOST_ROWS} of {rows} rows" in text]
    assert len(said) == 1
    assert re.search(r"Gaps \((\d) of \1\)", said[0])


def test_a_look_at_the_slides_has_each_title_and_the_picture_below_it() -> None:
    deck, content = opened(sample(), "pictures"), io.BytesIO()
    deck.save(content)
    shown = slides_shown(content.getvalue())
    assert [each.title for each in shown] == [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert {each.holds for each in shown} == {"picture", "chart", "table", "text"}
    assert all(each.picture.startswith(b"\x89PNG") == (each.holds == "picture") for each in shown)


def test_texts_of_a_file_are_texts_in_charts_and_tables_too() -> None:
    deck = opened(hostile())
    said = "\n".join(texts_of(deck))
    for text in HOSTILE[5:7]:
        assert text in said
    books = [shape.chart.part.chart_workbook.xlsx_part.blob for shape in shapes_of(deck) if shape.has_chart]
    assert books
    for book in books:
        for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows():
            assert {each.data_type for each in row} <= {"s", "n"}


def test_the_same_document_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    of = hostile()
    once = as_slides(of, charts="editable")
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert as_slides(of, charts="editable") == once
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(once)).infolist()} == {NO_DAY}
    about = Presentation(io.BytesIO(once)).core_properties
    assert about.author == of.signature.author
    assert about.created.date() == about.modified.date() == MADE_ON


SECTIONS = f"""<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">
<s:sectionLst xmlns:s="http://schemas.microsoft.com/office/powerpoint/2010/main">
<s:section name="Old" id="{{1}}"><s:sldIdLst><s:sldId id="256"/></s:sldIdLst></s:section></s:sectionLst>
</p:ext></p:extLst>"""


def narrow(deck: Slides) -> None:
    """Make a template of 4:3 with a slide of its own and a low title in every layout but one."""
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.part._element.append(parse_xml(SECTIONS))
    for layout in list(deck.slide_layouts)[1:5]:
        layout.placeholders[0].top = Emu(4_000_000)


def no_titles(deck: Slides) -> None:
    for layout in deck.slide_layouts:
        for each in list(layout.placeholders):
            each.element.getparent().remove(each.element)


@pytest.mark.parametrize("change", [lambda _: None, narrow, no_titles])
def test_a_template_gives_its_look_and_its_size(change: Callable[[Slides], None]) -> None:
    template = template_with(change)
    deck = opened(hostile(), template=template)
    given = Presentation(io.BytesIO(template))
    assert (deck.slide_width, deck.slide_height) == (given.slide_width, given.slide_height)
    assert not any("Click" in text for text in texts_of(deck))
    for shape in shapes_of(deck):
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
    assert "العربية שלום" in texts_of(deck)[0]
    assert b"sectionLst" not in deck.part.blob
    if change is not no_titles:
        assert {slide.slide_layout.name for slide in deck.slides} == {"Title Slide", "Title Only"}


def archive_of(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, each in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), each)
    return content.getvalue()


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (b"not a template", NO_TEMPLATE),
        (archive_of(word__document_dot_xml=b"<a/>"), NO_TEMPLATE),
        (archive_of(ppt__presentation_dot_xml=b"<a/>"), NO_TEMPLATE),
        (archive_of(ppt__presentation_dot_xml=b"<a/>", ppt__vbaProject_dot_bin=b""), MACROS),
        (template_with()[:9_000], NO_TEMPLATE),
        (bytes(LARGEST_MEGABYTES * 1_000_000 + 1), f"larger than {LARGEST_MEGABYTES} MB"),
    ],
)
def test_a_template_that_is_none_is_refused_with_the_reason(template: bytes, reason: str) -> None:
    with pytest.raises(DashboardError, match=re.escape(reason)):
        Deck(template)


def test_texts_are_made_to_fit() -> None:
    box = Box(0, 0, 300 * POINT, 60 * POINT)
    assert fit_text("Short", box, 28, 14) == ("Short", 28)
    text, size = fit_text("word " * 60, box, 28, 14)
    assert size == 14
    assert text.endswith("…")
    assert height_of(text, 300 - 14.4, size) <= 60
    assert height_of("ไทย" * 40, 100, 10) > height_of("abc" * 30, 100, 10)


def test_numbers_keep_their_room_and_long_texts_share_the_rest() -> None:
    widths = column_widths([["Name", "N", "Text"], ["a", "1,234,567", "x " * 100]], [False, True, False], 400, 10)
    assert sum(widths) <= 400.001
    assert widths[1] > 10 * 5
    assert widths[2] > widths[0]


def test_rows_are_spread_over_as_few_slides_as_will_do() -> None:
    box = Box(0, 0, 100 * POINT, 100 * POINT)
    assert _parts([10.0] * 10, box) == [list(range(1, 10))]
    assert [len(part) for part in _parts([10.0] * 13, box)] == [7, 5]
    assert _parts([10.0], box) == [[]]


def test_a_title_is_as_many_sentences_as_can_be_read_at_a_glance() -> None:
    assert title_and_rest("One. Two.") == ("One. Two.", "")
    assert title_and_rest(f"One. {'T' * 180}. Three.") == ("One.", f"{'T' * 180}. Three.")
