"""What rots on the disk is refused by name, or told of by a check, or changes no number; never read in silence."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc
import pytest
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import new_key
from analysis.importing.choices import ImportChoices
from analysis.saved_log import storage
from analysis.saved_log.checking import check_log
from analysis.saved_log.commits import commit_file
from analysis.saved_log.folder import KNOWN_FILES, LOCK, MARK, TREATMENTS
from analysis.saved_log.known_files import forget_client, recall, remember
from analysis.saved_log.opening import SavedLog, open_log
from analysis.saved_log.stored_names import OWN_COLUMNS
from analysis.saved_log.stored_rows import read_stored, without_dictionaries
from analysis.saved_log.writing import erase, key_in_force, undo
from tests.saved_log.logs import COMMITS, FEBRUARY, JANUARY, MARCH, added, kept_rows, rows

FLIPS = 200
HEADER = ("Tx date", "Result")
SAID = ImportChoices(columns=(("Result", "breakout"),), yes=frozenset({"A"}))
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a log that has everything: a key, files put together, a checkpoint, an undo, an erasure, a known file."""
    folder = tmp_path_factory.mktemp("whole") / "log"
    key_in_force(folder, new_key())
    most, storage.MOST_FILES = storage.MOST_FILES, 3
    try:
        added(folder, JANUARY, FEBRUARY, MARCH, MARCH.replace("T4", "T5"))
    finally:
        storage.MOST_FILES = most
    undo(folder, 2)
    erase(folder, "C2")
    added(folder, MARCH.replace("T4", "T6"))
    remember(folder, HEADER, SAID)
    assert list(folder.rglob("*.checkpoint.parquet"))
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LOCK)


def flips(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield bits to flip, spread evenly over all files whatever their sizes."""
    chance = random.Random(11)
    paths = files(folder)
    for number in range(FLIPS):
        path = paths[number % len(paths)]
        yield path, chance.randrange(8 * path.stat().st_size)


def opened(folder: Path) -> SavedLog | str:
    """Return the log, or the sentence that refuses it."""
    try:
        return open_log(folder)
    except DashboardError as error:
        return str(error)


def test_no_flipped_bit_in_any_file_changes_a_number(whole: Path) -> None:
    """Of 40 in a file with rows, 19 changed data in silence and one was a traceback."""
    versions, expected = open_log(whole).versions, kept_rows(whole)
    refused, unnoticed = set(), []
    for path, bit in flips(whole):
        content = path.read_bytes()
        rotten = bytearray(content)
        rotten[bit // 8] ^= 1 << bit % 8
        path.write_bytes(rotten)
        found = opened(whole)
        checked = check_log(whole, None if isinstance(found, str) else found)
        if isinstance(found, str):
            assert found.endswith("; restore it from a backup.")
            assert checked.faults[0] == found
            refused.add(path)
        else:
            assert (found.versions, rows(found)) == (versions, expected), (path, bit)
        assert recall(whole, HEADER) in {SAID, None}
        if checked.is_sound:
            unnoticed.append((path.name, bit))
        path.write_bytes(content)
    assert {path.suffix for path in refused} == {".parquet", ".json"}
    # A space at a line’s end, a name that is not the one of a check any more; and the hint at a checkpoint, which is
    # found without it as well.
    assert len([name for name, _ in unnoticed if name != "_last_checkpoint"]) < FLIPS / 50
    assert check_log(whole).is_sound


def flip(path: Path, at: int = -40) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_every_file_with_rows_is_called_by_its_digest_in_the_commit_that_adds_it(folder: Path) -> None:
    added(folder, FEBRUARY)
    for path in (folder / TREATMENTS).glob("*.parquet"):
        assert path.stem.removeprefix("part-") == sha256(path.read_bytes()).hexdigest()[:32]
        assert sum(path.name in commit.read_text() for commit in (folder / COMMITS).glob("*.json")) == 1


def test_a_rotten_file_with_rows_is_named(folder: Path) -> None:
    path = next((folder / TREATMENTS).glob("*.parquet"))
    flip(path)
    with pytest.raises(
        DashboardError,
        match=rf"^The saved log is damaged: “.*{path.name}” was changed or damaged; restore it from a "
        r"backup\.$",
    ):
        open_log(folder)
    assert path.name in check_log(folder).faults[0]


def test_a_file_that_rots_or_goes_after_the_log_was_opened_is_named(folder: Path) -> None:
    """A dashboard that runs for weeks has the log in memory, and said of the folder that all was well."""
    log = open_log(folder)
    path = next((folder / TREATMENTS).glob("*.parquet"))
    assert check_log(folder, log).is_sound
    flip(path)
    assert f"{path.name}” was changed or damaged" in check_log(folder, log).faults[0]
    path.unlink()
    assert f"{path.name}” is missing" in check_log(folder, log).faults[0]


def test_a_commit_that_hides_rows_is_named_though_all_of_it_can_be_read(folder: Path) -> None:
    """A removed file that is called otherwise would have come back, an added one would have gone."""
    added(folder, FEBRUARY)
    commit = sorted((folder / COMMITS).glob("*.json"))[2]
    lines = commit.read_text().splitlines(keepends=True)
    commit.write_text("".join(line for line in lines if '"add"' not in line))
    with pytest.raises(DashboardError, match=rf"{commit.name}” was changed or damaged; restore"):
        open_log(folder)


def test_a_history_that_rots_behind_a_checkpoint_is_known_by_the_check(whole: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "log"))
    flip(commit_file(folder, 1), 30)
    assert kept_rows(folder) == kept_rows(whole)
    checked = check_log(folder)
    assert not checked.is_sound
    assert commit_file(folder, 1).name in checked.faults[0]


def test_the_newest_commit_is_known_by_the_mark(folder: Path) -> None:
    newest = max((folder / COMMITS).glob("*.json"))
    newest.write_text(newest.read_text().replace("delta-rs:py", "delta-rs:pi"))
    assert len(open_log(folder)) == 2
    assert newest.name in check_log(folder).faults[0]


def test_choices_for_files_count_as_none_once_they_have_rotted(folder: Path) -> None:
    """Another word for yes would have counted."""
    remember(folder, HEADER, SAID)
    path = folder / KNOWN_FILES
    path.write_text(path.read_text().replace('"A"', '"B"'))
    assert recall(folder, HEADER) is None
    assert check_log(folder).known_files == "damaged"
    remember(folder, HEADER, SAID)
    assert recall(folder, HEADER) == SAID
    assert check_log(folder).is_sound


@pytest.mark.parametrize("content", ["[" * 100_000, '{"files": ' * 50_000, "\x00", '{"files": {"a": 1}, "check": 3}'])
def test_whatever_stands_in_the_known_files_is_survived(folder: Path, content: str) -> None:
    (folder / KNOWN_FILES).write_text(content)
    assert recall(folder, HEADER) is None
    assert check_log(folder).known_files == "damaged"
    # Nobody can tell whom it names.
    forget_client(folder, ["Amira"])
    assert check_log(folder).known_files == "whole"


# Earlier releases ----


def as_an_earlier_release_left_it(folder: Path) -> None:
    """Write the table anew without any digest."""
    stored = read_stored(folder)
    assert stored is not None
    shutil.rmtree(folder / TREATMENTS)
    former = DeltaTable.create(folder / TREATMENTS, OWN_COLUMNS)
    latest = int(pc.max(stored.rows["_version"]).as_py())
    properties = CommitProperties(app_transactions=[Transaction("outcome_log", latest)])
    write_deltalake(
        former, without_dictionaries(stored.rows), mode="append", schema_mode="merge", commit_properties=properties
    )
    mark = json.loads((folder / MARK).read_text())
    kept = {name: mark[name] for name in ("reached", "begun", "when")}
    (folder / MARK).write_text(json.dumps({"log": str(DeltaTable(folder / TREATMENTS).metadata().id), **kept}))


@pytest.mark.parametrize(
    "change", [lambda folder: added(folder, MARCH), lambda folder: undo(folder, 1), lambda folder: erase(folder, "C1")]
)
def test_a_log_of_an_earlier_release_opens_and_the_next_change_gives_it_digests(folder: Path, change: Change) -> None:
    before = kept_rows(folder)
    as_an_earlier_release_left_it(folder)
    assert kept_rows(folder) == before
    checked = check_log(folder)
    assert checked.is_sound
    assert checked.files_without_digest == checked.files == 1
    change(folder)
    assert check_log(folder).files_without_digest == 0
    flip(next((folder / TREATMENTS).glob("*.parquet")))
    with pytest.raises(DashboardError, match="was changed or damaged"):
        open_log(folder)
