"""The treatments behind a bar or a point, a page at a time: on the screen only, in no address and in no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exports.treatments import treatments_table
from analysis.listing.treatments import treatments_that_pass, treatments_with
from analysis.listing.treatments_in_files import TreatmentsInFiles
from analysis.outcome_log.log import Log
from analysis.wording.follow_up import list_name
from analysis.wording.numbers import level_name, quantity
from pages.parts import cached, session, show
from pages.parts.follow_up import keys_in_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from analysis.listing.treatments import ListedTreatments
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.outcome_log.log import Factor, Level
    from pages.parts.frame import View

ROWS_SHOWN = 50
BEHIND_A_BAR, BEHIND_A_POINT = "See the list behind a bar", "See the list behind a point"


def see_treatments(view: View, factor: Factor, levels: Sequence[Level], label: str = BEHIND_A_BAR) -> None:
    """Let the manager see the treatments with one level of a factor."""
    if view.rows is None or not levels:
        return
    if not st.toggle(label, key=session.SEES_TREATMENTS.name):
        return
    names = {level_name(level, factor): level for level in levels}
    chosen = session.SEEN_LEVEL.of(factor.name)
    if chosen.get() not in names:
        chosen.forget()
    name = st.selectbox(show.plain(factor.title), list(names), key=chosen.name)
    found = _with(view, view.rows, factor, names[name])
    _show(found, factor, f"{factor.name} {name}", f"Treatments with {name} of {factor.title}")


def see_treatments_with(view: View, factor: Factor, level: Level) -> None:
    """Let the manager see the treatments with a level that is chosen already."""
    if view.rows is None or not st.toggle("See its treatments", key=session.SEES_ONE.name):
        return
    name = level_name(level, factor)
    found = _with(view, view.rows, factor, level)
    _show(found, factor, f"one {factor.name} {name}", f"Treatments of {name}")


def see_treatments_of(view: View, periods: Mapping[str, tuple[dt.date, dt.date]]) -> None:
    """Let the manager see the treatments of one of some periods, called by name."""
    if view.rows is None or not st.toggle(BEHIND_A_POINT, key=session.SEES_PERIOD.name):
        return
    if session.SEEN_PERIOD.get() not in periods:
        session.SEEN_PERIOD.forget()
    name = st.selectbox("Period", list(periods), key=session.SEEN_PERIOD.name)
    filters = view.counts.filters.between(*periods[name])
    if isinstance(view.rows, Log):
        _show(treatments_that_pass(view.rows, filters), None, name, f"Treatments of {name}")
    else:
        found = TreatmentsInFiles(cached.listed(view.rows, filters), keys=keys_in_files(view, view.rows))
        _show(found, None, name, f"Treatments of {name}")


def _with(view: View, rows: Log | CodedLog, factor: Factor, level: Level) -> ListedTreatments:
    filters = view.counts.filters
    if isinstance(rows, Log):
        return treatments_with(rows, filters, factor.name, level)
    return TreatmentsInFiles(cached.listed(rows, filters), factor.name, level, keys=keys_in_files(view, rows))


def _show(found: ListedTreatments, factor: Factor | None, key: str, about: str) -> None:
    first = 0
    if len(found) > ROWS_SHOWN:
        page = st.number_input("Page", 1, -(-len(found) // ROWS_SHOWN), key=f"page of {key}")
        first = (int(page) - 1) * ROWS_SHOWN
        st.caption(show.plain(list_name(first, min(first + ROWS_SHOWN, len(found)), len(found))))
    else:
        st.caption(show.plain(quantity(len(found), "treatment")))
    show.table(treatments_table(found, factor, first, ROWS_SHOWN), about)
