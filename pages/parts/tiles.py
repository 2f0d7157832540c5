"""The numbers at the top of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.wording.files import columns_account, rows_account, unknown_account
from analysis.wording.numbers import NO_NUMBER, count, percent, quantity
from analysis.wording.outcomes import rate_name
from analysis.wording.outcomes import unit as unit_in_words
from analysis.wording.rates import change as change_in_words
from analysis.wording.rates import change_in_short, change_per_100, interval
from pages.parts.show import plain

if TYPE_CHECKING:
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import LevelRate, Rate


def headline(found: AtAGlance, counted: Counted) -> None:
    """Show the rate, its change, the share that was followed up and, of breakouts, the share that was severe."""
    rate, change, known, *severe = st.columns(4 if counted.outcome.is_breakout else 3)
    total, unit = found.total.rate, unit_in_words(counted)
    with rate:
        _tile(rate_name(counted), total, unit, " with a known outcome", "no outcome is known yet")
    with change:
        help_text = plain(change_in_words(found.change, counted))
        st.metric("Change, per 100", change_per_100(found.change), border=True, help=help_text)
        st.caption(plain(change_in_short(found.change)))
    with known:
        _tile("Outcome known", found.known_share, unit, "", f"there are no {unit}s")
    for place in severe:
        breakout = "client" if counted.unit == "clients" else "breakout"
        with place:
            _tile("Severe", found.severe_share, breakout, " with a recorded severity", "no severity is recorded")


def _tile(label: str, share: Rate | None, noun: str, which: str, otherwise: str) -> None:
    st.metric(plain(label), percent(share.value) if share is not None else NO_NUMBER, border=True)
    if share is None:
        st.caption(otherwise)
    else:
        counts = f"{count(share.breakouts)} of {quantity(share.known, noun)}{which}"
        st.caption(plain(f"{counts} ({interval(share.interval)})"))


def data_quality(report: ImportAccount, total: LevelRate, counted: Counted) -> None:
    """Show how much of the file the numbers rest on, and lead to the account of the rest."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        unknown = unknown_account(total, counted)
        account = f"{rows_account(report)} {columns_account(report)} {unknown}"
        st.markdown(f"**Data quality** · {plain(account)}")
        label = "See how the file was understood" if report.log_version is None else "See the log"
        st.page_link("pages/1_Outcome_log.py", label=label, icon=":material/rule:")
