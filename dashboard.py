import streamlit as st

from analysis.figures.ranked_factors import ranked_factors
from analysis.figures.rate_over_time import rate_over_time
from analysis.report import wording
from analysis.report.tables import months_table, ranking_table
from pages.parts import cached, show, tiles
from pages.parts.frame import open_factor, open_page

RANKED = 12
OPENED = 6

view = open_page("Breakouts at a glance")
found = cached.overview(view.source, view.choices, view.filters, view.log)

show.sentence(wording.overall(found.total))
tiles.headline(found)
tiles.data_quality(view.report, found.total)
st.caption(show.plain(wording.filters_in_words(view.filters, view.log)))

st.header("What breakouts go with", divider="gray")
told = [result for result in found.factors if result.contrast is not None]
if told:
    every = len(told) > RANKED and st.toggle(f"Show all {len(told)} factors", key="every_factor")
    shown = told if every else told[:RANKED]
    st.markdown(
        "Each row is one comparison; the line is its interval. **Filled diamonds** still stand out after allowing for "
        "all factors looked at; **open circles** could be chance. What goes with breakouts need not cause them."
    )
    clicked = show.figure(
        ranked_factors(shown),
        "what-breakouts-go-with",
        wording.describe_ranking(shown),
        ranking_table(found.factors),
        clickable=True,
    )
    if clicked:
        open_factor(clicked)
    st.markdown("**Look closer** – click a mark, or choose here:")
    with st.container(horizontal=True):
        for result in told[:OPENED]:
            if st.button(
                show.plain(result.factor.title), key=f"open {result.factor.name}", icon=":material/query_stats:"
            ):
                open_factor(result.factor.name)
if len(told) < len(found.factors):
    untold = [result.factor.title for result in found.factors if result.contrast is None]
    st.caption(show.plain(f"Too little to compare yet: {wording.listed(untold)}."))
if not found.factors:
    st.info("This log has no column that the rate could be split by, such as acne history or aftercare adherence.")

st.header("Over time", divider="gray")
if found.months:
    show.sentence(wording.change(found.change))
    show.figure(
        rate_over_time(found.months),
        "breakout-rate-by-month",
        wording.describe_months(found.months),
        months_table(found.months),
    )
else:
    st.info("This log has no treatment dates. With a column such as “treatment date” the rate is shown month by month.")
