"""An ordered outcome, grade by grade: how bad it was at each level of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.figures.grades_by_level import grades_by_level
from analysis.questions.grades import grades_by_level as ordered_outcome
from analysis.report import wording
from analysis.report.grades_table import grades_table
from pages.parts import show

if TYPE_CHECKING:
    from analysis.overview import Overview
    from analysis.results import FactorResult
    from pages.parts.frame import View


def grade_by_grade(view: View, _found: Overview, result: FactorResult) -> None:
    """Show the shares of the grades at each level of a factor, and whether they go with it."""
    counted = view.filters.counted
    of = view.answer("grades", result.factor.name, ask=lambda: ordered_outcome(view.log, view.filters, result))
    st.markdown(f"**{show.plain(wording.grades_finding(of, counted))}**")
    described, numbers = wording.describe_grades(of, counted), grades_table(of, counted)
    if of.levels:
        name = wording.file_stem(counted.outcome.title, "by", result.factor.title)
        show.figure(grades_by_level(of, counted), name, described, numbers)
    st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
    if left_out := wording.grades_left_out(of, counted):
        st.caption(f":material/help: {show.plain(left_out)}")
    if of.test is not None:
        show.cautions(of.cautions, counted)
    show.how(wording.how_grades(of, counted))
