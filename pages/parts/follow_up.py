"""The work list of calls: who waits, what came of each call, and the list as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.exports.csv_tables import as_csv
from analysis.exports.follow_up import as_calendar, work_list_table
from analysis.identifiers.notes import identifier_in
from analysis.listing.calls import Calls, TreatmentKeys, after_calls, called
from analysis.listing.reasons import LISTED_FOR_DAYS, URGENCIES, Settings
from analysis.listing.waiting_in_files import KeysInFiles, calls_in_files
from analysis.listing.work_list import WorkList, work_list
from analysis.outcome_log.log import Log
from analysis.outcome_log.periods import today
from analysis.saved_log.calls import CALL_RESULTS, Call, read_calls, record_call, undo_call, with_number
from analysis.saved_log.folder import log_folder
from analysis.saved_log.history import now
from analysis.wording.files import which_treatments
from analysis.wording.follow_up import (
    CANNOT_SHOW_TODAY,
    IN_FILES,
    RESULT_NAMES,
    SAVED_IN_FILES,
    SEE_A_DOCTOR,
    SEE_A_DOCTOR_SOURCE,
    URGENCY_NAMES,
    call_name,
    calls_in_short,
    how_it_is_made,
    how_long_ago,
    last_call,
    list_name,
    long_ago_in_words,
    looked_at,
    name,
    note_refused,
    older_in_words,
    only_newest,
    reason,
    record_for,
    recorded,
    since_when,
    to_call_today,
    tried_later,
    what_lacks,
    what_signs_lack,
    whose,
)
from analysis.wording.glossary import explain
from analysis.wording.numbers import count
from analysis.wording.rates import RED_FLAGS
from pages.parts import cached, session, show
from pages.parts.choosing import one_of
from pages.parts.frame import FOLLOW_UP
from pages.parts.saved_log import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.listing.reasons import Urgency
    from analysis.listing.waiting import Keys, Waiting, WaitingList
    from analysis.outcome_log.coded_log import CodedLog
    from pages.parts.frame import View


ROWS_SHOWN = 20
CALLS_SHOWN = 5
LONGEST_NOTE = 200
FIND = "Find a treatment or client ID"
MOST_DAYS = 3650
_SHOWN: dict[str, Urgency | None] = {"All": None, **{URGENCY_NAMES[each]: each for each in URGENCIES}}


@dataclass(frozen=True)
class _List:
    """The work list of a page, the calls that were made, and what distinguishes its treatments."""

    made: tuple[Call, ...]
    calls: Calls
    keys: Keys


def call_today(view: View) -> bool:
    """Lead to the work list if somebody needs a call today, and return whether that is so."""
    rows = view.rows
    if rows is None:
        return False
    # The number alone is remembered, no treatment.
    asked = (today(), days_of_settings(), tuple((call.number, call.at) for call in _calls_made(view)))
    number, long_ago = view.answer("to call today", asked, ask=lambda: _calls_today(view, rows))
    if number:
        with st.container(horizontal=True, vertical_alignment="center", key="call-today"):
            label = f"**{to_call_today(number)}**"
            st.page_link(FOLLOW_UP, label=label, icon=":material/call:", help=show.plain(long_ago) or None)
            st.caption(RED_FLAGS, width="content")
    elif not rows.has_warning_signs:
        st.caption(f":material/help: {CANNOT_SHOW_TODAY} {what_signs_lack()}")
    return bool(number)


def _calls_today(view: View, rows: Log | CodedLog) -> tuple[int, str]:
    """Return how many calls there are to make today, and how long ago these clients were treated."""
    calls = _list(view, rows).calls
    return calls.open.count("today"), how_long_ago(calls, days_of_settings().listed_for)


def show_calls(view: View, rows: Log | CodedLog) -> None:
    """Show who waits for a call, and let the manager record what came of it."""
    found = _list(view, rows)
    waiting = found.calls.open
    with st.container(gap="xsmall"):
        st.header(show.plain(calls_in_short(found.calls, rows)), anchor=False, help=explain("call today"))
        st.caption(f":material/medical_services: {RED_FLAGS}")
    if done := session.CALL_DONE.take():
        st.success(show.plain(done), icon=":material/check:")
    if not isinstance(rows, Log):
        st.caption(f":material/info: {SAVED_IN_FILES if view.source.is_saved else IN_FILES}")
    for each in what_lacks(rows):
        st.caption(f":material/help: {show.plain(each)}")
    if len(waiting):
        _show_waiting(view, found)
    if long_ago := long_ago_in_words(found.calls, days_of_settings().listed_for):
        st.caption(f":material/history: {show.plain(long_ago)}")
    if older := older_in_words(found.calls, days_of_settings().listed_for):
        st.caption(f":material/history: {show.plain(older)}")
    if older or session.SHOWS_OLDER.get():
        st.toggle("List older treatments, too", key=session.SHOWS_OLDER.name)
    if later := tried_later(found.calls):
        st.caption(f":material/event_repeat: {show.plain(later)}")
    st.caption(show.plain(f"{looked_at(waiting.today)} {which_treatments(view.counts.between(None, None))}"))
    _download(found)
    _history(view, found.made)
    _explain()


def _list(view: View, rows: Log | CodedLog) -> _List:
    """Return the work list of the treatments that match the filters, whatever the dates."""
    filters, made = view.counts.filters.between(None, None), _calls_made(view)
    if not isinstance(rows, Log):
        keys = keys_in_files(view, rows)
        found = calls_in_files(cached.listed(rows, filters), today(), days_of_settings(), made, keys)
        return _List(made, found, keys)
    waiting = work_list(rows, today(), days_of_settings())
    waiting = waiting.where(filters.rows(rows)[waiting.rows])
    in_memory = TreatmentKeys(rows, cached.saved(view.source) if view.source.is_saved else None)
    return _List(made, after_calls(waiting, made, in_memory), in_memory)


def keys_in_files(view: View, rows: CodedLog) -> Keys:
    """Return what the treatments of a log in files are called: those of the saved log as they are there."""
    return TreatmentKeys(rows, cached.saved(view.source)) if view.source.is_saved else KeysInFiles(rows.digest)


def _calls_made(view: View) -> tuple[Call, ...]:
    if not view.source.is_saved:
        return session.CALLS.get()
    try:
        return read_calls(log_folder(), view.source.version)
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return ()


def days_of_settings() -> Settings:
    """Return after how many days a call is due."""
    default = Settings()
    return Settings(
        session.OVERDUE_AFTER.get() or default.overdue_after,
        session.UNKNOWN_AFTER.get() or default.unknown_after,
        None if session.SHOWS_OLDER.get() else session.LISTED_FOR.get() or default.listed_for,
    )


def _show_waiting(view: View, found: _List) -> None:
    left, right = st.columns([2, 1], vertical_alignment="center")
    with left:
        urgency = _SHOWN[one_of("Show", _SHOWN, session.CALLS_OF)]
    waiting = found.calls.open
    # A log in files has no ids to search.
    if isinstance(waiting, WorkList):
        searched = right.text_input(
            FIND, key=session.CALL_SEARCH.name, label_visibility="collapsed", placeholder=FIND, icon=":material/search:"
        )
        waiting = waiting.searched(searched)
    waiting = waiting.of(urgency) if urgency else waiting
    if not len(waiting):
        st.info("No call matches.")
        return
    _record(view, found, waiting, _rows(waiting, found))


def _rows(waiting: WaitingList, found: _List) -> list[int]:
    """Show one page of the list, and return the rows of the log that are ticked."""
    first = min(session.CALLS_FROM.get(), (len(waiting) - 1) // ROWS_SHOWN * ROWS_SHOWN)
    marked, urgency, recorded_before = [], None, session.CALLS_RECORDED.get()
    for each in waiting.page(first, ROWS_SHOWN):
        if each.urgency != urgency:
            urgency = each.urgency
            st.header(f"{URGENCY_NAMES[urgency]}: {count(waiting.count(urgency))}", anchor=False)
        # A browser may send the ticks of a recorded call once more, with an undo that comes at once.
        if st.checkbox(_line(each), key=f"call {recorded_before} {found.keys.of(each.row)}"):
            marked.append(each.row)
        if each.row in found.calls.last:
            st.caption(f":material/call_end: {show.plain(last_call(found.calls.last[each.row]))}")
    if len(waiting) > ROWS_SHOWN:
        with st.container(horizontal=True, vertical_alignment="center"):
            _turn("Previous", ":material/arrow_back:", first - ROWS_SHOWN, is_there=first > 0)
            st.caption(
                show.plain(list_name(first, min(first + ROWS_SHOWN, len(waiting)), len(waiting))), width="content"
            )
            _turn("Next", ":material/arrow_forward:", first + ROWS_SHOWN, is_there=first + ROWS_SHOWN < len(waiting))
    return marked


def _turn(label: str, icon: str, to: int, *, is_there: bool) -> None:
    st.button(label, icon=icon, disabled=not is_there, on_click=_turn_to, args=(to,))


def _turn_to(first: int) -> None:
    session.CALLS_FROM.set(first)


def _line(each: Waiting) -> str:
    about = " · ".join(filter(None, (since_when(each), whose(each))))
    return f"**{show.plain(name(each))}** {show.plain(f'{reason(each)} · {about}')}"


def _record(view: View, found: _List, waiting: WaitingList, marked: Sequence[int]) -> None:
    """Let the manager record what came of the calls about the treatments that are ticked."""
    if view.source.is_past:
        st.caption(f":material/history: {only_newest()}")
        return
    # On a wide screen it stays in sight while the list is scrolled.
    with st.container(border=True, gap="xsmall", key="record-call"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            result = st.segmented_control(
                "What came of it?",
                list(CALL_RESULTS),
                format_func=RESULT_NAMES.__getitem__,
                default=CALL_RESULTS[0],
                required=True,
                wrap=True,
                key="call result",
            )
            rows = list(marked)
            if isinstance(waiting, WorkList) and len(waiting) > 1:
                label = f"All {count(len(waiting))} of this list"
                rows = waiting.rows.tolist() if st.checkbox(label, key=session.ALL_CALLS.name) else rows
        places = st.columns([3, 2, 2] if result == "no answer" else [5, 2], vertical_alignment="bottom")
        note = places[0].text_input(
            "Short note",
            max_chars=LONGEST_NOTE,
            key=session.CALL_NOTE.name,
            help="Nothing that identifies the client: no name, number or address.",
        )
        again = None
        if result == "no answer":
            tomorrow = today() + dt.timedelta(days=1)
            again = places[1].date_input("Try again on", tomorrow, min_value=tomorrow, key="call again")
        if places[-1].button(record_for(len(rows)), type="primary", disabled=not rows, icon=":material/check:"):
            if kind := identifier_in(note):
                st.error(show.plain(note_refused(kind)), icon=":material/person_off:")
                return
            _keep(
                view,
                Call(
                    result or CALL_RESULTS[0],
                    called(found.calls.open, rows, found.keys),
                    now(),
                    by=signed_in(),
                    version=view.source.version or 0,
                    note=note.strip(),
                    try_again_on=again,
                ),
            )


def _keep(view: View, call: Call) -> None:
    """Keep a call with the saved log, or of a file that is only looked at with the session."""
    try:
        if view.source.is_saved:
            record_call(log_folder(), call)
        else:
            session.CALLS.set((*session.CALLS.get(), with_number(call, session.CALLS.get())))
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    session.CALL_DONE.set(recorded(call))
    session.CALLS_RECORDED.set(session.CALLS_RECORDED.get() + 1)
    session.CALL_NOTE.forget()
    session.ALL_CALLS.forget()
    st.rerun()


def _history(view: View, made: tuple[Call, ...]) -> None:
    """Show the latest calls, and let the manager undo one."""
    if not made:
        return
    st.header("Latest calls", anchor=False)
    for call in made[: -CALLS_SHOWN - 1 : -1]:
        words, undo = st.columns([5, 1], vertical_alignment="center")
        words.markdown(show.plain(call_name(call)))
        if not view.source.is_past and undo.button("Undo", key=f"undo call {call.number}", icon=":material/undo:"):
            _undo(view, call)


def _undo(view: View, call: Call) -> None:
    try:
        if view.source.is_saved:
            undo_call(log_folder(), call.number)
        else:
            session.CALLS.set(tuple(each for each in session.CALLS.get() if each.number != call.number))
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    session.CALL_DONE.set("Undone: the treatments are back on the list.")
    st.rerun()


def _download(found: _List) -> None:
    waiting = found.calls.open
    # Of a log in files no more than a page is ever here.
    if not isinstance(waiting, WorkList) or (not len(waiting) and not len(found.calls.later)):
        return
    with st.container(horizontal=True):
        show.download("The list (CSV)", lambda: as_csv(work_list_table(waiting)), "calls.csv")
        show.download(
            "The calls for a calendar (ICS)", lambda: as_calendar(found.calls, found.keys), "calls.ics", "text/calendar"
        )


def _explain() -> None:
    with st.expander("When to send a client to a doctor", icon=":material/medical_services:"):
        st.markdown("\n".join(f"- {each}" for each in SEE_A_DOCTOR))
        st.caption(SEE_A_DOCTOR_SOURCE)
    with st.expander("Who is on this list?", icon=":material/tune:"):
        default = Settings()
        session.OVERDUE_AFTER.begin(default.overdue_after)
        session.UNKNOWN_AFTER.begin(default.unknown_after)
        session.LISTED_FOR.begin(default.listed_for or LISTED_FOR_DAYS)
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        left.number_input("A follow-up is overdue after (days)", 1, MOST_DAYS, key=session.OVERDUE_AFTER.name)
        middle.number_input(
            "An unknown outcome needs a call after (days)", 1, MOST_DAYS, key=session.UNKNOWN_AFTER.name
        )
        right.number_input("A treatment is listed for (days)", 1, MOST_DAYS, key=session.LISTED_FOR.name)
        st.markdown("\n".join(f"- {show.plain(each)}" for each in how_it_is_made(days_of_settings())))
