"""Who counts a log, where that is not this process alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import quantity

if TYPE_CHECKING:
    from analysis.counting.counts import CountedBy, Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.description import LogDescription

_BY: dict[CountedBy, str] = {
    "memory": "",
    "DuckDB": "DuckDB counts this log from files, so that it can be larger than memory.",
    "Spark": "A Spark cluster counts this log.",
}


def who_counts(counts: Counts) -> str:
    """Return who counts, in a sentence; nothing where the log is in memory."""
    return _BY[counts.counted_by]


def what_lake_holds(log: LogDescription, report: ImportAccount) -> str:
    """Return what a log in files holds, and where it came from."""
    aside = f"; {quantity(report.rows_set_aside, 'row')} set aside" if report.rows_set_aside else ""
    return (
        f"You are looking at {quantity(len(log), 'treatment')} from {quantity(len(report.files), 'file')}{aside}. "
        "Upload a file below to look at it instead."
    )
