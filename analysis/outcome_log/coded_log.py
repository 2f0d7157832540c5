"""The log as Parquet files of codes with a description beside them: what is counted without holding it in memory.

They are made from a log and never the truth: where they are missing or older than the log they are written anew. They
hold no text of a client's or a treatment's id.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import DashboardError
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.counted_together import packs_of
from analysis.outcome_log.description import LogDescription
from analysis.outcome_log.drawing_order import drawn_at
from analysis.outcome_log.log import CLIENT, DATE, FOLLOW_UP, ONSET, RESOLVED, Factor
from analysis.outcome_log.object_store import ObjectFolder, is_url

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from pyarrow.fs import FileSystem

    from analysis.outcome_log.log import Log

FORMAT = 3
# The setting that names a folder of such files: the log of a chain, shown instead of the saved log.
LAKE = "LAKE"
DESCRIPTION = "description.json"
_PARQUET = ".parquet"
# The client of each treatment as a number, of those who are known without a gap, in the order in which they are drawn
# (`drawn_at`) and stand in the files: one who is not known has a negative one for each treatment.
CLIENT_NUMBER = "client"
# Orders treatments by day and then by row, those without a date last; no two have the same.
PLACE = "place"
# The row of each in the file that it came from.
ROW = "row"
# For how many days each was observed, and the days after it on which a breakout began and was gone; -1 is not known.
OBSERVED, BEGAN, ENDED = "observed", "began", "ended"

# Rows put into one group: a few MB of each column at most, read and written at a time.
ROWS_IN_GROUP = 250_000
# Ids have no level that anything is counted by.
IDS = (CLIENT, TREATMENT_ID)
# Beyond every day of the calendar, and still with room for 2**40 rows in 64 bits.
_UNDATED = 2**22
ROW_BITS = 40


@dataclass(frozen=True, eq=False)
class CodedLog(LogDescription):
    """A log in files of codes.

    Attributes
    ----------
    folder : Path or ObjectFolder
        Where the files are.
    digest : str
        Of the state of the log that they were made from.
    treatments : int
    stored : mapping of str to str
        For each column, what it is called in the files.
    levels : mapping of str to tuple
        What the codes of each column in the files stand for, in their order; -1 is not known.
    names : frozenset of str
        All columns of the log, ids too.
    clients : int
        How many clients are known: their numbers are below.
    most_visits : int
        How many treatments any client has at most.
    packs : tuple of tuple of str
        Factors that stand together in a column of their own, beside one for each: its codes are the combinations of
        their levels, the last factor's changing fastest and "not known" the first of each; the first one is -1.
    rows_read : int
        Of the files that the log was written from.
    sources : tuple of (str, str, int)
        Names and digests of these files, and how many treatments each gave; none where it was written from a log in
        memory.
    """

    folder: Path | ObjectFolder
    digest: str
    treatments: int
    stored: Mapping[str, str]
    levels: Mapping[str, tuple[Any, ...]]
    names: frozenset[str]
    clients: int
    most_visits: int
    packs: tuple[tuple[str, ...], ...]
    factors: tuple[Factor, ...]
    days: tuple[dt.date, dt.date] | None
    came_back: bool
    is_table_of_counts: bool
    rows_read: int = 0
    sources: tuple[tuple[str, str, int], ...] = ()

    def __len__(self) -> int:
        """Return the number of treatments."""
        return self.treatments

    def __contains__(self, name: object) -> bool:
        """Tell whether the log has a column called `name`."""
        return name in self.names

    def values(self, name: str) -> tuple[Any, ...]:
        """Return what the codes of column `name` stand for; KeyError for ids, whose values are not in the files."""
        return self.levels[name]

    @property
    def clients_repeat(self) -> bool:
        """Whether the log has client IDs and any of them came back."""
        return self.came_back

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of treatment; None without dates."""
        return self.days

    def source_of(self, number: int) -> str | None:
        """Return the name of the file that the treatment with this number in the log came from, where it is known."""
        last = accumulate(treatments for *_, treatments in self.sources)
        return next((name for (name, *_), end in zip(self.sources, last, strict=True) if number < end), None)

    @cached_property
    def files(self) -> list[str]:
        """The files in their order, as `file_system` calls them."""
        if isinstance(self.folder, Path):
            return sorted(str(path) for path in self.folder.glob(f"*{_PARQUET}"))
        return [self.folder.path(each.name) for each in self.folder.files() if each.name.endswith(_PARQUET)]

    @property
    def file_system(self) -> FileSystem | None:
        """What opens the files; None for those of this computer."""
        return None if isinstance(self.folder, Path) else self.folder.file_system


def write_coded(log: Log, folder: Path, digest: str) -> CodedLog:
    """Write a log as files of codes, in place of those that are in `folder`.

    Parameters
    ----------
    log : Log
    folder : Path
        Made where it is missing.
    digest : str
        What the state of the log is known by.
    """
    making = begin_writing(folder)
    names = [name for name in log.frame.columns if name not in IDS]
    coded = CodedLog(
        folder=making,
        digest=digest,
        treatments=len(log),
        stored=stored_names(names),
        levels={name: log.values(name) for name in names},
        names=frozenset(log.frame.columns),
        clients=log.distinct(CLIENT) if CLIENT in log else 0,
        most_visits=_most_visits(log),
        packs=packs_of(log.factors),
        factors=log.factors,
        days=log.period,
        came_back=log.clients_repeat,
        is_table_of_counts=log.is_table_of_counts,
    )
    clients = _numbers_of_clients(log)
    order = np.arange(len(log)) if clients is None else np.argsort(clients, kind="stable")
    with coded_file(making / "0.parquet", _table(log, coded, clients, order[:0]).schema) as to:
        for first in range(0, max(len(log), 1), ROWS_IN_GROUP):
            to.write_table(_table(log, coded, clients, order[first : first + ROWS_IN_GROUP]))
    return finish_writing(coded, making, folder)


def stored_names(names: Iterable[str]) -> dict[str, str]:
    """Return what columns are called in the files: names that no engine minds."""
    return {name: f"c{place}" for place, name in enumerate(names)}


def stored_pack(place: int) -> str:
    """Return what the column of a pack is called in the files."""
    return f"pack{place}"


def packed_codes(coded: CodedLog, columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the columns of the packs of a log, whose columns of codes are named as they are stored."""
    found = {}
    for place, pack in enumerate(coded.packs):
        cells = np.zeros(len(columns[coded.stored[pack[0]]]), dtype=np.int32)
        for name in pack:
            cells = cells * (len(coded.levels[name]) + 1) + (columns[coded.stored[name]].astype(np.int32) + 1)
        found[stored_pack(place)] = cells - 1
    return found


def coded_file(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return what writes a file of codes."""
    others = [name for name in schema.names if name != CLIENT_NUMBER]
    # From one client to the next it is a small step.
    of_clients = {CLIENT_NUMBER: "DELTA_BINARY_PACKED"} if CLIENT_NUMBER in schema.names else None
    return pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=others, column_encoding=of_clients)


def begin_writing(folder: Path) -> Path:
    """Return an empty folder beside the one that is to be made."""
    making = folder.with_name(folder.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    return making


def finish_writing(coded: CodedLog, making: Path, folder: Path) -> CodedLog:
    """Describe the files that were written, and put the folder that they are in in the place of `folder`."""
    described = {
        "format": FORMAT,
        "digest": coded.digest,
        "treatments": coded.treatments,
        "columns": {name: _written(values) for name, values in coded.levels.items()},
        "names": sorted(coded.names),
        "clients": coded.clients,
        "most_visits": coded.most_visits,
        "packs": coded.packs,
        "factors": [asdict(factor) for factor in coded.factors],
        "days": _written(coded.days or ()),
        "came_back": coded.came_back,
        "is_table_of_counts": coded.is_table_of_counts,
        "rows_read": coded.rows_read or coded.treatments,
        "sources": coded.sources,
    }
    (making / DESCRIPTION).write_text(json.dumps(described), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return open_coded(folder)


def lake_folder() -> Path | ObjectFolder | None:
    """Return the folder that the setting names; None without it."""
    folder = os.environ.get(LAKE)
    return folder_named(folder) if folder else None


def folder_named(name: str) -> Path | ObjectFolder:
    """Return the folder with this path or URL."""
    return ObjectFolder(name) if is_url(name) else Path(name)


def open_lake(folder: Path | ObjectFolder) -> CodedLog:
    """Return the log in the files of codes in `folder`.

    Raises
    ------
    DashboardError
        Where there are none, or they are damaged, or another release wrote them, or an object store does not answer.
    """
    try:
        return open_coded(folder)
    except DashboardError:
        raise
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DashboardError(
            f"“{folder}” holds no log in files of codes: make it with python -m analysis lake FOLDER LAKE."
        ) from error


def open_coded(folder: Path | ObjectFolder) -> CodedLog:
    """Return the log in the files of codes in `folder`.

    Raises
    ------
    FileNotFoundError, ValueError, KeyError
        Where there are none, or another release wrote them: they are to be written anew.
    DashboardError
        Where an object store does not answer.
    """
    content = (folder / DESCRIPTION).read_bytes() if isinstance(folder, Path) else folder.read(DESCRIPTION)
    described = json.loads(content.decode("utf-8"))
    if described["format"] != FORMAT:
        raise ValueError(described["format"])
    days = _read(described["days"])
    return CodedLog(
        folder=folder,
        digest=described["digest"],
        treatments=described["treatments"],
        stored=stored_names(described["columns"]),
        levels={name: _read(values) for name, values in described["columns"].items()},
        names=frozenset(described["names"]),
        clients=described["clients"],
        most_visits=described["most_visits"],
        packs=tuple(map(tuple, described["packs"])),
        factors=tuple(Factor(**{**each, "levels": tuple(each["levels"])}) for each in described["factors"]),
        days=(days[0], days[1]) if days else None,
        came_back=described["came_back"],
        is_table_of_counts=described["is_table_of_counts"],
        rows_read=described["rows_read"],
        sources=tuple((name, digest, treatments) for name, digest, treatments in described["sources"]),
    )


def _written(values: Iterable[Any]) -> list[Any]:
    """Return values as JSON has them: a date as a list of its text alone."""
    return [[each.isoformat()] if isinstance(each, dt.date) else each for each in values]


def _read(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dt.date.fromisoformat(each[0]) if isinstance(each, list) else each for each in values)


def _table(log: Log, coded: CodedLog, clients: np.ndarray | None, rows: np.ndarray) -> pa.Table:
    """Return some rows of the log in codes, and what is worked out of several columns once and for all."""
    columns = {of: log.codes(name)[rows] for name, of in coded.stored.items()}
    of_clients = {} if clients is None else {CLIENT_NUMBER: clients[rows]}
    return pa.table({**columns, **packed_codes(coded, columns), **of_clients, **worked_out(log, rows, rows)})


def _numbers_of_clients(log: Log) -> np.ndarray | None:
    """Return the number of the client of each treatment; None where the log tells no clients apart."""
    if CLIENT not in log:
        return None
    codes = log.codes(CLIENT).astype(np.int64)
    known = np.where(codes < 0, -1, drawn_at(codes, log.distinct(CLIENT)))
    return client_numbers(known, np.arange(len(log)))


def _most_visits(log: Log) -> int:
    codes = log.codes(CLIENT) if CLIENT in log else np.empty(0, dtype=np.int32)
    return int(np.bincount(codes[codes >= 0], minlength=1).max(initial=1))


def client_numbers(known: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return a number for the client of each row: who is not known, -1, has a negative one of their own."""
    numbers: np.ndarray = np.where(known < 0, -1 - rows, known)
    return numbers


def worked_out(log: Log, rows: slice | np.ndarray, numbers: np.ndarray) -> dict[str, np.ndarray]:
    """Return the place of some rows, which have these numbers in the whole log, and the days of each."""
    days = _days(log, DATE, lambda day: day.toordinal(), _UNDATED, rows)
    columns = {PLACE: (days << ROW_BITS) + numbers, ROW: log.frame.index[rows].to_numpy().astype(np.int32)}
    if DATE in log and FOLLOW_UP in log:
        columns[OBSERVED] = log.days_observed[rows].astype(np.int32)
    for name, of in ((ONSET, BEGAN), (RESOLVED, ENDED)):
        if name in log:
            columns[of] = _days(log, name, int, -1, rows).astype(np.int32)
    return columns


def worked_out_names(names: Container[str]) -> list[str]:
    """Return which columns `worked_out` gives for a log that has these columns."""
    found = [PLACE, ROW]
    if DATE in names and FOLLOW_UP in names:
        found.append(OBSERVED)
    return [*found, *(of for name, of in ((ONSET, BEGAN), (RESOLVED, ENDED)) if name in names)]


def _days(
    log: Log,
    name: str,
    number: Any,  # noqa: ANN401 int, or a method
    unknown: int,
    rows: slice | np.ndarray,
) -> np.ndarray:
    """Return the value of each of some rows as a number."""
    if name not in log:
        return np.full(len(log.frame.index[rows]), unknown, dtype=np.int64)
    # The last place answers for code -1.
    of_rows: np.ndarray = np.array([*map(number, log.values(name)), unknown], dtype=np.int64)[log.codes(name)[rows]]
    return of_rows
