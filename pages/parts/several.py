"""The page on several factors at once: its answer, and the choice of factors below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.questions.adjusted import Refusal
from analysis.wording.adjusted import adjusted_finding
from analysis.wording.cautions import caution
from analysis.wording.glossary import explain
from pages.parts import adjusted, firth, show, waiting

if TYPE_CHECKING:
    from pages.parts.frame import Later, View


# Models of a large log take seconds: the page is there at once, and a click need not wait for them.
@st.fragment(parallel=True)
def several_factors(later: Later) -> None:
    """Let the manager choose factors, and show what they say together."""
    waiting.begin_run()
    view = later.view()
    with view.counts.keeping_patterns():
        _several_factors(view)


def _several_factors(view: View) -> None:
    # The answer comes first, though the choice below decides it.
    above = st.container()
    chosen = adjusted.choose(view)
    with above:
        if not chosen.names:
            adjusted.say_nothing_chosen(view)
            return
        found = adjusted.answer(view, chosen)
        st.header(show.plain(adjusted_finding(found, view.counted)), anchor=False, help=explain("after adjusting"))
        if isinstance(found, Refusal):
            st.warning(show.plain(caution(found.reason, view.counted)), icon=":material/do_not_disturb_on:")
            adjusted.offer_suggested(view, chosen.names)
        else:
            adjusted.look(view, found, chosen)
        firth.offer(view, chosen.names, found)
