"""The formats of a report: which file a manager takes, and a look at it before."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import DashboardError
from analysis.exhibits.document import Signature
from analysis.exports.drawing import can_draw
from analysis.exports.figure_files import figure_pictures, figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.logo import LARGEST_MEGABYTES, as_logo
from analysis.exports.pdf_report import typeset
from analysis.exports.slide_deck import LARGEST_MEGABYTES as LARGEST_TEMPLATE
from analysis.exports.slide_deck import Deck
from analysis.exports.slides import as_slides
from analysis.exports.workbook import as_workbook
from analysis.figures.picture import SIZES
from analysis.wording.pictures import no_browser
from analysis.wording.report import NO_CHARTS, NO_CHARTS_ON_SLIDES
from pages.parts import choosing, session, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from analysis.exhibits.document import Document
    from analysis.exports.figure_files import FigureKind, Scale
    from analysis.exports.slides import Charts
    from analysis.outcome_log.report_settings import ReportSettings

WEB_PAGE, PDF, SLIDES, WORKBOOK, FIGURES = "Web page", "PDF", "PowerPoint", "Excel", "Figures"
ABOUT = {
    WEB_PAGE: "One file that opens in any browser, prints on A4 or Letter, and needs no network.",
    PDF: "For reading, printing and keeping: the month on a page first, then the rest.",
    SLIDES: "Each slide has one finding and its chart. The notes have the method and the caption.",
    WORKBOOK: "Every table as a sheet, with the codebook and where the numbers come from.",
    FIGURES: "Every figure as a file, with its numbers (CSV) and its caption beside it, in one ZIP file.",
}
KINDS: tuple[FigureKind, ...] = ("PNG", "SVG", "PDF")
SCALES: dict[str, Scale] = {"1×": 1, "2×": 2, "4×": 4}
PICTURES_ABREAST = 2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
CHART_KINDS: dict[str, Charts] = {"Pictures": "pictures", "Editable in PowerPoint": "editable"}


def choose_format() -> str:
    """Let the manager choose a format."""
    chosen = choosing.one_of("Format", ABOUT, session.REPORT_FORMAT)
    st.markdown(ABOUT[chosen])
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


def offer(
    place: DeltaGenerator, kind: str, stem: str, write: Callable[[], Document], remembered: Callable[[], Document]
) -> None:
    """Offer the report as a file, and show it before where that is wanted.

    Parameters
    ----------
    place : DeltaGenerator
        Where the button goes: above the choices that it depends on.
    kind : str
        One of `ABOUT`.
    stem : str
        What the file is called, without its ending.
    write : callable
        Returns the report when a file of it is asked for.
    remembered : callable
        The same while the page is drawn, where what it takes is remembered.
    """
    if kind == FIGURES:
        _offer_figures(place, stem, write, remembered)
    elif kind == SLIDES:
        _offer_slides(place, stem, write)
    elif kind == WORKBOOK:
        _button(place, "Download the workbook", lambda: as_workbook(write()), f"{stem}.xlsx", XLSX)
    elif kind == PDF:
        _button(place, "Download the report", lambda: typeset(write()).pdf(), f"{stem}.pdf", "application/pdf")
        if not can_draw():
            st.info(NO_CHARTS, icon=":material/info:")
        if _wants_preview(place):
            _preview_pdf(remembered)
    else:
        _button(place, "Download the report", lambda: as_html(write()).encode(), f"{stem}.html", "text/html")
        if _wants_preview(place):
            st.iframe(as_html(remembered()), height=1000)


def _wants_preview(place: DeltaGenerator) -> bool:
    return place.toggle("Preview", value=True, key=session.REPORT_PREVIEW.name)


def _button(place: DeltaGenerator, label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    place.download_button(label, made, name, mime, icon=":material/download:", type="primary", on_click="ignore")


def _preview_pdf(remembered: Callable[[], Document]) -> None:
    """Show the pages of the PDF as pictures, white whatever the theme."""
    of = remembered()
    place, progress = _progress(of)
    made = typeset(of, progress)
    shown = session.REPORT_PAGES.get()
    if shown[0] != made.digest:
        shown = (made.digest, tuple(made.pages()))
        session.REPORT_PAGES.set(shown)
    place.empty()
    pages = shown[1]
    _abreast((page, f"Page {number} of {len(pages)}") for number, page in enumerate(pages, 1))


def _progress(of: Document) -> tuple[DeltaGenerator, Callable[[str], None]]:
    """Show how many figures are drawn, and a way out; return where, and what to call before each of them."""
    number, drawing = sum(each.exhibit.figure is not None for each in of.placed), count()
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, "Drawing the figures …")
        # Any click ends this run of the page; this one leaves the preview out of the next.
        st.button("Cancel", on_click=session.REPORT_PREVIEW.set, args=(False,), icon=":material/close:")

    def progress(heading: str) -> None:
        bar.progress(min(1.0, next(drawing) / max(1, number)), f"Drawing: {show.plain(heading)} …")

    return place, progress


def _abreast(pictures: Iterable[tuple[bytes, str]]) -> None:
    """Show pictures with their captions beside one another."""
    columns: Sequence[DeltaGenerator] = ()
    for number, (picture, caption) in enumerate(pictures):
        if number % PICTURES_ABREAST == 0:
            columns = st.columns(PICTURES_ABREAST)
        with columns[number % PICTURES_ABREAST].container(border=True):
            st.image(picture, caption=show.plain(caption), width="stretch")


def _offer_slides(place: DeltaGenerator, stem: str, write: Callable[[], Document]) -> None:
    kind = choosing.one_of("Charts", CHART_KINDS, session.REPORT_CHARTS)
    if kind == "Pictures" and not can_draw():
        st.info(NO_CHARTS_ON_SLIDES, icon=":material/info:")
    with st.expander("Your own template"):
        template = _choose_template()

    def made() -> bytes:
        return as_slides(write(), charts=CHART_KINDS[kind], template=template)

    _button(place, "Download the slides", made, f"{stem}.pptx", PPTX)


def _choose_template() -> bytes:
    """Let the manager choose a template; nothing where there is none that can be used."""
    uploaded = st.file_uploader(
        "A PowerPoint file (.pptx) with the look of your clinic; its own slides are left out",
        type=["pptx"],
        max_upload_size=LARGEST_TEMPLATE,
    )
    if uploaded is None:
        return b""
    try:
        Deck(uploaded.getvalue())
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return b""
    return uploaded.getvalue()


def _offer_figures(
    place: DeltaGenerator, stem: str, write: Callable[[], Document], remembered: Callable[[], Document]
) -> None:
    if not can_draw():
        st.info(no_browser(), icon=":material/info:")
        return
    with st.container(horizontal=True):
        kind = choosing.one_of("File", KINDS, session.REPORT_FIGURES.of("kind"))
        name = choosing.one_of("Shape", [size.name for size in SIZES], session.REPORT_FIGURES.of("size"))
        scale = choosing.one_of("Pixels", SCALES, session.REPORT_FIGURES.of("scale")) if kind == "PNG" else "1×"
    size = next(each for each in SIZES if each.name == name)

    def made() -> bytes:
        return figures_as_zip(write(), cast("FigureKind", kind), size=size, scale=SCALES[scale])

    _button(place, "Download the figures", made, f"{stem}-figures.zip", "application/zip")
    if _wants_preview(place):
        of = remembered()
        bar, progress = _progress(of)
        try:
            pictures = [(figure, each.exhibit.heading) for each, figure in figure_pictures(of, size, progress)]
        except DashboardError as error:
            bar.error(show.plain(str(error)), icon=":material/error:")
            return
        bar.empty()
        _abreast(pictures)
