"""The formats of a report: which file a manager takes, and a look at it before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import DashboardError
from analysis.exhibits.document import Signature
from analysis.exports.drawing import can_draw
from analysis.exports.figure_files import figure_pictures, figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.logo import LARGEST_MEGABYTES, as_logo
from analysis.exports.pdf_report import typeset
from analysis.exports.slide_outline import slides_shown
from analysis.exports.slides import as_slides
from analysis.exports.workbook import as_workbook
from analysis.figures.picture import SIZES
from analysis.outcome_log.report_settings import ENDINGS, SHAPES, FormatSettings
from analysis.outcome_log.report_settings import FIGURES as KINDS
from analysis.progress import report_progress
from analysis.wording.pictures import no_browser
from analysis.wording.report import NO_CHARTS, NO_CHARTS_ON_SLIDES
from pages.parts import choosing, report_template, session, show, waiting
from pages.parts.picture import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from analysis.exhibits.document import Document
    from analysis.exports.figure_files import FigureKind, Scale
    from analysis.exports.slide_outline import Holds, SlideShown
    from analysis.exports.slides import Charts
    from analysis.figures.picture import Size
    from analysis.outcome_log.report_settings import ReportSettings

T = TypeVar("T")

WEB_PAGE, PDF, SLIDES, WORKBOOK, FIGURES = "Web page", "PDF", "PowerPoint", "Excel", "Figures"
FORMATS = dict(zip((WEB_PAGE, PDF, SLIDES, WORKBOOK, FIGURES), ENDINGS, strict=True))
ABOUT = {
    WEB_PAGE: "One file that opens in any browser, prints on A4 or Letter, and needs no network.",
    PDF: "For reading, printing and keeping: the month on a page first, then the rest.",
    SLIDES: "Each slide has one finding and its chart. The notes have the method and the caption.",
    WORKBOOK: "Every table as a sheet, with the codebook and where the numbers come from.",
    FIGURES: "Every figure as a file, with its numbers (CSV) and its caption beside it, in one ZIP file.",
}
SCALES: dict[str, Scale] = {"1×": 1, "2×": 2, "4×": 4}
SHAPE_NAMES = dict(zip([size.name for size in SIZES], SHAPES, strict=True))
# In pixels: as much as a laptop shows beside the choices.
PREVIEW_HEIGHT = 800
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
CHART_KINDS: dict[str, Charts] = {"Pictures": "pictures", "Editable in PowerPoint": "editable"}
# What stands on a slide without a picture.
_HOLDS: dict[Holds, str] = {
    "picture": "Chart",
    "chart": "A chart that PowerPoint draws",
    "table": "A table",
    "text": "Text",
}


def choose_format() -> str:
    """Let the manager choose a format."""
    chosen = choosing.one_of("Format", ABOUT, session.REPORT_FORMAT)
    st.caption(ABOUT[chosen])
    return chosen


def choose_signature() -> Signature:
    """Let the manager say whose report it is."""
    with st.expander("Clinic, author, comment and logo"):
        left, right = st.columns(2)
        left.text_input("Name of the clinic", max_chars=80, key=session.REPORT_BY.of("clinic").name)
        right.text_input("Author", max_chars=80, key=session.REPORT_BY.of("author").name)
        st.text_area("Comment on the first page", max_chars=1000, key=session.REPORT_BY.of("comment").name)
        _choose_logo()
    return signature()


def signature() -> Signature:
    """Return whose report it is, as chosen."""
    clinic, author, comment = (session.REPORT_BY.of(name).get() for name in ("clinic", "author", "comment"))
    return Signature(clinic.strip(), author.strip(), comment.strip(), session.REPORT_LOGO.get())


def sign_as(of: ReportSettings) -> None:
    """Fill in whose report a saved one is."""
    for name in ("clinic", "author", "comment"):
        session.REPORT_BY.of(name).set(getattr(of, name))
    session.REPORT_LOGO.set(of.logo)


def _choose_logo() -> None:
    st.file_uploader(
        "Logo",
        type=["png", "jpg", "jpeg", "gif", "webp", "bmp"],
        max_upload_size=LARGEST_MEGABYTES,
        key=session.REPORT_UPLOAD.name,
        on_change=_take_logo,
    )
    if problem := session.REPORT_LOGO_PROBLEM.take():
        st.error(show.plain(problem), icon=":material/error:")
    if session.REPORT_LOGO.get():
        st.image(session.REPORT_LOGO.get(), width=120, caption="The logo on the first page")
        st.button("Remove the logo", on_click=session.REPORT_LOGO.forget, icon=":material/delete:", type="tertiary")


def _take_logo() -> None:
    """Keep an uploaded logo as a small picture: the file itself is dropped when the page is drawn."""
    uploaded = session.REPORT_UPLOAD.get()
    # With the next click the widget says that its file is gone.
    if isinstance(uploaded, UploadedFile):
        try:
            session.REPORT_LOGO.set(as_logo(uploaded.getvalue()))
        except DashboardError as error:
            session.REPORT_LOGO_PROBLEM.set(str(error))


def file_settings() -> FormatSettings:
    """Return how the report becomes a file, as chosen."""
    figures = {name: session.REPORT_FIGURES.of(name).get() for name in ("kind", "size", "scale")}
    return FormatSettings(
        ending=FORMATS.get(session.REPORT_FORMAT.get(), ENDINGS[0]),
        charts=CHART_KINDS.get(session.REPORT_CHARTS.get(), "pictures"),
        template=session.REPORT_TEMPLATE.get(),
        figures=next((each for each in KINDS if each == figures["kind"]), KINDS[0]),
        shape=SHAPE_NAMES.get(figures["size"], SHAPES[0]),
        pixels=SCALES.get(figures["scale"], 1),
    )


def use(of: FormatSettings) -> None:
    """Choose the format of a saved report, with its choices."""
    session.REPORT_FORMAT.set(_name_of(of.ending, FORMATS))
    session.REPORT_CHARTS.set(_name_of(of.charts, CHART_KINDS))
    report_template.use(of.template)
    session.REPORT_FIGURES.of("kind").set(of.figures)
    session.REPORT_FIGURES.of("size").set(_name_of(of.shape, SHAPE_NAMES))
    session.REPORT_FIGURES.of("scale").set(_name_of(of.pixels, SCALES))


def _name_of(value: object, of: Mapping[str, object]) -> str:
    return next(name for name, each in of.items() if each == value)


@dataclass(frozen=True)
class Places:
    """Where on the page the button goes, what is chosen for a format, and the look at the file."""

    button: DeltaGenerator
    choices: DeltaGenerator
    preview: DeltaGenerator


def offer(
    places: Places, kind: str, stem: str, write: Callable[[], Document], remembered: Callable[[], Document]
) -> None:
    """Offer the report as a file, and show it before where that is wanted.

    Parameters
    ----------
    places : Places
    kind : str
        One of `ABOUT`.
    stem : str
        What the file is called, without its ending.
    write : callable
        Returns the report when a file of it is asked for.
    remembered : callable
        The same while the page is drawn, where what it takes is remembered.
    """
    button = places.button
    if kind == FIGURES:
        _offer_figures(places, stem, write, remembered)
    elif kind == SLIDES:
        _offer_slides(places, stem, write, remembered)
    elif kind == WORKBOOK:
        _button(button, "Download the workbook", lambda: as_workbook(write()), f"{stem}.xlsx", XLSX)
        with places.preview:
            _show_sheets(remembered())
    elif kind == PDF:
        _button(button, "Download the report", lambda: typeset(write()).pdf(), f"{stem}.pdf", "application/pdf")
        with places.preview:
            if not can_draw():
                st.info(NO_CHARTS, icon=":material/info:")
            if _wants_preview(button):
                _preview_pdf(remembered)
    else:
        _button(button, "Download the report", lambda: as_html(write()).encode(), f"{stem}.html", "text/html")
        if _wants_preview(button):
            with places.preview:
                _preview_web_page(remembered)


def _wants_preview(place: DeltaGenerator) -> bool:
    return place.toggle("Preview", value=True, key=session.REPORT_PREVIEW.name)


def _button(place: DeltaGenerator, label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    place.download_button(label, made, name, mime, icon=":material/download:", type="primary", on_click="ignore")


# It has the charts and the model of several factors: what is chosen stands beside it at once.
@st.fragment(parallel=True)
def _preview_web_page(remembered: Callable[[], Document]) -> None:
    st.iframe(as_html(remembered(), library=SCRIPT), height=PREVIEW_HEIGHT)
    # Streamlit asks whether this is an address, and Python keeps the last 128 texts it was asked of, whosever they are.
    urlsplit.cache_clear()  # type: ignore[attr-defined]


def _preview_pdf(remembered: Callable[[], Document]) -> None:
    """Show the pages of the PDF as pictures, white whatever the theme."""
    of = remembered()

    def made() -> tuple[bytes, ...]:
        pdf = typeset(of, _progress(of))
        digest, pages = session.REPORT_PAGES.get()
        if digest != pdf.digest:
            pages = tuple(pdf.pages())
            session.REPORT_PAGES.set((pdf.digest, pages))
        return pages

    pages = _drawn(made)
    _below_each_other((page, f"Page {number} of {len(pages)}") for number, page in enumerate(pages, 1))


def _drawn(drawing: Callable[[], T]) -> T:
    """Return what drawing gives; who cancels it goes on without the preview."""
    return waiting.shown(drawing, "preview", "drawing", lambda: session.REPORT_PREVIEW.set(False))()


def _progress(of: Document) -> Callable[[str], None]:
    """Return what to call before each figure is drawn, with its heading."""
    number, drawing = sum(each.exhibit.figure is not None for each in of.placed), count()
    return lambda heading: report_progress("drawing", next(drawing), number, heading)


def _below_each_other(pictures: Iterable[tuple[bytes, str]]) -> None:
    """Show pictures with their captions."""
    for picture, caption in pictures:
        with st.container(border=True):
            st.image(picture, caption=show.plain(caption), width="stretch")


def _offer_slides(places: Places, stem: str, write: Callable[[], Document], remembered: Callable[[], Document]) -> None:
    with places.choices:
        kind = choosing.one_of("Charts", CHART_KINDS, session.REPORT_CHARTS)
        if kind == "Pictures" and not can_draw():
            st.info(NO_CHARTS_ON_SLIDES, icon=":material/info:")
        with st.expander("Your own template", expanded=session.REPORT_TEMPLATE.get() is not None):
            template = report_template.choose()

    def made() -> bytes:
        return as_slides(write(), charts=CHART_KINDS[kind], template=template)

    _button(places.button, "Download the slides", made, f"{stem}.pptx", PPTX)
    if _wants_preview(places.button):
        with places.preview:
            of = remembered()
            _show_slides(
                _drawn(
                    lambda: slides_shown(
                        as_slides(of, charts=CHART_KINDS[kind], template=template, progress=_progress(of))
                    )
                )
            )


def _show_slides(slides: Sequence[SlideShown]) -> None:
    """Show the title of each slide and the picture it has; the rest of its look is PowerPoint's."""
    st.caption(f":material/slideshow: {len(slides)} slides: the title of each, and its picture if it has one.")
    for number, each in enumerate(slides, 1):
        with st.container(border=True, key=f"paper slide {number}"):
            st.markdown(f"{number}. **{show.plain(each.title)}**")
            if each.picture:
                st.image(each.picture, width="stretch")
            else:
                st.markdown(f":small[{_HOLDS[each.holds]}]")


def _offer_figures(
    places: Places, stem: str, write: Callable[[], Document], remembered: Callable[[], Document]
) -> None:
    if not can_draw():
        places.preview.info(no_browser(), icon=":material/info:")
        return
    with places.choices:
        kind = choosing.one_of("File", KINDS, session.REPORT_FIGURES.of("kind"))
        name = choosing.one_of("Shape", SHAPE_NAMES, session.REPORT_FIGURES.of("size"))
        scale = choosing.one_of("Pixels", SCALES, session.REPORT_FIGURES.of("scale")) if kind == "PNG" else "1×"
    size = next(each for each in SIZES if each.name == name)

    def made() -> bytes:
        return figures_as_zip(write(), cast("FigureKind", kind), size=size, scale=SCALES[scale])

    _button(places.button, "Download the figures", made, f"{stem}-figures.zip", "application/zip")
    if _wants_preview(places.button):
        with places.preview:
            _preview_figures(remembered(), size)


def _preview_figures(of: Document, size: Size) -> None:
    try:
        drawn = _drawn(lambda: list(figure_pictures(of, size, _progress(of))))
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    pictures = [(figure, each.exhibit.heading) for each, figure in drawn]
    _below_each_other(pictures)


def _show_sheets(of: Document) -> None:
    """Name the tables of the workbook: a spreadsheet has no look of its own."""
    with st.container(border=True):
        st.markdown("**Every table as a sheet**")
        names = [each.exhibit.heading for each in of.placed if each.exhibit.numbers is not None]
        st.markdown("\n".join(f"- {show.plain(each)}" for each in names))
