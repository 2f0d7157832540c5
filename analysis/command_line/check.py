"""``python -m analysis check FILE``: say what was understood of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.counting.anonymity import anonymity
from analysis.exports.json_summary import check_as_data
from analysis.outcome_log.filters import Filters
from analysis.wording.files import action_taken, file_kind, rows_account
from analysis.wording.kinds import kind_of_column
from analysis.wording.numbers import count
from analysis.wording.saved_log import who_stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.anonymity import Anonymity
    from analysis.importing.import_account import ImportAccount, ReadColumn
    from analysis.importing.opening import Imported

PROBLEMS_PRINTED = 20
TEXTS_PRINTED = 12


def check(imported: Imported, *, as_json: bool) -> str | dict[str, Any]:
    """Return how a file is read: layout, rows, columns, values, personal data, and every problem."""
    alone = anonymity(imported.log, Filters())
    if as_json:
        return check_as_data(imported.report, alone)
    return "\n".join(_lines(imported.report, alone))


def _lines(report: ImportAccount, alone: Anonymity) -> Iterator[str]:
    yield rows_account(report)
    yield f"{file_kind(report.layout)}."
    if report.findings:
        yield from ("", "Personal data:")
        yield from (f"  {each.column}: {each.kind}, {action_taken(each)} ({each.reason})" for each in report.findings)
    yield from ("", "Columns:")
    for each in report.columns:
        why = f"{each.confidence}; {each.reason}" if each.confidence else each.reason
        kind = f": {kind_of_column(each)}" if each.kind is not None else ""
        yield f"  {each.name} → {each.field or each.meaning}{kind} ({why})"
    if notable := [each for each in report.decisions if each.is_notable]:
        yield from ("", "How the file is read where there is a choice:")
        yield from (f"  {each.in_words}" for each in notable)
    yield from ("", "Outcome values:")
    yield from _texts(report.outcome)
    unplaced = [column for column in report.meanings[1:] if column.unplaced]
    for column in unplaced:
        yield from ("", f"Values of “{column.name}”:")
        yield from _texts(column)
    yield from ("", *who_stands_alone(alone))
    problems = [each for problem in report.problems for each in problem.each_row()]
    if problems:
        yield from ("", "Problems:")
        for row, column_name, value, reason in problems[:PROBLEMS_PRINTED]:
            yield f"  row {row}{f', {column_name}' if column_name else ''}, “{value}”: {reason}"
        if len(problems) > PROBLEMS_PRINTED:
            yield f"  … and {count(len(problems) - PROBLEMS_PRINTED)} more; --json lists all."


def _texts(column: ReadColumn) -> Iterator[str]:
    for each in column.texts[:TEXTS_PRINTED]:
        yield f"  {each.value or '(blank)'}: {count(each.rows)} → {each.meaning}"
    if len(column.texts) > TEXTS_PRINTED:
        yield f"  … and {count(len(column.texts) - TEXTS_PRINTED)} more; --json lists all."
