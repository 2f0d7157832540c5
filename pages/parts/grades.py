"""An ordered outcome, grade by grade: how bad it was at each level of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.grades_table import grades_table
from analysis.figures.grades import grades_figure
from analysis.questions.grades import grades_by_level as ordered_outcome
from analysis.wording.files import filters_in_words
from analysis.wording.grades import describe_grades, grades_finding, grades_left_out, how_grades
from analysis.wording.numbers import file_stem
from pages.parts import show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def grade_by_grade(view: View, _found: AtAGlance, result: FactorResult) -> None:
    """Show the shares of the grades at each level of a factor, and whether they go with it."""
    counted = view.filters.counted
    of = view.answer("grades", result.factor.name, ask=lambda: ordered_outcome(view.log, view.filters, result))
    st.markdown(f"**{show.plain(grades_finding(of, counted))}**")
    described, numbers = describe_grades(of, counted), grades_table(of, counted)
    if of.levels:
        name = file_stem(counted.outcome.title, "by", result.factor.title)
        show.figure(grades_figure(of, counted), name, described, numbers)
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    if left_out := grades_left_out(of, counted):
        st.caption(f":material/help: {show.plain(left_out)}")
    if of.test is not None:
        show.cautions(of.cautions, counted)
    show.how(how_grades(of, counted))
