"""The parts of the page on one factor, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.methods.each_level import can_be_each
from analysis.methods.ranking import planned as as_planned
from analysis.questions.each_level import each_level
from analysis.wording.glossary import explain
from analysis.wording.numbers import level_name
from analysis.wording.one_factor import contrast_name
from pages.parts import asking, choosing, planned_question, session, show, sidebar
from pages.parts.curve import curve
from pages.parts.frame import FACTORS
from pages.parts.grades import grades
from pages.parts.power import power
from pages.parts.stratified import stratified
from pages.parts.together import together
from pages.parts.treatments import see_treatments
from pages.parts.unknowns import unknowns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.log import Factor, Level
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


UNKNOWN_OUTCOMES = "Unknown outcomes"


def choose(view: View, found: AtAGlance) -> FactorResult:
    """Let the manager choose the factor that the page is about, and which of its levels is compared with the others."""
    results = {result.factor.name: result for result in found.factors}
    if session.FACTOR.get() not in results:
        session.FACTOR.forget()
    _take_click()
    left, right, planned = st.columns([4, 4, 2], vertical_alignment="bottom")
    with left:
        name = st.selectbox(
            "Factor (strongest link first)",
            list(results),
            format_func=lambda name: results[name].factor.title,
            key=session.FACTOR.name,
            bind=sidebar.bound(view.log),
            help=show.plain(description) if (description := _description(results)) else None,
        )
    result = results[name]
    each = view.answer("each level", name, ask=lambda: each_level(view.counts, result, found))
    if each:
        with right:
            result = _compared(result, each)
    with planned:
        return as_planned(result) if _is_planned(name) else result


def _is_planned(name: str) -> bool:
    """Let the manager say that the factor was the question before anything was looked at."""
    ticked = session.IS_PLANNED.of(name)
    ticked.set(planned_question.factor() == name)
    return st.checkbox(
        "Planned question",
        key=ticked.name,
        on_change=_plan,
        args=(name,),
        help="Tick this only if you chose this factor before you saw any result. Its intervals and p-value are then "
        "its own. Otherwise it is one of many that were searched, and they allow for that.",
    )


def _plan(name: str) -> None:
    planned_question.plan(name if session.IS_PLANNED.of(name).get() else "")


def _take_click() -> None:
    """Choose the level whose bar was clicked: a widget's value cannot change once it is drawn."""
    factor, level = session.COMPARED_BY_CLICK.take() or ("", "")
    if factor:
        session.COMPARED.of(factor).set(level)


def _description(results: Mapping[str, FactorResult]) -> str:
    return results[session.FACTOR.get() or next(iter(results))].factor.description


def _compared(result: FactorResult, each: Mapping[Level, FactorResult]) -> FactorResult:
    """Let the manager choose a level to compare with all the others, here or by a click on its bar."""
    by_name = {level_name(level, result.factor): of for level, of in each.items()}
    compared = session.COMPARED.of(result.factor.name)
    if compared.get() not in by_name:
        compared.forget()
    name = st.selectbox(
        "Compare",
        ["", *by_name],
        format_func=lambda name: contrast_name(by_name[name] if name else result),
        key=compared.name,
        help="One level with all the others together, or two by rule: the furthest from the reference, the last level "
        "of an order from the first. A click on a bar chooses its level.",
    )
    return by_name.get(name, result)


def open_factor(log: LogDescription, factor: Factor) -> None:
    """Go to the page of one factor."""
    # By its address where that may name it: Streamlit writes what only the session knows into no address.
    if sidebar.bound(log):
        session.FACTOR.forget()
        st.switch_page(FACTORS, query_params={session.FACTOR.name: factor.title})
    session.FACTOR.set(factor.name)
    st.switch_page(FACTORS, query_params={})


def open_part(part: str) -> None:
    """Go to a question on the factor that was looked at last."""
    session.CLOSER_LOOK.set(part)
    st.switch_page(FACTORS)


def look(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Let the manager choose a question about a factor, and answer it."""
    parts = _parts(view, result)
    parts[choosing.one_of("Ask", parts, session.CLOSER_LOOK)](view, found, result)


def _parts(view: View, result: FactorResult) -> dict[str, Callable[[View, AtAGlance, FactorResult], None]]:
    return {
        "Rates": _rates,
        **({"Grades": grades} if view.counted.outcome.is_ordered else {}),
        **({"Curve": curve} if result.factor.kind == "number" else {}),
        "Within groups": stratified,
        "Two factors together": together,
        UNKNOWN_OUTCOMES: unknowns,
        "Enough data?": power,
    }


def _rates(view: View, _found: AtAGlance, result: FactorResult) -> None:
    """Show the rate of each level; the page shows the finding above."""
    of = one_factor_exhibit(result, view.counted)
    can_choose = can_be_each(result)
    clicked = show.exhibit(
        of,
        view.passing,
        with_finding=False,
        has_table=True,
        clickable=can_choose,
        explained=explain("allowing for few treatments"),
        asked=asking.about(result, "rates"),
    )
    see_treatments(view, result.factor, [each.level for each in result.levels])
    last = session.CLICKED_LEVEL.of(result.factor.name)
    # A chart keeps its selection: only another one is a click.
    if can_choose and clicked != last.get():
        last.set(clicked)
        if clicked is not None:
            session.COMPARED_BY_CLICK.set((result.factor.name, clicked))
            st.rerun()
