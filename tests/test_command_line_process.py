"""The command line as a process of its own: where its answer goes may be closed or full."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analysis.__main__ import NOBODY_READS, UNREADABLE, main
from analysis.saved_log.folder import FOLDER_VARIABLE
from analysis.saved_log.opening import open_log
from tests.processes import ROOT, forked, started

SAMPLE = str(ROOT / "sample_data" / "outcomes.csv")
COMMANDS = {
    "check": ["check", SAMPLE],
    "check as JSON": ["check", SAMPLE, "--json"],
    "summary": ["summary", SAMPLE],
    "log list": ["log", "list"],
    "log add": ["log", "add", SAMPLE],
    "log undo": ["log", "undo", "1"],
    "log export": ["log", "export", "log.csv"],
    "log erase": ["log", "erase", "C-0001", "--yes-erase-for-good"],
    "help": ["--help"],
}


@pytest.fixture(scope="module")
def with_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a saved log of the sample, to be copied."""
    folder = tmp_path_factory.mktemp("with_sample") / "outcome_log"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(FOLDER_VARIABLE, str(folder))
        assert main(COMMANDS["log add"]) == 0
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_gets_no_traceback_and_what_was_to_be_done_is_done(
    command: str, tmp_path: Path, outcome_log: Path, with_sample: Path
) -> None:
    """As with `… | head -1` and `… | true`."""
    if command in {"log undo", "log export", "log erase"}:
        shutil.copytree(with_sample, outcome_log)
    reading, writing = os.pipe()
    os.close(reading)
    # Help is written last of all, when a process ends: that one is started.
    code, complaints = (started if command == "help" else forked)(COMMANDS[command], tmp_path, writing)
    os.close(writing)
    assert code == NOBODY_READS
    assert [line for line in complaints.splitlines() if not line.startswith("Note: ")] == []
    assert open_log(outcome_log).latest == {"log add": 1, "log undo": 2, "log export": 1, "log erase": 2}.get(
        command, 0
    )
    assert (tmp_path / "log.csv").exists() == (command == "log export")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("command", ["check", "log list"])
def test_a_disk_too_full_for_the_answer_is_explained_in_one_sentence(command: str, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, complaints = forked(COMMANDS[command], tmp_path, full.fileno())
    assert code == UNREADABLE
    assert [line for line in complaints.splitlines() if not line.startswith("Note: ")] == [
        "The answer could not be written: No space left on device."
    ]
