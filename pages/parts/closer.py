"""The parts of the page on one factor: what else there is to ask about it, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.one_factor import one_factor_exhibit
from pages.parts import session, show, sidebar
from pages.parts.curve import curve
from pages.parts.frame import FACTORS
from pages.parts.grades import grades
from pages.parts.power import power
from pages.parts.stratified import stratified
from pages.parts.together import together
from pages.parts.unknowns import unknowns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.outcome_log.log import Factor, Log
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def choose(view: View, results: Mapping[str, FactorResult]) -> FactorResult:
    """Let the manager choose the factor that the page is about."""
    if session.FACTOR.get() not in results:
        session.FACTOR.forget()
    name = st.selectbox(
        "Factor (the most telling first)",
        list(results),
        format_func=lambda name: results[name].factor.title,
        key=session.FACTOR.name,
        bind=sidebar.bound(view.log),
    )
    return results[name]


def open_factor(log: Log, factor: Factor) -> None:
    """Go to the page of one factor."""
    # By its address where that may name it: Streamlit writes what only the session knows into no address.
    if sidebar.bound(log):
        session.FACTOR.forget()
        st.switch_page(FACTORS, query_params={session.FACTOR.name: factor.title})
    session.FACTOR.set(factor.name)
    st.switch_page(FACTORS, query_params={})


def look(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Let the manager choose a question about a factor, and answer it."""
    parts = _parts(view, result)
    if session.CLOSER_LOOK.get() not in parts:
        session.CLOSER_LOOK.set(next(iter(parts)))
    part = st.segmented_control(
        "Ask", list(parts), required=True, key=session.CLOSER_LOOK.name, label_visibility="collapsed"
    )
    parts[part or next(iter(parts))](view, found, result)


def _parts(view: View, result: FactorResult) -> dict[str, Callable[[View, AtAGlance, FactorResult], None]]:
    return {
        "Rates": _rates,
        **({"Grades": grades} if view.counted.outcome.is_ordered else {}),
        **({"Curve": curve} if result.factor.kind == "number" else {}),
        "Something else?": stratified,
        "Together with": together,
        "Unknown outcomes": unknowns,
        "Can this log tell?": power,
    }


def _rates(view: View, _found: AtAGlance, result: FactorResult) -> None:
    """Show the rate of each level; the page has said the finding."""
    of = one_factor_exhibit(result, view.counted)
    show.exhibit(of, view.passing, says_finding=False, has_table=True)
