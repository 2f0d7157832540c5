"""The report as PDF shows what its exhibits say, to everybody, and is the same again to the byte."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.exhibits.document import Document, Signature, report_of
from analysis.exhibits.report import Sections
from analysis.exhibits.summary import ON_PAPER
from analysis.exports import pdf_report, typesetting
from analysis.exports.logo import LARGEST_MEGABYTES, as_logo
from analysis.exports.long_words import LONGEST_NAME
from analysis.exports.pdf_report import MOST_ROWS, shown, typeset
from analysis.exports.table_texts import rows_as_texts
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.wording.missing_letters import NO_GLYPH, not_shown
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import NO_CHARTS
from tests.exports import documents
from tests.exports.documents import MADE_ON
from tests.pages.opening import DIFFICULT_LOGS

HARD = ("مرطب" * 250, "การดูแลผิว" * 100, "\U0001f469\U0001f3fd\u200d\u2695\ufe0f♀\ufe0f" * 160, "治疗后" * 330)
HOSTILE = (
    '#import "x"',
    "$x$ *b* _i_ `c` @ref <label>",
    "العربية שלום",
    "\U0001f9ff สวัสดี",
    "x" * 1000,
    "=1+1",
    "]#panic()",
)
# What the standard lets stand within what, of that which the report has: no text beside its paragraphs, no heading
# below another one, and every cell in a row.
NESTED = {
    ("", "Document"),
    *(("Document", kind) for kind in ("P", "H1", "Table", "Figure", "L", "Div")),
    *(("Div", kind) for kind in ("P", "Div", "Title", "Figure")),
    *(("P", kind) for kind in ("Strong", "Span")),
    *(("Table", kind) for kind in ("THead", "TBody")),
    ("THead", "TR"),
    ("TBody", "TR"),
    ("TR", "TH"),
    ("TR", "TD"),
    ("L", "LI"),
    ("LI", "Lbl"),
    ("LI", "LBody"),
}
# A longer one may be broken into lines.
WHOLE_CELL = 21
BY = Signature("Harbour *Skin* #Clinics", "Dr. A. Meyer", "For the meeting.\n\n#panic(1)")


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a frame of the right size in place of each chart: what is around it needs no browser."""

    def frame(of: dict[str, dict[str, int]]) -> str:
        size = f'width="{of["layout"]["width"]}" height="{of["layout"]["height"]}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="none" stroke="black"/></svg>'

    monkeypatch.setattr(pdf_report, "drawn", frame)
    monkeypatch.setattr(pdf_report, "can_draw", lambda: True)


def sample(*, everything: bool = False) -> Document:
    """Return the report of the sample log, signed in markup."""
    return documents.sample(everything=everything, signature=BY)


def texts_of(document: bytes) -> list[str]:
    """Return what each page says, without spaces: a page breaks lines where it likes."""
    return [tight(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(document)]


def tight(text: str) -> str:
    """Return a text without signs of direction, hyphens and ligatures: no number is told by them."""
    return re.sub(r"[^\w%−.,]", "", unicodedata.normalize("NFKC", text))


def structure_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements that assistive software reads, in order."""
    waiting: list[object] = [document.Root.StructTreeRoot.K]
    while waiting:
        of = waiting.pop(0)
        if isinstance(of, pikepdf.Array):
            waiting = [*list(of), *waiting]
        elif isinstance(of, pikepdf.Dictionary):
            yield of
            waiting = [of.get("/K"), *waiting]


def kinds_of(document: pikepdf.Pdf) -> list[str]:
    return [str(each.get("/S")) for each in structure_of(document)]


def kinds_within(of: object, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield what stands within what."""
    for each in of if isinstance(of, pikepdf.Array) else [of]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            kind = str(each.S)[1:]
            yield above, kind
            yield from kinds_within(each.get("/K"), kind)


def described(document: pikepdf.Pdf) -> list[str]:
    return [str(each.Alt) for each in structure_of(document) if "/Alt" in each]


def fonts_of(document: pikepdf.Pdf) -> set[str]:
    fonts = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each]
    return {str(each.BaseFont) for each in fonts}


def test_every_number_of_every_exhibit_is_on_the_page() -> None:
    """Screen and paper show one exhibit: its finding, what limits it, how, and each cell of its table."""
    of = sample(everything=True)
    text = "".join(texts_of(typeset(of).pdf()))
    for placed in of.parts:
        each = placed.exhibit
        for said in (each.heading, each.finding, *each.sentences, *placed.notes, *each.how):
            assert tight(said) in text, each.stem
    tables = [each.exhibit for each in of.placed if each.exhibit.table is not None]
    assert len(tables) > 8
    for each in tables:
        for cells in rows_as_texts(each.table.head(MOST_ROWS), each.decimals):
            # The lines of cells that are broken stand beside one another.
            whole = "".join(cells) if max(map(len, cells)) <= WHOLE_CELL else ""
            assert tight(whole) in text, (each.stem, cells)


def test_the_first_page_is_the_month_on_a_page_and_the_last_says_where_it_is_from() -> None:
    of = sample()
    first, second, *_, last = texts_of(typeset(of).pdf())
    summary = of.summary
    assert summary is not None
    assert summary.links is not None
    said = (of.title, *BY.comment.split("\n\n"), BY.clinic, BY.author, summary.answer, summary.unusual, RED_FLAGS)
    numbers = [text for each in summary.key_numbers for text in (each.name, each.value, each.note)]
    links = ["".join(map(str, row)) for row in summary.links.head(ON_PAPER).itertuples(index=False)]
    for text in (*said, *numbers, *links, summary.not_followed_up, *summary.next_steps, summary.data_quality):
        assert tight(text) in first
    assert second.startswith(tight(of.parts[0].exhibit.heading))
    for line in of.provenance:
        assert tight(line) in last
    assert len(of.provenance[1]) > 64


def test_it_is_the_same_again_and_everybody_can_read_it() -> None:
    of = sample(everything=True)
    made = typeset(of).pdf()
    assert made == typeset(of).pdf()
    document = pikepdf.open(io.BytesIO(made))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == of.title
    with document.open_outline() as outline:
        headings = [str(each.title) for each in outline.root]
    for each in of.parts:
        assert each.exhibit.heading in headings
    kinds = kinds_of(document)
    assert described(document) == [each.exhibit.alt for each in of.placed if each.exhibit.figure is not None]
    assert kinds.count("/Table") == kinds.count("/THead") > 5
    assert kinds.count("/H1") >= len(of.parts)
    assert all(page.Tabs == "/S" for page in document.pages)
    assert set(kinds_within(document.Root.StructTreeRoot.K)) <= NESTED
    titles = [each.A[0] for each in structure_of(document) if each.get("/S") == "/TH"]
    assert {str(each.Scope) for each in titles} == {"/Column"}
    fonts = fonts_of(document)
    assert any("SourceSans3" in each for each in fonts)
    # The name of a font that is embedded in part begins with six letters.
    assert all(re.match(r"/[A-Z]{6}\+", each) for each in fonts)


def test_texts_of_a_file_are_never_markup_and_never_break_the_page() -> None:
    name = "clinic"
    rows = [[name, "breakout"], *([level, answer] for level in HOSTILE for answer in ("yes", "no", "no", "no") * 6)]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    log, account = clean(read(file.getvalue().encode(), "c.csv"))
    sections = Sections(title=HOSTILE[4], factors=(name,), ranking=True, tables=True, methods=True)
    of = report_of(InMemory(log), account, sections, made_on=MADE_ON, signature=replace(BY, clinic=HOSTILE[4]))
    made = typeset(of).pdf()
    text = "".join(texts_of(made))
    for level in (HOSTILE[0], HOSTILE[1], HOSTILE[4][:150], HOSTILE[5]):
        assert tight(level) in text
    for page in pypdfium2.PdfDocument(made):
        words = page.get_textpage()
        rights = [words.get_charbox(at)[2] for at in range(0, words.count_chars(), 7)]
        assert max(rights) < page.get_width()


def test_names_of_a_thousand_letters_are_cut_and_missing_letters_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no typeface has a letter there is a sign, which the report explains: never a sign without a word."""
    there = {"ARABIC", "VARIATION", "ZERO"}
    monkeypatch.setattr(typesetting, "_has_glyph", lambda letter: unicodedata.name(letter).split()[0] in there)
    file = io.StringIO()
    csv.writer(file).writerows(
        [["device", "breakout"], *([each, answer] for each in HARD for answer in ("yes", "no", "no") * 9)]
    )
    log, account = clean(read(file.getvalue().encode(), "c.csv"))
    of = report_of(InMemory(log), account, Sections(factors=("device",), tables=True), made_on=MADE_ON)
    made = typeset(of)
    assert made.values["remarks"] == [not_shown("ก治\U0001f469")]
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made.pdf()))
    assert f"{LONGEST_NAME} letters are cut" in text
    assert text.count(NO_GLYPH) > 100
    assert len(text) < 8 * LONGEST_NAME + 4000


@pytest.mark.parametrize("name", [name for name, content in DIFFICULT_LOGS.items() if b"breakout" in content])
def test_a_difficult_log_makes_a_decent_report(name: str) -> None:
    log, account = clean(read(DIFFICULT_LOGS[name], "c.csv"))
    factors = tuple(factor.name for factor in log.factors)
    sections = Sections(factors=factors, ranking=True, recovery=True, tables=True, methods=True)
    text = "".join(texts_of(typeset(report_of(InMemory(log), account, sections, made_on=MADE_ON)).pdf()))
    assert tight(RED_FLAGS) in text
    assert not re.search(r"\b(nan|inf|None)\b", text)


def test_a_chart_of_many_rows_fits_its_page() -> None:
    rows = "".join(f"L{each % 45},{'no' if each % 4 else 'yes'}\n" for each in range(900))
    log, account = clean(read(f"cartridge_lot,breakout\n{rows}".encode(), "c.csv"))
    made = typeset(report_of(InMemory(log), account, Sections(factors=("cartridge_lot",)), made_on=MADE_ON))
    assert 'height="820"' not in made.values["parts"][0]["figure"]["drawing"]
    for page in pypdfium2.PdfDocument(made.pdf()):
        assert min(each.get_bounds()[1] for each in page.get_objects()) > 0


def test_without_a_browser_there_are_tables_and_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_report, "can_draw", lambda: False)
    of = sample()
    made = typeset(of).pdf()
    text = "".join(texts_of(made))
    assert tight(NO_CHARTS) in text
    assert of.over_time is not None
    assert text.count(tight(of.over_time.exhibit.heading)) == 2
    kinds = kinds_of(pikepdf.open(io.BytesIO(made)))
    assert "/Figure" not in kinds
    assert kinds.count("/Table") == 1 + sum(each.exhibit.table is not None for each in of.placed)


def test_the_preview_shows_the_same_pages() -> None:
    pages = typeset(sample()).pages()
    assert len(pages) == len(pypdfium2.PdfDocument(typeset(sample()).pdf()))
    assert Image.open(io.BytesIO(pages[0])).format == "PNG"


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no picture", "is not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a picture"),
        (picture(1, 1), "1 × 1 pixels"),
        (picture(8000, 7000), "8,000 × 7,000 pixels"),
        (picture(100, 100)[:200], "is not a picture"),
        (b"\x89PNG" + b"\0" * 50_000_000, f"larger than {LARGEST_MEGABYTES} MB"),
    ],
    ids=["text", "svg", "one pixel", "huge", "cut", "50 MB"],
)
def test_a_bad_logo_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(DashboardError, match=reason):
        as_logo(content)


def test_a_logo_stands_on_the_first_page_with_its_description() -> None:
    logo = as_logo(picture(2000, 500, "JPEG"))
    assert Image.open(io.BytesIO(logo)).size == (800, 200)
    made = typeset(replace(sample(), signature=replace(BY, logo=logo))).pdf()
    assert f"Logo of {BY.clinic}" in described(pikepdf.open(io.BytesIO(made)))


def test_a_long_word_may_be_broken_and_no_other() -> None:
    assert shown("a plain sentence") == "a plain sentence"
    assert shown("x" * 30).replace("\u200b", "") == "x" * 30
    assert shown("x" * 30).count("\u200b") == 2
