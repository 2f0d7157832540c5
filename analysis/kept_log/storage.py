"""The Delta Lake table that holds every version: the only module that knows of it.

Each change is one commit, so it is there as a whole or not at all. Nothing here ever needs an old version of the table:
the log's own versions are in its rows, so files that the table no longer names can go at once.
"""

from __future__ import annotations

import json
import math
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.dataset as pa_dataset
import pyarrow.parquet as pq
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from analysis.files.problems import FileError
from analysis.kept_log.folder import TREATMENTS, LogMovedOnError, not_written, treatments_folder
from analysis.kept_log.stored_names import KEY, OWN_COLUMNS
from analysis.outcome_log.columns import TREATMENT_ID

# With more files than this they are put together; each costs about a millisecond on opening.
MOST_FILES = 32
# Where a file is gone because another process has just put it together with others, the table names the new one.
READING_ATTEMPTS = 3

# By then whoever was reading it, or writing it where file locks do not hold across machines, has finished.
SWEPT_AFTER_SECONDS = 3600

_LOG = "_delta_log"
# Files that are being written have a longer name, which one cut short keeps.
_FILES_WITH_ROWS = "part-*.parquet*"
_ALL_DIFFERENT = (KEY, TREATMENT_ID)
_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
_NOT_WRITTEN = (DeltaError, OSError, pa.ArrowException)
_APPLICATION = "outcome_log"
_CONFIGURATION = {
    # Statistics would repeat client ids in the table's own log, where no erasure could reach them.
    "delta.dataSkippingNumIndexedCols": "0",
}
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
_COMPRESSED = WriterProperties(compression="ZSTD")
# A change of the log writes at least what was done and to which file.
_FEWEST_ACTIONS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The table as it is now; most texts of `rows` are dictionary-encoded."""

    table: DeltaTable
    rows: pa.Table


def read(folder: Path) -> Stored | None:
    """Return the table in `folder`, None where there is none yet.

    Raises
    ------
    FileError
        Where the folder holds something else, or a part of the table is damaged or missing.
    """
    for attempt in range(1, READING_ATTEMPTS + 1):
        table = _open(folder)
        if table is None:
            return None
        try:
            return Stored(table, _rows(folder / TREATMENTS, table))
        except FileNotFoundError as error:
            latest = _open(folder)
            if attempt == READING_ATTEMPTS or latest is None or latest.version() == table.version():
                raise damaged(folder / TREATMENTS / str(error), "is missing") from error
    raise AssertionError  # the last attempt returns or raises


def _open(folder: Path) -> DeltaTable | None:
    treatments = treatments_folder(folder)
    if treatments is None:
        return None
    try:
        table = DeltaTable(treatments)
    except TableNotFoundError as error:
        # What a first import that was cut short leaves behind names no treatments.
        if any(treatments.glob("*.parquet")):
            raise damaged(treatments / _LOG, "is missing or empty") from error
        return None
    except (DeltaError, OSError, ValueError) as error:
        raise damaged(_unreadable_part(treatments / _LOG), "cannot be read") from error
    last = treatments / _LOG / f"{table.version():020}.json"
    with suppress(FileNotFoundError):  # a checkpoint may stand for it
        if len(last.read_bytes().splitlines()) < _FEWEST_ACTIONS:
            raise damaged(last, "is cut short")
    return table


def _unreadable_part(log: Path) -> Path:
    """Return the commit that is no JSON, else the folder of them all."""
    for path in sorted(log.glob("*.json")):
        try:
            for line in path.read_bytes().splitlines():
                json.loads(line)
        except ValueError:
            return path
    return log


def _rows(treatments: Path, table: DeltaTable) -> pa.Table:
    sizes = _files(table)
    for name, size in sizes.items():
        if (treatments / name).stat().st_size != size:
            raise damaged(treatments / name, "is not as it was written")
    schema = pa.schema(table.schema())
    # Keys and ids of treatments are nearly all different: a dictionary of them only costs time.
    texts = [field.name for field in schema if pa.types.is_string(field.type) and field.name not in _ALL_DIFFERENT]
    encoded = [(field.name, _DICTIONARY if field.name in texts else field.type) for field in schema]
    parquet = pa_dataset.ParquetFileFormat(read_options=pa_dataset.ParquetReadOptions(dictionary_columns=texts))
    paths = [str(treatments / name) for name in sizes]
    try:
        return pa_dataset.dataset(paths, schema=pa.schema(encoded), format=parquet).to_table()
    except pa.ArrowException as error:
        raise damaged(_unreadable_file(paths), "cannot be read") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise damaged(_unreadable_file(paths), "cannot be read") from error


def _files(table: DeltaTable) -> dict[str, int]:
    """Return the name and the size of every file that holds rows of the table as it is."""
    files = pa.table(table.get_add_actions(flatten=True))
    return dict(zip(files["path"].to_pylist(), files["size_bytes"].to_pylist(), strict=True))


def _unreadable_file(paths: list[str]) -> Path:
    for path in paths:
        try:
            pq.read_table(path)
        except (pa.ArrowException, OSError):
            return Path(path)
    return Path(paths[0]).parent


def damaged(path: Path, what: str) -> FileError:
    """Return what to say when a part of the log is not as it was left."""
    return FileError(f"The log is damaged: “{path}” {what}; restore the folder of the log from a backup.")


def plain(rows: pa.Table) -> pa.Table:
    """Return `rows` without dictionaries, which only reading makes."""
    schema = [(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in rows.schema]
    return rows.cast(pa.schema(schema))


# Writing: under the lock of `folder.only_writer` ----


def create(folder: Path) -> DeltaTable:
    """Return a new table without rows."""
    try:
        return DeltaTable.create(folder / TREATMENTS, OWN_COLUMNS, configuration=_CONFIGURATION)
    except _NOT_WRITTEN as error:
        raise not_written(folder, error) from error


def append(folder: Path, table: DeltaTable, rows: pa.Table, version: int) -> None:
    """Add the rows of a version of the log in one commit.

    Raises
    ------
    FileError
        Where they could not be written; nothing is changed then.
    """
    _commit(folder, table, rows, version, "append")


def overwrite(folder: Path, table: DeltaTable, rows: pa.Table, version: int) -> None:
    """Put `rows` in the place of all others in one commit; see `append`."""
    _commit(folder, table, rows, version, "overwrite")


def _commit(
    folder: Path, table: DeltaTable, rows: pa.Table, version: int, mode: Literal["append", "overwrite"]
) -> None:
    properties = CommitProperties(app_transactions=[Transaction(_APPLICATION, version)], max_commit_retries=0)
    try:
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
            raise LogMovedOnError(
                "Somebody else has changed the log meanwhile: look at the effect again before you add the file."
            ) from error
        raise not_written(folder, error) from error


def tidy(folder: Path) -> None:
    """Put small files together where there are many, and delete what no longer belongs to the table.

    A change that has been written stays written whatever goes wrong here; the next one tidies again.
    """
    with suppress(*_NOT_WRITTEN):
        table = DeltaTable(folder / TREATMENTS)
        if len(_files(table)) > MOST_FILES:
            compact(table)
            checkpoint(table)
        sweep(folder, table, written_before=time.time() - SWEPT_AFTER_SECONDS)


def compact(table: DeltaTable) -> None:
    """Put the small files of the table together."""
    table.optimize.compact(post_commithook_properties=_NO_HOOKS)


def checkpoint(table: DeltaTable) -> None:
    """Sum up the table's commits in one file."""
    table.create_checkpoint()


def sweep(folder: Path, table: DeltaTable, written_before: float = math.inf) -> None:
    """Delete the files with rows that the table no longer names, or never did because a write was cut short.

    Not by Delta Lake's vacuum, which always goes by the files' age: where the clock has gone back they would stay.
    """
    named = _files(table)
    for path in (folder / TREATMENTS).glob(_FILES_WITH_ROWS):
        if path.name not in named and path.stat().st_mtime < written_before:
            path.unlink()


def delete_for_good(folder: Path) -> None:
    """Delete what the table no longer names, or say that it is still there.

    Raises
    ------
    FileError
        Where a file cannot be deleted.
    """
    try:
        sweep(folder, DeltaTable(folder / TREATMENTS))
    except _NOT_WRITTEN as error:
        raise FileError(
            f"The client is erased from the log, but a file with their treatments is still in “{folder / TREATMENTS}” "
            "and could not be deleted: close every program that has it open, and erase the client once more."
        ) from error


def newest_version(folder: Path) -> int:
    """Return the number of the log's newest version without reading any row; 0 where there is none.

    Raises
    ------
    FileError
        Where the folder holds something else, or the table's own log is damaged.
    """
    table = _open(folder)
    return 0 if table is None else table.transaction_version(_APPLICATION) or 0
