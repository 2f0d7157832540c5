"""The parts of the page on the rate over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.cusum import cusum_exhibit
from analysis.exhibits.gaps import gaps_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exhibits.trend_groups import trend_groups_exhibit
from analysis.outcome_log.asked import Asked
from analysis.questions.cusum import cusum
from analysis.questions.trend import between_breakouts, trend, trend_of_groups
from analysis.questions.trend_leads import what_was_different
from analysis.wording.gaps import better_as_rates
from analysis.wording.glossary import explain
from analysis.wording.trend import period_name, rare_in_words
from analysis.wording.trend_leads import leads_in_words, no_leads
from pages.parts import choosing, session, show, sidebar, trend_settings
from pages.parts.frame import TREND
from pages.parts.treatments import see_treatments_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.exhibits.exhibit import Exhibit
    from analysis.outcome_log.periods import By
    from analysis.questions.trend import Trend
    from pages.parts.frame import View

_BY: dict[str, By | None] = {"Auto": None, "Week": "week", "Month": "month", "Quarter": "quarter"}
_AUTO = next(iter(_BY))
# Parts that a warning leads to.
DIFFERENT, BETWEEN, CUSUM = "What was different", "Between breakouts", "CUSUM"
# What a clinic manager compares first.
_FIRST_GROUPS = ("clinic", "treatment", "practitioner_grade", "device")


def answer(view: View, by: By | None) -> Trend | None:
    """Return the rate over time; None where there is none."""
    return view.answer("trend", by, view.settings, ask=lambda: trend(view.counts, by, view.settings))


def choose_period() -> By | None:
    """Let the manager choose the periods of the chart."""
    session.TREND_BY.begin(_AUTO)
    chosen = st.segmented_control(
        "Show by",
        list(_BY),
        required=True,
        key=session.TREND_BY.name,
        bind="query-params",
        help="Auto: by month, or by quarter if months have too few treatments to be judged.",
    )
    return _BY[chosen or _AUTO]


def chart(view: View, found: Trend, by: By | None) -> Exhibit:
    """Show the chart, and return its exhibit; the page shows the finding above."""
    of = view.exhibit("trend", by, make=lambda: trend_exhibit(found, view.counted))
    show.exhibit(of, view.passing, with_finding=False, asked=Asked(question="trend", by=by or ""))
    if offered := rare_in_words(found, view.counted):
        st.caption(f":material/help: {show.plain(offered)}")
    return of


def open_at(part: str) -> None:
    """Go to the page with one of its parts chosen."""
    session.TREND_PART.forget()
    st.switch_page(TREND, query_params={session.TREND_PART.name: part})


def choose_again(*, cusum_adjusted: bool) -> None:
    """Adjust the CUSUM for clients, or not, as in a saved report."""
    session.CUSUM_ADJUSTED.set(cusum_adjusted)


def look(view: View, found: Trend, of: Exhibit) -> None:
    """Let the manager choose what else to see; `of` is what the chart was drawn from."""
    parts = _parts(of)
    parts[choosing.one_of("Show", parts, session.TREND_PART, is_linked=True)](view, found)


def _parts(of: Exhibit) -> dict[str, Callable[[View, Trend], None]]:
    return {
        "Numbers": lambda view, found: _numbers(view, found, of),
        DIFFERENT: _different,
        "Groups": _groups,
        BETWEEN: _gaps,
        CUSUM: _cusum,
        "Target and notes": trend_settings.settings,
    }


def _numbers(view: View, found: Trend, of: Exhibit) -> None:
    """Show the periods, the latest first, and the treatments of one of them."""
    if of.table is not None:
        show.table(of.table.iloc[::-1], of.alt)
    by = found.chart.by
    see_treatments_of(view, {period_name(each.start, by): (each.start, each.end) for each in found.chart.points[::-1]})


def _different(view: View, found: Trend) -> None:
    """Name the groups that have more of an unusual period's breakouts than other periods suggest."""
    by = found.chart.by
    unusual = {each.start: each for each in found.chart.points if each.side == "above"}
    if not unusual:
        show.sentence(no_leads(found, view.counted))
        return
    furthest = [each.start for each in found.chart.beyond if each.start in unusual]
    if session.TREND_PERIOD.get() not in unusual:
        session.TREND_PERIOD.set(furthest[0] if furthest else list(unusual)[-1])
    start = st.selectbox(
        f"Unusual {by}", list(unusual), format_func=lambda each: period_name(each, by), key=session.TREND_PERIOD.name
    )
    point = unusual[start]
    period = point.start, point.end
    leads = view.answer("leads", period, ask=lambda: what_was_different(view.counts, period))
    for each in leads_in_words(leads, point, by, view.counted):
        show.sentence(each)


def _groups(view: View, found: Trend) -> None:
    """Show a chart for each group of a factor."""
    factors = {each.name: each for each in view.counts.factors if each.kind != "number"}
    if not factors:
        st.info("This log has no column with groups, such as clinic or treatment.")
        return
    first = [name for name in _FIRST_GROUPS if name in factors]
    names = [*first, *(name for name in factors if name not in first)]
    if session.TREND_GROUPS.get() not in factors:
        session.TREND_GROUPS.forget()
    name = st.selectbox(
        "A chart for each",
        names,
        format_func=lambda name: factors[name].title,
        key=session.TREND_GROUPS.name,
        bind=sidebar.bound(view.log),
    )
    of = view.answer(
        "trend of groups",
        name,
        found.chart.by,
        view.settings,
        ask=lambda: trend_of_groups(view.counts, factors[name], found),
    )
    if not of.groups:
        st.info(f"{show.plain(factors[name].title)} is blank in all treatments shown.")
        return
    exhibit = trend_groups_exhibit(of, factors[name], view.counted)
    asked = Asked(question="trend of groups", factor=name, by=found.chart.by)
    show.exhibit(exhibit, view.passing, asked=asked)


def _gaps(view: View, found: Trend) -> None:
    gaps = view.answer("between breakouts", ask=lambda: between_breakouts(view.counts))
    of = gaps_exhibit(gaps, view.counted)
    show.exhibit(of, view.passing, explained=explain("between breakouts"), asked=Asked(question="between breakouts"))
    if found.chart.judged:
        st.caption(f":material/info: {show.plain(better_as_rates(found.chart.by, view.counted))}")


def _cusum(view: View, _found: Trend) -> None:
    """Show the CUSUM of each clinic, which finds a rise from many small signs."""
    adjusted = session.CUSUM_ADJUSTED.begin(session.CUSUM_ADJUSTED.default)
    found = view.answer(
        "cusum", view.settings, adjusted, ask=lambda: cusum(view.counts, view.settings, adjusted=adjusted)
    )
    if found is not None and found.unit is not None:
        st.toggle("Adjust for clients", key=session.CUSUM_ADJUSTED.name, help=explain("expected"))
    of, asked = cusum_exhibit(found, view.counted), Asked(question="cusum", adjusted=adjusted)
    show.exhibit(of, view.passing, has_table=True, explained=explain("CUSUM"), asked=asked)
