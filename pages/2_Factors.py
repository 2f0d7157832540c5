import streamlit as st

from analysis.wording.one_factor import finding
from pages.parts import closer, show, sidebar
from pages.parts.frame import open_page

view = open_page("One factor in depth")
found = view.at_a_glance()
if not found.factors:
    st.info("This log has no column that the rate could be split by, such as acne history or aftercare adherence.")
    st.stop()

results = {result.factor.name: result for result in found.factors}
titles = {name: result.factor.title for name, result in results.items()}
if st.session_state.get("factor") not in titles:
    st.session_state.pop("factor", None)
name = st.selectbox(
    "Factor (the most telling first)",
    list(titles),
    format_func=titles.__getitem__,
    key="factor",
    bind=sidebar.bound(view.log),
)
result = results[name]
if result.factor.description:
    st.caption(show.plain(result.factor.description))

st.subheader(show.plain(finding(result, view.counted)), anchor=False)
closer.look(view, found, result)
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
