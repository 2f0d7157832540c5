import streamlit as st

from analysis.wording.follow_up import TABLE_OF_COUNTS
from pages.parts import follow_up, followed_up
from pages.parts.frame import open_page

view = open_page("Follow up")
if view.rows is None:
    st.info(TABLE_OF_COUNTS)
    st.stop()
follow_up.show_calls(view, view.rows)
followed_up.show_shares(view)
