"""Early warnings at the top of Home: each leads to its exhibit, and is dismissed with a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.identifiers.notes import identifier_in
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import BREAKOUT, Counted, possible_outcomes
from analysis.questions.over_time import LOT
from analysis.questions.warnings import (
    CusumWarning,
    LotWarning,
    PeriodWarning,
    ReactionWarning,
    RunWarning,
    UnitWarning,
    early_warnings,
)
from analysis.saved_log.dismissals import (
    Dismissal,
    dismiss,
    read_dismissals,
    undo_dismissal,
    with_dismissal,
    without_dismissal,
)
from analysis.saved_log.folder import log_folder
from analysis.saved_log.history import now
from analysis.wording.follow_up import note_refused
from analysis.wording.numbers import quantity
from analysis.wording.trend import trend_now, trend_verdict
from analysis.wording.unusual import unusual
from analysis.wording.warnings import (
    OF_THE_WHOLE_LOG,
    dismiss_in_words,
    dismissed_in_words,
    warning_in_words,
    what_they_are,
)
from pages.parts import cached, session, show, sidebar, teams, trend
from pages.parts.saved_log import signed_in
from pages.parts.trend import BETWEEN, CUSUM, DIFFERENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.outcomes import Outcome
    from analysis.questions.warnings import About, EarlyWarning
    from pages.parts.frame import View

# As many stand on the first screen beside the rate and the chart.
MOST_SHOWN = 3
LONGEST_NOTE = 200
NO_CLIENT = "Nothing that identifies a client: no name, number or address."
# Of each treatment, whatever is chosen in the sidebar.
EVERYTHING = Counted()


@dataclass(frozen=True)
class Warnings:
    """The warnings of a log.

    Attributes
    ----------
    shown : tuple of EarlyWarning
    new : frozenset of str or None
        The keys of those that the last import brought; None where that has still to be found out.
    dismissed : tuple
        The others, each with its dismissal.
    """

    shown: tuple[EarlyWarning, ...]
    new: frozenset[str] | None
    dismissed: tuple[tuple[EarlyWarning, Dismissal], ...]


def warnings_of(view: View) -> Warnings:
    """Return the warnings of all treatments, the new ones first, whatever is chosen in the sidebar."""
    found = _found(view)
    dismissed = {each.key: each for each in _dismissals(view)} if found else {}
    still = [each for each in found if each.key not in dismissed]
    new = _new(view, found) if view.source.is_saved else frozenset()
    if new:
        still.sort(key=lambda each: each.key not in new)
    gone = tuple((each, dismissed[each.key]) for each in found if each.key in dismissed)
    return Warnings(tuple(still), new, gone)


def find_what_is_new(view: View, of: Warnings) -> None:
    """Find out which warnings are new where that is not known yet, and show the page again; called at its end."""
    if of.shown and of.new is None:
        cached.find_warnings_before(view.source, view.settings)
        st.rerun()


def show_warnings(view: View, of: Warnings) -> None:
    """Show a line for each warning, which leads to its exhibit; of many the first ones, and the rest on request."""
    if not of.shown:
        return
    hidden = len(of.shown[MOST_SHOWN:])
    if not _shows_everything(view):
        st.caption(f":material/info: {OF_THE_WHOLE_LOG}")
    with st.container(key="warnings", gap=None):
        for each in of.shown if session.ALL_WARNINGS.get() else of.shown[:MOST_SHOWN]:
            words = show.plain(warning_in_words(each, EVERYTHING))
            if st.button(
                f"**New** {words}" if of.new and each.key in of.new else words,
                key=f"warning {each.key}",
                type="tertiary",
                icon=":material/warning:",
                wrap=True,
                on_click=_aim,
                args=(view.log, each.about),
            ):
                _go(view.log, each.about)
        if hidden:
            st.toggle(quantity(hidden, "more warning"), key=session.ALL_WARNINGS.name)


def what_is_unusual(view: View, of: Warnings) -> str:
    """Say whether the rate is steady, and what was unusual unless warnings of the same treatments say so below."""
    over_time = view.at_a_glance().over_time
    if not of.shown or not _shows_everything(view) or over_time.trend is None:
        return unusual(over_time, view.counted)
    # Fewer breakouts than usual are no warning.
    has_fewer = any(each.side == "below" for each in over_time.trend.chart.points)
    are_below = any(isinstance(each.about, PeriodWarning | RunWarning) for each in of.shown)
    return (trend_now if are_below and not has_fewer else trend_verdict)(over_time.trend, view.counted)


def _shows_everything(view: View) -> bool:
    return (view.counts.filters, view.counted) == (Filters(), EVERYTHING)


def offer_to_dismiss(of: Warnings) -> None:
    """Offer to dismiss warnings, and to show dismissed ones again."""
    if not of.shown and not of.dismissed:
        return
    st.button(
        dismiss_in_words(len(of.shown), len(of.dismissed)),
        key="dismiss or not",
        type="tertiary",
        icon=f":material/expand_{'less' if session.DISMISSING.get() else 'more'}:",
        icon_position="right",
        on_click=_open_or_close,
    )


def _open_or_close() -> None:
    session.DISMISSING.set(not session.DISMISSING.get())


def dismiss_with_a_note(view: View, of: Warnings) -> None:
    """Let the manager dismiss a warning with a note, and show a dismissed one again.

    It stands within the page: from a popover over it the keyboard would have to pass through all of the page.
    """
    if not session.DISMISSING.get() or not (of.shown or of.dismissed):
        return
    with st.container(border=True):
        st.caption(what_they_are(is_saved=view.source.is_saved))
        if of.shown and not view.source.is_past:
            _ask_why(view, of)
        for each, dismissal in of.dismissed:
            words = f"{warning_in_words(each, EVERYTHING)} {dismissed_in_words(dismissal)}"
            st.caption(show.plain(words))
            if not view.source.is_past and st.button("Show again", key=f"show {each.key}", type="tertiary"):
                _show_again(view, each.key)


def _ask_why(view: View, of: Warnings) -> None:
    words = {each.key: show.plain(warning_in_words(each, EVERYTHING)) for each in of.shown}
    with st.form("dismiss", border=False):
        key = st.radio("Dismiss", list(words), format_func=words.__getitem__)
        # A note is about one warning: the field for the next one is blank.
        note = st.text_input("Why?", max_chars=LONGEST_NOTE, help=NO_CLIENT, key=f"why {len(of.dismissed)}")
        if st.form_submit_button("Dismiss this warning") and key is not None:
            _dismiss(view, key, note.strip())


def _found(view: View) -> tuple[EarlyWarning, ...]:
    counts = cached.counts(view.source, view.choices, view.log, Filters(), EVERYTHING)
    question = ("early warnings", view.settings)
    return cached.answer(view.source, view.choices, counts, question, lambda: early_warnings(counts, view.settings))


def _new(view: View, found: Sequence[EarlyWarning]) -> frozenset[str] | None:
    """Return the keys that the version before the last import did not have; None where they are not known yet."""
    cached.remember_warnings(view.source, view.settings, found)
    before = cached.warnings_before(view.source, view.settings)
    return None if before is None else frozenset(each.key for each in found) - before


# Where a warning leads ----


def _aim(log: LogDescription, about: About) -> None:
    """Show all treatments, and the outcome that a warning is about, before the page with its exhibit is drawn."""
    sidebar.clear(log)
    if isinstance(about, ReactionWarning):
        sidebar.look_into(_outcome_of(log, about))


def _go(log: LogDescription, about: About) -> None:
    """Go to the exhibit of a warning, with what is chosen there in the address."""
    match about:
        case PeriodWarning() | RunWarning():
            trend.open_at(DIFFERENT)
        case CusumWarning():
            trend.open_at(CUSUM)
        case LotWarning() | UnitWarning():
            teams.open_at(log, log.factor(LOT if isinstance(about, LotWarning) else about.among.unit.name))
        case ReactionWarning():
            # The outcome is chosen already; it is too rare for rates by month.
            trend.open_at(BETWEEN)


def _outcome_of(log: LogDescription, about: ReactionWarning) -> Outcome:
    """Return an outcome as the sidebar offers it."""
    of = about.outcome
    among = (each for each in possible_outcomes(log) if (each.name, each.levels) == (of.name, of.levels))
    return next(among, BREAKOUT)


# What was dismissed ----


def _dismissals(view: View) -> Sequence[Dismissal]:
    if not view.source.is_saved:
        return session.DISMISSED.get()
    try:
        return read_dismissals(log_folder(), view.source.version)
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return ()


def _dismiss(view: View, key: str, note: str) -> None:
    """Keep a dismissal with the saved log, or of a file that is only looked at with the session."""
    if kind := identifier_in(note):
        st.error(show.plain(note_refused(kind)), icon=":material/person_off:")
        return
    dismissal = Dismissal(key, now(), signed_in(), view.source.version or 0, note)
    try:
        if view.source.is_saved:
            dismiss(log_folder(), dismissal)
        else:
            session.DISMISSED.set(with_dismissal(session.DISMISSED.get(), dismissal))
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    st.rerun()


def _show_again(view: View, key: str) -> None:
    try:
        if view.source.is_saved:
            undo_dismissal(log_folder(), key)
        else:
            session.DISMISSED.set(without_dismissal(session.DISMISSED.get(), key))
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    st.rerun()
