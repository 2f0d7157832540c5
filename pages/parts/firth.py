"""The part of the page on several factors that answers for one of them where breakouts are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.firth import penalised_exhibit
from analysis.methods.firth import MOST_OTHERS
from analysis.outcome_log.asked import Asked
from analysis.questions.adjusted import Refusal
from analysis.questions.firth import may_help, with_few_breakouts
from analysis.wording.glossary import explain
from pages.parts import session, show

if TYPE_CHECKING:
    from analysis.questions.adjusted import Adjusted
    from pages.parts.frame import View


def offer(view: View, names: tuple[str, ...], found: Adjusted | Refusal) -> None:
    """Offer the method for few cases for one of the factors chosen, those left out first."""
    if not may_help(found):
        return
    left_out = () if isinstance(found, Refusal) else tuple(each.factor.name for each in found.without)
    names = (*left_out, *(name for name in names if name not in left_out))
    with st.expander("One factor, with a method for few cases", icon=":material/query_stats:"):
        titles = {name: view.log.factor(name).title for name in names}
        if session.FEW_FACTOR.get() not in titles:
            session.FEW_FACTOR.forget()
        name = st.selectbox("Factor", list(titles), format_func=titles.__getitem__, key=session.FEW_FACTOR.name)
        others = [each for each in titles if each != name]
        session.FEW_OTHERS.set([each for each in session.FEW_OTHERS.get() or [] if each in others])
        allowed_for = tuple(
            st.multiselect(
                "Adjust for",
                others,
                format_func=titles.__getitem__,
                key=session.FEW_OTHERS.name,
                max_selections=MOST_OTHERS,
                placeholder="None",
                help="Two at most: few cases are not enough for more.",
            )
        )
        few = view.answer("few", name, allowed_for, ask=lambda: with_few_breakouts(view.counts, name, allowed_for))
        asked = Asked(question="few breakouts", factor=name, names=allowed_for)
        of = penalised_exhibit(few, view.counted)
        show.exhibit(of, view.passing, explained=explain("few breakouts"), asked=asked)
