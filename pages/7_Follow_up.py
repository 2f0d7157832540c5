import streamlit as st

from analysis.wording.follow_up import why_not_listed
from pages.parts import follow_up, followed_up
from pages.parts.frame import open_page

view = open_page("Follow up")
if view.rows is None:
    st.info(why_not_listed(view.log))
    if view.log.is_table_of_counts:
        st.stop()
else:
    follow_up.show_calls(view, view.rows)
followed_up.show_shares(view)
