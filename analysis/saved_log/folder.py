"""The folder that holds the log: where it is, what belongs in it, and who may write to it just now."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import KEY_FILE
from analysis.outcome_log.object_store import is_url
from analysis.saved_log.copied import copy_of
from analysis.saved_log.putting_back import finish

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER_VARIABLE = "OUTCOME_LOG"
DEFAULT_FOLDER = Path(__file__).parents[2] / "outcome_log"

TREATMENTS = "treatments"
# Where the table keeps its commits and checkpoints.
LOG = "_delta_log"
LOCK = "writing.lock"
MARK = "newest_version.json"
KNOWN_FILES = "known_files.json"
CALLS = "calls.json"
DISMISSALS = "dismissed_warnings.json"
# What the dashboard keeps beside the treatments: no folder has it in which no log was begun.
REPORTS = "reports.json"
COMPANIONS = (KEY_FILE, KNOWN_FILES, CALLS, DISMISSALS, REPORTS, MARK)
PARTS = (TREATMENTS, *COMPANIONS)
# Nor does the log need it: when it was last backed up.
LAST_BACKUP = "last_backup.json"
# Nor this, which is made from the treatments: see `coded_copy`.
COPY = "coded_treatments.arrow"

# Adding a million treatments takes a few seconds; whoever waits longer than this should hear of it.
LONGEST_WAIT_SECONDS = 30

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class LogMovedOnError(DashboardError):
    """The log has a later version than the one a preview was made from."""


def log_folder() -> Path:
    """Return the folder of the log: what the environment variable OUTCOME_LOG says, else `outcome_log`.

    Of a log in an object store it is that of a copy.

    Raises
    ------
    DashboardError
        Where the object store does not answer.
    """
    url = url_of_log()
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER) if url is None else copy_of(url).folder


def url_of_log() -> str | None:
    """Return the URL of a log in an object store; None of one in a folder of this computer."""
    place = os.environ.get(FOLDER_VARIABLE, "")
    return place if is_url(place) else None


def treatments_folder(folder: Path) -> Path | None:
    """Return the folder of the table of treatments, None where there is none yet.

    Raises
    ------
    DashboardError
        Where `folder` is something else, or cannot be looked at.
    """
    try:
        if (folder / TREATMENTS).is_dir():
            return folder / TREATMENTS
        if not folder.exists():
            return None
        foreign = sorted(path.name for path in folder.iterdir() if not _belongs(path))
    except NotADirectoryError as error:
        raise DashboardError(f"“{folder}” is a file, but the saved log needs a folder: {_choose_another()}") from error
    except OSError as error:
        raise not_readable(folder) from error
    if foreign:
        raise DashboardError(
            f"“{folder}” contains other files (such as “{foreign[0]}”) and no saved log: {_choose_another()}"
        )
    return None


def _belongs(path: Path) -> bool:
    # Somebody may begin the log at this very moment.
    return path.name.startswith((".", LOCK, LAST_BACKUP, COPY, *COMPANIONS)) or (
        path.name == TREATMENTS and path.is_dir()
    )


def left_of_log(folder: Path) -> list[str]:
    """Return the names of what a log without its treatments has left in `folder`; none where there never was a log."""
    return sorted(path.name for path in folder.glob("*") if path.name.startswith(PARTS))


def _choose_another() -> str:
    return f"set {FOLDER_VARIABLE} to an empty folder, or restore the saved log there from a backup."


@contextmanager
def only_writer(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Keep every other process and session from writing to the log meanwhile; make the folder where there is none.

    Raises
    ------
    DashboardError
        Where somebody else has been writing for long, the folder is something else or a copy of what is in an object
        store, or nothing can be written.
    """
    if (url := url_of_log()) is not None and folder == copy_of(url).folder:
        raise copy_of(url).refusal()
    treatments_folder(folder)
    lock = FileLock(folder / LOCK, timeout=LONGEST_WAIT_SECONDS if wait is None else wait)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise DashboardError(
            "Somebody else is changing the saved log right now: wait a minute and try again."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise not_written(folder, error) from error
    try:
        finish_restoring(folder)
        yield
    finally:
        lock.release()


def finish_restoring(folder: Path) -> None:
    """Move what a decided restore left to do; whoever calls holds the lock.

    Raises
    ------
    DashboardError
        Where something could not be moved; the next call goes on.
    """
    try:
        # The copy of the former log goes with it.
        finish(folder, (*PARTS, COPY))
    except (OSError, ValueError) as error:
        raise not_written(folder, error) from error


def damaged(path: Path, what: str) -> DashboardError:
    """Return what to say when a part of the log is not as it was left."""
    return DashboardError(f"The saved log is damaged: “{path}” {what}; restore it from a backup.")


def missing(folder: Path, left: list[str]) -> DashboardError:
    """Return what to say when only other things than treatments are left in the folder of a log."""
    names = ", ".join(f"“{name}”" for name in left)
    return DashboardError(
        f"The saved log in “{folder}” is missing: only {names} is left, without treatments. Restore it from a backup, "
        f"or set {FOLDER_VARIABLE} to an empty folder to start a new log."
    )


def not_readable(folder: Path) -> DashboardError:
    """Return the error for a log that may not be read."""
    return DashboardError(
        f"The saved log in “{folder}” cannot be opened, because the dashboard may not read it: ask your "
        "IT person to allow it."
    )


def file_not_readable(path: Path) -> DashboardError:
    """Return the error for a file beside the treatments that may not be read."""
    return DashboardError(
        f"“{path}” cannot be opened, because the dashboard may not read it: ask your IT person to allow it."
    )


def not_written(folder: Path, error: BaseException) -> DashboardError:
    """Return the error for a change of the log that could not be written."""
    if is_full(error):
        return DashboardError(
            f"The saved log was not changed, because the disk with “{folder}” is full: free some space and try again."
        )
    if is_forbidden(error):
        return DashboardError(
            f"The saved log was not changed, because the dashboard may not write to “{folder}”: "
            "ask your IT person to allow it."
        )
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return DashboardError(
        f"The saved log was not changed, because “{folder}” could not be written to ({reason}): try again."
    )


def is_full(error: BaseException) -> bool:
    """Tell whether an error is about a full disk."""
    return _is(error, _FULL)


def is_forbidden(error: BaseException) -> bool:
    """Tell whether an error is about permission."""
    return _is(error, _FORBIDDEN)


def _is(error: BaseException, numbers: tuple[int, ...]) -> bool:
    """Tell whether `error` stands for one of these; Delta Lake passes most on as text only."""
    message = str(error)
    return getattr(error, "errno", None) in numbers or any(
        f"(os error {number})" in message or os.strerror(number) in message for number in numbers
    )
