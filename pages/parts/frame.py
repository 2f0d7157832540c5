"""The start of every page: its title, the log it shows, and the filters shared by all pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import ref

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analysis.counting.counts import TooManyPatternsError
from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.files import filters_in_words
from analysis.wording.pictures import about_picture, picture_source
from pages.parts import cached, looked_at, reload, selections, session, sidebar, waiting
from pages.parts.cached import Source
from pages.parts.show import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance

T = TypeVar("T")

SAMPLE = Source("outcomes.csv")
HOME, OUTCOME_LOG, FACTORS = "dashboard.py", "pages/1_Outcome_log.py", "pages/2_Factors.py"
TREND, TEAMS, FOLLOW_UP = "pages/4_Trend.py", "pages/5_Teams.py", "pages/7_Follow_up.py"
# A file of our own: Streamlit fetches its icons for the browser's tab from the internet.
ICON = str(Path(__file__).with_name("icon.svg"))
STYLE = Path(__file__).with_name("style.css")
MENU_SCRIPT = Path(__file__).with_name("menu.html")
PAGES = sorted(Path(__file__).parents[1].glob("*.py"))


@dataclass(frozen=True)
class View:
    """The subject of a page: a log, how it was read, and the counts of the treatments chosen."""

    source: Source
    choices: ImportChoices
    log: Log | CodedLog
    report: ImportAccount
    counts: Counts
    # What this run of the page has asked already: a cache gives a copy each time.
    _answers: dict[tuple[Hashable, ...], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def rows(self) -> Log | CodedLog | None:
        """The log where its treatments can be listed one by one: with a row for each."""
        return None if self.log.is_table_of_counts else self.log

    @property
    def counted(self) -> Counted:
        """The outcome, and the unit of counting."""
        return self.counts.counted

    @property
    def settings(self) -> ChartSettings:
        """What is set on the chart over time: kept with the saved log, and of any other log in this session."""
        return self.report.chart if self.source.is_saved else session.CHART.get()

    @property
    def passing(self) -> str:
        """The treatments chosen, in words: the caption under a figure."""
        return filters_in_words(self.counts)

    @property
    def later(self) -> Later:
        """The same for what runs again after this run of the page."""
        return Later(ref(self), self.source, self.choices, self.counts.filters, self.counted)

    def say_on_pictures(self, passing: str) -> None:
        """Let saved pictures say in other words what was counted, as where these would name somebody."""
        how_many, _ = about_picture(self.counts)
        source = picture_source(self.report, is_sample=self.source.is_sample)
        session.ABOUT_PICTURES.set(((how_many, passing), source))

    def answer(self, *question: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer to a question about these counts, computed once; stop the page where it is too large."""
        if question not in self._answers:
            try:
                self._answers[question] = cached.answer(self.source, self.choices, self.counts, question, ask)
            except TooManyPatternsError as error:
                st.info(plain(str(error)))
                st.stop()
        return cast("T", self._answers[question])

    def exhibit(self, *shown: Hashable, make: Callable[[], T]) -> T:
        """Return what shows an answer, made once: to read it again is quicker than to write and draw it.

        `shown` names the answer and all that the exhibit depends on besides the log, the filters, what is counted and
        what is set on the chart over time.
        """
        return self.answer("exhibit", *shown, self.settings, ask=make)

    def at_a_glance(self) -> AtAGlance:
        """Return the clinic at a glance."""
        return self.answer("at a glance", self.settings, ask=lambda: at_a_glance(self.counts, self.settings))


@dataclass(frozen=True)
class Later:
    """A view for a fragment of a page.

    Streamlit keeps fragments as long as the session shows the page: with a view they would keep all that was found
    among the treatments of a large log, for every session anew.
    """

    now: ref[View]
    source: Source
    choices: ImportChoices
    filters: Filters
    counted: Counted

    def view(self) -> View:
        """Return the view of this run of the page; after it, the same once more, as long as its log can be opened."""
        if (view := self.now()) is not None:
            return view
        try:
            log, report = cached.described(self.source, self.choices)
        except DashboardError as error:
            st.warning(plain(str(error)))
            st.stop()
        counts = cached.counts(self.source, self.choices, log, self.filters, self.counted)
        return View(self.source, self.choices, log, report, counts)


def start_page(title: str, *, takes_files: bool = False) -> None:
    """Set the page's title and keep the filters alive: Streamlit forgets a widget that another page does not draw.

    Streamlit remembers the bytes of an upload, names included: they are dropped on every page except the one for files.
    """
    st.set_page_config(page_title=f"{title} · Breakout Dashboard", page_icon=ICON, layout="wide")
    st.html(STYLE)
    if not takes_files:
        forget_uploads()
    session.keep_alive()
    waiting.begin_run()
    with st.sidebar:
        # Close together, so that the filters most used stand on the first screen of a laptop, below ten pages.
        with st.container(gap="xsmall"):
            st.page_link(HOME, label="Home")
            for page in PAGES:
                st.page_link(f"pages/{page.name}", label=page.stem.partition("_")[2].replace("_", " "))
        with st.container(key="script"):
            st.html(MENU_SCRIPT, unsafe_allow_javascript=True)
    st.title(title)
    reload.offer()


def forget_uploads() -> None:
    """Forget the bytes of whatever this session uploaded."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def open_page(title: str) -> View:
    """Start a page that shows the log; stop it with a plain sentence if there is nothing to show.

    Returns
    -------
    View
        With at least one treatment.
    """
    start_page(title)
    try:
        source, choices = chosen_log()
        log, report = cached.described(source, choices)
        counts = cached.counts(source, choices, log, *sidebar.choose_filters(log, source))
    except DashboardError as error:
        st.warning(plain(str(error)))
        st.page_link(OUTCOME_LOG, label="Go to the Outcome log", icon=":material/upload_file:")
        st.stop()
    if source.is_sample:
        _show_sample(source)
    elif source.is_past:
        _show_past(source)
    view = View(source, choices, log, report, counts)
    if counts.is_empty:
        _show_empty(view)
    selections.note(view)
    session.ABOUT_PICTURES.set((about_picture(counts), picture_source(report, is_sample=source.is_sample)))
    return view


def show_filters() -> None:
    """Draw the filters on a page that does not use them, so that they stay in the address."""
    try:
        source, choices = chosen_log()
        log, _ = cached.described(source, choices)
    except DashboardError:
        return
    sidebar.choose_filters(log, source)


def chosen_log() -> tuple[Source, ImportChoices]:
    """Return the log of this session and the manager's choices about its file.

    Before anything is chosen that is the saved log, and the sample if nothing is saved.

    Raises
    ------
    DashboardError
        If the saved log is damaged.
    """
    source = session.SOURCE.get()
    if source is None or source.is_saved or source.lake:
        return cached.lake_source() or cached.saved_source(session.AS_OF.get()) or SAMPLE, ImportChoices()
    return source, session.CHOICES.get()


def chosen_file() -> Source:
    """Return the file of this session, whatever the saved log is: the sample before one is opened."""
    source = session.SOURCE.get()
    return SAMPLE if source is None or source.is_saved or source.lake else source


def choose_log(source: Source, choices: ImportChoices | None = None) -> None:
    """Make a log the one this session shows."""
    if session.SOURCE.get() != source:
        # What to show first, and whether to import, is decided for each file.
        session.forget_file()
    if source.digest is None:
        looked_at.look_away()
    session.SOURCE.set(source)
    session.AS_OF.set(None)
    session.CHOICES.set(choices or ImportChoices())


def choose_saved(as_of: int | None = None) -> None:
    """Show the saved log: the newest version or an earlier one."""
    choose_log(cached.SAVED)
    session.AS_OF.set(as_of)


def _show_sample(source: Source) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f":material/science: Made-up **sample data** ({plain(source.file_name)})",
            width="content",
        )
        st.page_link(OUTCOME_LOG, label="Upload your log", icon=":material/upload_file:")


def _show_past(source: Source) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f":material/history: This is **version {source.version}** of the saved log. The newest version is "
            f"{source.state.newest}.",
            width="content",
        )
        st.button("Show the newest version", on_click=choose_saved, icon=":material/update:", type="tertiary")


def _show_empty(view: View) -> None:
    if len(view.log) == 0:
        st.warning(
            "The saved log has no treatments."
            if view.source.is_saved
            else f"“{plain(view.source.file_name)}” has no treatments that can be counted. The Outcome log page shows "
            "which rows are set aside and why."
        )
        st.page_link(OUTCOME_LOG, label="Go to the Outcome log", icon=":material/upload_file:")
    else:
        st.warning("No treatment matches these filters. Widen them in the sidebar.", icon=":material/filter_alt_off:")
        st.button("Clear all filters", on_click=sidebar.clear, args=(view.log,))
    st.stop()
