"""Of a log in files the same treatments are listed as in memory, and at most a page of them leaves the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import passing_rows
from analysis.listing.waiting_in_files import KeysInFiles
from analysis.outcome_log.coded_log import write_coded
from tests.counting.engine_questions import FILTERS, some_log
from tests.listing.in_files import SETTINGS, assert_lists_are_those_of_memory

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
    assert keys.row(keys.of(7)) == 7
    assert keys.row(others.of(7)) is None
