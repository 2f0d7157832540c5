"""Measure counting, Home and a model of several factors at 1,000,000 rows that all differ.

Run by ``make bench``; ``python -m tests.benchmarks.measure_counting`` measures it alone. It is processor time, so that
a busy machine changes little.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency
from tableone import TableOne

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import OUTCOME, Log
from analysis.questions.adjusted import adjusted, default_factors
from analysis.questions.at_a_glance import at_a_glance
from sample_data.generate import write_long_log
from tests.benchmarks.measure_import import FEW_ROWS, MANY_ROWS, MEGABYTE, ROOT
from tests.benchmarks.table import Limited, Line, best_by_turns, told

# Of bare bincounts of ready-made codes.
MOST_TALLIES = 1.5
# Seconds of Home's numbers and of a model, and megabytes of the model above the log.
MOST_HOME, MOST_MODEL, MOST_MEMORY = 0.150, 1.5, 300.0
IN_MODEL = 9
# How often the memory of this process is looked at.
LOOKS_EVERY = 0.002


def log_in(file: Path) -> Log:
    """Return the log in a file of the sample generator."""
    return clean(read(file.read_bytes(), file.name))[0]


def tally_each(log: Log) -> None:
    """Count a log by each factor as Home does, with nothing remembered."""
    counts, names = InMemory(log), [factor.name for factor in log.factors]
    counts.prepare({"outcome": [(name,) for name in names]})
    for name in names:
        counts.by(name)


def crosstab_each(log: Log) -> None:
    """Do with pandas and scipy what people do first: a crosstab and a chi-square test of each factor."""
    for factor in log.factors:
        chi2_contingency(pd.crosstab(log.frame[factor.name], log.frame[OUTCOME]))


def tableone_of_each(log: Log) -> None:
    """Do it with tableone, as papers do: the shares of each factor's levels by outcome, and a test."""
    names = [factor.name for factor in log.factors]
    with warnings.catch_warnings(action="ignore"):
        TableOne(log.frame[[*names, OUTCOME]], columns=names, categorical=names, groupby=OUTCOME, pval=True)


def nine_of(log: Log) -> tuple[str, ...]:
    """Return the first of the suggested factors."""
    return default_factors(InMemory(log))[:IN_MODEL]


def model_of(log: Log, names: tuple[str, ...]) -> None:
    """Adjust some factors for each other."""
    adjusted(InMemory(log), names)


def measured_counting(few: Path, file: Path) -> Iterator[Line | Limited]:
    """Yield what counting the logs in two files takes, of `FEW_ROWS` and `MANY_ROWS` treatments."""
    log = log_in(file)
    codes = [log.codes(factor.name).astype(np.int64) + 1 for factor in log.factors]
    bare, tallies, home = best_by_turns(
        lambda: [np.bincount(each) for each in codes],
        partial(tally_each, log),
        lambda: at_a_glance(InMemory(log)),
        times=5,
    )
    crosstabs, model = best_by_turns(partial(crosstab_each, log), partial(model_of, log, nine_of(log)), times=2)
    of = f"{len(codes)} factors of {MANY_ROWS:,} rows"
    nine = f"{IN_MODEL} factors at once, {MANY_ROWS:,} rows"
    yield Line(f"tallies of {of}", tallies[1], bare[1], "s", "bare bincounts", MOST_TALLIES)
    yield Limited(f"Home's numbers, tests and adjustment, {of}", home[1], MOST_HOME, "s")
    yield Line(
        "the same beside the tests alone", home[1], crosstabs[1], "s", "crosstabs and tests of pandas and scipy", 1.0
    )
    yield Limited(nine, model[1], MOST_MODEL, "s")
    yield Limited(f"memory above the log, {nine}", _memory(file) / MEGABYTE, MOST_MEMORY, "MB")
    small = log_in(few)
    home, with_tableone = best_by_turns(lambda: at_a_glance(InMemory(small)), partial(tableone_of_each, small), times=1)
    yield Line(f"Home's numbers, {FEW_ROWS:,} rows", home[1], with_tableone[1], "s", "tableone", 1.0)


def _memory(file: Path) -> int:
    """Return the bytes that a model takes above the log, at the most, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.measure_counting", str(file)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _held() -> int:
    """Return the bytes that this process holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


def _memory_above(log: Log) -> int:
    """Return what a model takes at the most above what is held before."""
    before, most, is_done = _held(), [0], threading.Event()
    names = nine_of(log)

    def watch() -> None:
        while not is_done.is_set():
            most[0] = max(most[0], _held() - before)
            time.sleep(LOOKS_EVERY)

    watcher = threading.Thread(target=watch)
    watcher.start()
    model_of(log, names)
    is_done.set()
    watcher.join()
    return most[0]


def main() -> None:
    """Print the table, or the memory that a model of the log in one file takes."""
    if len(sys.argv) > 1:
        print(_memory_above(log_in(Path(sys.argv[1]))))
        return
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few.csv", Path(name) / "many.csv"
        write_long_log(FEW_ROWS, few)
        write_long_log(MANY_ROWS, many)
        told(measured_counting(few, many))


if __name__ == "__main__":
    main()
