"""Many logs, one after the other, into one log in files of codes: no more than one of them is ever in memory."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.outcome_log.codebook import load
from analysis.outcome_log.coded_log import (
    CLIENT_NUMBER,
    IDS,
    PLACE,
    ROWS_IN_GROUP,
    CodedLog,
    begin_writing,
    client_numbers,
    coded_file,
    finish_writing,
    packed_codes,
    stored_names,
    worked_out,
    worked_out_names,
)
from analysis.outcome_log.counted_together import packs_of
from analysis.outcome_log.log import CLIENT, Factor, Log
from analysis.outcome_log.value_order import order_in
from analysis.outcome_log.values import natural_order
from analysis.progress import interruptible, report_progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# A part of the log as it was read, whose codes are those of the levels found so far.
_PART = ".part"
# What putting rows in order may hold; beyond, it writes to disk.
_MEMORY_LIMIT = "400MB"


class OtherKindError(ValueError):
    """A column has another kind of values in one file than in those before."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CodedWriter:
    """Writes logs into one folder of files of codes.

    Levels are numbered as they are found, and put into their order when all are known. Where nobody tells when clients
    are drawn, each is known until then by a digest of the id, made with a key that nobody keeps: the same id is the
    same client in every file, and no number can be traced back. Of 30 million clients two share a digest about once in
    10,000 such logs. The order of digests is that in which clients are drawn.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making = begin_writing(folder)
        self._key = secrets.token_bytes(16)
        self._levels: dict[str, dict[Any, int]] = {}
        # Of the first log that had the column.
        self._first: dict[str, tuple[Any, ...]] = {}
        self._factors: dict[str, Factor] = {}
        self._names: set[str] = set()
        self._rows = 0
        self._rows_read = 0
        self._parts = 0
        self._days: list[dt.date] = []
        self._is_table_of_counts = False
        self._sources: list[tuple[str, str, int]] = []

    def add(
        self, log: Log, rows_read: int, source: tuple[str, str] | None = None, clients: np.ndarray | None = None
    ) -> None:
        """Write one log behind those before.

        Parameters
        ----------
        log : Log
        rows_read : int
            Of what it was read from.
        source : (str, str), optional
            The name and the digest of its file, where it was one.
        clients : ndarray of int, optional
            When the client of each treatment is drawn, -1 is not known; where it is not given, digests tell.

        Raises
        ------
        OtherKindError
            Where a factor has another kind of values than before.
        """
        for factor in log.factors:
            if self._factors.setdefault(factor.name, factor).kind != factor.kind:
                raise OtherKindError(factor.title)
        names = [name for name in log.frame.columns if name not in IDS]
        mapped = {name: self._mapped(name, log.values(name)) for name in names}
        stored = stored_names(self._levels)
        if clients is None and CLIENT in log:
            clients = self._client_of_codes(log)[log.codes(CLIENT)]
        path = self._making / (str(self._parts).zfill(6) + _PART)
        writer = None
        for first in range(0, max(len(log), 1), ROWS_IN_GROUP):
            rows = slice(first, first + ROWS_IN_GROUP)
            numbers = self._rows + np.arange(first, min(rows.stop, len(log)))
            columns = {stored[name]: mapped[name][log.codes(name)[rows]] for name in names}
            known = np.full(len(numbers), -1) if clients is None else clients[rows]
            columns[CLIENT_NUMBER] = client_numbers(known, numbers)
            table = pa.table({**columns, **worked_out(log, rows, numbers)})
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()
            self._parts += 1
        self._names.update(log.frame.columns)
        self._rows += len(log)
        self._rows_read += rows_read
        self._days += log.period or ()
        self._is_table_of_counts |= log.is_table_of_counts
        if source is not None:
            self._sources.append((*source, len(log)))

    def _mapped(self, name: str, values: tuple[Any, ...]) -> np.ndarray:
        """Return the number of the level that each code of one log stands for; the last place is for not known."""
        known = self._levels.setdefault(name, {})
        self._first.setdefault(name, tuple(values))
        return np.array([*(known.setdefault(value, len(known)) for value in values), -1], dtype=np.int32)

    def _client_of_codes(self, log: Log) -> np.ndarray:
        digests = (hashlib.blake2b(str(each).encode(), digest_size=8, key=self._key) for each in log.values(CLIENT))
        numbers = np.array([int.from_bytes(each.digest(), "big") >> 1 for each in digests], dtype=np.int64)
        return np.append(numbers, -1)

    def finish(self, digest: str) -> CodedLog:
        """Put the levels into their order, describe the log, and return it."""
        ordered = {name: self._in_order(name, levels) for name, levels in self._levels.items()}
        factors = [replace(factor, levels=ordered[factor.name]) for factor in self._factors.values()]
        place_of = {name: place for place, name in enumerate(field.name for field in load().fields)}
        factors.sort(key=lambda factor: place_of.get(factor.name, len(place_of)))
        coded = CodedLog(
            folder=self._making,
            digest=digest,
            treatments=self._rows,
            stored=stored_names(ordered),
            levels=ordered,
            names=frozenset(self._names),
            clients=0,
            most_visits=1,
            packs=packs_of(factors),
            factors=tuple(factors),
            days=(min(self._days), max(self._days)) if self._days else None,
            came_back=False,
            is_table_of_counts=self._is_table_of_counts,
            rows_read=self._rows_read,
            sources=tuple(self._sources),
        )
        clients, most_visits = self._rewrite(coded)
        written = replace(coded, clients=clients, most_visits=most_visits, came_back=most_visits > 1)
        return finish_writing(written, self._making, self._folder)

    def _in_order(self, name: str, levels: Iterable[Any]) -> tuple[Any, ...]:
        """Return the levels of a column as one file with all of them would have them."""
        found = tuple(levels)
        if found == self._first[name]:
            return found
        if name in load() and load()[name].levels:
            return tuple(level for level in load()[name].levels if level in set(found))
        if not all(isinstance(level, str) for level in found):
            return tuple(sorted(found))
        places = order_in(found) if name in self._factors and self._factors[name].kind == "ordered" else None
        return tuple(sorted(found, key=places.__getitem__ if places else natural_order))

    def _rewrite(self, coded: CodedLog) -> tuple[int, int]:
        """Write all parts as one file in the order of the clients; return how many are known, and their most visits."""
        places = self._places(coded)
        # What the client whose turn it was last is known by, and their visits so far.
        clients, last, visits, most_visits = 0, np.int64(-1), 0, 1
        written, writer = 0, None
        for table in self._in_order_of_clients():
            columns = {of: places[name][_column(table, of)] for name, of in coded.stored.items()}
            columns |= packed_codes(coded, columns)
            columns |= {name: _column(table, name) for name in worked_out_names(self._names)}
            if CLIENT in self._names:
                known = table[CLIENT_NUMBER].to_numpy()
                is_known = known >= 0
                numbers = clients - 1 + np.cumsum(is_known & (known != np.append(last, known[:-1])))
                columns[CLIENT_NUMBER] = np.where(is_known, numbers, known)
                of_each = np.bincount(numbers[is_known] - (clients - 1), minlength=1)
                of_each[0] += visits
                most_visits = max(most_visits, int(of_each.max()))
                clients += len(of_each) - 1
                last, visits = np.append(last, known)[-1], int(of_each[-1])
            made = pa.table({name: columns[name] for name in sorted(columns)})
            writer = writer or coded_file(self._making / "0.parquet", made.schema)
            writer.write_table(made)
            written += len(made)
            report_progress("opening", written, self._rows)
        if writer is not None:
            writer.close()
        for part in self._making.glob("*" + _PART):
            part.unlink()
        return clients, most_visits

    def _places(self, coded: CodedLog) -> dict[str, np.ndarray]:
        """Return where each level of a column stands in the order; the last place is for not known."""
        places = {}
        for name, levels in coded.levels.items():
            place = np.full(len(levels) + 1, -1, dtype=np.min_scalar_type(-len(levels) - 1))
            place[[self._levels[name][level] for level in levels]] = np.arange(len(levels))
            places[name] = place
        return places

    def _in_order_of_clients(self) -> Iterator[pa.Table]:
        """Yield the rows of all parts, sorted outside of memory; what a part does not have is -1."""
        import duckdb  # noqa: PLC0415 - only a chain's log needs it

        parts = [str(part) for part in sorted(self._making.glob("*" + _PART))]
        if not parts:
            return
        sorting = self._making / "sorting"
        with duckdb.connect(config={"memory_limit": _MEMORY_LIMIT, "temp_directory": str(sorting)}) as connection:
            rows = connection.read_parquet(parts, union_by_name=True).sort(CLIENT_NUMBER, PLACE)
            filled = rows.select(", ".join(f"coalesce({name}, -1) AS {name}" for name in rows.columns))
            reader = filled.to_arrow_reader(ROWS_IN_GROUP)
            # It comes when all are sorted; where there are no rows it does not come.
            first = interruptible(lambda: next(reader, None), connection.interrupt, "opening")
            yield pa.Table.from_batches([] if first is None else [first], reader.schema)
            for batch in reader:
                yield pa.Table.from_batches([batch])
        shutil.rmtree(sorting, ignore_errors=True)


def _column(table: pa.Table, name: str) -> np.ndarray:
    """Return a column of a table; -1 where no part has it."""
    found: np.ndarray = table[name].to_numpy() if name in table.column_names else np.full(len(table), -1, np.int32)
    return found
