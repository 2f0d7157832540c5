"""Whether a difference is the factor itself, or something else that comes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.two_factor_tables import strata_table
from analysis.figures.stratified import drawn_groups, stratified_figure
from analysis.questions.stratified import something_else
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from analysis.wording.stratified import (
    describe_strata,
    groups_not_drawn,
    heterogeneity,
    hint,
    how_within_groups,
    stratified_verdict,
    within_groups,
)
from pages.parts import show

if TYPE_CHECKING:
    from analysis.methods.stratified import Stratified
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View

_BY = "groups_of"


def look_for_something_else(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Say which other factors change the answer, and show the comparison within the groups of one of them."""
    asked = view.answer(
        "something else",
        result.factor.name,
        ask=lambda: something_else(view.log, view.filters, result, found),
    )
    counted = view.filters.counted
    st.markdown(f"**{show.plain(hint(asked, counted))}**")
    if not asked.looked_at:
        st.caption(show.plain(filters_in_words(view.filters, view.log)))
        return
    by_name = {each.by.name: each for each in asked.looked_at}
    # A key for each factor: what was chosen for another is not the one that changes this one most.
    key = f"{_BY} {result.factor.name}"
    if st.session_state.get(key) not in by_name:
        st.session_state.pop(key, None)
    name = st.selectbox(
        "Compare within the groups of (those that change the answer most first)",
        list(by_name),
        format_func=lambda name: by_name[name].by.title,
        key=key,
    )
    of = by_name[name]
    show.sentence(within_groups(of, result.factor, counted))
    if of.adjusted is not None:
        if of not in asked.changing[:1]:
            show.sentence(stratified_verdict(of, result.factor, counted))
        show.sentence(heterogeneity(of))
    _draw(view, of, result)
    show.cautions(of.cautions, counted)
    show.how(how_within_groups(of, counted))


def _draw(view: View, of: Stratified, result: FactorResult) -> None:
    counted = view.filters.counted
    if of.strata:
        show.figure(
            stratified_figure(of, result.factor, counted),
            file_stem(result.factor.title, "within", of.by.title),
            describe_strata(of, result.factor),
            strata_table(of, result.factor, counted),
        )
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    if len(drawn_groups(of)) < len(of.strata):
        st.caption(show.plain(groups_not_drawn(of, len(drawn_groups(of)))))
