"""Many files become one log in files of codes: the same counts as of one file that holds all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from analysis.counting import in_memory, passing_rows
from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import InEngine
from analysis.counting.in_memory import InMemory
from analysis.outcome_log import coded_writer
from analysis.outcome_log.coded_log import open_coded
from analysis.outcome_log.coded_reader import read_coded
from analysis.outcome_log.coded_writer import CodedWriter, OtherKindError
from analysis.outcome_log.outcomes import Counted
from tests.counting.engine_questions import plain, sorted_rows
from tests.logs import log_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "client_id,treatment_date,follow_up_date,clinic,acne_history,needle_depth_mm,breakout,onset_day"
ROWS = [
    "C2,2026-03-02,2026-03-04,Meadow,past,1.5,yes,3",
    "C1,2026-01-30,2026-02-20,Harbour,none,0.5,no,",
    ",2026-03-05,,Meadow,none,1.5,,",
    "C2,2026-02-27,2026-03-14,Old Mill,current,2.5,no,",
    "C1,2026-05-01,2026-05-20,Abbey,past,0.25,yes,20",
    "C3,,,Harbour,,2,yes,1",
]
# Without days of onset, as no client of that month had a breakout.
LAST = ("client_id,treatment_date,clinic,breakout", ["C3,2026-06-02,Abbey,no", "C4,2026-06-03,Zoo,no"])


def written(folder: Path, *files: tuple[str, list[str]]) -> InEngine:
    writer = CodedWriter(folder / "coded")
    for header, rows in files:
        log = log_of("\n".join([header, *rows]) + "\n")
        writer.add(log, len(rows), ("a.csv", "digest"))
    return InEngine(writer.finish("of these files"), DuckDB())


def test_the_counts_are_those_of_one_file(tmp_path: Path) -> None:
    counts = written(tmp_path, (HEADER, ROWS[:2]), (HEADER, ROWS[2:]), LAST)
    of_last = ["C3,2026-06-02,,Abbey,,,no,", "C4,2026-06-03,,Zoo,,,no,"]
    log = log_of("\n".join([HEADER, *ROWS, *of_last]) + "\n")
    for unit in ("treatments", "first treatments", "clients"):
        found, expected = counts.of(Counted(unit=unit)), InMemory(log, counted=Counted(unit=unit))
        assert found.factors == expected.factors
        assert found.period == expected.period
        for name in ("clinic", "acne_history", "needle_depth_mm", "treatment_date"):
            assert plain(found.by(name)) == plain(expected.by(name)), (unit, name)
        assert plain(found.times("clinic")) == plain(expected.times("clinic"))
        assert plain(found.pairs("clinic")) == plain(expected.pairs("clinic"))
        assert sorted_rows(found.by_client()) == sorted_rows(expected.by_client())


def test_read_into_memory_it_is_the_same_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (in_memory, passing_rows):
        monkeypatch.setattr(module, "MOST_PAIRED", 30)
    rows = [
        f"C{place % 53},2026-03-{place % 28 + 1:02},,{'ABC'[place % 3]},past,,{'no' if place % 5 else 'yes'},"
        for place in range(160)
    ]
    counts = written(tmp_path, (HEADER, rows[:70]), (HEADER, rows[70:]), LAST)
    log = read_coded(open_coded(tmp_path / "coded"))
    for unit in ("treatments", "first treatments", "clients"):
        found, expected = InMemory(log, counted=Counted(unit=unit)), counts.of(Counted(unit=unit))
        assert (found.factors, found.period, found.clients_repeat) == (expected.factors, expected.period, True)
        assert [plain(found.by(each.name)) for each in found.factors] == [
            plain(expected.by(each.name)) for each in found.factors
        ]
        assert plain(found.pairs("clinic")) == plain(expected.pairs("clinic"))
        assert plain(found.visits("clinic")) == plain(expected.visits("clinic"))
        assert sorted_rows(found.by_client()) == sorted_rows(expected.by_client())


def test_a_client_is_the_same_where_a_group_of_rows_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # DuckDB hands over rows in groups of 2,048 at least.
    monkeypatch.setattr(coded_writer, "ROWS_IN_GROUP", 2_048)
    header = "client_id,clinic,breakout"
    often = ["C1,Harbour,no"] * 3_000
    others = [f"{'' if place % 9 else f'D{place}'},Meadow,yes" for place in range(2_000)]
    counts = written(tmp_path, (header, often), (header, [*others, *often]))
    assert pq.ParquetFile(tmp_path / "coded" / "0.parquet").num_row_groups > 3
    log = open_coded(tmp_path / "coded")
    assert (log.clients, log.most_visits) == (224, 6_000)
    expected = InMemory(log_of("\n".join([header, *often, *others, *often]) + "\n"))
    assert sorted_rows(counts.by_client()) == sorted_rows(expected.by_client())


def test_who_came_back_to_another_file_came_back(tmp_path: Path) -> None:
    assert not written(tmp_path, (HEADER, ROWS[:2])).clients_repeat
    assert written(tmp_path, (HEADER, ROWS[:1]), (HEADER, ROWS[3:4])).clients_repeat


def test_a_column_of_another_kind_is_refused(tmp_path: Path) -> None:
    numbers = ("Room,breakout", [f"{place % 7}.5,no" for place in range(30)])
    words = ("Room,breakout", ["left,no", "right,yes"] * 15)
    with pytest.raises(OtherKindError):
        written(tmp_path, numbers, words)
