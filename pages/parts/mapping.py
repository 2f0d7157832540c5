"""The meaning of columns and values: as read, with counts, and with forms to correct it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.exhibits.codebook import codebook_table
from analysis.exhibits.log_tables import columns_table
from analysis.files.limits import limits_in_words
from analysis.importing.import_account import NOT_KNOWN, UNKNOWN
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.value_kinds import KINDS
from analysis.wording.kinds import KIND_NAMES
from analysis.wording.numbers import count, quantity
from analysis.wording.numbers import listed as listed_in_words
from pages.parts import choosing, session, show
from pages.parts.importing import choose_again

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from analysis.files.text_table import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.importing.import_account import ImportAccount, ReadColumn
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.value_kinds import ValueKind
    from pages.parts.session import Key

ALL, TO_CHECK, LEFT_OUT = "All", "To check", "Left out"


def columns(report: ImportAccount, table: TextTable) -> None:
    """Show which column became which field, how sure that is, and examples of its values."""
    which = {
        ALL: report.columns,
        TO_CHECK: [each for each in report.columns if each.confidence in {"low", "medium"}],
        LEFT_OUT: [each for each in report.columns if each.meaning == "left out"],
    }
    # Labels without numbers: the browser knows a choice by its label, and forgets it when that changes.
    shown = choosing.one_of("Columns", which, session.COLUMNS_SHOWN)
    st.caption(" · ".join(f"{name}: {len(columns)}" for name, columns in which.items()))
    show.table(
        columns_table(which[shown], table.frame),
        "Each column of the file, how it was read, how sure that is, examples, and why",
    )


def correct_column(table: TextTable, choices: ImportChoices, *, outcome_only: bool = False) -> None:
    """Let the manager choose the meaning of a column."""
    meanings = {field.name: field.title for field in load().fields}
    meanings |= {EXTRA_FACTOR: "An extra factor", LEAVE_OUT: "Leave it out"}
    with st.form("correct", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        question = "Which column records the breakouts?" if outcome_only else "Correct a column"
        left.selectbox(
            question,
            list(table.frame.columns),
            index=None,
            placeholder="Choose a column",
            key=session.CORRECTED_COLUMN.name,
        )
        if not outcome_only:
            right.selectbox(
                "It means",
                list(meanings),
                index=None,
                format_func=lambda each: meanings[each],
                placeholder="Choose",
                key=session.CORRECTED_MEANING.name,
            )
        _button(go, "Use this", _use_as_outcome if outcome_only else _use_meaning, choices)


def _use_as_outcome(choices: ImportChoices) -> str | None:
    column = session.CORRECTED_COLUMN.get()
    if column is None:
        return "Choose a column first."
    choose_again(choices.with_column(column, OUTCOME))
    return None


def _use_meaning(choices: ImportChoices) -> str | None:
    column, meaning = session.CORRECTED_COLUMN.get(), session.CORRECTED_MEANING.get()
    if column is None or meaning is None:
        return "Choose a column and what it means."
    choose_again(choices.with_column(column, meaning))
    return None


def _button(place: DeltaGenerator, label: str, use: Callable[..., str | None], *of: object) -> None:
    """Draw the button of a form, and what was wrong with the form when it was last pressed.

    What was chosen holds before the page is drawn again: else it would be lost when the manager goes to another page
    at once.

    Parameters
    ----------
    use : Callable
        Uses what the form has, and returns a sentence where something in it is missing or wrong.
    """
    place.form_submit_button(label, type="primary", on_click=_press, args=(label, use, *of))
    pressed, fault = session.FORM_FAULT.get()
    if pressed == label:
        session.FORM_FAULT.forget()
        st.error(show.plain(f"Nothing has changed. {fault}"), icon=":material/error:")


def _press(label: str, use: Callable[..., str | None], *of: object) -> None:
    fault = use(*of)
    if fault is not None:
        session.FORM_FAULT.set((label, fault))


def correct_kind(report: ImportAccount, choices: ImportChoices) -> None:
    """Let the manager choose what the values of their own columns are: numbers, ordered groups or names."""
    own = {column.name: column for column in report.columns if column.kind is not None}
    if not own:
        return
    with st.form("kind", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        left.selectbox(
            "Correct what its values are",
            list(own),
            index=None,
            format_func=lambda each: f"{each} – {KIND_NAMES[kind.kind].lower() if (kind := own[each].kind) else ''}",
            placeholder="Choose a column",
            help="Numbers measure something, ordered groups are steps of a scale, names have no order. Each kind has "
            "its own test and chart.",
            key=session.CORRECTED_KIND_OF.name,
        )
        right.selectbox(
            "Its values are",
            KINDS,
            index=None,
            format_func=KIND_NAMES.__getitem__,
            placeholder="Choose",
            key=session.CORRECTED_KIND.name,
        )
        _button(go, "Use this kind", _use_kind, choices)
    kept = [f"“{name}” as {KIND_NAMES[kind].lower()}" for name, kind in choices.kinds if not _is_of(own, name, kind)]
    if kept:
        st.warning(
            show.plain(f"The values cannot be read as you chose: {listed_in_words(kept)}."), icon=":material/help:"
        )


def _use_kind(choices: ImportChoices) -> str | None:
    name, kind = session.CORRECTED_KIND_OF.get(), session.CORRECTED_KIND.get()
    if name is None or kind is None:
        return "Choose a column and what its values are."
    choose_again(choices.with_kind(name, kind))
    return None


def _is_of(columns: Mapping[str, Column], name: str, kind: ValueKind) -> bool:
    column = columns.get(name)
    return column is not None and column.kind is not None and column.kind.kind == kind


def values(report: ImportAccount, choices: ImportChoices) -> None:
    """Show the meaning and number of rows of each value of a column, and let the manager correct it.

    Columns with values that were not understood come first.
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
            f"The meaning of each value of **{show.plain(name)}**, with its number of rows. Rows with a value in none "
            "of the lists are set aside, unless the value itself means “unknown”."
        )
        _place(column, choices, {"yes": "Breakout", "no": "No breakout", UNKNOWN: "Unknown"})
    elif column.field is not None and load()[column.field].levels:
        st.markdown(
            f"The meaning of each value of **{show.plain(name)}**, with its number of rows. A value in none of the "
            "lists is left blank; the row still counts."
        )
        _place(column, choices, {**{level: level for level in column.levels}, NOT_KNOWN: "Unknown"})
    else:
        _merge(column, choices)


def _with_unplaced(column: ReadColumn) -> str:
    unplaced = f" – {quantity(len(column.unplaced), 'value')} to check" if column.unplaced else ""
    return f"{column.name}{unplaced}"


def _place(column: ReadColumn, choices: ImportChoices, labels: dict[str, str]) -> None:
    """Let the manager put each value of a column into the list of its meaning."""
    counts = {each.value: each.rows for each in column.texts}
    not_known = UNKNOWN if column.field == OUTCOME else NOT_KNOWN
    meant = {
        each.value: not_known if each.meaning == UNKNOWN and not each.is_level else each.meaning
        for each in column.texts
    }
    if column.unplaced and column.field != OUTCOME:
        unplaced = [f"{each.value} · {count(each.rows)}" for each in column.unplaced]
        st.warning(show.plain(f"Not in a list yet: {listed_in_words(unplaced)}."), icon=":material/help:")
    lists = {meaning: session.VALUES_MEANING.of(f"{meaning} {hash((column.name, choices))}") for meaning in labels}
    with st.form("values", border=True):
        for meaning, label in labels.items():
            st.multiselect(
                label,
                list(counts),
                default=[value for value in counts if meant[value] == meaning],
                format_func=lambda value: _with_count(value, counts),
                key=lists[meaning].name,
            )
        _button(st.container(), "Use these meanings", _use_meanings, column, choices, lists, meant)


def _use_meanings(
    column: ReadColumn, choices: ImportChoices, lists: Mapping[str, Key[list[str]]], meant: Mapping[str, str | None]
) -> str | None:
    """Use the lists of a form, each given by its meaning, in place of what each value `meant`."""
    chosen = {meaning: listed.get() for meaning, listed in lists.items()}
    often = Counter(value for listed in chosen.values() for value in listed)
    twice = sorted(value for value, times in often.items() if times > 1)
    if twice:
        return f"In two lists: {listed_in_words(twice)}. Keep each value in one list."
    if column.field == OUTCOME:
        yes, no, unknown = (frozenset(listed) for listed in chosen.values())
        choose_again(replace(choices, yes=yes, no=no, unknown=unknown))
        return None
    means = dict.fromkeys(meant, NOT_KNOWN) | {value: meaning for meaning, listed in chosen.items() for value in listed}
    different = {value: meaning for value, meaning in means.items() if meant[value] != meaning}
    choose_again(choices.with_values(column.name, _corrected(column, choices) | different))
    return None


def _corrected(column: ReadColumn, choices: ImportChoices) -> dict[str, str]:
    return dict(dict(choices.values).get(column.name, ()))


def _merge(column: ReadColumn, choices: ImportChoices) -> None:
    """Let the manager merge spellings of the same level in a column with the clinic's own names."""
    counts = {each.value: each.rows for each in column.texts}
    st.markdown(
        f"**{show.plain(column.name)}** has your own names. Here you can merge two spellings of the same name, or mark "
        "an answer as unknown."
    )
    read_as = pd.DataFrame(
        [{"Value": each.value, "Rows": each.rows, "Counts as": each.meaning} for each in column.texts],
        columns=["Value", "Rows", "Counts as"],
    )
    show.table(read_as, "Each value, its number of rows and its meaning")
    with st.form("merge", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        left.multiselect(
            "These values",
            list(counts),
            format_func=lambda value: _with_count(value, counts),
            key=session.MERGED_VALUES.of(column.name).name,
        )
        right.selectbox(
            "count as",
            [*column.levels, NOT_KNOWN],
            index=None,
            format_func=lambda each: "(unknown)" if each == NOT_KNOWN else str(each),
            placeholder="Choose a level",
            key=session.MERGED_INTO.of(column.name).name,
        )
        _button(go, "Use this", _use_merged, column, choices)


def _use_merged(column: ReadColumn, choices: ImportChoices) -> str | None:
    several, meaning = (
        session.MERGED_VALUES.of(column.name).get(),
        session.MERGED_INTO.of(column.name).get(),
    )
    if not several or meaning is None:
        return "Choose one or more values and the level they count as."
    choose_again(choices.with_values(column.name, _corrected(column, choices) | dict.fromkeys(several, meaning)))
    return None


def _with_count(value: str, counts: dict[str, int]) -> str:
    return f"{value.strip() or '(blank)'} · {count(counts[value])}"


def codebook() -> None:
    """Show every field of a log with its column name, meaning and values; offer a template."""
    st.markdown(
        "One row is one treatment. Only one column is required: **breakout** (yes, no or blank). Columns with other "
        "names are recognised, and your own columns become factors under their own name."
    )
    show.download("Download a template (CSV)", load().template().encode("utf-8-sig"), "outcome-log-template.csv")
    show.table(codebook_table(), "Every field of an outcome log with its meaning and its values")
    st.header("How large a file may be", anchor=False)
    st.markdown("\n".join(f"- {show.plain(limit)}" for limit in limits_in_words()))
