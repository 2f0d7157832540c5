"""Who counts a log: the setting, else the size of a log in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.counting import choice
from analysis.counting.choice import BYTES_PER_VALUE, SHARE_OF_MEMORY, Choice, choice_for
from analysis.counting.choosing import counts_of
from analysis.outcome_log.coded_log import write_coded
from tests.counting.engine_questions import plain, some_log

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("setting", "memory", "expected"),
    [
        ("", 0, Choice("memory", "it fits")),
        ("", 1_000_000, Choice("memory", "it fits", 40 * 14 * BYTES_PER_VALUE, 400_000)),
        ("", 7_000, Choice("duckdb", "it is too large", 40 * 14 * BYTES_PER_VALUE, 2_800)),
        ("memory", 40_000, Choice("memory", "it was set")),
        (" duckdb ", 1_000_000, Choice("duckdb", "it was set")),
        ("sc://cluster:15002", 1_000_000, Choice("sc://cluster:15002", "it was set")),
    ],
)
def test_who_counts_a_log_in_files(
    setting: str, memory: int, expected: Choice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SHARE_OF_MEMORY == 0.4
    monkeypatch.setenv("ENGINE", setting)
    if memory:
        monkeypatch.setattr(choice, "ALWAYS_FITS", 0)
        monkeypatch.setattr(choice, "memory_of_computer", lambda: memory)
    log = some_log(40, 1)
    coded = write_coded(log, tmp_path / "coded", "digest")
    assert choice_for(coded) == expected
    if not setting:
        counts = counts_of(coded)
        assert counts.counted_by == ("memory" if expected.setting == "memory" else "DuckDB")
        assert plain(counts.by("clinic")) == plain(counts_of(log).by("clinic"))


def test_a_log_in_memory_is_counted_there_whatever_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "ALWAYS_FITS", 0)
    monkeypatch.setattr(choice, "memory_of_computer", lambda: 1)
    assert choice_for(some_log(40, 1)) == Choice("memory", "it fits")


def test_a_computer_has_more_memory_than_the_smallest_log_takes() -> None:
    assert choice.memory_of_computer() > choice.ALWAYS_FITS
