import streamlit as st

from analysis.wording.one_factor import finding
from pages.parts import closer, show
from pages.parts.frame import open_page

view = open_page("One factor in depth")
found = view.at_a_glance()
if not found.factors:
    st.info("This log has no column that the rate could be split by, such as acne history or aftercare adherence.")
    st.stop()

results = {result.factor.name: result for result in found.factors}
result = closer.choose(view, results)
if result.factor.description:
    st.caption(show.plain(result.factor.description))

st.subheader(show.plain(finding(result, view.counted)), anchor=False)
closer.look(view, found, result)
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
