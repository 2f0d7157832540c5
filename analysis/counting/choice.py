"""Which of those who can count a log does, and why: by the setting ``ENGINE``, else by the size of the log."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from analysis.outcome_log.coded_log import CodedLog

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log

ENGINE = "ENGINE"
IN_MEMORY, DUCKDB = "memory", "duckdb"
# What counting in memory takes for each value of a log, with its chart, overview and models: a million treatments of 38
# columns took 193 MB for the log and an overview with four filters (`tests.benchmarks.measure_engines`), and at most
# 300 MB more for a model.
BYTES_PER_VALUE = 13
# How much of the computer's memory a log may take: the pages of several people and the system need the rest.
SHARE_OF_MEMORY = 0.4
# Less than this every computer has, and nobody need ask it.
ALWAYS_FITS = 2**28
# The share of the memory that DuckDB takes unless it is limited.
_LIMIT_OF_DUCKDB = 0.8

Because = Literal["it was set", "it fits", "it is too large"]


@dataclass(frozen=True)
class Choice:
    """Who counts a log, and why.

    Attributes
    ----------
    setting : str
        As ``ENGINE`` names it.
    because : str
    takes, may_take : int
        Bytes that the log would take in memory, and that it may take; 0 where nobody asked.
    """

    setting: str
    because: Because
    takes: int = 0
    may_take: int = 0


def choice_for(log: Log | CodedLog) -> Choice:
    """Return who counts a log: whom the setting names; else memory, unless a log in files is too large for it.

    A log that is in memory already is counted there.
    """
    if isinstance(log, CodedLog):
        return choice_by_size(len(log), len(log.names))
    return _set() or Choice(IN_MEMORY, "it fits")


def choice_by_size(treatments: int, columns: int) -> Choice:
    """Return who counts a log of this size that is not in memory yet."""
    if chosen := _set():
        return chosen
    takes = treatments * columns * BYTES_PER_VALUE
    if takes <= ALWAYS_FITS:
        return Choice(IN_MEMORY, "it fits")
    may_take = round(memory_of_computer() * SHARE_OF_MEMORY)
    fits = takes <= may_take
    return Choice(IN_MEMORY if fits else DUCKDB, "it fits" if fits else "it is too large", takes, may_take)


def _set() -> Choice | None:
    setting = os.environ.get(ENGINE, "").strip()
    return Choice(setting, "it was set") if setting else None


@cache
def memory_of_computer() -> int:
    """Return how many bytes of memory this computer, or the container, has, as DuckDB finds it."""
    import duckdb  # noqa: PLC0415 - only a large log needs it

    with duckdb.connect() as connection:
        found = connection.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchone()
    (limit,) = found or (0,)
    return int(limit / _LIMIT_OF_DUCKDB)
