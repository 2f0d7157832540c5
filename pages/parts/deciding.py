"""Ask how to read a file that can be read in more than one way, and show how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.importing.doubts.outcome_answers import ABOUT_ANSWERS
from analysis.wording.decisions import leads_to_each
from pages.parts import mapping, show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from analysis.importing.choices import ImportChoices
    from analysis.importing.decision import Decision, UndecidedError
    from analysis.importing.import_account import ImportAccount


def ask(open_question: UndecidedError, choices: ImportChoices) -> None:
    """Ask the first open question: each answer with the counts that it leads to, and rows of the file as examples."""
    decision = open_question.decision
    with st.container(border=True, key="question"):
        st.header(show.plain(decision.question), anchor=False)
        st.markdown(f"{show.plain(decision.because)} No page shows a rate of this file until you choose.")
        for place, (each, words) in enumerate(zip(decision.alternatives, leads_to_each(decision), strict=True)):
            reading, leads_to = st.columns([3, 2], vertical_alignment="center")
            reading.button(
                show.plain(each.reading[:1].upper() + each.reading[1:]),
                key=f"answer {place}",
                on_click=choose_again,
                args=(choices.with_answer(decision.about, each.reading),),
                width="stretch",
            )
            leads_to.markdown(show.plain(words))
        if decision.rows:
            st.caption("Rows of the file, as examples:")
            _show_rows(decision)
    if decision.about == ABOUT_ANSWERS and open_question.account is not None:
        with st.expander("None of these fits: choose the meaning of each answer"):
            mapping.values(open_question.account, choices)


def _show_rows(decision: Decision) -> None:
    rows = pd.DataFrame(
        [texts for _, texts in decision.rows],
        columns=list(decision.columns),
        index=pd.Index([row for row, _ in decision.rows], name="Row"),
    )
    show.table(rows, "A few rows of the file, with their numbers in the file", row_numbers=True)


def show_decided(account: ImportAccount, choices: ImportChoices) -> None:
    """Show how the file is read where it could be read otherwise, and let the manager choose again."""
    for place, decision in enumerate(each for each in account.decisions if each.is_notable):
        words, again = st.columns([5, 1], vertical_alignment="center")
        words.markdown(f":material/fact_check: {show.plain(decision.in_words)}")
        if choices.answer_to(decision.about) is not None:
            again.button(
                "Choose again",
                key=f"ask again {place}",
                on_click=choose_again,
                args=(choices.without_answer(decision.about),),
            )
