"""A backup is whole or none, whoever writes meanwhile; a restore replaces nothing untold, and is done or not done."""

from __future__ import annotations

import random
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import new_key
from analysis.saved_log.backups import as_zip, back_up, restore
from analysis.saved_log.checking import check_log
from analysis.saved_log.folder import LAST_BACKUP, LOCK, TREATMENTS, only_writer
from analysis.saved_log.last_backup import BackUp, last_backup
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import erase, key_in_force
from tests.saved_log import children
from tests.saved_log.logs import COMMITS, FEBRUARY, JANUARY, MARCH, added, kept_rows
from tests.saved_log.test_lost_end import everything


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Make a log of two versions with a key."""
    key_in_force(tmp_path / "log", new_key())
    added(tmp_path / "log", JANUARY, FEBRUARY)
    return tmp_path / "log"


def parts(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in everything(folder).items() if name != LAST_BACKUP}


@pytest.mark.parametrize("name", ["copy", "copy.zip", "a/b/copy.ZIP"])
def test_a_backup_is_the_whole_log_and_comes_back_as_it_was(log: Path, tmp_path: Path, name: str) -> None:
    before, rows = parts(log), kept_rows(log)
    made = back_up(log, tmp_path / name)
    assert (made.place, made.version) == (str(tmp_path / name), 2)
    assert last_backup(log) == made
    added(log, MARCH)
    erase(log, "C1")
    with pytest.raises(
        DashboardError, match=r"contains a log of 2 treatments, version 4, so nothing was changed: add --re"
    ):
        restore(log, tmp_path / name)
    assert open_log(log).latest == 4
    assert restore(log, tmp_path / name, replace=True).is_sound
    assert parts(log) == before
    assert {path.name for path in log.iterdir()} == {*[name.split("/")[0] for name in before], LOCK, LAST_BACKUP}
    assert restore(tmp_path / "elsewhere", tmp_path / name).is_sound
    assert kept_rows(tmp_path / "elsewhere") == rows
    assert added(log, MARCH)[0].number == 3


def test_whoever_is_not_its_owner_reads_no_key_out_of_a_backup(log: Path, tmp_path: Path) -> None:
    back_up(log, tmp_path / "copy")
    back_up(log, tmp_path / "copy.zip")
    restore(tmp_path / "new", tmp_path / "copy.zip")
    for path in (tmp_path / "copy.zip", tmp_path / "copy/pseudonyms.key", tmp_path / "new/pseudonyms.key"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_who_was_erased_is_in_no_backup_that_is_made_later(log: Path, tmp_path: Path) -> None:
    erased = next((log / TREATMENTS).glob("*.parquet")).read_bytes()
    erase(log, "C1")
    (log / TREATMENTS / "part-left.parquet").write_bytes(erased)
    back_up(log, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as packed:
        assert erased not in [packed.read(name) for name in packed.namelist()]


def test_a_backup_takes_the_place_of_an_older_one_of_the_same_log_only(log: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy.zip"
    back_up(log, place)
    added(log, MARCH)
    assert back_up(log, place).version == 3
    added(tmp_path / "other", JANUARY)
    with pytest.raises(DashboardError, match="exists already and is not a backup of this log: choose another name"):
        back_up(tmp_path / "other", place)
    restore(tmp_path / "older", place)
    added(tmp_path / "older", MARCH.replace("T4", "T5"))
    back_up(tmp_path / "older", place)
    with pytest.raises(DashboardError, match="has version 4, but the saved log only has version 3"):
        back_up(log, place)
    (tmp_path / "holiday.zip").write_bytes(b"?")
    with pytest.raises(DashboardError, match="is not a backup of this log"):
        back_up(log, tmp_path / "holiday.zip")
    with pytest.raises(DashboardError, match=r"is a file: give a folder, or a file whose name ends with \.zip"):
        back_up(log, log / "pseudonyms.key")


def test_in_a_folder_that_is_there_already_every_backup_gets_one_of_its_own(log: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/holiday.jpg").write_text("?")
    places = {back_up(log, tmp_path / "stick").place for _ in range(2)}
    assert len(places) == 2
    assert all(check_log(Path(place)).is_sound for place in places)
    with pytest.raises(DashboardError, match="stick” contains no log, so nothing was changed"):
        restore(tmp_path / "new", tmp_path / "stick")


def test_what_is_taken_away_from_the_page_is_a_backup(log: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.zip").write_bytes(as_zip(log))
    assert restore(tmp_path / "new", tmp_path / "taken.zip").versions == 2
    noted = last_backup(log)
    assert noted is not None
    assert (noted.place, noted.version) == ("the download", 2)


def test_a_damaged_log_takes_the_place_of_no_backup(log: Path, tmp_path: Path) -> None:
    back_up(log, tmp_path / "copy.zip")
    before = (tmp_path / "copy.zip").read_bytes()
    next((log / TREATMENTS).glob("*.parquet")).unlink()
    with pytest.raises(
        DashboardError,
        match=r"^No backup was made, because the saved log has a problem; earlier backups are unchanged\. The saved",
    ):
        back_up(log, tmp_path / "copy.zip")
    assert (tmp_path / "copy.zip").read_bytes() == before
    with pytest.raises(DashboardError, match="There is no saved log in"):
        back_up(tmp_path / "none", tmp_path / "copy.zip")
    assert not (tmp_path / "none").exists()
    with pytest.raises(DashboardError, match="contains a log that cannot be opened"):
        restore(log, tmp_path / "copy.zip")
    assert restore(log, tmp_path / "copy.zip", replace=True).is_sound


def test_a_damaged_backup_replaces_nothing(log: Path, tmp_path: Path) -> None:
    folder, packed = tmp_path / "copy", tmp_path / "copy.zip"
    back_up(log, folder)
    back_up(log, packed)
    before = everything(log)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        path.write_bytes(content[:-9])
        if path.name in {"pseudonyms.key", "known_files.json"}:
            path.write_bytes(content)
            continue
        with pytest.raises(DashboardError, match=r"copy” is damaged .*, so nothing was changed: choose another"):
            restore(log, folder, replace=True)
        path.write_bytes(content)
    chance = random.Random(3)
    for _ in range(10):
        content = packed.read_bytes()
        packed.write_bytes(content[: chance.randrange(len(content))])
        with pytest.raises(DashboardError, match="so nothing was changed: choose"):
            restore(log, packed, replace=True)
        packed.write_bytes(content)
    for place in (tmp_path / "none", log):
        with pytest.raises(DashboardError, match=r"There is no backup|is the folder of the saved log itself"):
            restore(log, place, replace=True)
    assert everything(log) == before


def test_a_zip_file_writes_nothing_outside_the_log(log: Path, tmp_path: Path) -> None:
    back_up(log, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip", "a") as packed:
        for name in ("../outside", "outcome_log/../../outside", "outcome_log/treatments/../../../outside", "/outside"):
            packed.writestr(name, "?")
    assert restore(tmp_path / "deep/new", tmp_path / "copy.zip").is_sound
    assert not list(tmp_path.rglob("outside"))


def test_a_zip_file_that_was_packed_by_hand_comes_back(log: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "inside"), "zip", log)
    shutil.make_archive(str(tmp_path / "around"), "zip", log.parent, log.name)
    for name in ("inside", "around"):
        assert restore(tmp_path / f"new {name}", tmp_path / f"{name}.zip").versions == 2


# Somebody writes, or is killed, meanwhile ----


def test_backups_that_are_made_while_somebody_writes_are_whole(log: Path, tmp_path: Path) -> None:
    child, _ = children.started(children.adding_one_by_one, log, "A", 6, 0.2)
    made: list[BackUp] = []
    while child.is_alive():
        time.sleep(0.2)
        made.append(back_up(log, tmp_path / f"{len(made)}{'.zip' if len(made) % 2 else ''}"))
    child.join()
    assert len({each.version for each in made}) > 2
    for number, each in enumerate(made):
        folder = tmp_path / f"restored {number}"
        assert restore(folder, Path(each.place)).is_sound
        assert (open_log(folder).latest, len(open_log(folder))) == (each.version, 3 + 3 * (each.version - 2))


def test_a_backup_killed_at_any_moment_leaves_the_former_one_or_the_new_one_and_the_log_as_it_was(
    log: Path, tmp_path: Path
) -> None:
    place, chance = tmp_path / "copy.zip", random.Random(2)
    back_up(log, place)
    for number in range(6):
        added(log, MARCH.replace("T4", f"K{number}"))
        before = parts(log)
        child, told = children.started(children.backing_up, log, place)
        assert told.recv() == "begun"
        time.sleep(chance.uniform(0, 0.25))
        child.kill()
        child.join()
        assert parts(log).items() >= before.items()
        found = restore(tmp_path / f"restored {number}", place)
        assert found.is_sound
        assert found.versions in {2, *range(2, number + 4)}
    back_up(log, place)
    added(log, MARCH)
    assert check_log(log).is_sound
    assert check_log(log).leftovers == ()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("moves", range(1, 8))
def test_a_restore_killed_between_any_two_moves_has_happened_or_has_not(
    log: Path, tmp_path: Path, moves: int, when: str
) -> None:
    back_up(log, tmp_path / "copy")
    (tmp_path / "copy" / "pseudonyms.key").unlink()
    added(log, MARCH)
    before, backup = kept_rows(log), kept_rows(tmp_path / "copy")
    exit_code, _ = children.run(children.restoring_killed_at, log, tmp_path / "copy", moves, when)
    assert exit_code == -9
    happened = (moves, when) != (1, "before")
    assert kept_rows(log) == (backup if happened else before)
    assert (log / "pseudonyms.key").exists() != happened
    added(log, MARCH.replace("T4", "T9"))
    assert check_log(log).is_sound
    assert not [path.name for path in log.iterdir() if path.name.startswith(".")]


def test_a_restore_killed_at_any_moment_has_happened_or_has_not(log: Path, tmp_path: Path) -> None:
    back_up(log, tmp_path / "copy.zip")
    backup, chance = kept_rows(log), random.Random(4)
    for number in range(8):
        added(log, MARCH.replace("T4", f"K{number}"))
        before = kept_rows(log)
        child, told = children.started(children.restoring, log, tmp_path / "copy.zip")
        assert told.recv() == "begun"
        time.sleep(chance.uniform(0, 0.12))
        child.kill()
        child.join()
        assert kept_rows(log) in (before, backup)
        assert check_log(log).is_sound
    added(log, MARCH)
    assert check_log(log).leftovers == ()


def test_what_killed_writes_have_left_goes_with_the_next_change(log: Path) -> None:
    names = [".pseudonyms.key.ab12_x", ".known_files.json.0a1b2c3d", ".newest_version.json.0a1b2c3d"]
    names += [f"{TREATMENTS}/.part-1.parquet.0a1b2c3d", f"{COMMITS}/_commit_0a1b.json.tmp"]
    for name in names:
        (log / name).write_text("SECRET-7")
    (log / ".restoring.0a1b2c3d" / "new").mkdir(parents=True)
    (log / ".gitignore").write_text("*")
    assert len(check_log(log).leftovers) == len(names) + 1
    assert check_log(log).is_sound
    with only_writer(log):
        assert (log / names[0]).exists()
    added(log, MARCH)
    assert check_log(log).leftovers == ()
    assert not any((log / name).exists() for name in names)
    assert (log / ".gitignore").exists()
