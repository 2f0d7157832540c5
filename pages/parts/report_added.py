"""The exhibits added to the report, answered for the treatments shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.asked import answer_of
from analysis.exhibits.asking import Asking
from analysis.exhibits.shared_report import not_in_it
from analysis.outcome_log.asked import ABOUT_UNITS
from analysis.wording.asked import titles_of, without_answer
from analysis.wording.teams import NAMES_IN_REPORT
from pages.parts import session, show

if TYPE_CHECKING:
    import datetime as dt

    from analysis.exhibits.asked import Answered
    from analysis.exhibits.report import Sections
    from analysis.outcome_log.asked import Asked
    from analysis.questions.sharing import Shared
    from pages.parts.frame import View


def answered(view: View, sections: Sections, shared: Shared | None, made_on: dt.date) -> dict[Asked, Answered]:
    """Return what makes each exhibit, and say which have no answer or cannot be shared."""
    if shared is not None:
        for each in not_in_it(shared, sections.added):
            st.caption(f":material/group: {show.plain(each)}")
        return {}
    if session.TEAMS_LETTERS.get() and any(each.question in ABOUT_UNITS for each in sections.added):
        st.caption(f":material/info: {NAMES_IN_REPORT}")
    dated = view.report.dated or made_on
    asking = Asking(view.counts, view.at_a_glance(), view.settings, dated)
    answers = {
        each: view.answer("added", each, view.settings, dated, ask=partial(answer_of, asking, each))
        for each in sections.added
    }
    if missing := [each for each, make in answers.items() if make is None]:
        st.caption(f":material/help: {show.plain(without_answer(missing, titles_of(view.counts)))}")
    return {each: make for each, make in answers.items() if make is not None}
