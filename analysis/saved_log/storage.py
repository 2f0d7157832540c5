"""Change the Delta Lake table that holds every version; whoever calls holds the lock of `folder.only_writer`.

Each change is one commit, so it is there as a whole or not at all. Nothing here ever needs an old version of the table:
the log’s own versions are in its rows, so files that the table no longer names can go at once. Others never do: what no
write that was begun explains may be all that is left of a version (see `mark`).
"""

from __future__ import annotations

import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError

from analysis.errors import DashboardError
from analysis.files.whole_file import settle
from analysis.saved_log.folder import TREATMENTS, LogMovedOnError, not_written
from analysis.saved_log.leftovers import Leftover, leftovers
from analysis.saved_log.mark import begin, reach, read_mark
from analysis.saved_log.stored_names import OWN_COLUMNS
from analysis.saved_log.stored_rows import APPLICATION, begun, files, last_commit, log_id, newest

if TYPE_CHECKING:
    from pathlib import Path

# With more files than this they are put together; each costs about a millisecond on opening.
MOST_FILES = 32
# By then whoever was reading it, or writing it where file locks do not hold across machines, has finished.
SWEPT_AFTER_SECONDS = 3600

_NOT_WRITTEN = (DeltaError, OSError, pa.ArrowException)
_CONFIGURATION = {
    # Statistics would repeat client ids in the table's own log, where no erasure could reach them.
    "delta.dataSkippingNumIndexedCols": "0",
}
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
_COMPRESSED = WriterProperties(compression="ZSTD")


def create(folder: Path) -> DeltaTable:
    """Return a new table without rows.

    Raises
    ------
    LogMovedOnError
        Where somebody else has made it at the same moment, as can be where file locks do not hold across machines.
    """
    begin_first(folder)
    try:
        table = DeltaTable.create(folder / TREATMENTS, OWN_COLUMNS, configuration=_CONFIGURATION)
    except _NOT_WRITTEN as error:
        raise not_written(folder, error) from error
    # Delta Lake puts a table that is made twice behind the first one, rows and all.
    if table.version() != 0:
        raise _moved_on()
    return table


def begin_first(folder: Path) -> None:
    """Say that the first version of a log is about to be written, before anything else of the log is in `folder`.

    Raises
    ------
    DashboardError
        Where nothing can be written.
    """
    try:
        begin(folder, None, 1)
    except OSError as error:
        raise not_written(folder, error) from error


def append(folder: Path, table: DeltaTable, rows: pa.Table, version: int) -> None:
    """Add the rows of a version of the log in one commit.

    Raises
    ------
    DashboardError
        Where they could not be written; nothing is changed then.
    """
    _commit(folder, table, rows, version, "append")


def overwrite(folder: Path, table: DeltaTable, rows: pa.Table, version: int) -> None:
    """Put `rows` in the place of all others in one commit; see `append`."""
    _commit(folder, table, rows, version, "overwrite")


def _commit(
    folder: Path, table: DeltaTable, rows: pa.Table, version: int, mode: Literal["append", "overwrite"]
) -> None:
    properties = CommitProperties(app_transactions=[Transaction(APPLICATION, version)], max_commit_retries=0)
    log = log_id(table)
    try:
        begin(folder, log, version)
        write_deltalake(
            table,
            rows,
            mode=mode,
            schema_mode="merge",
            writer_properties=_COMPRESSED,
            commit_properties=properties,
            post_commithook_properties=_NO_HOOKS,
        )
    except _NOT_WRITTEN as error:
        # Where file locks do not hold across machines, the table itself still lets only one commit through.
        if isinstance(error, CommitFailedError):
            raise _moved_on() from error
        raise not_written(folder, error) from error
    # The change is made. Where the disk cannot be hurried it is as sure as any other file; where the mark cannot be
    # set, the next change says how far the log has come.
    with suppress(OSError):
        _settle(folder, table)
    with suppress(OSError):
        reach(folder, log, version)


def _settle(folder: Path, table: DeltaTable) -> None:
    """Have the disk hold the table as it is: what says so, and what it replaces may go then."""
    treatments, commit = folder / TREATMENTS, last_commit(folder, table)
    settle(*(treatments / name for name in files(table)), treatments, commit, commit.parent)


def _moved_on() -> LogMovedOnError:
    return LogMovedOnError(
        "Somebody else has changed the log meanwhile: look at the effect again before you add the file."
    )


def tidy(folder: Path) -> None:
    """Put small files together where there are many, and delete what no longer belongs to the table.

    A change that has been written stays written whatever goes wrong here; the next one tidies again.
    """
    with suppress(*_NOT_WRITTEN, DashboardError):
        table = DeltaTable(folder / TREATMENTS)
        if len(files(table)) > MOST_FILES:
            compact(table)
            with suppress(OSError):
                _settle(folder, table)
            checkpoint(table)
        sweep(folder, table, written_before=time.time() - SWEPT_AFTER_SECONDS)


def compact(table: DeltaTable) -> None:
    """Put the small files of the table together."""
    table.optimize.compact(post_commithook_properties=_NO_HOOKS)


def checkpoint(table: DeltaTable) -> None:
    """Sum up the table's commits in one file."""
    table.create_checkpoint()


def sweep(folder: Path, table: DeltaTable, written_before: float = math.inf) -> list[Leftover]:
    """Delete the files with rows that the table no longer names, or never did because a write was cut short.

    Not by Delta Lake's vacuum, which always goes by the files' age: where the clock has gone back they would stay.

    Returns
    -------
    list of Leftover
        What stays, because nothing tells that the log can do without it.

    Raises
    ------
    OSError
        Where one of them could not be deleted; the others are.
    """
    stays, of_begun = [], begun(newest(table), read_mark(folder))
    held: OSError | None = None
    for leftover in leftovers(folder / TREATMENTS, files(table)):
        if leftover.newest is None or leftover.newest > of_begun:
            stays.append(leftover)
        elif leftover.written < written_before:
            try:
                leftover.path.unlink(missing_ok=True)
            except OSError as error:  # a program has it open; the others go all the same
                held = error
    if held is not None:
        raise held
    return stays


def delete_for_good(folder: Path) -> None:
    """Delete what the table no longer names, or say that it is still there.

    Raises
    ------
    DashboardError
        Where a file cannot be deleted, or nobody can tell what is in it.
    """
    try:
        stays = sweep(folder, DeltaTable(folder / TREATMENTS))
    except _NOT_WRITTEN as error:
        raise DashboardError(
            f"The client is erased from the log, but a file with their treatments is still in “{folder / TREATMENTS}” "
            "and could not be deleted: close every program that has it open, and erase the client once more."
        ) from error
    if stays:
        raise DashboardError(
            f"The client is erased from the log, but “{stays[0].path}” is no part of it and cannot be read, so that "
            "their treatments may still be there: delete that file, and erase the client once more."
        )
