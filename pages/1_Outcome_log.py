import streamlit as st

from analysis.files.problems import FileError
from analysis.outcome_log.codebook import load
from analysis.outcome_log.typed_columns import OutcomeNeededError
from analysis.report import wording
from pages.parts import cached, importing, show, sidebar
from pages.parts.frame import HOME, chosen_log, start_page

start_page("Outcome log")
st.markdown(
    "One row is one treatment and how the client’s skin fared afterwards. Leave out names and anything else that "
    "points to a person. The file is read in this computer’s memory, and **nothing is written to disk**."
)
importing.choose_file()
source, choices = chosen_log()

try:
    table = cached.table_of(source)
    log, report = cached.log_of(source, choices)
except OutcomeNeededError as needed:
    st.warning(show.plain(str(needed)))
    importing.correct_column(cached.table_of(source).frame.columns, choices, outcome_only=True)
except FileError as error:
    st.error(show.plain(str(error)), icon=":material/error:")
else:
    sidebar.choose_filters(log, source)
    if source.is_sample:
        st.info("This is made-up **sample data** until you upload your own log.", icon=":material/science:")
    st.header("What was understood", divider="gray")
    importing.account(report)
    importing.take_back(choices)
    importing.ask_date_order(report, choices)
    # Set, not given as a default: the browser would go on showing what was chosen for another file.
    st.session_state.setdefault("import_part", "Outcome values" if importing.unplaced(report) else "Columns")
    part = st.segmented_control(
        "Look at",
        ["Columns", "Outcome values", "Rows set aside", "Values left blank"],
        required=True,
        key="import_part",
        label_visibility="collapsed",
    )
    if part == "Columns":
        importing.columns(report)
        importing.correct_column(table.frame.columns, choices)
    elif part == "Outcome values":
        importing.outcome_values(report, choices)
    elif part == "Rows set aside":
        importing.problems(report.set_aside, "rows-set-aside", "Every row of the file counts as a treatment.")
    else:
        importing.problems(
            report.values_left_out, "values-left-blank", "Every value of a recognised column was understood."
        )
    if len(log):
        st.page_link(HOME, label=f"Browse {wording.quantity(len(log), 'treatment')}", icon=":material/monitoring:")

st.header("What a log holds", divider="gray")
show.download("Download a template (CSV)", load().template().encode("utf-8-sig"), "outcome-log-template.csv")
if st.toggle("Show every field and its levels", key="codebook"):
    importing.codebook()
