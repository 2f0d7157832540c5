import streamlit as st

from analysis.errors import DashboardError
from analysis.importing.decision import UndecidedError
from analysis.importing.typed_columns import OutcomeNeededError
from analysis.wording.numbers import quantity
from pages.parts import cached, deciding, importing, layout, mapping, people, show, sidebar
from pages.parts import saved_log as keeping
from pages.parts.frame import HOME, chosen_log, show_filters, start_page

start_page("Outcome log", takes_files=True)
section = importing.choose_section()
if section != importing.NEW_FILE:
    show_filters()
    if section == importing.SAVED_LOG:
        keeping.manage()
    else:
        mapping.codebook()
    st.stop()

if not importing.choose_file():
    st.stop()
try:
    source, choices = chosen_log()
except DashboardError as error:
    st.error(show.plain(str(error)), icon=":material/error:")
    st.stop()
if source.is_saved:
    show_filters()
    keeping.say_shown(source)
    st.stop()

try:
    file = cached.opened(source, choices)
    table = file.screened.table
    log, report = cached.log_of(source, choices)
except OutcomeNeededError as needed:
    st.warning(show.plain(str(needed)))
    people.say_found(file.findings)
    importing.take_back(choices)
    mapping.correct_column(table, choices, outcome_only=True)
    people.identifiers(file, choices)
    layout.correct(table, choices, importing.choose_again)
except UndecidedError as undecided:
    deciding.ask(undecided, choices)
    people.say_found(file.findings)
    importing.take_back(choices)
    mapping.correct_column(table, choices)
    people.identifiers(file, choices)
    layout.correct(table, choices, importing.choose_again)
except DashboardError as error:
    st.error(show.plain(str(error)), icon=":material/error:")
    importing.take_back(choices)
else:
    sidebar.choose_filters(log, source)
    if source.is_sample:
        st.info("This is made-up **sample data** until you bring in your own log.", icon=":material/science:")
    st.header("What was understood", divider="gray")
    importing.account(report, log)
    deciding.say_decided(report, choices)
    people.say_found(report.findings)
    importing.take_back(choices)
    importing.ask_date_order(report, choices)
    part = importing.choose_part(report)
    if part == importing.LAYOUT:
        layout.correct(table, choices, importing.choose_again, report.date_order)
    elif part == importing.COLUMNS:
        mapping.columns(report, table)
        mapping.correct_column(table, choices)
    elif part == importing.VALUES:
        mapping.values(report, choices)
    elif part == importing.SET_ASIDE:
        importing.problems(report.set_aside, "rows-set-aside", "Every row of the file counts as a treatment.")
    elif part == importing.LEFT_BLANK:
        importing.problems(report.values_left_out, "values-left-blank", "Every value of a column was understood.")
    else:
        people.identifiers(file, choices)
        people.alone(cached.anonymity(source, choices, log))
    if len(log):
        st.page_link(HOME, label=f"Browse {quantity(len(log), 'treatment')}", icon=":material/monitoring:")
        keeping.offer(source, importing.imported(source, choices, file, log, report))
