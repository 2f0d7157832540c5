"""The parts of the page on one factor: what else there is to ask about it, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.tables import levels_table
from analysis.figures.one_factor import one_factor_figure
from analysis.wording.descriptions import describe_levels
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import how, not_answered, unknowns_in_short
from analysis.wording.outcomes import rate_name
from pages.parts import show
from pages.parts.curve import curve
from pages.parts.grades import grade_by_grade
from pages.parts.power import can_tell
from pages.parts.stratified import look_for_something_else
from pages.parts.together import look_together
from pages.parts.unknowns import unknowns

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View

PART = "closer_look"


def look(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Let the manager choose a question about a factor, and answer it."""
    parts = _parts(view, result)
    if st.session_state.get(PART) not in parts:
        st.session_state[PART] = next(iter(parts))
    part = st.segmented_control("Ask", list(parts), required=True, key=PART, label_visibility="collapsed")
    parts[part or next(iter(parts))](view, found, result)


def _parts(view: View, result: FactorResult) -> dict[str, Callable[[View, AtAGlance, FactorResult], None]]:
    grades = {"Grades": grade_by_grade} if view.filters.outcome.is_ordered else {}
    numeric = {"Curve": curve} if result.factor.kind == "number" else {}
    return {
        "Rates": _rates,
        **grades,
        **numeric,
        "Something else?": look_for_something_else,
        "Together with": look_together,
        "Unknown outcomes": unknowns,
        "Can this log tell?": can_tell,
    }


def _rates(view: View, _found: AtAGlance, result: FactorResult) -> None:
    counted = view.filters.counted
    described, numbers = describe_levels(result, counted), levels_table(result, counted)
    name = file_stem(rate_name(counted), "by", result.factor.title)
    show.figure(one_factor_figure(result, counted), name, described, numbers)
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    for unknown in (unknowns_in_short(result), not_answered(result, counted)):
        if unknown:
            st.caption(f":material/help: {show.plain(unknown)}")
    show.cautions(result.cautions, counted)
    show.table(numbers, described)
    show.how(how(result, counted))
