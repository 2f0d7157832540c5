"""Can this log tell? What it would show of each factor, and what it would take to settle what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.evidence_tables import abilities_table
from analysis.figures.power import power_figure
from analysis.questions.power import can_this_log_tell
from analysis.wording.files import filters_in_words
from analysis.wording.power import can_tell as can_tell_in_words
from analysis.wording.power import describe_abilities, how_can_tell
from pages.parts import show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def can_tell(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Answer for the factor on screen, then draw all factors, the most able first."""
    counted = view.filters.counted
    abilities = can_this_log_tell(found.factors)
    ability = next(each for each in abilities if each.result.factor.name == result.factor.name)
    st.markdown(f"**{show.plain(can_tell_in_words(ability, counted))}**")
    alt = describe_abilities(abilities, counted)
    numbers = abilities_table(abilities, counted)
    if any(each.detectable is not None for each in abilities):
        figure = power_figure(abilities, counted, result.factor.name)
        show.figure(figure, "what-this-log-can-tell", alt, numbers)
    st.caption(show.plain(filters_in_words(view.filters, view.log)))
    show.cautions(ability.cautions if ability.detectable is not None else (), counted)
    show.table(numbers, alt)
    show.how(how_can_tell(ability, counted))
