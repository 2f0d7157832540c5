"""What clients can expect: when breakouts begin, how long they last, how severe they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.recovery import BEGIN, LAST, SEVERE, SIGNS, recovery_exhibits
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.outcomes import Counted
from analysis.questions.recovery import recovery, recovery_by
from analysis.wording.files import filters_in_words
from analysis.wording.glossary import explain
from analysis.wording.rates import RED_FLAGS
from analysis.wording.recovery import ALWAYS_BREAKOUTS, expectation, what_would_answer
from pages.parts import session, show, sidebar
from pages.parts.frame import OUTCOME_LOG

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit
    from analysis.outcome_log.asked import Question
    from analysis.questions.recovery import Recovery
    from pages.parts.frame import View


def show_expectation(view: View) -> None:
    """Say what clients can expect, whatever the charts are split by."""
    found = _found(view)
    first, *others = expectation(found)
    # Close together, so that the first chart stands on the first screen of a laptop.
    with st.container(gap="xsmall"):
        st.header(show.plain(first), anchor=False, help=explain("what to expect"))
        if others:
            st.markdown("\n".join(f"- {show.plain(each)}" for each in others))
        st.caption(f":material/medical_services: {RED_FLAGS}")
    missing = tuple(what_would_answer(found))
    for each in missing:
        st.caption(f":material/help: {show.plain(each)}")
    if missing:
        st.page_link(OUTCOME_LOG, label="Go to the Outcome log", icon=":material/upload_file:")
    if not view.counted.outcome.is_breakout:
        st.caption(f":material/info: {ALWAYS_BREAKOUTS}")


def look(view: View) -> None:
    """Let the manager choose a factor, and show when breakouts begin, how long they last and how severe they are."""
    whole = _found(view)
    # Whatever outcome is chosen, this page is about breakouts.
    counted = filters_in_words(view.counts.of(Counted(unit=view.counted.unit)))
    if whole.onset is None and whole.severity is None and not whole.signs:
        st.caption(show.plain(counted))
        return
    # The first chart comes first, though the choice below decides by what it is split.
    above = st.container(gap="xsmall")
    found = _found_by(view, factor := choose_groups(view))
    first, *others = view.exhibit("recovery", factor, make=lambda: tuple(recovery_exhibits(found)))
    with above:
        _show_first(first, found, counted)
    for of in others:
        st.header(show.plain(of.heading), divider="gray", help=_explained(of))
        has_table = found.factor is not None or of.figure is None
        show.exhibit(of, "", has_table=has_table, asked=_asked(of, found))


def _show_first(of: Exhibit, found: Recovery, counted: str) -> None:
    """Show the first chart, and what was counted for all of them."""
    st.header(show.plain(of.heading), anchor=False, help=_explained(of))
    if found.factor is not None or of.figure is None:
        show.exhibit(of, counted, has_table=True, asked=_asked(of, found))
    else:
        # The page has its answer above.
        below = (of.finding, *of.sentences, *of.details)
        shown = replace(of, sentences=(), details=below)
        show.exhibit(shown, counted, with_finding=False, asked=_asked(of, found))


def _asked(of: Exhibit, found: Recovery) -> Asked:
    """Return what a part of the page answers; warning signs are not split by a factor."""
    about: dict[str, Question] = {
        BEGIN: "when breakouts begin",
        LAST: "how long breakouts last",
        SEVERE: "how severe breakouts are",
    }
    question = next((each for heading, each in about.items() if of.heading.startswith(heading)), None)
    factor = found.factor.name if found.factor is not None and question is not None else ""
    return Asked(question=question or "warning signs", factor=factor)


def _explained(of: Exhibit) -> str | None:
    """Return what the term means that a part of the page begins with."""
    if of.heading.startswith(BEGIN):
        return explain("numbers at risk")
    if of.heading.startswith(LAST):
        return explain("median day")
    return explain("onset day") if of.heading == SIGNS else None


def choose_groups(view: View, label: str = "Compare groups") -> str:
    """Let the manager choose the factor by which recovery is shown; none at first."""
    factors = {factor.name: factor for factor in view.counts.factors}
    if session.RECOVERY_BY.get() not in factors:
        session.RECOVERY_BY.forget()
    if not factors:
        return ""
    return st.selectbox(
        label,
        ["", *factors],
        format_func=lambda name: factors[name].title if name else "All together",
        key=session.RECOVERY_BY.name,
        bind=sidebar.bound(view.log),
    )


def choose_again(factor: str) -> None:
    """Show recovery by the factor of a saved report."""
    session.RECOVERY_BY.set(factor)


def _found(view: View) -> Recovery:
    return view.answer("recovery", ask=lambda: recovery(view.counts))


def _found_by(view: View, name: str) -> Recovery:
    whole = _found(view)
    if not name:
        return whole
    return view.answer("recovery", name, ask=lambda: recovery_by(view.counts, view.counts.factor(name), whole))
