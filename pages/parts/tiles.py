"""The numbers at the top of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.counting.choice import choice_for
from analysis.wording.engines import who_counts
from analysis.wording.files import columns_account, rows_account
from analysis.wording.key_numbers import key_numbers
from pages.parts.show import plain

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from pages.parts.frame import View

# Five cards stand in one row on a laptop and in two on a phone.
NARROWEST_CARD = 104


def headline(found: AtAGlance, counted: Counted) -> None:
    """Show the key numbers, each on a card."""
    numbers = key_numbers(found, counted)
    cards = st.grid(len(numbers), min_column_width=NARROWEST_CARD, gap="xsmall", border=True, key="tiles")
    for number in numbers:
        with cards.cell():
            st.metric(plain(number.name), number.value, help=plain(number.more) or None)
            st.caption(plain(number.note))


def data_quality(view: View) -> None:
    """Show how much of the file the numbers rest on, lead to the account of the rest, and name who counts."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        account = f"{rows_account(view.report)} {columns_account(view.report)}"
        st.caption(f"**Data quality** · {plain(account)}", width="content")
        label = "How your file was read" if view.report.log_version is None else "See the log"
        st.page_link("pages/1_Outcome_log.py", label=label, icon=":material/rule:")
    if by := who_counts(view.log, view.counts.counted_by, choice_for(view.log)):
        st.caption(plain(by))
