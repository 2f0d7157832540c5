"""A saved log that is written to files of codes in parts is counted, and accounted for, as one that is in memory."""

from __future__ import annotations

import gc
import random
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import InEngine
from analysis.counting.in_memory import InMemory
from analysis.outcome_log.coded_log import CodedLog
from analysis.outcome_log.log import Log
from analysis.saved_log import in_parts
from analysis.saved_log.in_parts import as_coded
from analysis.saved_log.opening import as_log, open_log
from analysis.saved_log.writing import add
from tests.counting.engine_questions import FILTERS, QUESTIONS, assert_same, plain, some_log
from tests.saved_log.logs import SAMPLE, about, added


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "ROWS_IN_PART", 50)


def both(folder: Path, version: int | None = None) -> tuple[Log, CodedLog]:
    """Return the log in memory and in files, of which all that does not take counting is the same."""
    kept = open_log(folder, version)
    (log, account), (coded, of_parts) = as_log(kept), as_coded(kept)
    # A kind that only the outcomes tell is decided for all parts at once, as if somebody had chosen it.
    columns = [(each.name, each.meaning, each.kind and each.kind.kind) for each in account.columns]
    assert [(each.name, each.meaning, each.kind and each.kind.kind) for each in of_parts.columns] == columns
    assert sorted(of_parts.notes) == sorted(account.notes)
    compared_above = {"columns": (), "kinds_chosen": (), "notes": ()}
    assert replace(of_parts, **compared_above) == replace(account, **compared_above)
    assert (len(coded), coded.period, coded.clients_repeat) == (len(log), log.period, log.clients_repeat)
    assert coded.factors == log.factors
    assert coded.names == {*log.frame.columns}
    assert coded.levels == {name: log.values(name) for name in coded.stored}
    return log, coded


def test_every_count_is_that_of_memory(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    for number in range(2):
        text = str(number)
        add(folder, some_log(120, number, clients=30), about(text, text))
    log, coded = both(folder)
    engine = DuckDB()
    for filters in FILTERS[:2]:
        assert_same(InEngine(coded, engine, filters), InMemory(log, filters))


def test_later_imports_correct_treatments_in_every_part(tmp_path: Path) -> None:
    header, *lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    lines = lines[:180]
    place = header.split(",").index("breakout")
    corrected = [line.split(",") for line in lines[::7]]
    for values in corrected:
        values[place] = "no" if values[place] == "yes" else "yes"
    texts = ["\n".join([header, *rows]) + "\n" for rows in (lines, map(",".join, corrected))]
    added(tmp_path / "log", *texts)
    engine = DuckDB()
    for version in (1, 2):
        log, coded = both(tmp_path / "log", version)
        in_files, in_memory = InEngine(coded, engine), InMemory(log)
        for name in ("total", "by each", "by day", "by grade", "by client"):
            assert plain(QUESTIONS[name](in_files)) == plain(QUESTIONS[name](in_memory))


def test_what_only_all_outcomes_tell_of_a_column_is_told_for_all_parts(tmp_path: Path) -> None:
    drawn = random.Random(5)
    rates = [drawn.choice([0.02, 0.9]) for _ in range(30)]
    rows = [(room, drawn.random() < rates[room]) for room in range(30) for _ in range(40)]
    lines = [f"T{at},{100 + room},{'yes' if is_so else 'no'}" for at, (room, is_so) in enumerate(rows)]
    added(tmp_path / "log", "treatment_id,Room,breakout\n" + "\n".join(lines) + "\n")
    log, _ = both(tmp_path / "log")
    assert log.factor("Room").kind == "category"


def test_where_an_id_is_there_twice_the_same_row_is_set_aside(tmp_path: Path) -> None:
    lines = [f"T{at},C{at},2026-01-05,no" for at in range(120)]
    added(tmp_path / "log", "treatment_id,client_id,treatment_date,breakout\n" + "\n".join(lines) + "\n")
    kept = open_log(tmp_path / "log")
    ids = kept.column("treatment_id")
    ids.codes.flags.writeable = True
    ids.codes[110] = ids.codes[3]
    assert as_coded(kept)[1].rows_kept == as_log(kept)[1].rows_kept == 119


def test_an_empty_log_is_counted_too(tmp_path: Path) -> None:
    coded, account = as_coded(open_log(tmp_path / "log"))
    assert InEngine(coded, DuckDB()).is_empty
    assert account.rows_read == 0


def test_the_files_go_with_the_log_and_hold_no_id(tmp_path: Path) -> None:
    added(tmp_path / "log", "treatment_id,client_id,breakout\nT-wanted,C-wanted,yes\n")
    coded, _ = as_coded(open_log(tmp_path / "log"))
    assert isinstance(coded.folder, Path)
    above = coded.folder.parent
    assert not [path for path in above.rglob("*") if path.is_file() and b"wanted" in path.read_bytes()]
    del coded
    gc.collect()
    assert not above.exists()
