"""``python -m analysis summary FILE``: rates, and what breakouts go with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.files import pair
from analysis.files.problems import FileError
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.values import level_key
from analysis.overview import overview
from analysis.report import wording
from analysis.report.summary import summary_as_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.command_line.files import Imported
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.overview import Overview

FACTORS_PRINTED = 15


def summarise(imported: Imported, where: Sequence[str], *, as_json: bool) -> str | dict[str, Any]:
    """Return the rate and every factor of the treatments that pass ``--where``."""
    filters = _filters(where, imported.log)
    found = overview(imported.log, filters)
    if as_json:
        return summary_as_data(found, imported.report, filters.counted)
    return _in_words(found, imported.report, filters.counted)


def _filters(where: Sequence[str], log: Log) -> Filters:
    levels: dict[str, tuple[str, ...]] = {}
    ranges = []
    for text in where:
        name, level = pair(text, "--where")
        named = [factor for factor in log.factors if text.startswith(f"{factor.name}=")]
        if not named:
            names = ", ".join(factor.name for factor in log.factors)
            raise FileError(f"“{name}” is not a factor of this log: its factors are {names}.")
        # A column's name may hold an equals sign of its own: the longest one that fits is meant.
        factor = max(named, key=lambda each: len(each.name))
        name, level = factor.name, text.removeprefix(f"{factor.name}=")
        spelled = {level_key(each): each for each in factor.levels if isinstance(each, str)}
        if factor.kind == "number":
            low, dots, high = level.partition("..")
            try:
                ranges.append((name, float(low), float(high if dots else low)))
            except ValueError:
                raise FileError(f"“{name}” is a number: give a value or LOW..HIGH instead of “{level}”.") from None
        elif level_key(level) not in spelled:
            raise FileError(f"“{level}” is not a level of “{name}”: its levels are {', '.join(factor.levels)}.")
        else:
            levels[name] = (*levels.get(name, ()), spelled[level_key(level)])
    return Filters(levels=tuple(levels.items()), ranges=tuple(ranges))


def _in_words(found: Overview, report: ImportReport, counted: Counted) -> str:
    rates = (wording.overall(found.total, counted), wording.change(found.change, counted))
    lines = [wording.rows_account(report), *rates, ""]
    for result in found.factors[:FACTORS_PRINTED]:
        lines += [wording.finding(result, counted), f"  {wording.test_result(result)}"]
    if len(found.factors) > FACTORS_PRINTED:
        lines.append(f"… and {len(found.factors) - FACTORS_PRINTED} more factors; --json lists all.")
    return "\n".join(lines)
