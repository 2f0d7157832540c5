import streamlit as st

from pages.parts import closer, selections, story
from pages.parts.frame import open_page

view = open_page("Factors")
found = view.at_a_glance()
if not found.factors:
    st.info("This log has no column to split the rate by, such as acne history or aftercare adherence.")
    st.stop()

# The answer comes first, though the choice below decides it.
above, beside_others = st.container(), st.container()
result = closer.choose(view, found)
with above:
    story.answer(view, result)
closer.look(view, found, result)
# Last, as it takes longest.
with beside_others:
    story.show_answer(view.later, found, result)
selections.say()
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
