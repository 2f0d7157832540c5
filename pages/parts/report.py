"""What a manager chooses for a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from analysis.counting.safe_levels import RULES
from analysis.exhibits.report import Sections
from analysis.exhibits.shared_report import NOT_SHARED
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.report_settings import PARTS_AT_FIRST, STRONGEST
from analysis.questions.sharing import for_sharing
from analysis.wording.asked import asked_in_words, titles_of
from analysis.wording.outcomes import report_title
from analysis.wording.sharing import (
    FOR_SHARING,
    LEFT_OUT,
    about_sharing,
    choice_name,
    shared_in_short,
    too_few_to_share,
    what_is_shared,
)
from pages.parts import recovery, report_order, session, show, teams
from pages.parts.over_time import say_why_no_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.outcome_log.report_settings import ReportSettings
    from analysis.questions.sharing import Shared
    from analysis.questions.teams import Teams
    from pages.parts.frame import View

FACTORS = "Factors, one by one"
# What each section is called, and what it has.
_SECTIONS = {
    "ranking": ("Chart of all factors", ""),
    "adjusted": (
        "After adjusting",
        (
            "The factors chosen on the page Adjusted, each adjusted for the others, and what could prevent the most. "
            "If those cannot be adjusted for each other, the suggested factors."
        ),
    ),
    "teams": ("Teams", "Practitioners, cartridge lots or others compared, as on the page Teams."),
    "cusum": ("CUSUM", "The running score of each clinic with its alarms, as on the page Trend."),
    "recovery": (
        "Recovery",
        "When breakouts begin, how long they last and how severe they are, as on the page Recovery.",
    ),
    "account": ("Data quality in detail", ""),
}


@dataclass(frozen=True)
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
    """Choose the title, the factors, the parts, their order and the sharing of a saved report."""
    session.REPORT_TITLE.set(of.title)
    session.REPORT_FACTORS.set(None if of.factors is None else list(of.factors))
    session.REPORT_SHARED.set(of.share)
    report_order.use(of.order)
    for part in parts:
        session.REPORT_HAS.of(part).set(part in of.parts)


def choose(view: View) -> Choice:
    """Let the manager choose the title, the sections in their order, and what is in each."""
    title = st.text_input("Title", placeholder=report_title(view.counted), max_chars=120, key=session.REPORT_TITLE.name)
    has_months = view.at_a_glance().over_time.trend is not None
    shared = _shared(view)
    shows_months = has_months and (shared is None or shared.shortest is not None)
    st.markdown("**Sections, in this order**")
    with st.container(gap="xsmall", key="sections"):
        # What was chosen of a log with months waits for the next one.
        over_time = st.checkbox(
            "Rate over time, on the first page",
            value=shows_months,
            key=session.REPORT_HAS.of("over_time").name if shows_months else None,
            disabled=not shows_months,
        )
        chosen = _Chosen(view, is_shared=shared is not None)
        for section in session.REPORT_ORDER.get():
            chosen.choose(section)
        report_order.keep_keyboard()
    if not has_months:
        say_why_no_months(view)
    st.caption(f":material/playlist_add: “{report_order.ADD}” below a chart of another page puts it here.")
    with st.container(horizontal=True):
        tables = st.checkbox("Tables of the numbers", key=session.REPORT_HAS.of("tables").name)
        methods = st.checkbox("How it was worked out", key=session.REPORT_HAS.of("methods").name)
    ticked = chosen.ticked
    sections = Sections(
        title=title.strip() or report_title(view.counted),
        is_sample=view.source.is_sample,
        over_time=over_time,
        ranking=ticked["ranking"],
        cusum=ticked["cusum"],
        cusum_adjusted=session.CUSUM_ADJUSTED.get(),
        recovery=ticked["recovery"],
        recovery_by=chosen.recovery_by,
        factors=chosen.factors,
        account=ticked["account"],
        tables=tables,
        methods=methods,
        order=session.REPORT_ORDER.get(),
    )
    return Choice(sections, ticked["adjusted"], chosen.compared_units)


class _Chosen:
    """Lets the manager choose one section after the other."""

    def __init__(self, view: View, *, is_shared: bool) -> None:
        self.ticked: dict[str, bool] = {}
        self.factors: tuple[str, ...] = ()
        self.recovery_by = ""
        self.compared_units: Teams | None = None
        self._view, self._titles = view, titles_of(view.counts)
        self._left_out = NOT_SHARED if is_shared else ()

    def choose(self, section: str | Asked) -> None:
        """Draw a section with its arrows, and below it what is chosen for it."""
        if isinstance(section, Asked):
            name = asked_in_words(section, self._titles)
            with report_order.row(section, show.plain(name)):
                st.markdown(f":small[:material/playlist_add_check: {show.plain(name)}]", width="stretch")
            return
        if section == "factors":
            with report_order.row(section, FACTORS):
                self.factors = _factors(self._view)
            return
        name, explained = _SECTIONS[section]
        with report_order.row(section, name):
            if section in self._left_out:
                # What was chosen waits for the next report that is not shared.
                self.ticked[section] = st.checkbox(name, disabled=True, help=LEFT_OUT, width="stretch")
                return
            self.ticked[section] = st.checkbox(
                name,
                value=section in PARTS_AT_FIRST,
                key=session.REPORT_HAS.of(section).name,
                help=explained or None,
                width="stretch",
            )
        if section == "teams" and self.ticked[section]:
            self.compared_units = teams.compare_in_report(self._view)
        if section == "recovery" and self.ticked[section]:
            self.recovery_by = recovery.choose_groups(self._view, "Recovery: compare groups")


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
    rule, shared = RULES[name], _shared(view)
    if shared is None:
        st.error(too_few_to_share(rule, view.counted), icon=":material/error:")
        st.stop()
    st.caption(f":material/group: {show.plain(shared_in_short(rule))}")
    with st.expander("What is joined and left out"):
        show.sentence(what_is_shared(shared))
    return shared


def _shared(view: View) -> Shared | None:
    """Return what is shared by the rule that is chosen; None without a rule, or where there is too little to share."""
    rule, found = RULES.get(session.REPORT_SHARED.get()), view.at_a_glance()
    if rule is None:
        return None
    return view.answer("shared", rule, view.settings, ask=lambda: for_sharing(view.counts, rule, found))


def _factors(view: View) -> tuple[str, ...]:
    titles = {result.factor.name: result.factor.title for result in view.at_a_glance().factors}
    chosen = session.REPORT_FACTORS.get()
    session.REPORT_FACTORS.set(
        list(titles)[:STRONGEST] if chosen is None else [name for name in chosen if name in titles]
    )
    return tuple(
        st.multiselect(
            FACTORS,
            list(titles),
            format_func=titles.__getitem__,
            key=session.REPORT_FACTORS.name,
            placeholder="Choose factors",
        )
    )
