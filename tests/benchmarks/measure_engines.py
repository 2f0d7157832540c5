"""How long each engine takes for an overview of 24 factors and for a change of the filters, and in how much memory.

``python -m tests.benchmarks.measure_engines --rows 10000000 --engine memory duckdb local-cluster[2,1,1024]``

The log is drawn from the sample log row by row, with clients who come back as often; each engine runs in a process of
its own, whose largest memory is that of Python and of DuckDB together (Spark's workers are processes of their own).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.counting.choice import ENGINE
from analysis.counting.choosing import counts_of
from analysis.outcome_log.coded_log import (
    CLIENT_NUMBER,
    DESCRIPTION,
    PLACE,
    ROW_BITS,
    ROWS_IN_GROUP,
    CodedLog,
    coded_file,
    open_coded,
    write_coded,
)
from analysis.outcome_log.coded_reader import read_coded
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import CLIENT, Log
from analysis.questions.at_a_glance import at_a_glance
from tests.logs import log_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.counting.counts import Counts

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
MEGABYTE = 2**20


def draw_log(folder: Path, rows: int) -> CodedLog:
    """Write so many treatments, drawn from the sample log, as files of codes."""
    sample = log_of(SAMPLE.read_bytes())
    write_coded(sample, folder, str(rows))
    table = pq.read_table(folder / "0.parquet").combine_chunks()
    days = table[PLACE].to_numpy() >> ROW_BITS
    clients_per_row = len(sample.values(CLIENT)) / len(sample)
    random, most_visits = np.random.default_rng(1), 1
    with coded_file(folder / "0.parquet", table.schema) as file:
        for first in range(0, rows, ROWS_IN_GROUP):
            numbers = np.arange(first, min(first + ROWS_IN_GROUP, rows))
            drawn = random.integers(0, len(sample), len(numbers))
            part = table.take(drawn)
            # Clients stand in their order.
            low, high = (round(clients_per_row * end) for end in (numbers[0], numbers[-1] + 1))
            of_clients = np.sort(random.integers(low, high, len(numbers)))
            most_visits = max(most_visits, int(np.bincount(of_clients - low).max()))
            for name, values in (
                (CLIENT_NUMBER, of_clients),
                (PLACE, (days[drawn] << ROW_BITS) + numbers),
            ):
                part = part.set_column(part.schema.get_field_index(name), name, pa.array(values))
            file.write_table(part)
    described = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    drawn_of = {"treatments": rows, "clients": round(clients_per_row * rows), "most_visits": most_visits}
    (folder / DESCRIPTION).write_text(json.dumps({**described, **drawn_of}), "utf-8")
    return open_coded(folder)


def measure(setting: str, folder: Path) -> None:
    """Print what one engine takes for the log in a folder."""
    os.environ[ENGINE] = setting
    coded = open_coded(folder)

    def say(what: str, ask: Callable[[], object]) -> None:
        began, worked = time.perf_counter(), time.process_time()
        ask()
        took, of_processors = time.perf_counter() - began, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
        print(
            f"| {setting} | {len(coded):,} | {what} | {took:.1f} s | {of_processors:.1f} s | {peak:,.0f} MB |",
            flush=True,
        )

    log: list[Log | CodedLog] = []
    say("start", lambda: log.append(read_coded(coded) if setting == "memory" else coded))
    first, last = coded.period or (None, None)
    middle = first + (last - first) / 2 if first and last else None

    def counts(filters: Filters) -> Counts:
        return counts_of(log[0], filters)

    say("first count", lambda: counts(Filters()).total)
    say("overview of 24 factors", lambda: at_a_glance(counts(Filters())))
    say("the same again", lambda: at_a_glance(counts(Filters())))
    say("other period", lambda: at_a_glance(counts(Filters(start=middle))))
    say("one skin type", lambda: at_a_glance(counts(Filters(levels=(("skin_type", ("oily",)),)))))
    say("another window", lambda: at_a_glance(counts(Filters(window_days=7))))


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    options.add_argument("--engine", nargs="+", default=["memory", "duckdb"])
    options.add_argument("--folder", type=Path, help="where the files are made, with room for 30 bytes a row")
    given = options.parse_args()
    print(
        "| engine | treatments | what | time | of processors | largest memory so far |\n|---|---:|---|---:|---:|---:|",
        flush=True,
    )
    for rows in given.rows:
        folder = Path(tempfile.mkdtemp(prefix="engines_", dir=given.folder))
        try:
            draw_log(folder / "coded", rows)
            for setting in given.engine:
                process = multiprocessing.get_context("spawn").Process(target=measure, args=(setting, folder / "coded"))
                process.start()
                process.join()
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
