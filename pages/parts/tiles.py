"""The numbers at the top of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.wording.files import columns_account, rows_account
from analysis.wording.glossary import explain
from analysis.wording.numbers import NO_NUMBER, decimals_of_rate, percent
from analysis.wording.outcomes import rate_name
from analysis.wording.outcomes import unit as unit_in_words
from analysis.wording.rates import (
    change_per_100,
    counts_with_interval,
    if_unknowns_were_known,
    interval_in_words,
    month_change,
    month_change_in_short,
    month_change_name,
    n_of_n_units,
    year_change,
    year_change_in_short,
    year_change_name,
)
from pages.parts.show import plain

if TYPE_CHECKING:
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import Rate

# Five cards stand in one row on a laptop and in two on a phone.
NARROWEST_CARD = 104


def headline(found: AtAGlance, counted: Counted) -> None:
    """Show the rate, its changes, the share with a known outcome and, of breakouts, the share that was severe."""
    total, unit, over_time = found.total.rate, unit_in_words(counted), found.over_time
    cards = st.grid(
        5 if counted.outcome.is_breakout else 4,
        min_column_width=NARROWEST_CARD,
        gap="xsmall",
        border=True,
        key="tiles",
    )
    with cards.cell():
        _tile(rate_name(counted), _share(total), explain("breakout rate") if counted.outcome.is_breakout else "")
        # The sentence above has the counts.
        st.caption(plain(interval_in_words(total) if total else "no outcome is known yet"))
    with cards.cell():
        _tile(month_change_name(over_time), change_per_100(over_time.month_change), month_change(over_time, counted))
        st.caption(plain(month_change_in_short(over_time, counted)))
    with cards.cell():
        _tile(year_change_name(over_time), change_per_100(over_time.year_change), year_change(over_time, counted))
        st.caption(plain(year_change_in_short(over_time, counted)))
    with cards.cell():
        known = found.known_share
        _tile("Outcome known", _share(known), if_unknowns_were_known(found.total, counted))
        st.caption(plain(n_of_n_units(known, unit) if known else f"there are no {unit}s"))
    if counted.outcome.is_breakout:
        with cards.cell():
            severe, breakout = found.severe_share, "client" if counted.unit == "clients" else "breakout"
            _tile("Severe", _share(severe), explain("severe"))
            st.caption(plain(counts_with_interval(severe, breakout) if severe else "no severity is recorded"))


def _tile(label: str, value: str, more: str = "") -> None:
    st.metric(plain(label), value, help=plain(more) or None)


def _share(of: Rate | None) -> str:
    return percent(of.value, decimals_of_rate(of.value)) if of is not None else NO_NUMBER


def data_quality(report: ImportAccount) -> None:
    """Show in one line how much of the file the numbers rest on, and lead to the account of the rest."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        account = f"{rows_account(report)} {columns_account(report)}"
        st.caption(f"**Data quality** · {plain(account)}", width="content")
        label = "How your file was read" if report.log_version is None else "See the log"
        st.page_link("pages/1_Outcome_log.py", label=label, icon=":material/rule:")
