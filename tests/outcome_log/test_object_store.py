"""A log in files of codes may be in an object store: it is read there, and never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.__main__ import main
from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import InEngine, passing_rows
from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.outcome_log.coded_log import lake_folder, open_lake, write_coded
from analysis.outcome_log.coded_reader import read_coded
from analysis.outcome_log.object_store import ObjectFolder
from tests.counting.engine_questions import FILTERS, plain, some_log
from tests.listing.in_files import SETTINGS, assert_lists_are_those_of_memory
from tests.stores import copy_to

if TYPE_CHECKING:
    from pathlib import Path


def test_the_counts_and_the_lists_are_those_of_memory(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = some_log(60, 3)
    write_coded(log, tmp_path / "coded", "digest")
    copy_to(bucket, tmp_path / "coded")
    monkeypatch.setenv("LAKE", bucket)
    folder = lake_folder()
    assert folder == ObjectFolder(bucket)
    coded, engine = open_lake(ObjectFolder(bucket)), DuckDB()
    expected = InMemory(log, FILTERS[1])
    for counts in (InEngine(coded, engine, FILTERS[1]), InMemory(read_coded(coded), FILTERS[1])):
        for ask in ("clinic", "needle_depth_mm"):
            assert plain(counts.by(ask)) == plain(expected.by(ask))
            assert plain(counts.pairs(ask)) == plain(expected.pairs(ask))
    assert_lists_are_those_of_memory(passing_rows(engine, coded, FILTERS[0]), log, FILTERS[0], SETTINGS[:1])


def test_what_cannot_be_read_is_refused_in_one_sentence(bucket: str) -> None:
    with pytest.raises(DashboardError, match="holds no log in files of codes"):
        open_lake(ObjectFolder(bucket))
    with pytest.raises(DashboardError, match=r"^“gopher://clinics/log” cannot be read: ask your IT person"):
        open_lake(ObjectFolder("gopher://key:secret@clinics/log?token=secret"))


def test_nothing_is_written_to_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lake", str(tmp_path), "s3://key:secret@clinics/log"]) == 2
    assert "“s3://clinics/log” is only read here: write to a folder of a computer" in capsys.readouterr().err
