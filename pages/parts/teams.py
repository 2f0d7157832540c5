"""The parts of the page on practitioners, cartridge lots and other units beside each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.teams import case_mix_exhibit, one_unit_exhibit, teams_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exports.html_report import sheet_document
from analysis.questions.one_unit import one_unit, usage
from analysis.questions.over_time import LOT
from analysis.questions.teams import letters, possible_units, teams
from analysis.wording.glossary import explain
from analysis.wording.numbers import level_name
from analysis.wording.one_unit import alert, no_trend
from analysis.wording.teams import unit_noun
from pages.parts import cached, choosing, session, show, sidebar
from pages.parts.treatments import see_treatments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.exhibits.exhibit import Exhibit
    from analysis.methods.funnel import FunnelUnit
    from analysis.outcome_log.log import Factor, Level
    from analysis.questions.one_unit import OneUnit
    from analysis.questions.teams import Teams
    from pages.parts.frame import View

# Whose clients differ by who they are; lots and devices meet the clients that come.
ADJUSTED_FIRST = ("practitioner", "clinic")


@dataclass(frozen=True, slots=True)
class Compared:
    """Units as they are shown, and what their names are in the log.

    Attributes
    ----------
    shown : Teams
        With letters for names where the manager wants it so.
    names : mapping of str to Level
        For each name that is shown the level of the log.
    passing : str
        What was counted, in words.
    has_letters : bool
    """

    shown: Teams
    names: Mapping[str, Level]
    passing: str
    has_letters: bool


def choose_unit(view: View) -> Factor | None:
    """Let the manager choose what is compared; None where the log has nothing to compare."""
    units = {each.name: each for each in view.answer("possible units", ask=lambda: possible_units(view.counts))}
    if not units:
        return None
    if session.TEAMS_UNIT.get() not in units:
        session.TEAMS_UNIT.forget()
    name = st.selectbox(
        "Compare",
        list(units),
        format_func=lambda name: units[name].title,
        key=session.TEAMS_UNIT.name,
        bind=sidebar.bound(view.log),
        help="Nobody is ranked: the order is that of the names.",
    )
    return units[name]


def compare(view: View, unit: Factor) -> Compared | None:
    """Let the manager choose how units are compared; None where no outcome is known."""
    toggles = st.container(horizontal=True)
    is_adjusted, is_widened = session.TEAMS_ADJUSTED.of(unit.name), session.TEAMS_WIDENED.of(unit.name)
    is_adjusted.begin(unit.name in ADJUSTED_FIRST)
    with toggles:
        st.toggle("Adjust for clients", key=is_adjusted.name, help=explain("expected"))
    found = _answer(view, unit, widened=False)
    if found is None:
        return None
    if found.funnel.may_be_widened:
        with toggles:
            st.toggle("Wider limits", key=is_widened.name, help=explain("wider limits"))
        if is_widened.get():
            found = _answer(view, unit, widened=True) or found
    with toggles:
        has_letters = st.toggle(
            "Without names",
            key=session.TEAMS_LETTERS.name,
            help="Letters take the place of names in the chart, the tables and all files of this page.",
        )
    levels = [each.observed.level for each in found.funnel.units]
    if not has_letters:
        names = {level_name(level, unit): level for level in levels}
        return Compared(found, names, view.passing, has_letters=False)
    named = letters(levels, cached.pseudonym_key())
    passing = _without_names(view)
    return Compared(found.renamed(named), {name: level for level, name in named.items()}, passing, has_letters=True)


def _answer(view: View, unit: Factor, *, widened: bool) -> Teams | None:
    adjusted = session.TEAMS_ADJUSTED.of(unit.name).get()
    return view.answer(
        "teams",
        unit.name,
        adjusted,
        widened,
        ask=lambda: teams(view.counts, unit.name, adjusted=adjusted, widened=widened),
    )


def _without_names(view: View) -> str:
    """Return what was counted without the filters, which may name somebody; pictures say no more."""
    passing = "Some treatments are filtered out." if view.counts.filters.levels else view.passing
    view.say_on_pictures(passing)
    return passing


def chart(view: View, found: Compared) -> Exhibit:
    """Show the funnel, and return its exhibit; the page has said the finding. A click on a mark chooses its unit."""
    of = teams_exhibit(found.shown, view.counted)
    clicked = show.exhibit(of, found.passing, says_finding=False, clickable=True)
    name = found.shown.unit.name
    last = session.TEAMS_CLICKED.of(name)
    if clicked is not None and clicked != last.get():
        session.TEAMS_ONE.of(name).set(clicked)
        session.TEAMS_PART.set(_ONE)
    last.set(clicked)
    return of


def alerts(view: View, found: Compared) -> None:
    """Warn of cartridge lots above the outer limits, and list their treatments."""
    shown = found.shown
    if shown.unit.name != LOT:
        return
    above = [each for each in shown.funnel.beyond if each.side == "above"]
    for each in above:
        level = found.names[level_name(each.observed.level, shown.unit)]
        used = view.answer("usage", LOT, level, ask=partial(usage, view.counts, LOT, level))
        st.error(show.plain(alert(each, shown.unit, used, view.counted)), icon=":material/warning:")
    if above and not found.has_letters:
        see_treatments(view, shown.unit, [each.observed.level for each in above], "List its treatments")


_NUMBERS, _ONE = "Numbers", "One in detail"


def look(view: View, found: Compared, of: Exhibit) -> None:
    """Let the manager choose what else to see; `of` is what the chart was drawn from."""
    parts: dict[str, Callable[[View, Compared], None]] = {_NUMBERS: partial(_numbers, of=of), _ONE: _one}
    parts[choosing.one_of("Show", parts, session.TEAMS_PART)](view, found)


def _numbers(_view: View, _found: Compared, of: Exhibit) -> None:
    if of.table is not None:
        show.table(of.table, of.alt)


def _one(view: View, found: Compared) -> None:
    """Show one unit for its own people: its rate, its clients and its trend."""
    shown, name = found.shown, found.shown.unit.name
    chosen = session.TEAMS_ONE.of(name)
    if chosen.get() not in found.names:
        chosen.forget()
    picked = st.selectbox(show.plain(unit_noun(shown.unit).capitalize()), list(found.names), key=chosen.name)
    each = next(unit for unit in shown.funnel.units if level_name(unit.observed.level, shown.unit) == picked)
    level = found.names[picked]
    of = view.answer("one unit", name, level, ask=lambda: one_unit(view.counts, name, level))
    itself = one_unit_exhibit(each, shown, view.counted)
    show.exhibit(itself, found.passing, explained=explain("allowing for few treatments"))
    mix = case_mix_exhibit(each, of, shown)
    show.exhibit(mix, "", has_table=True)
    if mix.numbers is not None:
        show.download_table("The clients (CSV)", mix.numbers, mix.stem)
    if of.trend is None:
        show.sentence(no_trend(each, shown.unit, view.counted))
    else:
        show.exhibit(trend_exhibit(of.trend, view.counted), found.passing)
    show.download(
        "This part as one file (HTML)",
        partial(_sheet, view, found, each, of, session.ABOUT_PICTURES.get()[0]),
        f"{itself.stem}.html",
        "text/html",
    )


def _sheet(view: View, found: Compared, each: FunnelUnit, of: OneUnit, about: tuple[str, ...]) -> bytes:
    """Return the part on one unit as a file to hand over: made anew, as what is shown is dressed for the page."""
    shown, counted = found.shown, view.counted
    exhibits = [one_unit_exhibit(each, shown, counted), case_mix_exhibit(each, of, shown)]
    if of.trend is not None:
        exhibits.append(trend_exhibit(of.trend, counted))
    return sheet_document(
        exhibits,
        exhibits[0].heading,
        found.passing,
        view.report,
        about=about,
        is_sample=view.source.is_sample,
        made_on=dt.datetime.now().astimezone().date(),
    ).encode()
