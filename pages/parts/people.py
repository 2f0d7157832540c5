"""Personal data in a file: what was removed and why, and how many clients could be recognised by the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.identifiers import kinds
from analysis.wording.files import action_taken, people_found
from analysis.wording.glossary import explain
from analysis.wording.saved_log import who_stands_alone
from pages.parts import show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analysis.counting.anonymity import Anonymity
    from analysis.identifiers.screening import Finding
    from analysis.importing.choices import ImportChoices
    from analysis.importing.opening import Opened

HELP_TO_CHECK = "No list of checks finds every name. Please look at your own file, too."


def show_found(findings: Sequence[Finding]) -> None:
    """Show which columns were removed and which were kept by the manager's choice."""
    for line in people_found(findings):
        st.warning(show.plain(line), icon=":material/shield_person:")


def identifiers(file: Opened, choices: ImportChoices) -> None:
    """Show the columns of personal data, and let the manager keep one or replace its values by pseudonyms."""
    findings = file.findings
    if findings:
        found = pd.DataFrame(
            [
                {
                    "Column": each.column,
                    "Looks like": each.kind,
                    "Why": each.reason,
                    "What was done": action_taken(each),
                }
                for each in findings
            ]
        )
        show.table(found, "Each column of personal data, why, and what was done with it")
    else:
        st.success("No column of personal data was found.", icon=":material/check:")
    st.caption(HELP_TO_CHECK)
    _keep_unclear([each for each in findings if each.kind == kinds.UNCLEAR], choices)
    _offer_pseudonyms([each.column for each in findings if each.action == "offered"], choices)
    flagged = {
        each.column: each.kind
        for each in findings
        if each.action in {"dropped", "pseudonymised", "kept"}
        and each.kind not in {kinds.UNCLEAR, kinds.STAFF}
        and each.column not in choices.screen.pseudonymise
    }
    if flagged:
        _keep(flagged, choices)
    _pseudonymise(list(file.header), choices)


def _keep_unclear(unclear: Sequence[Finding], choices: ImportChoices) -> None:
    """Let the manager keep a column that was left out only for its many texts: one click each."""
    if not unclear:
        return
    columns = [each.column for each in unclear]
    kept = [each.column for each in unclear if each.action == "kept"]
    chosen = st.pills(
        "**No clear groups:** click a column to keep it, if it names nobody",
        columns,
        selection_mode="multi",
        default=kept,
        format_func=show.plain,
        key=f"keep unclear {hash(choices)}",
    )
    if {*chosen} == {*kept}:
        return
    _keep_those({(column, kinds.UNCLEAR) for column in chosen}, columns, choices)


def _offer_pseudonyms(staff: Sequence[str], choices: ImportChoices) -> None:
    """Offer pseudonyms for the names of those who treat."""
    for column in staff:
        label = f"Replace the names in “{column}” by pseudonyms"
        if st.button(show.plain(label), icon=":material/badge:", key=f"staff {column} {hash(choices)}"):
            replaced = choices.screen.pseudonymise | {column}
            choose_again(replace(choices, screen=replace(choices.screen, pseudonymise=replaced)))
            st.rerun()


def _keep(flagged: dict[str, str], choices: ImportChoices) -> None:
    kept = [column for column, kind in flagged.items() if choices.screen.keeps(column, kind)]
    # A new key after every change: each confirmation is for one choice of columns only.
    mark = hash(choices)
    with st.form("keep", border=True):
        st.markdown("**Keep a column anyway**")
        chosen = st.multiselect("Columns to keep", list(flagged), default=kept, key=f"keep {mark}")
        sure = st.checkbox("I have looked at these columns: they identify nobody.", key=f"sure {mark}")
        if st.form_submit_button("Keep them"):
            if {*chosen} == {*kept}:
                st.error("Choose the columns to keep first.")
            elif {*chosen} - {*kept} and not sure:
                st.error("Tick the box first: columns that you keep appear in charts, tables and downloads.")
            else:
                _keep_those({(column, flagged[column]) for column in chosen}, flagged, choices)


def _keep_those(chosen: set[tuple[str, str]], of: Collection[str], choices: ImportChoices) -> None:
    """Keep the columns chosen, and of all others those kept before."""
    before = {(column, kind) for column, kind in choices.screen.keep if column not in of}
    choose_again(replace(choices, screen=replace(choices.screen, keep=frozenset(before | chosen))))
    st.rerun()


def _pseudonymise(names: list[str], choices: ImportChoices) -> None:
    with st.form("pseudonymise", border=True):
        st.markdown(
            "**Replace codes by pseudonyms**, such as the client numbers of your practice software. The same code gets "
            "the same pseudonym in every import.",
            help=explain("pseudonym"),
        )
        chosen = st.multiselect(
            "Columns to replace",
            names,
            default=sorted(choices.screen.pseudonymise & {*names}),
            key=f"pseudonymise {hash(choices)}",
        )
        if st.form_submit_button("Replace them"):
            choose_again(replace(choices, screen=replace(choices.screen, pseudonymise=frozenset(chosen))))
            st.rerun()


def alone(found: Anonymity) -> None:
    """Show how many clients could be recognised by the rest of the log."""
    for line in who_stands_alone(found):
        show.sentence(line)
