"""What a log was made from: filters, rows, columns and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.report.wording.numbers import count, day, level_name, listed, quantity
from analysis.results import ValueRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.codebook import Field
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport, OutcomeValue
    from analysis.outcome_log.log import Log
    from analysis.results import LevelRate


def filters_in_words(filters: Filters, log: Log) -> str:
    """Return which treatments count, for captions and reports."""
    parts = []
    if filters.start or filters.end:
        first, last = log.period or (None, None)
        start, end = filters.start or first, filters.end or last
        parts.append(f"{day(start) if start else 'the beginning'} to {day(end) if end else 'the end'}")
    parts += [f"{log.factor(name).title}: {listed(levels)}" for name, levels in filters.levels]
    parts += [
        f"{log.factor(name).title}: {level_name(ValueRange(low, high), log.factor(name))}"
        for name, low, high in filters.ranges
    ]
    which = "; ".join(parts) if parts else "All treatments in the log"
    return f"{which}. Breakouts within {quantity(filters.window_days, 'day')} count."


def treated_between(log: Log) -> str:
    """Return the first and last day of treatment."""
    if log.period is None:
        return "no treatment dates in use"
    return f"treatments from {day(log.period[0])} to {day(log.period[1])}"


def rows_account(report: ImportReport) -> str:
    """Return how many rows were read, kept and set aside."""
    kept, set_aside = count(report.rows_kept), count(report.rows_set_aside)
    text = f"{quantity(report.rows_read, 'row')} read = {kept} kept + {set_aside} set aside."
    values = sum(len(problem.rows) for problem in report.values_left_out)
    if values == 1:
        return f"{text} 1 single value could not be used and was left blank."
    return f"{text} {count(values)} single values could not be used and were left blank." if values else text


def columns_account(report: ImportReport) -> str:
    """Return how many columns were used."""
    used = sum(column.meaning != "left out" for column in report.columns)
    return f"{used} of {quantity(len(report.columns), 'column')} used."


def unknown_account(total: LevelRate) -> str:
    """Return after how many treatments the outcome is not known; empty where it always is."""
    return f"Outcome not known after {quantity(total.unknown, 'treatment')}." if total.unknown else ""


def unplaced(values: Sequence[OutcomeValue]) -> str:
    """Say which outcome values nobody has given a meaning, and what that costs."""
    names = listed([f"“{each.value}” ({count(each.rows)})" for each in values])
    rows = quantity(sum(each.rows for each in values), "row")
    return f"{rows} set aside, because it is not known what the outcome {names} means: say so under “Outcome values”."


def file_kind(report: ImportReport) -> str:
    """Return how a file is written: its encoding and what separates its columns, or the sheet of a workbook."""
    if report.layout.sheet:
        return f"Workbook, sheet “{report.layout.sheet}”"
    separators = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    return f"{report.layout.encoding.upper()} text, columns separated by {separators[report.layout.delimiter]}"


def allowed_values(field: Field) -> str:
    """Return what a field of the codebook can hold."""
    if field.kind == "yes/no":
        return "yes, no"
    if field.levels:
        return ", ".join(field.levels)
    if field.maximum is not None:
        return f"{field.minimum:g} to {field.maximum:g} {field.unit or ''}".rstrip()
    return {"date": "a date such as 2026-05-14", "text": "any code"}.get(field.kind, "your own names")
