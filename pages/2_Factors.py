import streamlit as st

from analysis.figures.rates_by_level import rates_by_level
from analysis.report import wording
from analysis.report.tables import levels_table
from pages.parts import cached, show, sidebar
from pages.parts.frame import open_page

view = open_page("One factor in depth")
if not view.log.factors:
    st.info("This log has no column that the rate could be split by, such as acne history or aftercare adherence.")
    st.stop()

found = cached.overview(view.source, view.choices, view.filters, view.log)
results = {result.factor.name: result for result in found.factors}
titles = {name: result.factor.title for name, result in results.items()}
if st.session_state.get("factor") not in titles:
    st.session_state.pop("factor", None)
name = st.selectbox(
    "Factor (the most telling first)",
    list(titles),
    format_func=titles.__getitem__,
    key="factor",
    bind=sidebar.bound(view.log),
)
result = results[name]
if result.factor.description:
    st.caption(show.plain(result.factor.description))

st.subheader(show.plain(wording.finding(result)), anchor=False)
show.figure(
    rates_by_level(result),
    wording.file_stem("breakout rate by", result.factor.title),
    wording.describe_levels(result),
    levels_table(result),
)
st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))
for unknown in (wording.unknown_outcomes(result), wording.not_answered(result)):
    if unknown:
        st.caption(f":material/help: {show.plain(unknown)}")
show.cautions(result.cautions)

show.table(levels_table(result), wording.describe_levels(result))
st.markdown("**How was this worked out?**")
st.markdown("\n".join(f"- {show.plain(line)}" for line in wording.how(result)))
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
