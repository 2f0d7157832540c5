"""The treatments that a command is about: those of a file or of the saved log, chosen by filters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.command_line.files import pair
from analysis.command_line.logs import add_log_options, open_chosen_log
from analysis.counting.choosing import counts_of
from analysis.errors import DashboardError
from analysis.files.quoting import quoted
from analysis.outcome_log.filters import WINDOW_DAYS, Filters
from analysis.outcome_log.log import CLIENT
from analysis.outcome_log.outcomes import BREAKOUT, Counted, possible_outcomes
from analysis.outcome_log.values import level_key
from analysis.wording.outcomes import outcome_name

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Outcome, Unit

EVERY_TREATMENT = "all"
COUNTS: dict[str, Unit] = {EVERY_TREATMENT: "treatments", "first": "first treatments", "any": "clients"}


def add_choosing_options(command: argparse.ArgumentParser) -> None:
    """Let a command take a file or the saved log, and filters."""
    add_log_options(command)
    command.add_argument(
        "--where",
        metavar="FACTOR=LEVEL",
        action="append",
        default=[],
        help="only treatments with this level (numbers: LOW..HIGH); several levels of one factor add up",
    )
    command.add_argument(
        "--rate-of", metavar="NAME", help="another outcome than breakouts, such as Pustules or “Severity: severe”"
    )
    command.add_argument(
        "--count",
        choices=COUNTS,
        default=EVERY_TREATMENT,
        help="every treatment; the first of each client; or each client once, with a yes after any treatment",
    )


def chosen_counts(options: argparse.Namespace, window_days: int = WINDOW_DAYS) -> tuple[Counts, ImportAccount]:
    """Return the counts of the treatments that the options choose, and the account of their log.

    Parameters
    ----------
    options : Namespace
    window_days : int
        Breakouts that begin later count as none.

    Raises
    ------
    DashboardError
        If there is no such log, or it lacks something that an option names.
    """
    opened = open_chosen_log(options)
    log = opened.log
    if options.count != EVERY_TREATMENT and CLIENT not in log:
        raise DashboardError(f"“--count {options.count}” needs a column of client IDs, and this log has none.")
    counted = Counted(_outcome(options.rate_of, log), COUNTS[options.count])
    filters = replace(_filters(options.where, log), window_days=window_days)
    return counts_of(log, filters, counted), opened.report


def every_treatment(log: Log) -> Counts:
    """Return the counts of all treatments of a log."""
    return counts_of(log)


def _outcome(name: str | None, log: Log) -> Outcome:
    if name is None:
        return BREAKOUT
    outcomes = possible_outcomes(log)
    for named in (
        [each for each in outcomes if level_key(outcome_name(each)) == level_key(name)],
        [each for each in outcomes if level_key(name) in {level_key(each.name), level_key(each.title)}],
    ):
        if len(named) == 1:
            return named[0]
        if named:
            choices = quoted(map(outcome_name, named))
            raise DashboardError(f"“{name}” is ordered: choose from which level on it counts: {choices}.")
    raise DashboardError(f"“{name}” is not an outcome of this log: choose {quoted(map(outcome_name, outcomes))}.")


def _filters(where: Sequence[str], log: Log) -> Filters:
    levels: dict[str, tuple[str, ...]] = {}
    ranges = []
    for text in where:
        name, level = pair(text, "--where")
        named = [factor for factor in log.factors if text.startswith(f"{factor.name}=")]
        if not named:
            names = ", ".join(factor.name for factor in log.factors)
            raise DashboardError(f"“{name}” is not a factor of this log: choose one of {names}.")
        # A column's name may contain an equals sign: the longest name that fits is meant.
        factor = max(named, key=lambda each: len(each.name))
        name, level = factor.name, text.removeprefix(f"{factor.name}=")
        spelled = {level_key(each): each for each in factor.levels if isinstance(each, str)}
        if factor.kind == "number":
            low, dots, high = level.partition("..")
            try:
                ranges.append((name, float(low), float(high if dots else low)))
            except ValueError:
                raise DashboardError(f"“{name}” is a number: give a value or LOW..HIGH instead of “{level}”.") from None
        elif level_key(level) not in spelled:
            raise DashboardError(f"“{level}” is not a level of “{name}”: choose one of {', '.join(spelled.values())}.")
        else:
            levels[name] = (*levels.get(name, ()), spelled[level_key(level)])
    return Filters(levels=tuple(levels.items()), ranges=tuple(ranges))
