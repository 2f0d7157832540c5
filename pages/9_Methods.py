import streamlit as st

from analysis.wording.methods_guide import TRUST, WORDS, methods_sections
from pages.parts import session
from pages.parts.frame import show_filters, start_page

EVERYTHING = "All sections"

start_page("Methods")
show_filters()
sections = methods_sections()
st.header(TRUST, anchor=False)
st.markdown(sections.pop(TRUST))
session.METHODS_SECTION.begin(WORDS)
chosen = st.pills(
    "More about", [*sections, EVERYTHING], required=True, key=session.METHODS_SECTION.name, bind="query-params"
)
for heading in sections if chosen == EVERYTHING else [chosen or WORDS]:
    st.header(heading, divider="gray")
    st.markdown(sections[heading])
