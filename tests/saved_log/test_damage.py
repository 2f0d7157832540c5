"""A damaged or foreign folder is refused in one sentence: the log never opens shorter than it was, unsaid."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from analysis.errors import DashboardError
from analysis.saved_log import storage, stored_rows
from analysis.saved_log.folder import TREATMENTS
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import erase
from tests.saved_log import children
from tests.saved_log.logs import COMMITS, FEBRUARY, JANUARY, MARCH, added, last_commit


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def in_the_place_of(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("?")


def some_rows(folder: Path) -> Path:
    return min((folder / TREATMENTS).glob("*.parquet"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "rows cut short": lambda folder: truncate(some_rows(folder)),
    "rows gone": lambda folder: some_rows(folder).unlink(),
    "rows empty": lambda folder: some_rows(folder).write_bytes(b""),
    "rows of the same length garbled": lambda folder: some_rows(folder).write_bytes(
        bytes(some_rows(folder).stat().st_size)
    ),
    "rows fewer": lambda folder: pq.write_table(
        pq.read_table(some_rows(folder), filters=[("_event", "=", "import")]), some_rows(folder)
    ),
    "last commit cut short": lambda folder: truncate(last_commit(folder)),
    "last commit cut after a line": lambda folder: last_commit(folder).write_bytes(
        last_commit(folder).read_bytes().splitlines(keepends=True)[0]
    ),
    "last commit empty": lambda folder: last_commit(folder).write_bytes(b""),
    "last commit full of zeros": lambda folder: last_commit(folder).write_bytes(bytes(300)),
    "middle commit gone": lambda folder: sorted((folder / COMMITS).glob("*.json"))[2].unlink(),
    "middle commit empty": lambda folder: sorted((folder / COMMITS).glob("*.json"))[2].write_bytes(b""),
    "first commit gone": lambda folder: min((folder / COMMITS).glob("*.json")).unlink(),
    "all commits gone": lambda folder: shutil.rmtree(folder / COMMITS),
    "a file in the place of the commits": lambda folder: in_the_place_of(folder / COMMITS),
    "foreign commit": lambda folder: (folder / COMMITS / f"{4:020}.json").write_text("hello"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_log_is_refused_in_one_sentence_and_never_opens_shorter(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    added(folder, FEBRUARY, MARCH)
    damage(folder)
    for use in (lambda: open_log(folder), lambda: added(folder, MARCH.replace("T4", "T5"))):
        with pytest.raises(DashboardError, match=r"^The saved log is damaged: “.*” .*; restore it from a backup\.$"):
            use()


def test_a_damaged_file_is_named(folder: Path) -> None:
    truncate(some_rows(folder))
    with pytest.raises(DashboardError, match=some_rows(folder).name):
        open_log(folder)


def test_a_log_that_may_not_be_read_is_no_damaged_one(readable_folder: Path) -> None:
    (readable_folder / COMMITS).chmod(0o000)
    _, told = children.run(children.opening_as_nobody, readable_folder)
    (readable_folder / COMMITS).chmod(0o555)
    some_rows(readable_folder).chmod(0o000)
    _, told_too = children.run(children.opening_as_nobody, readable_folder)
    assert told == told_too
    assert told[0].endswith("the dashboard may not read it: ask your IT person to allow it.")


def test_files_that_are_put_together_while_the_log_is_being_opened_are_not_missed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(folder, FEBRUARY)
    stored_in = stored_rows.stored_in

    def overtaken(folder: Path, table: DeltaTable) -> stored_rows.Stored:
        monkeypatch.setattr(stored_rows, "stored_in", stored_in)
        latest = DeltaTable(folder / TREATMENTS)
        storage.compact(folder, latest)
        storage.sweep(folder, latest)
        return stored_in(folder, table)

    monkeypatch.setattr(stored_rows, "stored_in", overtaken)
    assert len(open_log(folder)) == 3


def test_a_damaged_checkpoint_is_refused_and_a_lost_hint_is_not_missed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MOST_FILES", 1)
    added(folder, FEBRUARY)
    (folder / COMMITS / "_last_checkpoint").unlink()
    assert len(open_log(folder)) == 3
    added(folder, MARCH)
    truncate(max((folder / COMMITS).glob("*.checkpoint.parquet")))
    with pytest.raises(DashboardError, match="The saved log is damaged"):
        open_log(folder)


def test_foreign_files_beside_the_log_are_left_alone(folder: Path) -> None:
    foreign = [folder / "notes.txt", folder / TREATMENTS / "copy of holiday.parquet", folder / COMMITS / "notes.json"]
    for path in foreign:
        path.write_text("hello")
    added(folder, FEBRUARY)
    erase(folder, "C1")
    assert len(open_log(folder)) == 1
    assert all(path.read_text() == "hello" for path in foreign)


def test_a_folder_that_is_no_log_is_neither_opened_nor_written_to(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"?")
    for use in (lambda: open_log(tmp_path), lambda: added(tmp_path, JANUARY)):
        with pytest.raises(
            DashboardError, match=r"contains other files \(such as “holiday\.jpg”\) and no saved log: set OUTCOME_LOG"
        ):
            use()
    with pytest.raises(DashboardError, match="is a file, but the saved log needs a folder"):
        open_log(tmp_path / "holiday.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_hidden_files_and_the_lock_make_no_foreign_folder_and_no_log(tmp_path: Path) -> None:
    for name in ("writing.lock", ".DS_Store", ".gitignore"):
        (tmp_path / name).write_text("")
    assert len(open_log(tmp_path)) == 0
    added(tmp_path, JANUARY)
    assert len(open_log(tmp_path)) == 2
