"""Of a log in files the same treatments are listed as in memory, and at most a page of them leaves the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import passing_rows
from analysis.listing.calls import TreatmentKeys, after_calls, called
from analysis.listing.waiting_in_files import KeysInFiles, calls_in_files
from analysis.listing.work_list import work_list
from analysis.outcome_log.coded_log import write_coded
from analysis.outcome_log.coded_reader import row_numbers
from analysis.outcome_log.filters import Filters
from analysis.saved_log import in_parts
from analysis.saved_log.calls import Call
from analysis.saved_log.in_parts import as_coded
from analysis.saved_log.opening import as_log, open_log
from tests.counting.engine_questions import FILTERS, some_log
from tests.listing.in_files import SETTINGS, TODAY, assert_lists_are_those_of_memory
from tests.saved_log.logs import added

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from narwhals import LazyFrame


@pytest.mark.parametrize("without", [(), ("treatment_date", "pustules"), ("followed_up", "severity")], ids=" ".join)
def test_the_lists_are_those_of_memory(
    without: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, engine, travelled = some_log(120, 5, *without), DuckDB(), []
    ask = engine.ask

    def noted(frame: LazyFrame[Any]) -> Mapping[str, np.ndarray]:
        found = ask(frame)
        travelled.append(len(next(iter(found.values()))))
        return found

    monkeypatch.setattr(engine, "ask", noted)
    coded = write_coded(log, tmp_path / "coded", "digest")
    for filters, settings in ((FILTERS[0], SETTINGS[:1]), (FILTERS[1], SETTINGS[1:]))[: 1 if without else 2]:
        assert_lists_are_those_of_memory(passing_rows(engine, coded, filters), log, filters, settings)
    # Of each reason, lately and long ago, and by what came of the calls, there is a number.
    assert max(travelled) <= 15


def test_calls_about_another_log_are_not_of_this_one() -> None:
    keys, others = KeysInFiles("a" * 64), KeysInFiles("b" * 64)
    assert keys.rows([keys.of(7), others.of(7)]).tolist() == [7, -1]


def test_of_a_saved_log_calls_stay_with_their_treatments_though_files_are_by_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "ROWS_IN_PART", 25)
    header = "treatment_id,client_id,treatment_date,followed_up,breakout"
    lines = [f"T{at},C{at * 7 % 30},2026-04-{at % 14 + 1:02},no,yes" for at in range(90)]
    added(tmp_path / "log", "\n".join([header, *lines]) + "\n")
    kept = open_log(tmp_path / "log")
    log, coded = as_log(kept)[0], as_coded(kept)[0]
    in_memory, in_files = TreatmentKeys(log, kept), TreatmentKeys(coded, kept)
    # A page asks at every click: the files are read for it once.
    assert row_numbers(coded) is row_numbers(coded)
    keys = [in_memory.of(row) for row in range(90)]
    assert [in_files.of(row) for row in range(90)] == keys
    assert in_files.rows(keys).tolist() == [*range(90)]
    assert [in_files.ids(row) for row in range(90)] == [tuple(line.split(",")[:2]) for line in lines]
    waiting, passing = work_list(log, TODAY, SETTINGS[1]), passing_rows(DuckDB(), coded, Filters())
    rows = [each.row for each in waiting.page(5, 9)]
    calls = [Call("reached", called(waiting, rows, in_memory), "2026-04-15T10:00:00")]
    expected = after_calls(waiting, calls, in_memory).open
    found = calls_in_files(passing, TODAY, SETTINGS[1], calls, in_files).open
    assert len(found) == len(waiting) - 9
    assert found.page(0, 90) == expected.page(0, 90)
