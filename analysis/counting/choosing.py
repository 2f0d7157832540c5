"""The counts of a log, by whoever counts it: memory, or an engine that is started here."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from analysis.counting.choice import DUCKDB, IN_MEMORY, choice_for
from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.outcome_log.coded_log import CodedLog, write_coded
from analysis.outcome_log.coded_reader import read_coded

if TYPE_CHECKING:
    from analysis.counting.counts import Counts, Tallied
    from analysis.counting.engines import Engine
    from analysis.counting.passing_rows import PassingRows
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted

_ENGINES: dict[str, Engine] = {}
_SPARK = ("spark://", "sc://", "local")


def counts_of(
    log: Log | CodedLog,
    filters: Filters | None = None,
    counted: Counted | None = None,
    remembered: Tallied | None = None,
) -> Counts:
    """Return the counts of the treatments of a log that pass some filters, by whoever counts this log.

    Parameters
    ----------
    log : Log or CodedLog
    filters, counted : optional
        All breakouts after treatments unless given.
    remembered : dict, optional
        As of `Counts`; an engine remembers by itself.

    Raises
    ------
    DashboardError
        Where the setting names no engine, or the engine is not installed.
    """
    setting = choice_for(log).setting
    if setting == IN_MEMORY:
        return InMemory(_read(log) if isinstance(log, CodedLog) else log, filters, counted, remembered)
    # It loads what only an engine needs.
    from analysis.counting.in_engine import InEngine  # noqa: PLC0415

    engine = _engine(setting)
    return InEngine(log if isinstance(log, CodedLog) else _coded(log), engine, filters, counted)


def rows_in_files(log: CodedLog, filters: Filters) -> PassingRows:
    """Return the treatments of a log in files that pass some filters, where pages of them are asked for.

    Whoever counts: a log that is counted in memory is listed by DuckDB.

    Raises
    ------
    DashboardError
        As of `counts_of`.
    """
    from analysis.counting.in_engine import passing_rows  # noqa: PLC0415

    setting = choice_for(log).setting
    return passing_rows(_engine(DUCKDB if setting == IN_MEMORY else setting), log, filters)


def forget_counted() -> None:
    """Let every engine drop what it keeps: somebody in a log was erased."""
    for engine in [*_ENGINES.values()]:
        engine.kept.clear()


def _engine(setting: str) -> Engine:
    """Return the engine that a setting names, started once."""
    if setting not in _ENGINES:
        _ENGINES.setdefault(setting, _started(setting))
    return _ENGINES[setting]


def _started(setting: str) -> Engine:
    from analysis.counting.engines import DuckDB, Spark  # noqa: PLC0415

    try:
        if setting == DUCKDB:
            return DuckDB()
        if setting.startswith(_SPARK):
            return Spark(setting)
    except ImportError as error:
        raise DashboardError("Spark is not installed: run pip install pyspark, or choose ENGINE=duckdb.") from error
    raise DashboardError("The setting ENGINE is unknown: choose memory, duckdb, spark://host:port or sc://host:port.")


_CODED: WeakKeyDictionary[Log, CodedLog] = WeakKeyDictionary()
_READ: WeakKeyDictionary[CodedLog, Log] = WeakKeyDictionary()
_one_at_a_time = Lock()


def _coded(log: Log) -> CodedLog:
    """Return a log in memory as files of codes, which go when it goes."""
    with _one_at_a_time:
        if log not in _CODED:
            folder = Path(tempfile.mkdtemp(prefix="outcome_log_"))
            weakref.finalize(log, shutil.rmtree, folder, ignore_errors=True)
            _CODED[log] = write_coded(log, folder / "coded", folder.name)
        return _CODED[log]


def _read(coded: CodedLog) -> Log:
    """Return a log in files in memory, read once for as long as anybody has it."""
    with _one_at_a_time:
        if coded not in _READ:
            _READ[coded] = read_coded(coded)
        return _READ[coded]
