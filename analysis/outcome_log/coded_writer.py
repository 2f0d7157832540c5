"""Many logs, one after the other, into one log in files of codes: no more than one of them is ever in memory."""

from __future__ import annotations

import hashlib
import secrets
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
    ROW_BITS,
    ROWS_IN_GROUP,
    CodedLog,
    begin_writing,
    client_numbers,
    finish_writing,
    stored_names,
    worked_out,
    worked_out_names,
)
from analysis.outcome_log.log import CLIENT, Factor, Log
from analysis.outcome_log.value_order import order_in
from analysis.outcome_log.values import natural_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

# A part of the log as it was read, whose codes are those of the levels found so far.
_PART = ".part"


class OtherKindError(ValueError):
    """A column has another kind of values in one file than in those before."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CodedWriter:
    """Writes logs into one folder of files of codes.

    Levels are numbered as they are found, and put into their order when all are known. A client is known by a digest of
    the id, made with a key that nobody keeps: the same id is the same client in every file, and no number can be traced
    back. Of 30 million clients two share a number about once in 10,000 such logs.
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
        # Clients so far, in order; None once one of them came back.
        self._clients: np.ndarray | None = np.empty(0, dtype=np.int64)
        self._is_table_of_counts = False
        self._sources: list[tuple[str, str, int]] = []

    def add(self, log: Log, rows_read: int, source: tuple[str, str]) -> None:
        """Write one log behind those before.

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
        clients = self._client_of_codes(log) if CLIENT in log else None
        path = self._making / (str(self._parts).zfill(6) + _PART)
        writer = None
        for first in range(0, len(log), ROWS_IN_GROUP):
            rows = slice(first, first + ROWS_IN_GROUP)
            numbers = self._rows + np.arange(first, min(rows.stop, len(log)))
            columns = {name: mapped[name][log.codes(name)[rows]] for name in names}
            if clients is not None:
                columns[CLIENT_NUMBER] = client_numbers(clients[log.codes(CLIENT)[rows]], numbers)
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
        self._sources.append((*source, len(log)))

    def _mapped(self, name: str, values: tuple[Any, ...]) -> np.ndarray:
        """Return the number of the level that each code of one log stands for; the last place is for not known."""
        known = self._levels.setdefault(name, {})
        self._first.setdefault(name, tuple(values))
        return np.array([*(known.setdefault(value, len(known)) for value in values), -1], dtype=np.int32)

    def _client_of_codes(self, log: Log) -> np.ndarray:
        digests = (hashlib.blake2b(str(each).encode(), digest_size=8, key=self._key) for each in log.values(CLIENT))
        numbers = np.array([int.from_bytes(each.digest(), "big") >> 1 for each in digests], dtype=np.int64)
        if self._clients is not None:
            together = np.union1d(self._clients, numbers)
            is_new = len(together) == len(self._clients) + len(numbers) and not log.clients_repeat
            self._clients = together if is_new else None
        return np.append(numbers, -1)

    def finish(self, digest: str) -> CodedLog:
        """Put the levels into their order, describe the log, and return it."""
        ordered = {name: self._in_order(name, levels) for name, levels in self._levels.items()}
        stored = stored_names(ordered)
        # Where each level stands in the order; the last place is for not known.
        places = {}
        for name, levels in ordered.items():
            place = np.full(len(levels) + 1, -1, dtype=np.min_scalar_type(-len(levels) - 1))
            place[[self._levels[name][level] for level in levels]] = np.arange(len(levels))
            places[name] = place
        for number, part in enumerate(sorted(self._making.glob("*" + _PART))):
            with pq.ParquetFile(part) as file:
                tables = (file.read_row_group(group) for group in range(file.num_row_groups))
                self._rewrite(tables, self._making / (str(number) + ".parquet"), stored, places)
            part.unlink()
        factors = [replace(factor, levels=ordered[factor.name]) for factor in self._factors.values()]
        place_of = {name: place for place, name in enumerate(field.name for field in load().fields)}
        return finish_writing(
            CodedLog(
                folder=self._making,
                digest=digest,
                treatments=self._rows,
                stored=stored,
                levels=ordered,
                names=frozenset(self._names),
                factors=tuple(sorted(factors, key=lambda factor: place_of.get(factor.name, len(place_of)))),
                days=(min(self._days), max(self._days)) if self._days else None,
                came_back=self._clients is None,
                is_table_of_counts=self._is_table_of_counts,
                rows_read=self._rows_read,
                sources=tuple(self._sources),
            ),
            self._making,
            self._folder,
        )

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

    def _rewrite(
        self, tables: Iterable[pa.Table], path: Path, stored: dict[str, str], places: dict[str, np.ndarray]
    ) -> None:
        writer = None
        for table in tables:
            rows = table.num_rows
            has = set(table.column_names)
            columns = {
                of: places[name][table[name].to_numpy() if name in has else np.full(rows, -1)]
                for name, of in stored.items()
            }
            for name in worked_out_names(self._names):
                columns[name] = table[name].to_numpy() if name in has else np.full(rows, -1, dtype=np.int32)
            if CLIENT in self._names:
                row = columns[PLACE] & (2**ROW_BITS - 1)
                columns[CLIENT_NUMBER] = table[CLIENT_NUMBER].to_numpy() if CLIENT_NUMBER in has else -1 - row
            made = pa.table({name: columns[name] for name in sorted(columns)})
            writer = writer or pq.ParquetWriter(path, made.schema, compression="zstd")
            writer.write_table(made)
        if writer is not None:
            writer.close()
