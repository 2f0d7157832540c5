"""What in a file points to a person: what was dropped and why, and how many clients stand alone in what is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.report import wording
from pages.parts import show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from analysis.files.reading import TextTable
    from analysis.identifiers.anonymity import Anonymity
    from analysis.outcome_log.choices import ImportChoices
    from analysis.outcome_log.import_report import ImportReport

HELP_TO_CHECK = (
    "We help you check; we cannot promise. Nothing here replaces a look at your own file, and no list of checks finds "
    "every name."
)


def say_found(report: ImportReport) -> None:
    """Say in one line that columns were taken out, wherever on the page the manager is."""
    dropped = [each.column for each in report.findings if each.action == "dropped"]
    if dropped:
        st.warning(show.plain(wording.dropped_columns(dropped)), icon=":material/shield_person:")


def identifiers(report: ImportReport, table: TextTable, choices: ImportChoices) -> None:
    """Show what points to a person, and let the manager keep a column or replace its values by pseudonyms."""
    if report.findings:
        found = pd.DataFrame(
            [
                {
                    "Column": each.column,
                    "Looks like": each.kind,
                    "Why": each.reason,
                    "What was done": wording.action_taken(each),
                }
                for each in report.findings
            ]
        )
        show.table(found, "Each column that points to a person, why, and what was done with it")
    else:
        st.success("No column was found that points to a person.", icon=":material/check:")
    st.caption(HELP_TO_CHECK)
    flagged = [each.column for each in report.findings if each.action in {"dropped", "kept"}]
    if flagged:
        _keep(flagged, choices)
    _pseudonymise(list(table.frame.columns), choices)


def _keep(flagged: list[str], choices: ImportChoices) -> None:
    with st.form("keep", border=True):
        st.markdown("**Keep a flagged column all the same**")
        keep = st.multiselect(
            "Columns", flagged, default=sorted(choices.screen.keep & {*flagged}), key=f"keep {hash(choices)}"
        )
        sure = st.checkbox("I have looked at these columns, and they do not point to any person.", key="sure")
        if st.form_submit_button("Keep them"):
            if {*keep} - choices.screen.keep and not sure:
                st.error(
                    "Look at the columns first, and say so above: what is kept shows in charts, tables and exports."
                )
            else:
                choose_again(replace(choices, screen=replace(choices.screen, keep=frozenset(keep))))
                st.rerun()


def _pseudonymise(names: list[str], choices: ImportChoices) -> None:
    with st.form("pseudonymise", border=True):
        st.markdown(
            "**Replace codes by pseudonyms**, such as the numbers of your practice software. The same code gets the "
            "same pseudonym in every import; only the key beside your log could tell which it was."
        )
        chosen = st.multiselect(
            "Columns",
            names,
            default=sorted(choices.screen.pseudonymise & {*names}),
            key=f"pseudonymise {hash(choices)}",
        )
        if st.form_submit_button("Replace them"):
            choose_again(replace(choices, screen=replace(choices.screen, pseudonymise=frozenset(chosen))))
            st.rerun()


def alone(found: Anonymity) -> None:
    """Say how many clients stand alone with what is known of them."""
    for line in wording.anonymity(found):
        show.sentence(line)
