"""A clinic's own presentation, for the look of the slides: opened once, and known by its digest."""

from __future__ import annotations

import hashlib

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import DashboardError
from analysis.exports.slide_deck import LARGEST_MEGABYTES
from analysis.outcome_log.report_settings import FileOf
from pages.parts import cached, session, show


def choose() -> bytes:
    """Let the manager choose a template; nothing where there is none that can be used."""
    st.file_uploader(
        "A PowerPoint file (.pptx) with the look of your clinic; its own slides are left out",
        type=["pptx"],
        max_upload_size=LARGEST_MEGABYTES,
        key=session.REPORT_TEMPLATE_UPLOAD.name,
        on_change=_take,
    )
    if problem := session.REPORT_TEMPLATE_PROBLEM.take():
        st.error(show.plain(problem), icon=":material/error:")
    of = session.REPORT_TEMPLATE.get()
    if of is None:
        return b""
    content = cached.template(of.digest)
    if content:
        st.caption(f":material/slideshow: The slides look like “{show.plain(of.name)}”.")
    else:
        st.warning(
            f"Choose “{show.plain(of.name)}” again: its look is part of this report, but the file is not kept with it. "
            "Until then the slides are white.",
            icon=":material/upload_file:",
        )
    st.button("Remove the template", on_click=session.REPORT_TEMPLATE.forget, icon=":material/delete:", type="tertiary")
    return content


def use(of: FileOf | None) -> None:
    """Take the template of a saved report, or none."""
    session.REPORT_TEMPLATE.set(of)


def _take() -> None:
    """Keep an uploaded template for this session: the file itself is dropped when another page is opened."""
    uploaded = session.REPORT_TEMPLATE_UPLOAD.get()
    # With the next click the widget says that its file is gone.
    if not isinstance(uploaded, UploadedFile):
        return
    content = uploaded.getvalue()
    of = FileOf(uploaded.name, hashlib.sha256(content).hexdigest())
    try:
        cached.keep_template(of.digest, content)
    except DashboardError as error:
        session.REPORT_TEMPLATE_PROBLEM.set(str(error))
    else:
        session.REPORT_TEMPLATE.set(of)
