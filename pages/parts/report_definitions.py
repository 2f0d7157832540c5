"""Reports saved by name with the log: their choices, saved here, and chosen again on next month's log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.outcome_log.report_settings import (
    FORMAT_VERSION,
    LONGEST_NAME,
    MORE_PARTS,
    PARTS_AT_FIRST,
    STRONGEST,
    ReportSettings,
)
from analysis.saved_log.folder import log_folder
from analysis.saved_log.report_definitions import drop_definition, keep_definition, read_definitions
from pages.parts import adjusted, recovery, report, report_formats, session, show, sidebar, teams, trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.parts.frame import View

OLDER = (
    "This report was saved by an earlier version of the dashboard: its sections are in the usual order, and the format "
    "is the web page. Save it again to keep others."
)
# Which parts a report has at first.
PARTS = {**dict.fromkeys(PARTS_AT_FIRST, True), **dict.fromkeys(MORE_PARTS, False)}


def offer_saved(view: View) -> None:
    """Let the manager save the choices of a report by name with the log, and choose an earlier one again."""
    if not view.source.is_saved:
        return
    try:
        saved = {each.name: each for each in read_definitions(log_folder())}
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    with st.expander("Saved reports"):
        st.caption(
            "A saved report keeps these choices, the filters and the period with the log. “Last month” and the like "
            "move along with the log."
        )
        if saved:
            name = st.selectbox("Report", list(saved), key=session.REPORT_SAVED.name)
            with st.container(horizontal=True):
                st.button("Use these choices", on_click=_use, args=(view, saved[name]), icon=":material/restart_alt:")
                st.button("Delete", on_click=_change, args=(drop_definition, name), type="tertiary")
        with st.form("save report", clear_on_submit=True, border=False):
            wanted = st.text_input("Save the choices as", max_chars=LONGEST_NAME, placeholder="Monthly report").strip()
            if st.form_submit_button("Save", icon=":material/save:") and wanted:
                _change(keep_definition, replace(_chosen(view), name=wanted))
                st.rerun()
    if session.REPORT_OLDER.take():
        st.info(OLDER, icon=":material/history:")
    if problem := session.REPORT_NOT_SAVED.take():
        st.error(show.plain(problem), icon=":material/error:")


def offer_monthly(view: View) -> None:
    """Offer the standard report of the last full month as one click; whose report it is stays."""
    if view.counts.period is None:
        return
    st.button(
        "Standard monthly report",
        on_click=_use,
        args=(view, _monthly()),
        icon=":material/calendar_month:",
        help="The last full month as PDF, with the sections of every new report and all treatments of the month.",
    )


def _monthly() -> ReportSettings:
    """Return the standard report of the last full month; a comment was about another one."""
    signed = report_formats.signature()
    return ReportSettings(
        clinic=signed.clinic,
        author=signed.author,
        logo=signed.logo,
        period="last month",
        file=replace(report_formats.file_settings(), ending="pdf"),
    )


def _change(change: Callable[..., None], of: ReportSettings | str) -> None:
    try:
        change(log_folder(), of)
    except DashboardError as error:
        session.REPORT_NOT_SAVED.set(str(error))


def _chosen(view: View) -> ReportSettings:
    """Return what is chosen for the report, and which treatments it is of."""
    strongest = [result.factor.name for result in view.at_a_glance().factors]
    factors = session.REPORT_FACTORS.get() or []
    signed, compared = report_formats.signature(), teams.asked_of(session.TEAMS_UNIT.get())
    return sidebar.with_filters(
        ReportSettings(
            title=session.REPORT_TITLE.get(),
            clinic=signed.clinic,
            author=signed.author,
            comment=signed.comment,
            logo=signed.logo,
            parts=report.parts_chosen(PARTS),
            # The strongest links of next month may be others.
            factors=None if factors == strongest[:STRONGEST] else tuple(factors),
            teams_of=compared.factor,
            teams_adjusted=compared.adjusted,
            teams_widened=compared.widened,
            teams_adjusted_for=compared.names,
            recovery_by=session.RECOVERY_BY.get(),
            share=session.REPORT_SHARED.get(),
            order=session.REPORT_ORDER.get(),
            adjusted_for=adjusted.chosen_by_hand(view),
            numbers_in_groups=adjusted.numbers_in_groups(),
            cusum_adjusted=session.CUSUM_ADJUSTED.get(),
            file=report_formats.file_settings(),
        ),
        view.counts.filters,
    )


def _use(view: View, of: ReportSettings) -> None:
    """Choose what a saved report has; what the log lacks is passed over."""
    report.use(of, PARTS)
    report_formats.use(of.file)
    report_formats.sign_as(of)
    session.REPORT_OLDER.set(of.written_as < FORMAT_VERSION)
    adjusted.choose_again(of.adjusted_for, in_groups=of.numbers_in_groups)
    trend.choose_again(cusum_adjusted=of.cusum_adjusted)
    teams.choose_again(of)
    recovery.choose_again(of.recovery_by)
    sidebar.use(of, view.log)
