"""The answer for one factor: a sentence, and its difference on its own, within groups and after adjusting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.story import story_exhibit
from analysis.questions.story import story
from analysis.wording.glossary import explain
from analysis.wording.one_factor import as_a_whole, link_answer
from pages.parts import adjusted, asking, show
from pages.parts.stratified import within_groups

if TYPE_CHECKING:
    from analysis.outcome_log.asked import Asked
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.story import Story
    from analysis.results import FactorResult
    from pages.parts.frame import Later, View


def answer(view: View, result: FactorResult) -> None:
    """Say in one sentence whether a factor is linked to the outcome."""
    st.header(show.plain(link_answer(result, view.counted)), anchor=False, help=explain("clear link"))


# Of a large log it takes seconds: the rates are there at once, and a click need not wait for it.
@st.fragment(parallel=True)
def show_answer(later: Later, found: AtAGlance, result: FactorResult) -> None:
    """Show what becomes of the difference beside the other factors."""
    view = later.view()
    with view.counts.keeping_patterns():
        of = _story(view, found, result)
    if of is None:
        return
    exhibit = story_exhibit(of, view.counted)
    # Wide enough for what stands below the picture to take one line.
    words, picture = st.columns([4, 5], gap="medium")
    with words:
        show.sentence(exhibit.finding, explain("on its own"))
        for each in filter(None, (*exhibit.sentences, as_a_whole(result))):
            show.sentence(each)
        for each in exhibit.left_out:
            st.caption(show.plain(each))
        show.how(exhibit)
    with picture:
        shown = replace(exhibit, sentences=(), left_out=(), how=())
        show.exhibit(shown, "", with_finding=False, asked=_asked(view, result))


def _asked(view: View, result: FactorResult) -> Asked:
    of_factor = asking.about(result, "story")
    return replace(of_factor, names=adjusted.chosen(view), numbers_in_groups=adjusted.numbers_in_groups())


def _story(view: View, found: AtAGlance, result: FactorResult) -> Story | None:
    names, entered = adjusted.chosen(view), adjusted.entered()
    return view.answer(
        "story",
        result.factor.name,
        result.one_of_all,
        result.is_planned,
        names,
        entered,
        ask=lambda: story(view.counts, within_groups(view, found, result), names, entered),
    )
