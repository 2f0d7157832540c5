import streamlit as st

from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.ranking import MOST_RANKED, RANKED, compared, ranking_exhibit
from analysis.figures.trend import HEIGHT, LOW
from analysis.outcome_log.asked import Asked
from analysis.wording.early import early_reviews
from analysis.wording.files import filters_in_words
from analysis.wording.glossary import explain
from analysis.wording.rates import RED_FLAGS, rate_sentence
from pages.parts import picture, server, session, show, tiles
from pages.parts.closer import open_factor
from pages.parts.follow_up import call_today
from pages.parts.frame import TREND, open_page
from pages.parts.over_time import say_why_no_months
from pages.parts.warnings import (
    dismiss_with_a_note,
    find_what_is_new,
    offer_to_dismiss,
    show_warnings,
    warnings_of,
    what_is_unusual,
)


def home() -> None:
    """Show the clinic at a glance."""
    view = open_page("Home")
    counted = view.counted
    found = view.at_a_glance()

    with st.container(gap="xsmall"):
        says_red_flags = call_today(view)
        early_warnings = warnings_of(view)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="verdict"):
            if verdict := what_is_unusual(view, early_warnings):
                st.markdown(f"**{show.plain(verdict)}**", help=explain("unusual month or lot"), width="content")
            offer_to_dismiss(early_warnings)
        dismiss_with_a_note(view, early_warnings)
        show_warnings(view, early_warnings)
        st.markdown(show.plain(rate_sentence(found.total, counted)), help=explain("95% CI"))
        if early := early_reviews(found.early, counted):
            st.markdown(show.plain(early), help=explain("cumulative incidence"))
        if not says_red_flags:
            st.caption(f":material/medical_services: {RED_FLAGS}")
        tiles.headline(found, counted)
        height = LOW if early_warnings.shown else HEIGHT
        over_time = view.exhibit("over time", height, make=lambda: over_time_exhibit(found, counted, height))
        if over_time is not None:
            st.header(show.plain(over_time.heading))
            passing, asked = filters_in_words(view.counts, found.clustering), Asked(question="over time")
            show.exhibit(over_time, passing, with_finding=False, asked=asked)
            st.page_link(TREND, label="Look closer: Trend", icon=":material/timeline:")
        else:
            say_why_no_months(view)
            st.caption(show.plain(filters_in_words(view.counts, found.clustering)))
        show.cautions(found.cautions, counted)
        tiles.data_quality(view)

    most = len(compared(found))
    shows_more = session.MORE_FACTORS.get() and most > RANKED
    rows = most if shows_more else RANKED
    ranking = view.exhibit("ranking", rows, make=lambda: ranking_exhibit(found, counted, rows))
    st.header(show.plain(ranking.heading), divider="gray", help=explain("several comparisons"))
    show.sentence(ranking.finding)
    ranked = None if ranking.figure is None else Asked(question="ranking", most=MOST_RANKED if shows_more else 0)
    clicked = show.exhibit(ranking, "", with_finding=False, clickable=True, asked=ranked)
    if clicked:
        open_factor(view.log, view.log.factor(clicked))
    if most > RANKED:
        st.toggle(f"Show {most} factors instead of {RANKED}", key=session.MORE_FACTORS.name)
    if ranking.figure is not None:
        st.markdown("**Look closer:** click a mark, or choose a factor here.")
        with st.container(horizontal=True, gap="xsmall"):
            for result in compared(found):
                if st.button(show.plain(result.factor.title), key=f"open {result.factor.name}", type="tertiary"):
                    open_factor(view.log, result.factor)
    find_what_is_new(view, early_warnings)


if __name__ == "__main__":
    home()
else:
    # `streamlit run dashboard.py` finds this server and imports the file for it; every run of a page is a "__main__".
    app = st.App(__file__, middleware=server.MIDDLEWARE, routes=picture.routes(), lifespan=server.at_work)
    server.keep_program()
