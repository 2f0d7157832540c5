"""Unknown outcomes: how far they could move the rates of a factor, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.figures.unknown_bounds import unknown_bounds
from analysis.questions.unknown_outcomes import unknown_outcomes
from analysis.report import wording
from analysis.report.evidence_tables import bounds_table
from pages.parts import show

if TYPE_CHECKING:
    from analysis.overview import Overview
    from analysis.results import FactorResult
    from pages.parts.frame import View


def unknowns(view: View, found: Overview, result: FactorResult) -> None:
    """Say what the unknown outcomes could hide; only that where every outcome is known."""
    counted = view.filters.counted
    hidden = view.answer(
        "unknown outcomes",
        result.factor.name,
        ask=lambda: unknown_outcomes(view.log, view.filters, found, result),
    )
    st.markdown(f"**{show.plain(wording.what_unknowns_hide(hidden, counted))}**")
    if not hidden.unknown:
        st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
        return
    where = wording.where_unknowns_are(hidden, counted)
    if where:
        show.sentence(where)
    alt = wording.describe_bounds(hidden)
    show.figure(
        unknown_bounds(hidden, counted),
        wording.file_stem("unknown outcomes by", result.factor.title),
        alt,
        bounds_table(hidden, counted),
    )
    st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
    show.cautions(hidden.cautions, counted)
    show.table(bounds_table(hidden, counted), alt)
    show.how(wording.how_unknowns(hidden))
