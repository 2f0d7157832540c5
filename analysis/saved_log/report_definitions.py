"""Reports kept by name with the saved log, so that next month's is made with the same choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.report_settings import settings_as_data, settings_from_data
from analysis.saved_log.file_names import without_client
from analysis.saved_log.folder import REPORTS, only_writer
from analysis.saved_log.records import read_records, write_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from analysis.outcome_log.report_settings import ReportSettings


def read_definitions(folder: Path) -> tuple[ReportSettings, ...]:
    """Return the reports kept with the log, in the order of their names.

    Raises
    ------
    DashboardError
        If the file is not as it was written.
    """
    found = read_records(folder / REPORTS, "reports", settings_from_data)
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def keep_definition(folder: Path, of: ReportSettings) -> None:
    """Keep a report with the saved log; one of the same name is replaced.

    Raises
    ------
    DashboardError
        If those so far are damaged, or nothing can be written.
    """
    with only_writer(folder):
        _write(folder, [*_others(folder, of.name), of])


def drop_definition(folder: Path, name: str) -> None:
    """Keep a report no longer.

    Raises
    ------
    DashboardError
        If they are damaged, or nothing can be written.
    """
    with only_writer(folder):
        _write(folder, _others(folder, name))


def forget_in_definitions(folder: Path, called: Iterable[str]) -> None:
    """Take a client who is erased out of what somebody wrote; the caller holds the lock.

    Raises
    ------
    DashboardError
        If they are damaged, so that nobody can tell whom they name, or nothing can be written.
    """
    names, before = list(called), read_definitions(folder)
    after = tuple(each.reworded(lambda text: without_client(text, names)) for each in before)
    if after != before:
        _write(folder, after)


def _others(folder: Path, name: str) -> list[ReportSettings]:
    return [each for each in read_definitions(folder) if each.name != name]


def _write(folder: Path, reports: Sequence[ReportSettings]) -> None:
    write_records(folder / REPORTS, "reports", [settings_as_data(each) for each in reports])
