import streamlit as st

from analysis.exhibits.report import Sections
from analysis.exports.html_report import report_document
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from analysis.wording.outcomes import report_title, what_is_linked
from pages.parts import adjusted as adjusting
from pages.parts import session, show
from pages.parts.frame import open_page
from pages.parts.over_time import say_why_no_months

CHOSEN_FACTORS = 3

view = open_page("Take a report away")
found = view.at_a_glance()
counted = view.counted
titles = {result.factor.name: result.factor.title for result in found.factors}
st.markdown(
    "One file for the team meeting: it opens in any browser without a network, prints cleanly (also to PDF), and has a "
    "button that saves every figure as PNG or SVG."
)
left, right = st.columns(2)
title = left.text_input("Title", placeholder=report_title(counted), max_chars=120, key=session.REPORT_TITLE.name)
said = session.REPORT_FACTORS.get()
session.REPORT_FACTORS.set(list(titles)[:CHOSEN_FACTORS] if said is None else [name for name in said if name in titles])
factors = right.multiselect(
    "Factors in depth", list(titles), format_func=titles.__getitem__, key=session.REPORT_FACTORS.name
)
has_months = bool(found.months)
with st.container(horizontal=True):
    # What was chosen of a log with months waits for the next one.
    over_time = st.checkbox(
        "Rate over time",
        value=has_months,
        key=session.REPORT_HAS.of("over_time").name if has_months else None,
        disabled=not has_months,
    )
    ranking = st.checkbox(show.plain(what_is_linked(counted)), value=True, key=session.REPORT_HAS.of("ranking").name)
    adjusted = st.checkbox(
        "Is it the factor itself? What would help most", value=True, key=session.REPORT_HAS.of("adjusted").name
    )
    account = st.checkbox("What the numbers rest on", value=True, key=session.REPORT_HAS.of("account").name)
    methods = st.checkbox("How it was worked out", value=True, key=session.REPORT_HAS.of("methods").name)
if not has_months:
    say_why_no_months(view)

sections = Sections(
    title.strip() or report_title(counted),
    "Made-up sample data." if view.source.is_sample else "",
    over_time,
    ranking,
    tuple(factors),
    account,
    methods,
)
st.caption(show.plain(filters_in_words(view.counts, found.clustering)))
if adjusted:
    st.caption("Looked at together: the factors chosen on the page Adjusted, or those suggested if these are refused.")
together = adjusting.question(view) if adjusted else None


def write() -> str:
    """Write the report when it is asked for: its charts and its model take longer than the rest of the page."""
    several = together() if together else adjusting.Together()
    return report_document(
        view.counts,
        view.report,
        sections,
        found=found,
        together=several.answer,
        filled_in=several.filled_in,
    )


st.download_button(
    "Download the report (HTML)",
    write,
    f"{file_stem(sections.title)}.html",
    "text/html",
    icon=":material/download:",
    type="primary",
    on_click="ignore",
)
if st.toggle("Preview", key=session.REPORT_PREVIEW.name):
    st.iframe(write(), height=900)
