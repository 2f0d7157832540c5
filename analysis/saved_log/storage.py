"""Change the Delta Lake table that holds every version; whoever calls holds the lock of `folder.only_writer`.

Each change is one commit, so it is there as a whole or not at all. Nothing here ever needs an old version of the table:
the log’s own versions are in its rows, so files that the table no longer names can go at once. Others never do: what no
write that was begun explains may be all that is left of a version (see `mark`).
"""

from __future__ import annotations

import json
import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Field, PostCommitHookProperties, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction

from analysis.errors import DashboardError
from analysis.files.whole_file import settle, write_whole
from analysis.saved_log.commits import checkpoint_file
from analysis.saved_log.digests import BEFORE, STATE, digest_of, name_of_rows, without_digest
from analysis.saved_log.folder import COPY, TREATMENTS, LogMovedOnError, not_written
from analysis.saved_log.leftovers import Leftover, leftovers, sweep_cut_short
from analysis.saved_log.mark import Written, begin, note_checkpoint, reach, read_mark
from analysis.saved_log.stored_names import OWN_COLUMNS, VERSION
from analysis.saved_log.stored_rows import (
    APPLICATION,
    begun,
    files,
    in_dictionaries,
    last_commit,
    log_id,
    newest,
    state_after,
    stored_in,
)

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
    """Put `rows` in the place of all others in one commit; see `append`.

    The copy of those before goes first: whatever stops this, nobody who is erased stays in it.
    """
    try:
        (folder / COPY).unlink(missing_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
    _commit(folder, table, rows, version, "overwrite")


def _commit(
    folder: Path, table: DeltaTable, rows: pa.Table, version: int, mode: Literal["append", "overwrite"]
) -> None:
    try:
        begin(folder, log_id(table), version)
        _widen(folder, table, rows.schema)
        commit_rows(folder, table, rows, version, mode)
    except _NOT_WRITTEN as error:
        # Where file locks do not hold across machines, the table itself still lets only one commit through.
        if isinstance(error, CommitFailedError):
            raise _moved_on() from error
        raise not_written(folder, error) from error
    # The change is made. Where the disk cannot be hurried it is as sure as any other file; where the mark cannot be
    # set, the next change says how far the log has come.
    with suppress(*_NOT_WRITTEN):
        _note_commit(folder, table, version)


def _widen(folder: Path, table: DeltaTable, columns: pa.Schema) -> None:
    """Give the table the columns that it does not have yet; no row has anything in them before the next commit."""
    former = pa.schema(table.schema())
    new = [field.with_type(_plain(field.type)) for field in columns if field.name not in former.names]
    if not new:
        return
    wider = pa.schema([*former, *new])
    table.alter.add_columns(
        [Field.from_arrow(field) for field in new],
        commit_properties=_properties(folder, table, newest(table), files(table), wider),
        post_commithook_properties=_NO_HOOKS,
    )


def commit_rows(
    folder: Path, table: DeltaTable, rows: pa.Table, version: int, mode: Literal["append", "overwrite"]
) -> None:
    """Write rows to one file, called by its digest, and commit it."""
    content = _as_parquet(rows, pa.schema(table.schema()))
    name, now = name_of_rows(content), int(1000 * time.time())
    write_whole(folder / TREATMENTS / name, content)
    left = files(table) if mode == "append" else {}
    table.create_write_transaction(
        [AddAction(name, len(content), {}, now, True, json.dumps({"numRecords": len(rows)}))],  # noqa: FBT003 - by position only
        mode,
        table.schema(),
        commit_properties=_properties(folder, table, version, left | {name: len(content)}, makes_version=True),
        post_commithook_properties=_NO_HOOKS,
    )


def _as_parquet(rows: pa.Table, columns: pa.Schema) -> bytes:
    """Return rows as a file of the table."""
    plain = pa.schema([columns.field(name) for name in rows.column_names])
    encoded = [
        (field.name, field.type if pa.types.is_dictionary(field.type) else plain.field(field.name).type)
        for field in rows.schema
    ]
    out = pa.BufferOutputStream()
    pq.write_table(
        rows.cast(pa.schema(encoded)).unify_dictionaries(),
        out,
        compression="zstd",
        store_schema=False,
        use_dictionary=in_dictionaries(plain),
        write_statistics=[VERSION],
    )
    content: bytes = out.getvalue().to_pybytes()
    return content


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _properties(
    folder: Path,
    table: DeltaTable,
    version: int,
    then: dict[str, int],
    columns: pa.Schema | None = None,
    *,
    makes_version: bool = False,
) -> CommitProperties:
    """Return what the next commit says of itself and of the one before it; see `digests`."""
    notes = {STATE: state_after(table, version, then, columns, commits=1)}
    if before := _newest_commit(folder, table):
        notes[BEFORE] = before.digest
    transactions = [Transaction(APPLICATION, version)] if makes_version else None
    return CommitProperties(custom_metadata=notes, app_transactions=transactions, max_commit_retries=0)


def _newest_commit(folder: Path, table: DeltaTable) -> Written | None:
    """Return which bytes the newest commit has; None where only a checkpoint stands for it."""
    try:
        return Written(table.version(), digest_of(last_commit(folder, table).read_bytes()))
    except FileNotFoundError:
        return None


def _note_commit(folder: Path, table: DeltaTable, version: int) -> None:
    """Have the disk hold the table with the commit just made, where it can be hurried, and say so in the mark."""
    table.update_incremental()
    with suppress(OSError):
        _settle(folder, table)
    reach(folder, log_id(table), version, _newest_commit(folder, table))


def _settle(folder: Path, table: DeltaTable) -> None:
    """Have the disk hold the table as it is: what says so, and what it replaces may go then."""
    treatments, commit = folder / TREATMENTS, last_commit(folder, table)
    settle(*(treatments / name for name in files(table)), treatments, commit, commit.parent)


def _moved_on() -> LogMovedOnError:
    return LogMovedOnError(
        "Somebody else has changed the saved log meanwhile: look at the effect again before you import the file."
    )


def tidy(folder: Path) -> None:
    """Put small files together where there are many, and delete what no longer belongs to the table.

    Files of an earlier release are put together, too: their names do not say their digests. A change that has been
    written stays written whatever goes wrong here; the next one tidies again.
    """
    with suppress(*_NOT_WRITTEN, DashboardError):
        table = DeltaTable(folder / TREATMENTS)
        named = files(table)
        if len(named) > MOST_FILES or without_digest(named):
            compact(folder, table)
            checkpoint(folder, table)
        sweep(folder, table, written_before=time.time() - SWEPT_AFTER_SECONDS)
    with suppress(OSError):
        sweep_cut_short(folder)


def compact(folder: Path, table: DeltaTable) -> None:
    """Put the files of the table together."""
    version = newest(table)
    commit_rows(folder, table, stored_in(folder, table).rows, version, "overwrite")
    _note_commit(folder, table, version)


def checkpoint(folder: Path, table: DeltaTable) -> None:
    """Sum up the table's commits in one file."""
    table.create_checkpoint()
    path = checkpoint_file(folder, table.version())
    settle(path)
    note_checkpoint(folder, log_id(table), Written(table.version(), digest_of(path.read_bytes())))


def sweep(folder: Path, table: DeltaTable, written_before: float = math.inf) -> list[Leftover]:
    """Delete the files with rows that the table no longer names, or never did because a write was cut short.

    Not by Delta Lake's vacuum, which always goes by the files' age: where the clock has gone back they would stay.

    Parameters
    ----------
    folder : Path
    table : DeltaTable
    written_before : float
        What somebody may still be about to commit, where file locks do not hold across machines, goes only where it is
        older than this. Whoever began a version that is there by now can only fail, unless it puts files together.

    Returns
    -------
    list of Leftover
        What stays, because nothing shows that the log can do without it.

    Raises
    ------
    OSError
        Where one of them could not be deleted; the others are.
    """
    latest = newest(table)
    stays, of_begun = [], begun(latest, read_mark(folder))
    held: OSError | None = None
    for leftover in leftovers(folder / TREATMENTS, files(table)):
        if leftover.newest is None or leftover.newest > of_begun:
            stays.append(leftover)
        elif leftover.written < written_before or leftover.is_outdone(latest):
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
            "The client is erased from the saved log, but a file with their treatments is still in "
            f"“{folder / TREATMENTS}” and could not be deleted: close every program that has it open, and erase the "
            "client again."
        ) from error
    if stays:
        raise DashboardError(
            f"The client is erased from the saved log, but “{stays[0].path}” does not belong to it, cannot be read and "
            "may contain their treatments: delete that file, and erase the client again."
        )
