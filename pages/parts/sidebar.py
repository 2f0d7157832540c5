"""The filters in the sidebar: kept from page to page and in the address, which names no person."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import streamlit as st

from analysis.outcome_log.codebook import load
from analysis.outcome_log.filters import WINDOW_DAYS, Filters
from analysis.outcome_log.outcomes import BREAKOUT, Counted, possible_outcomes
from analysis.outcome_log.periods import preset_period
from analysis.wording.glossary import explain
from analysis.wording.numbers import day, level_name
from analysis.wording.outcomes import outcome_name
from pages.parts import session
from pages.parts.show import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable

    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Outcome, Unit
    from analysis.outcome_log.periods import Period, Preset
    from analysis.outcome_log.report_settings import ReportSettings

LONGEST_WINDOW = 365
MOST_STEPS = 201
# Short enough to stand in one row of the sidebar.
_UNITS: dict[str, Unit] = {
    "All": "treatments",
    "First ones": "first treatments",
    "Clients": "clients",
}
_EVERY_TREATMENT = next(iter(_UNITS))
_PRESETS: dict[str, Preset] = {
    "All": "all",
    "Last month": "last month",
    "Last 3 months": "last 3 months",
    "Last 12 months": "last 12 months",
    "This year": "this year",
    "Own dates": "own dates",
}
_WHOLE_LOG, *_, _OWN_DATES = _PRESETS
# How units of counting are written in a saved report, as on the command line.
_COUNTS: dict[Unit, str] = {"treatments": "all", "first treatments": "first", "clients": "any"}


def bound(log: LogDescription) -> Literal["query-params"] | None:
    """Return whether names of factors may stand in the address: not those of a file's own columns."""
    return None if log.has_extra_factors else "query-params"


def clear(log: LogDescription) -> None:
    """Set every filter back: the breakouts of all treatments of the log."""
    for name in session.ONLY.names():
        factor = _factor_called(name, log)
        steps = _steps(factor) if factor is not None and factor.kind == "number" else ()
        session.ONLY.of(name).set((steps[0], steps[-1]) if steps else [])
    session.MORE_FILTERS.set([])
    session.WINDOW.set(WINDOW_DAYS)
    session.OUTCOME.set(outcome_name(BREAKOUT))
    session.COUNT.set(_EVERY_TREATMENT)
    session.PRESET.set(_WHOLE_LOG)
    if log.period is not None:
        session.PERIOD.set(log.period)
    else:
        # A file whose outcome is still to be chosen has no period yet; that of another file is not its own.
        session.PERIOD.forget()


def with_filters(of: ReportSettings, filters: Filters) -> ReportSettings:
    """Return the choices of a report with the filters that are set; own dates do not move along, so they are all."""
    name = session.PRESET.get()
    period = _PRESETS.get(name, "all") if name != _OWN_DATES else "all"
    return replace(
        of,
        period=period,
        levels=filters.levels,
        ranges=filters.ranges,
        window_days=filters.window_days,
        outcome=session.OUTCOME.get() if session.OUTCOME.get() != outcome_name(BREAKOUT) else "",
        count=_COUNTS[_UNITS[session.COUNT.get() or _EVERY_TREATMENT]],
    )


def use(of: ReportSettings, log: LogDescription) -> None:
    """Set the filters of a saved report, before they are drawn; what the log lacks is passed over."""
    clear(log)
    first = {factor.name for factor in log.factors if _is_first(factor)}
    for name, levels in of.levels:
        session.ONLY.of(name).set(list(levels))
    for name, low, high in of.ranges:
        session.ONLY.of(name).set((low, high))
    names = [*(name for name, _ in of.levels), *(name for name, _, _ in of.ranges)]
    session.MORE_FILTERS.set([name for name in names if name not in first])
    session.WINDOW.set(of.window_days)
    session.OUTCOME.set(of.outcome or outcome_name(BREAKOUT))
    session.COUNT.set(next(name for name, unit in _UNITS.items() if _COUNTS[unit] == of.count))
    session.PRESET.set(next(name for name, preset in _PRESETS.items() if preset == of.period))


def look_into(outcome: Outcome) -> None:
    """Choose an outcome, before the filters are drawn."""
    session.OUTCOME.set(outcome_name(outcome))


def choose_filters(log: LogDescription, source: Hashable) -> tuple[Filters, Counted]:
    """Draw the filters and return them, and what is counted of the treatments shown.

    Parameters
    ----------
    log : Log
    source : hashable
        Where the log comes from: filters made for another one are cleared.
    """
    if session.FILTERS_ARE_FOR.begin(source) != source:
        clear(log)
        session.FILTERS_ARE_FOR.set(source)
    _drop_what_is_gone(log)
    with st.sidebar:
        st.header("Filters", divider="gray")
        outcome, unit = _outcome(log), _unit(log)
        start, end = _period(log)
        levels, ranges = _factor_filters(log)
        window = _window() if outcome.is_breakout or outcome.is_course else WINDOW_DAYS
        st.button("Clear all filters", on_click=clear, args=(log,), width="stretch")
        st.segmented_control(
            "Save charts as",
            ["PNG", "SVG"],
            default="PNG",
            required=True,
            key=session.FIGURE_FORMAT.name,
            help="PNG is a picture for slides; SVG stays sharp at any size and can be edited.",
        )
    return Filters(start, end, tuple(levels), tuple(ranges), window), Counted(outcome, unit)


def _drop_what_is_gone(log: LogDescription) -> None:
    """Remove from the filters what a corrected column no longer has: Streamlit refuses a choice that is no option."""
    for name in session.ONLY.names():
        chosen, factor = session.ONLY.of(name), _factor_called(name, log)
        value = chosen.get()
        if factor is None or (factor.kind == "number") != isinstance(value, tuple):
            chosen.forget()
        elif factor.kind == "number":
            if not set(value) <= set(_steps(factor)):
                chosen.forget()
        else:
            chosen.set([str(level) for level in value if level in factor.levels])
    if session.MORE_FILTERS.is_set:
        names = {factor.name for factor in log.factors if not _is_first(factor)}
        session.MORE_FILTERS.set([name for name in session.MORE_FILTERS.get() if name in names])
    if session.OUTCOME.get() not in _outcomes(log):
        session.OUTCOME.forget()
    if not log.clients_repeat:
        session.COUNT.forget()
    if log.period is None or session.PRESET.get() not in _presets(log.period):
        session.PRESET.forget()
    if session.PERIOD.is_set and log.period is not None:
        first, last = log.period
        session.PERIOD.set(tuple(min(max(day, first), last) for day in session.PERIOD.get()))


def _outcomes(log: LogDescription) -> dict[str, Outcome]:
    return {outcome_name(each): each for each in possible_outcomes(log)}


def _outcome(log: LogDescription) -> Outcome:
    outcomes = _outcomes(log)
    if len(outcomes) == 1:
        return BREAKOUT
    chosen = st.selectbox(
        "Outcome",
        list(outcomes),
        key=session.OUTCOME.name,
        bind=bound(log),
        help="What every rate counts: breakouts, or another column with yes and no, or with values in an order.",
    )
    return outcomes[chosen]


def _unit(log: LogDescription) -> Unit:
    if not log.clients_repeat:
        return "treatments"
    chosen = st.segmented_control(
        "Count",
        list(_UNITS),
        default=_EVERY_TREATMENT,
        required=True,
        key=session.COUNT.name,
        bind="query-params",
        help="\n\n".join(
            (
                f"Some clients came back. **All**: every treatment counts. {explain('design effect')}",
                f"**First ones**: {explain('first treatments')}",
                f"**Clients**: {explain('each client once')}",
            )
        ),
    )
    return _UNITS[chosen or _EVERY_TREATMENT]


def _window() -> int:
    return st.number_input(
        "Breakout counts within (days)",
        min_value=1,
        max_value=LONGEST_WINDOW,
        value=WINDOW_DAYS,
        key=session.WINDOW.name,
        bind=None if _is_without_end(st.query_params.get(session.WINDOW.name, "")) else "query-params",
        help=explain("breakout window"),
    )


def _is_without_end(text: str) -> bool:
    """Tell whether a text is a number beyond all floats: Streamlit stops at one in the address."""
    try:
        return math.isinf(float(text))
    except ValueError:
        return False


def _presets(of_log: Period) -> list[str]:
    """Return the names of the periods that the log has any day of."""
    return [name for name, preset in _PRESETS.items() if name == _OWN_DATES or preset_period(preset, of_log)]


def _period(log: LogDescription) -> tuple[dt.date | None, dt.date | None]:
    if log.period is None:
        st.caption("No treatment dates are in use, so there is no period to choose.")
        return None, None
    if session.PERIOD.name in st.query_params and not session.PRESET.is_set:
        # A link with dates of its own, and without the name of a period.
        session.PRESET.begin(str(st.query_params.get(session.PRESET.name, _OWN_DATES)))
        _drop_what_is_gone(log)
    name = st.selectbox(
        "Period",
        _presets(log.period),
        key=session.PRESET.name,
        bind="query-params",
        help="Whole calendar months, counted back from the last date in the log. “Last month” is the last full one.",
    )
    chosen = preset_period(_PRESETS[name], log.period)
    if chosen is None:
        chosen = _own_dates(log.period)
    elif chosen != log.period:
        st.caption(f"{day(chosen[0])} to {day(chosen[1])}")
    return (None, None) if chosen == log.period else chosen


def _own_dates(of_log: Period) -> Period:
    chosen = st.date_input(
        "Treated from – to",
        value=of_log,
        min_value=of_log[0],
        max_value=of_log[1],
        key=session.PERIOD.name,
        format="DD/MM/YYYY",
        bind="query-params",
    )
    days = chosen if isinstance(chosen, tuple) else (chosen,)
    # Between two clicks in the calendar there is a start without an end.
    return (days[0] if days else of_log[0]), (days[1] if len(days) > 1 else of_log[1])


def _factor_filters(log: LogDescription) -> tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, float, float]]]:
    levels: list[tuple[str, tuple[str, ...]]] = []
    ranges: list[tuple[str, float, float]] = []
    first = [factor for factor in log.factors if _is_first(factor)]
    others = {factor.name: factor for factor in log.factors if not _is_first(factor)}
    for factor in first:
        _add(factor, levels, ranges)
    if others:
        more = st.multiselect(
            "Narrow by another factor",
            list(others),
            format_func=lambda name: others[name].title,
            key=session.MORE_FILTERS.name,
            bind=bound(log),
            placeholder="Choose a factor",
        )
        for name in more:
            _add(others[name], levels, ranges)
    return levels, ranges


def _add(factor: Factor, levels: list[tuple[str, tuple[str, ...]]], ranges: list[tuple[str, float, float]]) -> None:
    """Draw the filter of one factor and add what was chosen."""
    key = session.ONLY.of(factor.name).name
    # Names of people, and whatever a column outside the codebook may hold, stay out of the address.
    bind: Literal["query-params"] | None = None if factor.is_personal else "query-params"
    title = plain(factor.title)
    if factor.kind == "number":
        steps = _steps(factor)
        if len(steps) > 1:
            whole = (steps[0], steps[-1])
            named = partial(level_name, factor=factor)
            narrowed = st.select_slider(title, steps, whole, format_func=named, key=key, bind=bind)
            if narrowed != whole:
                ranges.append((factor.name, *narrowed))
        return
    chosen = st.multiselect(title, factor.levels, format_func=level_name, key=key, bind=bind, placeholder="All")
    if chosen:
        levels.append((factor.name, tuple(map(str, chosen))))


def _is_first(factor: Factor) -> bool:
    return not factor.is_extra and load()[factor.name].filtered_first


def _factor_called(name: str, log: LogDescription) -> Factor | None:
    return next((factor for factor in log.factors if factor.name == name), None)


def _steps(factor: Factor) -> tuple[float, ...]:
    """Return the values a numeric factor can be narrowed to: those that occur, thinned out where they are many."""
    thinned = np.unique(np.linspace(0, len(factor.levels) - 1, MOST_STEPS).round().astype(int))
    return tuple(float(factor.levels[place]) for place in thinned)
