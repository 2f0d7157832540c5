"""``python -m analysis summary FILE``: rates, and what breakouts go with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.files import pair
from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.exports.json_summary import summary_as_data
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import CLIENT
from analysis.outcome_log.outcomes import BREAKOUT, Counted, possible_outcomes
from analysis.outcome_log.values import level_key
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.files import filters_in_words, rows_account
from analysis.wording.one_factor import finding, result_of_test
from analysis.wording.outcomes import outcome_name
from analysis.wording.rates import change, overall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.command_line.files import Imported
    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Outcome, Unit
    from analysis.questions.at_a_glance import AtAGlance

FACTORS_PRINTED = 15
EVERY_TREATMENT = "all"
COUNTS: dict[str, Unit] = {EVERY_TREATMENT: "treatments", "first": "first treatments", "any": "clients"}


def summarise(
    imported: Imported, where: Sequence[str], rate_of: str | None, count: str, *, as_json: bool
) -> str | dict[str, Any]:
    """Return the rate and every factor of the treatments that pass ``--where``.

    Parameters
    ----------
    imported : Imported
    where : sequence of str
        FACTOR=LEVEL or FACTOR=LOW..HIGH.
    rate_of : str or None
        The name of an outcome, or of the column it is in; None for breakouts.
    count : str
        One of `COUNTS`.
    as_json : bool

    Raises
    ------
    DashboardError
        Where the log lacks what the options name.
    """
    log = imported.log
    if count != EVERY_TREATMENT and CLIENT not in log:
        raise DashboardError(f"“--count {count}” needs a column of client IDs, and this log has none.")
    counts = InMemory(log, _filters(where, log), Counted(_outcome(rate_of, log), COUNTS[count]))
    found = at_a_glance(counts)
    if as_json:
        return summary_as_data(found, imported.report, counts.counted)
    return _in_words(counts, found, imported.report)


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
            choices = ", ".join(f"“{outcome_name(each)}”" for each in named)
            raise DashboardError(f"“{name}” has an order, so say from where on it counts: {choices}.")
    choices = ", ".join(f"“{outcome_name(each)}”" for each in outcomes)
    raise DashboardError(f"“{name}” is no outcome of this log: it can tell the rate of {choices}.")


def _filters(where: Sequence[str], log: Log) -> Filters:
    levels: dict[str, tuple[str, ...]] = {}
    ranges = []
    for text in where:
        name, level = pair(text, "--where")
        named = [factor for factor in log.factors if text.startswith(f"{factor.name}=")]
        if not named:
            names = ", ".join(factor.name for factor in log.factors)
            raise DashboardError(f"“{name}” is not a factor of this log: its factors are {names}.")
        # A column's name may hold an equals sign of its own: the longest one that fits is meant.
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
            raise DashboardError(f"“{level}” is not a level of “{name}”: its levels are {', '.join(factor.levels)}.")
        else:
            levels[name] = (*levels.get(name, ()), spelled[level_key(level)])
    return Filters(levels=tuple(levels.items()), ranges=tuple(ranges))


def _in_words(counts: Counts, found: AtAGlance, report: ImportAccount) -> str:
    counted = counts.counted
    lines = [
        rows_account(report),
        filters_in_words(counts, found.clustering),
        overall(found.total, counted),
        *(caution(each, counted) for each in found.cautions),
        change(found.change, counted),
        "",
    ]
    for result in found.factors[:FACTORS_PRINTED]:
        lines += [finding(result, counted), f"  {result_of_test(result)}"]
    if len(found.factors) > FACTORS_PRINTED:
        lines.append(f"… and {len(found.factors) - FACTORS_PRINTED} more factors; --json lists all.")
    return "\n".join(lines)
