"""Upload a file: choose it, and see how its layout, rows, columns and values were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.counting.choosing import counts_of
from analysis.errors import DashboardError
from analysis.exhibits.log_tables import problems_table
from analysis.files.limits import limits_in_words
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import Imported, digest
from analysis.outcome_log.codebook import load
from analysis.saved_log.folder import log_folder
from analysis.saved_log.known_files import recall, signature
from analysis.wording.files import (
    as_remembered,
    file_kind,
    left_blank,
    log_in_short,
    no_treatments,
    unplaced,
    unplaced_elsewhere,
)
from analysis.wording.numbers import count, listed
from pages.parts import cached, choosing, layout, session, show
from pages.parts.cached import SAMPLES, Source
from pages.parts.frame import OUTCOME_LOG, choose_log, chosen_file, forget_uploads
from pages.parts.tiles import NARROWEST_CARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.problems import Problem
    from analysis.importing.import_account import ImportAccount
    from analysis.importing.opening import Opened
    from analysis.outcome_log.dates import DateOrder
    from analysis.outcome_log.log import Log
    from pages.parts.session import Key

SHOWN_PROBLEMS = 500
_ORDERS: dict[DateOrder, str] = {
    "day first": "The day: 03/04/2026 is 3 April",
    "month first": "The month: 03/04/2026 is March 4",
    "year first": "The year: 26/03/04 is 4 March 2026",
}
NEW_FILE, SAVED_LOG, FIELDS = "New file", "Saved log", "Template and fields"
# Those that a clinic's file may come near: its size, its rows and its columns.
MOST_LIMITS = 2
LAYOUT, COLUMNS, VALUES = "Layout", "Columns", "Values"
SET_ASIDE, LEFT_BLANK, PEOPLE = "Rows set aside", "Values left blank", "Personal data"
UPLOAD, PASTE = "Upload a file", "Paste a table"
SAMPLE_LOGS = {
    "outcomes.csv": "clean",
    "outcomes_semicolon_cp1252.csv": "messy: semicolons, decimal commas, day/month/year, Windows characters",
    "outcomes_renamed_columns.csv": "messy: other column names, mixed yes/Y/1, a row of totals",
    "outcomes_utf16_tabs.csv": "messy: UTF-16, tabs, month/day/year",
    "outcomes_practice_software.csv": "raw export: title above, names and birth dates, totals below",
}


def choose_section() -> str:
    """Let the manager choose a section of the page."""
    return choosing.one_of("Section", [NEW_FILE, SAVED_LOG, FIELDS], session.SECTION)


def choose_part(report: ImportAccount) -> str:
    """Let the manager choose which part of the reading to look at; a part that needs an answer comes first."""
    first = VALUES if report.outcome.unplaced else COLUMNS
    parts = [LAYOUT, COLUMNS, VALUES, SET_ASIDE, LEFT_BLANK, PEOPLE]
    return choosing.one_of("Look at", parts, session.PART_OF_IMPORT, first)


def choose_file() -> bool:
    """Let the manager upload a file, paste a table or take a sample, and make it the log of this session.

    Returns
    -------
    bool
        False where the file could not be read: the page then shows no other file in its place.
    """
    upload, sample = st.columns(2, gap="large")
    with upload:
        way = choosing.one_of("Way in", [UPLOAD, PASTE], session.WAY_IN)
        offered = _uploaded() if way == UPLOAD else _pasted()
    with sample:
        name = st.selectbox(
            "Or try a sample log",
            list(SAMPLE_LOGS),
            index=None,
            placeholder="Choose a sample log",
            format_func=lambda each: f"{each} – {SAMPLE_LOGS[each]}",
            key=session.SAMPLE.name,
            on_change=_open_sample,
        )
        if name is not None:
            path = SAMPLES / name
            show.download(f"Download {name}", path.read_bytes(), name)
    st.caption(
        "One row is one treatment. Names and other personal data are removed on reading, as far as they are found. "
        "**Nothing is saved** until you import the file into the saved log."
    )
    return offered is None or _open(*offered)


def _uploaded() -> tuple[Source, bytes, str] | None:
    """Return the upload, its bytes, and a mark that differs for a second upload of the same file."""
    file = st.file_uploader(
        "Your log: CSV, Excel, OpenDocument, SPSS, Stata or SAS",
        key=_uploader().name,
        help=f"{' '.join(limits_in_words()[:MOST_LIMITS])} “{FIELDS}” lists all limits.",
    )
    if file is None:
        return None
    content = file.getvalue()
    if session.UPLOAD_DIGEST.get()[0] != file.file_id:
        session.UPLOAD_DIGEST.set((file.file_id, digest(content)))
    return Source(file.name, session.UPLOAD_DIGEST.get()[1]), content, file.file_id


def _uploader() -> Key[object]:
    """Return the key of the uploader, which is another one after each file that was cancelled."""
    cancelled = session.UPLOADS_CANCELLED.get()
    return session.UPLOAD.of(f" after {cancelled}" if cancelled else "")


def _cancel() -> None:
    """Take back what was uploaded or pasted while it was read; the pages show what they showed before."""
    if session.WAY_IN.get() == PASTE:
        session.PASTED.set("")
        return
    session.UPLOADS_CANCELLED.set(session.UPLOADS_CANCELLED.get() + 1)
    # The bytes, names included, are of no use any more.
    forget_uploads()


def _pasted() -> tuple[Source, bytes, str] | None:
    with st.form("paste", border=False):
        text = st.text_area(
            "Copy the cells in Excel, including the header, and paste them here", key=session.PASTED.name, height=160
        )
        st.form_submit_button("Read the table")
    if not text.strip():
        return None
    content = text.encode()
    return Source("pasted table", digest(content)), content, f"pasted {digest(content)}"


def _open(source: Source, content: bytes, mark: str) -> bool:
    """Make an upload the log of this session; Streamlit offers it again in every run."""
    is_new = session.UPLOAD_MARK.get() != mark
    corrected = layout.corrections_of_unread(source)
    try:
        if is_new:
            found = cached.opened_as_remembered(source, content, corrected, _recalled, _cancel)
            session.HEADER.set(found.header)
            session.IS_REMEMBERED.set(found.is_remembered)
            choose_log(source, found.choices)
            session.UPLOAD_MARK.set(mark)
        else:
            cached.renew_key()
            cached.opened(source, session.CHOICES.get() if chosen_file() == source else corrected, content)
    except DashboardError as error:
        if is_new:
            st.error(show.plain(str(error)), icon=":material/error:")
            st.caption("The file was not opened. The other pages have not changed.")
            if st.toggle("It is a table: choose its layout", key="unread"):
                layout.correct_unread(source)
        return not is_new
    return True


def _recalled(header: tuple[str, ...]) -> ImportChoices | None:
    """Return the corrections of the last file with this header, in this session or of an import."""
    return session.KNOWN_FILES.get().get(signature(header)) or recall(log_folder(), header)


def _open_sample() -> None:
    name = session.SAMPLE.get()
    if name is not None:
        session.HEADER.forget()
        session.IS_REMEMBERED.forget()
        choose_log(Source(name))


def choose_again(choices: ImportChoices) -> None:
    """Read the same file with other choices, and remember them for the next file with its header."""
    source, former = chosen_file(), session.CHOICES.get()
    is_at_hand = source.is_sample or _uploader().get() or session.PASTED.get()
    if not is_at_hand and (choices.layout, choices.screen) != (former.layout, former.screen):
        # The bytes of a file, names included, are not kept on other pages.
        session.UPLOAD_IS_GONE.set(True)
        return
    if header := session.HEADER.get():
        known = replace(choices, forced_date_order=None)
        session.KNOWN_FILES.set({**session.KNOWN_FILES.get(), signature(header): known})
    choose_log(source, choices)


def imported(source: Source, choices: ImportChoices, file: Opened, log: Log, report: ImportAccount) -> Imported:
    """Return the file of this session as it is imported into the saved log."""
    header = session.HEADER.get() or file.header
    return Imported(source.file_name, source.digest or "", header, file, choices, log, report)


def account(report: ImportAccount, log: Log) -> None:
    """Show the kind of file, how many rows are counted, and what else the manager should know."""
    if session.UPLOAD_IS_GONE.take():
        st.warning("The file itself is not kept. Upload it again to read it in that way.", icon=":material/info:")
    st.markdown(f"**{show.plain(report.file_name)}** · {show.plain(file_kind(report.layout))}")
    if len(log):
        st.markdown(show.plain(log_in_short(counts_of(log).total, log)))
    else:
        st.warning(show.plain(no_treatments(report)), icon=":material/table_rows:")
    cards = st.grid(3, min_column_width=NARROWEST_CARD, gap="xsmall", border=True)
    for label, number in (
        ("Rows read", report.rows_read),
        ("Counted", report.rows_kept),
        ("Set aside", report.rows_set_aside),
    ):
        cards.cell().metric(label, count(number))
    for note in filter(None, (left_blank(report), *report.notes)):
        st.caption(f":material/info: {show.plain(note)}")
    for each in report.columns:
        if each.confidence == "low" and each.field is not None:
            title = load()[each.field].title.lower()
            st.info(
                show.plain(f"Please check: “{each.name}” was read as {title} ({each.reason})."), icon=":material/help:"
            )
    if report.outcome.unplaced:
        st.warning(show.plain(unplaced(report.outcome.unplaced)), icon=":material/help:")
    if others := [column for column in report.meanings if column.unplaced and column is not report.outcome]:
        st.info(show.plain(unplaced_elsewhere(others)), icon=":material/help:")


def offer_undo(choices: ImportChoices) -> None:
    """Show where corrections come from, and offer to undo all of them."""
    if choices == ImportChoices():
        return
    if session.IS_REMEMBERED.get():
        st.info(as_remembered(), icon=":material/history:")
    st.button("Undo all corrections", icon=":material/undo:", on_click=choose_again, args=(ImportChoices(),))


def ask_date_order(report: ImportAccount, choices: ImportChoices) -> None:
    """Ask whether the day or the month comes first where the file does not show it."""
    if not report.date_order_needed:
        return
    with st.container(border=True):
        st.markdown(
            f"**Which comes first in the dates of {show.plain(listed(report.date_order_needed))}?** "
            "Both are possible in this file, so dates such as 03/04/2026 are not used until you choose."
        )
        for order, label in _ORDERS.items():
            ordered = replace(choices, date_order=order)
            st.button(label, on_click=choose_again, args=(ordered,), key=f"order {order}")


def say_dates_missing(report: ImportAccount) -> None:
    """Explain why nothing can be shown over time, and what to do."""
    if report.date_order_needed:
        st.warning(
            "The dates are not used yet: choose on the Outcome log page whether the day or the month comes first."
        )
        st.page_link(OUTCOME_LOG, label="Go to the Outcome log", icon=":material/calendar_month:")
    else:
        st.info("This log has no treatment dates. Add a column “treatment date” to see the rate month by month.")


def problems(of: Sequence[Problem], name: str, none: str) -> None:
    """Show the rows or values that could not be used, each with its reason, and offer all of them as CSV."""
    if not of:
        st.success(none, icon=":material/check:")
        return
    every = problems_table(of)
    if len(every) > SHOWN_PROBLEMS:
        st.caption(f"The first {SHOWN_PROBLEMS} of {count(len(every))}. Download the table to see all.")
    show.table(every.head(SHOWN_PROBLEMS), "Row, column, value and reason of each problem")
    show.download_table("Download all (CSV)", every, name)
