import streamlit as st

from analysis.exhibits.document import Document, report_of
from analysis.exhibits.shared_report import shared_report
from analysis.outcome_log.periods import today
from analysis.questions.several import SeveralFactors
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from pages.parts import adjusted as adjusting
from pages.parts import report, report_added, report_definitions, report_formats, show
from pages.parts.frame import open_page

view = open_page("Report")
made_on = today()
found = view.at_a_glance()
kind = report_formats.choose_format()
# The button and the preview stand above and beside what they depend on.
with st.container(horizontal=True, vertical_alignment="center"):
    button = st.container(horizontal=True, vertical_alignment="center", width="content")
    report_definitions.offer_monthly(view)
preview, choices = st.columns([3, 2], gap="medium")
with choices:
    of_format = st.container()
    chosen = report.choose(view)
    shared = report.choose_sharing(view)
    added = report_added.answered(view, chosen.sections, shared, made_on)
    signature = report_formats.choose_signature()
    report_definitions.offer_saved(view)
    st.caption(show.plain(filters_in_words(view.counts, found.clustering)))
together = adjusting.question(view, chosen.sections.factors) if chosen.is_adjusted and shared is None else None


def write(several: SeveralFactors | None = None) -> Document:
    """Write the report when it is asked for: its charts and its model take longer than the rest of the page."""
    if shared is not None:
        return shared_report(shared, view.report, chosen.sections, made_on=made_on, signature=signature)
    several = several or (together.ask() if together else SeveralFactors())
    return report_of(
        view.counts,
        view.report,
        chosen.sections,
        made_on=made_on,
        found=found,
        together=several.answer,
        filled_in=several.filled_in,
        stories=several.stories,
        compared_units=chosen.compared_units,
        added=added,
        signature=signature,
    )


def write_remembered() -> Document:
    """Write it with several factors as they were looked at before."""
    return write(view.answer("in the report", together.choices, ask=together.ask) if together else None)


places = report_formats.Places(button, of_format, preview)
report_formats.offer(places, kind, file_stem(chosen.sections.title), write, write_remembered)
