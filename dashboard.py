import streamlit as st

from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.ranking import RANKED, compared, ranking_exhibit
from analysis.wording.files import filters_in_words
from analysis.wording.rates import overall
from pages.parts import picture, server, session, show, tiles
from pages.parts.closer import open_factor
from pages.parts.frame import open_page
from pages.parts.over_time import say_why_no_months

OPENED = 6


def home() -> None:
    """Show the clinic at a glance."""
    view = open_page("The clinic at a glance")
    counted = view.counted
    found = view.at_a_glance()

    show.sentence(overall(found.total, counted))
    show.cautions(found.cautions, counted)
    tiles.headline(found, counted)
    tiles.data_quality(view.report, found.total, counted)
    st.caption(show.plain(filters_in_words(view.counts, found.clustering)))

    most = len(compared(found))
    ranking = ranking_exhibit(found, counted)
    st.header(show.plain(ranking.heading), divider="gray")
    if most > RANKED and st.toggle(f"Show {most} factors instead of {RANKED}", key=session.MORE_FACTORS.name):
        ranking = ranking_exhibit(found, counted, most)
    show.sentence(ranking.finding)
    clicked = show.exhibit(ranking, "", says_finding=False, clickable=True)
    if clicked:
        open_factor(view.log, view.log.factor(clicked))
    if ranking.figure is not None:
        st.markdown("**Look closer** – click a mark, or choose here:")
        with st.container(horizontal=True):
            for result in compared(found)[:OPENED]:
                if st.button(
                    show.plain(result.factor.title), key=f"open {result.factor.name}", icon=":material/query_stats:"
                ):
                    open_factor(view.log, result.factor)

    st.header("Over time", divider="gray")
    if found.months:
        over_time = over_time_exhibit(found, counted)
        show.sentence(over_time.finding)
        show.exhibit(over_time, "", says_finding=False)
    else:
        say_why_no_months(view)


if __name__ == "__main__":
    home()
else:
    # `streamlit run dashboard.py` finds this server and imports the file for it; every run of a page is a "__main__".
    app = st.App(__file__, middleware=server.MIDDLEWARE, routes=picture.routes())
