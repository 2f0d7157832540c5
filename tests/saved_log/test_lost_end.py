"""A log that has lost its newest versions, or its table, is refused in one sentence and left as it is."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from deltalake import DeltaTable

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import new_key
from analysis.saved_log import storage
from analysis.saved_log.folder import LOCK, MARK, TREATMENTS
from analysis.saved_log.mark import begin, reach, read_mark
from analysis.saved_log.opening import open_log
from analysis.saved_log.stored_rows import state
from analysis.saved_log.writing import erase, key_in_force, undo
from tests.saved_log import children
from tests.saved_log.logs import COMMITS, FEBRUARY, JANUARY, MARCH, added, kept_rows, last_commit

APRIL = MARCH.replace("T4", "T5").replace("2026-03", "2026-04")
ANOTHER = "treatment_id,client_id,breakout\nX1,X1,yes\n"

# What reads treatments, and what could do without.
READING: tuple[Callable[[Path], object], ...] = (
    open_log,
    lambda folder: open_log(folder, 0),
    lambda folder: added(folder, ANOTHER),
    lambda folder: undo(folder, 1),
    lambda folder: erase(folder, "C1"),
    erase,
)
USES = (*READING, state, lambda folder: key_in_force(folder, new_key()))


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file of the folder but the lock, which holds nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK
    }


def assert_refused(folder: Path, sentence: str, uses: tuple[Callable[[Path], object], ...] = USES) -> None:
    """Assert that every use says the same sentence and changes nothing, however old the files are."""
    for path in folder.rglob("*.parquet"):
        os.utime(path, (time.time() - 10 * storage.SWEPT_AFTER_SECONDS,) * 2)
    before = everything(folder)
    for use in uses:
        with pytest.raises(DashboardError, match=sentence):
            use(folder)
    assert everything(folder) == before


def put_in_place(saved: Path, folder: Path, *names: str) -> None:
    """Put parts of a saved log in the place of those that are there."""
    for name in names:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
            shutil.copytree(saved / name, folder / name)
        else:
            shutil.copy(saved / name, folder / name)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Save a log of two versions, which `grown` has four of."""
    added(tmp_path / "log", JANUARY, FEBRUARY)
    shutil.copytree(tmp_path / "log", tmp_path / "saved")
    return tmp_path / "saved"


@pytest.fixture
def grown(tmp_path: Path, saved: Path) -> Path:
    assert saved.is_dir()
    added(tmp_path / "log", MARCH, APRIL)
    return tmp_path / "log"


Many = Callable[[int], Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """Return what makes a log of so many imports, each once."""

    @cache
    def make(imports: int) -> Path:
        folder = tmp_path_factory.mktemp("made") / "log"
        for number in range(imports):
            added(folder, children.file_of("A", number))
        return folder

    return make


@pytest.fixture
def many(made: Many, tmp_path: Path) -> Many:
    """Return what makes a log of so many imports, to be damaged."""
    return lambda imports: Path(shutil.copytree(made(imports), tmp_path / "log"))


# The newest versions ----


@pytest.mark.parametrize("imports", [1, 3, 40])
def test_a_log_without_its_last_commit_is_refused(many: Many, imports: int) -> None:
    folder = many(imports)
    last_commit(folder).unlink()
    assert_refused(
        folder,
        rf"^The saved log is damaged: “.*treatments” lacks version {imports}, which it had on \d+ \w+ \d{{4}}; "
        r"restore it from a backup\.$",
    )


@pytest.mark.parametrize("change", [lambda folder: undo(folder, 1), lambda folder: erase(folder, "C1")])
def test_a_lost_undo_or_erasure_is_missed_as_an_import_is(grown: Path, change: Callable[[Path], object]) -> None:
    change(grown)
    last_commit(grown).unlink()
    assert_refused(grown, "lacks version 5, which it had on")


def test_several_lost_commits_are_all_reported(grown: Path) -> None:
    for _ in range(3):
        last_commit(grown).unlink()
    assert_refused(grown, "lacks versions 2 to 4, which it had on")


@pytest.mark.parametrize("imports", [1, 3, 40])
def test_rows_of_a_version_that_nobody_has_begun_tell_of_a_commit_that_was_lost_with_the_mark(
    many: Many, imports: int
) -> None:
    folder = many(imports)
    last_commit(folder).unlink()
    (folder / MARK).unlink()
    assert_refused(
        folder,
        rf"^The saved log is damaged: “.*part-.*parquet” has version {imports}, but the log ends with version "
        rf"{imports - 1}; restore",
    )


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((COMMITS,), "lacks versions 3 to 4"),
        ((TREATMENTS,), "lacks versions 3 to 4"),
        ((COMMITS, MARK), r"part-.*parquet” has version [34], but the log ends with version 2"),
    ],
)
def test_a_log_restored_in_part_is_refused(grown: Path, saved: Path, names: tuple[str, ...], sentence: str) -> None:
    put_in_place(saved, grown, *names)
    assert_refused(grown, sentence)


def test_a_log_restored_without_its_newest_rows_is_refused(grown: Path, saved: Path) -> None:
    for name in {path.name for path in (grown / TREATMENTS).glob("*.parquet")} - {
        path.name for path in (saved / TREATMENTS).glob("*.parquet")
    }:
        (grown / TREATMENTS / name).unlink()
    with pytest.raises(DashboardError, match="is missing or incomplete; restore"):
        open_log(grown)


def test_a_log_restored_as_a_whole_is_the_one_that_was_saved(grown: Path, saved: Path) -> None:
    put_in_place(saved, grown, TREATMENTS, MARK)
    assert kept_rows(grown) == kept_rows(saved)
    assert added(grown, MARCH)[0].number == 3


def test_an_older_mark_is_not_missed_and_the_next_change_renews_it(grown: Path, saved: Path) -> None:
    before = kept_rows(grown)
    put_in_place(saved, grown, MARK)
    assert kept_rows(grown) == before
    undo(grown, 1)
    mark = read_mark(grown)
    assert mark is not None
    assert (mark.reached, mark.begun) == (5, 5)


def test_the_table_of_another_log_is_refused(grown: Path, tmp_path: Path) -> None:
    added(tmp_path / "other", *(JANUARY.replace("T1", f"U{number}") for number in range(6)))
    put_in_place(tmp_path / "other", grown, TREATMENTS)
    assert_refused(grown, r"treatments” does not belong to “newest_version\.json”; restore")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"log": "x", "reached": 4, "begun": 4, "when": "soon"}', "null"])
def test_a_damaged_mark_is_no_lost_one(grown: Path, content: str) -> None:
    (grown / MARK).write_text(content)
    assert_refused(grown, r"^The saved log is damaged: “.*newest_version\.json” cannot be read; restore")


# No table ----


def without_table(folder: Path) -> None:
    shutil.rmtree(folder / TREATMENTS)


def with_empty_table(folder: Path) -> None:
    without_table(folder)
    (folder / TREATMENTS).mkdir()


def with_only(name: str) -> Callable[[Path], None]:
    def lose(folder: Path) -> None:
        for path in folder.iterdir():
            if path.name != name:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    return lose


@pytest.mark.parametrize(
    ("lose", "left"),
    [
        (without_table, "“newest_version.json”, “pseudonyms.key”"),
        (with_empty_table, "“newest_version.json”, “pseudonyms.key”, “treatments”"),
        (with_only(MARK), "“newest_version.json”"),
        (with_only("pseudonyms.key"), "“pseudonyms.key”"),
    ],
    ids=["treatments gone", "treatments emptied", "only the mark", "only the key"],
)
def test_a_folder_that_has_lost_its_table_is_no_empty_log(
    folder: Path, lose: Callable[[Path], None], left: str
) -> None:
    key_in_force(folder, new_key())
    lose(folder)
    assert_refused(
        folder,
        rf"^The saved log in “{folder}” is missing: only {left} is left, without treatments\. Restore it "
        r"from a backup, or set OUTCOME_LOG to an empty folder to start a new log\.$",
    )


@pytest.mark.parametrize("name", ["known_files.json", "known_files.json.bak", "pseudonyms.key", "treatments/"])
def test_what_an_earlier_release_left_of_a_log_is_no_empty_log(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).write_text("")
    assert_refused(tmp_path, "^The saved log in “.*” is missing: only")


def test_a_table_without_commits_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / COMMITS)
    assert_refused(folder, r"^The saved log is damaged: “.*_delta_log” is missing or empty; restore")


def test_a_key_that_was_kept_before_a_first_import_failed_does_not_stand_in_the_way(tmp_path: Path) -> None:
    key = new_key()
    assert key_in_force(tmp_path, key) == key
    assert open_log(tmp_path).latest == 0
    assert key_in_force(tmp_path, new_key()) == key
    assert added(tmp_path, JANUARY)[0].number == 1


# Earlier releases ----


@pytest.mark.parametrize(
    "change", [lambda folder: added(folder, MARCH), lambda folder: undo(folder, 1), lambda folder: erase(folder, "C1")]
)
def test_a_log_of_an_earlier_release_opens_and_the_next_change_marks_it(
    folder: Path, change: Callable[[Path], object]
) -> None:
    before = kept_rows(folder)
    (folder / MARK).unlink()
    assert kept_rows(folder) == before
    assert not (folder / MARK).exists()
    change(folder)
    assert json.loads((folder / MARK).read_text())["reached"] == 2
    last_commit(folder).unlink()
    assert_refused(folder, "lacks version 2")


def test_a_change_whose_mark_could_not_be_written_afterwards_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "reach", fail)
    assert added(folder, FEBRUARY)[0].number == 2
    monkeypatch.undo()
    assert open_log(folder).latest == 2
    assert added(folder, MARCH)[0].number == 3


# What lies beside the table, and who changes it meanwhile ----


def test_rows_of_a_version_that_nobody_has_begun_are_never_swept(grown: Path, saved: Path) -> None:
    """Even where nobody opened the log before, and however old they are."""
    put_in_place(saved, grown, COMMITS, MARK)
    before = everything(grown)
    stays = storage.sweep(grown, DeltaTable(grown / TREATMENTS))
    assert sorted(leftover.newest or 0 for leftover in stays) == [3, 4]
    assert everything(grown) == before


def test_a_mark_never_goes_back(folder: Path) -> None:
    """Where file locks do not hold, somebody who began earlier may write it later."""
    first = read_mark(folder)
    assert first is not None
    reach(folder, str(first.log), 3, None)
    begin(folder, None, 2)
    mark = read_mark(folder)
    assert mark is not None
    assert (mark.log, mark.reached, mark.begun, mark.commit) == (first.log, 3, 3, first.commit)


@pytest.mark.parametrize("child", [children.adding_one_by_one, children.adding_without_locks])
def test_whoever_opens_a_log_that_is_being_changed_never_reads_that_it_is_damaged(
    tmp_path: Path, child: Callable[..., None]
) -> None:
    imports = 25
    process, receiving = children.started(child, tmp_path, "A", imports)
    newest = [0]
    while process.is_alive():
        newest += [state(tmp_path).newest, open_log(tmp_path).latest]
    assert newest == sorted(newest)
    assert [receiving.recv() for _ in range(imports)] == list(range(imports))
    assert open_log(tmp_path).latest == imports


def test_a_log_that_is_begun_at_this_very_moment_is_no_foreign_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists = Path.exists

    def exists_and_is_begun(path: Path) -> bool:
        (tmp_path / TREATMENTS).mkdir(exist_ok=True)
        return exists(path)

    begin(tmp_path, None, 1)
    monkeypatch.setattr(Path, "exists", exists_and_is_begun)
    assert open_log(tmp_path).latest == 0
    assert (tmp_path / TREATMENTS).is_dir()


# Any file ----


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a log that has everything: files put together, a checkpoint, an undo, an erasure, a write cut short."""
    folder = tmp_path_factory.mktemp("full") / "log"
    key_in_force(folder, new_key())
    most, storage.MOST_FILES = storage.MOST_FILES, 3
    try:
        added(folder, JANUARY, FEBRUARY, MARCH, APRIL)
    finally:
        storage.MOST_FILES = most
    undo(folder, 2)
    erase(folder, "C2")
    added(folder, ANOTHER)
    children.run(children.killed_before_the_commit, folder, "import")
    assert list(folder.rglob("*.checkpoint.parquet"))
    return folder


def losses(folder: Path) -> Iterator[tuple[str, ...]]:
    """Return what could be lost together: every file, also with the mark, and every two neighbours in the listing."""
    names = sorted(everything(folder))
    yield from ((name,) for name in names)
    yield from ((name, MARK) for name in names if name != MARK)
    yield from pairwise(names)


def test_whatever_file_is_lost_the_log_is_refused_or_the_same(full: Path, tmp_path: Path) -> None:
    versions, before = open_log(full).versions, kept_rows(full)
    refused = opened = 0
    for number, names in enumerate(losses(full)):
        folder = tmp_path / str(number)
        shutil.copytree(full, folder)
        for name in names:
            (folder / name).unlink()
        try:
            kept = open_log(folder)
        except DashboardError:
            assert_refused(folder, "[Rr]estore it from a backup", READING)
            refused += 1
        else:
            assert (kept.versions, kept_rows(folder)) == (versions, before), names
            assert added(folder, MARCH.replace("T4", "T6"))[0].number == len(versions) + 1
            opened += 1
    assert refused > 10
    assert opened > 10


def test_a_system_that_writes_out_only_what_was_opened_for_writing_says_how_far_the_log_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows: a file opened for reading cannot be written out, and the mark stayed behind for good."""
    write_out = os.fsync

    def written_out(handle: int) -> None:
        if fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        write_out(handle)

    monkeypatch.setattr(os, "fsync", written_out)
    added(tmp_path, JANUARY, FEBRUARY)
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "treatments")
    with pytest.raises(DashboardError, match="The saved log in"):
        open_log(tmp_path)


def test_a_table_that_took_the_place_of_one_without_a_version_is_the_log(tmp_path: Path) -> None:
    """Two began the log at once on a drive without locks: nobody could open it any more, though nothing was lost."""
    begin(tmp_path, "the id of the table that was made first", 1)
    storage.create(tmp_path)
    assert open_log(tmp_path).latest == 0
    added(tmp_path, JANUARY)
    assert open_log(tmp_path).latest == 1
