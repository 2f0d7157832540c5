"""The rows of the Delta Lake table, read as they are now: all of them, or a sentence on what is damaged."""

from __future__ import annotations

import hashlib
import json
import math
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as pa_dataset
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from analysis.errors import DashboardError
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.saved_log.commits import MISSING, NOT_AS_WRITTEN, checkpoint_file, commit_file, faults_of_commits
from analysis.saved_log.digests import STATE, digest_of, has_digest_in_name, name_of_rows, noted_in, state_digest
from analysis.saved_log.folder import (
    LOG,
    MARK,
    TREATMENTS,
    damaged,
    is_forbidden,
    left_of_log,
    missing,
    not_readable,
    only_writer,
    treatments_folder,
)
from analysis.saved_log.leftovers import leftovers, versions_in
from analysis.saved_log.mark import Mark, read_mark
from analysis.saved_log.putting_back import is_unfinished
from analysis.saved_log.stored_names import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# Where a file is gone because another process has just put it together with others, the table names the new one.
READING_ATTEMPTS = 3

# What is decoded at a time takes some 600 bytes a row until it is in codes.
ROWS_TOGETHER = 500_000

# What the table calls the log's own version by.
APPLICATION = "outcome_log"

# What Rust calls an error that it did not foresee; no Exception.
_PANIC = "PanicException"
# A change of the log writes at least what was done and to which file.
_FEWEST_ACTIONS = 2
_ALL_DIFFERENT = (KEY, TREATMENT_ID)
_DICTIONARY = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, eq=False)
class Stored:
    """The table as it is now.

    Attributes
    ----------
    folder : Path
        Of the log.
    table : DeltaTable
    files : mapping of str to Buffer
        Every file with rows, as it was compared: what is decoded is that, whatever happens to the file meanwhile.
    """

    folder: Path
    table: DeltaTable
    files: Mapping[str, pa.Buffer]

    @cached_property
    def rows(self) -> pa.Table:
        """All rows; most texts are dictionary-encoded."""
        return self.rows_in(chain.from_iterable(self.in_turn(self.files)))

    def in_turn(self, names: Iterable[str]) -> list[list[str]]:
        """Return some of the files, the oldest first, in groups to be decoded one by one: each holds whole versions."""
        groups: list[list[str]] = [[]]
        rows, newest = 0, 0.0
        try:
            about = {name: pq.read_metadata(pa.BufferReader(self.files[name])) for name in names}
        except (pa.ArrowException, OSError):
            # Decoding says which of them.
            return [[*names]]
        for (oldest, latest), name in sorted((_versions_of(each), name) for name, each in about.items()):
            if rows >= ROWS_TOGETHER and oldest > newest:
                groups.append([])
                rows = 0
            groups[-1].append(name)
            rows, newest = rows + about[name].num_rows, max(newest, latest)
        return groups

    def rows_in(self, names: Iterable[str]) -> pa.Table:
        """Return the rows of some of the files.

        Raises
        ------
        DashboardError
            Where a file cannot be read.
        """
        schema = pa.schema(self.table.schema())
        texts = in_dictionaries(schema)
        encoded = [(field.name, _DICTIONARY if field.name in texts else field.type) for field in schema]
        parquet = pa_dataset.ParquetFileFormat(read_options=pa_dataset.ParquetReadOptions(dictionary_columns=texts))
        paths = [self.folder / TREATMENTS / name for name in names]
        try:
            parts = [parquet.make_fragment(pa.BufferReader(self.files[path.name])) for path in paths]
            return pa_dataset.FileSystemDataset(parts, pa.schema(encoded), parquet).to_table()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _unreadable(self.folder, error, lambda: _unreadable_rows(paths)) from error


def _versions_of(about: pq.FileMetaData) -> tuple[int, float]:
    """Return the oldest and the newest version that a file has rows of: any, where that is not noted in it."""
    oldest, newest = versions_in(about)
    return (0, math.inf) if oldest is None or newest is None else (oldest, newest)


def read_stored(folder: Path) -> Stored | None:
    """Return the table in `folder`, None where there is none yet.

    Raises
    ------
    DashboardError
        Where the folder holds something else, or a part of the table, its end or all of it is damaged or missing.
    """
    opened = _open(folder)
    for _ in range(READING_ATTEMPTS):
        if opened is None:
            return None
        table, _latest = opened
        try:
            return stored_in(folder, table)
        except FileNotFoundError as error:
            gone = error
        opened = _open(folder)
        if opened is not None and opened[0].version() == table.version():
            break
    raise damaged(Path(gone.filename or folder / TREATMENTS), MISSING) from gone


@dataclass(frozen=True)
class Facts:
    """Which files the table consists of: the number of its newest commit, and every file with rows and its size."""

    commit: int
    files: dict[str, int]


def facts(table: DeltaTable) -> Facts:
    """Return which files the table consists of."""
    return Facts(table.version(), files(table))


def open_facts(folder: Path) -> Facts | None:
    """Return which files the log in `folder` consists of, without reading any row; None where there is none yet."""
    opened = _open(folder)
    return facts(opened[0]) if opened else None


@dataclass(frozen=True)
class State:
    """Which log is in a folder, and how far it has come: what a copy in memory is known by.

    Attributes
    ----------
    newest : int
        The number of its newest version; 0 where there is none.
    digest : str
        Differs between any two states, also of another log that was put into the same folder.
    """

    newest: int = 0
    digest: str = ""


def state(folder: Path) -> State:
    """Return the state of the log in `folder` without reading any row.

    Raises
    ------
    DashboardError
        Where the folder holds something else, or the table's own log or its end is damaged or missing.
    """
    opened = _open(folder)
    if opened is None:
        return State()
    table, latest = opened
    digest = hashlib.sha256(f"{log_id(table)} {table.version()} ".encode())
    with suppress(OSError):  # a checkpoint may stand for it
        digest.update(last_commit(folder, table).read_bytes())
    return State(latest, digest.hexdigest())


def log_id(table: DeltaTable) -> str:
    """Return what distinguishes the table from that of any other log."""
    return str(table.metadata().id)


def newest(table: DeltaTable) -> int:
    """Return the number of the newest version that the table has; 0 where there is none."""
    return table.transaction_version(APPLICATION) or 0


def last_commit(folder: Path, table: DeltaTable) -> Path:
    """Return the file of the table's last commit."""
    return commit_file(folder, table.version())


def begun(latest: int, mark: Mark | None) -> int:
    """Return the newest version that anybody is known to have begun to write; `latest` is the table's."""
    return max(latest, mark.begun if mark else 0)


def _open(folder: Path) -> tuple[DeltaTable, int] | None:
    """Return the table and its newest version, whole as the mark beside it has it; None where none was ever reached."""
    for _ in range(READING_ATTEMPTS):
        if is_unfinished(folder):
            with only_writer(folder):
                pass  # it is finished now
        mark = read_mark(folder)
        try:
            return _opened(folder, mark)
        except DashboardError as error:
            damage = error
            # A change of the log is announced first: what was found may be of that change.
            if read_mark(folder) == mark and not is_unfinished(folder):
                break
    raise damage


def _opened(folder: Path, mark: Mark | None) -> tuple[DeltaTable, int] | None:
    treatments = treatments_folder(folder)
    if treatments is None:
        _refuse_remains(folder, mark)
        return None
    log = treatments / LOG
    try:
        _refuse_rotten_checkpoint(folder, mark)
        table = _table(treatments)
        last = last_commit(folder, table)
        with suppress(FileNotFoundError):  # a checkpoint may stand for it
            content = last.read_bytes()
            if len(content.splitlines()) < _FEWEST_ACTIONS:
                raise damaged(last, "is incomplete")
            _refuse_other_state(folder, table, noted_in(content).get(STATE), mark)
        return table, _whole(folder, table, mark)
    except TableNotFoundError as error:
        if any(treatments.glob("*.parquet")):
            raise damaged(log, "is missing or empty") from error
        _refuse_remains(folder, mark)
        return None
    except (DeltaError, OSError) as error:
        raise _unreadable(folder, error, lambda: _unreadable_commit(log)) from error


def _table(treatments: Path) -> DeltaTable:
    """Return the table; what Delta Lake itself did not foresee in its files stops it like what it did."""
    try:
        return DeltaTable(treatments)
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise DeltaError(str(error)) from error


def _refuse_rotten_checkpoint(folder: Path, mark: Mark | None) -> None:
    """Refuse a checkpoint that is not as it was written, before anybody tries to make sense of it."""
    if mark is None or mark.checkpoint is None:
        return
    path = checkpoint_file(folder, mark.checkpoint.number)
    with suppress(FileNotFoundError):  # the commits before it are all there
        if digest_of(path.read_bytes()) != mark.checkpoint.digest:
            raise damaged(path, NOT_AS_WRITTEN)


def _refuse_other_state(folder: Path, table: DeltaTable, noted: object, mark: Mark | None) -> None:
    """Refuse a table that is not what its last commit says of it; one of an earlier release says nothing."""
    if noted is not None and noted != state_after(table, newest(table), files(table)):
        faults, _ = faults_of_commits(folder, table.version(), mark)
        raise faults[0] if faults else damaged(last_commit(folder, table), NOT_AS_WRITTEN)


def state_after(
    table: DeltaTable, version: int, named: dict[str, int], columns: pa.Schema | None = None, commits: int = 0
) -> str:
    """Return the digest of all that is read of the table, as it is or after so many `commits` more."""
    protocol = table.protocol()
    schema = pa.schema(table.schema()) if columns is None else columns
    return state_digest(
        commit=table.version() + commits,
        version=version,
        files=named,
        columns=[[field.name, str(field.type)] for field in schema],
        protocol=[protocol.min_reader_version, protocol.min_writer_version],
    )


def _refuse_remains(folder: Path, mark: Mark | None) -> None:
    """Refuse a folder that has lost its table; one in which no version was reached yet is an empty log."""
    was_begun_only = mark is not None and mark.reached == 0
    if not was_begun_only and (left := left_of_log(folder)):
        raise missing(folder, left)


def _whole(folder: Path, table: DeltaTable, mark: Mark | None) -> int:
    """Return the newest version of the table; refuse one that has lost its end, looks whole, and is an older log."""
    latest = newest(table)
    if mark is not None:
        # Where two make the first table at once and no lock holds, the later one takes the place of the earlier, which
        # has no version yet.
        if mark.reached and mark.log not in {None, log_id(table)}:
            raise damaged(folder / TREATMENTS, f"does not belong to “{MARK}”")
        if mark.reached > latest:
            lost = "version" if mark.reached == latest + 1 else f"versions {latest + 1} to"
            raise damaged(folder / TREATMENTS, f"lacks {lost} {mark.reached}, which it had on {mark.day}")
    for leftover in leftovers(folder / TREATMENTS, files(table)):
        if leftover.newest is not None and leftover.newest > begun(latest, mark):
            raise damaged(leftover.path, f"has version {leftover.newest}, but the log ends with version {latest}")
    return latest


def stored_in(folder: Path, table: DeltaTable) -> Stored:
    """Return the table with its files, of which none is decoded yet.

    Raises
    ------
    FileNotFoundError
        Where a file is gone: somebody may have put it together with others.
    DashboardError
        Where a file is not as it was written.
    """
    sizes = files(table)
    path = folder / TREATMENTS
    try:
        contents = {}
        for name, size in sizes.items():
            path = folder / TREATMENTS / name
            contents[name] = _content(path, size)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(folder, error, lambda: path) from error
    return Stored(folder, table, contents)


def faults_of_rows(folder: Path, sizes: Mapping[str, int]) -> list[DashboardError]:
    """Return what to say of each file with rows, of these names and sizes, that is missing or not as it was written."""
    faults = (_fault_of_rows(folder, folder / TREATMENTS / name, size) for name, size in sizes.items())
    return [fault for fault in faults if fault is not None]


def _fault_of_rows(folder: Path, path: Path, size: int) -> DashboardError | None:
    try:
        _content(path, size)
    except FileNotFoundError:
        return damaged(path, MISSING)
    except OSError as error:
        return _unreadable(folder, error, lambda: path)
    except DashboardError as error:
        return error
    return None


def in_dictionaries(columns: pa.Schema) -> list[str]:
    """Name the columns of texts that are written and read with a dictionary.

    Keys and ids of treatments are nearly all different: a dictionary of them only costs time.
    """
    return [field.name for field in columns if pa.types.is_string(field.type) and field.name not in _ALL_DIFFERENT]


def _content(path: Path, size: int) -> pa.Buffer:
    """Return the bytes of a file with rows as they were written.

    They are Arrow's own: one of its threads may be the last to let go of them, just when this process ends. With bytes
    of Python it would wait for Python then, which ends the process with an error.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == size:
            content = pa.allocate_buffer(size)
            named = has_digest_in_name(path.name)
            if file.readinto(content) == size and not (named and path.name != name_of_rows(content)):
                return content
    raise damaged(path, NOT_AS_WRITTEN)


def files(table: DeltaTable) -> dict[str, int]:
    """Return the name and the size of every file that holds rows of the table as it is."""
    named = pa.table(table.get_add_actions(flatten=True))
    return dict(zip(named["path"].to_pylist(), named["size_bytes"].to_pylist(), strict=True))


def without_dictionaries(rows: pa.Table) -> pa.Table:
    """Return `rows` without dictionaries, which only reading makes."""
    schema = [(field.name, pa.string() if field.type == _DICTIONARY else field.type) for field in rows.schema]
    return rows.cast(pa.schema(schema))


# What is damaged ----


def _unreadable(folder: Path, error: Exception, part: Callable[[], Path]) -> DashboardError:
    return not_readable(folder) if is_forbidden(error) else damaged(part(), "cannot be read")


def _unreadable_commit(log: Path) -> Path:
    """Return the commit that is no JSON, else the folder of them all."""
    for path in sorted(log.glob("*.json")):
        try:
            for line in path.read_bytes().splitlines():
                json.loads(line)
        except (ValueError, RecursionError):
            return path
    return log


def _unreadable_rows(paths: list[Path]) -> Path:
    """Return the file that is no Parquet."""
    for path in paths:
        try:
            pq.read_table(path)
        except (pa.ArrowException, OSError):
            return path
    return paths[0].parent
