"""Whatever stops a change of the log, the log opens, either as it was before or as it is after, never between."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from analysis.errors import DashboardError
from analysis.saved_log import storage, stored_rows, writing
from analysis.saved_log.folder import TREATMENTS, log_folder, only_writer
from analysis.saved_log.opening import open_log
from analysis.saved_log.stored_names import VERSION
from analysis.saved_log.writing import add, erase
from tests.logs import log_of
from tests.saved_log import children
from tests.saved_log.logs import COMMITS, FEBRUARY, JANUARY, MARCH, about, added, kept_rows

# Killed ----


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "stage", ["begin", "commit_rows", "_settle", "reach", "append", "tidy", "compact", "checkpoint", "sweep"]
)
def test_an_import_killed_at_any_stage_has_happened_or_has_not(folder: Path, stage: str, when: str) -> None:
    before = kept_rows(folder)
    exit_code, _ = children.run(children.killed_at, folder, stage, when, "import")
    assert exit_code == -9
    happened = stage != "begin" and (stage, when) not in {("commit_rows", "before"), ("append", "before")}
    assert open_log(folder).latest == 1 + happened
    assert kept_rows(folder, 1) == before
    added(folder, FEBRUARY, MARCH)
    assert [row["treatment_id"] for row in kept_rows(folder)] == ["T1", "T2", "T3", "T4"]
    assert open_log(folder).latest == 3


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("stage", ["begin", "create", "append", "reach"])
def test_the_very_first_import_killed_leaves_a_log_that_can_be_added_to(tmp_path: Path, stage: str, when: str) -> None:
    assert children.run(children.killed_at, tmp_path, stage, when, "import")[0] == -9
    assert len(open_log(tmp_path)) in {0, 2}
    added(tmp_path, FEBRUARY)
    assert (len(open_log(tmp_path)), open_log(tmp_path).latest) == (2, 1)


@pytest.mark.parametrize("what", ["import", "erasure"])
def test_a_change_killed_between_its_rows_and_their_commit_has_not_happened(folder: Path, what: str) -> None:
    before = kept_rows(folder)
    assert children.run(children.killed_before_the_commit, folder, what)[0] == -9
    assert (kept_rows(folder), open_log(folder).latest) == (before, 1)
    added(folder, FEBRUARY, MARCH)
    assert open_log(folder).latest == 3
    assert erase(folder, "C1").treatments == 2
    assert len(list((folder / TREATMENTS).glob("*.parquet*"))) == 1


def test_the_very_first_import_killed_between_its_rows_and_their_commit_has_not_happened(tmp_path: Path) -> None:
    assert children.run(children.killed_before_the_commit, tmp_path, "import")[0] == -9
    assert open_log(tmp_path).latest == 0
    assert added(tmp_path, FEBRUARY)[0].number == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("stage", ["begin", "overwrite", "reach", "delete_for_good", "sweep"])
def test_an_erasure_killed_at_any_stage_is_finished_by_running_it_again(folder: Path, stage: str, when: str) -> None:
    added(folder, FEBRUARY)
    assert children.run(children.killed_at, folder, stage, when, "erasure")[0] == -9
    happened = stage != "begin" and (stage, when) != ("overwrite", "before")
    assert open_log(folder).latest == 2 + happened
    assert len(open_log(folder)) == (1 if happened else 3)
    assert erase(folder, "C1").treatments == (0 if happened else 2)
    assert [row["client_id"] for row in kept_rows(folder)] == ["C2"]
    assert len(list((folder / TREATMENTS).glob("*.parquet*"))) == 1


def test_imports_killed_at_any_moment_have_happened_or_have_not(tmp_path: Path) -> None:
    chance = random.Random(5)
    landed = 0
    for who in range(12):
        child, receiving = children.started(children.adding_one_by_one, tmp_path, f"W{who}", 50)
        told = [receiving.recv()]
        time.sleep(chance.uniform(0, 0.08))
        child.kill()
        child.join()
        while True:
            try:
                told.append(receiving.recv())
            except EOFError:
                break
        kept = open_log(tmp_path)
        assert kept.latest - landed in {len(told), len(told) + 1}
        assert len(kept) == 3 * kept.latest
        landed = kept.latest
    added(tmp_path, JANUARY)
    assert open_log(tmp_path).latest == landed + 1


def test_rows_written_but_not_committed_do_not_count_and_go_with_the_next_change(folder: Path) -> None:
    children.run(children.killed_before_the_commit, folder, "import")
    assert (open_log(folder).latest, len(open_log(folder))) == (1, 2)
    assert len(list((folder / TREATMENTS).glob("*.parquet"))) == 2
    added(folder, MARCH)
    assert len(list((folder / TREATMENTS).glob("*.parquet"))) == 2
    assert len(open_log(folder)) == 3


def test_what_somebody_may_still_be_writing_stays_for_a_while(folder: Path) -> None:
    """Where file locks do not hold across machines, another writer may be about to commit it."""
    added(folder, FEBRUARY)
    put_together, outdone = (folder / TREATMENTS / f"part-{name}.parquet" for name in ("a", "b"))
    pq.write_table(pa.table({VERSION: [1, 2]}), put_together)
    pq.write_table(pa.table({VERSION: [2, 2]}), outdone)
    table = DeltaTable(folder / TREATMENTS)
    storage.sweep(folder, table, time.time() - storage.SWEPT_AFTER_SECONDS)
    assert put_together.exists()
    assert not outdone.exists()
    storage.sweep(folder, table, time.time() + 1)
    assert not put_together.exists()


# Full, forbidden ----


def large_file(rows: int = 20_000) -> str:
    """Return a file that does not shrink to nothing."""
    chance = random.Random(1)
    lines = [f"L{row},C{chance.random()},2026-01-05,Harbour,no\n" for row in range(rows)]
    return "treatment_id,client_id,treatment_date,clinic,breakout\n" + "".join(lines)


@pytest.mark.parametrize("most_bytes", [0, 200, 3_000, 50_000])
def test_a_disk_that_fills_up_during_an_import_leaves_the_log_as_it_was(folder: Path, most_bytes: int) -> None:
    before = kept_rows(folder)
    exit_code, told = children.run(children.adding_with_small_files_only, folder, large_file(), most_bytes)
    assert exit_code == 0
    assert told == [
        f"The saved log was not changed, because the disk with “{folder}” is full: free some space and try again."
    ]
    assert kept_rows(folder) == before
    assert open_log(folder).latest == 1
    added(folder, FEBRUARY)
    assert len(open_log(folder)) == 3


FULL_DISK = """
mount -t tmpfs -o size=500k tmpfs "$1" && exec "$2" -c '
import sys
from pathlib import Path
from analysis.errors import DashboardError
from analysis.saved_log.opening import open_log
from tests.saved_log.logs import FEBRUARY, JANUARY, added
from tests.saved_log.test_faults import large_file
folder = Path(sys.argv[1]) / "log"
added(folder, JANUARY)
(folder.parent / "holiday.mp4").write_bytes(bytes(350_000))
try:
    added(folder, large_file())
except DashboardError as error:
    print(error)
print(len(open_log(folder)))
(folder.parent / "holiday.mp4").unlink()
added(folder, FEBRUARY)
print(len(open_log(folder)))
' "$1"
"""


def test_a_full_disk_is_named_and_the_log_works_again_once_there_is_room(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", FULL_DISK, "sh", str(tmp_path), sys.executable],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    said, kept, later = done.stdout.splitlines()
    assert said.endswith("is full: free some space and try again.")
    assert (kept, later) == ("2", "3")


def test_a_log_that_may_only_be_read_opens_and_says_so_when_added_to(readable_folder: Path) -> None:
    exit_code, told = children.run(children.adding_as_nobody, readable_folder, FEBRUARY)
    assert exit_code == 0
    kept, said = told
    assert kept == 2
    assert said == (
        f"The saved log was not changed, because the dashboard may not write to “{readable_folder}”: ask your IT "
        "person to allow it."
    )
    assert len(open_log(readable_folder)) == 2


# Two at once ----


@pytest.mark.parametrize("child", [children.adding_one_by_one, children.adding_without_locks])
def test_what_two_processes_add_at_once_all_lands_or_is_to_be_tried_again(
    tmp_path: Path, child: Callable[..., None]
) -> None:
    imports = 12
    running = []
    for who in ("A", "B"):
        process, receiving = children.started(child, tmp_path, who, imports)
        running.append((who, process, receiving))
    landed = set()
    for who, process, receiving in running:
        told = [receiving.recv() for _ in range(imports)]
        process.join()
        landed |= {f"{who}-{each}" for each in told if isinstance(each, int)}
        assert {each for each in told if not isinstance(each, int)} <= {"LogMovedOnError", "DashboardError"}
    if child is children.adding_one_by_one:
        assert len(landed) == 2 * imports
    kept = open_log(tmp_path)
    assert kept.latest == len(landed)
    assert {row["treatment_id"].rpartition("-")[0] for row in kept_rows(tmp_path)} == landed
    assert len(kept) == 3 * len(landed)


def test_of_two_imports_that_were_previewed_on_the_same_version_one_is_to_be_looked_at_again(tmp_path: Path) -> None:
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        at = time.time() + 0.2
        running = []
        for text in (JANUARY, MARCH):
            process, receiving = children.started(children.adding_when_released, folder, text, at)
            running.append((process, receiving))
        told = []
        for process, receiving in running:
            told.append(receiving.recv())
            process.join()
        assert sorted(map(str, told)) == ["1", "LogMovedOnError"]
        assert open_log(folder).latest == 1


def test_who_waits_too_long_for_another_is_asked_to_try_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.saved_log.folder.LONGEST_WAIT_SECONDS", 0.05)
    with (
        only_writer(folder),
        pytest.raises(
            DashboardError, match="Somebody else is changing the saved log right now: wait a minute and try again"
        ),
    ):
        added(folder, FEBRUARY)


# The clock, many imports ----


def test_a_clock_that_goes_backwards_changes_no_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "now", lambda: "2001-01-01T00:00:00+00:00")
    monkeypatch.setattr(time, "time", lambda: 978_307_200.0)
    added(folder, FEBRUARY)
    for path in folder.rglob("*"):
        os.utime(path, (978_307_200, 978_307_200))
    kept = open_log(folder)
    assert [each.number for each in kept.versions] == [1, 2]
    assert kept.versions[0].when > kept.versions[1].when
    assert [row.get("breakout") for row in kept_rows(folder)] == ["no", "yes", "no"]
    assert [row.get("breakout") for row in kept_rows(folder, 1)] == ["no", None]
    erase(folder, "C1")
    assert len(list((folder / TREATMENTS).glob("*.parquet"))) == 1


def test_many_small_imports_are_put_together_without_touching_a_version(tmp_path: Path) -> None:
    imports = storage.MOST_FILES + 8
    for number in range(imports):
        added(tmp_path, children.file_of("A", number))
    stored = stored_rows.read_stored(tmp_path)
    assert stored is not None
    assert len(stored_rows.files(stored.table)) < 12
    assert list((tmp_path / COMMITS).glob("*.checkpoint.parquet"))
    kept = open_log(tmp_path)
    assert [each.number for each in kept.versions] == list(range(1, imports + 1))
    assert len(kept) == 3 * imports
    assert len(open_log(tmp_path, 5)) == 15


@pytest.mark.parametrize("stage", ["compact", "checkpoint", "sweep"])
def test_an_import_stands_whatever_goes_wrong_while_tidying(
    folder: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "MOST_FILES", 1)
    monkeypatch.setattr(storage, stage, fail)
    assert add(folder, log_of(FEBRUARY), about(FEBRUARY)).number == 2
    assert len(open_log(folder)) == 3


def test_the_folder_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OUTCOME_LOG", str(tmp_path))
    assert log_folder() == tmp_path
    monkeypatch.delenv("OUTCOME_LOG")
    assert log_folder() == Path(__file__).parents[2] / "outcome_log"
