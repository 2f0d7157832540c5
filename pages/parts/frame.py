"""What every page opens with: its title, the log it shows, and the filters kept from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.files import filters_in_words
from analysis.wording.pictures import about_picture, picture_source
from pages.parts import cached, looked_at, reload, session, sidebar
from pages.parts.cached import Source
from pages.parts.show import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance

T = TypeVar("T")

SAMPLE = Source("outcomes.csv")
HOME, OUTCOME_LOG, FACTORS = "dashboard.py", "pages/1_Outcome_log.py", "pages/2_Factors.py"
# A file of our own: Streamlit fetches its icons for the browser's tab from the internet.
ICON = str(Path(__file__).with_name("icon.svg"))
STYLE = Path(__file__).with_name("style.css")
MENU_SCRIPT = Path(__file__).with_name("menu.html")
PAGES = sorted(Path(__file__).parents[1].glob("*.py"))


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: a log, how it came to be, and the counts of what passes the filters."""

    source: Source
    choices: ImportChoices
    log: Log
    report: ImportAccount
    counts: Counts

    @property
    def counted(self) -> Counted:
        """The outcome, and what one count stands for."""
        return self.counts.counted

    @property
    def passing(self) -> str:
        """What is counted, in words: the caption under a figure."""
        return filters_in_words(self.counts)

    def answer(self, *question: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer to a question about what is shown, worked out once."""
        return cached.answer(self.source, self.choices, self.counts, question, ask)

    def at_a_glance(self) -> AtAGlance:
        """Return the clinic at a glance."""
        return self.answer("at a glance", ask=lambda: at_a_glance(self.counts))


def start_page(title: str, *, takes_files: bool = False) -> None:
    """Set the page's title and keep the filters alive: Streamlit forgets a widget that another page does not draw.

    An upload's bytes, names and all, it remembers: they are dropped on every page but the one that takes files.
    """
    st.set_page_config(page_title=f"{title} · Breakout Dashboard", page_icon=ICON, layout="wide")
    st.html(STYLE)
    context = get_script_run_ctx()
    if context is not None and not takes_files:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    session.keep_alive()
    with st.sidebar:
        st.page_link(HOME, label="Home")
        for page in PAGES:
            st.page_link(f"pages/{page.name}", label=page.stem.partition("_")[2].replace("_", " "))
        with st.container(key="script"):
            st.html(MENU_SCRIPT, unsafe_allow_javascript=True)
    st.title(title)
    reload.offer()


def open_page(title: str) -> View:
    """Start a page that shows the log; stop it with a plain sentence where there is nothing to show.

    Returns
    -------
    View
        With at least one treatment.
    """
    start_page(title)
    try:
        source, choices = chosen_log()
        log, report = cached.log_of(source, choices)
    except DashboardError as error:
        st.warning(plain(str(error)))
        st.page_link(OUTCOME_LOG, label="Go to the outcome log", icon=":material/upload_file:")
        st.stop()
    counts = cached.counts(source, choices, log, *sidebar.choose_filters(log, source))
    if source.is_sample:
        _say_sample(source)
    elif source.is_past:
        _say_past(source)
    view = View(source, choices, log, report, counts)
    if counts.is_empty:
        _say_empty(view)
    session.ABOUT_PICTURES.set((about_picture(counts), picture_source(report, is_sample=source.is_sample)))
    return view


def show_filters() -> None:
    """Draw the filters on a page that does not depend on them, so that they stay in the address."""
    try:
        source, choices = chosen_log()
        log, _ = cached.log_of(source, choices)
    except DashboardError:
        return
    sidebar.choose_filters(log, source)


def chosen_log() -> tuple[Source, ImportChoices]:
    """Return the log of this session and what the manager said about its file.

    Before anything was chosen that is the saved log, and the sample where none is kept.

    Raises
    ------
    DashboardError
        Where the saved log is damaged.
    """
    source = session.SOURCE.get()
    if source is None or source.is_saved:
        return cached.saved_source(session.AS_OF.get()) or SAMPLE, ImportChoices()
    return source, session.CHOICES.get()


def chosen_file() -> Source:
    """Return the file of this session, whatever its kept log is like: the sample before one was brought in."""
    source = session.SOURCE.get()
    return SAMPLE if source is None or source.is_saved else source


def choose_log(source: Source, choices: ImportChoices | None = None) -> None:
    """Make a log the one this session shows."""
    if session.SOURCE.get() != source:
        # What to look at first depends on what was understood, and what is kept is decided file by file.
        session.forget_file()
    if source.digest is None:
        looked_at.look_away()
    session.SOURCE.set(source)
    session.AS_OF.set(None)
    session.CHOICES.set(choices or ImportChoices())


def choose_saved(as_of: int | None = None) -> None:
    """Show the saved log: as it is, or as it was after one of its versions."""
    choose_log(cached.SAVED)
    session.AS_OF.set(as_of)


def _say_sample(source: Source) -> None:
    words, link = st.columns([4, 1], vertical_alignment="center")
    words.info(
        f"This is made-up **sample data** ({plain(source.file_name)}), so that you can look around.",
        icon=":material/science:",
    )
    link.page_link(OUTCOME_LOG, label="Upload your log", icon=":material/upload_file:")


def _say_past(source: Source) -> None:
    words, now = st.columns([4, 1], vertical_alignment="center")
    words.info(
        f"This is the log **as of version {source.version}**. Its newest version is {source.state.newest}.",
        icon=":material/history:",
    )
    now.button("Show the newest", on_click=choose_saved, icon=":material/update:")


def _say_empty(view: View) -> None:
    if len(view.log) == 0:
        st.warning(
            "The log holds no treatment yet, or none is left in it."
            if view.source.is_saved
            else f"“{plain(view.source.file_name)}” holds no treatment that could be used. The outcome log page says "
            "which rows were set aside and why."
        )
        st.page_link(OUTCOME_LOG, label="Go to the outcome log", icon=":material/upload_file:")
    else:
        st.warning("No treatment passes these filters. Widen them in the sidebar.", icon=":material/filter_alt_off:")
        st.button("Clear all filters", on_click=sidebar.clear, args=(view.log,))
    st.stop()
