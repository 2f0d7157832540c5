"""The parts of the page on practitioners, cartridge lots and other units beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.document import sheet_of
from analysis.exhibits.teams import case_mix_exhibit, one_unit_exhibit, teams_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exports.html_report import as_html
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.periods import today
from analysis.questions.one_unit import one_unit
from analysis.questions.teams import WHO_TREAT, factors_to_adjust_for, letters, possible_units, teams
from analysis.wording.glossary import explain
from analysis.wording.numbers import level_name
from analysis.wording.one_unit import no_trend
from analysis.wording.outcomes import column_names
from analysis.wording.teams import ADDED_WITH_NAMES, NAMES_IN_REPORT, no_outcomes, no_units, unit_noun
from analysis.wording.usage import lot_alerts
from pages.parts import cached, choosing, session, show, sidebar
from pages.parts.frame import TEAMS
from pages.parts.treatments import see_treatments, see_treatments_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from analysis.exhibits.exhibit import Exhibit
    from analysis.methods.funnel import FunnelUnit
    from analysis.outcome_log.asked import Question
    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.report_settings import ReportSettings
    from analysis.questions.one_unit import OneUnit
    from analysis.questions.teams import Teams
    from pages.parts.frame import View


@dataclass(frozen=True)
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

    @property
    def below_figure(self) -> str:
        """What was counted, and what the report would show of it that the page does not."""
        return f"{self.passing} {ADDED_WITH_NAMES}" if self.has_letters else self.passing

    def asked(self, question: Question, level: str = "") -> Asked:
        """Return what an exhibit of these units answers; the report names them."""
        return replace(asked_of(self.shown.unit.name), question=question, level=level)


def choose_unit(view: View, label: str = "Compare") -> Factor | None:
    """Let the manager choose what is compared; None where the log has nothing to compare."""
    units = {each.name: each for each in view.answer("possible units", ask=lambda: possible_units(view.counts))}
    if not units:
        return None
    if session.TEAMS_UNIT.get() not in units:
        session.TEAMS_UNIT.forget()
    name = st.selectbox(
        label,
        list(units),
        format_func=lambda name: units[name].title,
        key=session.TEAMS_UNIT.name,
        bind=sidebar.bound(view.log),
        help="Nobody is ranked: the order is that of the names or of the numbers of treatments.",
    )
    return units[name]


def asked_of(unit: str) -> Asked:
    """Return how the units of a column are compared, as chosen last; without a column yet, as people are."""
    chosen, suggested = session.TEAMS_ADJUSTED_FOR.of(unit).get(), session.TEAMS_SUGGESTED.of(unit).get()
    is_adjusted = session.TEAMS_ADJUSTED.of(unit)
    return Asked(
        question="teams",
        factor=unit,
        names=None if chosen is None or chosen == suggested else tuple(chosen),
        adjusted=is_adjusted.get() if is_adjusted.is_set else unit in {"", *WHO_TREAT},
        widened=session.TEAMS_WIDENED.of(unit).get(),
    )


def choose_again(of: ReportSettings) -> None:
    """Compare the units of a saved report, as it compared them."""
    unit = of.teams_of
    session.TEAMS_UNIT.set(unit)
    if unit:
        session.TEAMS_ADJUSTED.of(unit).set(of.teams_adjusted)
        session.TEAMS_WIDENED.of(unit).set(of.teams_widened)
        names = of.teams_adjusted_for
        session.TEAMS_ADJUSTED_FOR.of(unit).set(None if names is None else list(names))


def open_at(log: LogDescription, unit: Factor) -> None:
    """Go to the page with these units compared."""
    session.TEAMS_UNIT.forget()
    if sidebar.bound(log):
        st.switch_page(TEAMS, query_params={session.TEAMS_UNIT.name: unit.title})
    session.TEAMS_UNIT.set(unit.name)
    st.switch_page(TEAMS, query_params={})


def compare(view: View, unit: Factor) -> Compared | None:
    """Let the manager choose how units are compared; None where no outcome is known."""
    toggles = _row()
    found = _with_names(view, unit, toggles)
    if found is None:
        return None
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
    # Of the whole log, so that nobody has another letter under other filters.
    of_log = letters(view.log.factor(unit.name).levels, cached.pseudonym_key())
    named = {level: letter for level, letter in of_log.items() if level in levels}
    passing = _without_names(view)
    return Compared(found.renamed(named), {name: level for level, name in named.items()}, passing, has_letters=True)


def compare_in_report(view: View) -> Teams | None:
    """Let the manager choose what a report compares, and how, as on the page Teams; None where it cannot."""
    if (unit := choose_unit(view, "Teams: compare")) is None:
        show.sentence(no_units())
        return None
    if (found := _with_names(view, unit, _row())) is None:
        show.sentence(no_outcomes(unit, view.counted))
    elif session.TEAMS_LETTERS.get():
        st.caption(f":material/info: {NAMES_IN_REPORT}")
    return found


def _row() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall")


def _with_names(view: View, unit: Factor, toggles: DeltaGenerator) -> Teams | None:
    is_adjusted, is_widened = session.TEAMS_ADJUSTED.of(unit.name), session.TEAMS_WIDENED.of(unit.name)
    is_adjusted.begin(unit.name in WHO_TREAT)
    with toggles:
        st.toggle("Adjust for clients", key=is_adjusted.name, help=explain("expected"))
    found = _answer(view, unit, None, widened=False)
    of = None
    if found is not None and is_adjusted.get():
        with toggles:
            of = _choose_factors(view, unit, found)
        found = _answer(view, unit, of, widened=False)
    if found is None or not found.funnel.may_be_widened:
        return found
    with toggles:
        st.toggle("Wider limits", key=is_widened.name, help=explain("wider limits"))
    return (_answer(view, unit, of, widened=True) or found) if is_widened.get() else found


def _choose_factors(view: View, unit: Factor, by_default: Teams) -> tuple[str, ...] | None:
    """Let the manager choose the factors adjusted for; None for those suggested."""
    chosen, last = session.TEAMS_ADJUSTED_FOR.of(unit.name), session.TEAMS_SUGGESTED.of(unit.name)
    titles = {each.name: each.title for each in factors_to_adjust_for(view.counts, unit)}
    suggested = [each.name for each in by_default.expected.factors] if by_default.expected is not None else []
    # As long as nobody changes it, the suggestion follows the filters.
    if chosen.get() in (None, last.get()):
        chosen.set(suggested)
    last.set(suggested)
    chosen.set([name for name in chosen.get() or () if name in titles])
    with st.popover("Adjusted for", icon=":material/tune:"):
        names = st.multiselect(
            "Adjusted for",
            list(titles),
            format_func=titles.__getitem__,
            key=chosen.name,
            placeholder="Choose factors",
            help="How a treatment was done is left out at first, because the teams compared answer for it.",
        )
    return None if names == suggested else tuple(names)


def _answer(view: View, unit: Factor, of: tuple[str, ...] | None, *, widened: bool) -> Teams | None:
    adjusted = session.TEAMS_ADJUSTED.of(unit.name).get()
    return view.answer(
        "teams",
        unit.name,
        adjusted,
        of,
        widened,
        ask=lambda: teams(view.counts, unit.name, adjusted=adjusted, widened=widened, of=of),
    )


def _without_names(view: View) -> str:
    """Return what was counted without the filters, which may name somebody; pictures say no more."""
    passing = "Some treatments are filtered out." if view.counts.filters.levels else view.passing
    view.say_on_pictures(passing)
    return passing


def chart(view: View, found: Compared) -> Exhibit:
    """Show the funnel, and return its exhibit. A click on a mark chooses its unit."""
    asked = found.asked("teams")

    def make() -> Exhibit:
        return teams_exhibit(found.shown, view.counted)

    of = make() if found.has_letters else view.exhibit(asked, make=make)
    # The page shows its finding and its alerts above.
    shown = replace(of, sentences=())
    clicked = show.exhibit(shown, found.below_figure, with_finding=False, clickable=True, asked=asked)
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
    for each in lot_alerts(shown, view.counted):
        st.error(show.plain(each), icon=":material/warning:")
    if shown.used and not found.has_letters:
        see_treatments(view, shown.unit, list(shown.used), "List its treatments")


_NUMBERS, _ONE = "Numbers", "One in detail"
_BY_NAME, _BY_SIZE = "In order of name", "Largest first"


def look(view: View, found: Compared, of: Exhibit) -> None:
    """Let the manager choose what else to see; `of` is what the chart was drawn from."""
    parts: dict[str, Callable[[View, Compared], None]] = {_NUMBERS: partial(_numbers, of=of), _ONE: _one}
    parts[choosing.one_of("Show", parts, session.TEAMS_PART)](view, found)


def _numbers(view: View, found: Compared, of: Exhibit) -> None:
    if of.table is not None:
        order = choosing.one_of("Order", (_BY_NAME, _BY_SIZE), session.TEAMS_ORDER)
        by_size = of.table.sort_values(column_names(view.counted)[0], ascending=False, kind="stable")
        show.table(by_size if order == _BY_SIZE else of.table, of.alt)

    def exhibits() -> list[Exhibit]:
        return [teams_exhibit(found.shown, view.counted)]

    _as_one_file("This comparison as one file (HTML)", view, found, of, exhibits)


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
    called, explained = level_name(level, view.log.factor(name)), explain("allowing for few treatments")
    show.exhibit(itself, found.below_figure, explained=explained, asked=found.asked("one unit", called))
    mix = case_mix_exhibit(each, of, shown)
    show.exhibit(mix, "", has_table=True, asked=found.asked("clients of one unit", called))
    if mix.numbers is not None:
        show.download_table("The clients (CSV)", mix.numbers, mix.stem)
    if of.trend is None:
        show.sentence(no_trend(each, shown.unit, view.counted))
    else:
        asked = found.asked("trend of one unit", called)
        show.exhibit(trend_exhibit(of.trend, view.counted), found.passing, asked=asked)
    if not found.has_letters:
        see_treatments_with(view, shown.unit, level)
    _as_one_file("This part as one file (HTML)", view, found, itself, partial(_about_one, view, found, each, of))


def _about_one(view: View, found: Compared, each: FunnelUnit, of: OneUnit) -> Iterator[Exhibit]:
    yield one_unit_exhibit(each, found.shown, view.counted)
    yield case_mix_exhibit(each, of, found.shown)
    if of.trend is not None:
        yield trend_exhibit(of.trend, view.counted)


def _as_one_file(
    label: str, view: View, found: Compared, first: Exhibit, exhibits: Callable[[], Iterable[Exhibit]]
) -> None:
    """Offer exhibits as a file to hand over: made anew, as what is shown is dressed for the page."""
    about, _ = session.ABOUT_PICTURES.get()

    def write() -> bytes:
        of = sheet_of(
            exhibits(),
            first.heading,
            found.passing,
            view.report,
            caption=about,
            is_sample=view.source.is_sample,
            made_on=today(),
        )
        return as_html(of).encode()

    show.download(label, write, f"{first.stem}.html", "text/html")
