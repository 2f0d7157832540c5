"""What a manager chooses for a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from analysis.counting.safe_levels import RULES
from analysis.exhibits.report import Sections
from analysis.outcome_log.report_settings import STRONGEST
from analysis.questions.sharing import for_sharing
from analysis.wording.outcomes import report_title
from analysis.wording.sharing import FOR_SHARING, about_sharing, choice_name, too_few_to_share, what_is_shared
from pages.parts import recovery, session, show, teams
from pages.parts.over_time import say_why_no_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.outcome_log.report_settings import ReportSettings
    from analysis.questions.sharing import Shared
    from analysis.questions.teams import Teams
    from pages.parts.frame import View


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a report.

    Attributes
    ----------
    sections : Sections
    is_adjusted : bool
        Whether several factors are looked at together.
    compared_units : Teams or None
        Practitioners, cartridge lots or other units beside each other.
    """

    sections: Sections
    is_adjusted: bool
    compared_units: Teams | None


def parts_chosen(parts: Mapping[str, bool]) -> tuple[str, ...]:
    """Return which parts are ticked; `parts` has whether each is at first."""
    ticks = {part: session.REPORT_HAS.of(part) for part in parts}
    return tuple(part for part, at_first in parts.items() if (ticks[part].get() if ticks[part].is_set else at_first))


def use(of: ReportSettings, parts: Iterable[str]) -> None:
    """Choose the title, the factors, the parts and the sharing of a saved report."""
    session.REPORT_TITLE.set(of.title)
    session.REPORT_FACTORS.set(None if of.factors is None else list(of.factors))
    session.REPORT_SHARED.set(of.share)
    for part in parts:
        session.REPORT_HAS.of(part).set(part in of.parts)


def choose(view: View) -> Choice:
    """Let the manager choose the title, the factors and the parts of a report."""
    left, right = st.columns([1, 2])
    title = left.text_input(
        "Title", placeholder=report_title(view.counted), max_chars=120, key=session.REPORT_TITLE.name
    )
    with right:
        factors = _factors(view)
    has_months = view.at_a_glance().over_time.trend is not None
    with st.container(horizontal=True):
        # What was chosen of a log with months waits for the next one.
        over_time = st.checkbox(
            "Rate by month",
            value=has_months,
            key=session.REPORT_HAS.of("over_time").name if has_months else None,
            disabled=not has_months,
        )
        is_adjusted = st.checkbox(
            "After adjusting",
            value=True,
            key=session.REPORT_HAS.of("adjusted").name,
            help="The factors chosen on the page Adjusted, each adjusted for the others, and what could prevent the "
            "most. If those cannot be adjusted for each other, the suggested factors.",
        )
        account = st.checkbox("Data quality in detail", value=True, key=session.REPORT_HAS.of("account").name)
        ranking = st.checkbox("Chart of all factors", key=session.REPORT_HAS.of("ranking").name)
        has_teams = st.checkbox(
            "Teams",
            key=session.REPORT_HAS.of("teams").name,
            help="Practitioners, cartridge lots or others compared, as on the page Teams.",
        )
        has_cusum = st.checkbox(
            "CUSUM",
            key=session.REPORT_HAS.of("cusum").name,
            help="The running score of each clinic with its alarms, as on the page Trend.",
        )
        has_recovery = st.checkbox(
            "Recovery",
            key=session.REPORT_HAS.of("recovery").name,
            help="When breakouts begin, how long they last and how severe they are, as on the page Recovery.",
        )
        tables = st.checkbox("Tables of the numbers", key=session.REPORT_HAS.of("tables").name)
        methods = st.checkbox("How it was worked out", key=session.REPORT_HAS.of("methods").name)
    if not has_months:
        say_why_no_months(view)
    left, right = st.columns(2)
    with left:
        compared_units = teams.compare_in_report(view) if has_teams else None
    with right:
        groups = recovery.choose_groups(view, "Recovery: compare groups") if has_recovery else ""
    sections = Sections(
        title=title.strip() or report_title(view.counted),
        is_sample=view.source.is_sample,
        over_time=over_time,
        ranking=ranking,
        cusum=has_cusum,
        cusum_adjusted=session.CUSUM_ADJUSTED.get(),
        recovery=has_recovery,
        recovery_by=groups,
        factors=factors,
        account=account,
        tables=tables,
        methods=methods,
    )
    return Choice(sections, is_adjusted, compared_units)


def choose_sharing(view: View) -> Shared | None:
    """Let the manager make the report safe to share outside the clinic, and return what is shared then.

    Where there is too little to share, the page ends with the reason.
    """
    name = st.selectbox(
        FOR_SHARING,
        ["", *RULES],
        format_func=lambda each: choice_name(RULES.get(each)),
        key=session.REPORT_SHARED.name,
        help=about_sharing(),
    )
    if not name:
        return None
    rule = RULES[name]
    found = view.at_a_glance()
    shared = view.answer("shared", rule, view.settings, ask=lambda: for_sharing(view.counts, rule, found))
    if shared is None:
        st.error(too_few_to_share(rule, view.counted), icon=":material/error:")
        st.stop()
    st.info(show.plain(what_is_shared(shared)), icon=":material/group:")
    return shared


def _factors(view: View) -> tuple[str, ...]:
    titles = {result.factor.name: result.factor.title for result in view.at_a_glance().factors}
    chosen = session.REPORT_FACTORS.get()
    session.REPORT_FACTORS.set(
        list(titles)[:STRONGEST] if chosen is None else [name for name in chosen if name in titles]
    )
    return tuple(
        st.multiselect(
            "Factors, one by one",
            list(titles),
            format_func=titles.__getitem__,
            key=session.REPORT_FACTORS.name,
            placeholder="Choose factors",
        )
    )
