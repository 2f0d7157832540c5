"""Counting in files: DuckDB gives what counting in memory gives, to the last count; Spark is in `tests/cluster`."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from analysis.counting import in_memory, passing_rows
from analysis.counting.counts import TooManyPatternsError
from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import InEngine
from analysis.counting.in_engine import passing_rows as passing_rows_of
from analysis.counting.in_memory import InMemory
from analysis.listing.treatments_in_files import TreatmentsInFiles
from analysis.listing.waiting_in_files import KeysInFiles
from analysis.outcome_log.coded_log import open_coded, write_coded
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.progress import heard_by
from tests.counting.engine_questions import FILTERS, assert_same, plain, some_log, sorted_rows, ways_to_count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from narwhals import LazyFrame

    from analysis.outcome_log.log import Log
    from analysis.progress import Progress


@pytest.fixture(scope="module")
def engine() -> DuckDB:
    return DuckDB()


def in_files(log: Log, engine: DuckDB, folder: Path) -> InEngine:
    return InEngine(write_coded(log, folder, str(folder)), engine)


@pytest.mark.parametrize(
    "without",
    [(), ("client_id",), ("treatment_date", "resolved_day"), ("onset_day", "follow_up_date")],
    ids=" ".join,
)
def test_every_question_has_the_answer_of_memory(without: tuple[str, ...], engine: DuckDB, tmp_path: Path) -> None:
    log = some_log(50, len(without), *without)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    ways = [(filters, counted) for counted in ways_to_count(log) for filters in FILTERS]
    # Each unit, outcome and filter is among them; all together take a minute.
    for filters, counted in ways[:: 29 if without else 13]:
        assert_same(InEngine(coded, engine, filters, counted), InMemory(log, filters, counted))


@pytest.mark.parametrize(("most", "often"), [(100, 1_000), (100, 4), (10_000, 4)])
def test_of_many_clients_who_came_back_both_take_the_same_sample(
    most: int, often: int, engine: DuckDB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (in_memory, passing_rows):
        monkeypatch.setattr(module, "MOST_PAIRED", most)
        monkeypatch.setattr(module, "OFTEN", often)
    log = some_log(600, 1, clients=200)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    for filters in (Filters(), Filters(window_days=3), Filters(levels=(("clinic", ("Harbour", "Meadow")),))):
        for of in ("outcome", "known"):
            found, expected = InEngine(coded, engine, filters), InMemory(log, filters)
            assert plain(found.pairs("clinic", of=of)) == plain(expected.pairs("clinic", of=of))


def test_clients_counted_range_by_range_are_those_counted_at_once(
    engine: DuckDB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.counting.engines._CLIENTS_AT_ONCE", 4)
    log = some_log(50, 5)
    counts, expected = in_files(log, engine, tmp_path / "coded"), InMemory(log)
    for of in ("outcome", "grade"):
        assert sorted_rows(counts.by_client(of)) == sorted_rows(expected.by_client(of))
    severe = Counted(next(each for each in possible_outcomes(log) if each.is_course))
    assert sorted_rows(counts.of(severe).by_client("grade")) == sorted_rows(expected.of(severe).by_client("grade"))


def test_tallies_asked_for_together_are_those_asked_for_one_by_one(
    engine: DuckDB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = some_log(80, 2)
    counts = in_files(log, engine, tmp_path / "coded")
    names = [factor.name for factor in counts.factors]
    asked = [*((name,) for name in names), *((name, "clinic") for name in names if name != "clinic")]
    made = []
    ask = engine.ask

    def noted(frame: LazyFrame[Any]) -> Mapping[str, np.ndarray]:
        made.append(frame)
        return ask(frame)

    monkeypatch.setattr(engine, "ask", noted)
    counts.prepare({"outcome": asked, "times": [(name,) for name in names]})
    assert len(made) == 1
    expected = InMemory(log)
    assert [plain(counts.by(name)) for name in names] == [plain(expected.by(name)) for name in names]
    assert [plain(counts.times(name)) for name in names] == [plain(expected.times(name)) for name in names]
    for name, other in asked[len(names) :]:
        assert plain(counts.by_both(name, other)) == plain(expected.by_both(name, other))
    # When breakouts began is told along with the rest.
    assert counts.late_breakouts == expected.late_breakouts > 0
    assert counts.begun_by_review == expected.begun_by_review
    assert len(made) == 1


def test_what_is_too_much_for_memory_is_refused(
    engine: DuckDB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.counting.in_engine.MOST_PATTERNS", 5)
    with pytest.raises(TooManyPatternsError):
        in_files(some_log(50, 1), engine, tmp_path / "coded").patterns("clinic")


def test_an_engine_forgets_the_filters_that_were_left_long_ago(engine: DuckDB, tmp_path: Path) -> None:
    log = some_log(50, 3)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    for days in range(1, 9):
        filters, counted = Filters(window_days=days), Counted(unit="clients")
        found = InEngine(coded, engine, filters, counted).by("clinic")
        assert plain(found) == plain(InMemory(log, filters, counted).by("clinic"))
    assert len(engine.kept) == 4
    tables = engine._connection.execute("SHOW TABLES").fetchall()
    assert tables
    engine.kept.clear()
    assert not engine._connection.execute("SHOW TABLES").fetchall()


def test_files_of_codes_describe_the_log_and_name_nobody(tmp_path: Path) -> None:
    log = some_log(50, 4)
    coded = write_coded(log, tmp_path / "coded", "of this state")
    assert (len(coded), coded.digest, coded.factors) == (len(log), "of this state", log.factors)
    assert (coded.period, coded.clients_repeat) == (log.period, log.clients_repeat)
    assert all(coded.values(name) == log.values(name) for name in log.frame.columns if name != "client_id")
    assert not any(b"C01" in path.read_bytes() for path in (tmp_path / "coded").iterdir())
    assert open_coded(tmp_path / "coded").stored == coded.stored


class CancelledError(Exception):
    """Somebody clicked on Cancel."""


def test_people_ask_at_once_and_each_gets_the_own_answer(
    engine: DuckDB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection does one thing at a time: to know the columns of a frame is to ask it, too."""
    monkeypatch.setattr("analysis.counting.engines._CLIENTS_AT_ONCE", 40)
    log = some_log(300, 3, clients=100)
    coded, windows = write_coded(log, tmp_path / "coded", str(tmp_path)), range(2, 14)

    def asked(window: int) -> object:
        filters = Filters(window_days=window)
        counts, rows = InEngine(coded, engine, filters), passing_rows_of(engine, coded, filters)
        listed = TreatmentsInFiles(rows, "clinic", "Harbour", keys=KeysInFiles(coded.digest))
        return plain(counts.by("clinic")), sorted_rows(counts.by_client()), len(listed), len(listed.page(0, 9))

    with ThreadPoolExecutor(6) as people:
        found = list(people.map(asked, windows))
    engine.kept.clear()
    assert found == [asked(window) for window in windows]


def threads_of(engine: DuckDB) -> int:
    ((found,),) = engine._connection.execute("SELECT current_setting('threads')").fetchall()
    return int(found)


def test_what_is_asked_together_is_answered_in_its_order(engine: DuckDB) -> None:
    threads = threads_of(engine)
    frames = [nw.from_native(engine._connection.sql(f"SELECT {number} AS n")) for number in range(20)]
    assert [each["n"].tolist() for each in engine.ask_each(frames)] == [[number] for number in range(20)]
    assert threads_of(engine) == threads == min(os.cpu_count() or 1, 8)


@pytest.mark.parametrize("together", [False, True])
def test_cancel_ends_a_query_that_runs(engine: DuckDB, *, together: bool) -> None:
    began, threads = time.monotonic(), threads_of(engine)

    def cancelled(_: Progress) -> None:
        raise CancelledError

    # It would take hours.
    pairs = engine._connection.sql("SELECT sum(a.range * b.range) AS n FROM range(10_000_000) a, range(10_000_000) b")
    frame = nw.from_native(pairs)
    with heard_by(cancelled), pytest.raises(CancelledError):
        engine.ask_each([frame] * 20) if together else engine.ask(frame)
    assert time.monotonic() - began < 30
    assert threads_of(engine) == threads
    # The engine answers whoever comes next.
    assert engine.ask(nw.from_native(engine._connection.sql("SELECT 1 AS n")))["n"].tolist() == [1]


def test_who_waits_for_the_query_of_another_may_leave(engine: DuckDB) -> None:
    def cancelled(_: Progress) -> None:
        raise CancelledError

    taken, free = threading.Event(), threading.Event()

    def hold() -> None:
        with engine.turn():
            taken.set()
            free.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(30)
    with heard_by(cancelled), pytest.raises(CancelledError):
        engine.ask(nw.from_native(engine._connection.sql("SELECT 1 AS n")))
    free.set()
    holder.join()
