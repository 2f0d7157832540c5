"""Go on after a reload: the file that this browser's tab showed before, offered by its name."""

from __future__ import annotations

import streamlit as st

from analysis.wording.files import was_looked_at
from pages.parts import looked_at, show


def offer() -> None:
    """Offer what was looked at before the page was loaded again, as long as nothing else has been chosen."""
    for each in looked_at.left_behind():
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(show.plain(was_looked_at(each.file_name)), width="content")
            st.button("Continue", type="primary", key=f"continue {each.order}", on_click=looked_at.go_on, args=(each,))
            st.button("Forget it", key=f"forget {each.order}", on_click=looked_at.forget, args=(each,))
