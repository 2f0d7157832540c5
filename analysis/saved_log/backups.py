"""Copy a whole log, to a folder or a .zip file, and put a copy back; each is checked before it counts."""

from __future__ import annotations

import secrets
import shutil
import time
import zipfile
import zlib
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files.whole_file import settle
from analysis.identifiers.pseudonyms import KEY_FILE
from analysis.saved_log.checking import Checked, check_log
from analysis.saved_log.digests import digest_of
from analysis.saved_log.folder import (
    LOG,
    MARK,
    PARTS,
    TREATMENTS,
    finish_restoring,
    is_full,
    left_of_log,
    not_written,
    only_writer,
)
from analysis.saved_log.history import now
from analysis.saved_log.last_backup import BackUp, note_backup
from analysis.saved_log.mark import Mark, read_mark
from analysis.saved_log.putting_back import begin_copy, decide_for
from analysis.saved_log.stored_rows import open_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP = ".zip"
DOWNLOADED = "the download"
# The one folder in a .zip file, so that it can be unpacked anywhere.
_INSIDE = "outcome_log"
_OWNER_ONLY = 0o600
_NOT_READ_BACK = "the copy differs from the original"
# What a backup that was killed has left beside its place goes with the next one, once nobody can be writing it.
_LEFT_AFTER_SECONDS = 3600
_NO_COPY = (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, ValueError)


def back_up(folder: Path, place: Path, called: str = "") -> BackUp:
    """Copy the log in `folder`, whole as it is at one moment, and check the copy.

    Parameters
    ----------
    folder : Path
    place : Path
        A .zip file, which takes the place of an older backup of the same log once it is whole; a folder that is not
        there yet; or one that is, in which a folder of its own is made.
    called : str
        What to note of where it is, instead of the name of `place`.

    Raises
    ------
    DashboardError
        Where the log is damaged or there is none, or the copy could not be made; what was at `place` is there still.
    """
    is_zip = place.suffix.lower() == ZIP
    target = place if is_zip else _folder_for(place)
    if not left_of_log(folder):
        raise _nothing_there(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as work:
            copy = work / _INSIDE
            with only_writer(folder):
                found = _checked(folder)
                if is_zip:
                    _refuse_other_file(target, read_mark(folder))
                written = _copy(folder, copy)
            _compare(copy, written)
            if is_zip:
                _pack(copy, work / target.name, written)
                (work / target.name).replace(target)
            else:
                copy.replace(target)
            settle(target.parent)
    except OSError as error:
        raise _not_copied(target, error) from error
    made = BackUp(called or str(target.resolve()), found.versions, now())
    # The backup is made; that it was can be noted another time.
    with suppress(OSError, DashboardError), only_writer(folder):
        note_backup(folder, made)
    return made


def as_zip(folder: Path) -> bytes:
    """Return a backup of the log in `folder` as the bytes of a .zip file, to be taken away.

    Raises
    ------
    DashboardError
        See `back_up`.
    """
    with TemporaryDirectory() as beside:
        place = Path(beside) / f"{_INSIDE}{ZIP}"
        back_up(folder, place, called=DOWNLOADED)
        return place.read_bytes()


def restore(folder: Path, place: Path, *, replace: bool = False) -> Checked:
    """Put a backup in the place of the log in `folder`, once it is known to be whole.

    Parameters
    ----------
    folder : Path
    place : Path
        The folder or .zip file that holds it.
    replace : bool
        Whether a log that is there already goes.

    Raises
    ------
    DashboardError
        Where there is a log already and `replace` was not given, or the backup is damaged or none; nothing is changed
        then.
    """
    if place.resolve() == folder.resolve():
        raise DashboardError(f"“{place}” is the folder of the saved log itself: choose a backup.")
    with only_writer(folder):
        if left_of_log(folder) and not replace:
            raise DashboardError(_there_already(folder))
        new = None
        try:
            new = begin_copy(folder)
            _fetch(place, new)
            _refuse_damaged(place, new)
            decide_for(folder, new)
        except OSError as error:
            raise not_written(folder, error) from error
        finally:
            if new is not None:
                shutil.rmtree(new.parent, ignore_errors=True)
        finish_restoring(folder)
    return check_log(folder)


# What is copied ----


def _parts(folder: Path) -> Iterator[Path]:
    """Yield every file of the log and none that lies beside: a file that no version needs may name who was erased."""
    yield from (folder / name for name in PARTS if (folder / name).is_file())
    treatments = folder / TREATMENTS
    table = open_facts(folder)
    yield from (treatments / name for name in (table.files if table else ()))
    log = treatments / LOG
    yield from (path for path in log.iterdir() if path.suffix in {".json", ".parquet"} or path.name.startswith("_last"))


def _copy(folder: Path, copy: Path) -> dict[str, str]:
    """Copy the log; return the digest of each file's bytes."""
    written = {}
    for path in _parts(folder):
        name = path.relative_to(folder)
        content = path.read_bytes()
        _write(copy / name, content)
        written[name.as_posix()] = digest_of(content)
    return written


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(_OWNER_ONLY if path.name == KEY_FILE else 0o666)
    path.write_bytes(content)
    settle(path)


def _compare(copy: Path, written: dict[str, str]) -> None:
    """Read the copy of a log again."""
    rotten = [name for name, expected in written.items() if digest_of((copy / name).read_bytes()) != expected]
    if rotten or check_log(copy).faults:
        raise OSError(_NOT_READ_BACK)


def _pack(copy: Path, path: Path, written: dict[str, str]) -> None:
    """Pack the copy of a log into one file, and read it again."""
    path.touch(_OWNER_ONLY)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in written:
            packed.write(copy / name, f"{_INSIDE}/{name}")
    settle(path)
    try:
        with zipfile.ZipFile(path) as packed:
            rotten = [name for name in written if digest_of(packed.read(f"{_INSIDE}/{name}")) != written[name]]
    except _NO_COPY as error:
        raise OSError(_NOT_READ_BACK) from error
    if rotten:
        raise OSError(_NOT_READ_BACK)


def _fetch(place: Path, new: Path) -> None:
    """Copy a backup into `new`, whatever else its folder or file may hold."""
    if not place.exists():
        raise DashboardError(f"There is no backup “{place}”: check the name.")
    try:
        if place.is_dir():
            if (place / TREATMENTS).is_dir():
                _copy(place, new)
        else:
            with zipfile.ZipFile(place) as packed:
                for name, info in _held(packed):
                    _write(new / name, packed.read(info))
    except DashboardError as error:
        raise _backup_damaged(place, place, str(error)) from error
    except _NO_COPY as error:
        if is_full(error):
            raise
        raise DashboardError(
            f"“{place}” cannot be read as a backup, so nothing was changed: choose another one."
        ) from error
    if not (new / TREATMENTS).is_dir():
        raise DashboardError(f"“{place}” contains no log, so nothing was changed: choose a backup of a saved log.")


def _held(packed: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Yield the files of a log in a .zip file, with the folder it was packed in or, packed by hand, without."""
    for info in packed.infolist():
        path = PurePosixPath(info.filename)
        inside = path.relative_to(path.parts[0]) if path.parts and path.parts[0] not in PARTS else path
        is_of_log = bool(inside.parts) and inside.parts[0] in PARTS and ".." not in inside.parts
        if is_of_log and not info.is_dir():
            yield inside, info


# What is refused ----


def _checked(folder: Path) -> Checked:
    found = check_log(folder)
    if found.faults:
        raise DashboardError(
            f"No backup was made, because the saved log has a problem; earlier backups are unchanged. {found.faults[0]}"
        )
    if not found.versions:
        raise _nothing_there(folder)
    return found


def _nothing_there(folder: Path) -> DashboardError:
    return DashboardError(f"There is no saved log in “{folder}” yet, so there is nothing to back up.")


def _refuse_other_file(target: Path, mark: Mark | None) -> None:
    """Refuse a file that is no older backup of this log."""
    if not target.exists():
        return
    former: Mark | None = None
    with suppress(*_NO_COPY, KeyError), zipfile.ZipFile(target) as packed, _beside(target) as beside:
        _write(beside / MARK, packed.read(f"{_INSIDE}/{MARK}"))
        former = read_mark(beside)
    if mark is None or former is None or former.log != mark.log:
        raise DashboardError(f"“{target}” exists already and is not a backup of this log: choose another name.")
    if former.reached > mark.reached:
        raise DashboardError(
            f"“{target}” has version {former.reached}, but the saved log only has version {mark.reached}: choose "
            "another name, so that nothing is lost."
        )


def _refuse_damaged(place: Path, new: Path) -> None:
    found = check_log(new)
    if found.faults:
        raise _backup_damaged(place, new, found.faults[0])
    if not found.versions:
        raise _backup_damaged(place, new, "it has no version")


def _backup_damaged(place: Path, at: Path, why: str) -> DashboardError:
    """Return the error for a damaged backup that was read `at` a temporary place."""
    inside = why.replace(f"{at}/", "").partition(";")[0].removeprefix("The saved log is damaged: ")
    return DashboardError(f"The backup “{place}” is damaged ({inside}), so nothing was changed: choose another one.")


def _there_already(folder: Path) -> str:
    found = check_log(folder)
    holds = f"contains a log of {found.treatments:,} treatments, version {found.versions}" if found.versions else ""
    return (
        f"“{folder}” {holds or 'contains a log that cannot be opened'}, so nothing was changed: add --replace to "
        "delete it and restore the backup in its place."
    )


def _not_copied(target: Path, error: OSError) -> DashboardError:
    if is_full(error):
        return DashboardError(
            f"No backup was made, because the disk with “{target.parent}” is full: free some space and try again."
        )
    return DashboardError(
        f"No backup was made, because “{target}” could not be written ({error.strerror or error}): try again or "
        "choose another place."
    )


# Where it goes ----


def _folder_for(place: Path) -> Path:
    """Return the folder that will be the copy."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return place
    if not place.is_dir():
        raise DashboardError(f"“{place}” is a file: give a folder, or a file whose name ends with {ZIP}.")
    return place / f"{_INSIDE}-{now()[:19].replace(':', '').replace('T', '-')}-{secrets.token_hex(2)}"


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Make a folder beside `target`, and leave nothing of it."""
    for left in target.parent.glob(f".{escape(target.name)}.{'[0-9a-f]' * 8}"):
        if left.stat().st_mtime < time.time() - _LEFT_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    work = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
