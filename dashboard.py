import streamlit as st

from analysis.exhibits.tables import months_table, ranking_table
from analysis.figures.over_time import over_time_figure
from analysis.figures.ranking import ranking_figure
from analysis.wording.descriptions import describe_months, describe_ranking
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem, listed
from analysis.wording.one_factor import each_row, need_not_cause
from analysis.wording.outcomes import rate_name, what_goes_with
from analysis.wording.rates import change, no_months, overall
from pages.parts import importing, server, show, tiles
from pages.parts.frame import open_factor, open_page

RANKED, MOST_RANKED = 12, 40
OPENED = 6


def home() -> None:
    """Show the clinic at a glance."""
    view = open_page("The clinic at a glance")
    counted = view.filters.counted
    found = view.at_a_glance()

    show.sentence(overall(found.total, counted))
    show.cautions(found.cautions, counted)
    tiles.headline(found, counted)
    tiles.data_quality(view.report, found.total, counted)
    st.caption(show.plain(filters_in_words(view.filters, view.log, found.clustering)))

    st.header(show.plain(what_goes_with(counted)), divider="gray")
    told = [result for result in found.factors if result.contrast is not None]
    if told:
        most = min(len(told), MOST_RANKED)
        more = most > RANKED and st.toggle(
            f"Show {most} of {len(told)} factors instead of {RANKED}", key="more_factors"
        )
        shown = told[: most if more else RANKED]
        st.markdown(
            f"{show.plain(each_row(counted))} **Filled diamonds** stand out even after allowing for all "
            f"factors looked at. {show.plain(need_not_cause(counted))}"
        )
        clicked = show.figure(
            ranking_figure(shown, counted),
            file_stem(what_goes_with(counted)),
            describe_ranking(shown, counted),
            ranking_table(found.factors, counted),
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
        st.caption(show.plain(f"Too little to compare yet: {listed(untold)}."))
    if not found.factors:
        st.info("This log has no column that the rate could be split by, such as acne history or aftercare adherence.")

    st.header("Over time", divider="gray")
    if found.months:
        show.sentence(change(found.change, counted))
        show.figure(
            over_time_figure(found.months, counted),
            file_stem(rate_name(counted), "by month"),
            describe_months(found.months, counted),
            months_table(found.months, counted),
        )
    elif counted.unit == "clients" and view.log.has_dates:
        show.sentence(no_months())
    else:
        importing.say_dates_missing(view.report)


if __name__ == "__main__":
    home()
else:
    # `streamlit run dashboard.py` finds this server and imports the file for it; every run of a page is a "__main__".
    app = st.App(__file__, middleware=server.MIDDLEWARE)
