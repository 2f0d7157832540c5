"""``python -m analysis teams FILE | --log --unit NAME``: which practitioners, lots or others are not as expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import add_choosing_options, chosen_counts
from analysis.errors import DashboardError
from analysis.exports.json_teams import teams_as_data
from analysis.files.quoting import quoted
from analysis.questions.teams import factors_to_adjust_for, possible_units, teams
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import count, level_name
from analysis.wording.teams import (
    about_unit,
    adjusted_for_in_words,
    no_outcomes,
    no_units,
    teams_cautions,
    teams_details,
    teams_left_out,
    teams_verdict,
)
from analysis.wording.usage import lot_alerts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from analysis.counting.counts import Counts
    from analysis.outcome_log.log import Factor


def add_teams_options(command: argparse.ArgumentParser) -> None:
    """Let ``teams`` take a file or the saved log, filters and what is compared."""
    add_choosing_options(command)
    command.add_argument(
        "--unit", metavar="NAME", default="", help="what is compared: practitioner (default), clinic, cartridge_lot …"
    )
    command.add_argument("--adjusted", action="store_true", help="adjust for the clients that each one treats")
    command.add_argument(
        "--adjust-for",
        metavar="FACTOR",
        action="append",
        help="a factor to adjust for in place of those suggested; repeat it for several",
    )
    command.add_argument("--wider", action="store_true", help="widen the limits if all differ more than by chance")


def teams_of(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return how the units of the treatments chosen compare.

    Raises
    ------
    DashboardError
        If there is no such log, nothing to compare, or it lacks something that an option names.
    """
    counts, _ = chosen_counts(options)
    unit = _unit(counts, options.unit)
    of = _adjust_for(counts, unit, options.adjust_for)
    found = teams(counts, unit.name, adjusted=options.adjusted or of is not None, widened=options.wider, of=of)
    if found is None:
        raise DashboardError(no_outcomes(unit, counts.counted))
    if options.json:
        return teams_as_data(found)
    counted = counts.counted
    lines = [filters_in_words(counts), teams_verdict(found), *lot_alerts(found, counted)]
    lines += filter(None, (adjusted_for_in_words(found),))
    lines += [*teams_details(found, counted), *teams_left_out(found, counted), *teams_cautions(found, counted), ""]
    lines += [
        f"{level_name(each.observed.level, unit)}: {count(each.observed.breakouts)} of {count(each.observed.known)}; "
        f"{about_unit(each)}"
        for each in found.funnel.units
    ]
    return "\n".join(lines)


def _unit(counts: Counts, name: str) -> Factor:
    possible = possible_units(counts)
    if not possible:
        raise DashboardError(no_units())
    if not name:
        return possible[0]
    for each in possible:
        if each.name == name:
            return each
    raise DashboardError(f"“{name}” cannot be compared in this log: choose {quoted(each.name for each in possible)}.")


def _adjust_for(counts: Counts, unit: Factor, names: Sequence[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    possible = [each.name for each in factors_to_adjust_for(counts, unit)]
    for name in names:
        if name not in possible:
            others = f": choose among {quoted(possible)}" if possible else ""
            raise DashboardError(f"This log cannot adjust for “{name}”{others}.")
    return tuple(names)
