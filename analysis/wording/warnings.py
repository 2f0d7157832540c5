"""Words about early warnings: a sentence each, its day, and what became of those that were dismissed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, assert_never

from analysis.questions.warnings import (
    CusumWarning,
    LotWarning,
    PeriodWarning,
    ReactionWarning,
    RunWarning,
    UnitWarning,
)
from analysis.wording.cusum import score_name
from analysis.wording.numbers import about_expected, count, day, level_name, quantity
from analysis.wording.outcomes import things
from analysis.wording.teams import outside_in_words
from analysis.wording.trend import period_name, point_in_words, run_in_words
from analysis.wording.unusual import CARTRIDGE_LOT

if TYPE_CHECKING:
    from analysis.methods.unusual import Judged
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.warnings import About, EarlyWarning
    from analysis.saved_log.dismissals import Dismissal

# Said where something is chosen in the sidebar.
OF_THE_WHOLE_LOG = "These warnings are of the whole log. Opening one clears your filters."


def warning_in_words(of: EarlyWarning, counted: Counted) -> str:
    """Return 26 March 2025: Unusually many breakouts at Northgate; the day only where the sentence does not name it."""
    is_named = isinstance(of.about, PeriodWarning | RunWarning)
    when = f"{day(of.on)}: " if of.on is not None and not is_named else ""
    return f"{when}{about_in_words(of.about, counted)}"


def about_in_words(of: About, counted: Counted) -> str:
    """Say what has become worse, in a sentence."""
    match of:
        case PeriodWarning(point, trend):
            return point_in_words(point, trend.chart.by)
        case RunWarning(run, trend):
            return run_in_words(run, trend.chart, counted)
        case LotWarning(lot):
            return _lot(lot)
        case UnitWarning(unit, among):
            return outside_in_words(unit, among)
        case ReactionWarning(outcome, rise):
            month, of_month = rise.observed.level, rise.observed
            name = period_name(month, "month") if isinstance(month, dt.date) else ""
            return (
                f"{outcome.title}: more than usual in {name}, {count(of_month.breakouts)} of {count(of_month.known)}, "
                f"where {about_expected(rise.expected)} would be expected."
            )
        case CusumWarning(score, among):
            where = "" if among.unit is None else f" at {score_name(score, among)}"
            return f"Unusually many {things(counted)}{where}."
        case _:
            assert_never(of)


def _lot(of: Judged) -> str:
    counts = f"{count(of.observed.breakouts)} of {count(of.observed.known)}"
    return f"{CARTRIDGE_LOT.capitalize()} {level_name(of.observed.level)} was unusual: {counts}."


def no_warnings(dismissed: int) -> str:
    """Say that there is no warning but those that were dismissed."""
    if dismissed:
        return f"No early warning but {quantity(dismissed, 'dismissed one')}."
    return "No early warning: there is no sign of more breakouts or reactions than chance explains."


def dismiss_in_words(shown: int, dismissed: int) -> str:
    """Return Dismiss, or 2 dismissed warnings where no other is shown."""
    return "Dismiss" if shown else quantity(dismissed, "dismissed warning")


def what_they_are(*, is_saved: bool) -> str:
    """Say which warnings are shown, and for how long."""
    shown = (
        "These are signs of more breakouts or reactions than chance explains. All treatments count, whatever the "
        "filters."
    )
    if is_saved:
        new = "“New” means: not there before the last import."
        return f"{shown} {new} A dismissed warning comes back if there is a new signal."
    return f"{shown} This file is not saved, so there is no earlier version: all its warnings are shown."


def dismissed_in_words(of: Dismissal) -> str:
    """Say when a warning was dismissed, by whom, and why."""
    by = f" by {of.by}" if of.by else ""
    note = f": “{of.note}”" if of.note else "."
    return f"Dismissed on {day(dt.datetime.fromisoformat(of.at).date())}{by}{note}"
