"""Who counts a log and why, and what a log in files holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.coded_log import CodedLog
from analysis.wording.numbers import WHOLE_NUMBERS_FROM, quantity

if TYPE_CHECKING:
    from analysis.counting.choice import Choice
    from analysis.counting.counts import CountedBy
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.description import LogDescription

_GIGABYTE = 10**9
_BY: dict[CountedBy, str] = {
    "DuckDB": "DuckDB counts this log from files",
    "Spark": "A Spark cluster counts this log",
}
_SET = "as the setting ENGINE asks"


def who_counts(log: LogDescription, counted_by: CountedBy, choice: Choice) -> str:
    """Return who counts a log and why, in a sentence; nothing of a file or a saved log that is in memory.

    Parameters
    ----------
    log : LogDescription
    counted_by : str
    choice : Choice
    """
    if choice.because == "it is too large":
        return (
            f"{counted_by} counts this log from its files: {quantity(len(log), 'treatment')} would take about "
            f"{_gigabytes(choice.takes)} of memory, and this computer has {_gigabytes(choice.may_take)} for them."
        )
    if counted_by == "memory":
        if not isinstance(log, CodedLog):
            return ""
        was_set = choice.because == "it was set"
        return f"This log is counted in memory, {_SET}." if was_set else "This log fits in memory and is counted there."
    return f"{_BY[counted_by]}, {_SET}."


def _gigabytes(size: int) -> str:
    gigabytes = size / _GIGABYTE
    return f"{gigabytes:,.0f} GB" if gigabytes >= WHOLE_NUMBERS_FROM else f"{gigabytes:.1f} GB"


def what_lake_holds(log: LogDescription, report: ImportAccount) -> str:
    """Return what a log in files holds, and where it came from."""
    aside = f"; {quantity(report.rows_set_aside, 'row')} set aside" if report.rows_set_aside else ""
    return (
        f"You are looking at {quantity(len(log), 'treatment')} from {quantity(len(report.files), 'file')}{aside}. "
        "Upload a file below to look at it instead."
    )
