import streamlit as st

from analysis.errors import DashboardError
from analysis.importing.decision import UndecidedError
from analysis.importing.typed_columns import OutcomeNeededError
from analysis.wording.engines import what_lake_holds
from analysis.wording.files import how_much_counts
from analysis.wording.numbers import quantity
from pages.parts import cached, deciding, importing, layout, mapping, people, show, sidebar
from pages.parts import saved_log as saving
from pages.parts.frame import HOME, chosen_log, show_filters, start_page

start_page("Outcome log", takes_files=True)
answer = st.container()
section = importing.choose_section()
if section != importing.NEW_FILE:
    show_filters()
    if section == importing.SAVED_LOG:
        saving.manage(answer)
    else:
        mapping.codebook()
    st.stop()

if not importing.choose_file():
    st.stop()
try:
    source, choices = chosen_log()
except DashboardError as error:
    answer.error(show.plain(str(error)), icon=":material/error:")
    st.stop()
if source.lake is not None:
    show_filters()
    answer.markdown(show.plain(what_lake_holds(*cached.described(source, choices))))
    st.stop()
if source.is_saved:
    show_filters()
    saving.show_in_use(answer, source)
    st.stop()

try:
    file = cached.opened(source, choices)
    table = file.screened.table
    log, report = cached.log_of(source, choices)
except OutcomeNeededError as needed:
    answer.warning(show.plain(str(needed)))
    people.show_found(file.findings)
    importing.offer_undo(choices)
    mapping.correct_column(table, choices, outcome_only=True)
    people.identifiers(file, choices)
    layout.correct(table, choices, importing.choose_again)
except UndecidedError as undecided:
    with answer:
        deciding.ask(undecided, choices)
    people.show_found(file.findings)
    importing.offer_undo(choices)
    mapping.correct_column(table, choices)
    people.identifiers(file, choices)
    layout.correct(table, choices, importing.choose_again)
except DashboardError as error:
    answer.error(show.plain(str(error)), icon=":material/error:")
    importing.offer_undo(choices)
else:
    sidebar.choose_filters(log, source)
    if source.is_sample:
        answer.info("You are looking at made-up **sample data**. Upload your own log below.", icon=":material/science:")
    else:
        answer.markdown(f"**{show.plain(how_much_counts(report, len(log)))}**")
    st.header("How your file was read", divider="gray")
    importing.account(report, log)
    deciding.show_decided(report, choices)
    people.show_found(report.findings)
    importing.offer_undo(choices)
    importing.ask_date_order(report, choices)
    part = importing.choose_part(report)
    if part == importing.LAYOUT:
        layout.correct(table, choices, importing.choose_again, report.date_order)
    elif part == importing.COLUMNS:
        mapping.columns(report, table)
        mapping.correct_column(table, choices)
        mapping.correct_kind(report, choices)
    elif part == importing.VALUES:
        mapping.values(report, choices)
    elif part == importing.SET_ASIDE:
        importing.problems(report.set_aside, "rows-set-aside", "No row is set aside.")
    elif part == importing.LEFT_BLANK:
        importing.problems(report.values_left_out, "values-left-blank", "No value had to be left blank.")
    else:
        people.identifiers(file, choices)
        people.alone(cached.anonymity(source, choices, log))
    if len(log):
        st.page_link(HOME, label=f"Show {quantity(len(log), 'treatment')} on Home", icon=":material/monitoring:")
        saving.offer(source, importing.imported(source, choices, file, log, report))
