"""The parts of the page on several factors at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.adjusted import (
    adjusted_exhibit,
    adjusted_rates_exhibit,
    calibration_exhibit,
    odds_ratios_exhibit,
)
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.imputed import imputed_exhibit
from analysis.outcome_log.asked import Asked
from analysis.questions.adjusted import Adjusted, crowded_out, default_factors
from analysis.questions.entering import levels_to_choose
from analysis.questions.imputed import imputed, seconds_to_fill_in
from analysis.questions.largest_set import largest_set
from analysis.questions.several import Several, several_factors
from analysis.wording.adjusted import not_in_fifths, too_small_together
from analysis.wording.glossary import explain
from analysis.wording.numbers import level_name, quantity
from pages.parts import choosing, planned_question, session, show, sidebar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.outcome_log.asked import Question as AskedQuestion
    from analysis.outcome_log.log import Factor, Level
    from analysis.questions.adjusted import CrowdedOut, Refusal
    from analysis.questions.entering import OneOf
    from analysis.questions.imputed import Imputed, NotImputed
    from analysis.questions.several import SeveralFactors
    from pages.parts.frame import View

_ENTERED: dict[str, Entered] = {"A steady trend": "per unit", "Five groups": "levels"}
_TREND, _GROUPS = _ENTERED


@dataclass(frozen=True)
class Choice:
    """What a manager looks at together.

    Attributes
    ----------
    names : tuple of str
        The factors.
    entered : "levels" or "per unit"
        How numbers enter.
    one_of : tuple of (str, level)
        Levels in place of factors.
    planned : str or None
        The factor that was the question before anything was looked at.
    """

    names: tuple[str, ...]
    entered: Entered
    one_of: OneOf
    planned: str | None

    def asked(self, view: View, question: AskedQuestion, factor: str = "") -> Asked:
        """Return what an exhibit of these factors answers."""
        return Asked(
            question=question,
            factor=factor,
            names=self.names,
            levels=tuple((name, level_name(level, view.log.factor(name))) for name, level in self.one_of),
            planned=self.planned or "",
            numbers_in_groups=self.entered == _ENTERED[_GROUPS],
        )


def answer(view: View, of: Choice) -> Adjusted | Refusal:
    """Return what as many of the factors chosen as the log can carry say together."""
    return view.answer(
        "adjusted", of, ask=lambda: largest_set(view.counts, of.names, of.entered, of.one_of, of.planned)
    )


def choose(view: View) -> Choice:
    """Let the manager choose which factors are looked at together, a sensible set at first."""
    titles = {factor.name: factor.title for factor in _possible(view)}
    session.ADJUSTED_FOR.set(list(chosen(view)))
    names = st.multiselect(
        "Factors looked at together",
        list(titles),
        format_func=titles.__getitem__,
        key=session.ADJUSTED_FOR.name,
        bind=sidebar.bound(view.log),
        placeholder="Choose factors",
        help="Each is compared after adjusting for all the others. If the log cannot carry all of them, those you add "
        "come first, then the suggested ones with the strongest reason to adjust.",
    )
    _choose_levels(view, names)
    crowded = _crowded_out(view)
    left, right = st.columns(2)
    with right:
        _choose_planned(names, titles)
    if crowded or any(view.log.factor(name).kind == "number" for name in names):
        session.NUMBERS_ENTER.begin(_TREND)
        left.segmented_control(
            "Treat numbers as",
            list(_ENTERED),
            required=True,
            key=session.NUMBERS_ENTER.name,
            help="A steady trend: each step of the value counts the same, which needs few treatments. Five groups of "
            "about equal size: each with its own rate, which needs more.",
        )
    if crowded:
        st.caption(f":material/help: {show.plain(not_in_fifths(crowded, view.counted))}")
    return Choice(tuple(names), entered(), _one_of(view, names), planned(tuple(names)))


def _choose_levels(view: View, names: Sequence[str]) -> None:
    """Let the manager compare one level of a factor of many with all the others."""
    possible = _levels_to_choose(view, names)
    if not possible:
        return
    with st.popover("Compare one level with all the others", icon=":material/person_search:"):
        for name, levels in possible.items():
            factor, chosen_level = view.log.factor(name), session.ADJUSTED_LEVEL.of(name)
            texts = [level_name(level, factor) for level in levels]
            if chosen_level.get() not in texts:
                chosen_level.forget()
            st.selectbox(
                factor.title,
                ["", *texts],
                format_func=lambda text: text or "All levels, if the log can carry them",
                key=chosen_level.name,
            )


def _levels_to_choose(view: View, names: Sequence[str]) -> dict[str, tuple[Level, ...]]:
    found = {name: levels_to_choose(view.counts, view.log.factor(name)) for name in names}
    return {name: levels for name, levels in found.items() if levels}


def _one_of(view: View, names: Sequence[str]) -> OneOf:
    """Return the levels chosen in place of whole factors."""
    chosen_levels = [
        (name, level)
        for name, levels in _levels_to_choose(view, names).items()
        for level in levels
        if level_name(level, view.log.factor(name)) == session.ADJUSTED_LEVEL.of(name).get()
    ]
    return tuple(chosen_levels)


def planned(names: tuple[str, ...]) -> str | None:
    """Return the factor that was the question before anything was looked at, if it is one of these."""
    asked = planned_question.factor()
    return asked if asked in names else None


def _choose_planned(names: list[str], titles: dict[str, str]) -> None:
    session.ADJUSTED_PLANNED.set(planned(tuple(names)) or "")
    if len(names) > 1:
        st.selectbox(
            "Planned question",
            ["", *names],
            format_func=lambda name: titles[name] if name else "None: a search through all of these",
            key=session.ADJUSTED_PLANNED.name,
            on_change=_plan,
            help="If you chose one factor before you saw any result, name it: its interval and p-value are then its "
            "own, not corrected for the factors it is adjusted for. The others stay a search.",
        )


def _plan() -> None:
    planned_question.plan(session.ADJUSTED_PLANNED.get())


@dataclass(frozen=True)
class Question:
    """What the factors chosen say together, for a page that may not need the answer.

    Attributes
    ----------
    choices : tuple
        All that the answer depends on besides the log and the filters.
    ask : callable
        Works the answer out, also where Streamlit is out of reach.
    """

    choices: tuple[Hashable, ...]
    ask: Callable[[], SeveralFactors]


def question(view: View, of_each: tuple[str, ...]) -> Question:
    """Return the question what the factors chosen say together; if they have no answer, those suggested.

    Those called `of_each` are asked about one by one as well.
    """
    found, names = view.at_a_glance(), () if _is_suggested() else chosen(view)
    of = Several(
        names=names,
        entered=entered(),
        one_of=_one_of(view, names),
        planned=planned_question.factor(),
        fills_in=session.FILL_IN.get(),
    )
    return Question((of, of_each), lambda: several_factors(view.counts, of, of_each, found))


def filled_in(
    counts: Counts, found: Adjusted | Refusal, treated: Entered, asked: str | None
) -> Imputed | NotImputed | None:
    """Return what the factors of an answer say with blanks filled in; None where there is no answer, or no blank."""
    return imputed(counts, found.names, treated, found.one_of, asked) if isinstance(found, Adjusted) else None


def chosen(view: View) -> tuple[str, ...]:
    """Return the names of the factors adjusted for: those chosen, else those suggested."""
    if _is_suggested():
        suggested = list(_suggested(view))
        session.ADJUSTED_SUGGESTED.set(suggested)
        session.ADJUSTED_FOR.set(suggested)
    names = session.ADJUSTED_FOR.get() or []
    possible = {factor.name for factor in _possible(view)}
    return tuple(name for name in names if name in possible)


def chosen_by_hand(view: View) -> tuple[str, ...] | None:
    """Return the names of the factors adjusted for; None where those suggested are."""
    return None if _is_suggested() else chosen(view)


def choose_again(names: tuple[str, ...] | None, *, in_groups: bool) -> None:
    """Look at the factors of a saved report together; those suggested with None."""
    session.ADJUSTED_FOR.set(None if names is None else list(names))
    session.NUMBERS_ENTER.set(_GROUPS if in_groups else _TREND)


def _possible(view: View) -> tuple[Factor, ...]:
    return view.counts.factors


def _is_suggested() -> bool:
    # What was suggested last: as long as nobody changes it, the suggestion follows the filters.
    return session.ADJUSTED_FOR.get() in (None, session.ADJUSTED_SUGGESTED.get())


def entered() -> Entered:
    """Return how numbers are treated."""
    return _ENTERED[session.NUMBERS_ENTER.get() or _TREND]


def numbers_in_groups() -> bool:
    """Tell whether numbers are treated as five groups."""
    return session.NUMBERS_ENTER.get() == _GROUPS


def _suggested(view: View) -> tuple[str, ...]:
    treated = entered()
    return view.answer("suggested", treated, ask=lambda: default_factors(view.counts, treated))


def _crowded_out(view: View) -> tuple[CrowdedOut, ...]:
    """Return what the suggestion lacks because of how numbers are treated; nothing where a manager chose."""
    treated = entered()
    if not _is_suggested():
        return ()
    return view.answer("crowded out", treated, ask=lambda: crowded_out(view.counts, treated))


def say_nothing_chosen(view: View) -> None:
    """Ask for a choice, or say that the log is too small for any."""
    if _suggested(view):
        st.info("Choose at least one factor.")
    else:
        st.info(show.plain(too_small_together(view.at_a_glance().total, view.counted)))


def offer_suggested(view: View, names: tuple[str, ...]) -> None:
    """Lead from a set of factors that cannot be looked at together to one that can, where there is one."""
    suggested = _suggested(view)
    if suggested and suggested != names:
        st.button("Use the suggested factors", on_click=_use, args=(suggested,), icon=":material/restart_alt:")


def _use(names: tuple[str, ...]) -> None:
    session.ADJUSTED_FOR.set(list(names))


def look(view: View, found: Adjusted, of: Choice) -> None:
    """Show one part of the answer."""
    parts: dict[str, Callable[[View, Adjusted, Choice], None]] = {
        "On its own and after adjusting": _differences,
        "What could prevent the most": _avoidable,
        "One factor": _one,
        "Details": _details,
    }
    parts[choosing.one_of("Show", parts, session.ADJUSTED_PART)](view, found, of)


def _differences(view: View, found: Adjusted, chosen: Choice) -> None:
    of = adjusted_exhibit(found, view.counted)
    asked = chosen.asked(view, "after adjusting")
    show.exhibit(replace(of, how=()), view.passing, with_finding=False, asked=asked)
    with st.expander("Every factor in a table"):
        if of.table is not None:
            show.table(of.table, of.alt)
    if _takes_long(view, found) and not session.FILL_IN.get():
        show.how(of)
        return
    beside = view.answer(
        "blanks filled in", chosen, ask=lambda: filled_in(view.counts, found, chosen.entered, chosen.planned)
    )
    if beside is not None:
        blanks = imputed_exhibit(beside, view.counted)
        show.sentence(blanks.finding, explain("blanks filled in"))
        with st.expander(show.plain(blanks.heading)):
            asked = chosen.asked(view, "blanks filled in")
            show.exhibit(blanks, "", with_finding=False, has_table=True, asked=asked)
    show.how(of)


def _takes_long(view: View, found: Adjusted) -> bool:
    """Tell whether filling in blanks takes so long that it has to be asked for; then offer it."""
    seconds = view.answer(
        "seconds to fill in",
        found.names,
        found.one_of,
        ask=lambda: seconds_to_fill_in(view.counts, found.names, found.one_of),
    )
    if not seconds:
        return False
    label = f"Fill in blanks as well, which takes about {quantity(seconds, 'second')}"
    st.toggle(label, key=session.FILL_IN.name, help=explain("blanks filled in"))
    return True


def _avoidable(view: View, found: Adjusted, chosen: Choice) -> None:
    of = avoidable_exhibit(found, view.counted)
    explained, asked = explain("could prevent the most"), chosen.asked(view, "could prevent")
    show.exhibit(of, view.passing, has_table=True, explained=explained, asked=asked)


def _one(view: View, found: Adjusted, chosen: Choice) -> None:
    by_name = {each.factor.name: each for each in found.factors}
    if session.ADJUSTED_FACTOR.get() not in by_name:
        session.ADJUSTED_FACTOR.forget()
    name = st.selectbox(
        "Factor", list(by_name), format_func=lambda each: by_name[each].factor.title, key=session.ADJUSTED_FACTOR.name
    )
    of = adjusted_rates_exhibit(found, by_name[name], view.counted)
    show.exhibit(of, view.passing, has_table=True, asked=chosen.asked(view, "adjusted rates", name))


def _details(view: View, found: Adjusted, chosen: Choice) -> None:
    odds_ratios = odds_ratios_exhibit(found, view.counted)
    st.markdown(f"**{show.plain(odds_ratios.heading)}**")
    show.sentence(odds_ratios.finding)
    asked = chosen.asked(view, "odds ratios")
    # What limits the model stands once, below the chart.
    shown = replace(odds_ratios, left_out=(), cautions=(), how=())
    show.exhibit(shown, "", with_finding=False, has_table=True, asked=asked)
    if odds_ratios.numbers is not None:
        show.download_table("The odds ratios (CSV)", odds_ratios.numbers, odds_ratios.stem)
    st.markdown("**Does the model fit?**")
    of = calibration_exhibit(found, view.counted)
    show.sentence(of.finding)
    show.exhibit(of, view.passing, with_finding=False, asked=chosen.asked(view, "model fit"))
