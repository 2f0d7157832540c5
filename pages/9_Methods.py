import streamlit as st

from analysis.wording.methods_guide import methods_guide
from pages.parts.frame import show_filters, start_page

start_page("Methods")
show_filters()
st.markdown(methods_guide())
