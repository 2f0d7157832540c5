"""What is listed of a log in files, to be compared with the same log in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.listing.calls import TreatmentKeys, after_calls, called
from analysis.listing.reasons import URGENCIES, Settings
from analysis.listing.treatments import Listed, TreatmentList, treatments_that_pass, treatments_with
from analysis.listing.treatments_in_files import TreatmentsInFiles
from analysis.listing.waiting_in_files import KeysInFiles, calls_in_files
from analysis.listing.work_list import work_list
from analysis.outcome_log.filters import Filters
from analysis.saved_log.calls import Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.passing_rows import PassingRows
    from analysis.listing.calls import Calls
    from analysis.listing.waiting import Keys, Waiting
    from analysis.outcome_log.log import Log

TODAY = dt.date(2026, 4, 15)
SETTINGS = (Settings(listed_for=40), Settings(overdue_after=5, unknown_after=60, listed_for=None))


def assert_lists_are_those_of_memory(
    passing: PassingRows, log: Log, filters: Filters, of: tuple[Settings, ...] = SETTINGS
) -> None:
    """Compare both lists page by page, before and after some calls."""
    keys = TreatmentKeys(log), KeysInFiles(passing.log.digest)
    for settings in of:
        waiting = work_list(log, TODAY, settings)
        waiting = waiting.where(filters.rows(log)[waiting.rows])
        made: tuple[list[Call], list[Call]] = ([], [])
        for again_on in (None, TODAY, TODAY + dt.timedelta(days=3)):
            in_memory = after_calls(waiting, made[0], keys[0])
            in_files = calls_in_files(passing, TODAY, settings, made[1], keys[1])
            assert _plain(in_files) == _plain(in_memory)
            rows = [each.row for each in in_memory.open.page(1, 3)]
            for place, found in enumerate((in_memory, in_files)):
                made[place].append(_call(found, rows, keys[place], again_on))
    for of_bar, expected in _lists(passing, log, filters):
        assert len(of_bar) == len(expected)
        for first in (0, 7):
            assert of_bar.page(first, 7) == tuple(map(_without_ids, expected.page(first, 7)))


def _call(found: Calls, rows: list[int], keys: Keys, again_on: dt.date | None) -> Call:
    return Call("no answer", called(found.open, rows, keys), "2026-04-15T10:00:00", try_again_on=again_on)


def _plain(found: Calls) -> list[object]:
    lists = (found.open, found.later, found.older)
    return [
        [len(each) for each in lists],
        [(each.count(urgency), each.count_long_ago(urgency)) for each in lists for urgency in URGENCIES],
        [[*map(_shown, each.page(0, 6))] for each in lists],
        [*map(_shown, found.open.page(6, 6))],
        [*map(_shown, found.open.of("soon").page(1, 4))],
        sorted(found.last),
    ]


def _shown(each: Waiting) -> Waiting:
    return replace(each, client_id=None)


def _without_ids(each: Listed) -> Listed:
    return replace(each, client_id=None)


def _lists(passing: PassingRows, log: Log, filters: Filters) -> Iterator[tuple[TreatmentsInFiles, TreatmentList]]:
    keys = KeysInFiles(passing.log.digest)
    yield TreatmentsInFiles(passing, keys=keys), treatments_that_pass(log, filters)
    for level in ("past", None):
        yield (
            TreatmentsInFiles(passing, "acne_history", level, keys=keys),
            treatments_with(log, filters, "acne_history", level),
        )
