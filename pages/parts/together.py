"""Two factors together: a heat map of their rates, and whether they count for more together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.together import together_exhibit
from analysis.questions.together import possible_others
from analysis.questions.together import together as two_factors
from analysis.wording.together import nothing_together
from pages.parts import asking, session, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def together(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Let the manager choose a second factor, and show the rates of both together."""
    others = {factor.name: factor for factor in possible_others(result, found)}
    if not others:
        show.sentence(nothing_together(result.factor))
        st.caption(show.plain(view.passing))
        return
    if session.TOGETHER_WITH.get() not in others:
        session.TOGETHER_WITH.forget()
    name = st.selectbox(
        "Second factor (strongest link first)",
        list(others),
        format_func=lambda name: others[name].title,
        key=session.TOGETHER_WITH.name,
    )
    of = view.answer(
        "together",
        result.factor.name,
        name,
        ask=lambda: two_factors(view.counts, result.factor, others[name], found),
    )
    asked = asking.about(result, "two factors", beside=name)
    show.exhibit(together_exhibit(of, view.counted), view.passing, asked=asked)
