"""Two factors together: a heat map of their rates, and whether they count for more together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.two_factor_tables import together_table
from analysis.figures.together import together_figure
from analysis.questions.together import possible_others, together
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from analysis.wording.together import (
    both,
    describe_together,
    highest,
    how_together,
    left_out,
    nothing_shown,
    nothing_together,
)
from pages.parts import show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View

_OTHER = "together_with"


def look_together(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Let the manager choose a second factor, and show the rates of both together."""
    others = {factor.name: factor for factor in possible_others(result, found)}
    passing = show.plain(filters_in_words(view.filters, view.log))
    if not others:
        show.sentence(nothing_together(result.factor))
        st.caption(passing)
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
    st.markdown(f"**{show.plain(both(of, counted))}**")
    if of.highest is not None:
        show.sentence(highest(of))
    if of.shown:
        show.figure(
            together_figure(of, counted),
            file_stem(of.rows.title, "and", of.columns.title),
            describe_together(of),
            together_table(of, counted),
        )
    else:
        show.sentence(nothing_shown())
    st.caption(passing)
    if of.shown and of.left_out:
        st.caption(f":material/help: {show.plain(left_out(of))}")
    show.cautions(of.cautions, counted)
    show.how(how_together(of))
