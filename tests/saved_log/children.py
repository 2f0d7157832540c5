"""What other processes do to a log: they are killed, run out of disk, may not write, or write at the same time."""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, redirect_stderr
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from analysis.__main__ import main
from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import Log
from analysis.saved_log import storage, writing
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.folder import FOLDER_VARIABLE
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.known_files import remember
from analysis.saved_log.opening import open_log
from tests.logs import log_of
from tests.saved_log.logs import FEBRUARY, about, added, last_commit

NOBODY = 65534


def started(action: Callable[..., None], *arguments: object) -> tuple[ForkServerProcess, Connection]:
    """Start `action` in a child, where it takes milliseconds; return the child and the end that hears what it sends.

    A child begins with the main script of its parent. Whatever page a test of the same process showed last has left its
    own there, which the child would run: it is told of none.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.saved_log.children"])
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=action, args=(sending, *arguments))
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        child.start()
    sending.close()
    return child, receiving


def run(action: Callable[..., None], *arguments: object, timeout: float = 60) -> tuple[int | None, list[Any]]:
    """Run `action` in a child; return its exit code and what it sent."""
    child, receiving = started(action, *arguments)
    sent = []
    try:
        while receiving.poll(timeout):
            sent.append(receiving.recv())
    except EOFError:
        pass
    child.join(timeout)
    return child.exitcode, sent


def killed_at(_: Connection, folder: Path, stage: str, when: str, what: str) -> None:
    """Change the log, and be killed before or after a stage of it."""
    original = getattr(storage, stage)

    def deadly(*arguments: object, **named: object) -> object:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = original(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(storage, stage, deadly)
    storage.MOST_FILES = 1
    _change(folder, what)


def killed_before_the_commit(_: Connection, folder: Path, what: str) -> None:
    """Change the log, and be killed when the rows are written and their commit is not."""
    original = storage.commit_rows

    def deadly(*arguments: Any) -> None:  # noqa: ANN401
        original(*arguments)
        last_commit(folder).unlink()
        os.kill(os.getpid(), signal.SIGKILL)

    storage.commit_rows = deadly  # type: ignore[assignment]
    _change(folder, what)


def _change(folder: Path, what: str) -> None:
    if what == "erasure":
        writing.erase(folder, "C1")
    else:
        added(folder, FEBRUARY)


def backing_up(told: Connection, folder: Path, place: Path) -> None:
    """Back the log up, over and over."""
    told.send("begun")
    while True:
        back_up(folder, place)


def restoring(told: Connection, folder: Path, place: Path) -> None:
    """Put a backup in the place of the log."""
    told.send("begun")
    restore(folder, place, replace=True)


def restoring_killed_at(_: Connection, folder: Path, place: Path, moves: int, when: str) -> None:
    """Put a backup in the place of the log, and be killed before or after so many moves."""
    rename, left = Path.rename, moves

    def deadly(path: Path, to: Path) -> Path:
        nonlocal left
        left -= 1
        if not left and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        moved = rename(path, to)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return moved

    Path.rename = deadly  # type: ignore[assignment, method-assign]
    restore(folder, place, replace=True)


def remembering(_: Connection, folder: Path, number: int) -> None:
    """Remember how a file is read, over and over."""
    for _again in range(20):
        remember(folder, (f"column {number}",), ImportChoices())


def adding_one_by_one(told: Connection, folder: Path, who: str, imports: int, pause: float = 0) -> None:
    """Add files of three treatments each, and tell of each that has landed; others may write in the pauses."""
    for number in range(imports):
        time.sleep(pause)
        text = file_of(who, number)
        try:
            writing.add(folder, log_of(text), about(text))
        except DashboardError as error:
            told.send(type(error).__name__)
        else:
            told.send(number)


def file_of(who: str, number: int) -> str:
    """Return a file of three treatments."""
    lines = [f"{who}-{number}-{row},C{row},2026-01-0{row},{who},no\n" for row in (1, 2, 3)]
    return "treatment_id,client_id,treatment_date,clinic,breakout\n" + "".join(lines)


def adding_without_locks(told: Connection, folder: Path, who: str, imports: int) -> None:
    """Add files as on a network drive where file locks do not hold."""

    def unlocked(_folder: Path, wait: float = 0) -> AbstractContextManager[None]:  # noqa: ARG001 - as the lock takes it
        return nullcontext()

    writing.only_writer = unlocked  # type: ignore[attr-defined, assignment]
    adding_one_by_one(told, folder, who, imports)


def adding_when_released(told: Connection, folder: Path, text: str, at: float) -> None:
    """Add one file from version 0 at a given time."""
    log = log_of(text)
    time.sleep(max(0.0, at - time.time()))
    try:
        told.send(writing.add(folder, log, about(text), expected_version=0).number)
    except DashboardError as error:
        told.send(type(error).__name__)


def adding_with_small_files_only(told: Connection, folder: Path, text: str, most_bytes: int) -> None:
    """Add a file where none may be larger than so many bytes, as when the disk fills up while it is written."""
    log = log_of(text)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    _tell(told, folder, log, about(text))


def exporting_with_small_files_only(told: Connection, path: Path, folder: Path, most_bytes: int) -> None:
    """Export the log where no file may be larger than so many bytes; tell how that ended, and in which words."""
    os.environ[FOLDER_VARIABLE] = str(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    with redirect_stderr(io.StringIO()) as said:
        told.send(main(["log", "export", str(path)]))
    told.send(said.getvalue())


def adding_as_nobody(told: Connection, folder: Path, text: str) -> None:
    """Open the log and add to it as a user who may only read it."""
    log = log_of(text)
    _become_nobody()
    told.send(len(open_log(folder)))
    _tell(told, folder, log, about(text))


def opening_as_nobody(told: Connection, folder: Path) -> None:
    """Open a log as a user who may not read it."""
    _become_nobody()
    try:
        told.send(len(open_log(folder)))
    except DashboardError as error:
        told.send(str(error))


def _become_nobody() -> None:
    """Give up the rights of root, to whom no file is forbidden."""
    load()
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _tell(told: Connection, folder: Path, log: Log, of: ImportAbout) -> None:
    try:
        told.send(writing.add(folder, log, of).number)
    except DashboardError as error:
        told.send(str(error))
