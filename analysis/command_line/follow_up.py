"""``python -m analysis follow-up FILE | --log``: who needs a call."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from analysis.command_line.answered import AnsweredError
from analysis.command_line.logs import add_log_options, open_chosen_log
from analysis.command_line.written import write_file
from analysis.errors import DashboardError
from analysis.exports.csv_tables import as_csv
from analysis.exports.follow_up import as_calendar, work_list_as_data, work_list_table
from analysis.listing.calls import TreatmentKeys, after_calls
from analysis.listing.reasons import LISTED_FOR_DAYS, OVERDUE_AFTER_DAYS, UNKNOWN_AFTER_DAYS, Settings
from analysis.listing.work_list import work_list
from analysis.outcome_log.periods import today
from analysis.saved_log.calls import read_calls
from analysis.saved_log.folder import log_folder
from analysis.wording.follow_up import (
    TABLE_OF_COUNTS,
    URGENCY_NAMES,
    calls_in_short,
    long_ago_in_words,
    name,
    older_in_words,
    reason,
    since_when,
    what_lacks,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from analysis.listing.calls import Calls
    from analysis.listing.waiting import WaitingList
    from analysis.outcome_log.log import Log

PRINTED = 30


class CallTodayError(AnsweredError):
    """The answer of ``follow-up`` if somebody needs a call today."""


def add_follow_up_options(command: argparse.ArgumentParser) -> None:
    """Let ``follow-up`` take a file or the saved log, and say where the list goes."""
    add_log_options(command)
    command.add_argument("--csv", metavar="FILE", help="write the list to this CSV file as well")
    command.add_argument("--ics", metavar="FILE", help="write the due calls to this calendar file as well")
    command.add_argument("--on", metavar="DATE", help="the list of this day (YYYY-MM-DD) instead of today")
    command.add_argument(
        "--overdue-after",
        type=int,
        metavar="DAYS",
        default=OVERDUE_AFTER_DAYS,
        help=f"days until a follow-up is overdue ({OVERDUE_AFTER_DAYS} if left out)",
    )
    command.add_argument(
        "--unknown-after",
        type=int,
        metavar="DAYS",
        default=UNKNOWN_AFTER_DAYS,
        help=f"days until an unknown outcome is a reason to call ({UNKNOWN_AFTER_DAYS} if left out)",
    )
    command.add_argument(
        "--listed-for",
        type=int,
        metavar="DAYS",
        help="days until a treatment without a warning sign is counted but not listed "
        f"({LISTED_FOR_DAYS} if left out; --json then lists all)",
    )


def follow_up(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return who waits for a call, the most urgent first.

    Raises
    ------
    CallTodayError
        With the same answer, if somebody needs a call today.
    DashboardError
        If there is no such log, or a file cannot be written.
    """
    opened = open_chosen_log(options)
    log = opened.log
    if log.is_table_of_counts:
        raise DashboardError(TABLE_OF_COUNTS)
    listed_for = options.listed_for or (None if options.json else LISTED_FOR_DAYS)
    waiting = work_list(
        log, _day(options.on), Settings(options.overdue_after, options.unknown_after, listed_for=listed_for)
    )
    keys = TreatmentKeys(log, opened.saved)
    calls = after_calls(waiting, read_calls(log_folder(), opened.saved.version) if opened.saved else (), keys)
    if options.csv is not None:
        write_file(options.csv, as_csv(work_list_table(calls.open)))
    if options.ics is not None:
        write_file(options.ics, as_calendar(calls, keys))
    found = work_list_as_data(calls.open) if options.json else "\n".join(_in_words(log, calls, listed_for))
    if calls.open.count("today"):
        raise CallTodayError(found)
    return found


def _day(text: str | None) -> dt.date:
    if text is None:
        return today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DashboardError(f"--on needs a day such as 2026-05-14; “{text}” is none.") from None


def _in_words(log: Log, calls: Calls, listed_for: int | None) -> Iterator[str]:
    yield calls_in_short(calls, log)
    yield from filter(None, (long_ago_in_words(calls, listed_for), older_in_words(calls, listed_for)))
    yield from what_lacks(log)
    yield from _lines(calls.open)


def _lines(waiting: WaitingList) -> Iterator[str]:
    for each in waiting.page(0, PRINTED):
        yield f"{URGENCY_NAMES[each.urgency]}: {name(each)}, {since_when(each)}. {reason(each)}."
    if len(waiting) > PRINTED:
        yield f"… and {len(waiting) - PRINTED} more; --json lists all, --csv writes them to a file."
