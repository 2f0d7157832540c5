"""What columns and values mean: what was understood, with counts, and the manager's word against it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.exhibits.log_tables import columns_table
from analysis.files.limits import limits_in_words
from analysis.importing.import_account import NOT_KNOWN, UNKNOWN
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME
from analysis.wording.files import allowed_values
from analysis.wording.numbers import count, quantity
from analysis.wording.numbers import listed as listed_in_words
from pages.parts import session, show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from analysis.files.reading import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.importing.import_account import ImportAccount, ReadColumn

ALL, TO_CHECK, LEFT_OUT = "All", "To check", "Left out"


def columns(report: ImportAccount, table: TextTable) -> None:
    """Show which column became which field, how sure that is, and what the column holds."""
    which = {
        ALL: report.columns,
        TO_CHECK: [each for each in report.columns if each.confidence in {"low", "medium"}],
        LEFT_OUT: [each for each in report.columns if each.meaning == "left out"],
    }
    session.COLUMNS_SHOWN.begin(ALL)
    # Labels without numbers: the browser knows a choice by its label, and forgets it when that changes.
    shown = st.segmented_control(
        "Columns", list(which), required=True, key=session.COLUMNS_SHOWN.name, label_visibility="collapsed"
    )
    st.caption(" · ".join(f"{name}: {len(columns)}" for name, columns in which.items()))
    show.table(
        columns_table(which[shown or ALL], table.frame),
        "Each column of the file, what it was read as, how sure that is, why, and what it holds",
    )


def correct_column(table: TextTable, choices: ImportChoices, *, outcome_only: bool = False) -> None:
    """Let the manager say what a column means."""
    meanings = {field.name: field.title for field in load().fields}
    meanings |= {EXTRA_FACTOR: "A factor of its own", LEAVE_OUT: "Leave it out"}
    with st.form("correct", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        question = "Which column says whether the skin broke out?" if outcome_only else "Correct a column"
        column = left.selectbox(question, list(table.frame.columns), index=None, placeholder="Choose a column")
        meaning: str | None = OUTCOME
        if not outcome_only:
            meaning = right.selectbox(
                "It means", list(meanings), index=None, format_func=lambda each: meanings[each], placeholder="Choose"
            )
        if go.form_submit_button("Use this", type="primary") and column is not None and meaning is not None:
            choose_again(choices.with_column(column, meaning))
            st.rerun()


def values(report: ImportAccount, choices: ImportChoices) -> None:
    """Show what the values of a column mean, with the number of rows each stands in, and let the manager say otherwise.

    The columns with values that were not understood come first.
    """
    columns = sorted(report.meanings, key=lambda each: (not each.unplaced, each is not report.outcome))
    names = [each.name for each in columns]
    if session.VALUES_OF.get() not in names:
        session.VALUES_OF.set(names[0])
    by_name = {each.name: each for each in columns}
    name = st.selectbox(
        "Values of", names, format_func=lambda each: _with_unplaced(by_name[each]), key=session.VALUES_OF.name
    )
    column = by_name[name]
    if column is report.outcome:
        st.markdown(
            f"What the values of **{show.plain(name)}** mean, with the number of rows each stands in. A row whose "
            "value is in none of the lists is set aside, unless the value itself says “not known”."
        )
        _place(column, choices, {"yes": "Breakout", "no": "No breakout", UNKNOWN: "Not known"})
    elif column.field is not None and load()[column.field].levels:
        st.markdown(
            f"What the values of **{show.plain(name)}** mean, with the number of rows each stands in. A value that is "
            "in none of the lists is left blank; its row counts all the same."
        )
        _place(column, choices, {**{level: level for level in column.levels}, NOT_KNOWN: "Not known"})
    else:
        _merge(column, choices)


def _with_unplaced(column: ReadColumn) -> str:
    unplaced = f" – {quantity(len(column.unplaced), 'value')} to place" if column.unplaced else ""
    return f"{column.name}{unplaced}"


def _place(column: ReadColumn, choices: ImportChoices, labels: dict[str, str]) -> None:
    """Let the manager put every value of a column into the list of one level."""
    counts = {each.value: each.rows for each in column.texts}
    not_known = UNKNOWN if column.field == OUTCOME else NOT_KNOWN
    meant = {
        each.value: not_known if each.meaning == UNKNOWN and not each.is_level else each.meaning
        for each in column.texts
    }
    if column.unplaced and column.field != OUTCOME:
        unplaced = [f"{each.value} · {count(each.rows)}" for each in column.unplaced]
        st.warning(show.plain(f"To place: {listed_in_words(unplaced)}."), icon=":material/help:")
    with st.form("values", border=True):
        chosen = {
            meaning: st.multiselect(
                label,
                list(counts),
                default=[value for value in counts if meant[value] == meaning],
                format_func=lambda value: _with_count(value, counts),
                key=f"means {meaning} {hash((column.name, choices))}",
            )
            for meaning, label in labels.items()
        }
        if st.form_submit_button("Use these meanings", type="primary"):
            twice = {value for value in counts if sum(value in listed for listed in chosen.values()) > 1}
            if twice:
                st.error(show.plain(f"In two lists at once: {listed_in_words(sorted(twice))}. Keep each value in one."))
            elif column.field == OUTCOME:
                yes, no, unknown = (frozenset(chosen[meaning]) for meaning in labels)
                choose_again(replace(choices, yes=yes, no=no, unknown=unknown))
                st.rerun()
            else:
                said = {value: meaning for meaning, listed in chosen.items() for value in listed}
                said |= {value: NOT_KNOWN for value in counts if value not in said}
                different = {value: meaning for value, meaning in said.items() if meant[value] != meaning}
                kept = dict(dict(choices.values).get(column.name, ()))
                choose_again(choices.with_values(column.name, kept | different))
                st.rerun()


def _merge(column: ReadColumn, choices: ImportChoices) -> None:
    """Let the manager say which names are one level, in a column that has names of its own."""
    counts = {each.value: each.rows for each in column.texts}
    st.markdown(
        f"**{show.plain(column.name)}** has names of your own. Two spellings of the same thing, or an answer that "
        "means “not known”, can be put right here."
    )
    read_as = pd.DataFrame(
        [{"Value": each.value, "Rows": each.rows, "Counts as": each.meaning} for each in column.texts],
        columns=["Value", "Rows", "Counts as"],
    )
    show.table(read_as, "Each value, its rows and what it counts as")
    with st.form("merge", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        several = left.multiselect("These values", list(counts), format_func=lambda value: _with_count(value, counts))
        meaning = right.selectbox(
            "count as",
            [*column.levels, NOT_KNOWN],
            index=None,
            format_func=lambda each: "(not known)" if each == NOT_KNOWN else str(each),
            placeholder="Choose a level",
        )
        if go.form_submit_button("Use this", type="primary") and several and meaning is not None:
            said = dict(dict(choices.values).get(column.name, ())) | dict.fromkeys(several, meaning)
            choose_again(choices.with_values(column.name, said))
            st.rerun()


def _with_count(value: str, counts: dict[str, int]) -> str:
    return f"{value.strip() or '(blank)'} · {count(counts[value])}"


def codebook() -> None:
    """Show every field of a log: its column name, what it means, and its levels; offer a template."""
    st.markdown(
        "One row is one treatment. Only one column is required: whether the skin broke out. Columns that are called "
        "differently are recognised, and columns of your own become factors under their own name."
    )
    show.download("Download a template (CSV)", load().template().encode("utf-8-sig"), "outcome-log-template.csv")
    fields = pd.DataFrame(
        [
            {
                "Column": field.name,
                "Field": field.title,
                "What it says": field.description,
                "Values": allowed_values(field),
                "Also understood as": listed_in_words(field.aliases),
            }
            for field in load().fields
        ]
    )
    show.table(fields, "Every field of an outcome log with its meaning and its values")
    st.subheader("How large a file may be", anchor=False)
    st.markdown("\n".join(f"- {show.plain(limit)}" for limit in limits_in_words()))
