"""Who waits for a call, why, and in which order; and what calls do to the list."""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import replace
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.listing.calls import Calls, TreatmentKeys, after_calls, called
from analysis.listing.reasons import REASONS, URGENCIES, Settings
from analysis.listing.work_list import WorkList, work_list
from analysis.outcome_log.log import Log
from analysis.saved_log.calls import Call, CallResult, read_calls, record_call, undo_call
from analysis.saved_log.clients import erase_client
from analysis.saved_log.opening import as_log, open_log
from analysis.saved_log.writing import undo
from tests.logs import log_of
from tests.saved_log.logs import added

TODAY = dt.date(2026, 6, 30)
SETTINGS = Settings(overdue_after=28, unknown_after=30, listed_for=None)
HEADER = (
    "treatment_id,client_id,treatment_date,clinic,followed_up,breakout,resolved_day,severity,pustules,swelling,"
    "referred\n"
)


def waiting_in(rows: str, header: str = HEADER, today: dt.date = TODAY) -> WorkList:
    return work_list(log_of(header + rows), today, SETTINGS)


def listed(of: WorkList) -> list[tuple[str | None, str]]:
    return [(each.treatment_id, each.reason) for each in of.page(0, len(of))]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("T1,C1,2026-06-20,Park,yes,yes,,mild,yes,no,no", "warning signs"),
        ("T1,C1,2026-06-20,Park,yes,no,,,no,yes,", "warning signs"),
        ("T1,C1,2026-06-20,Park,yes,yes,5,mild,yes,no,yes", None),
        ("T1,C1,2026-06-20,Park,yes,yes,,severe,no,no,yes", "severe"),
        ("T1,C1,2026-06-20,Park,yes,yes,9,severe,no,no,no", None),
        ("T1,C1,2026-06-20,Park,no,yes,,moderate,no,no,no", "no follow-up"),
        ("T1,C1,2026-06-20,Park,yes,yes,,moderate,no,no,no", None),
        ("T1,C1,2026-06-01,Park,no,,,,,,", "overdue"),
        ("T1,C1,2026-06-02,Park,no,,,,,,", None),
        ("T1,C1,2026-05-30,Park,yes,unknown,,,,,", "unknown"),
        ("T1,C1,2026-05-31,Park,yes,unknown,,,,,", None),
        ("T1,C1,2026-01-01,Park,yes,no,,,no,no,no", None),
        ("T1,C1,2026-07-05,Park,no,,,,,,", None),
    ],
)
def test_each_reason_holds_where_it_should_and_not_where_it_should_not(row: str, reason: str | None) -> None:
    others = "T8,C8,2026-06-01,Park,yes,no,,,no,no,no\nT9,C9,2026-06-01,Park,yes,yes,3,mild,no,no,no\n"
    found = dict(listed(waiting_in(f"{row}\n{others}")))
    assert found == ({} if reason is None else {"T1": reason})


def test_the_most_urgent_comes_first_and_of_equal_urgency_the_latest() -> None:
    found = waiting_in(
        "T1,C1,2026-01-05,Park,no,,,,,,\n"
        "T2,C2,2026-05-01,Park,yes,yes,,mild,yes,yes,no\n"
        "T3,C3,2026-06-25,Park,yes,yes,,mild,yes,no,no\n"
        "T4,C4,,Park,yes,no,,,yes,no,no\n"
        "T5,C5,2026-05-20,Park,no,,,,,,\n"
        "T6,C6,2026-06-01,Park,yes,yes,,severe,no,no,no\n"
    )
    assert [each for each, _ in listed(found)] == ["T3", "T2", "T4", "T6", "T5", "T1"]
    assert [found.count(each) for each in URGENCIES] == [3, 1, 2]
    first, second, third, *_ = found.page(0, 3)
    assert (first.days, first.signs, second.signs, third.days) == (5, ("pustules",), ("swelling", "pustules"), None)


@pytest.mark.parametrize("missing", ["treatment_date", "followed_up", "pustules,swelling", "referred", "severity"])
def test_a_log_without_a_column_lists_what_the_others_show(missing: str) -> None:
    names = [name for name in HEADER.strip().split(",") if name not in missing.split(",")]
    values = ["T1", "C1", "2026-01-05", "Park", "no", "yes", "", "severe", "yes", "no", "no"]
    full = dict(zip(HEADER.strip().split(","), values, strict=True))
    rows = "".join(",".join({**full, "treatment_id": each}[name] for name in names) + "\n" for each in ("T1", "T2"))
    found = waiting_in(rows + rows.replace("T1", "T3").replace("T2", "T4").replace("yes", "no"), ",".join(names) + "\n")
    assert {each for each, _ in listed(found)} >= {"T1", "T2"}


def test_ids_are_searched_in_any_case() -> None:
    found = waiting_in(
        "T-11,C1,2026-01-05,Park,no,,,,,,\nT-12,c-110,2026-01-05,Park,no,,,,,,\nT-20,C3,2026-01-05,Park,yes,no,,,,,\n"
    )
    assert [len(found.searched(text)) for text in ("", " t-1", "C-110", "zzz")] == [2, 2, 1, 0]


_ANSWER = st.sampled_from(["yes", "no", ""])


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(st.tuples(_ANSWER, _ANSWER, _ANSWER, st.integers(0, 60)), min_size=2, max_size=12))
def test_nobody_is_listed_twice_and_every_page_together_is_the_list(rows: list[tuple[str, str, str, int]]) -> None:
    """Invariant: pages of any length put together are the whole list, in an order that never falls in urgency."""
    text = "".join(
        f"T{number},C{number},{TODAY - dt.timedelta(days=days)},Park,{followed},{broke_out},,,{sign},no,\n"
        for number, (followed, broke_out, sign, days) in enumerate(rows)
    )
    found = waiting_in(text + "X1,C,2026-06-01,Park,yes,no,,,no,no,no\nX2,C,2026-06-01,Park,yes,yes,2,mild,no,no,no\n")
    pages = [each for first in range(0, len(found), 3) for each in found.page(first, 3)]
    assert [each.row for each in pages] == found.rows.tolist()
    assert len(set(found.rows.tolist())) == len(found)
    assert (np.diff(found.reasons) >= 0).all()
    assert all(REASONS.index(each.reason) == place for each, place in zip(pages, found.reasons, strict=True))


# What calls do to the list ----

JANUARY = HEADER + (
    "T1,C1,2026-01-05,Park,yes,yes,,mild,yes,no,no\nT2,C2,2026-01-06,Park,no,,,,,,\nT3,C3,2026-01-07,Park,no,,,,,,\n"
)
WORSE = HEADER + "T1,C1,2026-01-05,Park,yes,yes,,mild,yes,yes,no\nT2,C2,2026-01-06,Park,yes,yes,,severe,no,no,no\n"
SETTLED = HEADER + "T3,C3,2026-01-07,Park,yes,no,,,no,no,no\n"


def opened(folder: Path) -> tuple[Log, TreatmentKeys]:
    saved = open_log(folder)
    log, _ = as_log(saved)
    return log, TreatmentKeys(log, saved)


def after(folder: Path, today: dt.date = TODAY) -> Calls:
    log, keys = opened(folder)
    return after_calls(work_list(log, today, SETTINGS), read_calls(folder), keys)


def call(folder: Path, result: CallResult, *ids: str, again: dt.date | None = None, note: str = "") -> Call:
    log, keys = opened(folder)
    waiting = work_list(log, TODAY, SETTINGS)
    rows = [each.row for each in waiting.page(0, len(waiting)) if each.treatment_id in ids]
    about = called(waiting, rows, keys)
    made = Call(result, about, "2026-06-30T08:00:00+00:00", "Ana", open_log(folder).version, note, again)
    return record_call(folder, made)


def ids(of: WorkList) -> list[str | None]:
    return [each.treatment_id for each in of.page(0, len(of))]


def test_what_was_dealt_with_is_off_the_list_until_the_call_is_undone(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    assert ids(after(tmp_path).open) == ["T1", "T3", "T2"]
    first, second = call(tmp_path, "referred", "T1"), call(tmp_path, "reached", "T2", "T3")
    assert (first.number, second.number) == (1, 2)
    assert ids(after(tmp_path).open) == []
    undo_call(tmp_path, 1)
    assert ids(after(tmp_path).open) == ["T1"]


def test_no_answer_comes_back_on_its_day(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    call(tmp_path, "no answer", "T1", again=TODAY + dt.timedelta(days=2))
    today, then = after(tmp_path), after(tmp_path, TODAY + dt.timedelta(days=2))
    assert (ids(today.open), ids(today.later)) == (["T3", "T2"], ["T1"])
    assert (ids(then.open), ids(then.later)) == (["T1", "T3", "T2"], [])
    assert then.last[0].result == "no answer"


def test_a_call_outlives_an_import_and_a_worse_outcome_brings_the_treatment_back(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    call(tmp_path, "reached", "T1", "T2", "T3")
    added(tmp_path, SETTLED)
    assert ids(after(tmp_path).open) == []
    added(tmp_path, WORSE)
    # T1 has another warning sign, T2 a more urgent reason.
    assert ids(after(tmp_path).open) == ["T1", "T2"]
    undo(tmp_path, 3)
    assert ids(after(tmp_path).open) == []


def test_what_was_long_ago_is_only_counted_but_for_warning_signs_and_earlier_calls(tmp_path: Path) -> None:
    """On the list are T1 for its sign and T2, which was to be tried again, but not T3: all are of January."""
    added(tmp_path, JANUARY)
    call(tmp_path, "no answer", "T2", again=TODAY)
    log, keys = opened(tmp_path)
    for listed_for, on_list, older in ((90, ["T1", "T2"], ["T3"]), (174, ["T1", "T3", "T2"], [])):
        of = work_list(log, TODAY, replace(SETTINGS, listed_for=listed_for))
        found = after_calls(of, read_calls(tmp_path), keys)
        assert ids(found.older) == older
        assert ids(found.open) == on_list


def test_an_earlier_version_has_the_calls_of_its_time(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    call(tmp_path, "reached", "T1")
    added(tmp_path, SETTLED)
    call(tmp_path, "reached", "T2")
    assert [each.number for each in read_calls(tmp_path, 1)] == [1]
    assert [each.number for each in read_calls(tmp_path)] == [1, 2]


def test_an_erased_client_is_in_no_call_and_no_note(tmp_path: Path) -> None:
    added(tmp_path, JANUARY.replace("C2", "SECRET-7"))
    call(tmp_path, "reached", "T1", "T2", note="SECRET-7 rang back")
    erase_client("SECRET-7", tmp_path, None, None)
    (left,) = read_calls(tmp_path)
    assert (len(left.treatments), left.note) == (1, "(hidden) rang back")
    call(tmp_path, "reached", "T3")
    assert b"SECRET-7" not in (tmp_path / "calls.json").read_bytes()


def test_a_file_that_is_only_looked_at_knows_its_treatments_by_their_rows() -> None:
    rows = "T1,C1,2026-01-05,Park,yes,yes,,mild,yes,no,no\nT2,C2,2026-01-06,Park,no,,,,,,\n"
    set_aside, settled = "T0,C0,2026-01-01,Park,yes,wat,,,,,\n", "T3,C3,2026-01-07,Park,yes,no,,,,,\n"
    log = log_of(HEADER + set_aside + rows + settled)
    waiting, keys = work_list(log, TODAY, SETTINGS), TreatmentKeys(log)
    about = called(waiting, waiting.rows.tolist()[:1], keys)
    left = after_calls(waiting, [Call("reached", about, "2026-06-30T08:00:00+00:00")], keys)
    assert (ids(waiting), ids(left.open)) == (["T1", "T2"], ["T2"])
    gone = [Call("reached", (replace(about[0], key="999"),), "2026-06-30T08:00:00+00:00")]
    assert ids(after_calls(waiting, gone, keys).open) == ["T1", "T2"]


def test_a_log_is_looked_through_once_for_each_day_and_setting_and_forgotten_with_it() -> None:
    log = log_of(HEADER + "T1,C1,2026-05-20,Park,no,,,,,,\n")
    found = work_list(log, TODAY, SETTINGS)
    assert work_list(log, TODAY, SETTINGS).rows is found.rows
    assert not len(work_list(log, dt.date(2026, 5, 21), SETTINGS))
    assert not len(work_list(log, TODAY, replace(SETTINGS, overdue_after=300, unknown_after=300)))
    assert work_list(log, TODAY, SETTINGS).rows.tolist() == [0]
    kept = ref(log)
    del log, found
    log_of.cache_clear()
    gc.collect()
    assert kept() is None
