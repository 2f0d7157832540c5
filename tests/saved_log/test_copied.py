"""A saved log in an object store is read from a copy, which follows the store; nothing is written to either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.errors import DashboardError
from analysis.saved_log import copied
from analysis.saved_log.calls import read_calls
from analysis.saved_log.folder import FOLDER_VARIABLE, log_folder
from analysis.saved_log.opening import open_log
from analysis.saved_log.stored_rows import State, state
from analysis.saved_log.writing import undo
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, added, rows
from tests.stores import copy_to

if TYPE_CHECKING:
    from pathlib import Path


def test_the_copy_follows_the_store(
    bucket: str, outcome_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied, "ASKED_AFTER_SECONDS", 0.0)
    monkeypatch.setenv(FOLDER_VARIABLE, bucket)
    assert state(log_folder()) == State()
    for texts in ((JANUARY,), (FEBRUARY,)):
        added(outcome_log, *texts)
        copy_to(bucket, outcome_log)
        assert rows(open_log(log_folder())) == rows(open_log(outcome_log))
        assert read_calls(log_folder()) == read_calls(outcome_log)
    # Another log takes the place of the first.
    added(tmp_path / "other", MARCH)
    copy_to(bucket, tmp_path / "other")
    assert state(log_folder()) == state(tmp_path / "other")


def test_a_page_does_not_ask_the_store_again_and_again(
    bucket: str, outcome_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, bucket)
    assert state(log_folder()) == State()
    added(outcome_log, JANUARY)
    copy_to(bucket, outcome_log)
    assert state(log_folder()) == State()


def test_no_change_is_made_in_a_store(bucket: str, outcome_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added(outcome_log, JANUARY)
    copy_to(bucket, outcome_log)
    monkeypatch.setenv(FOLDER_VARIABLE, bucket)
    for change in (lambda: added(log_folder(), MARCH), lambda: undo(log_folder(), 1, None)):
        with pytest.raises(DashboardError, match=f"^“{bucket}” is only read here: write to a folder of a computer"):
            change()
    assert rows(open_log(log_folder())) == rows(open_log(outcome_log))
