"""Two factors together: a heat map of their rates, and whether they count for more together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.figures.rates_together import rates_together
from analysis.questions.together import possible_others, together
from analysis.report import wording
from analysis.report.two_factor_tables import together_table
from pages.parts import show

if TYPE_CHECKING:
    from analysis.overview import Overview
    from analysis.results import FactorResult
    from pages.parts.frame import View

_OTHER = "together_with"


def look_together(view: View, found: Overview, result: FactorResult) -> None:
    """Let the manager choose a second factor, and show the rates of both together."""
    others = {factor.name: factor for factor in possible_others(result, found)}
    filters_in_words = show.plain(wording.filters_in_words(view.filters, view.log))
    if not others:
        show.sentence(wording.nothing_together(result.factor))
        st.caption(filters_in_words)
        return
    if st.session_state.get(_OTHER) not in others:
        st.session_state.pop(_OTHER, None)
    name = st.selectbox(
        "Together with (the most telling first)",
        list(others),
        format_func=lambda name: others[name].title,
        key=_OTHER,
    )
    counted = view.filters.counted
    of = view.answer(
        "together",
        result.factor.name,
        name,
        ask=lambda: together(view.log, view.filters, result.factor, others[name], found),
    )
    st.markdown(f"**{show.plain(wording.both(of, counted))}**")
    if of.highest is not None:
        show.sentence(wording.highest(of))
    if of.shown:
        show.figure(
            rates_together(of, counted),
            wording.file_stem(of.rows.title, "and", of.columns.title),
            wording.describe_together(of),
            together_table(of, counted),
        )
    else:
        show.sentence(wording.nothing_shown())
    st.caption(filters_in_words)
    if of.shown and of.left_out:
        st.caption(f":material/help: {show.plain(wording.left_out(of))}")
    show.cautions(of.cautions, counted)
    show.how(wording.how_together(of))
