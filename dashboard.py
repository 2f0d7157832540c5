import streamlit as st

from analysis.figures.ranked_factors import ranked_factors
from analysis.figures.rate_over_time import rate_over_time
from analysis.report import wording
from analysis.report.tables import months_table, ranking_table
from pages.parts import cached, importing, show, tiles
from pages.parts.frame import open_factor, open_page

RANKED, MOST_RANKED = 12, 40
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
    most = min(len(told), MOST_RANKED)
    more = most > RANKED and st.toggle(f"Show {most} of {len(told)} factors instead of {RANKED}", key="more_factors")
    shown = told[: most if more else RANKED]
    st.markdown(
        "Each row is one comparison with its interval: how many more or fewer of 100 treatments broke out. **Filled "
        "diamonds** stand out even after allowing for all factors looked at. What goes with breakouts need not cause "
        "them."
    )
    clicked = show.figure(
        ranked_factors(shown),
        "what-breakouts-go-with",
        wording.describe_ranking(shown),
        ranking_table(found.factors),
        clickable=True,
    )
    if clicked:
        open_factor(view.log, view.log.factor(clicked))
    st.markdown("**Look closer** – click a mark, or choose here:")
    with st.container(horizontal=True):
        for result in told[:OPENED]:
            if st.button(
                show.plain(result.factor.title), key=f"open {result.factor.name}", icon=":material/query_stats:"
            ):
                open_factor(view.log, result.factor)
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
    importing.say_dates_missing(view.report)
