"""The pieces of the outcome log page: choose a file, see what was understood, correct it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.files.problems import FileError
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.typed_columns import ImportChoices
from analysis.report import wording
from analysis.report.tables import columns_table, problems_table
from pages.parts import cached, show
from pages.parts.cached import SAMPLES, Source
from pages.parts.frame import OUTCOME_LOG, choose_log, chosen_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.files.problems import Problem
    from analysis.outcome_log.import_report import ImportReport, OutcomeValue

SHOWN_PROBLEMS = 500
SAMPLE_LOGS = {
    "outcomes.csv": "the clean sample log",
    "outcomes_semicolon_cp1252.csv": "messy: semicolons, decimal commas, day/month/year, Windows characters",
    "outcomes_renamed_columns.csv": "messy: other column names, mixed yes/Y/1, a row of totals",
    "outcomes_utf16_tabs.csv": "messy: UTF-16, tabs, month/day/year",
}


def choose_file() -> None:
    """Let the manager upload a file or take a sample, and make it the log of this session."""
    upload, sample = st.columns(2, gap="large")
    with upload:
        file = st.file_uploader("Upload your log (a CSV file)", key="upload")
    with sample:
        name = st.selectbox(
            "Or look around with a sample log",
            list(SAMPLE_LOGS),
            index=None,
            placeholder="Choose a sample log",
            format_func=lambda each: f"{each} – {SAMPLE_LOGS[each]}",
            key="sample",
            on_change=_take_sample,
        )
        if name is not None:
            path = SAMPLES / name
            show.download(f"Download {name}", path.read_bytes(), name)
    if file is not None:
        content = file.getvalue()
        source = Source(file.name, hashlib.sha256(content).hexdigest())
        try:
            cached.table_of(source, content)
        except FileError as error:
            st.error(f"{show.plain(str(error))} The log shown before is still open.", icon=":material/error:")
            return
        # Streamlit hands the same upload to every run: only a new one starts over.
        if st.session_state.get("upload_id") != file.file_id:
            st.session_state["upload_id"] = file.file_id
            choose_log(source)


def _take_sample() -> None:
    if st.session_state["sample"] is not None:
        choose_log(Source(st.session_state["sample"]))


def account(report: ImportReport) -> None:
    """Show what kind of file it is, how many rows were kept, and what else the manager should know."""
    st.markdown(f"**{show.plain(report.file_name)}** · {show.plain(wording.file_kind(report))}")
    read, kept, aside = st.columns(3)
    read.metric("Rows read", wording.count(report.rows_read), border=True)
    kept.metric("Kept as treatments", wording.count(report.rows_kept), border=True)
    aside.metric("Set aside", wording.count(report.rows_set_aside), border=True)
    for note in report.notes:
        st.caption(f":material/info: {show.plain(note)}")
    if unplaced(report):
        st.warning(show.plain(wording.unplaced(unplaced(report))), icon=":material/help:")


def take_back(choices: ImportChoices) -> None:
    """Offer to forget all that the manager said about the file."""
    if choices != ImportChoices() and st.button("Take back all corrections", icon=":material/undo:"):
        _choose_again(ImportChoices())


def unplaced(report: ImportReport) -> list[OutcomeValue]:
    """Return the outcome values that are in no list, so that their rows are set aside."""
    return [each for each in report.outcome_values if each.meaning == "not understood"]


def ask_date_order(report: ImportReport, choices: ImportChoices) -> None:
    """Ask whether the day or the month comes first where the file does not tell."""
    if not report.date_order_needed:
        return
    with st.container(border=True):
        st.markdown(
            f"**Which comes first in the dates of {show.plain(wording.listed(report.date_order_needed))}?** "
            "The file does not tell for certain, so none of its dates such as 03/04/2026 is used until you say."
        )
        if st.button("The day: 03/04/2026 is 3 April"):
            _choose_again(replace(choices, date_order="day first"))
        if st.button("The month: 03/04/2026 is March 4"):
            _choose_again(replace(choices, date_order="month first"))


def say_dates_missing(report: ImportReport) -> None:
    """Say why nothing can be shown over time, and what to do."""
    if report.date_order_needed:
        st.warning("The dates of this log are not used yet: say on the outcome log page whether the day comes first.")
        st.page_link(OUTCOME_LOG, label="Go to the outcome log", icon=":material/calendar_month:")
    else:
        st.info(
            "This log has no treatment dates. With a column such as “treatment date” the rate is shown month by month."
        )


def columns(report: ImportReport) -> None:
    """Show which column became which field, and how sure that is."""
    unsure = [each for each in report.columns if each.confidence == "low"]
    for each in unsure:
        st.warning(show.plain(f"Please check: “{each.name}” was read as {each.field}; {each.reason}."))
    show.table(columns_table(report), "Each column of the file, what it was read as, how sure that is and why")


def correct_column(names: Iterable[str], choices: ImportChoices, *, outcome_only: bool = False) -> None:
    """Let the manager say what a column means."""
    meanings = {field.name: field.title for field in load().fields}
    meanings |= {EXTRA_FACTOR: "A factor of its own", LEAVE_OUT: "Leave it out"}
    with st.form("correct", border=True, clear_on_submit=True):
        left, right, go = st.columns([2, 2, 1], vertical_alignment="bottom")
        question = "Which column says whether the skin broke out?" if outcome_only else "Correct a column"
        column = left.selectbox(question, list(names), index=None, placeholder="Choose a column")
        meaning: str | None = OUTCOME
        if not outcome_only:
            meaning = right.selectbox(
                "It means", list(meanings), index=None, format_func=lambda each: meanings[each], placeholder="Choose"
            )
        if go.form_submit_button("Use this", type="primary") and column is not None and meaning is not None:
            # A field has one column: saying it anew takes it from the one that had it.
            others = [
                (name, said)
                for name, said in choices.columns
                if name != column and (said != meaning or said in {EXTRA_FACTOR, LEAVE_OUT})
            ]
            fresh = (
                replace(choices, yes=frozenset(), no=frozenset(), unknown=frozenset())
                if meaning == OUTCOME
                else choices
            )
            _choose_again(replace(fresh, columns=(*others, (column, meaning))))


def outcome_values(report: ImportReport, choices: ImportChoices) -> None:
    """Show what each outcome text was taken to mean, with its count, and let the manager say otherwise."""
    counts = {each.value: each.rows for each in report.outcome_values}
    meant = {each.value: each.meaning for each in report.outcome_values}
    column = next(each.name for each in report.columns if each.field == OUTCOME)
    st.markdown(
        f"What the values of **{show.plain(column)}** mean, with the number of rows each stands in. A row whose value "
        "is in none of the lists is set aside, unless the value itself says “not known”."
    )
    with st.form("outcome values", border=True):
        chosen = {
            meaning: st.multiselect(
                label,
                list(counts),
                default=[value for value in counts if meant[value] == meaning],
                format_func=lambda value: f"{value.strip() or '(blank)'} · {wording.count(counts[value])}",
                key=f"means {meaning} {hash((column, choices))}",
            )
            for meaning, label in (("yes", "Breakout"), ("no", "No breakout"), ("unknown", "Not known"))
        }
        if st.form_submit_button("Use these meanings", type="primary"):
            twice = {value for value in counts if sum(value in values for values in chosen.values()) > 1}
            if twice:
                st.error(show.plain(f"In two lists at once: {wording.listed(sorted(twice))}. Keep each value in one."))
            else:
                yes, no, unknown = (frozenset(chosen[meaning]) for meaning in ("yes", "no", "unknown"))
                _choose_again(replace(choices, yes=yes, no=no, unknown=unknown))


def problems(of: Sequence[Problem], name: str, none: str) -> None:
    """Show the rows or values that could not be used, each with its reason, and offer all of them as CSV."""
    if not of:
        st.success(none, icon=":material/check:")
        return
    every = problems_table(of)
    if len(every) > SHOWN_PROBLEMS:
        st.caption(f"The first {SHOWN_PROBLEMS} of {wording.count(len(every))}; the download has all.")
    show.table(every.head(SHOWN_PROBLEMS), "Row, column, value and reason of each problem")
    show.download_table("Download all of them (CSV)", every, name)


def codebook() -> None:
    """Show every field of a log: its column name, what it means, and its levels."""
    fields = pd.DataFrame(
        [
            {
                "Column": field.name,
                "Field": field.title,
                "What it says": field.description,
                "Values": wording.allowed_values(field),
                "Also understood as": wording.listed(field.aliases),
            }
            for field in load().fields
        ]
    )
    show.table(fields, "Every field of an outcome log with its meaning and its values")


def _choose_again(choices: ImportChoices) -> None:
    """Read the same file with other choices."""
    choose_log(chosen_log()[0], choices)
    st.rerun()
