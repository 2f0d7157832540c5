"""The command line, for schedules and checks: ``python -m analysis check | summary | trend | teams | log`` and more."""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from analysis.command_line import saved_log
from analysis.command_line.answered import AnsweredError
from analysis.command_line.check import check
from analysis.command_line.files import add_file_options, import_file, print_notes
from analysis.command_line.follow_up import CallTodayError, add_follow_up_options, follow_up
from analysis.command_line.lake import add_lake_options, write_lake
from analysis.command_line.report_options import add_report_options
from analysis.command_line.summarise import add_summary_options, summarise
from analysis.command_line.teams import add_teams_options, teams_of
from analysis.command_line.trend import add_trend_options, over_time_of
from analysis.command_line.warnings import NewWarningError, add_warnings_options, warnings_of
from analysis.errors import DashboardError
from analysis.exports.json_summary import decision_as_data
from analysis.importing.decision import UndecidedError
from analysis.wording.decisions import undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNREADABLE = 2
# Of `log check` alone: there is an answer, and it is no.
UNSOUND = 1
# Of `follow-up` alone: somebody needs a call today.
CALL_TODAY = 3
# Of `warnings` alone: there is a new one.
NEW_WARNING = 4
CODES: dict[type[AnsweredError], int] = {
    saved_log.UnsoundLogError: UNSOUND,
    CallTodayError: CALL_TODAY,
    NewWarningError: NEW_WARNING,
}
# As a shell reports a command whose reader went away (128 + SIGPIPE).
NOBODY_READS = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0; 2 if the file or the options could not be understood; 1 for an unsound log; 3 if somebody needs a call today;
        4 for a new early warning.
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Output redirected on Windows could not hold “ and → otherwise.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    code = 0
    try:
        answer = _answer(options)
    except AnsweredError as error:
        answer, code = error.answer, CODES[type(error)]
    except UndecidedError as error:
        print(undecided(error), file=sys.stderr)
        if options.command == "check" and options.json:
            print(json.dumps({"decisions": [decision_as_data(error.decision)]}, ensure_ascii=False, indent=2))
        return UNREADABLE
    except DashboardError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _write_no_more()
        print(f"The answer could not be written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    return code


def run() -> int:
    """Run one command as a process: its reader may stop reading, as `head` does."""
    try:
        try:
            return main()
        finally:
            # Help texts are written when the process ends, too late to notice that nobody reads them.
            print(end="", flush=True)
    except BrokenPipeError:
        _write_no_more()
        return NOBODY_READS


def _write_no_more() -> None:
    """Discard the rest of the output: Python would complain about it when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _answer(options: argparse.Namespace) -> str | dict[str, Any]:
    commands: dict[str, Callable[[argparse.Namespace], str | dict[str, Any]]] = {
        "log": saved_log.answer,
        "summary": summarise,
        "follow-up": follow_up,
        "trend": over_time_of,
        "teams": teams_of,
        "warnings": warnings_of,
        "report": _write_report,
        "lake": write_lake,
    }
    if options.command in commands:
        return commands[options.command](options)
    imported = import_file(options)
    print_notes(imported.report)
    return check(imported, as_json=options.json)


def _write_report(options: argparse.Namespace) -> str | dict[str, Any]:
    """Write a report; what that takes is loaded for no other command."""
    answer: str | dict[str, Any] = importlib.import_module("analysis.command_line.report").write_report(options)
    return answer


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Check, summarise and save outcome logs.")
    commands = parser.add_subparsers(dest="command", required=True)
    add_file_options(commands.add_parser("check", help="show how a file is read"))
    add_summary_options(commands.add_parser("summary", help="rates, and what is linked to breakouts"))
    add_trend_options(commands.add_parser("trend", help="the rate over time, and which periods are unusual"))
    add_teams_options(commands.add_parser("teams", help="which practitioners, lots or clinics are not as expected"))
    add_warnings_options(commands.add_parser("warnings", help="what has become worse than chance explains"))
    add_report_options(
        commands.add_parser("report", help="write the report as PDF, web page, slides or workbook, or its figures")
    )
    add_follow_up_options(commands.add_parser("follow-up", help="who needs a call, the most urgent first"))
    add_lake_options(
        commands.add_parser("lake", help="write a folder of CSV files as one log, which may be larger than memory")
    )
    saved_log.add_log_commands(commands.add_parser("log", help="the saved log: import, list, check, back up, …"))
    return parser


if __name__ == "__main__":
    sys.exit(run())
