"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.figures.rate_curve import rate_curve
from analysis.questions.rate_curve import rate_curve as along_the_values
from analysis.report import wording
from analysis.report.evidence_tables import curve_table
from pages.parts import show

if TYPE_CHECKING:
    from analysis.overview import Overview
    from analysis.results import FactorResult
    from pages.parts.frame import View


def curve(view: View, found: Overview, result: FactorResult) -> None:
    """Draw the rate along a numeric factor; its groups alone, and why, where no curve can be drawn."""
    counted = view.filters.counted
    drawn = view.answer(
        "curve", result.factor.name, ask=lambda: along_the_values(view.log, view.filters, found, result)
    )
    st.markdown(f"**{show.plain(wording.along_the_curve(drawn, counted))}**")
    if drawn.middles:
        show.figure(
            rate_curve(drawn, counted),
            wording.file_stem("rate along", result.factor.title),
            wording.describe_curve(drawn, counted),
            curve_table(drawn),
        )
    st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
    if drawn.points:
        show.cautions(result.cautions, counted)
    show.how(wording.how_curve(drawn, counted))
