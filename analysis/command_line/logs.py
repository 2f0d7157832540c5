"""The log that a command is about: a file, or the saved log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.command_line.files import add_file_options, import_file, of_a_file, print_notes
from analysis.errors import DashboardError
from analysis.saved_log.folder import log_folder
from analysis.saved_log.opening import SavedLog, as_log, open_log

if TYPE_CHECKING:
    import argparse

    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log


@dataclass(frozen=True)
class ChosenLog:
    """The log that a command is about, the account of it, and what it was opened from; None for a file."""

    log: Log
    report: ImportAccount
    saved: SavedLog | None = None


def add_log_options(command: argparse.ArgumentParser) -> None:
    """Let a command take a file or the saved log."""
    add_file_options(command, or_none=True)
    command.add_argument("--log", action="store_true", help="the saved log instead of a file")
    command.add_argument("--version", type=int, metavar="VERSION", help="this version of the saved log")


def open_chosen_log(options: argparse.Namespace) -> ChosenLog:
    """Return the log that the options name, and print the notes about it.

    Raises
    ------
    DashboardError
        If there is no such log, or the options contradict each other.
    """
    opened = _saved(options) if options.log else _file(options)
    print_notes(opened.report)
    return opened


def _file(options: argparse.Namespace) -> ChosenLog:
    if options.file is None:
        raise DashboardError("Choose a log: a FILE, or --log for the saved log.")
    if options.version is not None:
        raise DashboardError("A file has no versions: leave --version out, or use --log instead of the file.")
    imported = import_file(options)
    return ChosenLog(imported.log, imported.report)


def _saved(options: argparse.Namespace) -> ChosenLog:
    if options.file is not None:
        raise DashboardError("Use a FILE or --log, not both: one after the other.")
    if given := of_a_file(options):
        raise DashboardError(f"{given[0]} is for files, and --log reads no file: leave it out.")
    kept = open_log(log_folder(), options.version)
    if not kept.latest:
        raise DashboardError(f"There is no saved log in “{log_folder()}” yet: import a file with log add FILE.")
    if not len(kept):
        raise DashboardError(
            f"Version {kept.version} of the saved log has no treatments: choose another with --version."
        )
    return ChosenLog(*as_log(kept), kept)
