"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.evidence_tables import curve_table
from analysis.figures.curve import curve_figure
from analysis.questions.curve import rate_along
from analysis.wording.curve import along_the_curve, describe_curve, how_curve
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from pages.parts import show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def curve(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Draw the rate along a numeric factor; its groups alone, and why, where no curve can be drawn."""
    counted = view.filters.counted
    drawn = view.answer("curve", result.factor.name, ask=lambda: rate_along(view.log, view.filters, found, result))
    st.markdown(f"**{show.plain(along_the_curve(drawn, counted))}**")
    if drawn.middles:
        show.figure(
            curve_figure(drawn, counted),
            file_stem("rate along", result.factor.title),
            describe_curve(drawn, counted),
            curve_table(drawn),
        )
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    if drawn.points:
        show.cautions(result.cautions, counted)
    show.how(how_curve(drawn, counted))
