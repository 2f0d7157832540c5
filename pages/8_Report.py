import datetime as dt

import streamlit as st

from analysis.exhibits.document import report_of
from analysis.exports.html_report import as_html
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from pages.parts import adjusted as adjusting
from pages.parts import report, session, show
from pages.parts.frame import open_page

view = open_page("Report")
found = view.at_a_glance()
st.markdown("**Download a report**: one file that opens in any browser, prints on A4 or Letter, and needs no network.")
# The button stands above what it depends on.
place = st.container(horizontal=True, vertical_alignment="center")
st.caption(show.plain(filters_in_words(view.counts, found.clustering)))
chosen = report.choose(view)
together = adjusting.question(view, chosen.sections.factors) if chosen.is_adjusted else None
made_on = dt.datetime.now().astimezone().date()


def write(several: adjusting.Together | None = None) -> str:
    """Write the report when it is asked for: its charts and its model take longer than the rest of the page."""
    several = several or (together.ask() if together else adjusting.Together())
    of = report_of(
        view.counts,
        view.report,
        chosen.sections,
        made_on=made_on,
        found=found,
        together=several.answer,
        filled_in=several.filled_in,
        stories=several.stories,
        compared_units=chosen.compared_units,
    )
    return as_html(of)


place.download_button(
    "Download the report",
    write,
    f"{file_stem(chosen.sections.title)}.html",
    "text/html",
    icon=":material/download:",
    type="primary",
    on_click="ignore",
)
if place.toggle("Preview", value=True, key=session.REPORT_PREVIEW.name):
    answered = view.answer("in the report", together.choices, ask=together.ask) if together else None
    st.iframe(write(answered), height=1000)
