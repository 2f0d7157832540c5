"""What counts a log that is larger than memory: DuckDB on this machine, or Spark on many, asked alike by narwhals."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections import OrderedDict, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import wraps
from queue import SimpleQueue
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import narwhals as nw

from analysis.progress import interruptible, report_progress, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    import numpy as np
    import pyarrow as pa

    from analysis.counting.counts import CountedBy
    from analysis.outcome_log.coded_log import CodedLog

T = TypeVar("T")
P = ParamSpec("P")


class _HasEngine(Protocol):
    _engine: Engine


_Asking = TypeVar("_Asking", bound=_HasEngine)

# What DuckDB may hold; beyond, it writes to disk. With what it holds outside of this limit, Python and the pages,
# 100,000,000 treatments are counted in less than 2 GB (`tests.benchmarks.measure_engines`).
MEMORY_LIMIT = "1200MB"
# DuckDB counts combinations of small numbers in a table with a place for each up to 2 to the power of this. Each
# thread has its own, so that more threads would need more memory.
_PLACES = 20
_MOST_THREADS = 8
# Rows of so many clients, whose numbers have no gap, are counted by client in such a table.
_CLIENTS_AT_ONCE = 1_000_000
_ROWS = "rows_to_count"


def alone_with_engine(method: Callable[Concatenate[_Asking, P], T]) -> Callable[Concatenate[_Asking, P], T]:
    """Let a method of whoever has an engine, as `_engine`, have it to itself."""

    @wraps(method)
    def alone(self: _Asking, /, *args: P.args, **options: P.kwargs) -> T:
        with self._engine.turn():
            return method(self, *args, **options)

    return alone


class Engine(ABC):
    """A place where rows are, which answers with counts."""

    name: CountedBy

    def __init__(self) -> None:
        # Sessions share one connection, which does one thing at a time, and each answer needs all of its memory.
        self._one_at_a_time = RLock()
        self._is_busy = False
        self._dropped: deque[Any] = deque()
        self.kept: OrderedDict[Hashable, Any] = OrderedDict()
        self.keeping = Lock()

    @abstractmethod
    def read(self, log: CodedLog) -> nw.LazyFrame[Any]:
        """Return the treatments of a log, of which nothing is read yet."""

    def ask(self, frame: nw.LazyFrame[Any]) -> Mapping[str, np.ndarray]:
        """Return the columns of a frame: what it was asked for travels here."""
        with self.turn():
            return _arrays_of(self._done(lambda: frame.collect(backend="pyarrow").to_native()))

    def ask_each(self, frames: Iterable[nw.LazyFrame[Any]]) -> Iterable[Mapping[str, np.ndarray]]:
        """Return the columns of each of some frames, in their order."""
        for frame in frames:
            report_progress("counting")
            yield self.ask(frame)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have the engine to oneself: wait until nobody else asks; whoever waits may leave.

        Whoever makes frames needs it as well as whoever asks for them: to know the columns of a frame is to ask.
        """
        wait_for(self._one_at_a_time, "counting")
        is_first, self._is_busy = not self._is_busy, True
        try:
            yield
        finally:
            if is_first:
                self._forget_dropped()
                self._is_busy = False
            self._one_at_a_time.release()

    def _done(self, work: Callable[[], T]) -> T:
        """Do what an engine takes long for."""
        return work()

    def count_each(self, frame: nw.LazyFrame[Any], first: Mapping[str, int]) -> Mapping[str, np.ndarray]:
        """Count the rows of a frame by each of several columns of numbers, in one pass: narwhals cannot say it.

        Parameters
        ----------
        frame : LazyFrame
        first : mapping of str to int
            For each column what is added to its numbers, so that no two columns have the same.

        Returns
        -------
        mapping of str to ndarray
            Numbers as `number`, and how many rows have each as `rows`.
        """
        numbers = ", ".join([name + " + " + str(added) for name, added in first.items()])
        sets = ", ".join("(" + name + ")" for name in first)
        text = "SELECT coalesce({}) AS number, count(*) AS rows FROM {} GROUP BY GROUPING SETS ({})"
        with self.turn():
            return self.ask(nw.from_native(self._query(frame.to_native(), text.format(numbers, _ROWS, sets))))

    @abstractmethod
    def _query(self, frame: Any, text: str) -> Any:  # noqa: ANN401 frames of the engine's own
        """Return what a text of SQL makes of a frame, which it calls `_ROWS`."""

    def ranges_of(self, clients: int) -> Iterator[tuple[int, int]]:
        """Yield the first number of some of so many clients and the one beyond their last, until all had their turn.

        Whoever counts by client does so for each range: a number of a client is never in two.
        """
        yield 0, clients

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame that was worked out, and stays where the rows are until it is dropped."""
        with self.turn():
            kept: nw.LazyFrame[Any] = nw.from_native(self._done(lambda: self._kept(frame.to_native())))
        return kept

    @abstractmethod
    def _kept(self, frame: Any) -> Any:  # noqa: ANN401 a frame of the engine's own
        """Work a frame out and keep it."""

    def drop(self, frame: nw.LazyFrame[Any]) -> None:
        """Forget a frame that was kept, once nobody asks: it may be garbage that is found amid a query."""
        self._dropped.append(frame.to_native())
        if not self._is_busy and self._one_at_a_time.acquire(blocking=False):
            try:
                self._forget_dropped()
            finally:
                self._one_at_a_time.release()

    def _forget_dropped(self) -> None:
        while self._dropped:
            self._forget(self._dropped.popleft())

    @abstractmethod
    def _forget(self, frame: Any) -> None:  # noqa: ANN401
        """Give back what a frame takes that was kept."""


class DuckDB(Engine):
    """DuckDB in this process: no server, and no more memory than `MEMORY_LIMIT`."""

    name = "DuckDB"

    def __init__(self, memory_limit: str = MEMORY_LIMIT) -> None:
        import duckdb  # noqa: PLC0415 - only a large log needs it

        super().__init__()
        self._threads = min(os.cpu_count() or 1, _MOST_THREADS)
        spilled = tempfile.mkdtemp(prefix="outcome_log_")
        weakref.finalize(self, shutil.rmtree, spilled, ignore_errors=True)
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": spilled,
                "perfect_ht_threshold": _PLACES,
                "threads": self._threads,
                "preserve_insertion_order": False,
            }
        )
        # A hundred million treatments take so many bytes to describe that reading these takes a third of each query.
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")
        self._tables = 0

    def read(self, log: CodedLog) -> nw.LazyFrame[Any]:
        """Return the treatments of a log."""
        if log.file_system is None:
            return nw.from_native(self._connection.read_parquet(log.files))
        # DuckDB reads an object store with an extension that it downloads; Arrow needs none.
        from pyarrow import dataset  # noqa: PLC0415

        files = dataset.dataset(log.files, format="parquet", filesystem=log.file_system)
        return nw.from_native(self._connection.from_arrow(files))

    def ask_each(self, frames: Iterable[nw.LazyFrame[Any]]) -> Iterable[Mapping[str, np.ndarray]]:
        """Return the columns of each of some frames, in their order; each thread asks for one at a time.

        Threads that fill a table with a place for each client together take as long as one of them.
        """
        with self.turn(), ExitStack() as stack:
            texts = [frame.to_native().sql_query() for frame in frames]
            self._connection.execute("SET threads = 1")
            stack.callback(self._connection.execute, "SET threads = " + str(self._threads))
            cursors = [stack.enter_context(self._connection.cursor()) for _ in range(self._threads)]
            free = SimpleQueue[Any]()
            for cursor in cursors:
                free.put(cursor)

            def answer(text: str) -> Mapping[str, np.ndarray]:
                cursor = free.get()
                try:
                    return _arrays_of(cursor.sql(text).to_arrow_table())
                finally:
                    free.put(cursor)

            def answers() -> list[Mapping[str, np.ndarray]]:
                with ThreadPoolExecutor(self._threads) as threads:
                    return list(threads.map(answer, texts))

            def interrupt() -> None:
                for cursor in cursors:
                    cursor.interrupt()

            return interruptible(answers, interrupt, "counting")

    def _done(self, work: Callable[[], T]) -> T:
        """Do it so that whoever waits can end it."""
        return interruptible(work, self._connection.interrupt, "counting")

    def _query(self, frame: Any, text: str) -> Any:  # noqa: ANN401
        return frame.query(_ROWS, text)

    def ranges_of(self, clients: int) -> Iterator[tuple[int, int]]:
        """Yield ranges of clients as large as are counted in a table with a place for each."""
        for first in range(0, clients, _CLIENTS_AT_ONCE):
            yield first, min(first + _CLIENTS_AT_ONCE, clients)

    def _kept(self, frame: Any) -> Any:  # noqa: ANN401
        self._tables += 1
        name = "kept_" + str(self._tables)
        frame.create(name)
        return self._connection.table(name)

    def _forget(self, frame: Any) -> None:  # noqa: ANN401
        self._connection.execute("DROP TABLE IF EXISTS " + frame.alias)


class Spark(Engine):
    """A Spark cluster, or this machine as one.

    Parameters
    ----------
    address : str
        As Spark writes it: ``spark://host:7077``, ``local-cluster[2,1,1024]``, or of Spark Connect ``sc://host:15002``.
    """

    name = "Spark"

    def __init__(self, address: str) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - only a cluster needs it

        super().__init__()
        building = SparkSession.builder
        building = building.remote(address) if address.startswith("sc://") else building.master(address)
        self._session = building.appName("Outcome log").getOrCreate()

    def read(self, log: CodedLog) -> nw.LazyFrame[Any]:
        """Return the treatments of a log, whose folder every worker reaches."""
        files = log.files
        if log.file_system is not None:
            # As Hadoop's client calls it, which the cluster has.
            files = ["s3a://" + path for path in files]
        frame: nw.LazyFrame[Any] = nw.from_native(self._session.read.parquet(*files))
        return frame

    def close(self) -> None:
        """Leave the cluster."""
        self._session.stop()

    def _query(self, frame: Any, text: str) -> Any:  # noqa: ANN401
        frame.createOrReplaceTempView(_ROWS)
        return self._session.sql(text)

    def _kept(self, frame: Any) -> Any:  # noqa: ANN401
        return frame.persist()

    def _forget(self, frame: Any) -> None:  # noqa: ANN401
        frame.unpersist()


def _arrays_of(table: pa.Table) -> Mapping[str, np.ndarray]:
    return {name: table[name].to_numpy() for name in table.column_names}
