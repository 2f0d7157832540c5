import streamlit as st

from pages.parts.frame import open_page
from pages.parts.several import several_factors

view = open_page("Adjusted")
several_factors(view.later)
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
