"""What in a file points to a person: what was dropped and why, and how many clients stand alone in what is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.identifiers import kinds
from analysis.wording.files import action_taken, people_found
from analysis.wording.saved_log import who_stands_alone
from pages.parts import show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analysis.counting.anonymity import Anonymity
    from analysis.identifiers.screening import Finding
    from analysis.importing.choices import ImportChoices
    from analysis.importing.opening import Opened

HELP_TO_CHECK = (
    "We help you check; we cannot promise. Nothing here replaces a look at your own file, and no list of checks finds "
    "every name."
)


def say_found(findings: Sequence[Finding]) -> None:
    """Say in one line what was taken out and what was kept on the manager's word, wherever on the page that is."""
    for line in people_found(findings):
        st.warning(show.plain(line), icon=":material/shield_person:")


def identifiers(file: Opened, choices: ImportChoices) -> None:
    """Show what points to a person, and let the manager keep a column or replace its values by pseudonyms."""
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
        show.table(found, "Each column that points to a person, why, and what was done with it")
    else:
        st.success("No column was found that points to a person.", icon=":material/check:")
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
    """Let the manager keep a column that nothing but its many texts speaks against: one click each."""
    if not unclear:
        return
    columns = [each.column for each in unclear]
    kept = [each.column for each in unclear if each.action == "kept"]
    chosen = st.pills(
        "**No plain factors:** click a column that names nobody, and it is kept",
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
        st.markdown("**Keep a flagged column all the same**")
        chosen = st.multiselect("Columns to keep", list(flagged), default=kept, key=f"keep {mark}")
        sure = st.checkbox("I have looked at these columns, and they do not point to any person.", key=f"sure {mark}")
        if st.form_submit_button("Keep them"):
            if {*chosen} == {*kept}:
                st.error("Choose the columns to keep first.")
            elif {*chosen} - {*kept} and not sure:
                st.error(
                    "Look at the columns first, and say so above: what is kept shows in charts, tables and exports."
                )
            else:
                _keep_those({(column, flagged[column]) for column in chosen}, flagged, choices)


def _keep_those(chosen: set[tuple[str, str]], of: Collection[str], choices: ImportChoices) -> None:
    """Keep what was chosen of some columns, and of all others what was kept before."""
    before = {(column, kind) for column, kind in choices.screen.keep if column not in of}
    choose_again(replace(choices, screen=replace(choices.screen, keep=frozenset(before | chosen))))
    st.rerun()


def _pseudonymise(names: list[str], choices: ImportChoices) -> None:
    with st.form("pseudonymise", border=True):
        st.markdown(
            "**Replace codes by pseudonyms**, such as the numbers of your practice software. The same code gets the "
            "same pseudonym in every import; only the key beside your log could tell which it was."
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
    """Say how many clients stand alone with what is known of them."""
    for line in who_stands_alone(found):
        show.sentence(line)
