import streamlit as st

from pages.parts import closer, selections, story
from pages.parts.frame import open_page

view = open_page("Factors")
found = view.at_a_glance()
if not found.factors:
    st.info("This log has no column to split the rate by, such as acne history or aftercare adherence.")
    st.stop()

result = closer.choose(view, found)
story.answer(view, result)
# Of a large log it takes seconds: the rates below are there at once.
place = st.container()
closer.look(view, found, result)
with place:
    story.show_answer(view, found, result)
selections.say()
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
