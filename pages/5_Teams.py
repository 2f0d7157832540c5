import streamlit as st

from analysis.wording.glossary import explain
from analysis.wording.teams import no_outcomes, no_units, not_recorded, teams_verdict
from pages.parts import show
from pages.parts import teams as parts
from pages.parts.frame import open_page

view = open_page("Teams")
# The answer comes first, though the choices below decide it.
above = st.container()
choice, toggles = st.columns([1, 3], vertical_alignment="bottom")
with choice:
    unit = parts.choose_unit(view)
if unit is None:
    show.sentence(no_units())
    st.stop()
with toggles:
    found = parts.compare(view, unit)
if found is None:
    show.sentence(no_outcomes(unit, view.counted))
    st.caption(show.plain(view.passing))
    st.stop()
above.header(show.plain(teams_verdict(found.shown)), anchor=False, help=explain("funnel"))
parts.alerts(view, found)
of = parts.chart(view, found)
parts.look(view, found, of)
if missing := not_recorded(view.counts):
    st.caption(f":material/help: {show.plain(missing)}")
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
