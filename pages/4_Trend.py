import streamlit as st

from analysis.wording.glossary import explain
from analysis.wording.trend import trend_verdict
from pages.parts import show
from pages.parts import trend as over_time
from pages.parts.frame import open_page
from pages.parts.over_time import say_why_no_months

view = open_page("Trend")
# The answer comes first, though the choice below decides it.
above = st.container()
if (whole := over_time.answer(view, None)) is None:
    say_why_no_months(view)
    st.caption(show.plain(view.passing))
    st.stop()
by = over_time.choose_period()
found = over_time.answer(view, by) or whole
with above:
    st.header(show.plain(trend_verdict(found, view.counted)), anchor=False, help=explain("unusual month or lot"))
    of = over_time.chart(view, found, by)
over_time.look(view, found, of)
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
