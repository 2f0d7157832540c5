import streamlit as st

from pages.parts import recovery
from pages.parts.frame import open_page

view = open_page("Recovery")
recovery.show_expectation(view)
recovery.look(view)
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
