import streamlit as st

from analysis.report import wording
from analysis.report.document import Sections
from pages.parts import cached, show
from pages.parts.frame import open_page

CHOSEN_FACTORS = 3

view = open_page("Take a report away")
found = cached.overview(view.source, view.choices, view.filters, view.log)
titles = {result.factor.name: result.factor.title for result in found.factors}
st.markdown(
    "One file for the team meeting: it opens in any browser without a network, prints cleanly (also to PDF), and has a "
    "button that saves every figure as PNG or SVG."
)
with st.form("report", border=True):
    title = st.text_input("Title", "Breakouts after treatment", max_chars=120)
    left, right = st.columns(2)
    over_time = left.checkbox("Rate over time", value=True)
    ranking = left.checkbox("What breakouts go with", value=True)
    account = right.checkbox("What the numbers rest on (rows, columns, unknowns)", value=True)
    methods = right.checkbox("How it was worked out", value=True)
    factors = st.multiselect(
        "Factors in depth", list(titles), default=list(titles)[:CHOSEN_FACTORS], format_func=lambda name: titles[name]
    )
    st.form_submit_button("Write the report", icon=":material/description:", type="primary")

sections = Sections(title.strip() or "Breakouts after treatment", over_time, ranking, tuple(factors), account, methods)
st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
document = cached.document(view.source, view.choices, view.filters, sections, view.log, view.report)
st.download_button(
    "Download the report (HTML)",
    document,
    f"{wording.file_stem(sections.title)}.html",
    "text/html",
    icon=":material/download:",
    type="primary",
    on_click="ignore",
)
if st.toggle("Preview", value=True, key="preview"):
    st.iframe(document, height=900)
