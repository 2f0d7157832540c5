"""Ask how a file is to be read where it can be read in more than one way, and say how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.importing.doubts.outcome_answers import ABOUT_ANSWERS
from analysis.wording.decisions import told_apart
from pages.parts import mapping, show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from analysis.importing.choices import ImportChoices
    from analysis.importing.decision import Decision, UndecidedError
    from analysis.importing.import_account import ImportAccount


def ask(open_question: UndecidedError, choices: ImportChoices) -> None:
    """Ask the first question that is open: each answer with what it leads to, and rows of the file to go by."""
    decision = open_question.decision
    with st.container(border=True, key="question"):
        st.subheader(show.plain(decision.question), anchor=False)
        st.markdown(f"{show.plain(decision.because)} Until you say what is right, no page shows a rate of this file.")
        for place, (each, words) in enumerate(zip(decision.alternatives, told_apart(decision), strict=True)):
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
            st.caption("Rows of the file to go by:")
            _show_rows(decision)
    if decision.about == ABOUT_ANSWERS and open_question.account is not None:
        with st.expander("None of these fits: say it answer by answer"):
            mapping.values(open_question.account, choices)


def _show_rows(decision: Decision) -> None:
    rows = pd.DataFrame(
        [texts for _, texts in decision.rows],
        columns=list(decision.columns),
        index=pd.Index([row for row, _ in decision.rows], name="Row"),
    )
    show.table(rows, "A few rows of the file, with their numbers in the file", row_numbers=True)


def say_decided(account: ImportAccount, choices: ImportChoices) -> None:
    """Say how the file is read where it could be read otherwise, and let the manager think again."""
    for place, decision in enumerate(each for each in account.decisions if each.is_telling):
        words, again = st.columns([5, 1], vertical_alignment="center")
        words.markdown(f":material/fact_check: {show.plain(decision.in_words)}")
        if choices.answer_to(decision.about) is not None:
            again.button(
                "Ask again",
                key=f"ask again {place}",
                on_click=choose_again,
                args=(choices.without_answer(decision.about),),
            )
