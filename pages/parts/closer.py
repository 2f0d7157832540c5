"""The parts of the page on one factor: what else there is to ask about it, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.figures.rates_by_level import rates_by_level
from analysis.report import wording
from analysis.report.tables import levels_table
from pages.parts import show
from pages.parts.can_tell import can_tell
from pages.parts.curve import curve
from pages.parts.grades import grade_by_grade
from pages.parts.something_else import look_for_something_else
from pages.parts.together import look_together
from pages.parts.unknowns import unknowns

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.overview import Overview
    from analysis.results import FactorResult
    from pages.parts.frame import View

PART = "closer_look"


def look(view: View, found: Overview, result: FactorResult) -> None:
    """Let the manager choose a question about a factor, and answer it."""
    parts = _parts(view, result)
    if st.session_state.get(PART) not in parts:
        st.session_state[PART] = next(iter(parts))
    part = st.segmented_control("Ask", list(parts), required=True, key=PART, label_visibility="collapsed")
    parts[part or next(iter(parts))](view, found, result)


def _parts(view: View, result: FactorResult) -> dict[str, Callable[[View, Overview, FactorResult], None]]:
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


def _rates(view: View, _found: Overview, result: FactorResult) -> None:
    counted = view.filters.counted
    described, numbers = wording.describe_levels(result, counted), levels_table(result, counted)
    name = wording.file_stem(wording.rate_name(counted), "by", result.factor.title)
    show.figure(rates_by_level(result, counted), name, described, numbers)
    st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
    for unknown in (wording.unknown_outcomes(result), wording.not_answered(result, counted)):
        if unknown:
            st.caption(f":material/help: {show.plain(unknown)}")
    show.cautions(result.cautions, counted)
    show.table(numbers, described)
    show.how(wording.how(result, counted))
