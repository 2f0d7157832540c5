"""What a manager sets on the chart over time (target, lines, baseline, notes), and what changed after each note."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.methods.design_effect import rate_design_effect
from analysis.outcome_log.chart_settings import LONGEST_NOTE, NamedLine, Note, SetAside
from analysis.outcome_log.periods import today
from analysis.questions.trend import without_period
from analysis.questions.trend_notes import AdjustedChange, adjusted_change, note_changes
from analysis.saved_log.folder import log_folder
from analysis.saved_log.writing import set_chart
from analysis.wording.cautions import caution
from analysis.wording.glossary import explain
from analysis.wording.trend import period_name
from analysis.wording.trend_leads import adjusted_change_in_words, mix_in_words, note_in_words
from analysis.wording.trend_settings import set_so_far
from pages.parts import session, show
from pages.parts.saved_log import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.periods import Period
    from analysis.questions.trend import Trend
    from analysis.questions.trend_notes import NoteChange
    from pages.parts.frame import View

HUNDRED = 100.0


def settings(view: View, found: Trend) -> None:
    """Show what is set, and let the manager set more."""
    where = (
        "kept with the saved log, also in its backups"
        if view.source.is_saved
        else "kept until you close or change this file"
    )
    st.caption(f"What you set here is {where}. It holds on Home and in reports, too.")
    for text, without in set_so_far(view.settings):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(show.plain(text), width="content")
            is_removed = not view.source.is_past and st.button(
                "Remove", key=f"remove {text}", type="tertiary", icon=":material/delete:"
            )
            if is_removed:
                _keep(view, without)
    if view.source.is_past:
        st.info("This is an earlier version of the saved log. Show the newest version to change anything.")
        return
    choices = _choices()
    if session.TREND_SETS.get() not in choices:
        session.TREND_SETS.set(next(iter(choices)))
    chosen = st.segmented_control("Set", list(choices), required=True, key=session.TREND_SETS.name)
    with st.form("set on the chart", border=True, clear_on_submit=True):
        choices[chosen or next(iter(choices))](view, found)
    _notes(view)


def _choices() -> dict[str, Callable[[View, Trend], None]]:
    return {
        "Note": _note,
        "Target": _target,
        "Line": _line,
        "Set aside": _set_aside,
        "Baseline": _baseline,
        "Limits": _limits,
    }


def _keep(view: View, wanted: ChartSettings) -> None:
    """Keep what was set, with the log where it is saved, and show the page anew."""
    if view.source.is_saved:
        try:
            set_chart(log_folder(), wanted, signed_in())
        except DashboardError as error:
            st.error(show.plain(str(error)), icon=":material/error:")
            return
    else:
        session.CHART.set(wanted)
    st.rerun()


def _days(found: Trend) -> tuple[dt.date, dt.date]:
    return found.chart.points[0].start, found.chart.points[-1].end


def _note(view: View, found: Trend) -> None:
    first, last = _days(found)
    day = st.date_input("From this day on", value=max(first, min(last, today())), min_value=first, max_value=last)
    text = st.text_input("What changed", max_chars=LONGEST_NOTE, placeholder="new aftercare sheet")
    rebases = st.checkbox("Average and expected range start again on this day")
    if st.form_submit_button("Add the note") and text.strip() and isinstance(day, dt.date):
        _keep(view, view.settings.with_note(Note(day, text.strip(), rebases)))


def _target(view: View, _found: Trend) -> None:
    now = view.settings.target
    rate = st.number_input(
        "At most so many per 100", 0.0, HUNDRED, value=None if now is None else HUNDRED * now, step=0.5
    )
    if st.form_submit_button("Set the target") and rate is not None:
        _keep(view, replace(view.settings, target=rate / HUNDRED))


def _line(view: View, _found: Trend) -> None:
    name = st.text_input("Name of the line", max_chars=LONGEST_NOTE, placeholder="published rate")
    rate = st.number_input("So many per 100", 0.0, HUNDRED, value=None, step=0.5)
    if st.form_submit_button("Add the line") and name.strip() and rate is not None:
        _keep(view, view.settings.with_line(NamedLine(name.strip(), rate / HUNDRED)))


def _set_aside(view: View, found: Trend) -> None:
    unusual = list(found.chart.beyond)
    others = [each for each in found.chart.points if each not in unusual]
    points = {each.start: each for each in (*unusual, *others) if each.observed.known and each.set_aside is None}
    if not points:
        st.markdown("There is nothing to set aside.")
        st.form_submit_button("Set aside", disabled=True)
        return
    start = st.selectbox(
        f"{found.chart.by.capitalize()} that should not count for average and range",
        list(points),
        format_func=lambda each: period_name(each, found.chart.by),
    )
    reason = st.text_input("Reason", max_chars=LONGEST_NOTE, placeholder="bad lot")
    if st.form_submit_button("Set aside") and start is not None:
        of = points[start]
        _keep(view, view.settings.with_set_aside(SetAside(of.start, of.end, reason.strip())))


def _baseline(view: View, found: Trend) -> None:
    first, last = _days(found)
    chosen = st.date_input(
        "Days that fix average and range",
        value=_within(view.settings.baseline, first, last),
        min_value=first,
        max_value=last,
        help=explain("baseline"),
    )
    days = list(chosen) if isinstance(chosen, tuple) else []
    if st.form_submit_button("Set the baseline") and days:
        _keep(view, replace(view.settings, baseline=(days[0], days[-1])))


def _within(baseline: Period | None, first: dt.date, last: dt.date) -> Period:
    """Return a baseline as far as the log has its days; all of the log where there is none."""
    start, end = baseline or (first, last)
    start, end = max(start, first), min(end, last)
    return (start, end) if start <= end else (first, last)


def _limits(view: View, _found: Trend) -> None:
    widens = st.checkbox(
        "Widen the expected range where rates vary more than by chance (Laney’s p′)",
        value=view.settings.widens,
        help=explain("expected range"),
    )
    if st.form_submit_button("Set"):
        _keep(view, replace(view.settings, widens=widens))


# Before and after ----


def _notes(view: View) -> None:
    """Say for each note what the rate was before and after it."""
    if not view.settings.notes:
        return
    st.markdown("**Before and after each note**")
    changes = view.answer("notes", view.settings, ask=lambda: _changes(view))
    for place, each in enumerate(changes):
        show.sentence(f"{each.note.text}: {note_in_words(each, view.counted)}")
        for shift in each.mix:
            st.caption(f":material/help: {show.plain(mix_in_words(shift))}")
        if st.toggle("Adjust for other factors", key=f"adjust note {place}"):
            found = view.answer("adjusted note", view.settings, place, ask=lambda: adjusted_change(view.counts, each))  # noqa: B023 - asked at once
            if isinstance(found, AdjustedChange):
                show.sentence(adjusted_change_in_words(found))
            else:
                show.sentence(caution(found, view.counted))


def _changes(view: View) -> tuple[NoteChange, ...]:
    effect = rate_design_effect(without_period(view.counts).by_client())
    return note_changes(view.counts, view.settings, effect)
