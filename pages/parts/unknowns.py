"""Unknown outcomes: how far they could move the rates of a factor, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.evidence_tables import bounds_table
from analysis.figures.unknowns import unknowns_figure
from analysis.questions.unknowns import unknowns_of
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from analysis.wording.unknowns import describe_bounds, how_unknowns, what_unknowns_hide, where_unknowns_are
from pages.parts import show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def unknowns(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Say what the unknown outcomes could hide; only that where every outcome is known."""
    counted = view.filters.counted
    hidden = view.answer(
        "unknown outcomes",
        result.factor.name,
        ask=lambda: unknowns_of(view.log, view.filters, found, result),
    )
    st.markdown(f"**{show.plain(what_unknowns_hide(hidden, counted))}**")
    if not hidden.unknown:
        st.caption(show.plain(filters_in_words(view.filters, view.log)))
        return
    where = where_unknowns_are(hidden, counted)
    if where:
        show.sentence(where)
    alt = describe_bounds(hidden)
    show.figure(
        unknowns_figure(hidden, counted),
        file_stem("unknown outcomes by", result.factor.title),
        alt,
        bounds_table(hidden, counted),
    )
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    show.cautions(hidden.cautions, counted)
    show.table(bounds_table(hidden, counted), alt)
    show.how(how_unknowns(hidden))
