import streamlit as st

from analysis.exhibits.document import Document, report_of
from analysis.exhibits.shared_report import shared_report
from analysis.outcome_log.periods import today
from analysis.questions.several import SeveralFactors
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import file_stem
from pages.parts import adjusted as adjusting
from pages.parts import report, report_definitions, report_formats, show
from pages.parts.frame import open_page

view = open_page("Report")
found = view.at_a_glance()
kind = report_formats.choose_format()
# The button stands above what it depends on.
place = st.container(horizontal=True, vertical_alignment="center")
st.caption(show.plain(filters_in_words(view.counts, found.clustering)))
chosen = report.choose(view)
signature = report_formats.choose_signature()
shared = report.choose_sharing(view)
report_definitions.offer_saved(view)
together = adjusting.question(view, chosen.sections.factors) if chosen.is_adjusted and shared is None else None
made_on = today()


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
        signature=signature,
    )


def write_remembered() -> Document:
    """Write it with several factors as they were looked at before."""
    return write(view.answer("in the report", together.choices, ask=together.ask) if together else None)


report_formats.offer(place, kind, file_stem(chosen.sections.title), write, write_remembered)
