"""Whether a difference remains among clients with the same level of another factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.stratified import stratified_exhibit
from analysis.questions.stratified import something_else
from analysis.wording.glossary import explain
from analysis.wording.stratified import hint
from pages.parts import asking, session, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.stratified import WithinGroups
    from analysis.results import FactorResult
    from pages.parts.frame import View


def within_groups(view: View, found: AtAGlance, result: FactorResult) -> WithinGroups:
    """Return the comparison of a factor within the groups of every other one."""
    return view.answer(
        "within groups",
        result.factor.name,
        result.one_of_all,
        result.is_planned,
        ask=lambda: something_else(view.counts, result, found),
    )


def stratified(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Say which other factors change the answer, and show the comparison within the groups of one of them."""
    asked = within_groups(view, found, result)
    counted = view.counted
    st.markdown(f"**{show.plain(hint(asked, counted))}**", help=explain("within groups"))
    if not asked.looked_at:
        st.caption(show.plain(view.passing))
        return
    by_name = {each.by.name: each for each in asked.looked_at}
    # A key for each factor: what was chosen for another is not the one that changes this one most.
    groups = session.GROUPS_OF.of(result.factor.name)
    if groups.get() not in by_name:
        groups.forget()
    name = st.selectbox(
        "Compare clients with the same (largest change first)",
        list(by_name),
        format_func=lambda name: by_name[name].by.title,
        key=groups.name,
    )
    of = stratified_exhibit(asked, by_name[name], counted)
    show.sentence(of.finding)
    show.exhibit(of, view.passing, with_finding=False, asked=asking.about(result, "within groups", beside=name))
